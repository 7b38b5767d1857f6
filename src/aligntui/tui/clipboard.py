"""Copy a text to the clipboard or to a file, and report only what is certain.

Inside tmux an escape sequence may be dropped silently, and over SSH a remote tool fills a clipboard
that nobody sees. So: tmux's own buffer, then the terminal's, then local tools.
"""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.outgoing import put_new
from aligntui.tui.base import AlignScreen, if_words
from aligntui.tui.widgets.plain import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from aligntui.tui.shell import ShellApp


PATIENCE: Final = 5.0
"""Seconds a tool may take to read a text."""
LONGEST_SEQUENCE: Final = 74_994
"""Bytes of base64 that terminals accept; longer sequences are dropped."""

_SSH: Final = ("SSH_TTY", "SSH_CONNECTION")


class Sent(NamedTuple):
    """The outcome in words; `known` when the text is certain to be on a clipboard."""

    words: str
    known: bool


def send(
    text: str,
    environ: Mapping[str, str],
    to_terminal: Callable[[str], object],
    places: Iterable[Path],
) -> Sent:
    """Copy a text by the first way that works, otherwise write it to a new file."""
    for command, words in tools(environ):
        if _took(command, text):
            return Sent(words, known=True)
    fits = len(base64.b64encode(text.encode())) <= LONGEST_SEQUENCE
    if fits and not environ.get("TMUX") and _over_ssh(environ) and not environ.get("STY"):
        to_terminal(text)
        return Sent("Sent to the terminal's clipboard; the terminal does not confirm it", False)
    return _aside(text, places)


def tools(environ: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    """Commands that take a text on stdin, best first, each with the words that report it."""
    if environ.get("TMUX"):
        yield ["tmux", "load-buffer", "-w", "-"], "Copied to tmux; prefix and ] paste it"
        return
    if _over_ssh(environ):
        return
    copied = "Copied"
    if environ.get("WAYLAND_DISPLAY"):
        yield ["wl-copy"], copied
    if environ.get("DISPLAY"):
        yield ["xclip", "-selection", "clipboard"], copied
        yield ["xsel", "--clipboard", "--input"], copied
    if sys.platform == "darwin":
        yield ["pbcopy"], copied


def _over_ssh(environ: Mapping[str, str]) -> bool:
    return any(environ.get(name) for name in _SSH)


def _took(command: list[str], text: str) -> bool:
    """True when the tool exists and its exit code says that it took the text."""
    if shutil.which(command[0]) is None:
        return False
    try:
        # a background process of the tool must not hold on to our terminal
        done = subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _aside(text: str, places: Iterable[Path]) -> Sent:
    trouble = "no folder takes it"
    for place in places:
        for number in range(1, 100):
            path = f"{place}/aligntui-copy-{number}.md"
            try:
                if put_new(path, text.encode("utf-8", "replace")):
                    return Sent(f"Written to {path}; no clipboard is available", known=False)
            except OSError as error:
                trouble = error.strerror or trouble
                break
    return Sent(
        f"Not copied: no clipboard is available, and no file was written: {trouble}", known=False
    )


NOT_SAVED: Final = 3
"""The exit code when something could not be kept."""

USUAL: Final = "~/aligntui-unsaved.md"
IN_MEMORY: Final = (
    "what you typed is not on a disk; it is in memory and comes back at the next start, "
    "unless this machine restarts before"
)

PRINTED: Final = "what you typed is not on a disk; it is printed above"


async def leave(app: ShellApp) -> None:
    """Ask where to put text that could not be saved, put it there, and end with exit code 3."""
    if not app.may_print and app.drafts.spare:
        at_once(app)
        return
    while (screen := _in_front(app)) is not None and app.unsaved:
        if not app.may_print:
            screen.fail(f"NOT SAVED: {app.drafts.state}; type the passphrase, then quit")
            return
        rest = "q in memory  " if app.drafts.spare else ""
        key = await screen.choose(
            f"Keep it:  f in a file  c copy  p print on exit  {rest}esc stay",
            "fcpq" if rest else "fcp",
            over=f"NOT SAVED: {app.drafts.state}; what you typed is only in memory",
        )
        if key is None:
            return
        if key == "q":
            app.end_unsaved(IN_MEMORY)
        elif key == "p":
            app.end_unsaved(PRINTED, text_of(app))
        elif key == "f":
            await _into_file(app, screen)
        else:
            await _copy(app, screen)
        if app.is_leaving:
            return
    if not app.unsaved:
        await app.action_quit()


def at_once(app: ShellApp) -> None:
    """End with exit code 3 where nobody can be asked."""
    app.end_unsaved(*last_words(app))


def last_words(app: ShellApp) -> tuple[str, str]:
    """Return a message on where typed text is, and the text to print, when nobody can be asked."""
    if app.drafts.spare:
        return IN_MEMORY, ""
    if not app.may_print:
        return "what you typed is not on a disk, and the store is locked: it is lost", ""
    return PRINTED, text_of(app)


def text_of(app: ShellApp) -> str:
    """All unsaved texts as one, each below the name of its box."""
    parts = (f"# {app.name_of(box)}\n\n{text}\n" for box, text in app.unsaved.items())
    return clean("\n".join(parts), lines=True)


def _in_front(app: ShellApp) -> AlignScreen | None:
    """The screen that can ask; closes a palette above it."""
    while len(app.screen_stack) > 1 and not isinstance(app.screen, AlignScreen):
        app.pop_screen()
    return app.screen if isinstance(app.screen, AlignScreen) else None


async def _into_file(app: ShellApp, screen: AlignScreen) -> None:
    from aligntui.outgoing import Place, put

    text = text_of(app)

    async def keep(name: str) -> bool:
        try:
            path = put(name.strip(), text.encode("utf-8", "replace"), Place(app.store_path))
        except Refused as refusal:
            screen.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
            return False
        app.end_unsaved(f"what you typed is in {path}")
        return True

    await screen.ask("Write it to:", box="unsaved:file", initial=USUAL, keep=if_words(keep))


async def _copy(app: ShellApp, screen: AlignScreen) -> None:
    def to_terminal(text: str) -> None:
        app.call_from_thread(app.copy_to_clipboard, text)

    sent = await asyncio.to_thread(send, text_of(app), os.environ, to_terminal, [])
    if sent.known:
        app.end_unsaved(
            f"what you typed is not on a disk; {sent.words[:1].lower()}{sent.words[1:]}"
        )
    else:
        screen.warn(sent.words)

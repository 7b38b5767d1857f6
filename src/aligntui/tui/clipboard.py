"""A text on its way out: to a clipboard or a file, or where it goes when no disk takes it."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.outgoing import Place, put, put_new
from aligntui.tui.base import AlignScreen, if_words
from aligntui.tui.widgets.plain import clean

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App

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
    left: bool = True
    """False where it is nowhere."""


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


async def copy(app: App[Any], text: str, places: Iterable[Path]) -> Sent:
    """Copy a text on another thread: a tool may take its time."""

    def to_terminal(text: str) -> None:
        app.call_from_thread(app.copy_to_clipboard, text)

    return await asyncio.to_thread(send, text, os.environ, to_terminal, places)


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
    words = f"Not copied: no clipboard is available, and no file was written: {trouble}"
    return Sent(words, known=False, left=False)


NOT_SAVED: Final = 3
"""The exit code when something could not be kept."""

USUAL: Final = "~/aligntui-unsaved.md"
IN_MEMORY: Final = (
    "what you typed is not on a disk; it is in memory and comes back at the next start, "
    "unless this machine restarts before"
)

PRINTED: Final = "what you typed is not on a disk; it is printed above"


class End(NamedTuple):
    """The last words of the app, and a text to print before them."""

    words: str
    to_print: str = ""


def unasked(app: ShellApp) -> End:
    """The end where nobody can be asked: the text stays in memory, is printed, or is lost."""
    if app.drafts.spare:
        return End(IN_MEMORY)
    if app.is_locked:
        return End("what you typed is not on a disk, and the store is locked: it is lost")
    return End(PRINTED, _text_of(app))


def end_unsaved(app: ShellApp, end: End) -> None:
    """End with exit code 3, then say where typed text is, or print it."""
    app.last_words, app.to_print = end
    app.leave(hard=False)
    app.exit(return_code=NOT_SAVED)


async def leave_unsaved(app: ShellApp) -> None:
    """Ask where to put text that could not be saved, until it is somewhere, and end."""
    while len(app.screen_stack) > 1 and not isinstance(app.screen, AlignScreen):
        app.pop_screen()  # a palette could not ask
    while isinstance(screen := app.screen, AlignScreen) and app.unsaved:
        if app.is_locked:
            screen.fail(f"NOT SAVED: {app.drafts.state}; type the passphrase, then quit")
            return
        end = await _ask_where(screen, app)
        if end is None:
            return
        if end.words:
            end_unsaved(app, end)
            return
    if not app.unsaved:
        await app.action_quit()


def _text_of(app: ShellApp) -> str:
    """All unsaved texts as one, each below the name of its box."""
    parts = (f"# {app.name_of(box)}\n\n{text}\n" for box, text in app.unsaved.items())
    return clean("\n".join(parts), lines=True)


async def _ask_where(screen: AlignScreen, app: ShellApp) -> End | None:
    """Ask where to put the text, and put it there; None to stay in the app.

    An end without words says that it is nowhere yet, and is to be asked again.
    """
    rest = "q in memory  " if app.drafts.spare else ""
    key = await screen.choose(
        f"Keep it:  f in a file  c copy  p print on exit  {rest}esc stay",
        "fcpq" if rest else "fcp",
        over=f"NOT SAVED: {app.drafts.state}; what you typed is only in memory",
    )
    if key is None:
        return None
    if key == "q":
        return End(IN_MEMORY)
    if key == "p":
        return End(PRINTED, _text_of(app))
    if key == "f":
        return await _into_file(screen, _text_of(app), app.store_path)
    return await _copy(screen, _text_of(app))


async def _into_file(screen: AlignScreen, text: str, store: Path | None) -> End:
    path = ""

    async def keep(name: str) -> bool:
        nonlocal path
        try:
            path = str(put(name.strip(), text.encode("utf-8", "replace"), Place(store)))
        except Refused as refusal:
            screen.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
        return bool(path)

    await screen.ask("Write it to:", box="unsaved:file", initial=USUAL, keep=if_words(keep))
    return End(f"what you typed is in {path}" if path else "")


async def _copy(screen: AlignScreen, text: str) -> End:
    sent = await copy(screen.app, text, [])
    if sent.known:
        words = f"{sent.words[:1].lower()}{sent.words[1:]}"
        return End(f"what you typed is not on a disk; {words}")
    screen.warn(sent.words)
    return End("")

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
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aligntui.outgoing import put_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from textual.app import App

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

"""A home of its own for the program, and the ways a terminal test moves in it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING
from unittest import mock

from aligntui.cli.run import main
from tests.terminal.pty import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def without_tips(home: Path) -> None:
    """Let the app say nothing by itself, as somebody wants it who knows it."""
    settings = home / ".config" / "aligntui" / "config.toml"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("tips = false\n")


class Home:
    """A folder that is $HOME, with nothing else of the user's around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.run = folder / "run"
        self.run.mkdir(mode=0o700, exist_ok=True)
        without_tips(folder)

    @property
    def store(self) -> Path:
        """Where the store is."""
        return self.folder / ".local" / "share" / "aligntui" / "store.json"

    @property
    def state(self) -> Path:
        """Where drafts and crash reports are."""
        return self.folder / ".local" / "state" / "aligntui"

    @property
    def drafts(self) -> str:
        """What every file of drafts says."""
        return "".join(each.read_text() for each in self.state.glob("drafts/*/*.json"))

    @property
    def crashes(self) -> list[str]:
        """What every crash report says."""
        return [each.read_text() for each in self.state.glob("crash-*")]

    def environ(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What the program is told."""
        away = {name: "" for name in os.environ if name.startswith(("XDG_", "ALIGNTUI_"))}
        own = {"HOME": str(self.folder), "LANG": "C.UTF-8", "VISUAL": "", "EDITOR": ""}
        return {**away, **own, "XDG_RUNTIME_DIR": str(self.run), **(more or {})}

    def open(
        self,
        *words: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        command: Sequence[str] = (),
    ) -> Terminal:
        """Start the app in a terminal."""
        started = [*command, sys.executable, "-m", "aligntui", *words]
        return Terminal(started, columns=size[0], rows=size[1], env=self.environ(env))

    def say(self, *words: str) -> str:
        """Carry out a command that prints."""
        return command({**os.environ, **self.environ()}, *words)


def command(environ: Mapping[str, str], *words: str) -> str:
    """What a command prints that succeeds, given in this process: to start another takes longer."""
    printed = BytesIO()
    stdout = TextIOWrapper(printed, encoding="utf-8", write_through=True)
    before = os.umask(0o077)
    try:
        with mock.patch.dict(os.environ, environ, clear=True), redirect_stdout(stdout):
            code = main(words, _no_app)
    finally:
        os.umask(before)
    assert code == 0, (words, code)
    return printed.getvalue().decode()


def _no_app(**_: object) -> int:
    raise AssertionError("a command of its own opens no app")


def keys(app: Terminal, typed: str, then: str) -> None:
    """Type, and wait for what it brings."""
    app.send(typed)
    app.wait_for(then)


def kill(app: Terminal) -> None:
    """End it without a warning."""
    app.signal(signal.SIGKILL)
    app.wait_for_end()
    app.close()

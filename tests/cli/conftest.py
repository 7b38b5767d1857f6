"""A shell to type commands into, on a day that stands still."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import pytest

from aligntui.__main__ import _open_app
from aligntui.cli import asked
from aligntui.cli.run import main
from aligntui.store.files import write_private

TODAY = date(2026, 6, 29)
HIDDEN = "private things are hidden\n"


_ISO = re.compile(r"(?<!['/])\b[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class Ended:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


@dataclass
class Shell:
    """Types commands into one store."""

    store: Path
    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, *words: str, stdin: str = "") -> Ended:
        """A command as typed, whatever it ends with."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        self.capture.readouterr()
        code = main(["--store", str(self.store), *words], _open_app)
        printed = self.capture.readouterr()
        return Ended(code, printed.out, printed.err)

    def say(self, *words: str, stdin: str = "") -> str:
        """What a command that succeeds prints; beside it only that private things are hidden."""
        ended = self.run(*words, stdin=stdin)
        hidden = "--hide" in words and "--json" not in words
        assert (ended.code, ended.err) == (0, HIDDEN if hidden else ""), ended
        return ended.out

    def json(self, *words: str) -> Any:
        """What a command that succeeds prints as JSON."""
        return json.loads(self.say(*words, "--json"))

    def refusal(self, *words: str, stdin: str = "") -> str:
        """The one line of a command that is refused."""
        ended = self.run(*words, stdin=stdin)
        assert (ended.code, ended.out) == (2, ""), ended
        assert ended.err.startswith("aligntui: "), ended
        assert ended.err.count("\n") == 1, ended
        # days are written as people say them, but in what was typed, and is to be typed
        assert not _ISO.findall(ended.err.partition("type ")[0]), ended
        return ended.err.removeprefix("aligntui: ").rstrip("\n")


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """A shell with an empty store, on a Monday in June."""
    monkeypatch.setattr(asked, "local_day", lambda: TODAY)
    for name in ("ALIGNTUI_STORE", "ALIGNTUI_CONFIG", "ALIGNTUI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return Shell(tmp_path / "store.json", capsys, monkeypatch)


_Made = TypeVar("_Made", Shell, Path, str)


def once(fill: Callable[..., _Made]) -> Callable[..., _Made]:
    """Let a fixture carry out its commands for one test; the others get the files they made.

    It gives back its shell, one of the files, or a text.
    """
    made: dict[Path, bytes] = {}
    gave: list[Any] = []

    @wraps(fill)
    def filled(**given: Any) -> Any:
        (shell,) = (each for each in given.values() if isinstance(each, Shell))
        folder = shell.store.parent
        for file, content in made.items():
            (folder / file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(str(folder / file), [content], sure=False)
        if not made:
            result: Any = fill(**given)
            found = [file for file in folder.rglob("*") if file.is_file()]
            made.update({file.relative_to(folder): file.read_bytes() for file in found})
            if not isinstance(result, Shell):
                gave.append(result.relative_to(folder) if isinstance(result, Path) else result)
        for each in gave:
            return folder / each if isinstance(each, Path) else each
        return shell

    return filled


@pytest.fixture
@once
def priya(shell: Shell) -> Shell:
    """A shell with Priya Raman in the store, added on 2026-04-01, met every two weeks."""
    shell.say("add", "Priya Raman", "--on", "2026-04-01", "--level", "senior")
    return shell


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """A way to make it another day."""
    return lambda day: monkeypatch.setattr(asked, "local_day", lambda: day)

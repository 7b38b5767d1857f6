"""A store into which somebody has written by hand what breaks terminals."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from aligntui.__main__ import main
from aligntui.domain.person import Change
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from tests.people import full
from tests.terminal.living import Home, keys
from tests.tui.harness import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

FREE = {"name", "role", "text", "success", "mitigation", "notes", "because", "label", "level"}
"""Fields in which anything can stand."""

TEXTS = (HOSTILE[0] + HOSTILE[1] + HOSTILE[2], HOSTILE[3] + HOSTILE[5] + HOSTILE[6])
"""A lone surrogate is not among them: a store that holds one is not opened at all."""

OURS = re.compile(rb"\x1b\](?:2;aligntui|22;default)\x07")
"""The one title there is, and the shape of the mouse's pointer."""

STEERING = re.compile(
    "[\x00-\x07\x0b\x0c\x0e-\x1a\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
    "|\x1b[\\]PX^_]|\x1b\\[[0-9;]*[2]J.?q"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    _written(home.store)
    return home


def _written(store: Path) -> None:
    """People of whom something of every kind is kept, with every word of it hostile."""
    notebook = Notebook(kept := DurableStore(store))
    for at in range(len(TEXTS)):
        person = full(f"Person No {at}", number=at + 2)
        kept.commit(Change(label="made up", before=None, after=person))
    notebook.close()
    store.with_name("store.json.summary").unlink()
    lines = store.read_text(encoding="utf-8").split("\n")
    store.write_text("\n".join(_spoilt(line) for line in lines), encoding="utf-8")


def _spoilt(line: str) -> str:
    found = re.fullmatch(r'("\d+": )(\{.*"person":"0*(\d+)".*\})(,?)', line)
    if found is None:
        return line
    number, row, person, comma = found.groups()
    text = f"N{person} " + TEXTS[int(person) - 2]
    return number + json.dumps(_replaced(json.loads(row), text)) + comma


def _replaced(value: object, text: str, field: str = "") -> object:
    if isinstance(value, dict):
        return {key: _replaced(each, text, key) for key, each in value.items()}
    if isinstance(value, list):
        differs = value[:1] == ["differ"]
        return ["differ", text] if differs else [_replaced(each, text) for each in value]
    return text if field in FREE and isinstance(value, str) else value


PERSON = (
    "1jj",
    "2jj",
    "3jj",
    "4jj",
    "5j",
    "?",
    "GgG",
    "q",
    "2",
    "e",
    "\x1b",
    "2",
    "x",
    "\x1b",
    "X",
    "\x1b",
)
TIMELINE = ("jjjj", "\tjjj", "n")
CHECK_IN = ("\t\t\t\t", "\t\t\t")
AT_LAST = ("\x10Person", "N2", "\x1b", ":mess", "\x1b", "\x1b[20~", "Gg", "q", "?", "q", "D", "u")


def _walk(app: Terminal, who: str) -> None:
    """Go everywhere with the person under the cursor, and come back."""
    keys(app, "\r", then="2 Expectations")
    app.wait_until(lambda: who in app.lines[0], 10, who)
    _press(app, *PERSON)
    keys(app, "t", then="Timeline")
    _press(app, *TIMELINE)
    keys(app, "q", then="2 Expectations")
    keys(app, "c", then="Since last time")
    _press(app, *CHECK_IN)
    keys(app, "\x1b", then="5 Actions")  # the check-in has sections, too
    _press(app, ".", ".", "N", "\x1b", "2")
    keys(app, "D", then="1 met")
    _press(app, "\x1b")
    keys(app, "q", then="aligntui › Team")
    _press(app, "a", "\x1b", "e", "\r", "\x1b", "\x1b", "j")


def _press(app: Terminal, *typed: str) -> None:
    for each in typed:
        app.send(each)
        app.settle()
        assert app.running, (each, app.text)


SIZES = ((80, 24), (120, 40))


def test_every_screen_shows_it_literally(home: Home) -> None:
    app = home.open()
    try:
        app.wait_for("N2 [/] [x]")
        for at, size in enumerate(SIZES):
            app.resize(*size)
            app.settle()
            _walk(app, f"N{at + 2}")
        _press(app, *AT_LAST)
        app.send("q" * 3)
        assert app.wait_for_end() == 0, (app.text, home.crashes)
    finally:
        app.close()
    assert not home.crashes
    assert not _steering(bytes(app.raw))


def _steering(raw: bytes) -> list[str]:
    text = OURS.sub(b"", raw).decode("utf-8")
    return [text[max(0, at.start() - 20) : at.end() + 20] for at in STEERING.finditer(text)]


COMMANDS = (
    "list", "due --all", "due --all --json", "where", "show {}", "show {} --json", "timeline {}",
    "timeline {} --json", "focus {}", "expect {}", "expect {} --json", "risk {}", "opportunity {}",
    "agree {} E1", "reword {} E1 {}", "differ {} E1 {}", "close {} R1", "note {} {}", "done {} A1",
    "action {} {}", "checkin {} --notes {}", "list --json", "actions", "differences", "untold",
    "concerns",
    "search {}", "history {} E1", "review {}", "doctor", "show nobody{}", "{}", "due --by {}",
    "archive {}", "show N", "undo", "redo", "undo --json", "edit {} --role {}", "keys", "config",
    "prep {}", "prep {} --all", "prep {} --json", "prep --today --all", "drop {} A3 --because {}",
    "told {} B1", "understood {} B1",
)  # fmt: skip


REFUSED = {
    "agree {} E1", "show nobody{}", "{}", "due --by {}", "search {}", "review {}", "keys", "config",
}  # fmt: skip
"""What is refused, because there is nothing to agree, nobody of that name or no such command."""


def test_every_command_prints_it_literally(
    home: Home, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGNTUI_STORE", str(home.store))
    monkeypatch.setenv("XDG_STATE_HOME", str(home.folder))
    ended: dict[str, set[int]] = {command: set() for command in COMMANDS}
    for at, text in enumerate(TEXTS):
        who = f"N{at + 2}"
        for command in COMMANDS:
            words = [
                (who if number == 1 else text.replace("\0", "")) if word == "{}" else word
                for number, word in enumerate(command.replace("nobody{}", "{}{}").split())
            ]
            ended[command].add(main(words))
            printed = "".join(capfd.readouterr())
            assert not STEERING.search(printed.replace("\n", "")), words
            assert "\x1b" not in printed, words
    assert 70 not in set().union(*ended.values())
    assert {command for command in COMMANDS if 0 not in ended[command]} <= REFUSED

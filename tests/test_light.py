"""What may be loaded: by no command the terminal app's libraries, by `due` only the summary."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aligntui.cli import parser
from tests.terminal.living import command

SETUP = (
    ("add", "Ana Kovač", "--level", "senior"),
    ("focus", "ana", "Ship"),
    ("checkin", "ana", "--resync", "all"),
    ("action", "ana", "Send it"),
    ("expect", "ana", "Owns it"),
    ("opportunity", "ana", "Lead it"),
    ("feedback", "ana", "Calm", "--praise"),
    ("feedback", "ana", "Late", "--corrective"),
    ("told", "ana", "b2"),
    ("round", "ana", "-o", "-"),
)
COMMANDS = (
    ("add", "Ben"), ("edit", "ana", "--role", "lead"), ("list",), ("archive", "ana"),
    ("away", "ana", "fri"), ("away", "ana"), ("skip", "ana", "--because", "x"),
    ("touch", "ana", "x"),
    ("postpone", "ana", "in 3 days", "--because", "x"),
    ("focus", "ana", "x"), ("expect", "ana", "x"), ("opportunity", "ana", "x"),
    ("risk", "ana", "x"), ("reword", "ana", "f1", "x"), ("agree", "ana", "--all"),
    ("differ", "ana", "f1", "x"), ("close", "ana", "f1"), ("note", "ana", "x"), ("win", "ana", "x"),
    ("handoff", "ana"),
    ("action", "ana", "x"), ("done", "ana", "a1"), ("checkin", "ana"), ("due",),
    ("show", "ana"), ("timeline", "ana"), ("undo",), ("where",), ("doctor",), ("backup",),
    ("set", "ana", "f1", "--weight", "50"), ("miss", "ana", "e1", "x"),
    ("evidence", "ana", "o1", "x"), ("share", "ana", "f1", "40"),
    ("move", "ana", "f1", "e"), ("history", "ana", "f1"),
    ("diff", "ana", "yesterday"), ("search", "ana"), ("show", "--numbers"),
    ("review", "ana", "--since", "last week"),
    ("feedback", "ana", "x", "--praise"), ("told", "ana", "b1"), ("differences",), ("concerns",),
    ("actions",), ("untold",), ("show", "ana", "--readiness"),
    ("prep", "ana"), ("prep", "--today"),
    ("round", "ana"), ("receive", "OUT.txt", "--from", "ana"),
    ("drop", "ana", "a1", "--because", "x"), ("understood", "ana", "b2"),
    ("export", "--format", "ics"), ("export", "--format", "json"),
    ("erase", "ana", "--yes"), ("import", "OUT.csv"), ("import", "OUT.md", "--into", "ana"),
    ("import", "OUT.json"),
    ("export", "ana", "--format", "markdown"), ("export", "--format", "csv", "-o", "OUT"),
    ("minutes", "ana"), ("addendum", "ana", "c1", "x"),
    ("reopen", "ana", "b2"), ("edit", "ana", "a1", "--by", "fri"), ("show", "ana", "--closed"),
    ("--version",), ("--version", "--verbose"), ("--help",),
    ("help", "brief"), ("keys",), ("config",), ("completion", "bash"),
    ("focus", "ana"), ("due", "--json"), ("win", "ana", "x"), ("handoff", "ana"),
)  # fmt: skip
FILES = {
    "OUT.csv": "name\nBen\n", "OUT.md": "## 2026-03-12\n\nTalked.\n", "OUT.json": '{"people": {}}',
    "OUT.txt": "- F1 Ship\n  - [x] holds\n",
}  # fmt: skip
TERMINAL = {"textual", "rich"}
"""What no command loads."""
LATER = {
    "tinydb", "textual.widgets._text_area", "aligntui.domain.item", "aligntui.domain.commands",
    "aligntui.store.records", "aligntui.tui.screens.palette", "aligntui.tui.screens.person",
    "aligntui.tui.widgets.note_box",
}  # fmt: skip
"""What the app loads only once its first screen is there."""
HEAVY = {
    "tinydb", "orjson", "icalendar", "aligntui.store.records", "aligntui.domain.commands",
    "dataclasses", "shutil",
}  # fmt: skip
PROBE = """
import sys
from aligntui.__main__ import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""
EACH = """
import io, json, shutil, sys
from contextlib import redirect_stdout
from pathlib import Path
from aligntui.__main__ import main
template, commands, heavy = map(json.loads, sys.argv[1:])
for number, words in enumerate(commands):
    folder = Path(template).with_name(f"store-{number}")
    shutil.copytree(template, folder)
    words = [str(folder / word) if word.startswith("OUT") else word for word in words]
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        code = main(["--store", str(folder / "store.json"), *words])
    print(json.dumps([code, sorted(set(heavy) & set(sys.modules))]))
"""

FIRST_SCREEN = """
import asyncio, sys
from datetime import date
from pathlib import Path
from textual.css.stylesheet import Stylesheet
from aligntui.tui import starting

read_again = []
Stylesheet.reparse = lambda sheets: read_again.append(sheets)

async def show(started):
    async with started.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Ana" in started.export_screenshot()
        print(*sys.modules, *("reparse" for _ in read_again))

starting.run_app = lambda started, mouse: asyncio.run(show(started))
starting.run(store=Path(sys.argv[1]), open_name=None, demo=False, today=date.today, hide=False)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one person, made by commands."""
    folder = tmp_path_factory.mktemp("light") / "store"
    for words in SETUP:
        carry_out(folder / "store.json", *words)
    return folder


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Path:
    """A store of one person that nobody else uses."""
    return shutil.copytree(template, tmp_path / "store") / "store.json"


def carry_out(store: Path, *words: str) -> None:
    """A command that prepares a test, in this process."""
    command(os.environ, "--store", str(store), *words)


def loaded(store: Path, words: tuple[str, ...]) -> set[str]:
    """The modules that a command loads."""
    ended = subprocess.run(
        [sys.executable, "-c", PROBE, "--store", str(store), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stderr.splitlines()[-1].split())


def test_no_command_loads_the_terminal_app(template: Path) -> None:
    """All in one process: what none has loaded at the end, no command loads."""
    for name, text in FILES.items():
        (template / name).write_text(text)
    given = (str(template), COMMANDS, sorted(TERMINAL))
    ended = subprocess.run(
        [sys.executable, "-c", EACH, *map(json.dumps, given)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found = dict(zip(COMMANDS, map(json.loads, ended.stdout.splitlines()), strict=True))
    assert found == {words: [0, []] for words in COMMANDS}


def test_no_command_is_left_out() -> None:
    tried = {words[0] for words in COMMANDS}
    assert set(parser.COMMANDS) - tried == {
        "open", "demo", "redo", "calendar", "restore", "merge", "encrypt", "decrypt",
    }  # fmt: skip


def test_a_plain_note_loads_no_other_way_of_changing_a_person(store: Path) -> None:
    carry_out(store, "add", "Ben")
    found = loaded(store, ("note", "ben", "Wants to mentor.\nAsk: when?"))
    ours = {name for name in found if name.startswith("aligntui.domain.commands.")}
    assert ours == {f"aligntui.domain.commands.{name}" for name in ("capturing", "command")}
    unused = ("dates", "events", "merge", "timeline")
    assert not {f"aligntui.domain.{name}" for name in unused} & found


@pytest.mark.parametrize("words", [("note", "ana", "x"), ("prep", "ana")], ids=" ".join)
def test_a_person_is_read_without_what_only_others_need(
    store: Path, words: tuple[str, ...]
) -> None:
    assert not loaded(store, words) & {"dateutil", "shutil"}


@pytest.mark.parametrize("words", [("note", "ben", "x"), ("prep", "ben")], ids=" ".join)
def test_a_person_without_a_round_is_read_without_rounds(
    store: Path, words: tuple[str, ...]
) -> None:
    carry_out(store, "add", "Ben")
    assert not loaded(store, words) & {"aligntui.domain.round", "aligntui.domain.rounds"}


def test_a_command_that_changes_something_goes_through_tinydb(store: Path) -> None:
    assert loaded(store, ("note", "ana", "x")) >= {"tinydb", "orjson"}


def test_without_tinydb_only_help_and_who_is_due_work(store: Path) -> None:
    carry_out(store, "due")
    without = "import sys; sys.modules['tinydb'] = None\n" + PROBE.replace("print(*", "# ")
    for words, code in ((("due",), 0), (("--help",), 0), (("note", "ana", "x"), 70)):
        ended = subprocess.run(
            [sys.executable, "-c", without, "--store", str(store), *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == code, ended.stderr


@pytest.mark.parametrize("form", [(), ("--json",), ("--format", "tmux"), ("--all",)])
def test_who_is_due_is_read_from_the_summary_alone(store: Path, form: tuple[str, ...]) -> None:
    # a copy of a store is another store, for which the first question makes a summary
    carry_out(store, "due")
    assert not loaded(store, ("due", *form)) & (TERMINAL | HEAVY)


def test_a_name_is_completed_from_the_summary_alone(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out(store, "due")
    monkeypatch.setenv("_ALIGNTUI_COMPLETE", "1")
    assert not loaded(store, ("note", "a")) & (TERMINAL | HEAVY)


def test_the_first_screen_waits_for_nothing_that_it_does_not_show(store: Path) -> None:
    carry_out(store, "due")
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_SCREEN, str(store)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert not set(ended.stdout.split()) & (LATER | {"reparse"})


def test_holidays_load_little(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    config.write_text("holidays = [2026-12-25]\n")
    monkeypatch.setenv("ALIGNTUI_CONFIG", str(config))
    carry_out(store, "due")
    assert not loaded(store, ("due",)) & (TERMINAL | HEAVY)
    config.write_text('holidays = "days.ics"\n')
    config.with_name("days.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    carry_out(store, "due")
    # what was found in a calendar is remembered
    read = {"aligntui.domain.holidays", "aligntui.domain.repeating"}
    assert not loaded(store, ("due",)) & (TERMINAL | HEAVY | read)

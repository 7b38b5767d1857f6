"""Stores that somebody edited by hand, badly: each command does its work or says why not.

In each run of the tests a few dozen stores share the commands out among them; ALIGNTUI_MUTATED=700
tries every command on each of as many.
"""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aligntui.cli.parser import COMMANDS
from tests.cli.conftest import Shell

MANY = int(os.environ.get("ALIGNTUI_MUTATED", "0"))
STORES, SHARE = (MANY, 1) if MANY else (24, 3)
"""How many stores there are, and of the commands each gets one in so many."""
ODD: tuple[Any, ...] = (
    None, False, 0, 7, -1, 10**30, 1.5, "", "x", "2026-05-01", [], [False], [[]], [None],
    ["x", "y", "z", "w"], {}, {"a": False},
)  # fmt: skip
"""What stands where something else is expected."""

WRITTEN = (
    ("add", "Ann Lee", "--level", "senior"), ("add", "Bo Kim"), ("focus", "Ann", "Ship it"),
    ("expect", "Ann", "On call", "--success", "no pages"), ("opportunity", "Ann", "A talk"),
    ("risk", "Ann", "Late", "--threatens", "E1"), ("agree", "Ann", "--all"),
    ("differ", "Ann", "F1", "too", "much"), ("evidence", "Ann", "O1", "slides"),
    ("share", "Ann", "F1", "40", "a launch"), ("miss", "Ann", "E1", "was", "late"),
    ("note", "Ann", "W: @me cut it ~E1\nhello"), ("action", "Ann", "send it"),
    ("feedback", "Ann", "well done", "--praise"), ("checkin", "Ann", "--notes", "we met"),
    ("addendum", "Ann", "C1", "this too"), ("skip", "Bo", "--because", "ill"),
    ("away", "Bo", "2026-05-03", "2026-05-09"), ("told", "Ann", "B1"), ("round", "Ann", "-o", "-"),
    ("note", "Bo", "x"),
    ("undo",),
)  # fmt: skip

TYPED: dict[str, tuple[tuple[str, ...], ...]] = {
    "add": (("Cy",),),
    "edit": (("Ann", "--role", "lead"), ("Ann", "A1", "--by", "fri"), ("Ann", "B1", "--shared")),
    "list": (("--all", "--json"),),
    "away": (("Bo",),),
    "archive": (("Ann",),),
    "erase": (("Ann", "--yes"), ("Bo", "--yes")),
    "focus": (("Ann", "More"),),
    "expect": (("Ann",),),
    "opportunity": (("Ann", "--json"),),
    "risk": (("Ann",),),
    "reword": (("Ann", "F1", "Other words"),),
    "agree": (("Ann", "--all"),),
    "differ": (("Ann", "E1", "no"),),
    "set": (("Ann", "E1", "--success", "y"),),
    "miss": (("Ann", "E1", "again"),),
    "evidence": (("Ann", "O1", "more"),),
    "share": (("Ann", "F1", "40", "the outage"),),
    "move": (("Ann", "F1", "risk"), ("Ann", "F1", "--to", "Bo")),
    "close": (("Ann", "F1"), ("Ann", "E1", "--as", "wrong")),
    "reopen": (("Ann", "F1"), ("Ann", "A1"), ("Ann", "B1")),
    "note": (("Ann", "more"),),
    "win": (("Ann", "well done", "--about", "E1"),),
    "handoff": (("Ann",),),
    "action": (("Ann", "do it"),),
    "done": (("Ann", "A1"),),
    "touch": (("Ann", "in the hall"),),
    "drop": (("Ann", "A1", "--because", "no"),),
    "feedback": (("Ann", "hm", "--praise"),),
    "told": (("Ann", "B1"),),
    "understood": (("Ann", "B1"),),
    "prep": (("Ann",), ("--today",)),
    "checkin": (("Ann", "--notes", "met"),),
    "minutes": (("Ann",),),
    "addendum": (("Ann", "C1", "z"),),
    "skip": (("Bo", "--because", "z"),),
    "postpone": (("Ann", "2026-07-20", "--because", "z"),),
    "due": ((),),
    "show": (("Ann", "--json"),),
    "timeline": (("Ann",),),
    "diff": (("Ann", "2026-05-01"),),
    "history": (("Ann", "F1"),),
    "search": (("e",),),
    "review": (("Ann", "--since", "2026-01-01"),),
    "differences": ((),),
    "concerns": ((),),
    "calendar": ((),),
    "completion": (("bash",),),
    "config": ((),),
    "keys": ((),),
    "actions": ((),),
    "untold": ((),),
    "export": (("--format", "json"), ("Ann", "--format", "md"), ("--format", "ics")),
    "import": (("{copy}", "--dry-run"),),
    "round": (("Ann",), ("Ann", "--compare"), ("Ann", "--drop"), ("Bo", "--json")),
    "receive": (("{copy}", "--from", "Ann"),),
    "undo": ((),),
    "redo": ((),),
    "merge": (("{copy}",),),
    "where": ((),),
    "doctor": ((), ("--fix",)),
    "help": ((), ("data",)),
    "backup": ((),),
    "restore": (("{copy}",),),
}
"""What is typed after each command; `{copy}` is a second store, edited as badly."""
ELSEWHERE = {"open", "demo", "encrypt", "decrypt"}
"""Commands that begin with a terminal or a passphrase."""


@pytest.fixture
def sound(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with something of everything."""
    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(os, name, lambda fd: None)
    for words in WRITTEN:
        assert shell.run(*words, "--on", "2026-05-01").code == 0
    return shell.store


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a document."""
    if path:
        yield path
    if isinstance(value, list):
        value = dict(enumerate(value))
    for key, each in value.items() if isinstance(value, dict) else ():
        yield from places(each, (*path, key))


def put(tables: Any, path: tuple[Any, ...], value: object) -> None:
    """Set what stands at a place, or with `...` take it away."""
    *way, last = path
    for key in way:
        tables = tables[key]
    if value is ...:
        del tables[last]
    else:
        tables[last] = value


def mutated(tables: Any, chance: random.Random) -> tuple[Any, list[object]]:
    """A copy in which one or two things are other than they ought to be; and which."""
    made: Any = json.loads(json.dumps(tables))
    done: list[object] = []
    for _ in range(chance.choice((1, 1, 2))):
        table = chance.choice((*made, *["_changes"] * 4))
        path = chance.choice([way for way in places(made) if way[0] == table] or [(table,)])
        path = path[: chance.choice((2, *(3, 4, 9) * 4))]
        value = chance.choice((*ODD, ..., ...))
        put(made, path, value)
        done.append((path, value))
        if table not in made or "_changes" not in made:
            break
    return made, done


def test_every_command_is_tried() -> None:
    assert TYPED.keys() | ELSEWHERE == COMMANDS.keys()


def test_no_command_ends_in_a_defect_whatever_stands_in_the_store(
    shell: Shell, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = json.loads(sound.read_bytes())
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shell.store = tmp_path / "run" / "store.json"
    copy = tmp_path / "run" / "copy.json"
    lines = [(name, *rest) for name, typed in TYPED.items() for rest in typed]
    for number in range(STORES):
        chance = random.Random(number)
        one, said = mutated(tables, chance)
        other, said_too = mutated(tables, chance)
        for line in lines[number % SHARE :: SHARE]:
            for folder in ("run", "state"):
                shutil.rmtree(tmp_path / folder, ignore_errors=True)
            shell.store.parent.mkdir(mode=0o700)
            shell.store.write_text(json.dumps(one))
            copy.write_text(json.dumps(other))
            ended = shell.run(*(word.format(copy=copy) for word in line))
            assert ended.code in {0, 1, 2, 3}, (line, said, said_too, ended.err)
            if ended.code > 1 and line[0] != "doctor":
                assert "aligntui: " in ended.err, (line, said, ended)


Harm = Callable[[dict[str, Any]], None]


def _row(path: tuple[Any, ...], value: object) -> Harm:
    return lambda tables: put(tables, path, value)


SPOILT = {
    "no way back": _row(("_changes", "19", "rows"), [False]),
    "a way without a table": _row(("_changes", "19", "rows", 0), [["x"], "u", None, 1]),
    "a uid that is a list": _row(("_changes", "19", "rows", 0, 1), ["x"]),
    "a person that is a list": _row(("_changes", "19", "person"), [7]),
    "no label": _row(("_changes", "19", "label"), ...),
    "nobody's": _row(("_changes", "19", "people"), False),
}


@pytest.mark.parametrize("harm", SPOILT.values(), ids=SPOILT)
def test_a_change_that_cant_be_read_is_named_and_blocks_nothing_but_undo(
    shell: Shell, sound: Path, harm: Harm
) -> None:
    tables = json.loads(sound.read_bytes())
    tables["_changes"].pop("20", None)
    tables["_changes"]["19"]["undone"] = False
    harm(tables)
    sound.write_text(json.dumps(tables))
    shell.run("list")
    ended = shell.run("undo")
    assert ended.code == 3
    assert ended.err.count("\n") == 1
    assert "the latest change can't be read in the log" in ended.err
    doctor = shell.run("doctor")
    assert doctor.code == 1
    assert "change 19 of the log can't be read" in doctor.out
    assert shell.run("note", "Ann", "goes on").code == 0
    assert shell.run("undo").code == 0
    assert shell.run("erase", "Ann", "--yes").code == 0
    assert shell.run("doctor").code == 0


def test_an_erasing_of_which_nobody_knows_whose_it_was_is_said(shell: Shell, sound: Path) -> None:
    tables = json.loads(sound.read_bytes())
    tables["_erasing"] = {"1": {"who": ["x"]}}
    sound.write_text(json.dumps(tables))
    shell.run("list")
    ended = shell.run("erase", "Ann", "--yes")
    assert (ended.code, ended.err.count("\n")) == (3, 1), ended
    assert "who it was for can't be read" in ended.err
    assert "mark 1 of an erasing" in shell.run("doctor").out
    (backup,) = (sound.parent / "backups").glob("*-g1.json")
    assert shell.run("restore", str(backup)).code == 0
    assert "mark 1" not in shell.run("doctor").out


def test_a_revision_that_is_no_number_is_named_and_counted_anew(shell: Shell, sound: Path) -> None:
    tables = json.loads(sound.read_bytes())
    tables["items"]["1"]["rev"] = "x"
    sound.write_text(json.dumps(tables))
    shell.run("list")
    assert "items 1: 'rev' is no whole number" in shell.run("doctor").out
    assert shell.run("reword", "Ann", "F1", "Other words").code == 0
    assert shell.run("doctor").code == 0

"""In a synchronised folder only whole files travel, and what others write is taken in."""

import json
import os
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from aligntui.domain.change import Change
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, RewordItem
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store import common, disk, locations
from aligntui.store.durable import DurableStore
from aligntui.store.locations import advice, journal_of, stem_of, synced_by
from tests.cli.conftest import Shell, shell  # noqa: F401  # a fixture
from tests.people import MONDAY, person_id

ASHA = person_id(1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Syncthing carries, with a state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = tmp_path / "carried" / "people"
    made.mkdir(parents=True)
    (tmp_path / "carried" / ".stfolder").mkdir()
    return made


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "store.json"


def forget_where() -> None:
    """Be another process, which looks around anew."""
    synced_by.cache_clear()
    stem_of.cache_clear()


def opened(path: Path) -> Notebook:
    return Notebook(DurableStore(path))


def add(name: str, number: int = 1) -> AddPerson:
    return AddPerson(name=name, on=MONDAY, person=person_id(number))


def focus(text: str) -> AddItem:
    return AddItem(person=ASHA, section=Section.FOCUS, text=text, on=MONDAY)


def do(path: Path, *commands: Command, hurry: bool = False) -> Change | None:
    notebook = opened(path)
    change = None
    for command in commands:
        change = notebook.do(command)
    notebook.close(hurry=hurry)
    return change


def texts(path: Path) -> list[str]:
    notebook = opened(path)
    found = [item.text for item in notebook.person(ASHA).items]
    notebook.close(hurry=True)
    return found


@pytest.mark.parametrize(
    ("below", "marker", "by"),
    [
        ("x", ".stfolder", "Syncthing"),
        ("x", ".dropbox.cache", "Dropbox"),
        ("x/y", ".git", "git"),
        ("Dropbox (Work)/x", "", "Dropbox"),
        ("OneDrive - Example/x", "", "OneDrive"),
        ("Library/Mobile Documents/x", "", "iCloud"),
        ("dropboxes", "", ""),
        ("x", "", ""),
    ],
)
def test_what_carries_a_folder_is_told_by_markers_and_names(
    tmp_path: Path, below: str, marker: str, by: str
) -> None:
    inside = tmp_path / below
    inside.mkdir(parents=True)
    if marker:
        (tmp_path / below.split("/", 1)[0] / marker).mkdir()
    assert synced_by(str(inside / "store.json")) == by


def test_only_whole_bases_and_backups_stand_in_the_folder(path: Path) -> None:
    notebook = opened(path)
    for command in (add("Asha Bell"), focus("One"), focus("Two")):
        notebook.do(command)
    assert os.listdir(path.parent) == ["store.json"]
    assert "One" not in path.read_text()
    away = Path(journal_of(str(path)))
    assert "One" in away.read_text()
    assert stat.S_IMODE(away.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(away.stat().st_mode) == 0o600
    assert notebook.settle()
    with TinyDB(path) as plain:
        assert len(plain.table("items")) == 2
    notebook.do(focus("Three"))
    notebook.close()
    assert {*os.listdir(path.parent)} <= {"store.json", "backups"}
    with TinyDB(path) as plain:
        assert len(plain.table("items")) == 3


def test_the_pace_is_quicker_where_a_file_has_to_travel(path: Path, tmp_path: Path) -> None:
    assert DurableStore(path).pace.settle == 10
    assert DurableStore(tmp_path / "plain" / "store.json").pace.settle == 30


def test_two_windows_on_one_machine_follow_each_other(path: Path) -> None:
    one, two = opened(path), opened(path)
    assert two.people() == ()
    one.do(add("Asha Bell"))
    assert two.refresh()
    two.do(focus("One"))
    assert one.refresh()
    assert [item.text for item in one.person(ASHA).items] == ["One"]
    one.close()
    two.close()


def test_what_was_saved_before_a_kill_is_there_again(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"), hurry=True)
    assert texts(path) == ["One"]


def carried(path: Path, *commands: Command) -> bytes:
    """What another machine makes of the base as it is now."""
    other = path.parents[2] / "another machine" / "store.json"
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(path.read_bytes())
    do(other, *commands)
    data = other.read_bytes()
    for each in other.parent.glob("store.json*"):
        each.unlink()
    node = os.uname().nodename
    return data.replace(json.dumps(node).encode(), b'"another"', 1)


def arrive(path: Path, data: bytes) -> None:
    """Put a file in the place of the base, as a program that carries files does."""
    temporary = path.with_name(".syncthing.store.json.tmp")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def test_a_newer_base_is_taken_in_and_nothing_is_written_for_it(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"))
    notebook = opened(path)
    assert len(notebook.person(ASHA).items) == 1
    theirs = carried(path, focus("From another machine"))
    arrive(path, theirs)
    assert notebook.refresh()
    assert len(notebook.person(ASHA).items) == 2
    assert not notebook.refresh()
    notebook.close()
    assert path.read_bytes() == theirs
    assert texts(path) == ["One", "From another machine"]
    assert path.read_bytes() == theirs
    assert common.before(str(path), 99) is not None


def test_saves_that_did_not_travel_yet_are_carried_over_to_a_newer_base(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"))
    notebook = opened(path)
    theirs = carried(path, focus("Theirs"))
    notebook.do(focus("Mine"))
    arrive(path, theirs)
    notebook.do(focus("Mine, later"))
    notebook.close()
    assert sorted(texts(path)) == ["Mine", "Mine, later", "One", "Theirs"]


def test_an_older_base_is_only_read_and_it_is_said(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"))
    older = path.read_bytes()
    do(path, focus("Two"))
    notebook = opened(path)
    assert len(notebook.person(ASHA).items) == 2
    newer = path.read_bytes()
    arrive(path, older)
    notebook.refresh()
    assert "older" in (notebook.read_only or "")
    assert any("older" in note for note in notebook.notes)
    arrive(path, newer)
    assert notebook.refresh()
    assert notebook.read_only is None
    notebook.do(focus("Three"))
    notebook.close()
    assert texts(path) == ["One", "Two", "Three"]


def test_a_base_half_arrived_is_not_taken_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do(path, add("Asha Bell"), focus("One"))
    notebook = opened(path)
    assert len(notebook.person(ASHA).items) == 1
    whole = carried(path, focus("Two"))
    path.write_bytes(whole[: len(whole) // 2])
    notebook.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(disk, "look", None)  # what could not be read is not read again and again
        notebook.refresh()
    assert len(notebook.person(ASHA).items) == 1
    path.write_bytes(whole)
    assert notebook.refresh()
    assert len(notebook.person(ASHA).items) == 2
    notebook.close()


def test_a_journal_moves_out_when_the_folder_begins_to_be_carried(path: Path, folder: Path) -> None:
    (folder.parent / ".stfolder").rmdir()
    do(path, add("Asha Bell"), focus("One"), hurry=True)
    assert (folder / "store.json.journal").exists()
    (folder.parent / ".stfolder").mkdir()
    forget_where()
    assert texts(path) == ["One"]
    assert not (folder / "store.json.journal").exists()
    do(path, focus("Two"), hurry=True)
    (folder.parent / ".stfolder").rmdir()
    forget_where()
    assert texts(path) == ["One", "Two"]
    do(path, focus("Three"))
    assert texts(path) == ["One", "Two", "Three"]
    assert locations.other_journal(str(path)) is None


def test_the_advice_is_given_once(path: Path) -> None:
    assert "synchronised by Syncthing" in advice(str(path))
    assert advice(str(path)) == ""


def test_where_says_what_is_kept_where(path: Path, shell: Shell) -> None:  # noqa: F811
    shell.store = path
    assert "synced by Syncthing" in shell.say("where")
    assert f"journal   {journal_of(str(path))}" in shell.say("where")
    assert shell.json("where")["synchronised_by"] == "Syncthing"
    shell.store = path.parents[2] / "plain" / "store.json"
    assert "synced" not in shell.say("where")


def test_the_command_line_gives_the_advice_once(path: Path, shell: Shell) -> None:  # noqa: F811
    shell.store = path
    shell.run("add", "Asha Bell")
    ended = [shell.run("focus", "asha", text) for text in ("One", "Two")]
    assert [each.err.count("synchronised by Syncthing") for each in ended] == [1, 0]


def test_a_line_reworded_on_two_machines_keeps_both_wordings(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"))
    notebook = opened(path)
    f1 = notebook.person(ASHA).items[0].handle
    theirs = carried(path, RewordItem(person=ASHA, handle=f1, text="Theirs", on=MONDAY))
    notebook.do(RewordItem(person=ASHA, handle=f1, text="Mine", on=MONDAY, append=True))
    arrive(path, theirs)
    notebook.do(focus("Later"))
    item = notebook.person(ASHA).item(f1)
    assert {revision.text for revision in item.revisions} == {"One", "Theirs", "Mine"}
    notebook.close()


def test_an_older_base_can_be_accepted(path: Path, shell: Shell) -> None:  # noqa: F811
    shell.store = path
    shell.run("add", "Asha Bell")
    older = path.read_bytes()
    shell.run("focus", "asha", "One")
    arrive(path, older)
    refused = shell.run("focus", "asha", "Two")
    assert refused.code == 3
    assert "older" in refused.err
    assert path.read_bytes() == older
    shell.run("doctor", "--accept")
    assert shell.run("focus", "asha", "Two").code == 0
    assert texts_in(path) == ["Two"]


def texts_in(path: Path) -> list[str]:
    with TinyDB(path) as plain:
        return [row["revisions"][-1]["text"] for row in plain.table("items")]

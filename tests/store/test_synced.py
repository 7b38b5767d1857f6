"""In a synchronised folder only whole files travel, and what others write is taken in."""

import os
import shutil
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, RewordItem
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store import reading, recovery
from aligntui.store.durable import DurableStore
from aligntui.store.locations import advice, lock_of, stem_of, synced_by
from aligntui.store.text import chunks, read, write
from tests.cli.conftest import Shell, shell  # noqa: F401  # a fixture
from tests.people import MONDAY, person_id

ASHA = person_id(1)
FIXTURES = Path(__file__).parent / "fixtures" / "schema-1-pending"


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


def do(path: Path, *commands: Command) -> None:
    notebook = opened(path)
    for command in commands:
        notebook.do(command)
    notebook.close()


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


def test_only_whole_stores_stand_in_the_folder_and_the_rest_is_away(path: Path) -> None:
    notebook = opened(path)
    notebook.do(add("Asha Bell"))
    for number, text in enumerate(("One", "Two", "Three"), start=1):
        notebook.do(focus(text))
        notebook.people()  # leaves a summary
        assert {*os.listdir(path.parent)} == {"store.json", "backups"}
        for file in (path, *(path.parent / "backups").iterdir()):
            with TinyDB(file, access_mode="r") as plain:
                assert len(plain.table("items")) == number if file == path else number + 1
    notebook.close()
    away = Path(lock_of(str(path))).parent
    assert {f"store.json.{each}" for each in ("lock", "summary")} <= {*os.listdir(away)}
    assert stat.S_IMODE(away.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in away.iterdir()} == {0o600}


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


def carried(path: Path, *commands: Command) -> bytes:
    """What another machine makes of the store as it is now."""
    other = path.parents[2] / "another machine" / "store.json"
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(path.read_bytes())
    do(other, *commands)
    data = other.read_bytes()
    for each in other.parent.glob("store.json*"):
        each.unlink()
    text = read(data, str(other))
    return b"".join(chunks(write(text.tables, {**text.meta, "writer": "another"})))


def arrive(path: Path, data: bytes) -> None:
    """Put a file in the place of the store, as a program that carries files does."""
    temporary = path.with_name(".syncthing.store.json.tmp")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def test_a_newer_store_is_taken_in_and_nothing_is_written_for_it(path: Path) -> None:
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
    assert recovery._before(str(path), 99) is not None


def test_what_both_machines_kept_is_merged_from_the_copy_that_is_left(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"))
    theirs = carried(path, focus("Theirs"))
    notebook = opened(path)
    notebook.do(focus("Mine"))
    # neither is newer: a program that carries files leaves theirs beside ours
    copy = path.with_name("store.sync-conflict-20260629-140200-ABCDEFG.json")
    copy.write_bytes(theirs)
    notebook.refresh()
    assert any("changes that are missing here" in note for note in notebook.notes)
    notebook.merge(str(copy))
    notebook.close()
    assert sorted(texts(path)) == ["Mine", "One", "Theirs"]


def test_a_save_that_another_machines_file_took_the_place_of_is_kept_and_said(path: Path) -> None:
    do(path, add("Asha Bell"), focus("One"))
    theirs = carried(path, focus("Theirs"), focus("Theirs, later"))
    notebook = opened(path)
    notebook.do(focus("Mine"))
    arrive(path, theirs)
    notebook.refresh()
    (said,) = [note for note in notebook.notes if "without all that was saved here" in note]
    notebook.do(focus("Later"))
    notebook.merge(said.split('"')[1])
    notebook.close()
    assert sorted(texts(path)) == ["Later", "Mine", "One", "Theirs", "Theirs, later"]


def test_an_older_store_is_only_read_and_it_is_said(path: Path) -> None:
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


def test_a_store_half_arrived_is_not_taken_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do(path, add("Asha Bell"), focus("One"))
    notebook = opened(path)
    assert len(notebook.person(ASHA).items) == 1
    whole = carried(path, focus("Two"))
    path.write_bytes(whole[: len(whole) // 2])
    notebook.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(reading, "look", None)  # what could not be read is not read again and again
        notebook.refresh()
    assert len(notebook.person(ASHA).items) == 1
    path.write_bytes(whole)
    assert notebook.refresh()
    assert len(notebook.person(ASHA).items) == 2
    notebook.close()


@pytest.mark.parametrize("carried_now", [True, False])
def test_the_journal_of_an_old_store_is_found_wherever_it_was(
    path: Path, folder: Path, carried_now: bool
) -> None:
    shutil.copyfile(FIXTURES / "store.json", path)
    journal = folder / "store.json.journal"
    if not carried_now:
        # it was away while the folder was carried, which it is not any more
        journal = Path(lock_of(str(path))).with_name("store.json.journal")
        journal.parent.mkdir(parents=True, mode=0o700)
        (folder.parent / ".stfolder").rmdir()
        forget_where()
    shutil.copyfile(FIXTURES / "store.json.journal", journal)
    notebook = opened(path)
    assert len(notebook.people()) == 2
    notebook.close()
    assert "Kept last" in path.read_text("utf-8")
    assert not journal.exists()


def test_the_advice_is_given_once(path: Path) -> None:
    assert "synchronised by Syncthing" in advice(str(path))
    assert advice(str(path)) == ""


def test_where_says_what_is_kept_where(path: Path, shell: Shell) -> None:  # noqa: F811
    shell.store = path
    assert "synced by Syncthing" in shell.say("where")
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
    copy = path.with_name("store.sync-conflict-20260629-140200-ABCDEFG.json")
    copy.write_bytes(theirs)
    notebook.merge(str(copy))
    item = notebook.person(ASHA).item(f1)
    assert {revision.text for revision in item.revisions} == {"One", "Theirs", "Mine"}
    notebook.close()


def test_an_older_store_can_be_accepted(path: Path, shell: Shell) -> None:  # noqa: F811
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

"""Disks and folders that are read-only, gone or not ours: readable, and said why."""

import os
import shutil
import subprocess
import tempfile
from grp import getgrall
from pathlib import Path
from uuid import uuid4

import pytest

from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.store.doctor import examine
from aligntui.store.drafts import FileDrafts
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError, StoreReadOnly
from aligntui.store.locations import drafts_of
from aligntui.store.recovery import restore
from tests.faults.child import Say
from tests.faults.disks import as_root, done, small_disk
from tests.faults.script import Model, carry_out, state_of, stored
from tests.faults.work import Steps
from tests.people import MONDAY

NOBODY = 65534


@as_root
def test_a_read_only_disk_can_be_read_and_once_it_is_writable_saved_to(path: Path) -> None:
    with small_disk(400) as disk:
        there = disk / "home" / "store.json"
        shutil.copytree(path.parent, there.parent)
        remount(disk, "ro")
        store = DurableStore(there)
        assert state_of(Notebook(store)) == Model(1).after(5)
        assert "can only be read" in (store.read_only or "")
        with pytest.raises(StoreReadOnly, match="can only be read"):
            Notebook(store).do(AddPerson(name="Nobody", on=MONDAY))
        store.close()
        remount(disk, "rw")
        notebook = Notebook(DurableStore(there))
        carry_out(notebook, 1, 5)
        notebook.close()
        assert stored(there) == Model(1).after(6)


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


@pytest.mark.parametrize("what", ["folder", "file", "foreign"])
def test_what_is_not_ours_to_write_can_be_read_and_it_is_said_why(what: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "home" / "store.json"
        done(Steps(path=path, seed=1, first=0, last=4))
        if os.geteuid() == 0:
            os.chmod(folder, 0o755)
            if what == "foreign":
                open_to_all(path.parent)
            else:
                give_away(path.parent)
        elif what == "foreign":
            pytest.skip("only root can make files of somebody else")
        path.chmod(0o400 if what == "file" else path.stat().st_mode)
        path.parent.chmod(0o500 if what == "folder" else path.parent.stat().st_mode)

        def work(say: Say) -> None:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            store = DurableStore(path)
            assert state_of(Notebook(store)) == Model(1).after(4)
            say(store.read_only)
            with pytest.raises(StoreReadOnly, match="not saved"):
                carry_out(Notebook(store), 1, 4)
            store.close()

        before = path.read_bytes()
        assert "can only be read" in done(work)[0]
        assert path.read_bytes() == before
        path.parent.chmod(0o700)


def open_to_all(folder: Path) -> None:
    folder.chmod(0o755)
    for entry in folder.iterdir():
        entry.chmod(0o644)


def give_away(folder: Path) -> None:
    for entry in (folder, *folder.iterdir()):
        os.chown(entry, NOBODY, NOBODY)


def test_a_folder_that_is_gone_is_said_and_what_was_open_is_still_shown(path: Path) -> None:
    store = DurableStore(path)
    notebook = Notebook(store)
    before = state_of(notebook)
    shutil.rmtree(path.parent)
    with pytest.raises(StoreError, match="disappeared"):
        notebook.do(AddPerson(name="Nobody", on=MONDAY))
    assert state_of(notebook) == before
    notebook.close()
    assert not path.exists()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a store at its usual place."""
    for name in ("data", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    save(tmp_path)
    return tmp_path


def save(home: Path) -> tuple[str, ...]:
    store = DurableStore(home / "data/aligntui/store.json", seen=str(home / "state/aligntui"))
    notebook = Notebook(store)
    notebook.do(AddPerson(name=f"Somebody {uuid4()}", on=MONDAY))
    notebook.close()
    return store.notes


OURS = ("data/aligntui", "data/aligntui/backups", "data/aligntui/recovered", "state/aligntui")


@pytest.mark.parametrize("folder", OURS)
@pytest.mark.parametrize("mode", [0o755, 0o711, 0o750])
def test_a_folder_of_ours_that_others_may_look_into_is_closed_and_it_is_said(
    home: Path, folder: str, mode: int
) -> None:
    there = home / folder
    there.mkdir(exist_ok=True)
    there.chmod(mode)
    path, seen = home / "data/aligntui/store.json", str(home / "state/aligntui")
    found = [f.words for f in examine(path, today=MONDAY, seen=seen) if f.grade != "fine"]
    assert found == [f"{there} is open to others; run: chmod 700 '{there}'"]
    assert save(home) == (f"{there} was readable by others; it is private now",)
    assert there.stat().st_mode & 0o777 == 0o700
    assert save(home) == ()


@pytest.mark.parametrize("folder", OURS[1:])
def test_a_folder_of_ours_that_others_may_write_in_is_closed(home: Path, folder: str) -> None:
    (home / folder).mkdir(exist_ok=True)
    (home / folder).chmod(0o777)
    assert len(save(home)) == 1
    assert (home / folder).stat().st_mode & 0o777 == 0o700


def test_the_folder_of_a_store_in_which_others_may_write_is_refused(home: Path) -> None:
    there = home / "data/aligntui"
    there.chmod(0o777)
    with pytest.raises(StoreError, match=f"anybody may write in {there}; run: chmod 700"):
        save(home)


@as_root
def test_the_folder_of_a_store_in_which_a_group_may_write_is_refused(home: Path) -> None:
    there = home / "data/aligntui"
    shared = next(g.gr_gid for g in getgrall() if g.gr_gid != os.getgid())
    os.chown(there, -1, shared)
    there.chmod(0o770)
    with pytest.raises(StoreError, match=f"others may write in {there}; run: chmod 700"):
        save(home)
    there.chmod(0o700)
    assert save(home) == ()


def test_a_folder_that_somebody_chose_for_a_store_keeps_its_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    (tmp_path / "data/aligntui").mkdir(parents=True)
    (tmp_path / "data/aligntui").chmod(0o755)
    assert save(tmp_path) == ()
    assert (tmp_path / "data/aligntui").stat().st_mode & 0o777 == 0o755


def test_drafts_are_never_written_through_a_link(home: Path) -> None:
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    drafts = home / "state/aligntui/drafts"
    drafts.symlink_to(elsewhere)
    folder = drafts_of(home / "data/aligntui/store.json", str(home / "state/aligntui"))
    kept = FileDrafts(folder)
    kept.put("note", "half a thought")
    kept.flush()
    assert "it is a link; put a folder in its place" in kept.trouble
    assert list(elsewhere.iterdir()) == []
    drafts.unlink()
    kept.close()
    assert FileDrafts(folder).get("note") == "half a thought"


@pytest.mark.parametrize("name", ["backups", "recovered"])
def test_nothing_is_set_aside_through_a_link(home: Path, name: str) -> None:
    path = home / "data/aligntui/store.json"
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(path, home / "good.json")
    shutil.rmtree(path.parent / name, ignore_errors=True)
    (path.parent / name).symlink_to(elsewhere)
    if name == "recovered":
        path.write_bytes(b"spoilt")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="it is a link; put a folder in its place"):
        restore(path, home / "good.json")
    assert list(elsewhere.iterdir()) == []
    assert path.read_bytes() == before

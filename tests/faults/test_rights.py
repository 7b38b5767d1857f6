"""Disks and folders that are read-only, gone or not ours: readable, and said why."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreError, StoreReadOnly
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

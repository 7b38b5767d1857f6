"""Disks that are full, and limits that are reached: nothing is lost, and it is said in words."""

import errno
import gc
import os
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from importlib import import_module
from pathlib import Path

import pytest

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import PersonId
from aligntui.notebook import Notebook
from aligntui.store import storage, text
from aligntui.store.durable import DurableStore
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.records import open_db
from tests.faults.child import Child, Say
from tests.faults.disks import as_root, done, fill, small_disk
from tests.faults.kills import age
from tests.faults.script import Model, State, carry_out, state_of, stored
from tests.faults.work import Steps
from tests.people import MONDAY

KILOBYTE = 1024
STATM = Path("/proc/self/statm")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of five steps, left in a hurry."""
    path = tmp_path / "home" / "store.json"
    done(Steps(path=path, seed=1, first=0, last=4))
    done(lambda say: carry_out(Notebook(DurableStore(path)), 1, 4))
    return path


def anybody(state: State) -> PersonId:
    """The first of them all."""
    return PersonId(min(state))


def big_notes(path: Path, say: Say) -> int:
    """Write notes of 20 kB until the disk refuses one; gives how many it took."""
    notebook = Notebook(DurableStore(path))
    for number in range(10_000):
        before = state_of(notebook)
        text = f"{number} " + "x" * 20_000
        try:
            notebook.do(AddNote(person=anybody(before), text=text, on=MONDAY))
        except NotSaved as refused:
            assert state_of(notebook) == before
            say(refused)
            notebook.close()
            return number
    raise AssertionError("it took everything")


def notes_in(path: Path) -> int:
    """How many of the big notes are there."""
    everybody: State = stored(path)
    return sum(len(n.text) > 10_000 for person in everybody.values() for n in person.notes)


# -- full


@pytest.mark.parametrize("limit", [100 * KILOBYTE, 100 * KILOBYTE + 7, 130 * KILOBYTE + 13])
def test_a_file_that_may_not_grow_keeps_every_save_that_was_acknowledged(
    path: Path, limit: int
) -> None:
    def work(say: Say) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        say(big_notes(path, say))

    said = done(work)
    assert said[0].startswith("not saved: disk full; make room")
    assert notes_in(path) == int(said[1]) > 2


@as_root
def test_a_full_disk_keeps_every_save_and_goes_on_once_there_is_room(path: Path) -> None:
    with small_disk(900) as disk:
        ballast, there = disk / "ballast", disk / "home" / "store.json"
        ballast.write_bytes(bytes(300_000))
        shutil.copytree(path.parent, there.parent)
        said: list[object] = []
        kept = big_notes(there, said.append)
        assert str(said[0]).startswith("not saved: disk full")
        assert notes_in(there) == kept > 5
        notebook = Notebook(DurableStore(there))
        before = state_of(notebook)
        fill(disk)
        with pytest.raises(NotSaved, match="not saved: disk full"):
            notebook.do(AddNote(person=anybody(before), text="x" * 20_000, on=MONDAY))
        assert state_of(notebook) == before
        ballast.unlink()
        notebook.do(AddPerson(name="Somebody", on=MONDAY))
        notebook.close()
        assert len(stored(there)) == len(before) + 1


@as_root
def test_a_store_on_a_full_disk_opens_and_shows_everything(path: Path) -> None:
    with small_disk(200) as disk:
        there = disk / "home" / "store.json"
        shutil.copytree(path.parent, there.parent)
        fill(disk)
        store = DurableStore(there)
        before = state_of(Notebook(store))
        assert before == Model(1).after(5)
        with pytest.raises(NotSaved, match="not saved: disk full"):
            Notebook(store).do(AddNote(person=anybody(before), text="x" * 20_000, on=MONDAY))
        store.close()
        assert stored(there) == Model(1).after(5)


@as_root
def test_an_older_store_on_a_full_disk_opens_and_is_written_anew_later(path: Path) -> None:
    with small_disk(200) as disk:
        there = disk / "home" / "store.json"
        shutil.copytree(path.parent, there.parent)
        age(there, there.with_name("backups").joinpath("store-previous.json").read_bytes())
        fill(disk)
        store = DurableStore(there)
        assert state_of(Notebook(store)) == Model(1).after(5)
        assert "repair postponed" in " ".join(store.notes)
        (disk / "filler").unlink()
        store.close()
        assert stored(there) == Model(1).after(5)


def test_without_memory_a_save_fails_and_nothing_changes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = Notebook(DurableStore(path))
    before = state_of(notebook)
    for name in ("crc32", "write"):
        with monkeypatch.context() as less:
            less.setattr(text if name == "crc32" else storage, name, no_memory)
            with pytest.raises(MemoryError):
                carry_out(notebook, 1, 5)
        assert state_of(notebook) == before
        assert stored(path) == before
    carry_out(notebook, 1, 5)
    notebook.close()
    assert stored(path) == Model(1).after(6)


def test_a_temporary_file_that_cant_be_removed_is_gone_after_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = Notebook(DurableStore(path))
    before = state_of(notebook)

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as worse:
        worse.setattr(os, "write", failing)
        worse.setattr(os, "unlink", failing)
        with pytest.raises(NotSaved, match="Input/output error"):
            carry_out(notebook, 1, 5)
    assert state_of(notebook) == before
    assert len(list(path.parent.glob(".*.tmp"))) == 1
    assert stored(path) == before


def test_an_old_journal_that_cant_be_removed_is_gone_after_a_later_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(path, path.with_name("backups").joinpath("store-previous.json").read_bytes())
    journal, real = path.with_name(f"{path.name}.journal"), os.unlink

    def failing(file: str) -> None:
        if file == str(journal):
            raise OSError(errno.EIO, "Input/output error")
        real(file)

    with monkeypatch.context() as worse:
        worse.setattr(os, "unlink", failing)
        notebook = Notebook(DurableStore(path))
        carry_out(notebook, 1, 5)
        notebook.close()
    assert journal.exists()
    assert stored(path) == Model(1).after(6)
    assert not journal.exists()


def test_writes_that_take_only_a_part_are_gone_on_with(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:1000]))
    notebook = Notebook(DurableStore(path))
    carry_out(notebook, 1, 5)
    notebook.close()
    assert path.stat().st_size > 3000
    assert stored(path) == Model(1).after(6)


def no_memory(*_: object) -> None:
    raise MemoryError


@pytest.mark.skipif(not STATM.exists(), reason="how much memory is taken can't be seen here")
def test_a_limit_of_memory_refuses_a_save_or_ends_the_process_and_nothing_changes(
    path: Path,
) -> None:
    def work(say: Say) -> None:
        db, ours = open_db(path)
        with STATM.open(encoding="ascii") as file:
            before = deepcopy(ours.read())
            now = int(file.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (now + 3_000_000, resource.RLIM_INFINITY))
            with suppress(MemoryError, NotSaved):
                db.table("notes").insert_multiple({"text": "ü" * 1_000_000} for _ in range(60))
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
            assert ours.read() == before
        say("no memory")

    with Child(work) as child:
        # orjson may abort or crash where it gets no memory
        assert child.end() in {0, -signal.SIGABRT, -signal.SIGSEGV}, child.words
    assert stored(path) == Model(1).after(5)


def test_too_many_open_files_is_said_and_harms_nothing(path: Path) -> None:
    def work(say: Say) -> None:
        import_module("aligntui.store.records")  # no descriptor is left to load it later
        gc.collect()  # what other tests left open would count
        most = max(map(int, os.listdir("/dev/fd"))) + 10  # beyond what other tests left open
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        store = DurableStore(path)
        with no_more_files(), pytest.raises(StoreError, match="Too many open files"):
            state_of(Notebook(store))
        state_of(Notebook(store))
        with no_more_files(), pytest.raises(StoreError, match="Too many open files"):
            Notebook(store).do(AddPerson(name="Nobody", on=MONDAY))
        carry_out(Notebook(store), 1, 5)
        say("saved")

    assert done(work) == ["saved"]
    assert stored(path) == Model(1).after(6)


@contextmanager
def no_more_files() -> Iterator[None]:
    """Leave not one descriptor."""
    taken = []
    with suppress(OSError):
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    try:
        yield
    finally:
        for descriptor in taken:
            os.close(descriptor)

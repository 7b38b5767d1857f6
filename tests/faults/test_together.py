"""Windows in each other's way: nobody waits for ever, and nobody sees half of anything."""

import os
import signal
import threading
from pathlib import Path

import pytest

from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.store.errors import StoreLocked, StoreReadOnly
from aligntui.store.lock import StoreLock
from aligntui.store.records import open_db
from tests.faults.child import Child, Say
from tests.faults.script import (
    Model,
    by_tinydb,
    carry_out,
    state_by_tinydb,
    state_of,
    stored,
)


def test_a_holder_who_was_stopped_is_named_and_reading_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_inside_a_save(say: Say) -> None:
        with open_db(path)[1].transaction():
            say(os.getpid())
            os.kill(os.getpid(), signal.SIGSTOP)

    with Child(stop_inside_a_save) as child:
        os.waitpid(child.pid, os.WUNTRACED)
        assert child.listen(20, until=1)
        monkeypatch.setattr(StoreLock.__init__, "__defaults__", (0.2,))
        store = DurableStore(path)
        notebook = Notebook(store)
        assert state_of(notebook) == Model(1).after(5)
        with pytest.raises(StoreLocked, match=str(child.pid)):
            carry_out(notebook, 1, 5)
        assert state_of(notebook) == Model(1).after(5)
        child.kill(signal.SIGCONT)
        assert child.end() == 0
    carry_out(notebook, 1, 5)
    notebook.close()
    assert stored(path) == Model(1).after(6)


def test_a_lock_file_with_somebody_elses_number_blocks_nobody(path: Path) -> None:
    # the number of a dead holder may long be another process's, here our own parent's
    path.with_name("store.json.lock").write_text(f"root@here {os.getppid()} - then\n")
    notebook = Notebook(DurableStore(path))
    carry_out(notebook, 1, 5)
    notebook.close()
    assert stored(path) == Model(1).after(6)


def test_who_reads_while_another_saves_sees_the_old_file_or_the_new(path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        db, storage = open_db(path)
        with db, storage.transaction():
            db.table("other").insert({"uid": "first"})
            begun.set()
            go_on.wait(20)
            db.table("other").insert({"uid": "second"})

    slow = threading.Thread(target=slowly)
    slow.start()
    assert begun.wait(20)
    assert "other" not in by_tinydb(path)
    reading, _ = open_db(path)
    assert len(reading.table("other")) == 0

    def write(say: Say) -> None:
        db, storage = open_db(path)
        with db, storage.transaction():
            db.table("mine").insert({"uid": "third"})
            say(sorted(row["uid"] for row in db.table("other")))

    with Child(write) as child:
        assert child.listen(0.2)
        assert child.words == []
        go_on.set()
        assert child.end() == 0
        assert child.words == ["['first', 'second']"]
    slow.join()
    found = by_tinydb(path)
    assert (len(found["other"]), len(found["mine"])) == (2, 1)
    reading.storage.refresh()  # type: ignore[attr-defined]  # it is ours
    assert len(reading.table("other", cache_size=0)) == 2


def test_while_a_notebook_is_open_stock_tinydb_reads_each_change_once_it_is_told(
    path: Path,
) -> None:
    model = Model(1)
    waiting, go_on = os.pipe()

    def work(say: Say) -> None:
        notebook = Notebook(DurableStore(path))
        for number in range(5, 27):
            os.read(waiting, 1)
            carry_out(notebook, 1, number)
            say(number + 1)

    with Child(work) as child:
        for number in range(5, 26):
            os.write(go_on, b".")
            assert child.listen(20, until=number - 4)
            assert state_by_tinydb(path) == model.after(number + 1)
        child.kill()
        assert child.end() == -signal.SIGKILL
    os.close(waiting)
    os.close(go_on)
    assert state_by_tinydb(path) == model.after(26) == stored(path)


def test_killed_right_after_it_was_told_a_change_is_there_for_stock_tinydb(path: Path) -> None:
    model = Model(1)

    for number in range(5, 16):

        def work(say: Say, number: int = number) -> None:
            carry_out(Notebook(DurableStore(path)), 1, number)
            say(number + 1)
            os.kill(os.getpid(), signal.SIGKILL)

        with Child(work) as child:
            assert child.end() == -signal.SIGKILL
            assert child.number() == number + 1
        assert state_by_tinydb(path) == model.after(number + 1)


def test_a_file_put_in_its_place_is_taken_in_and_an_older_one_is_only_read(path: Path) -> None:
    older, now = path.read_bytes(), path.with_name("now")
    store = DurableStore(path)
    notebook = Notebook(store)
    for number in (5, 6):
        carry_out(notebook, 1, number)
    newest = path.read_bytes()
    for data, steps in ((older, 5), (newest, 7)):
        now.write_bytes(data)
        now.chmod(0o600)
        now.replace(path)
        store.refresh()
        assert state_of(notebook) == Model(1).after(steps)
        if steps == 5:
            assert "older than when this machine last saw it" in (store.read_only or "")
            with pytest.raises(StoreReadOnly, match="older"):
                carry_out(notebook, 1, 5)
            assert path.read_bytes() == older
    carry_out(notebook, 1, 7)
    notebook.close()
    assert stored(path) == Model(1).after(8)

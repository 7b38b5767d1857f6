"""Other machines' file systems: told from a table, treated with care; none was at hand to try."""

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.store import locations
from aligntui.store.durable import DurableStore
from aligntui.store.errors import NotSaved, StoreReadOnly
from aligntui.store.locations import kind_of, remote
from tests.cli.conftest import Shell, shell  # noqa: F401  # a fixture
from tests.people import MONDAY, person_id

TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw shared:7 - nfs4 server:/home rw,vers=4.2
31 30 8:2 / /home/me/local rw - xfs /dev/sdb1 rw
40 22 0:50 / /mnt/my\\040share rw shared:9 master:2 - cifs //server/share rw
50 22 0:60 / /mnt/ssh rw - fuse.sshfs me@host: rw
60 22 8:3 / /mnt/usb rw - fuseblk /dev/sdc1 rw
70 22 0:70 / /mnt/over rw - tmpfs tmpfs rw
71 22 0:71 / /mnt/over rw - 9p host rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/x", "ext4"),
        ("/home/me", "nfs4"),
        ("/homes/me", "ext4"),
        ("/home/me/local/x", "xfs"),
        ("/mnt/my share/x", "cifs"),
        ("/mnt/ssh/x", "fuse.sshfs"),
        ("/mnt/over", "9p"),
    ],
)
def test_the_kind_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert kind_of(path, TABLE.splitlines()) == kind


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A table that says that a folder here lies on another machine."""
    table = tmp_path / "mountinfo"
    far = tmp_path / "far"
    far.mkdir()
    table.write_text(f"{TABLE}80 22 0:80 / {far} rw - nfs4 server:/x rw\n")
    monkeypatch.setattr(locations, "TABLE", str(table))
    remote.cache_clear()
    yield table
    remote.cache_clear()


@pytest.fixture
def path(table: Path) -> Path:
    return table.parent / "far" / "store.json"


def add(number: int) -> AddPerson:
    return AddPerson(name=f"Somebody {number}", on=MONDAY, person=person_id(number))


def test_which_folders_are_remote(path: Path, tmp_path: Path) -> None:
    assert remote(str(path.parent)) == "nfs4"
    assert remote(str(tmp_path)) == ""
    assert DurableStore(path).pace == 5
    assert DurableStore(tmp_path / "store.json").pace == 2


def test_two_windows_follow_each_other_with_care(path: Path) -> None:
    one, two = (Notebook(DurableStore(path)) for _ in range(2))
    assert two.people() == one.people() == ()
    for number in range(1, 5):
        writer, reader = (one, two) if number % 2 else (two, one)
        writer.do(add(number))
        assert reader.refresh()
        assert len(reader.people()) == number
    one.close()
    assert len(two.people()) == 4
    two.close()


def test_what_the_close_refuses_is_not_saved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(DurableStore(path))
    notebook.do(add(1))
    real, written = os.close, set[int]()

    def write(fd: int, data: bytes) -> int:
        written.add(fd)
        return os.writev(fd, [data])

    def full(fd: int) -> None:
        real(fd)
        if fd in written:
            raise OSError(errno.EDQUOT, "Disk quota exceeded")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        patched.setattr(os, "close", full)
        with pytest.raises(NotSaved):
            notebook.do(add(2))
    assert [view.name for view in notebook.people()] == ["Somebody 1"]
    notebook.close(hurry=True)
    again = Notebook(DurableStore(path))
    assert [view.name for view in again.people()] == ["Somebody 1"]
    again.close()


def test_a_stale_handle_leaves_what_is_shown_and_is_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (Notebook(DurableStore(path)) for _ in range(2))
    one.do(add(1))
    assert len(two.people()) == 1
    one.do(add(2))

    def stale(fd: int) -> os.stat_result:
        raise OSError(errno.ESTALE, "Stale file handle")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", stale)
        two.refresh()
        assert len(two.people()) == 1
    assert two.refresh()
    assert len(two.people()) == 2
    one.close()
    two.close()


@pytest.fixture
def lockless(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one person on a disk that has no locks from now on."""
    notebook = Notebook(DurableStore(path))
    notebook.do(add(1))
    notebook.close()

    def unable(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)
    return path


def test_without_locks_a_store_is_read_and_the_reason_is_known_at_once(lockless: Path) -> None:
    notebook = Notebook(DurableStore(lockless))
    assert len(notebook.people()) == 1
    notebook.refresh()
    assert "--i-am-alone" in (notebook.read_only or "")
    with pytest.raises(StoreReadOnly, match="can't lock files"):
        notebook.do(add(2))
    assert [view.name for view in notebook.people()] == ["Somebody 1"]
    notebook.close()


def test_who_says_to_be_alone_may_write_without_locks(lockless: Path) -> None:
    notebook = Notebook(DurableStore(lockless, alone=True))
    notebook.do(add(2))
    assert notebook.read_only is None
    notebook.close()
    again = Notebook(DurableStore(lockless))
    assert len(again.people()) == 2
    again.close()


def test_the_option_stands_anywhere_on_the_command_line(
    lockless: Path,
    shell: Shell,  # noqa: F811
) -> None:
    shell.store = lockless
    refused = shell.run("add", "Ben")
    assert refused.code == 3
    assert "--i-am-alone" in refused.err
    assert shell.run("add", "Ben", "--i-am-alone").code == 0
    assert shell.run("--i-am-alone", "add", "Cy").code == 0

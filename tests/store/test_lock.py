"""The lock keeps others out, names its holder, and dies with it."""

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.store.lock import StoreLock

HOLD = """
import sys
from aligntui.store.lock import StoreLock
with StoreLock(sys.argv[1]).held():
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    return child


def test_the_file_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with StoreLock(str(path)).held():
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(os.getpid()) in path.read_text()


def test_who_waits_too_long_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    child = hold(path)
    with pytest.raises(StoreLocked, match=str(child.pid)), StoreLock(str(path), 0.05).held():
        pass
    child.communicate(b"")
    with StoreLock(str(path), 0.05).held():
        pass


def test_a_dead_holder_blocks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    child = hold(path)
    child.kill()
    child.communicate()
    with StoreLock(str(path), 0.0).held():
        assert str(os.getpid()) in path.read_text()


def test_two_locks_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    path = str(tmp_path / "lock")
    with (
        StoreLock(path).held(),
        pytest.raises(StoreLocked),
        StoreLock(path, 0.0).held(),
    ):
        pass


def test_a_deleted_lock_file_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = StoreLock(str(path))
    with lock.held():
        pass
    path.unlink()
    with lock.held():
        assert path.exists()
        with pytest.raises(StoreLocked), StoreLock(str(path), 0.0).held():
            pass


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "lock").symlink_to(victim)
    with pytest.raises(StoreError, match="symbolic link"), StoreLock(str(tmp_path / "lock")).held():
        pass
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS])
def test_a_disk_that_cant_lock_can_only_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def unable(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", unable)
    with pytest.raises(StoreReadOnly, match="lock"), StoreLock(str(tmp_path / "lock")).held():
        pass


def test_the_holder_cant_be_stopped_from_the_terminal(tmp_path: Path) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with StoreLock(str(tmp_path / "lock")).held():
        assert signal.SIGTSTP in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before

"""The one function that writes a private file keeps what it promises."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import aligntui
from aligntui.store.files import PRIVATE, unless_taken, write_private

CALLS = ("open", "write", "fdatasync", "replace", "link", "fsync")
WAYS: dict[str, Callable[[str], Callable[[str], str] | None]] = {
    "in the place of another": lambda path: None,
    "under a new name": lambda path: unless_taken(path, f"{path}-2"),
}


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the system, in order."""
    asked: list[str] = []

    def watched(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*words: object, **more: object) -> object:
            asked.append(name)
            return real(*words, **more)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, watched(name))
    return asked


def only(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_is_private_whole_and_nothing_else_is_left(
    tmp_path: Path, way: Callable[[str], Callable[[str], str] | None]
) -> None:
    path = str(tmp_path / "file")
    was = os.umask(0)
    try:
        assert write_private(path, [b"one", b"two"], finish=way(path)) == path
    finally:
        os.umask(was)
    assert only(tmp_path) == {"file": b"onetwo"}
    assert stat.S_IMODE(os.stat(path).st_mode) == PRIVATE


def test_what_is_there_is_replaced_or_another_name_is_taken(tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    write_private(path, [b"one"])
    write_private(path, [b"two"])
    assert write_private(path, [b"three"], finish=unless_taken(path, f"{path}-2")) == f"{path}-2"
    with pytest.raises(FileExistsError):
        write_private(path, [b"four"], finish=unless_taken(path, f"{path}-2"))
    assert only(tmp_path) == {"file": b"two", "file-2": b"three"}


def test_no_link_is_written_through(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "file"
    victim.write_bytes(b"theirs")
    path.symlink_to(victim)
    with pytest.raises(FileExistsError):
        write_private(str(path), [b"mine"], finish=unless_taken(str(path)))
    write_private(str(path), [b"mine"])
    assert not path.is_symlink()
    assert only(tmp_path) == {"victim": b"theirs", "file": b"mine"}


def test_without_hard_links_a_new_name_is_given_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = str(tmp_path / "file")
    write_private(path, [b"one"], finish=unless_taken(path))
    with pytest.raises(FileExistsError):
        write_private(path, [b"two"], finish=unless_taken(path))
    assert only(tmp_path) == {"file": b"one"}


def test_what_is_sure_reaches_the_disk_before_its_name_and_the_name_before_it_returns(
    tmp_path: Path, done: list[str]
) -> None:
    write_private(str(tmp_path / "file"), [b"one", b"two"])
    assert done == ["open", "write", "write", "fdatasync", "replace", "open", "fsync"]
    done.clear()
    write_private(str(tmp_path / "file"), [b"one"], sure=False)
    assert done == ["open", "write", "replace"]


@pytest.mark.parametrize("call", ["open", "write", "fdatasync", "replace", "link"])
def test_where_the_disk_refuses_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = str(tmp_path / "file")
    write_private(path, [b"before"])

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    if call == "link":
        monkeypatch.setattr(os, "rename", full)
    with pytest.raises(OSError, match="No space"):
        write_private(
            path, [b"after"], finish=unless_taken(f"{path}-2") if call == "link" else None
        )
    monkeypatch.undo()
    assert only(tmp_path) == {"file": b"before"}


def test_what_the_last_look_or_the_bytes_raise_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    write_private(path, [b"before"])

    def bytes_that_end() -> Iterator[bytes]:
        yield b"after"
        raise KeyboardInterrupt

    def refuse(temporary: str) -> str:
        assert Path(temporary).read_bytes() == b"after"
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        write_private(path, [b"after"], finish=refuse)
    with pytest.raises(KeyboardInterrupt):
        write_private(path, bytes_that_end())
    assert only(tmp_path) == {"file": b"before"}


BY_HAND = re.compile(
    r"O_CREAT|O_EXCL|mkstemp|write_bytes|write_text|os\.replace|fdatasync|os\.fsync"
    r"|open\([^)]*[\"'][wax]b?\+?[\"']"
)
LOCKS = {"store/files.py", "store/lock.py", "store/draft_files.py", "tui/editor.py"}
"""Besides the function itself, files without content that a kernel lock is held on."""


def test_no_private_file_is_written_by_hand() -> None:
    source = Path(aligntui.__file__).parent
    found = {
        (str(file.relative_to(source)), line.strip())
        for file in source.rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if BY_HAND.search(line)
    }
    others = {(name, line) for name, line in found if name not in LOCKS}
    assert {(n, line) for n, line in others if "os.replace(temporary" not in line} == set()
    assert sum("O_CREAT" in line for _, line in found) == len(LOCKS)

"""Each thing that keeps a promise is taken out of the code once, and a check must notice.

A check that passes on the code as it is and fails on the code without the thing can fail, and does.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tinydb.table import Document

from aligntui.store import backups, crypt, draft_files, files, sealing, storage, text
from aligntui.store.drafts import FileDrafts
from aligntui.store.errors import StoreError, StoreLocked
from aligntui.store.files import make_directory, write_private
from aligntui.store.lock import StoreLock
from aligntui.store.records import open_db
from aligntui.store.recovery import restore
from aligntui.store.sealing import copy_out
from aligntui.store.storage import FileStorage
from tests.faults import crashes
from tests.faults.calls import at_each, die
from tests.faults.child import Child, Say
from tests.faults.recording import Recording
from tests.faults.script import Model
from tests.store.sealed import PASSPHRASE, fresh_hands, quick

__all__ = ["fresh_hands", "quick"]
pytestmark = pytest.mark.usefixtures("quick")

Patch = pytest.MonkeyPatch
Check = Callable[[Path, Patch], None]
STATES = 80
SPOILT = b"what nobody can read"


class Mutation(NamedTuple):
    """What is taken out of the code, and the check that must notice."""

    spoil: Callable[[Patch], None]
    check: Check


def made(folder: Path, **rows: object) -> Path:
    """A store with one document."""
    path = folder / "home" / "store.json"
    db, _ = open_db(path)
    with db:
        db.table("t").insert({"n": 1, **rows})
    return path


def numbers(path: Path) -> list[int]:
    """What the documents of a store say, as it is opened next; nothing that nobody can read."""
    try:
        db, _ = open_db(path)
    except StoreError:
        return []
    with db:
        return [row["n"] for row in db.table("t")]


def garbling(real: Callable[..., str]) -> Callable[..., str]:
    """A disk that keeps something else than it was given, and says nothing."""

    def write(path: str, chunks: Iterable[bytes], **more: Any) -> str:
        data = bytearray(b"".join(chunks))
        data[len(data) * 3 // 4] ^= 1
        return real(path, [bytes(data)], **more)

    return write


# -- the checks


def a_power_cut_loses_nothing(folder: Path, _: Patch) -> None:
    root, model = folder / "root", Model(5)
    root.mkdir()
    tally = crashes.check(crashes.record(root, model, 6), model, STATES)
    assert tally.bad == []


def a_second_writer_waits(folder: Path, _: Patch) -> None:
    path = made(folder)
    (db, ours), (other, theirs) = open_db(path), open_db(path)
    theirs.lock.patience = 0
    with ours.transaction():
        db.table("t").insert({"n": 2})
        assert is_kept_out(theirs)
    with theirs.transaction():
        other.table("t", cache_size=0).insert(Document({"n": 3}, 3))
    assert numbers(path) == [1, 2, 3]


def a_deleted_lock_keeps_others_out(folder: Path, patch: Patch) -> None:
    path = made(folder)
    (_, ours), (_, theirs) = open_db(path), open_db(path)
    theirs.lock.patience = 0
    opened = files.open_regular

    def deleted_once(name: str, flags: int) -> int:
        fd = opened(name, flags)
        os.unlink(name)
        patch.setattr("aligntui.store.lock.open_regular", opened)
        return fd

    patch.setattr("aligntui.store.lock.open_regular", deleted_once)
    with ours.transaction():
        assert is_kept_out(theirs)


def is_kept_out(ours: FileStorage) -> bool:
    try:
        with ours.transaction():
            return False
    except StoreLocked:
        return True


def two_windows_keep_both_changes(folder: Path, _: Patch) -> None:
    path = made(folder)
    windows = [open_db(path), open_db(path)]
    for number, (db, ours) in enumerate(windows, start=2):
        with ours.transaction():
            db.table("t", cache_size=0).insert(Document({"n": number}, number))
    assert numbers(path) == [1, 2, 3]


def a_flipped_bit_is_said_and_kept(folder: Path, _: Patch) -> None:
    path = made(folder, text="ledger")
    bad = path.read_bytes().replace(b"ledger", b"ledges")
    path.write_bytes(bad)
    db, ours = open_db(path)
    with db:
        assert "changed by another program" in " ".join(ours.notes)
        assert bad in [file.read_bytes() for file in path.parent.glob("backups/*")]


def a_kill_at_any_call_leaves_the_old_file_or_the_new(folder: Path, _: Patch) -> None:
    path = made(folder / "first")
    run = folder / "run" / "store.json"

    def fresh() -> None:
        shutil.rmtree(run.parent, ignore_errors=True)
        shutil.copytree(path.parent, run.parent)

    def save() -> None:
        db, _ = open_db(run)
        with db:
            db.table("t").insert({"n": 2})

    for where in at_each(save, die, fresh):
        assert numbers(run) in ([1], [1, 2]), where


def a_draft_outlasts_a_power_cut(folder: Path, _: Patch) -> None:
    root = folder / "root"
    root.mkdir()
    recording = Recording(str(root))
    with recording.running():
        drafts = FileDrafts(root / "drafts")
        drafts.put("note", "half a thought")
        drafts.flush()
        recording.said(1)
        drafts.close()
    for said in crashes.laid_out(recording, STATES):
        found = FileDrafts(root / "drafts")
        assert found.get("note") == "half a thought" or not said
        found.close()


def a_draft_taken_over_outlasts_a_kill(folder: Path, _: Patch) -> None:
    first, run = folder / "first", folder / "run"

    def typing(_: Say) -> None:
        drafts = FileDrafts(first)
        drafts.put("note", "half a thought")
        drafts.flush()
        die("")

    with Child(typing) as child:
        child.end()

    def fresh() -> None:
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(first, run)

    for where in at_each(lambda: FileDrafts(run).close(), die, fresh):
        found = FileDrafts(run)
        assert found.get("note") == "half a thought", where
        found.close()


def a_store_stays_plain_where_the_encrypted_one_is_bad(folder: Path, patch: Patch) -> None:
    path = made(folder)
    before = path.read_bytes()
    patch.setattr(files, "write_private", garbling(write_private))
    with suppress(StoreError):
        sealing.encrypt(str(path), PASSPHRASE, lambda key: None, seen=None)
    assert path.exists()
    assert path.read_bytes() == before


def a_key_file_stays_where_the_new_one_is_bad(folder: Path, patch: Patch) -> None:
    path = folder / "store.json.age"
    crypt.made(str(path), PASSPHRASE)
    path.write_bytes(b"")
    key = Path(crypt.identity_of(str(path)))
    before = key.read_bytes()
    patch.setattr(crypt, "write_private", garbling(write_private))
    with suppress(StoreError):
        crypt.change_passphrase(str(path), PASSPHRASE, "another one")
    assert key.read_bytes() == before


def no_bad_copy_gets_a_name(folder: Path, patch: Patch) -> None:
    path = made(folder, text="ledger " * 40)
    copy = folder / "copy.json"
    patch.setattr(files, "write_private", garbling(write_private))
    with suppress(StoreError):
        copy_out(path, str(copy))
    assert not copy.exists()


def what_is_set_aside_outlasts_a_power_cut(folder: Path, _: Patch) -> None:
    good, root = made(folder), folder / "root"
    root.mkdir()
    path = root / "home" / "store.json"
    recording = Recording(str(root))
    with recording.running():
        make_directory(str(path.parent))
        write_private(str(path), [SPOILT])
        recording.said(1)
        restore(path, good)
    for said in crashes.laid_out(recording, STATES):
        kept = [file.read_bytes() for file in root.rglob("*") if file.is_file()]
        assert SPOILT in kept or not said


# -- what is taken out


class _InPlace:
    """`os`, where a file is written over instead of replaced."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def replace(self, old: str, new: str) -> None:
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(fd, Path(old).read_bytes())
        os.close(fd)


def _unsynced_drafts(patch: Patch) -> None:
    def write(path: str, chunks: Iterable[bytes], **more: Any) -> str:
        return write_private(path, chunks, **{**more, "sure": False})

    patch.setattr(draft_files, "write_private", write)


def _hasty_drafts(patch: Patch) -> None:
    took = FileDrafts._took

    def hasty(drafts: FileDrafts, file: Path, texts: Any) -> bool:
        may_go = took(drafts, file, texts)
        if may_go:
            file.unlink()
        return may_go

    patch.setattr(FileDrafts, "_took", hasty)


def _unread_copy(patch: Patch) -> None:
    def unread(name: str, data: bytes, **_: bool) -> tuple[str, None]:
        return write_private(name, [data]), None

    patch.setattr(sealing, "_written", unread)


def _nothing(*_: object) -> None:
    """Do nothing."""


MUTATIONS: dict[str, Mutation] = {
    "no fsync": Mutation(
        lambda patch: patch.setattr(files, "sync", _nothing), a_power_cut_loses_nothing
    ),
    "no fsync of the folder": Mutation(
        lambda patch: patch.setattr(files, "sync_directory", _nothing), a_power_cut_loses_nothing
    ),
    "no lock": Mutation(
        lambda patch: patch.setattr(StoreLock, "held", lambda lock: nullcontext()),
        a_second_writer_waits,
    ),
    "a deleted lock file is not noticed": Mutation(
        lambda patch: patch.setattr(StoreLock, "_is_there", lambda *_: True),
        a_deleted_lock_keeps_others_out,
    ),
    "the file is not read anew under the lock": Mutation(
        lambda patch: patch.setattr(FileStorage, "catch_up", _nothing),
        two_windows_keep_both_changes,
    ),
    "no checksum": Mutation(
        lambda patch: patch.setattr(text, "crc32", lambda *_: 0), a_flipped_bit_is_said_and_kept
    ),
    "no rename, the file is written over": Mutation(
        lambda patch: patch.setattr(storage, "os", _InPlace()),
        a_kill_at_any_call_leaves_the_old_file_or_the_new,
    ),
    "drafts are not synced": Mutation(_unsynced_drafts, a_draft_outlasts_a_power_cut),
    "a predecessor's drafts go before ours are written": Mutation(
        _hasty_drafts, a_draft_taken_over_outlasts_a_kill
    ),
    "the proof of `encrypt` never refuses": Mutation(
        lambda patch: patch.setattr(sealing, "_prove", _nothing),
        a_store_stays_plain_where_the_encrypted_one_is_bad,
    ),
    "a new key file is not opened again": Mutation(
        lambda patch: patch.setattr(crypt, "_opens", lambda *_: True),
        a_key_file_stays_where_the_new_one_is_bad,
    ),
    "a backup is not read back and compared": Mutation(_unread_copy, no_bad_copy_gets_a_name),
    "a file set aside is not synced": Mutation(
        lambda patch: patch.setattr(backups, "sync_directory", _nothing),
        what_is_set_aside_outlasts_a_power_cut,
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_code_as_it_is_passes_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    MUTATIONS[name].check(tmp_path, monkeypatch)


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_check_notices_what_is_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    mutation = MUTATIONS[name]
    mutation.spoil(monkeypatch)
    with pytest.raises((AssertionError, StoreError)):
        mutation.check(tmp_path, monkeypatch)

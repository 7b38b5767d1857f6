"""Examine and repair a store, with one finding for each check."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aligntui.store import backups, crypt
from aligntui.store.checks import records
from aligntui.store.erasing import TABLE as ERASING
from aligntui.store.errors import StoreDamaged, StoreError
from aligntui.store.files import not_ours
from aligntui.store.highwater import HighWater
from aligntui.store.inventory import Kind, files_of, inventory, own_folders
from aligntui.store.legacy import journals_of
from aligntui.store.locations import lock_of, synced_by
from aligntui.store.lock import StoreLock
from aligntui.store.mounts import TABLE, kind_of, remote
from aligntui.store.opening import look
from aligntui.store.records import open_db
from aligntui.store.recovery import Candidate, candidates, restore, verified
from aligntui.store.sealing import unsealed

_LEFT: tuple[Kind, ...] = ("torn", "half")
Grade = Literal["fine", "found", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of one check."""

    check: str
    grade: Grade
    words: str


def examine(
    path: str | os.PathLike[str], *, today: date, seen: str | None = None
) -> tuple[Finding, ...]:
    """Run all checks on a store; nothing is written."""
    path = os.path.realpath(path)
    return tuple(
        finding
        for check in (_contents, _permissions, _encryption, _disk, _lock, _backups, _leftovers)
        for finding in check(path, today, seen)
    )


def repair(path: str | os.PathLike[str], *, seen: str | None = None) -> tuple[str, ...]:
    """Move damaged files aside and restore the newest good state; returns what was done."""
    path = os.path.realpath(path)
    done = []
    if trouble := _trouble(path):
        found = candidates(path)
        if not found:
            return (f"{trouble}; no good state is left; nothing was changed",)
        best = found[0]
        restored = restore(path, best.file, seen=seen)
        done += [f"kept {file}" for file in restored.aside]
        done.append(f"put in place: {state_words(restored.state)}, from {best.file}")
    if _leftover(path):
        lock = StoreLock(lock_of(path))
        with lock.held():
            done += [f"moved to {file}" for file in _moved(path)]
        lock.close()
    return tuple(done)


def accept(path: str | os.PathLike[str], *, seen: str | None) -> None:
    """Accept a store as it is, or missing, though this machine has seen a later one."""
    path = os.path.realpath(path)
    if HighWater(seen, path).vanished():
        HighWater(seen, path).forget()
        return
    HighWater(seen, path).mark(look(path).text, accept=True)


def state_words(state: Candidate) -> str:
    """Describe a good state: day, people, check-ins."""
    day = state.at[:16].replace("T", " ") or "an unknown day"
    return f"{day}, people: {state.people}, check-ins: {state.check_ins}"


def _trouble(path: str) -> str | None:
    try:
        found = look(path)
    except StoreDamaged as damage:
        return str(damage)
    return None if found.sound else found.refused


def _leftover(path: str) -> list[str]:
    """Leftovers of killed processes, and journals of an older version that don't fit the store."""
    with suppress(StoreError, OSError):
        found = look(path)
        if not (found.anew or found.journals):
            return [*files_of(path, *_LEFT), *journals_of(path)]
    return files_of(path, *_LEFT)


def _moved(path: str) -> list[str]:
    files = _leftover(path)
    kept = backups.move_aside(path, files)
    for file in files:
        os.unlink(file)
    return kept


def _contents(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    if not os.path.lexists(path) and not journals_of(path):
        if words := HighWater(seen, path).vanished():
            yield Finding(check="store", grade="unreadable", words=words)
        else:
            yield _fine("store", f"{path} is not there yet")
        return
    try:
        db, storage = open_db(path, read_only=True, seen=seen)
    except StoreError as damage:
        yield Finding(check="store", grade="unreadable", words=str(damage))
        for state in candidates(path):
            words = f"good: {state_words(state)}, in {state.file}"
            yield Finding(check="store", grade="found", words=words)
        return
    notes, everything, gen = storage.access.notes, storage.read() or {}, storage.text.gen
    db.close()
    for note in notes:
        yield _found("store", note)
    spoilt = [_found("records", words) for words in records(everything, today)]
    yield from spoilt
    if everything.get(ERASING):
        words = "an erase was interrupted; 'aligntui erase NAME --yes' finishes it"
        yield _found("erasing", f"{words}, and erases nobody else")
    if not (notes or spoilt):
        people, met = (len(everything.get(name, ())) for name in ("people", "check_ins"))
        whole = f"{path} is whole: people: {people}, check-ins: {met}"
        yield _fine("store", f"{whole}, saves: {gen}")


def _permissions(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    own, folder = own_folders(path, seen), os.path.dirname(path)
    outermost = None if folder in own else folder
    about = [piece.file for piece in inventory(path, seen) if piece.kind != "foreign"]
    every = dict.fromkeys((folder, path, *about, *own))
    open_ones = [words for each in every if (words := _open_to_others(each, each == outermost))]
    yield from (_found("permissions", words) for words in open_ones)
    if not open_ones:
        yield _fine("permissions", "readable by you alone")


def _open_to_others(path: str, outermost: bool) -> str | None:
    with suppress(OSError):
        found = os.lstat(path)
        if found.st_uid != os.getuid():
            return f"{path} belongs to somebody else"
        # others may be allowed to read the folder of a store
        bad = found.st_mode & (0o022 if outermost else 0o077)
        if bad and not stat.S_ISLNK(found.st_mode):
            mode = 700 if stat.S_ISDIR(found.st_mode) else 600
            return f"{path} is open to others; run: chmod {mode} '{path}'"
    return None


def _encryption(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    if not crypt.sealed(path):
        if os.path.lexists(other := f"{path}{crypt.SUFFIX}"):
            words = f"{other} is there, too, and is not read; 'aligntui decrypt' moves it aside"
            yield _found("encryption", words)
        return
    yield _fine("encryption", "the store opens with its passphrase or the recovery key")
    if not os.path.lexists(crypt.identity_of(path)):
        yield _found("encryption", f"{crypt.identity_of(path)} is missing; put it back")
    for file in unsealed(path, seen):
        yield _found("encryption", f"{file} is not encrypted; 'aligntui encrypt' does it")


def _disk(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    folder = os.path.dirname(path)
    if kind := remote(folder):
        words = f"the store is on {kind}: locks may fail there; a local disk is safer"
        yield _found("disk", words)
    elif by := synced_by(path):
        yield _fine("disk", f"the folder is synchronised by {by}; locks are kept elsewhere")
    else:
        with suppress(OSError), open(TABLE, encoding="utf-8", errors="surrogateescape") as mounts:
            yield _fine("disk", f"file system {kind_of(os.path.realpath(folder), mounts)}")


def _lock(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    lock = StoreLock(lock_of(path))
    if who := lock.busy():
        yield _fine("lock", f"being written just now by {who}")
    lock.close()


def _backups(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    folder = backups.folder_of(path)
    if words := backups.trouble(path):
        yield _found("backups", words)
        return
    good = 0
    files = [f for f in files_of(path, "backup") if f.endswith(backups.ending_of(path))]
    for file in files:
        try:
            verified(file)
            good += 1
        except StoreError as damage:
            why = str(damage).partition("; nothing was changed")[0]
            yield _found("backups", f"{why}; it is no backup any more: delete it or move it away")
    latest = max(backups.there(path), default=None)
    since = f", the latest of {latest.day}" if latest else ""
    yield _fine("backups", f"{good} in {folder}{since}" if good else "none yet")


def _leftovers(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    about = inventory(path, seen)
    for kind, file in about:
        if kind in _LEFT:
            yield _found(
                "leftovers", f"{file} is left over; 'aligntui doctor --fix' moves it aside"
            )
        elif kind == "foreign" and file != backups.folder_of(path):
            yield _found("leftovers", f"{file} takes nothing: {not_ours(file)}")
        elif kind == "broken":
            words = "is a draft that can't be read whole; delete it once you have looked at it"
            yield _fine("leftovers", f"{file} {words}")
    folder = os.path.join(os.path.dirname(path), backups.RECOVERED)
    if count := sum(os.path.dirname(file) == folder for _, file in about):
        yield _fine("leftovers", f"{count} in {folder}; delete what you don't need")


def _fine(check: str, words: str) -> Finding:
    return Finding(check=check, grade="fine", words=words)


def _found(check: str, words: str) -> Finding:
    return Finding(check=check, grade="found", words=words)

"""Examine and repair a store, with one finding for each check."""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from aligntui.domain.details import Risk
from aligntui.domain.person import Person
from aligntui.store import backups, crypt
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.erasing import TABLE as ERASING
from aligntui.store.erasing import is_mark
from aligntui.store.errors import StoreDamaged, StoreError
from aligntui.store.files import is_there, not_ours, remove
from aligntui.store.locations import (
    Kind,
    Piece,
    file_system,
    files_of,
    inventory,
    journals_of,
    lock_of,
    own_folders,
    remote,
    synced_by,
)
from aligntui.store.lock import StoreLock, hold_locks
from aligntui.store.opening import look
from aligntui.store.reading import HighWater
from aligntui.store.records import open_db
from aligntui.store.recovery import Candidate, candidates, restore, verified
from aligntui.store.rows import TABLE as LOG
from aligntui.store.rows import is_entry
from aligntui.store.sealing import unsealed

Table = Mapping[Any, Mapping[str, Any]]


def records(tables: Mapping[str, Table], today: date) -> Iterator[str]:
    """Yield one line for each error; it has only names, handles, numbers and names of fields."""
    people = {str(row.get("person")) for row in tables.get(PEOPLE, {}).values()}
    of_person: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    owners: dict[tuple[str, str], str] = {}
    for name in TABLES:
        for number, row in tables.get(name, {}).items():
            owner, uid = row.get("person"), row.get("uid")
            if not isinstance(owner, str):
                yield f"{name} {number}: it does not say whose it is; it is not shown"
            elif owner not in people:
                yield f"{name} {number}: its person is not in the store; it is not shown"
            else:
                of_person.setdefault(owner, {}).setdefault(name, []).append(row)
            if isinstance(uid, str) and owners.setdefault((name, uid), str(owner)) != str(owner):
                yield f"{name} {number}: somebody else's record has the same uid"
            if not isinstance(row.get("rev", 0), int):
                yield f"{name} {number}: 'rev' is no whole number; the next save counts from 1"
    yield from _own_tables(tables)
    for rows in of_person.values():
        yield from _person(rows, today)


def _own_tables(tables: Mapping[str, Table]) -> Iterator[str]:
    """Errors in the store's own tables."""
    for number, row in tables.get(LOG, {}).items():
        if not is_entry(row):
            yield f"change {number} of the log can't be read; undo and redo go no further than it"
    for number, row in tables.get(ERASING, {}).items():
        if not is_mark(row):
            words = "can't be read; 'aligntui restore FILE' brings a state from before it back"
            yield f"mark {number} of an erasing that was cut short {words}"


def _person(rows: Mapping[str, list[Mapping[str, Any]]], today: date) -> Iterator[str]:
    spoilt: list[str] = []

    def tell(table: str, row: Mapping[str, Any], why: str) -> None:
        known = row.get("handle") or row.get("uid")
        named = known if isinstance(known, str) else "without a name"
        spoilt.append(f"{table} {named}: can't be read ({why}); it is kept as it is")

    person = person_of(rows, tell)
    yield from spoilt
    if person is not None:
        for words in (*_references(person), *_days(person, today)):
            yield f"{person.name}: {words}"


def _references(person: Person) -> Iterator[str]:
    things: tuple[Any, ...] = (*person.items, *person.check_ins, *person.records)
    counted = Counter(thing.handle for thing in things)
    for handle, times in sorted(counted.items()):
        if times > 1:
            yield f"{handle} is used by {times} records"
    records: tuple[Any, ...] = (*person.feedback, *person.wins)
    risks = [(item.handle, item.now.details) for item in person.items]
    named = [
        *((handle, "threatens", r.threatens) for handle, r in risks if isinstance(r, Risk)),
        *((each.handle, "is about", each.about) for each in records),
        *(("a section", "was gone through in", each.check_in) for each in person.resyncs),
    ]
    for who, does, handle in named:
        if handle and handle not in counted:
            yield f"{who} {does} {handle}, which is not there"


def _days(person: Person, today: date) -> Iterator[str]:
    # another time zone may be a day ahead
    latest = today + timedelta(days=1) if today < date.max else today
    happened: list[tuple[str, date]] = [
        *((check_in.handle, check_in.on) for check_in in person.check_ins),
        *((note.handle, note.on) for note in (*person.notes, *person.wins)),
        *((each.handle, each.made_on) for each in person.actions),
        *((each.handle, each.noted_on) for each in person.feedback),
        *((item.handle, item.now.on) for item in person.items),
    ]
    for handle, day in happened:
        if day > latest:
            yield f"{handle} is dated {day}, in the future"
    for action in person.actions:
        for what, on in (("done", action.done_on), ("dropped", action.dropped_on)):
            if on and on < action.made_on:
                yield f"{action.handle} was {what} before it was made"


_LEFT: tuple[Kind, ...] = ("torn", "half")
Grade = Literal["fine", "found", "unreadable"]


class Finding(NamedTuple):
    """The result of one check."""

    check: str
    grade: Grade
    words: str


def examine(
    path: str | os.PathLike[str], *, today: date, seen: str | None = None
) -> tuple[Finding, ...]:
    """Run all checks on a store; nothing is written."""
    path = os.path.realpath(path)
    about = inventory(path, seen)
    return (
        *_contents(path, today, seen),
        *_permissions(path, about, seen),
        *_encryption(path, seen),
        *_disk(path),
        *_backups(path, about),
        *_leftovers(path, about),
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
        with hold_locks(path):
            files = _leftover(path)
            done += [f"moved to {file}" for file in backups.move_aside(path, files)]
            remove(*files)
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


def _contents(path: str, today: date, seen: str | None) -> Iterator[Finding]:
    if not is_there(path) and not journals_of(path):
        if words := HighWater(seen, path).vanished():
            yield Finding("store", "unreadable", words)
        else:
            yield _fine("store", f"{path} is not there yet")
        return
    try:
        db, storage = open_db(path, read_only=True, seen=seen)
    except StoreError as damage:
        yield Finding("store", "unreadable", str(damage))
        for state in candidates(path):
            yield _found("store", f"good: {state_words(state)}, in {state.file}")
        return
    notes, everything, gen = storage.notes, storage.read() or {}, storage.text.gen
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


def _permissions(path: str, about: list[Piece], seen: str | None) -> Iterator[Finding]:
    own, folder = own_folders(path, seen), os.path.dirname(path)
    outermost = None if folder in own else folder
    every = dict.fromkeys((folder, path, *(f for kind, f in about if kind != "foreign"), *own))
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


def _encryption(path: str, seen: str | None) -> Iterator[Finding]:
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


def _full(path: str) -> str:
    """Words for a disk without room for one more save, which writes the whole store beside it."""
    with suppress(OSError):
        room = os.statvfs(os.path.dirname(path))
        free, needed = room.f_bavail * room.f_frsize, os.path.getsize(path)
        if free < needed + room.f_frsize:
            words = f"disk full: {free // 1024} kB are free where a save needs {needed // 1024 + 1}"
            return f"{words}; make room on the disk of {path}"
    return ""


def _disk(path: str) -> Iterator[Finding]:
    folder, full = os.path.dirname(path), _full(path)
    if full:
        yield _found("disk", full)
    if kind := remote(folder):
        words = f"the store is on {kind}: locks may fail there; a local disk is safer"
        yield _found("disk", words)
    elif by := synced_by(path):
        yield _fine("disk", f"the folder is synchronised by {by}; locks are kept elsewhere")
    elif not full and (kind := file_system(folder)):
        yield _fine("disk", f"file system {kind}")
    if who := StoreLock(lock_of(path)).busy():
        yield _fine("lock", f"being written just now by {who}")


def _backups(path: str, about: list[Piece]) -> Iterator[Finding]:
    folder = backups.folder_of(path)
    if words := backups.trouble(path):
        yield _found("backups", words)
        return
    good = 0
    ending = backups.ending_of(path)
    for file in (file for kind, file in about if kind == "backup" and file.endswith(ending)):
        try:
            verified(file)
            good += 1
        except StoreError as damage:
            why = str(damage).partition("; nothing was changed")[0]
            yield _found("backups", f"{why}; it is no backup any more: delete it or move it away")
    latest = max(backups.there(path), default=None)
    since = f", the latest of {latest.day}" if latest else ""
    yield _fine("backups", f"{good} in {folder}{since}" if good else "none yet")


def _leftovers(path: str, about: list[Piece]) -> Iterator[Finding]:
    for kind, file in about:
        if kind in _LEFT:
            yield _found(
                "leftovers", f"{file} is left over; 'aligntui doctor --fix' moves it aside"
            )
        elif kind == "foreign" and file != backups.folder_of(path):
            yield _found("leftovers", f"{file} takes nothing: {not_ours(file)}")
        elif kind == "copy":
            words = "may hold changes that are missing here; 'aligntui merge FILE --dry-run' says"
            yield _found("copies", f"{file} {words}")
        elif kind == "broken":
            words = "is a draft that can't be read whole; delete it once you have looked at it"
            yield _fine("leftovers", f"{file} {words}")
    folder = os.path.join(os.path.dirname(path), backups.RECOVERED)
    if count := sum(os.path.dirname(file) == folder for _, file in about):
        yield _fine("leftovers", f"{count} in {folder}; delete what you don't need")


def _fine(check: str, words: str) -> Finding:
    return Finding(check, "fine", words)


def _found(check: str, words: str) -> Finding:
    return Finding(check, "found", words)

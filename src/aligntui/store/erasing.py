"""Erase a person for good: from the store, its log, and all files about it.

First their rows are removed and a mark is written in one transaction: from then on they are not in
the store. Each file about it (backups, recovered files, copies, drafts) is rewritten without them
and verified before it replaces the old one; unreadable files are left and reported, as they may
mention anybody. The mark goes last. An interrupted erasing is resumed from it.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from aligntui.store import crypt, rows
from aligntui.store.convert import UNREADABLE
from aligntui.store.draft_files import held, read_texts
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.files import not_ours, read_whole, remove, write_private
from aligntui.store.locations import files_of
from aligntui.store.lock import hold_locks
from aligntui.store.opening import meta_of, state_in
from aligntui.store.records import open_db
from aligntui.store.text import Tables, chunks, read, write

TABLE = "_erasing"
"""The table of marks: the ids of people whose erasing has begun, and of their records."""
JOURNAL = ".journal"
OPEN = "close the window that writes to it, then erase again"


def erase(path: str, person: str, *, seen: str | None) -> tuple[str, ...]:
    """Erase a person; returns a line for each file that can't be rewritten."""
    db, storage = open_db(path, seen=seen)
    with db, storage.transaction():
        tables, uids = without(storage.read() or {}, person)
        storage.write(tables)
        db.table(TABLE, cache_size=0).insert({"who": person, "uids": uids})
    return finish(path, seen=seen) or ()


def is_mark(row: Mapping[str, Any]) -> bool:
    """True when a row is a valid mark, which says who is to be erased."""
    uids = row.get("uids")
    listed = isinstance(uids, list) and all(isinstance(uid, str) for uid in uids)
    return listed and isinstance(row.get("who"), str)


def finish(path: str, *, seen: str | None) -> tuple[str, ...] | None:
    """Finish every erasing that was begun; returns a line for each file that can't be rewritten.

    Returns None if none was begun.
    """
    db, storage = open_db(path, seen=seen)
    with db:
        marks = list((storage.read() or {}).get(TABLE, {}).values())
        if not marks:
            return None
        if not all(map(is_mark, marks)):
            raise StoreError(
                "an erasing was cut short, and who it was for can't be read; nothing was changed: "
                "'aligntui restore FILE' brings a state from before it back"
            )
        with hold_locks(storage.path):
            lines = [forget(storage.path, row["who"], row["uids"], seen) for row in marks]
        left = tuple(dict.fromkeys(line for each in lines for line in each))
        again = any(line.endswith(OPEN) for line in left)
        if storage.read_only:
            raise NotSaved(f"not finished: {storage.read_only}; run 'aligntui erase' again")
        if not again:
            with storage.transaction():
                db.drop_table(TABLE)
    return left


def without(tables: Tables, person: str) -> tuple[Tables, list[str]]:
    """The tables with nothing about a person, and the uids of the records that went.

    The whole undo log is removed, too: the next undo would be meant for the erasing, which can't
    be undone, and must not undo an edit of somebody else instead.
    """
    gone = {
        name: {number: row for number, row in table.items() if row.get("person") == person}
        for name, table in tables.items()
        if not name.startswith("_")
    }
    kept = {
        name: {number: row for number, row in table.items() if number not in gone.get(name, ())}
        for name, table in tables.items()
    }
    log = tables.get(rows.TABLE, {})
    # an unreadable entry may be about anybody
    if any(gone.values()) or any(
        not rows.is_entry(each) or person in rows.people_of(each) for each in log.values()
    ):
        kept.pop(rows.TABLE, None)
    for number, row in kept.get("people", {}).items():
        if row.get("reports_to") == person:  # their team has no lead from now on
            kept["people"][number] = {**row, "reports_to": ""}
    return {**kept}, sorted(
        {str(row.get("uid")) for each in gone.values() for row in each.values()}
    )


def forget(path: str, person: str, uids: Collection[str], seen: str | None) -> tuple[str, ...]:
    """Erase a person from all files about a store; returns a line for each that is left.

    Only under the lock of the store.
    """
    remove(*files_of(path, "summary", "half", seen=seen))
    states = files_of(path, "backup", "folded", "recovered", "past", "copy")
    left = [f"{file}; delete it" for file in files_of(path, "torn")]
    for file in states:
        if file.removesuffix(JOURNAL) != file and file.removesuffix(JOURNAL) in states:
            continue  # a part of the state in the base beside it
        try:
            _rewrite(path, file, person)
        except NotSaved:
            raise
        except (StoreError, *UNREADABLE):
            left.append(f"{file}; delete it")
    left += _forget_drafts(path, {person, *uids}, seen)
    other = crypt.plain(path) if crypt.sealed(path) else f"{path}{crypt.SUFFIX}"
    left += [f"{folder}: {not_ours(folder)}" for folder in files_of(path, "foreign", seen=seen)]
    return (*left, *(f"{file}; delete it" for file in [other] if os.path.lexists(file)))


def _rewrite(path: str, file: str, person: str) -> None:
    # beside a backup lies the journal that was folded into it: the two are one state
    text, journal = state_in(file), f"{file}{JOURNAL}"
    tables, _ = without(text.tables, person)
    if not text.tables or (tables == text.tables and not os.path.lexists(journal)):
        return
    # it stays the same save of the same writer
    meta = meta_of(text, text.gen) | {k: v for k, v in text.meta.items() if k == "writer"}
    data = b"".join(chunks(write(tables, meta)))
    if without(read(data, file).tables, person)[0] != tables:
        raise NotSaved(f"{file} would still hold erased text; it was not changed")
    _replace(file, crypt.seal(path, data) if crypt.sealed(file) else data, journal)


def _replace(file: str, data: bytes, journal: str) -> None:
    def finish(temporary: str) -> str:
        read = read_whole(temporary)
        if read is None or read[0] != data:
            raise NotSaved(f"{file} would not read back as written; check the disk")
        # the journal first: without it the old file is an earlier state, and still whole
        remove(journal)
        os.replace(temporary, file)
        return file

    write_private(file, [data], finish=finish)


def _forget_drafts(path: str, marks: Collection[str], seen: str | None) -> Iterator[str]:
    yield from (f"{file}; delete it" for file in files_of(path, "broken", seen=seen))
    for file in map(Path, files_of(path, "draft", seen=seen)):
        texts, whole = read_texts(file)
        if not whole:
            yield f"{file}; delete it"
            continue
        stay = {box: text for box, text in texts.items() if not any(m in box for m in marks)}
        if stay != texts and not _kept(path, file, stay):
            yield f"{file}; {OPEN}"


def _kept(path: str, file: Path, texts: Mapping[str, str]) -> bool:
    """Rewrite drafts; returns False while the window that writes them is still open."""
    try:
        lock = held(file)
    except OSError:
        return False
    try:
        if texts:
            data = json.dumps(texts, ensure_ascii=False).encode("utf-8", "replace")
            sealed = crypt.is_age(file.read_bytes())
            write_private(str(file), [crypt.seal(path, data) if sealed else data])
        else:
            remove(str(file), str(file.with_suffix(".lock")))
    finally:
        os.close(lock)
    return True

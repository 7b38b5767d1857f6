"""Erase a person for good: from the store, its log, and all files about it.

First their rows are removed and a mark is written in one transaction: from then on they are not in
the store. The mark goes last. An interrupted erasing is resumed from it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from aligntui.store import forgetting
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.files import refusal
from aligntui.store.locations import lock_of
from aligntui.store.lock import StoreLock
from aligntui.store.records import open_db

TABLE = "_erasing"
"""The table of marks: the ids of people whose erasing has begun, and of their records."""


def erase(path: str, person: str, *, seen: str | None) -> tuple[str, ...]:
    """Erase a person; returns a line for each file that can't be rewritten."""
    db, storage = open_db(path, seen=seen)
    try:
        with storage.transaction():
            changes = list(forgetting.steps(storage.read() or {}, person))
            uids = forgetting.remove_documents(db, changes)
            db.table(TABLE, cache_size=0).insert({"who": person, "uids": uids})
    finally:
        db.close()
    return finish(path, seen=seen)


def is_mark(row: Mapping[str, Any]) -> bool:
    """True when a row is a valid mark, which says who is to be erased."""
    uids = row.get("uids")
    listed = isinstance(uids, list) and all(isinstance(uid, str) for uid in uids)
    return listed and isinstance(row.get("who"), str)


def begun(path: str, *, seen: str | None) -> bool:
    """True when an erasing was begun and not finished."""
    db, storage = open_db(path, seen=seen)
    db.close()
    return bool((storage.read() or {}).get(TABLE))


def finish(path: str, *, seen: str | None) -> tuple[str, ...]:
    """Finish every erasing that was begun; returns a line for each file that can't be rewritten."""
    db, storage = open_db(path, seen=seen)
    try:
        marks = list((storage.read() or {}).get(TABLE, {}).values())
        if not marks:
            return ()
        if not all(map(is_mark, marks)):
            raise StoreError(
                "an erasing was cut short, and who it was for can't be read; nothing was changed: "
                "'aligntui restore FILE' brings a state from before it back"
            )
        left = _forget(storage.path, marks, seen)
        again = any(line.endswith(forgetting.OPEN) for line in left)
        if storage.read_only:
            raise NotSaved(f"not finished: {storage.read_only}; run 'aligntui erase' again")
        if not again:
            with storage.transaction():
                db.drop_table(TABLE)
    finally:
        db.close()
    return left


def _forget(path: str, marks: Iterable[Mapping[str, Any]], seen: str | None) -> tuple[str, ...]:
    lock = StoreLock(lock_of(path))
    try:
        with lock.held():
            left = [forgetting.forget(path, row["who"], row["uids"], seen) for row in marks]
    except OSError as error:
        raise refusal(error, path) from error
    finally:
        lock.close()
    return tuple(dict.fromkeys(line for lines in left for line in lines))

"""Somebody goes for good: out of the store, its log, and all that lies about it.

First a mark is kept, together with their rows being gone: from then on they are not in the store.
The mark goes last. Cut short in between, the next time goes on from it.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from aligntui.store import forgetting
from aligntui.store.engine import Engine
from aligntui.store.errors import NotSaved, StoreError
from aligntui.store.files import refusal
from aligntui.store.locations import lock_of
from aligntui.store.lock import StoreLock

TABLE = "_erasing"
"""Whose erasing has begun, by identity and nothing else."""


def erase(path: str, person: str, *, seen: str | None) -> tuple[str, ...]:
    """Erase somebody; gives a line for each file that can't be reached."""
    path = os.path.realpath(path)
    engine = Engine(path, seen=seen)
    try:
        with engine.transaction() as staging:
            tables = {name: engine.view(name) for name in engine.names()}
            changes = list(forgetting.steps(tables, person))
            uids = sorted(
                {str(tables[t][n].get("uid")) for t, n in changes if not t.startswith("_")}
            )
            for table, number in changes:
                staging.delete(table, number)
            staging.put(TABLE, None, {"who": person, "uids": uids})
        _fold(engine)
    finally:
        engine.close(checkpoint=False)
    return finish(path, seen=seen)


def is_mark(row: Mapping[str, Any]) -> bool:
    """Whether a row has the shape of a mark, and so says who goes."""
    uids = row.get("uids")
    listed = isinstance(uids, list) and all(isinstance(uid, str) for uid in uids)
    return listed and isinstance(row.get("who"), str)


def begun(path: str, *, seen: str | None) -> bool:
    """Whether an erasing was begun that is not finished."""
    engine = Engine(path, seen=seen)
    try:
        return bool(engine.rows(TABLE))
    finally:
        engine.close(checkpoint=False)


def finish(path: str, *, seen: str | None) -> tuple[str, ...]:
    """Go on with all that was begun; gives a line for each file that can't be reached."""
    path = os.path.realpath(path)
    engine = Engine(path, seen=seen)
    try:
        marks = list(engine.rows(TABLE).values())
        if not marks:
            return ()
        if not all(map(is_mark, marks)):
            raise StoreError(
                "an erasing was cut short, and who it was for can't be read; nothing was changed: "
                "'aligntui restore FILE' brings a state from before it back"
            )
        _fold(engine)
        left = _forget(path, marks, seen)
        with engine.transaction() as staging:
            staging.drop(TABLE)
            for row in marks if any(line.endswith(forgetting.OPEN) for line in left) else ():
                staging.put(TABLE, None, row)
        # folded in once more: what the base replaces becomes a backup, and is clean by now
        _fold(engine)
    finally:
        engine.close(checkpoint=False)
    return left


def _fold(engine: Engine) -> None:
    if not engine.checkpoint():
        why = engine.notes[-1] if engine.notes else "the store can't be written"
        raise NotSaved(f"not finished: {why}; run 'aligntui erase' again")


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

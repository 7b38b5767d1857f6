"""Merge a conflict copy into the store, and keep merge bases."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from aligntui.store import backups
from aligntui.store.codec import Key, Row
from aligntui.store.conflicts import Merge, merge, rows_of
from aligntui.store.convert import UNREADABLE
from aligntui.store.errors import StoreError
from aligntui.store.files import keep_aside, own_directory, read_whole, timestamp, write_private
from aligntui.store.inventory import files_of
from aligntui.store.locations import stem_of, synced_by
from aligntui.store.lock import alone
from aligntui.store.opening import opened
from aligntui.store.text import META, Tables, Text, marked_by_git, parse, sides

KEPT = 3
"""The most merge bases kept."""


class _Copy(NamedTuple):
    rows: Mapping[Key, Row]
    gen: int


def merged_with(
    path: str, file: str, mine: Mapping[Key, Row], gen: int, data: bytes | None = None
) -> Merge:
    """Merge a copy of the store at `path` with our rows, which are of generation `gen`."""
    whole: dict[Key, Row | None] = {}
    lines: tuple[str, ...] = ()
    now = dict(mine)
    for copy in _copies(file, data):
        found = merge(_before(path, min(gen, copy.gen)), now, copy.rows)
        whole |= found.rows
        lines += found.differences
        for key, row in found.rows.items():
            if row is None:
                now.pop(key, None)
            else:
                now[key] = row
    return Merge(whole, lines)


def unmarked(path: str) -> str | None:
    """If git left conflict markers in the store itself, replace it by our side.

    Returns the name of the file with both sides, kept in `recovered`; None without markers.
    """
    with alone(path):
        found = read_whole(path)
        if found is None or not marked_by_git(found[0]):
            return None
        ours = sides(found[0])[0]
        parse(ours, path)
        name = f"{timestamp()}-{os.path.basename(path)}"
        own_directory(os.path.join(os.path.dirname(path), backups.RECOVERED))
        kept = keep_aside(os.path.join(os.path.dirname(path), backups.RECOVERED, name), found[0])
        write_private(path, [ours])
    return kept


def _copies(file: str, data: bytes | None) -> list[_Copy]:
    if data is None:
        found = read_whole(file)
        if found is None:
            raise StoreError(f"{file} is not there; name a copy of the store")
        data = opened(file, found[0])
    parts = sides(data) if marked_by_git(data) else (data,)
    return [_copy(parse(part, file)) for part in parts]


def _copy(tables: Tables) -> _Copy:
    gen = tables.get(META, {}).get("1", {}).get("gen", 0)
    return _Copy(rows_of(tables), gen if isinstance(gen, int) else 0)


# Merge bases: for a synced store the last few states written by another machine are kept, away from
# it. An older base is as right as a newer one: more counts as changed by both, and nothing is lost.


def remember(path: str, meta: Mapping[str, Any]) -> None:
    """Keep a synced store's file that another machine wrote as a merge base, if possible."""
    if not synced_by(path) or meta.get("writer") in {None, os.uname().nodename}:
        return
    name = f"{stem_of(path)}.common-g{meta.get('gen', 0)}"
    if os.path.lexists(name):
        return
    with suppress(OSError, StoreError):
        if read := read_whole(path):
            own_directory(os.path.dirname(name))
            write_private(name, [read[0]])
            for _, old in _past(path)[:-KEPT]:
                os.unlink(old)


def overtaken(path: str, theirs: Text, ours: Text) -> bool:
    """True when a file by another machine, or an older one, lacks any of our changes."""
    if theirs.changed or (
        theirs.meta.get("writer") == os.uname().nodename and theirs.gen >= ours.gen
    ):
        return False
    try:
        base = _before(path, min(theirs.gen, ours.gen))
        return bool(merge(base, rows_of(theirs.tables), rows_of(ours.tables)).rows)
    except (StoreError, *UNREADABLE):
        return True


def _before(path: str, gen: int) -> Mapping[Key, Row] | None:
    """The records of the newest merge base from before a generation; None without one."""
    older = [name for number, name in _past(path) if number < gen]
    with suppress(OSError, StoreError):
        if older and (read := read_whole(older[-1])):
            return rows_of(parse(opened(older[-1], read[0]), older[-1]))
    return None


def _past(path: str) -> list[tuple[int, str]]:
    start = f"{stem_of(path)}.common-g"
    past = (file for file in files_of(path, "past") if file.startswith(start))
    return sorted((int(file.removeprefix(start)), file) for file in past)

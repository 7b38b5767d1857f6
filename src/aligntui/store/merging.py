"""Taking a conflict copy in: read as a copy, merged, kept aside."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from aligntui.store import backups, common, crypt
from aligntui.store.base import Tables, parse
from aligntui.store.codec import Key, Row
from aligntui.store.conflicts import Merge, merge, rows_of
from aligntui.store.errors import StoreError
from aligntui.store.files import keep_aside, own_directory, read_whole, timestamp, write_private
from aligntui.store.git_markers import marked_by_git, sides
from aligntui.store.locations import lock_of
from aligntui.store.lock import StoreLock
from aligntui.store.rows import META
from aligntui.store.sealing import seal

RECOVERED = "recovered"


class _Copy(NamedTuple):
    rows: Mapping[Key, Row]
    gen: int


def merged_with(
    path: str, file: str, mine: Mapping[Key, Row], gen: int, data: bytes | None = None
) -> Merge:
    """What a copy of the store at `path` comes to, together with our rows of a generation."""
    whole: dict[Key, Row | None] = {}
    lines: tuple[str, ...] = ()
    now = dict(mine)
    for copy in _copies(file, data):
        found = merge(common.before(path, min(gen, copy.gen)), now, copy.rows)
        whole |= found.rows
        lines += found.differences
        for key, row in found.rows.items():
            if row is None:
                now.pop(key, None)
            else:
                now[key] = row
    return Merge(whole, lines)


def set_aside(path: str, file: str) -> str:
    """Move a copy that lies beside the store into `recovered`; one from elsewhere stays."""
    folder = os.path.dirname(path)
    if os.path.dirname(file) != folder:
        return ""
    own_directory(os.path.join(folder, RECOVERED))
    name = f"{timestamp()}-{os.path.basename(file)}"
    target = backups.free_name(os.path.join(folder, RECOVERED, name))
    os.rename(file, target)
    if not crypt.sealed(path) or crypt.sealed(target):
        return target
    seal(path)
    return f"{target}{crypt.SUFFIX}"


def unmarked(path: str) -> str | None:
    """Where git has left its markers in the store itself, put our side in its place.

    Gives the name of the file with both sides, kept in `recovered`; None where there are none.
    """
    lock = StoreLock(lock_of(path))
    with lock.held():
        found = read_whole(path)
        if found is None or not marked_by_git(found[0]):
            return None
        ours = sides(found[0])[0]
        parse(ours, path)
        name = f"{timestamp()}-{os.path.basename(path)}"
        own_directory(os.path.join(os.path.dirname(path), RECOVERED))
        kept = keep_aside(os.path.join(os.path.dirname(path), RECOVERED, name), found[0])
        write_private(path, [ours])
    lock.close()
    return kept


def _copies(file: str, data: bytes | None) -> list[_Copy]:
    if data is None:
        found = read_whole(file)
        if found is None:
            raise StoreError(f"{file} is not there; name a copy of the store")
        data = crypt.opened(file, found[0]) if crypt.sealed(file) else found[0]
    parts = sides(data) if marked_by_git(data) else (data,)
    return [_copy(parse(part, file)) for part in parts]


def _copy(tables: Tables) -> _Copy:
    meta = tables[META].get(1, {}) if META in tables else {}
    gen = meta.get("gen", 0)
    return _Copy(rows_of(tables), gen if isinstance(gen, int) else 0)

"""Taking a conflict copy in: read as a copy, merged, kept aside."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from aligntui.store import backups, crypt
from aligntui.store.codec import Key, Row
from aligntui.store.conflicts import Merge, merge, rows_of
from aligntui.store.convert import UNREADABLE
from aligntui.store.errors import StoreError
from aligntui.store.files import keep_aside, own_directory, read_whole, timestamp, write_private
from aligntui.store.inventory import files_of
from aligntui.store.locations import lock_of, stem_of, synced_by
from aligntui.store.lock import StoreLock
from aligntui.store.opening import opened
from aligntui.store.text import META, Tables, Text, marked_by_git, parse, sides

RECOVERED = "recovered"
KEPT = 3
"""States that another machine wrote and this one has read, the latest ones."""


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
        found = merge(_before(path, min(gen, copy.gen)), now, copy.rows)
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
    from aligntui.store.sealing import seal

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
        data = opened(file, found[0])
    parts = sides(data) if marked_by_git(data) else (data,)
    return [_copy(parse(part, file)) for part in parts]


def _copy(tables: Tables) -> _Copy:
    gen = tables.get(META, {}).get("1", {}).get("gen", 0)
    return _Copy(rows_of(tables), gen if isinstance(gen, int) else 0)


# What two machines can both have gone on from: in a synchronised folder the last few states that
# another one wrote are kept, away from it. An older one is as right as the newest: then more counts
# as changed by both, and nothing as lost.


def remember(path: str, meta: Mapping[str, Any]) -> None:
    """Keep the file of a synchronised store that another machine wrote; failing is no harm."""
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
    """Whether a file that another machine wrote, or an older one, lacks anything of ours."""
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
    """The records of the newest kept state from before a generation; None without one."""
    older = [name for number, name in _past(path) if number < gen]
    with suppress(OSError, StoreError):
        if older and (read := read_whole(older[-1])):
            return rows_of(parse(opened(older[-1], read[0]), older[-1]))
    return None


def _past(path: str) -> list[tuple[int, str]]:
    start = f"{stem_of(path)}.common-g"
    past = (file for file in files_of(path, "past") if file.startswith(start))
    return sorted((int(file.removeprefix(start)), file) for file in past)

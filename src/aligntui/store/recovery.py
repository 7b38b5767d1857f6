"""Other states of a store: find the good ones, restore one, merge a copy, keep merge bases."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from aligntui.store import backups, crypt
from aligntui.store.codec import Key, Row
from aligntui.store.conflicts import Merge, merge, rows_of
from aligntui.store.convert import UNREADABLE
from aligntui.store.errors import StoreError
from aligntui.store.files import (
    own_directory,
    read_whole,
    write_private,
)
from aligntui.store.locations import files_of, journals_of, stem_of
from aligntui.store.lock import hold_locks
from aligntui.store.opening import bytes_of, look, meta_of, plain_bytes, state_in
from aligntui.store.reading import HighWater
from aligntui.store.rows import states
from aligntui.store.text import Text, marked_by_git, parse, read, sides, write

if TYPE_CHECKING:
    from aligntui.store.storage import FileStorage


class Candidate(NamedTuple):
    """A state that can be restored: the file it is in, and what it contains.

    `at` is the time of its last save (UTC, RFC 3339), `gen` the number of saves up to it.
    """

    file: str
    gen: int
    at: str
    people: int
    check_ins: int


class Restored(NamedTuple):
    """The result of a restore: the state, and the paths where the replaced files were kept."""

    state: Candidate
    aside: tuple[str, ...]


def candidates(path: str | os.PathLike[str]) -> list[Candidate]:
    """All good states of a store, the newest first; nothing is written."""
    path = os.path.realpath(path)
    store_id = _present(path).meta.get("store_id")
    found: list[tuple[bool, Candidate]] = []
    ending = backups.ending_of(path)
    for file in (path, *(file for file in files_of(path, "backup") if file.endswith(ending))):
        with suppress(StoreError, OSError):
            text = _good(file, path)
            # states of another store at this place come last, whatever their generation
            ours = store_id is None or text.meta.get("store_id") == store_id
            found.append((ours, _candidate(file, text)))
    found.sort(key=lambda each: (each[0], each[1].gen, each[1].at), reverse=True)
    return [state for _, state in found]


def verified(file: str | os.PathLike[str]) -> Candidate:
    """Read a file to its end and describe it; raises StoreError if it is no whole store."""
    file = os.path.realpath(file)
    return _candidate(file, _good(file))


def restore(
    path: str | os.PathLike[str],
    file: str | os.PathLike[str],
    *,
    seen: str | None = None,
    key: Callable[[str], object] | None = None,
) -> Restored:
    """Replace a store by the state in `file`; the present files are kept aside first.

    `key` puts another key file in the place of that of an encrypted store. If it is interrupted,
    either the old store or the new one is there.
    """
    path, file = os.path.realpath(path), os.path.realpath(file)
    verified(file)
    with hold_locks(path):
        text = _good(file, path)
        aside = _set_aside(path)
        if key is not None:
            if os.path.lexists(old := crypt.identity_of(path)):
                backups.move_aside(path, [old])
            key(path)
        present, high_water = _present(path), HighWater(seen, path)
        store_id = present.meta.get("store_id") or text.meta.get("store_id")
        known = [each.gen for each in backups.there(path)]
        gen = max(text.gen, present.gen, high_water.last(store_id).gen, *known, 0)
        text.meta["store_id"] = store_id
        put = write(text.tables, meta_of(text, gen + 1))
        write_private(path, [bytes_of(path, put)])
        for journal in journals_of(path):
            os.unlink(journal)
        high_water.mark(put)
        return Restored(_candidate(file, text), tuple(aside))


def _good(file: str, store: str | None = None) -> Text:
    """The state in a file, with an older version's journals beside it."""
    return state_in(file, journals_of(file) if file == store else None)


def _candidate(file: str, text: Text) -> Candidate:
    people, check_ins = (len(text.tables.get(name, ())) for name in ("people", "check_ins"))
    return Candidate(file, text.gen, str(text.meta.get("updated", "")), people, check_ins)


def _set_aside(path: str) -> list[str]:
    """Keep the present store: a good one as a backup, anything else as it is in `recovered`."""
    found, read = None, None
    with suppress(StoreError):
        found, read = look(path), read_whole(path)
    if found is None or found.refused or found.keep:
        return backups.move_aside(path, [path, *journals_of(path)])
    return backups.keep_copies(path, found.text.gen, {".json": read[0]}) if read else []


def _present(path: str) -> Text:
    """The state at the store's path, or an empty one if it can't be read."""
    with suppress(OSError, StoreError):
        return look(path).text
    return Text()


KEPT = 3
"""The most merge bases kept."""


def merge_copy(store: "FileStorage", file: str, data: bytes | None = None) -> Merge:
    """Merge a copy of an open store, which has the bytes `data`, with its rows."""
    whole: dict[Key, Row | None] = {}
    lines: tuple[str, ...] = ()
    now = rows_of(store.text.tables)
    for copy in _copies(file, data):
        found = _merged(store.path, store.text, copy, now)
        whole |= found.rows
        lines += found.differences
        now = {key: row for key, row in (now | found.rows).items() if row is not None}
    return Merge(whole, lines)


def resolve_markers(path: str) -> str | None:
    """If git left conflict markers in the store itself, replace it by our side.

    Returns the name of the file with both sides, kept in `recovered`; None without markers.
    """
    with hold_locks(path):
        found = read_whole(path)
        if found is None or not marked_by_git(found[0]):
            return None
        ours = sides(found[0])[0]
        parse(ours, path)
        (kept,) = backups.move_aside(path, [path])
        write_private(path, [ours])
    return kept


def _copies(file: str, data: bytes | None) -> list[Text]:
    if data is None:
        found = read_whole(file)
        if found is None:
            raise StoreError(f"{file} is not there; name a copy of the store")
        data = plain_bytes(file, found[0])
    parts = sides(data) if marked_by_git(data) else (data,)
    return [read(part, file) for part in parts]


# Merge bases: what both undo logs tell, record by record. Of a synced store the last few states
# written by another machine are kept, away from it. An older base is as right as a newer one: more
# counts as changed by both, and nothing is lost.


def remember(path: str, meta: Mapping[str, Any]) -> None:
    """Keep a synced store's file that another machine wrote as a merge base, if possible."""
    if meta.get("writer") in {None, os.uname().nodename}:
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
        return bool(_merged(path, theirs, ours, rows_of(theirs.tables)).rows)
    except (StoreError, *UNREADABLE):
        return True


def _before(path: str, gen: int) -> Mapping[Key, Row] | None:
    """The records of the newest merge base from before a generation; None without one."""
    older = [name for number, name in _past(path) if number < gen]
    with suppress(StoreError):
        return rows_of(state_in(older[-1]).tables) if older else None
    return None


def _merged(path: str, mine: Text, theirs: Text, rows: Mapping[Key, Row]) -> Merge:
    """Merge theirs with our rows.

    The base of a record is the newest state that both undo logs tell of it, else what the merge
    base has.
    """
    base = dict(_before(path, min(mine.gen, theirs.gen)) or {})
    both = [(states(text.tables), rows_of(text.tables)) for text in (mine, theirs)]
    for key in {key for told, _ in both for key in told}:
        here, there = (told.get(key, [now.get(key)]) for told, now in both)
        common = next((row for row in here if row is not None and row in there), None)
        if common is not None:
            base[key] = common
    return merge(base or None, rows, rows_of(theirs.tables))


def _past(path: str) -> list[tuple[int, str]]:
    start = f"{stem_of(path)}.common-g"
    past = (file for file in files_of(path, "past") if file.startswith(start))
    return sorted((int(file.removeprefix(start)), file) for file in past)

"""The good states of a store that are left, and putting one of them in its place."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aligntui.store import backups, crypt
from aligntui.store import checkpoint as whole
from aligntui.store.base import Base, Tables, read_base, written
from aligntui.store.errors import StoreError
from aligntui.store.files import (
    keep_aside,
    own_directory,
    private_directory,
    read_whole,
    refusal,
    timestamp,
)
from aligntui.store.found import Found
from aligntui.store.highwater import HighWater
from aligntui.store.inventory import files_of
from aligntui.store.locations import journal_of, lock_of
from aligntui.store.lock import StoreLock
from aligntui.store.migrations import SCHEMA, migrate
from aligntui.store.opening import look, newer, replaced_by, started
from aligntui.store.rebase import rebase, replay
from aligntui.store.rows import META, Rows
from aligntui.store.salvage import last_save, salvaged
from aligntui.store.saves import Scan, scan_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A state that can be put in place: the file it comes from, and what is in it.

    `at` is when it was last saved (UTC, RFC 3339), `lost` counts saves known to be lost, and
    `follows` says that the saves in the store's own journal go on from it.
    """

    file: str
    gen: int
    number: int
    at: str
    people: int
    check_ins: int
    lost: int = 0
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did: the state put in place, and where the files that were there are now."""

    state: Candidate
    aside: tuple[str, ...]


@dataclass(slots=True)
class _Good:
    found: Found
    at: str
    lost: int = 0
    follows: bool = False


def candidates(path: str | os.PathLike[str]) -> list[Candidate]:
    """Every good state left of a store, the newest first; nothing is written."""
    path = os.path.realpath(path)
    header, present = _names(path)
    store_id = present.get("store_id") or header.get("store")
    found: list[tuple[bool, Candidate]] = []
    for file in _files(path):
        with suppress(StoreError, OSError):
            good = _good(file, path)
            # what another store at this place has left comes last, however far it had come
            ours = store_id is None or good.found.meta.get("store_id") == store_id
            found.append((ours, _candidate(file, good)))
    found.sort(key=lambda each: (each[0], each[1].gen, each[1].number, each[1].at), reverse=True)
    return [state for _, state in found]


def verified(file: str | os.PathLike[str]) -> Candidate:
    """What a file holds, read to its end; StoreError when it is no whole store."""
    file = os.path.realpath(file)
    try:
        return _candidate(file, _good(file))
    except OSError as error:
        raise StoreError(f"{file} can't be read ({error.strerror}); nothing was changed") from error


def restore(
    path: str | os.PathLike[str],
    file: str | os.PathLike[str],
    *,
    follow: bool = False,
    seen: str | None = None,
) -> Restored:
    """Put the state in `file` in the place of a store, after what is there was set aside.

    With `follow`, the saves in the store's own journal that go on from it come with it. Cut
    short at any point, the old store is there or the new one.
    """
    path, file = os.path.realpath(path), os.path.realpath(file)
    verified(file)
    private_directory(os.path.dirname(path))
    lock = StoreLock(lock_of(path))
    try:
        with lock.held():
            good = _good(file, path if follow or file == path else None)
            aside = _set_aside(path)
            _put(path, good, HighWater(seen, path))
            return Restored(state=_candidate(file, good), aside=tuple(aside))
    except OSError as error:
        raise refusal(error, path) from error
    finally:
        lock.close()


def _files(path: str) -> Iterator[str]:
    if os.path.exists(path):
        yield path
    yield from (f for f in files_of(path, "backup") if f.endswith(backups.ending_of(path)))


def _good(file: str, store: str | None = None) -> _Good:
    """The state in a file with its own journal, and with that of `store` where it goes on."""
    base = read_base(file)
    if base is None:
        raise StoreError(f"there is no {file}; nothing was changed")
    found = started(base, ours=False)
    found.gen = found.meta.get("gen", 0)
    good = _Good(found, str(found.meta.get("updated", "")))
    _own_journal(good, base, own=file == store)
    if store is not None and file != store:
        _next_journal(good, base, store)
    if max(found.meta.get("schema", SCHEMA), found.meta.get("min_reader", 0)) > SCHEMA:
        raise StoreError(f"{file}: {newer(found.meta)}")
    if not migrate(found.tables, found.meta.get("schema", SCHEMA)):
        raise StoreError(f"{file} has a schema that is not known; nothing was changed")
    return good


def _own_journal(good: _Good, base: Base, *, own: bool) -> None:
    read = read_whole(journal_of(base.path) if own else base.path + ".journal")
    if read is None:
        return
    scan = scan_whole(read[0], sealed=crypt.sealed(base.path))
    if base.named_by(scan.header or {}):
        _take(good, read[0], scan)
    elif own and scan.header is None:
        # the journal of this very store, without its first line
        records, good.lost = salvaged(read[0], scan)
        rebase(good.found.tables, records)


def _next_journal(good: _Good, base: Base, store: str) -> None:
    """Take in the store's journal where it goes on from this very state."""
    with suppress(OSError, StoreError):
        read = read_whole(journal_of(store))
        scan = scan_whole(read[0], sealed=crypt.sealed(store)) if read else Scan(0, 0, 0)
        header = scan.header or {}
        if read and (base.named_by(header) or header.get("folded") == good.found.position()):
            good.found.gen = int(header["gen"])
            good.follows = True
            _take(good, read[0], scan)


def _take(good: _Good, data: bytes, scan: Scan) -> None:
    replay(good.found.tables, scan.records)
    good.found.stand_at(scan)
    good.at = last_save(data, scan) or good.at
    if scan.fault in {"last", "middle"}:
        records, good.lost = salvaged(data, scan)
        rebase(good.found.tables, records)
        good.found.number += len(records)


def _candidate(file: str, good: _Good) -> Candidate:
    return Candidate(
        file=file,
        gen=good.found.gen,
        number=good.found.number,
        at=good.at,
        people=_count(good.found.tables, "people"),
        check_ins=_count(good.found.tables, "check_ins"),
        lost=good.lost,
        follows=good.follows,
    )


def _count(tables: Tables, name: str) -> int:
    return len(tables[name]) if name in tables else 0


def _set_aside(path: str) -> list[str]:
    """Keep what is there: a good store as a backup, anything else as it is, in `recovered`."""
    try:
        found = look(path)
    except StoreError:
        return backups.move_aside(path, [path, journal_of(path)])
    if found.journal is not None:
        found.journal.close()
    if found.refused:
        return backups.move_aside(path, [path, journal_of(path)])
    if found.base_mark is None:
        return []
    own_directory(backups.folder_of(path))
    stem = os.path.join(backups.folder_of(path), backups.stem_of(path))
    own = Rows({1: {**found.meta, "gen": found.gen}})
    data = b"".join(written(path, {META: own, **found.tables}))
    return [keep_aside(f"{stem}-{timestamp()}-g{found.gen}{backups.ending_of(path)}", data)]


def _put(path: str, good: _Good, seen: HighWater) -> None:
    header, present = _names(path)
    store_id = present.get("store_id") or header.get("store") or good.found.meta.get("store_id")
    gens = [good.found.gen, header.get("gen"), present.get("gen"), seen.gen(store_id)]
    gens += [each.gen for each in backups.there(path)]
    meta = {**good.found.meta, "store_id": store_id}
    at = Found(meta=meta, gen=max(gen for gen in gens if isinstance(gen, int)))
    journal = read_whole(journal_of(path))
    replaced = replaced_by(journal[0]) if journal else None
    whole.checkpoint(path, at, good.found.tables, {}, replaced)
    if at.journal is not None:
        at.journal.close()
    seen.mark(at)


def _names(path: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What the present journal and the present base call themselves, as far as they can."""
    header: Mapping[str, Any] = {}
    present: Mapping[str, Any] = {}
    with suppress(OSError, StoreError):
        journal = read_whole(journal_of(path))
        header = (scan_whole(journal[0]).header if journal else None) or {}
    with suppress(OSError, StoreError):
        base = read_base(path)
        present = started(base, ours=False).meta if base else {}
    return header, present

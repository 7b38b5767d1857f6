"""Find the good states of a store that are left, and restore one of them."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from aligntui.store import backups, crypt
from aligntui.store.access import HighWater
from aligntui.store.errors import StoreError
from aligntui.store.files import (
    keep_aside,
    own_directory,
    read_whole,
    timestamp,
    write_private,
)
from aligntui.store.inventory import files_of
from aligntui.store.legacy import journals_of
from aligntui.store.lock import alone
from aligntui.store.opening import SCHEMA, look, meta_of, migrate, newer, state_in
from aligntui.store.text import Text, chunks, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A state that can be restored: the file it is in, and what it contains.

    `at` is the time of its last save (UTC, RFC 3339), `gen` the number of saves up to it.
    """

    file: str
    gen: int
    at: str
    people: int
    check_ins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The result of a restore: the state, and the paths where the replaced files were kept."""

    state: Candidate
    aside: tuple[str, ...]


def candidates(path: str | os.PathLike[str]) -> list[Candidate]:
    """All good states of a store, the newest first; nothing is written."""
    path = os.path.realpath(path)
    store_id = _present(path).meta.get("store_id")
    found: list[tuple[bool, Candidate]] = []
    for file in _files(path):
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
    try:
        return _candidate(file, _good(file))
    except OSError as error:
        raise StoreError(f"{file} can't be read ({error.strerror}); nothing was changed") from error


def restore(
    path: str | os.PathLike[str], file: str | os.PathLike[str], *, seen: str | None = None
) -> Restored:
    """Replace a store by the state in `file`; the present files are kept aside first.

    If it is interrupted, either the old store or the new one is there.
    """
    path, file = os.path.realpath(path), os.path.realpath(file)
    verified(file)
    with alone(path):
        text = _good(file, path)
        aside = _set_aside(path)
        _put(path, text, HighWater(seen, path))
        return Restored(state=_candidate(file, text), aside=tuple(aside))


def sealed(path: str, text: Text) -> bytes:
    """The bytes of a text as written to a store's file, encrypted if the store is."""
    data = b"".join(chunks(text))
    return crypt.seal(path, data) if crypt.sealed(path) else data


def _files(path: str) -> Iterator[str]:
    if os.path.exists(path):
        yield path
    yield from (f for f in files_of(path, "backup") if f.endswith(backups.ending_of(path)))


def _good(file: str, store: str | None = None) -> Text:
    """The state in a file, with an older version's journals beside it."""
    text = state_in(file, journals_of(file) if file == store else None)
    if max(text.meta.get("schema", SCHEMA), text.meta.get("min_reader", 0)) > SCHEMA:
        raise StoreError(f"{file}: {newer(text.meta)}")
    if not migrate(text.tables, text.meta.get("schema", SCHEMA)):
        raise StoreError(f"{file} has a schema that is not known; nothing was changed")
    return text


def _candidate(file: str, text: Text) -> Candidate:
    return Candidate(
        file=file,
        gen=text.gen,
        at=str(text.meta.get("updated", "")),
        people=len(text.tables.get("people", ())),
        check_ins=len(text.tables.get("check_ins", ())),
    )


def _set_aside(path: str) -> list[str]:
    """Keep the present store: a good one as a backup, anything else as it is in `recovered`."""
    try:
        found = look(path)
    except StoreError:
        return backups.move_aside(path, [path, *journals_of(path)])
    if found.refused or found.keep:
        return backups.move_aside(path, [path, *journals_of(path)])
    if found.mark is None or (read := read_whole(path)) is None:
        return []
    own_directory(backups.folder_of(path))
    stem = os.path.join(backups.folder_of(path), backups.stem_of(path))
    name = f"{stem}-{timestamp()}-g{found.text.gen}{backups.ending_of(path)}"
    return [keep_aside(name, read[0])]


def _put(path: str, text: Text, seen: HighWater) -> None:
    present = _present(path)
    store_id = present.meta.get("store_id") or text.meta.get("store_id")
    known = [each.gen for each in backups.there(path)]
    gen = max(text.gen, present.gen, seen.gen(store_id), *known, 0)
    text.meta["store_id"] = store_id
    put = write(text.tables, meta_of(text, gen + 1), {})
    write_private(path, [sealed(path, put)])
    for journal in journals_of(path):
        os.unlink(journal)
    seen.mark(put)


def _present(path: str) -> Text:
    """The state at the store's path, or an empty one if it can't be read."""
    with suppress(OSError, StoreError):
        return look(path).text
    return Text()

"""Read a store from disk, and decide what has to be done before it is written."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aligntui import __version__
from aligntui.store import crypt
from aligntui.store.errors import StoreDamaged
from aligntui.store.files import Mark, now, read_whole
from aligntui.store.locations import journals_of
from aligntui.store.text import FORMAT, META, Doc, Tables, Text, chunks, read

SCHEMA = 2
"""The schema this program writes."""
MIN_READER = 2
"""The oldest schema whose programs can read this one's."""

_KEPT = "; a copy is kept in backups"
Step = Callable[[Tables], None]
STEPS: Mapping[int, Step] = {1: lambda tables: None}
"""Migrations of the tables to the next schema, by the schema they start from. From 1 to 2 only the
file itself changed, see `legacy`."""


@dataclass(slots=True)
class Found:
    """The result of reading a store's file.

    `refused` is the reason if it may only be read. `keep` are files to write to the backups before
    the file is rewritten, by the ending of their names; then `journals`, which it contains, go.
    """

    text: Text = field(default_factory=Text)
    mark: Mark | None = None
    refused: str | None = None
    sound: bool = False
    """True when it is refused although it is not damaged."""
    anew: bool = False
    """True when it has to be rewritten before the next save."""
    folded: Doc = field(default_factory=dict)
    keep: dict[str, bytes] = field(default_factory=dict)
    journals: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Notes on its problems: each as it is, and for when the file is rewritten."""

    def note(self, words: str, then: str = "") -> None:
        """Add a note on a problem, with `then` for when the file is rewritten."""
        self.notes.append((words, words + then))

    @property
    def odd(self) -> bool:
        """True when anything has to be done before the next save."""
        return self.anew or bool(self.journals)


def look(path: str) -> Found:
    """Read a store; nothing is written. Raises StoreDamaged if its file can't be trusted at all."""
    journals = journals_of(path)
    found = read_whole(path)
    if found is None:
        from aligntui.store import legacy

        if all(legacy.unborn(path, journal) for journal in journals):
            return Found()
        raise StoreDamaged(
            f"{path} is missing but its journal is there; nothing was changed: "
            "'aligntui doctor' lists the good states"
        )
    data, mark = found
    return _found(path, data, journals, mark)


def state_in(file: str, journals: list[str] | None = None) -> Text:
    """The state in any file with a whole store; raises StoreError if it can't be read."""
    found = read_whole(file)
    if found is None:
        raise StoreDamaged(f"there is no {file}; nothing was changed")
    if journals is None:
        journals = [each for each in [f"{file}.journal"] if os.path.lexists(each)]
    state = _found(file, found[0], journals, found[1])
    if state.refused:
        raise StoreDamaged(f"{file}: {state.refused}")
    return state.text


def plain_bytes(file: str, data: bytes) -> bytes:
    """The bytes of a file, decrypted if it is encrypted."""
    return crypt.decrypt(file, data) if crypt.sealed(file) else data


def bytes_of(path: str, text: Text) -> bytes:
    """The bytes of a text as written to a store's file, encrypted if the store is."""
    data = b"".join(chunks(text))
    return crypt.seal(path, data) if crypt.sealed(path) else data


def meta_of(text: Text, gen: int, folded: Doc | None = None) -> Doc:
    """The `_meta` of a save, and of the journal that was folded into it."""
    time = now()
    left = {"replaced", "ids", "parts", "sum"}
    return {
        **{name: value for name, value in text.meta.items() if name not in left},
        "schema": SCHEMA,
        "min_reader": MIN_READER,
        "version": __version__,
        "store_id": text.meta.get("store_id") or str(uuid4()),
        "gen": gen,
        "writer": os.uname().nodename,
        "created": text.meta.get("created", time),
        "updated": time,
        **({"folded": folded} if folded else {}),
    }


def migrate(tables: Tables, schema: int) -> bool:
    """Migrate the tables from `schema` to SCHEMA, in memory; False if there is no way."""
    if not all(number in STEPS for number in range(schema, SCHEMA)):
        return False
    for number in range(schema, SCHEMA):
        STEPS[number](tables)
    return True


def newer(meta: Mapping[str, Any]) -> str:
    """The message for a store that a newer version wrote."""
    version = meta.get("version")
    who = f"aligntui {version}" if isinstance(version, str) else "a newer aligntui"
    return f"the store was written by {who}; update aligntui to that version to change anything"


def _found(path: str, data: bytes, journals: list[str], mark: Mark) -> Found:
    plain = plain_bytes(path, data)
    found = Found(read(plain, path), mark)
    meta = found.text.meta
    if meta.get("format", 0) != FORMAT:
        _fold(found, path, data, journals)
    elif found.text.changed:
        found.anew, found.keep = True, {".json": data}
        where = ", ".join(name for name in found.text.changed if name != META)
        found.note(f"{path} was changed by another program{where and f' in {where}'}", _KEPT)
    else:
        _leave(found, path, journals)
    schema = meta.get("schema", SCHEMA)
    if max(schema, meta.get("min_reader", 0)) > SCHEMA:
        found.refused, found.sound = newer(meta), True
    elif not found.refused and not migrate(found.text.tables, schema):
        found.refused = f"{path} has the unknown schema {schema}; it can only be read"
        found.sound = True
    elif schema < SCHEMA:
        found.anew, found.keep = True, found.keep or {f"-before-v{SCHEMA}.json": data}
    return found


def _fold(found: Found, path: str, data: bytes, journals: list[str]) -> None:
    """Apply the journals of an old store."""
    from aligntui.store import legacy

    found.anew = True
    found.keep = {f"-before-v{SCHEMA}.json": data}
    for journal in journals:
        lost = legacy.fold(found, path, data, journal)
        found.journals.append(journal)
        kept = read_whole(journal)
        found.keep[f"-before-v{SCHEMA}.json.journal"] = kept[0] if kept else b""
        if lost:
            words = f"lines of {journal} that can't be read and were left out: {lost}"
            found.note(words, "; it is kept in backups")
    if found.text.meta.get("format"):
        words = f"{os.path.basename(path)} is one whole file from now on"
        found.notes.append(("", f"{words}; a copy of before is in backups"))
    else:
        found.note(f"{path} was changed by another program", _KEPT)


def _leave(found: Found, path: str, journals: list[str]) -> None:
    """Remove a journal that was folded in before, if a kill left it; report any other."""
    for journal in journals:
        from aligntui.store import legacy

        if found.text.meta.get("folded") == legacy.position(path, journal):
            found.journals.append(journal)
        else:
            found.note(
                f"{journal} is left over from an older version; 'aligntui doctor --fix' moves it "
                "aside"
            )

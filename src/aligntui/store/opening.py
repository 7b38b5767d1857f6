"""Read a store from disk, and decide what has to be done before it is written.

A store of versions before 0.2 is a base, and beside it a journal with the saves since. A line of
the journal is eight hex digits, a blank, JSON and a line feed. The digits are the CRC-32 of the
JSON, seeded with the digits of the line before. The first line names its base; each other one holds
one save, as steps on documents. In an encrypted store each save is encrypted JSON in base64. Read
only to be rewritten as one file.
"""

import json
import os
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import uuid4
from zlib import crc32

from aligntui import __version__
from aligntui.store import crypt
from aligntui.store.errors import StoreDamaged, StoreError
from aligntui.store.files import Mark, is_there, now, read_whole
from aligntui.store.locations import journals_of
from aligntui.store.text import FORMAT, META, Doc, Tables, Text, chunks, damaged, read

SCHEMA = 2
"""The schema this program writes."""
MIN_READER = 2
"""The oldest schema whose programs can read this one's."""

_KEPT = "; a copy is kept in backups"
Step = Callable[[Tables], None]
STEPS: Mapping[int, Step] = {1: lambda tables: None}
"""Migrations of the tables to the next schema, by the schema they start from. From 1 to 2 only the
file itself changed."""


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
        if all(_journal(path, file).unborn for file in journals):
            return Found()
        raise StoreDamaged(
            f"{path} is missing but its journal is there; nothing was changed: "
            "'aligntui doctor' lists the good states"
        )
    data, mark = found
    return _found(path, data, journals, mark)


def state_in(file: str, journals: list[str] | None = None) -> Text:
    """The state in any file with a whole store; raises StoreError if it can't be read."""
    try:
        if journals is None:
            journals = [each for each in [f"{file}.journal"] if is_there(each)]
        read_it = read_whole(file)
        found = _found(file, read_it[0], journals, read_it[1]) if read_it else None
    except OSError as error:
        raise StoreError(f"{file} can't be read ({error.strerror}); nothing was changed") from error
    if found is None:
        raise StoreDamaged(f"there is no {file}; nothing was changed")
    if found.refused:
        raise StoreDamaged(f"{file}: {found.refused}")
    return found.text


def plain_bytes(file: str, data: bytes) -> bytes:
    """The bytes of a file, decrypted if it is encrypted."""
    if crypt.is_age(data) and not crypt.sealed(file):
        raise StoreDamaged(f"{file} is encrypted; give it a name that ends in {crypt.SUFFIX}")
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


def _found(path: str, data: bytes, journals: list[str], mark: Mark) -> Found:
    found = Found(read(plain_bytes(path, data), path), mark)
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
        version = meta.get("version")
        who = f"aligntui {version}" if isinstance(version, str) else "a newer aligntui"
        words = "update aligntui to that version to change anything"
        found.refused, found.sound = f"the store was written by {who}; {words}", True
    elif not found.refused and schema < SCHEMA and not migrate(found.text.tables, schema):
        found.refused = f"{path} has the unknown schema {schema}; it can only be read"
        found.sound = True
    elif schema < SCHEMA:
        found.anew, found.keep = True, found.keep or {f"-before-v{SCHEMA}.json": data}
    return found


class Journal(NamedTuple):
    """The journal of an old store."""

    header: Doc
    """Its first line, with how far it goes; empty if that line can't be read."""
    saves: list[list[Any] | None]
    """The steps of each save, or None for a line that can't be read."""
    data: bytes

    @property
    def unborn(self) -> bool:
        """True when, without a base, it is only the beginning of a first save."""
        return self.header.get("gen") == 1 and not self.saves

    @property
    def position(self) -> Doc:
        """Identifies the journal, and how far it goes."""
        return {name: self.header[name] for name in ("gen", "n", "chain") if self.header}


def _fold(found: Found, path: str, data: bytes, journals: list[str]) -> None:
    """Apply the journals of an old store to its base with the bytes `data`."""
    found.anew = True
    found.keep = {f"-before-v{SCHEMA}.json": data}
    for file in journals:
        journal = _journal(path, file)
        if not journal.header:
            raise damaged(file, "has no first line that can be read")
        if lost := _apply(found, path, data, file, journal):
            words = f"lines of {file} that can't be read and were left out: {lost}"
            found.note(words, "; it is kept in backups")
        found.journals.append(file)
        found.keep[f"-before-v{SCHEMA}.json.journal"] = journal.data
    if found.text.meta.get("format"):
        words = f"{os.path.basename(path)} is one whole file from now on"
        found.notes.append(("", f"{words}; a copy of before is in backups"))
    else:
        found.note(f"{path} was changed by another program", _KEPT)


def _leave(found: Found, path: str, journals: list[str]) -> None:
    """Remove a journal that was folded in before, if a kill left it; report any other."""
    for file in journals:
        if found.text.meta.get("folded") == _journal(path, file).position:
            found.journals.append(file)
        else:
            found.note(
                f"{file} is left over from an older version; 'aligntui doctor --fix' moves it aside"
            )


def _apply(found: Found, path: str, data: bytes, file: str, journal: Journal) -> int:
    """Apply a journal to its base; returns the number of lines that can't be read.

    If somebody changed the base since, their changes stay, and records changed by both are merged.
    """
    text, header, lost = found.text, journal.header, 0
    found.folded = journal.position
    gen = text.meta.get("gen", header["gen"])
    replaced = {"size": len(journal.data), "crc": crc32(journal.data)}
    if text.meta.get("store_id", header.get("store")) != header.get("store"):
        found.refused = f"{file} belongs to another store; move it away"
    elif gen < header["gen"]:
        found.refused = (
            f"{path} is older (generation {gen}) than its journal ({header['gen']}); "
            "restore the newer file, or wait for it"
        )
    elif text.meta.get("folded") != found.folded and text.meta.get("replaced") != replaced:
        text.meta.setdefault("store_id", header.get("store"))
        ours = (header.get("base_size"), header.get("base_crc")) == (len(data), crc32(data))
        moved: dict[tuple[str, int], int] = {}
        tables = {name: dict(table) for name, table in text.tables.items()}
        for step in (step for save in journal.saves for step in save or ()):
            _step(tables, step, moved, ours=ours)
        text.tables = {**tables}
        lost = journal.saves.count(None)
    text.meta["gen"] = max(gen, header["gen"])
    return lost


def _journal(path: str, file: str) -> Journal:
    """Read a journal. A line is valid if its checksum is seeded with the one in the line before.

    A save holds whole documents, so it stands on its own.
    """
    found = read_whole(file)
    data = found[0] if found else b""
    header: Doc = {}
    saves: list[list[Any] | None] = []
    chain: int | None = 0
    lines = [line for line in data.split(b"\n") if line]
    for line in lines:
        said = _said(line, chain, sealed=crypt.sealed(path) and bool(header))
        if not header:
            if said is None or "gen" not in said:
                break
            header = {**said, "n": 0, "chain": f"{crc32(line[9:]):08x}"}
        elif said and "ops" in said:
            saves.append(said["ops"])
            header |= {"n": said["n"], "chain": str(line[:8], "ascii")}
        elif line is not lines[-1] or data.endswith(b"\n"):
            saves.append(None)  # the last one was cut short, and never reported as saved
        chain = None
        with suppress(ValueError):
            chain = int(line[:8], 16)
    return Journal(header, saves, data)


def _said(line: bytes, chain: int | None, *, sealed: bool) -> Doc | None:
    payload = line[9:]
    if chain is None or line[:9] != b"%08x " % crc32(payload, chain):
        return None
    with suppress(ValueError, TypeError, LookupError, RecursionError, StoreDamaged):
        if sealed:
            payload = crypt.decrypt("", a2b_base64(payload, strict_mode=True))
        said: Doc = json.loads(payload)
        number = said["gen" if said.get("journal") == 1 else "n"]
        return said if isinstance(number, int) else None
    return None


def _step(
    tables: dict[str, dict[str, Doc]],
    step: list[Any],
    moved: dict[tuple[str, int], int],
    *,
    ours: bool,
) -> None:
    """Apply one step to a document; a document that is another record by now is left alone."""
    verb, name = step[0], str(step[1])
    if verb == "drop":
        tables.pop(name, None)
        return
    table = tables.setdefault(name, {})
    if verb == "new":
        return
    number = moved.get((name, step[2]), step[2])
    there = None if ours else table.get(str(number))
    if verb == "del":
        if not _another(there, step[3] if len(step) > 3 else None):
            table.pop(str(number), None)
        return
    document = dict(step[3])
    if _another(there, document.get("uid")):
        number = moved[name, step[2]] = max(map(int, table), default=0) + 1
    elif there is not None and not name.startswith("_"):
        document = _both(there, document)
    table[str(number)] = document


def _another(there: Doc | None, uid: object) -> bool:
    theirs = there.get("uid") if there else None
    return theirs is not None and uid is not None and theirs != uid


def _both(theirs: Doc, mine: Doc) -> Doc:
    from aligntui.store.codec import rev_of
    from aligntui.store.conflicts import together

    if rev_of(theirs) < rev_of(mine) or "rev" not in theirs or theirs == mine:
        return mine  # the base's document is the one that was edited here
    return {**together(mine, theirs), "rev": rev_of(theirs) + 1}

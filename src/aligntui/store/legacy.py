"""Read a store of versions before 0.2: a base, and beside it a journal with the saves since.

A line of the journal is eight hex digits, a blank, JSON and a line feed. The digits are the CRC-32
of the JSON, seeded with the digits of the line before. The first line names its base; each other
one holds one save, as steps on documents. In an encrypted store each save is encrypted JSON in
base64. Read only to be rewritten as one file.
"""

import json
from binascii import a2b_base64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.errors import StoreDamaged
from aligntui.store.files import read_whole
from aligntui.store.text import Doc, Tables, Text, damaged

_BAD = (ValueError, TypeError, LookupError, RecursionError, StoreDamaged)


@dataclass(slots=True)
class Folded:
    """The result of applying a journal to its base."""

    saves: int = 0
    lost: int = 0
    """Number of lines that can't be read."""
    torn: bool = False
    """True when the last line is incomplete: its save was never reported as saved."""
    refused: str = ""
    """The reason why the journal does not fit its base."""
    position: Doc = field(default_factory=dict)
    """Identifies the journal, and how far it was read."""


def unborn(path: str, journal: str) -> bool:
    """True when a journal without a base is only the beginning of a first save."""
    header, records = _journal(path, journal)
    return header is not None and header["gen"] == 1 and not records


def position(path: str, journal: str) -> Doc:
    """Identify a journal, and how far it goes."""
    return _position(*_journal(path, journal))


def fold(path: str, data: bytes, text: Text, journal: str) -> Folded:
    """Apply the saves of a journal to the tables of its base.

    `data` are the bytes of the base's file. If somebody changed the base since, their changes
    stay, and records changed by both are merged.
    """
    read = read_whole(journal)
    if read is None:
        return Folded()
    header, records = _read(read[0], sealed=crypt.sealed(path))
    if header is None:
        raise damaged(journal, "has no first line that can be read")
    found = Folded(position=_position(header, records))
    named = (header.get("base_size"), header.get("base_crc"))
    gen, ours = text.meta.get("gen", header["gen"]), named == (len(data), crc32(data))
    if text.meta.get("store_id", header.get("store")) != header.get("store"):
        found.refused = f"{journal} belongs to another store; move it away"
    elif gen < header["gen"]:
        found.refused = (
            f"{path} is older (generation {gen}) than its journal ({header['gen']}); "
            "restore the newer file, or wait for it"
        )
    elif not (text.meta.get("folded") == found.position or _replaced(text, read[0])):
        text.meta.setdefault("store_id", header.get("store"))
        moved: dict[tuple[str, int], int] = {}
        for record in records:
            if isinstance(record, list):
                found.saves += 1
                for step in record:
                    _apply(text.tables, step, moved, ours=ours)
        found.lost = records.count(None)
        found.torn = not read[0].endswith(b"\n")
    text.meta["gen"] = max(gen, header["gen"])
    return found


def _journal(path: str, journal: str) -> tuple[Doc | None, list[list[Any] | None]]:
    """The header and the saves of a journal, see `_read`."""
    read = read_whole(journal)
    return _read(read[0], sealed=crypt.sealed(path)) if read else (None, [])


def _replaced(text: Text, data: bytes) -> bool:
    """True when a base replaced the one that its journal belongs to."""
    replaced: object = text.meta.get("replaced")
    return replaced == {"size": len(data), "crc": crc32(data)}


def _position(header: Doc | None, records: list[list[Any] | None]) -> Doc:
    if header is None:
        return {}
    return {"gen": header["gen"], "n": header["last"], "chain": f"{header['chain']:08x}"}


def _read(data: bytes, *, sealed: bool) -> tuple[Doc | None, list[list[Any] | None]]:
    """The header, and the steps of each save; None for a line that can't be read.

    A line is valid if its checksum is seeded with that of the line before, as computed or as
    printed there: a save holds whole documents, so it stands on its own.
    """
    header: Doc | None = None
    records: list[list[Any] | None] = []
    chains: tuple[int, ...] = (0,)
    lines = data.split(b"\n")
    for number, line in enumerate(lines):
        if not line:
            continue
        tries = (_said(line, chain, header, sealed=sealed) for chain in chains)
        said = next(filter(None, tries), None)
        if said is None and number == len(lines) - 1:
            break  # incomplete
        if header is None:
            if said is None:
                return None, []
            header = {**said, "last": 0, "chain": crc32(line[9:])}
        else:
            records.append(said["ops"] if said else None)
            if said:
                header |= {"last": said["n"], "chain": int(line[:8], 16)}
        chains = tuple(_printed(line))
    return header, records


def _said(line: bytes, chain: int, header: Doc | None, *, sealed: bool) -> Doc | None:
    payload = line[9:]
    if line[:9] != b"%08x " % crc32(payload, chain):
        return None
    with suppress(*_BAD):
        if sealed and header:
            payload = crypt.decrypt("", a2b_base64(payload, strict_mode=True))
        said = json.loads(payload)
        if header is None:
            return {**said, "gen": int(said["gen"])} if said["journal"] == 1 else None
        return {"n": int(said["n"]), "ops": list(said["ops"])}
    return None


def _printed(line: bytes) -> Iterator[int]:
    with suppress(ValueError):
        yield int(line[:8], 16)


def _apply(
    tables: Tables, step: list[Any], moved: dict[tuple[str, int], int], *, ours: bool
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
    there = table.get(str(number))
    if verb == "del":
        uid = step[3] if len(step) > 3 else None
        if ours or not _another(there, uid):
            table.pop(str(number), None)
        return
    document = dict(step[3])
    if not ours and _another(there, document.get("uid")):
        number = moved[name, step[2]] = max(map(int, table), default=0) + 1
    elif not ours and there is not None and not name.startswith("_"):
        document = _both(there, document)
    table[str(number)] = document


def _another(there: Mapping[str, Any] | None, uid: object) -> bool:
    theirs = there.get("uid") if there else None
    return theirs is not None and uid is not None and theirs != uid


def _both(theirs: Doc, mine: Doc) -> Doc:
    from aligntui.store.codec import rev_of
    from aligntui.store.conflicts import together

    if rev_of(theirs) < rev_of(mine) or "rev" not in theirs or theirs == mine:
        return mine  # the base's document is the one that was edited here
    return {**together(mine, theirs), "rev": rev_of(theirs) + 1}

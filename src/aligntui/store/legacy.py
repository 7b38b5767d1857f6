"""Read a store of versions before 0.2: a base, and beside it a journal with the saves since.

A line of the journal is eight hex digits, a blank, JSON and a line feed. The digits are the CRC-32
of the JSON, seeded with the digits of the line before. The first line names its base; each other
one holds one save, as steps on documents. In an encrypted store each save is encrypted JSON in
base64. Read only to be rewritten as one file.
"""

from __future__ import annotations

import json
from binascii import a2b_base64
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.errors import StoreDamaged
from aligntui.store.files import read_whole
from aligntui.store.text import damaged

if TYPE_CHECKING:
    from aligntui.store.opening import Found
    from aligntui.store.text import Doc, Tables

_BAD = (ValueError, TypeError, LookupError, RecursionError, StoreDamaged)


def unborn(path: str, journal: str) -> bool:
    """True when a journal without a base is only the beginning of a first save."""
    header, saves, _ = _read(path, journal)
    return header.get("gen") == 1 and not saves


def position(path: str, journal: str) -> Doc:
    """Identify a journal, and how far it goes."""
    return _position(_read(path, journal)[0])


def fold(found: Found, path: str, data: bytes, journal: str) -> int:
    """Apply the saves of a journal to a base with the bytes `data`.

    If somebody changed the base since, their changes stay, and records changed by both are merged.
    Returns the number of lines that can't be read.
    """
    header, saves, whole = _read(path, journal)
    text = found.text
    if not header:
        raise damaged(journal, "has no first line that can be read")
    found.folded = _position(header)
    ours = (header.get("base_size"), header.get("base_crc")) == (len(data), crc32(data))
    gen = text.meta.get("gen", header["gen"])
    replaced = text.meta.get("replaced") == {"size": len(whole), "crc": crc32(whole)}
    lost = 0
    if text.meta.get("store_id", header.get("store")) != header.get("store"):
        found.refused = f"{journal} belongs to another store; move it away"
    elif gen < header["gen"]:
        found.refused = (
            f"{path} is older (generation {gen}) than its journal ({header['gen']}); "
            "restore the newer file, or wait for it"
        )
    elif text.meta.get("folded") != found.folded and not replaced:
        text.meta.setdefault("store_id", header.get("store"))
        moved: dict[tuple[str, int], int] = {}
        for step in (step for save in saves for step in save or ()):
            _apply(text.tables, step, moved, ours=ours)
        lost = saves.count(None)
    text.meta["gen"] = max(gen, header["gen"])
    return lost


def _position(header: Doc) -> Doc:
    last = header and {"n": header["last"], "chain": f"{header['chain']:08x}"}
    return last and {"gen": header["gen"], **last}


def _read(path: str, journal: str) -> tuple[Doc, list[list[Any] | None], bytes]:
    """The header, the steps of each save or None for a line that can't be read, and the bytes.

    A line is valid if its checksum is seeded with the one printed in the line before: a save holds
    whole documents, so it stands on its own.
    """
    found = read_whole(journal)
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
            header = {**said, "last": 0, "chain": crc32(line[9:])}
        elif said and "ops" in said:
            saves.append(said["ops"])
            header |= {"last": said["n"], "chain": int(line[:8], 16)}
        elif line is not lines[-1] or data.endswith(b"\n"):
            saves.append(None)  # the last one was cut short, and never reported as saved
        chain = None
        with suppress(ValueError):
            chain = int(line[:8], 16)
    return header, saves, data


def _said(line: bytes, chain: int | None, *, sealed: bool) -> Doc | None:
    payload = line[9:]
    if chain is None or line[:9] != b"%08x " % crc32(payload, chain):
        return None
    with suppress(*_BAD):
        if sealed:
            payload = crypt.decrypt("", a2b_base64(payload, strict_mode=True))
        said: Doc = json.loads(payload)
        number = said["gen" if said.get("journal") == 1 else "n"]
        return said if isinstance(number, int) else None
    return None


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

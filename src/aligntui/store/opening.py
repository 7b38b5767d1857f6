"""What is found on disk, decided before anything is written: read, mend, or only look."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from aligntui.store import crypt
from aligntui.store.base import Base, Tables, read_base
from aligntui.store.errors import StoreDamaged
from aligntui.store.found import Found
from aligntui.store.journal import Journal
from aligntui.store.locations import journal_of, synced_by
from aligntui.store.migrations import SCHEMA, migrate
from aligntui.store.rebase import rebase, replay
from aligntui.store.rows import META
from aligntui.store.saves import Scan, scan_whole


def look(path: str, at: str | None = None) -> Found:
    """Read a store, with its journal or with the one `at` another place.

    Nothing is written; StoreDamaged when the files can't be trusted at all.
    """
    base = read_base(path)
    synced = bool(synced_by(path))
    try:
        journal = Journal(at or journal_of(path))
    except (FileNotFoundError, NotADirectoryError):
        journal = None
    if journal is None:
        return Found() if base is None else _without_journal(base, synced=synced)
    try:
        mark = journal.mark()
        data = journal.read()
        scan = scan_whole(data, sealed=crypt.sealed(path))
        if synced and _is_done_with(base, scan):
            journal.close()
            found = Found() if base is None else _without_journal(base, synced=True)
            found.journal_mark = mark if base else None
            return found
        if base is None:
            return _without_base(path, journal, scan)
        found = _both(base, scan, data)
        found.journal, found.journal_mark = journal, mark
    except BaseException:
        journal.close()
        raise
    return found


def _is_done_with(base: Base | None, scan: Scan) -> bool:
    """Whether a journal away from its base holds nothing, and the base has gone on without it.

    Another machine writes the base, too, and knows nothing of the journal here.
    """
    header = scan.header
    if header is None or scan.records or scan.fault:
        return False
    if base is None:
        return True
    if base.named_by(header):
        return False
    meta = started(base, ours=False).meta
    same = meta.get("store_id") == header.get("store")
    return not same or int(meta.get("gen", 0)) >= int(header.get("gen", 0))


def _without_base(path: str, journal: Journal, scan: Scan) -> Found:
    header = scan.header or {}
    if header.get("gen") == 1 and not scan.records and not scan.fault:
        # The first save was cut short before anything was in it.
        journal.close()
        return Found()
    raise StoreDamaged(
        f"{path} is missing but its journal is there; nothing was changed: "
        "'aligntui doctor' lists the good states"
    )


def _without_journal(base: Base, *, synced: bool) -> Found:
    found = started(base, ours=False)
    if synced and "gen" in found.meta and "store_id" in found.meta:
        found.repair = "journal"
        _lift(found, base, b"")
        return found
    found.repair, found.keep = "rewrite", {".json": base.data}
    if "gen" in found.meta:
        found.notes.append(f"the journal of {base.path} is missing; saves it held may be lost")
    _lift(found, base, b"")
    return found


def _both(base: Base, scan: Scan, data: bytes) -> Found:
    header = scan.header or {}
    ours = base.named_by(header)
    found = started(base, ours=ours)
    found.stand_at(scan)
    gen = int(header.get("gen", 0))
    if "replaced" in found.meta and found.meta["replaced"] == replaced_by(data):
        # a restore that was cut short between base and journal
        found.stand_at(Scan(0, 0, 0))
        found.repair, found.keep = "rewrite", {".journal": data}
        return found
    if not scan.header:
        found.refused = "the journal's first line is damaged; 'aligntui doctor --fix' salvages it"
    elif found.meta.get("store_id", header.get("store")) != header.get("store"):
        found.refused = f"{base.path}.journal belongs to another store; move it away"
    elif found.meta.get("gen", gen) > gen:
        _stale(found, base, scan, data)
    elif found.meta.get("gen", gen) < gen:
        found.refused = (
            f"{base.path} is older (generation {found.gen}) than its journal ({gen}); "
            "restore the newer file, or wait for it"
        )
    elif ours:
        found.gen = gen
        replay(found.tables, scan.records)
    else:
        found.meta.setdefault("store_id", header.get("store"))
        found.gen = gen
        _carry_over(found, base, scan, data, "was changed by another program")
    _fault(found, base, scan)
    _lift(found, base, data if ours else b"")
    return found


def replaced_by(journal: bytes) -> dict[str, int]:
    """How a base that was put in the place of another says which journal it does not go with."""
    return {"size": len(journal), "crc": crc32(journal)}


def started(base: Base, *, ours: bool) -> Found:
    """What a base alone says, before its journal."""
    tables = base.tables(ours=ours)
    meta = _meta(tables)
    gen = meta.get("gen", 0)
    found = Found(tables, meta, gen, base_mark=base.mark, base_sum=(base.crc, len(base.data)))
    ids = meta.get("ids")
    for name, last in ids.items() if isinstance(ids, Mapping) else ():
        if isinstance(last, int) and name in tables:
            tables[name].last_id = max(tables[name].last_id, last)
    return found


def _meta(tables: Tables) -> dict[str, Any]:
    rows = tables.pop(META, None)
    meta = dict(rows.get(1, {})) if rows is not None else {}
    for name in ("gen", "schema", "min_reader"):
        if not isinstance(meta.get(name, 0), int):
            del meta[name]
    return meta


def _stale(found: Found, base: Base, scan: Scan, data: bytes) -> None:
    """A journal from before the base: folded in by a checkpoint cut short, or never."""
    header = scan.header or {}
    was = {"gen": header.get("gen"), "n": scan.number, "chain": f"{scan.chain:08x}"}
    if found.meta.get("folded") == was or not scan.records:
        found.repair, found.keep = "rewrite", {".journal": data}
        found.folded = was
    else:
        _carry_over(found, base, scan, data, "was replaced by a newer one")


def _carry_over(found: Found, base: Base, scan: Scan, data: bytes, what: str) -> None:
    moved = rebase(found.tables, scan.records)
    header = scan.header or {}
    found.folded = {"gen": header.get("gen"), "n": scan.number, "chain": f"{scan.chain:08x}"}
    found.repair, found.keep = "rewrite", {".json": base.data, ".journal": data}
    note = f"{base.path} {what}; a copy is kept in backups"
    if scan.records:
        note += f"; saves carried over: {len(scan.records)}"
    if moved:
        note += f"; documents renumbered: {moved}"
    found.notes.append(note)


def _fault(found: Found, base: Base, scan: Scan) -> None:
    if found.refused or not scan.fault:
        return
    if scan.fault == "middle":
        found.refused = (
            f"the journal is damaged after save {scan.number}; 'aligntui doctor --fix' salvages it"
        )
        found.repair = ""
        return
    if scan.fault == "last":
        found.notes.append(f"the last save in {base.path}.journal is damaged and was set aside")
        found.lost = True
    found.repair = found.repair or "tail"


def _lift(found: Found, base: Base, journal: bytes) -> None:
    schema = found.meta.get("schema", SCHEMA)
    if max(schema, found.meta.get("min_reader", 0)) > SCHEMA:
        found.refused, found.sound = newer(found.meta), True
        found.repair = ""
    elif schema < SCHEMA and not found.refused:
        if not migrate(found.tables, schema):
            found.refused = f"{base.path} has the unknown schema {schema}; it can only be read"
            found.sound = True
            found.repair = ""
            return
        found.meta["schema"] = SCHEMA
        found.repair = "rewrite"
        found.keep[f"-before-v{SCHEMA}.json"] = base.data
        if journal:
            found.keep[f"-before-v{SCHEMA}.json.journal"] = journal
        found.folded = found.folded or found.position()


def newer(meta: Mapping[str, Any]) -> str:
    """What to say of a store that a newer version wrote."""
    version = meta.get("version")
    who = f"aligntui {version}" if isinstance(version, str) else "a newer aligntui"
    return f"the store was written by {who}; update aligntui to that version to change anything"

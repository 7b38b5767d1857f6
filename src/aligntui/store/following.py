"""What other processes did with the files since they were read, taken in without all the rest."""

from aligntui.store.base import read_base
from aligntui.store.found import Found
from aligntui.store.journal import Journal
from aligntui.store.saves import Scan, scan


def added(at: Found, journal: Journal, inode: int, *, sealed: bool, locked: bool) -> Scan | None:
    """The lines that others have added; None when they can't be taken as they are.

    Under the lock, the rest of a line that was never finished is set aside.
    """
    mark = journal.mark()
    if mark.inode != inode or mark.size < at.end:
        return None
    start = Scan(at.end, at.chain, at.number, header={}, sealed=sealed)
    found = scan(journal.read(at.end), start)
    if found.fault in {"last", "middle"}:
        return None
    if found.fault == "torn" and locked:
        journal.set_aside(found.end)
        mark = journal.mark()
    at.journal_mark = mark
    return found


def folded_in(at: Found, path: str, name: str) -> Scan | None:
    """Go over to a base into which another process folded just what is known, and read on.

    None when base and journal are anything else.
    """
    try:
        base, journal = read_base(path), Journal(name)
    except OSError:
        return None
    mark = journal.mark()
    found = journal.scan()
    header = found.header or {}
    same = header.get("gen") == at.gen + 1 and header.get("folded") == at.position()
    if base is None or found.fault or not same or not base.named_by(header):
        journal.close()
        return None
    if at.journal is not None:
        at.journal.close()
    at.journal, at.journal_mark, at.base_mark, at.gen = journal, mark, base.mark, at.gen + 1
    return found

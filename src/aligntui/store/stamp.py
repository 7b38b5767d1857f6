"""The cheap identity of what is on disk, for summaries derived from it."""

import os

from aligntui.store.locations import journal_of


def stamp(path: str | os.PathLike[str]) -> list[int] | None:
    """Inode, size in bytes and mtime in ns of the base, then of the journal (zeros without one).

    None when there is no store. Equal stamps mean equal contents.
    """
    base = os.path.realpath(path)
    try:
        first = os.stat(base)
    except OSError:
        return None
    numbers = [first.st_ino, first.st_size, first.st_mtime_ns]
    try:
        second = os.stat(journal_of(base))
    except OSError:
        return [*numbers, 0, 0, 0]
    return [*numbers, second.st_ino, second.st_size, second.st_mtime_ns]

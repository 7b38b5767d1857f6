"""A journal moves when its folder begins, or ceases, to be synchronised."""

import os

from aligntui.store.disk import Disk
from aligntui.store.files import private_directory
from aligntui.store.locations import other_journal
from aligntui.store.lock import StoreLock


def move_in(disk: Disk, lock: StoreLock, *, reading: bool) -> None:
    """Fold in what lies at the other place; who is only `reading` reads it where it is.

    StoreLocked where a window that was opened before still saves at the other place.
    """
    other = other_journal(disk.path)
    if other is None or not os.path.lexists(disk.path):
        return
    if reading or not os.access(os.path.dirname(disk.path), os.W_OK):
        disk.journal = other
        return
    private_directory(os.path.dirname(lock.path))
    with lock.held(), StoreLock(f"{os.path.splitext(other)[0]}.lock").held():
        if os.path.lexists(other):
            disk.move_in(other)

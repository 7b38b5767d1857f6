"""The states that another machine wrote and this one has read: what both can have gone on from.

In a synchronised folder the last few are kept, away from it. An older one is as right as the
newest: then more counts as changed by both, and nothing as lost.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from aligntui.store.base import read_base
from aligntui.store.codec import Key, Row
from aligntui.store.errors import StoreError
from aligntui.store.files import own_directory, write_private
from aligntui.store.inventory import files_of
from aligntui.store.locations import stem_of, synced_by

KEPT = 3


def remember(path: str, meta: Mapping[str, Any]) -> None:
    """Keep the base of a synchronised store that another machine wrote; failing is no harm."""
    if not synced_by(path) or meta.get("writer") in {None, os.uname().nodename}:
        return
    name = f"{stem_of(path)}.common-g{meta.get('gen', 0)}"
    if os.path.lexists(name):
        return
    with suppress(OSError, StoreError):
        base = read_base(path)
        if base is not None:
            own_directory(os.path.dirname(name))
            write_private(name, [base.data])
            for old in _kept(path)[:-KEPT]:
                os.unlink(old[1])


def before(path: str, gen: int) -> Mapping[Key, Row] | None:
    """The records of the newest kept state from before a generation; None without one."""
    from aligntui.store.conflicts import rows_of

    older = [name for number, name in _kept(path) if number < gen]
    with suppress(OSError, StoreError):
        base = read_base(older[-1]) if older else None
        if base is not None:
            return rows_of(base.tables(ours=False))
    return None


def _kept(path: str) -> list[tuple[int, str]]:
    start = f"{stem_of(path)}.common-g"
    past = (file for file in files_of(path, "past") if file.startswith(start))
    return sorted((int(file.removeprefix(start)), file) for file in past)

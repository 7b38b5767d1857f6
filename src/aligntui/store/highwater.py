"""High-water marks: the last generation of each store seen on this machine, to notice older ones.

Each is in a file of its own, away from the store, and is written when a store is opened, repaired
and closed, never while saving. Without a readable mark nothing is known or reported.
"""

import json
import os
import re
from contextlib import suppress
from typing import Any

from aligntui.store import backups
from aligntui.store.crypt import plain
from aligntui.store.files import names, own_directory, write_private
from aligntui.store.text import Doc, Text

Seen = dict[str, Any]
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class HighWater:
    """The marks in a folder; without a folder there are none."""

    def __init__(self, folder: str | None, path: str) -> None:
        self._folder = folder
        self._path = path
        self._known: Seen = {}

    def gen(self, store_id: object) -> int:
        """The highest generation seen of a store at this place; 0 if none was."""
        gen = self._read(store_id).get("gen")
        return gen if isinstance(gen, int) else 0

    def behind(self, text: Text, last: Doc | None = None, *, alone: bool) -> str | None:
        """How a store differs from what was last seen at its place, as a message; None if fine.

        `last` is its `_meta` when this process last saw it, which may be newer. Unless only this
        machine writes it (`alone`), another one may have made a different save of the same
        generation.
        """
        store_id = text.meta.get("store_id")
        there, seen = self.gen(store_id), self._read(store_id).get("sum", text.sum)
        here = Text(meta=last or {})
        if here.gen >= max(there, 1) and here.meta.get("store_id") == store_id:
            there, seen = here.gen, here.sum
        if text.gen > there or (text.gen == there and (text.changed or seen == text.sum)):
            return None
        if text.gen == there and not alone:
            return None
        words = (
            "the store has different saves from when this machine last saw it"
            if text.gen == there
            else "the store is older than when this machine last saw it"
        )
        return (
            f"{words}; 'aligntui doctor --accept' takes it as it is, "
            "'aligntui restore FILE' brings a backup back"
        )

    def vanished(self) -> str:
        """The message when no store is at this place, though one was seen here; else "".

        With backups there its disk is mounted, so the missing file is handled elsewhere.
        """
        if not self._marks() or os.path.lexists(self._path) or backups.there(self._path):
            return ""
        return (
            f"{self._path} is not there, though this machine has seen a store there; mount its "
            "disk or put it back, or 'aligntui doctor --accept' begins a new one"
        )

    def mark(self, text: Text, *, accept: bool = False) -> None:
        """Record a store's generation; a lower one only with `accept`."""
        store_id = text.meta.get("store_id")
        now = {"gen": text.gen, "sum": text.sum, "path": self._path}
        if self._folder is None or now == self._known or not isinstance(store_id, str):
            return
        if (not accept and text.gen < self.gen(store_id)) or not _ID.fullmatch(store_id):
            return
        with suppress(OSError):
            own_directory(self._folder)
            write_private(self._file(store_id), [json.dumps(now).encode()], sure=False)
        self._known = now

    def forget(self) -> None:
        """Forget all stores seen at this place."""
        for mark in self._marks():
            with suppress(OSError):
                os.unlink(mark)

    def _read(self, store_id: object) -> Seen:
        if self._folder is None or not isinstance(store_id, str) or not _ID.fullmatch(store_id):
            return {}
        seen = _content(self._file(store_id))
        # a copy of a store at another place has its own generations
        return seen if seen.get("path") == self._path else {}

    def _marks(self) -> list[str]:
        """The marks of stores seen at this place, encrypted or not."""
        folder = self._folder or ""
        found = [os.path.join(folder, n) for n in names(folder) if n.endswith(".seen")]
        place = plain(self._path)
        return [mark for mark in found if plain(str(_content(mark).get("path"))) == place]

    def _file(self, store_id: str) -> str:
        return os.path.join(self._folder or "", f"{store_id}.seen")


def _content(mark: str) -> Seen:
    with suppress(OSError, ValueError, RecursionError):
        with open(mark, "rb") as file:
            seen = json.loads(file.read(4096))
        if isinstance(seen, dict):
            return seen
    return {}

"""The furthest state of each store that this machine has seen, so that an older one is noticed.

It stands in a file of its own, away from the store, and is written when a store is opened, folded
and closed, never while saving. Where it is missing or odd nothing is known, and nothing is said.
"""

import json
import os
import re
from contextlib import suppress
from typing import Any

from aligntui.store import backups
from aligntui.store.crypt import plain
from aligntui.store.files import names, own_directory, write_private
from aligntui.store.found import Found

Seen = dict[str, Any]
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class HighWater:
    """The marks in one folder; without a folder there are none."""

    def __init__(self, folder: str | None, path: str) -> None:
        self._folder = folder
        self._path = path
        self._known: Seen = {}

    def read(self, store_id: object) -> Seen:
        """What was last seen of a store at this place."""
        name = self._file(store_id)
        if name is None:
            return {}
        seen = _content(name)
        # a copy of a store at another place goes its own way
        if seen.get("path") != self._path:
            return {}
        self._known = seen
        return seen

    def behind(self, at: Found, seen: Seen) -> str | None:
        """In what way a store is not what was last `seen` at its place; None where it is."""
        seen = seen or self._seen(at)
        here, there = (at.gen, at.number), _position(seen)
        if there is None or here > there or (here == there and self._same(at, seen)):
            return None
        if here == there:
            words = "the store has different saves from when this machine last saw it"
        elif at.journal is None and at.gen == there[0]:
            words = f"the store has lost its journal, with {there[1]} saves last seen here"
        else:
            words = "the store is older than when this machine last saw it"
        return (
            f"{words}; 'aligntui doctor --accept' takes it as it is, "
            "'aligntui restore FILE' brings a backup back"
        )

    def vanished(self) -> str:
        """What to say where no store is at this place, though one was seen here; else nothing.

        Beside backups a missing file is another matter: its disk is there.
        """
        if not self._marks() or os.path.lexists(self._path) or backups.there(self._path):
            return ""
        return (
            f"{self._path} is not there, though this machine has seen a store there; mount its "
            "disk or put it back, or 'aligntui doctor --accept' begins a new one"
        )

    def forget(self) -> None:
        """Know nothing any more of stores at this place."""
        for mark in self._marks():
            with suppress(OSError):
                os.unlink(mark)

    def _marks(self) -> list[str]:
        """The files of the stores that were seen at this place, encrypted or not."""
        folder = self._folder or ""
        found = [os.path.join(folder, n) for n in names(folder) if n.endswith(".seen")]
        place = plain(self._path)
        return [mark for mark in found if plain(str(_content(mark).get("path"))) == place]

    def gen(self, store_id: object) -> int:
        """The highest generation seen of a store at this place; 0 where none was."""
        there = _position(self.read(store_id))
        return there[0] if there else 0

    def mark(self, at: Found, *, accept: bool = False) -> None:
        """Remember how far a store has come; only with `accept` also where that is less."""
        if self._folder is None or at.base_mark is None or not at.meta.get("store_id"):
            return
        now = {**at.position(), "path": self._path}
        if now == self._known:
            return
        there = _position(self._seen(at))
        if not accept and there is not None and (at.gen, at.number) < there:
            return
        self._write(at.meta["store_id"], now)
        self._known = now

    def _seen(self, at: Found) -> Seen:
        return self.read(at.meta.get("store_id"))

    def _same(self, at: Found, seen: Seen) -> bool:
        return at.journal is None or seen.get("chain") == f"{at.chain:08x}"

    def _write(self, store_id: object, seen: Seen) -> None:
        name = self._file(store_id)
        if name is None or self._folder is None:
            return
        with suppress(OSError):
            own_directory(self._folder)
            write_private(name, [json.dumps(seen).encode()], sure=False)

    def _file(self, store_id: object) -> str | None:
        if self._folder is None or not isinstance(store_id, str) or not _ID.fullmatch(store_id):
            return None
        return os.path.join(self._folder, f"{store_id}.seen")


def _content(mark: str) -> Seen:
    with suppress(OSError, ValueError, RecursionError):
        with open(mark, "rb") as file:
            seen = json.loads(file.read(4096))
        if isinstance(seen, dict):
            return seen
    return {}


def _position(seen: Seen) -> tuple[int, int] | None:
    gen, number = seen.get("gen"), seen.get("n")
    return (gen, number) if isinstance(gen, int) and isinstance(number, int) else None

"""The high-water mark: the newest state of a store that this machine has seen at its place."""

import json
import os
import re
from contextlib import suppress

from aligntui.store import backups
from aligntui.store.crypt import plain
from aligntui.store.files import names, own_directory, write_private
from aligntui.store.text import Doc, Text

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class HighWater:
    """The marks in a folder, of each store seen at a path; without a folder there are none."""

    def __init__(self, folder: str | None, path: str) -> None:
        self._folder = folder
        self._path = path
        self._known: Doc = {}

    def last(self, store_id: object) -> Text:
        """The newest state seen of a store at this place: an empty text with its generation."""
        seen = _content(self._file(store_id)) if self._file(store_id) else {}
        # a copy of a store at another place has its own generations
        return Text(meta=seen if seen.get("path") == self._path else {})

    def behind(self, text: Text, last: Doc | None = None, *, alone: bool) -> str | None:
        """How a store differs from what was last seen at its place, as a message; None if fine.

        `last` is its `_meta` when this process last saw it, which may be newer. Unless only this
        machine writes it (`alone`), another one may have made a different save of the same
        generation.
        """
        store_id = text.meta.get("store_id")
        there, here = self.last(store_id), Text(meta=last or {})
        if here.gen >= max(there.gen, 1) and here.meta.get("store_id") == store_id:
            there = here
        same = text.changed or there.sum in {"", text.sum} or not alone
        if text.gen > there.gen or (text.gen == there.gen and same):
            return None
        words = (
            "the store has different saves from when this machine last saw it"
            if text.gen == there.gen
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
        file = self._file(store_id)
        if not file or now == self._known or (not accept and text.gen < self.last(store_id).gen):
            return
        with suppress(OSError):
            own_directory(os.path.dirname(file))
            write_private(file, [json.dumps(now).encode()], sure=False)
        self._known = now

    def forget(self) -> None:
        """Forget all stores seen at this place."""
        for mark in self._marks():
            with suppress(OSError):
                os.unlink(mark)

    def _marks(self) -> list[str]:
        """The marks of stores seen at this place, encrypted or not."""
        folder = self._folder or ""
        found = [os.path.join(folder, n) for n in names(folder) if n.endswith(".seen")]
        place = plain(self._path)
        return [mark for mark in found if plain(str(_content(mark).get("path"))) == place]

    def _file(self, store_id: object) -> str:
        """The mark of a store, or "" if it can't have one."""
        named = isinstance(store_id, str) and _ID.fullmatch(store_id)
        return os.path.join(self._folder, f"{store_id}.seen") if self._folder and named else ""


def _content(mark: str) -> Doc:
    with suppress(OSError, ValueError, RecursionError):
        with open(mark, "rb") as file:
            seen = json.loads(file.read(4096))
        if isinstance(seen, dict):
            return seen
    return {}

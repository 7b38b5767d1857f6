"""The records that can't be read: left as they are, told, and never written over."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from aligntui.store.codec import PEOPLE, Key, Tell
from aligntui.store.errors import StoreReadOnly


class Spoilt(NamedTuple):
    """One record that can't be read; `uid` is empty where it has none."""

    table: str
    uid: str
    handle: str
    why: str


class Unread:
    """What could not be read of whom."""

    def __init__(self) -> None:
        self._spoilt: dict[str, list[Spoilt]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._spoilt.values()))

    def listening(self, person: str) -> Tell:
        """Begin anew with a person, and note what is told."""
        noted: list[Spoilt] = []
        self._spoilt[person] = noted

        def tell(table: str, row: Mapping[str, Any], why: str) -> None:
            uid = person if table == PEOPLE else row.get("uid")
            handle = row.get("handle")
            named = handle if isinstance(handle, str) else ""
            noted.append(Spoilt(table, uid if isinstance(uid, str) else "", named, why))

        return tell

    def forget(self) -> None:
        """Start anew: the store was read again."""
        self._spoilt.clear()

    def guard(self, person: str, keys: Iterable[Key]) -> None:
        """Refuse to write over a record that can't be read."""
        spoilt = {(each.table, each.uid): each for each in self._spoilt.get(person, ())}
        for key in keys:
            if key in spoilt:
                raise StoreReadOnly(
                    "not saved: the record in the file can't be read and is not overwritten; "
                    "'aligntui doctor' says which"
                )

    @property
    def notes(self) -> tuple[str, ...]:
        """One line about all of them, without what stands in them."""
        if not self:
            return ()
        words = f"unreadable records, kept unchanged: {len(self)}"
        return (f"{words}; 'aligntui doctor' says which",)

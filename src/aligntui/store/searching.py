"""Search rows as JSON for words, before building any value from them.

All rows of a person in a table are folded together, as `naming.folded` folds a text, and only if
all words are in there, row by row. A row may match outside of its texts, such as in a key: the
caller searches again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import orjson

from aligntui.domain.naming import folded
from aligntui.domain.person import Person
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.rows import Rows

_ASCII = bytes(range(128))


class Needles:
    """Words in the form they have in folded JSON."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [_escaped(folded(word)) for word in words]
        self._letters = set(str(b"".join(self._words), "utf-8"))
        self._folds: dict[str, bytes | None] = {}
        """The replacement of a character; None if it can't become part of a word."""

    def among(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[int]:
        """The indices of the rows that contain all the words, each anywhere."""
        if not self._all_in(rows):
            return
        for number, row in enumerate(rows):
            if self._all_in(row):
                yield number

    def _all_in(self, rows: object) -> bool:
        text = self._folded(orjson.dumps(rows))
        return all(word in text for word in self._words)

    def _folded(self, text: bytes) -> bytes:
        if not text.isascii():
            for character in set(str(text.translate(None, _ASCII), "utf-8", "replace")):
                fold = self._fold(character)
                if fold is not None:
                    text = text.replace(character.encode("utf-8"), fold)
        return text.lower()

    def _fold(self, character: str) -> bytes | None:
        if character not in self._folds:
            fold = folded(character)
            # a character that neither becomes a letter of a word nor vanishes may stay
            matters = fold != character and (not fold or not self._letters.isdisjoint(fold))
            self._folds[character] = _escaped(fold) if matters else None
        return self._folds[character]


def _escaped(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace")


def matching(words: Iterable[str], rows: Rows, whole: Callable[[str], object]) -> Iterator[Person]:
    """People who may match the words, by name, with only the records that may.

    If a record of theirs can't be read, `whole` reads the person, so that it is reported as usual.
    """
    needles = Needles(words)
    own = {person: [*rows.of(PEOPLE, person).values()] for person in rows.people()}
    names = {person: str(each[0].get("name")) for person, each in own.items()}
    for person in sorted(names, key=lambda person: (folded(names[person]), person)):
        found: dict[str, list[Mapping[str, Any]]] = {}
        for table in TABLES:
            theirs = [*rows.of(table, person).values()]
            if hits := [theirs[at] for at in needles.among(theirs)]:
                found[table] = hits
        if found:
            partly = person_of({**found, PEOPLE: own[person]}, partial(_told, whole, person))
            if partly is not None:
                yield partly


def _told(whole: Callable[[str], object], person: str, *_: object) -> None:
    whole(person)

"""Finding the rows that may hold some words: their lines are looked through before any is parsed.

The lines of a person are folded together, as `naming.folded` folds a text, and only where all the
words are among them line by line. A line may hold the words elsewhere than in a text of somebody:
whoever asks looks again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from aligntui.domain.naming import folded
from aligntui.domain.person import Person
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.rows import Rows
from aligntui.store.text import Part, Text

_ASCII = bytes(range(128))
_BREAK = b"\n"
"""Never inside a line, and nothing that another character becomes."""


class Needles:
    """Words as they stand in folded lines of JSON."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [_escaped(folded(word)) for word in words]
        self._letters = set(str(b"".join(self._words), "utf-8"))
        self._folds: dict[str, bytes | None] = {}
        """What a character becomes, for those that can become part of a word."""

    def among(self, lines: list[bytes]) -> Iterator[int]:
        """Which of the lines hold all the words, each of them somewhere."""
        text = self._folded(_BREAK.join(lines))
        if all(word in text for word in self._words):
            for number, line in enumerate(text.split(_BREAK)):
                if all(word in line for word in self._words):
                    yield number

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
            # what is neither a letter of a word nor between two of them may stay as it is
            matters = fold != character and (not fold or not self._letters.isdisjoint(fold))
            self._folds[character] = _escaped(fold) if matters else None
        return self._folds[character]


def _escaped(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace")


def matching(
    words: Iterable[str], text: Text, rows: Rows, whole: Callable[[str], object]
) -> Iterator[Person]:
    """Whoever may hold the words, by name, with only the records that may.

    `whole` reads all of a person of whom a record can't be read, so that it is told as always.
    """
    needles = Needles(words)
    lines = {table: _lines(text, table) for table in TABLES}
    named = {person: [*rows.of(PEOPLE, person).values()] for person in rows.people()}
    names = {person: str(own[0].get("name")) for person, own in named.items()}
    for person in sorted(names, key=lambda person: (folded(names[person]), person)):
        found: dict[str, list[Mapping[str, Any]]] = {}
        for table in TABLES:
            own = rows.of(table, person)
            numbers = [number for number in own if str(number) in lines[table]]
            among = needles.among([lines[table][str(number)] for number in numbers])
            if hits := [own[numbers[at]] for at in among]:
                found[table] = hits
        if found:
            partly = person_of({**found, PEOPLE: named[person]}, partial(_told, whole, person))
            if partly is not None:
                yield partly


def _lines(text: Text, table: str) -> dict[str, bytes]:
    """The documents of a table as they stand in the file."""
    rows = text.tables.get(table, {})
    part = text.parts.get(table)
    return (part if part and part.table is rows else Part.of(table, rows)).lines


def _told(whole: Callable[[str], object], person: str, *_: object) -> None:
    whole(person)

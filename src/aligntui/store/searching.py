"""Finding the rows that may hold some words: their lines are looked through before any is parsed.

The lines of a person are folded together, as `naming.folded` folds a text, and only where all the
words are among them line by line. A line may hold the words elsewhere than in a text of somebody:
whoever asks looks again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from aligntui.domain.naming import folded
from aligntui.domain.person import Person
from aligntui.store.codec import PEOPLE, person_of
from aligntui.store.lines import Doc, as_line, document_of
from aligntui.store.places import Places
from aligntui.store.rows import Rows

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
    words: Iterable[str],
    tables: Mapping[str, Mapping[int, Doc]],
    places: Places,
    whole: Callable[[str], object],
) -> Iterator[Person]:
    """Whoever may hold the words, by name, with only the records that may.

    `whole` reads all of a person of whom a record can't be read, so that it is told as always.
    """
    needles = Needles(words)
    names = {str(row.get("person")): str(row.get("name")) for row in tables[PEOPLE].values()}
    for person in sorted(names, key=lambda person: (folded(names[person]), person)):
        found = {
            table: hits
            for table, rows in tables.items()
            if (hits := _hits(needles, rows, places.numbers(table, person, rows)))
        }
        if found:
            own = [tables[PEOPLE][n] for n in places.numbers(PEOPLE, person, tables[PEOPLE])]
            partly = person_of({**found, PEOPLE: own}, partial(_told, whole, person))
            if partly is not None:
                yield partly


def _told(whole: Callable[[str], object], person: str, *_: object) -> None:
    whole(person)


def _hits(needles: Needles, rows: Mapping[int, Doc], numbers: Iterable[int]) -> list[Doc]:
    assert isinstance(rows, Rows)
    lines = [(number, cell) for number in numbers if (cell := rows.cell(number)) is not None]
    among = needles.among([as_line(number, cell) for number, cell in lines])
    return [document_of(lines[at][1]) for at in among]

"""Search results, one line each, with the words in context."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain.naming import folded
from aligntui.domain.section import Section
from aligntui.text.json_shapes import Shape, picked
from aligntui.text.table import CUT
from aligntui.text.words import GROUPS, HEADINGS, day_words, private_mark, section_word

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.domain.search import Hit


BEFORE, LONGEST = 24, 72
"""Most characters of a snippet before the first word found, and in all."""


def hit_lines(
    person: Person, found: Iterable[Hit], words: tuple[str, ...], today: date
) -> list[str]:
    """The person, and below one line for each hit."""
    gone = f", archived {day_words(person.archived, today)}" if person.archived else ""
    rows = [
        f"{private_mark(hit.private)} {day_words(hit.on, today):>11}  {hit.handle:<4} "
        f"{hit.where.value}: {snippet(hit.text, words)}"
        for hit in found
    ]
    return [f"{person.name}{gone}", *rows]


def hit_shape(person: Person, hit: Hit, words: tuple[str, ...]) -> Shape:
    """JSON of a hit; `handle` is null where it is the person."""
    return {
        "name": person.name,
        "handle": hit.handle or None,
        **picked(hit, "text on where"),
        "snippet": snippet(hit.text, words),
        "private": hit.private,
        "archived": person.archived is not None,
    }


def snippet(text: str, words: tuple[str, ...]) -> str:
    """One line around the first word found; `..` marks omissions."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    first = min(max(_place(line, word), 0) for word in words)
    start = max(min(first - BEFORE, len(line) - LONGEST), 0)
    if start:
        # begin with a whole word, unless it is a long one
        blank = line.find(" ", start, first)
        start = start if blank < 0 else blank + 1
    end = start + LONGEST
    if end < len(line):
        blank = line.rfind(" ", first + BEFORE, end)
        end = end if blank < 0 else blank
    cut = (CUT if start else "", CUT if end < len(line) else "")
    return f"{cut[0]}{line[start:end]}{cut[1]}"


def _place(line: str, word: str) -> int:
    """The index of a folded word in the line as typed, or -1 when it spans a line break."""
    plain = folded(line)
    if len(plain) == len(line):
        # nearly always letter by letter, and looking at each letter is slow
        return plain.find(word)
    folds = [folded(character) for character in line]
    at = "".join(folds).find(word)
    for place, fold in enumerate(folds):
        at -= len(fold)
        if at < 0:
            return place
    return -1


TEXT = "text:"


def fits(typed: str, person: Overview, today: date, holding: Collection[str] | None = None) -> bool:
    """True when a person matches; `holding` are the ids of those found by `text:`, once known."""
    asked, text, _ = folded(typed).partition(TEXT)
    held = not text or holding is None or person.id in holding
    return held and all(_means(word, person, today) for word in asked.split())


def words_in(typed: str) -> tuple[str, ...]:
    """The words of a filter to search for in texts."""
    return tuple(folded(typed).partition(TEXT)[2].split())


def holding(people: Iterable[Person], words: tuple[str, ...], *, hide: bool) -> frozenset[str]:
    """Ids of the people with a text that holds all the words; `hide` leaves out private texts."""
    from aligntui.domain.privacy import shared
    from aligntui.domain.search import hits

    seen = ((person, shared(person) if hide else person) for person in people)
    return frozenset(str(person.id) for person, shown in seen if hits(shown, words))


def _means(word: str, person: Overview, today: date) -> bool:
    name, colon, state = word.partition(":")
    if colon and name:
        there = [person.section(each, today) for each in Section if each.startswith(name)]
        labels = [label for each in there for label in (each.state, section_word(each))]
        return any(label.startswith(state) for label in labels)
    if word in folded(f"{person.name} {person.role}"):
        return True
    titles = folded(f"{GROUPS[person.relation]} {HEADINGS[person.due(today).state]}").split()
    states = (person.section(each, today).state for each in Section)
    return any(label.startswith(word) for label in (person.relation, *titles, *states))

"""Match people against a filter: each of its words has to fit.

A plain word is a part of a name or a role, or the beginning of a relation or a state as in the
headings: `ana`, `overdue`, `peer`, `differs`. `focus:stale` asks for the state of one section, and
`text:` begins words to search for in everything kept about a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.naming import folded
from aligntui.domain.section import Section
from aligntui.text.words import group_heading, section_word, state_heading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person

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
        meant = [section for section in Section if section.startswith(name)]
        return any(_begins(state, _section_labels(person, each, today)) for each in meant)
    if word in folded(f"{person.name} {person.role}"):
        return True
    return _begins(word, _labels(person, today))


def _begins(beginning: str, labels: Iterator[str]) -> bool:
    return any(label.startswith(beginning) for label in labels)


def _labels(person: Overview, today: date) -> Iterator[str]:
    yield person.relation
    yield from folded(group_heading(person.relation)).split()
    yield from folded(state_heading(person.due(today).state)).split()
    for section in Section:
        yield person.section(section, today).state


def _section_labels(person: Overview, section: Section, today: date) -> Iterator[str]:
    state = person.section(section, today)
    yield state.state
    yield section_word(state)

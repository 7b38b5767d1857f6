"""Whom a filter means: each of its words has to fit.

A plain word is a part of a name or a role, or begins the relation or a state, as the headings have
them: `ana`, `overdue`, `peer`, `differs`. `focus:stale` asks for the state of one section, and
`text:` begins words that stand in a line of the focus, off track, or among my promises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.naming import folded
from aligntui.domain.section import Section
from aligntui.text.words import group_heading, section_word, state_heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.overview import Overview

TEXT = "text:"


def fits(typed: str, person: Overview, today: date, *, hide: bool = False) -> bool:
    """Whether a person is meant; `hide` looks for nothing in private lines."""
    asked, _, text = folded(typed).partition(TEXT)
    return _said(text.strip(), person, hide=hide) and all(
        _means(word, person, today) for word in asked.split()
    )


def _means(word: str, person: Overview, today: date) -> bool:
    name, colon, state = word.partition(":")
    if colon and name:
        meant = [section for section in Section if section.startswith(name)]
        return any(_begins(state, _section_labels(person, each, today)) for each in meant)
    if word in folded(f"{person.name} {person.role}"):
        return True
    return _begins(word, _labels(person, today))


def _said(text: str, person: Overview, *, hide: bool) -> bool:
    lines = (*person.focus, *person.off_track, *person.promises)
    seen = (folded(ln.text) for ln in lines if not (hide and ln.private))
    return not text or any(text in each for each in seen)


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

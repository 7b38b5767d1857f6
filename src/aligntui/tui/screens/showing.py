"""Prepare a person's data for the widgets of a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.cadence import looser
from aligntui.domain.details import Expectation, Health
from aligntui.domain.glance import section_standing
from aligntui.domain.guard import runs_on
from aligntui.domain.section import Section
from aligntui.text import standing, words
from aligntui.text.rhythm import close_words
from aligntui.text.sides import side
from aligntui.text.trail import trail_lines
from aligntui.tui.widgets.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.item import Item
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


def clocks(person: Person, view: Overview, today: date, *, hide: bool) -> Iterator[str]:
    """Remarks on a person's cadences and due day; `view` takes account of holidays."""
    if moved := standing.moves(view, today):
        yield f"{', '.join(moved)}; {standing.due_words(view, today)}"
    if proposed := standing.proposed(view, today, hide=hide):
        yield proposed
    if since := runs_on(person):
        loose = looser(person.cadences.check_in)
        yield close_words(person.name, since, loose, today)


def shown_section(person: Person, section: Section, today: date) -> Shown:
    """The present state of one section of a person, as it may be shown."""
    items = person.open_items(section)
    cadence = person.cadences.of(section)
    return Shown(
        section=section,
        today=today,
        side=side(person.relation),
        items=items,
        agreements=tuple(words.agreement_words(item, person, today) for item in items),
        details=tuple(_details(item, person, today) for item in items),
        state=section_standing(person, section, today),
        cadence=cadence.holding(today),
        dimmed=_dimmed(person, section),
        expectations=person.open_items(Section.EXPECTATIONS),
    )


def _details(item: Item, person: Person, today: date) -> tuple[str, ...]:
    trail = trail_lines(person, item, today)
    marks = (words.NOT_FOR_REVIEW,) if item.now.not_for_review else ()
    return (*words.details_lines(item, person.relation), *trail, *marks)


def _dimmed(person: Person, section: Section) -> str:
    if section is not Section.OPPORTUNITIES:
        return ""
    off = [
        item.handle
        for item in person.open_items(Section.EXPECTATIONS)
        if isinstance(item.now.details, Expectation) and item.now.details.health is Health.OFF_TRACK
    ]
    if not off or not person.open_items(section):
        return ""
    return f"dimmed while {', '.join(off)} {'is' if len(off) == 1 else 'are'} off track"

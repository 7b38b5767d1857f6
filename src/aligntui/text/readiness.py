"""The readiness ledger: dated evidence of work beyond what is expected.

An opportunity counts where it helps readiness. Expectations never count, nor does evidence noted
after an opportunity has become an expectation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.details import Expectation, Helps, Opportunity
from aligntui.domain.section import Section
from aligntui.text.fields import state_word
from aligntui.text.json_shapes import evidence_shape
from aligntui.text.sides import side
from aligntui.text.table import table
from aligntui.text.words import day_words, private_mark

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.item import Item
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape


IN_SHELL = "an opportunity counts with --helps readiness"


def readiness_lines(person: Person, today: date, how: str = IN_SHELL) -> list[str]:
    """Opportunities that help readiness with their evidence, then what is expected anyway.

    `how` says, where there are none, what makes an opportunity count.
    """
    lines = ["Beyond what is expected:"]
    for item in _helping(person):
        became = f", became {item.became}" if item.became else ""
        private = private_mark(item.now.private)
        lines.append(f"{private} {item.handle}  {item.text}  {state_word(item)}{became}")
        rows = [(day_words(entry.on, today), entry.text) for entry in item.evidence]
        lines += [f"      {line}" for line in table(rows, ("", ""))] if rows else []
        lines += [] if rows else ["      no evidence yet"]
    if len(lines) == 1:
        lines.append(f"  nothing yet; {how}")
    expected = _expected(person)
    if expected:
        lines += ["", f"{side(person.relation).expected}, and never counted:"]
        lines += [f"{private_mark(i.now.private)} {i.handle}  {i.text}" for i in expected]
    return lines


def readiness_shape(person: Person, today: date) -> Shape:
    """JSON of `show --readiness`: what counts, with its evidence, and what never does."""
    return {
        "name": person.name,
        "as_of": today.isoformat(),
        "readiness": [
            {
                **_line(item),
                "state": item.now.details.state,
                "outcome": item.now.outcome.value if item.now.outcome else None,
                "became": item.became,
                "evidence": [evidence_shape(entry) for entry in item.evidence],
            }
            for item in _helping(person)
        ],
        "expected": [_line(item) for item in _expected(person)],
    }


def _helping(person: Person) -> tuple[Item, ...]:
    """Opportunities that help readiness; closed ones only with evidence, which must not be lost."""
    return tuple(
        item
        for item in person.items
        if isinstance(item.now.details, Opportunity)
        and Helps.READINESS in item.now.details.helps
        and (item.open or item.evidence)
    )


def _expected(person: Person) -> tuple[Item, ...]:
    return tuple(
        item
        for item in person.open_items(Section.EXPECTATIONS)
        if isinstance(item.now.details, Expectation) and not item.now.details.excluded
    )


def _line(item: Item) -> Shape:
    return {
        "handle": item.handle,
        "text": item.text,
        "on": item.added_on.isoformat(),
        "private": item.now.private,
    }

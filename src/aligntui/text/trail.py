"""Lines under an item: its origin, misses, evidence, and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.text.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.entry import Entry
    from aligntui.domain.feedback import Feedback
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person


def trail_lines(person: Person, item: Item, today: date) -> tuple[str, ...]:
    """Lines such as `was O1`, `missed 20 May (told 21 May)`, `evidence 3 Jun: led it`."""
    return tuple(_lines(person, item, today))


def led_to(person: Person, entry: Entry) -> Feedback | None:
    """The feedback that a miss led to, if it may be seen."""
    return next((f for f in person.feedback if f.handle == entry.feedback), None)


def _lines(person: Person, item: Item, today: date) -> Iterator[str]:
    if item.origin:
        yield f"was {item.origin}"
    if item.misses:
        yield f"missed {', '.join(_miss(person, item, miss, today) for miss in item.misses)}"
    for entry in item.evidence:
        private = " (private)" if _apart(item, entry) else ""
        yield f"evidence {day_words(entry.on, today)}{private}: {entry.text}"
    if item.became:
        yield f"became {item.became}"


def _miss(person: Person, item: Item, miss: Entry, today: date) -> str:
    feedback = led_to(person, miss)
    said = (
        f"{miss.origin} came true" if miss.origin else "",
        _told(feedback, today) if feedback else "",
        "private" if _apart(item, miss) else "",
    )
    beside = ", ".join(words for words in said if words)
    return f"{day_words(miss.on, today)}{f' ({beside})' if beside else ''}"


def _told(feedback: Feedback, today: date) -> str:
    return f"told {day_words(feedback.told_on, today)}" if feedback.told_on else "not told"


def _apart(item: Item, entry: Entry) -> bool:
    return entry.private and not item.now.private

"""Shares of energy, in percent."""

from aligntui.domain.details import Focus
from aligntui.domain.person import Person
from aligntui.domain.section import Section

WHOLE = 100


def shares(person: Person) -> int:
    """Sum of the shares of the open focus items, in percent; may exceed 100."""
    focus = (item.now.details for item in person.open_items(Section.FOCUS))
    return sum(each.weight or 0 for each in focus if isinstance(each, Focus))

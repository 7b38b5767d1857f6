"""Where the energy goes, in percent."""

from aligntui.domain.details import Focus
from aligntui.domain.person import Person
from aligntui.domain.section import Section

WHOLE = 100


def shares(person: Person) -> int:
    """What the shares of the open focus items come to; more than the whole may be said aloud."""
    focus = (item.now.details for item in person.open_items(Section.FOCUS))
    return sum(each.weight or 0 for each in focus if isinstance(each, Focus))

"""What a typed line may become, the names it may use, and the marks that each kind understands."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from itertools import cycle
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.details import EMPTY, Details
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import KINDS, Handle
from aligntui.domain.ladder import NO_LADDER, Ladder
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from aligntui.domain.person import Person


class Kind(StrEnum):
    """The kind of thing a line becomes; the value is its mark."""

    FOCUS = "F"
    EXPECTATION = "E"
    OPPORTUNITY = "O"
    RISK = "R"
    ACTION = "A"
    TALKING_POINT = "T"
    PRAISE = "B+"
    CORRECTIVE = "B-"
    RECEIVED = "B<"
    WIN = "W"
    NOTE = ""


SECTIONS: Final = {Kind(section.letter): section for section in Section}


class Known(NamedTuple):
    """Names that a line may use: handles of items, the person, and other people."""

    handles: Collection[str] | None = ()
    """Open items; None allows any handle."""
    closed: Collection[str] = ()
    last: Mapping[str, int] = MappingProxyType({})
    """The highest number of each letter so far; lines of the same text count on from it."""
    name: str = ""
    others: Collection[str] = ()
    """The names of other people."""
    ladder: Ladder = NO_LADDER


class Given(NamedTuple):
    """Fields given beside the text of a line, such as by options."""

    details: Details | None = None
    owner: Party | None = None
    by: date | None = None
    about: Handle | None = None
    source: str = ""
    words: Collection[str] = ()
    """Words that were text before an edit: they stay text and are not reported."""
    again: bool = False
    """True where something is typed again: marks alone are enough, and its words stay."""


NOTHING: Final = Given()
NOBODY: Final = Known()
A_KIND: Final = {kind: KINDS[kind[0]] for kind in Kind if kind}


def usual_owner(kind: Kind) -> Party:
    """Whose a thing is where its line names nobody: a win is theirs, all else is mine."""
    return Party.THEM if kind is Kind.WIN else Party.ME


USUALLY_PRIVATE: Final = frozenset(
    {Kind.TALKING_POINT, Kind.PRAISE, Kind.CORRECTIVE, Kind.RECEIVED, Kind.NOTE}
)
"""The kinds that are private unless a line says otherwise; all others are shared."""


def _marks(section: Section) -> dict[str, str]:
    """The marks of a section's fields: an example of each, then the other values of a choice."""
    rows = [each for each in fields_of(EMPTY[section]) if each.mark]
    examples = {each.mark: each.means[0] for each in rows}
    others = {
        f"{each.mark[0]}{value}": means
        for each in rows
        for value, means in zip(each.values, cycle(each.means), strict=False)
    }
    return examples | others


WORDS: Final[Mapping[Kind, Mapping[str, str]]] = {
    **{kind: _marks(section) for kind, section in SECTIONS.items()},
    Kind.ACTION: {"@them": "theirs", "by fri": "its day"},
    Kind.TALKING_POINT: {"@them": "theirs"},
    Kind.PRAISE: {"~E2": "about it"},
    Kind.CORRECTIVE: {"~E2": "about it"},
    Kind.RECEIVED: {"@ana": "from whom", "~E2": "about it", "@them": "from them"},
    Kind.WIN: {"@me": "yours", "~E2": "about it"},
}
"""The marks that a line of each kind understands, by example, with their meaning.

Hints, help and the manual are read from here; the most important come first.
"""

_KINDS: Final = {
    Kind.ACTION: "action",
    Kind.CORRECTIVE: "feedback",
    Kind.TALKING_POINT: "next time",
    Kind.PRAISE: "praise",
    Kind.FOCUS: "focus",
    Kind.EXPECTATION: "expectation",
    Kind.OPPORTUNITY: "opportunity",
    Kind.RISK: "risk",
    Kind.WIN: "win",
    Kind.RECEIVED: "received",
}


def known(person: "Person", others: Collection[str] = (), *, hide: bool = False) -> Known:
    """The names that lines about a person may use; `others` are the names of other people.

    With `hide` no private line can be named, as if there were none.
    """
    last: dict[str, int] = {}
    for item in person.items:
        last[item.handle[0]] = max(last.get(item.handle[0], 0), int(item.handle[1:]))
    return Known(
        handles={i.handle for i in person.items if i.open and not (hide and i.now.private)},
        closed={i.handle for i in person.items if not (i.open or (hide and i.now.private))},
        last=last,
        name=person.name,
        others=others,
        ladder=person.ladder,
    )


def marks_of_line(kind: Kind) -> dict[str, str]:
    """The marks for a box whose lines all become one kind."""
    sign = {"/": "shared"} if kind in USUALLY_PRIVATE else {".": "private"}
    return {**WORDS[kind], **sign}


def marks_of_section(section: Section) -> dict[str, str]:
    """The marks for a box whose lines become items of a section."""
    return {**marks_of_line(Kind(section.letter)), "why:": "the reason"}


def marks_of_rewording(section: Section) -> dict[str, str]:
    """The marks for a box with other words of a line."""
    return {"why:": "the reason", **marks_of_section(section)}


def marks_of_note() -> dict[str, str]:
    """The marks for a box whose lines become the kind they are marked with, or a note."""
    kinds = {f"{kind}:": name for kind, name in _KINDS.items()}
    return {**kinds, ".A:": "private", "/T:": "shared"}

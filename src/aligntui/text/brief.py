"""The brief in lines: label, words, question and age of each point."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from shlex import quote
from typing import NamedTuple

from aligntui.domain.details import Risk
from aligntui.domain.due import Alignment
from aligntui.domain.glance import overview
from aligntui.domain.identity import KINDS
from aligntui.domain.item import Item
from aligntui.domain.notes import Action, Feedback, Win
from aligntui.domain.person import Person, Relation
from aligntui.domain.points import QUIET, Kind, Need, Point
from aligntui.domain.stance import Party
from aligntui.text.events import entry_words, sentence
from aligntui.text.fields import how_lines
from aligntui.text.json_shapes import Shape, picked
from aligntui.text.markdown import literal
from aligntui.text.questions import WITHOUT_AGE, question
from aligntui.text.sides import side
from aligntui.text.summaries import action_words, nth_time, pulse_words
from aligntui.text.table import fit, table, width
from aligntui.text.words import PRIVATE, ago, before_by, day_words, for_long, late, listed

_LABELS = {
    Kind.CARD: "Card",
    Kind.NEW: "Since then",
    Kind.CHANGED: "Since then",
    Kind.RESOLVED: "Since then",
    Kind.NOTE: "Noted",
    Kind.FOCUS: "Focus",
    Kind.RECEIVED: "Received",
    Kind.WIN: "Win",
    Kind.PROMISE: "You owe",
    Kind.CORRECTIVE: "To tell",
    Kind.PRAISE: "To tell",
    Kind.TOLD: "Follow up",
    Kind.TALKING_POINT: "Bring up",
    Kind.ROUND: "Round",
    Kind.DIFFERENCE: "Differs",
    Kind.OFF_TRACK: "Off track",
    Kind.DIMMED: "Off track",
    Kind.RISK: "Risks",
    Kind.THEIR_PROMISE: "They owe",
    Kind.THEIR_POINT: "They raise",
    Kind.SECTION: "Look again",
    Kind.AGENDA: "Agenda",
}
LABEL_WIDTH = max(map(len, _LABELS.values())) + 2
ROOM = 20
"""Lines left for points and their questions in a terminal of 24 lines."""
_ROOMY = 18
"""Points up to this height leave room for blank lines."""

WIDTH = 80
"""Cells of a usual terminal."""
_LEAST = 34
"""Cells of a handle and its words that no age takes from them."""

_SHARED = "/"
_MINE_TO_SEE = (
    Kind.CARD, Kind.NOTE, Kind.CORRECTIVE, Kind.PRAISE, Kind.TOLD, Kind.TALKING_POINT, Kind.AGENDA,
    Kind.THEIR_POINT, Kind.RECEIVED,
)  # fmt: skip
"""Kinds that are private unless marked shared."""


_BEFORE = {Kind.OFF_TRACK: 0, Kind.ROUND: 0, Kind.PROMISE: 2, Kind.THEIR_PROMISE: 2}
"""Kinds of which none is cut off while there is room, each with its turn."""

NOTHING_OPEN = ("Nothing is open: ask how they are.", "Nothing shared is open: ask how they are.")
"""The second one while private things are hidden."""


class Shown(NamedTuple):
    """A point as laid out; label and question are empty where a neighbour shows the same."""

    point: Point
    label: str
    question: str


def nothing_open(points: Iterable[Point]) -> bool:
    """True when no point asks for anything."""
    return all(point.kind in QUIET for point in points)


def waits(points: Iterable[Point]) -> str:
    """Count what waits for the next time: `1 note, 2 points, 1 to tell`."""
    kinds = [point.kind for point in points]
    notes, received = kinds.count(Kind.NOTE), kinds.count(Kind.RECEIVED)
    wins = kinds.count(Kind.WIN)
    raised = kinds.count(Kind.TALKING_POINT) + kinds.count(Kind.THEIR_POINT)
    counts = (
        (notes, "note" if notes == 1 else "notes"),
        (received, "received"),
        (wins, "win" if wins == 1 else "wins"),
        (raised, "point" if raised == 1 else "points"),
        (len(kinds) - notes - received - wins - raised, "to tell"),
    )
    return ", ".join(f"{count} {words}" for count, words in counts if count) or "nothing"


def waiting_lines(person: Person, points: tuple[Point, ...], today: date) -> list[str]:
    """A heading and one line for each point that waits for the next time; empty without any."""
    rows = [
        (
            f"{mark(point) or ' '} {point.handle or ''}",
            label(point.kind, person.relation),
            said(point, person.relation),
            age(point, today),
        )
        for point in points
    ]
    return [f"Next time: {waits(points)}", *table(rows, ("",) * 4)] if rows else []


def label(kind: Kind, relation: Relation) -> str:
    """The label of a kind; a manager's promise is something you need."""
    needed = kind is Kind.THEIR_PROMISE and relation is Relation.MANAGER
    return "You need" if needed else _LABELS[kind]


def mark(point: Point) -> str:
    """The private or shared mark, where it isn't the usual one for the kind."""
    if point.kind is Kind.FOCUS:
        return ""  # each of its items has its own mark
    if point.kind in _MINE_TO_SEE:
        return "" if point.private else _SHARED
    return PRIVATE if point.private else ""


def shown(points: Iterable[Point], relation: Relation) -> tuple[Shown, ...]:
    """Lay out points; neighbours with the same question ask it once, after the last."""
    asked = [(point, question(point, relation)) for point in points]
    found = []
    above = ""
    for at, (point, words) in enumerate(asked):
        again = at + 1 < len(asked) and asked[at + 1][1] == words
        own = label(point.kind, relation)
        found.append(Shown(point, "" if own == above else own, "" if again else words))
        above = own
    return tuple(found)


def height(lines: Iterable[Shown]) -> int:
    """The number of lines that points take with their questions."""
    return sum(1 + bool(each.question) for each in lines)


def fitting(points: tuple[Point, ...], relation: Relation, room: int) -> tuple[Point, ...]:
    """As many points as fit, in their order.

    All that is off track and a round that waits go before the cut, then one of each label, then
    what was promised, then a second of each label, and so on.
    """
    groups: dict[str, list[int]] = {}
    for at, point in enumerate(points):
        groups.setdefault(label(point.kind, relation), []).append(at)
    turns = (
        (min(_BEFORE.get(points[at].kind, turn), turn), at)
        for group in groups.values()
        for turn, at in zip((1, *range(3, len(group) + 2)), group, strict=True)
    )
    chosen: list[int] = []
    for _, at in sorted(turns):
        some = [points[each] for each in sorted((*chosen, at))]
        if height(shown(some, relation)) > room:
            break
        chosen.append(at)
    return tuple(points[at] for at in sorted(chosen))


def said(point: Point, relation: Relation) -> str:
    """The text of a point after its handle."""
    if point.change is not None:
        return sentence(point.change, side(relation)).removeprefix(f"{point.handle} ")
    match point.kind:
        case Kind.RESOLVED:
            return f"{_end(point.thing)}: {point.text}"
        case Kind.FOCUS if isinstance(point.thing, tuple):
            return ", ".join(map(_marked, point.thing))
        case Kind.NOTE:
            return " ".join(point.text.split())
        case Kind.DIMMED:
            are = "is" if len(point.because) == 1 else "are"
            return f"{point.text} on hold: {', '.join(point.because)} {are} off track"
        case Kind.SECTION:
            return _section(point, relation)
        case Kind.ROUND:
            return _ROUNDS[point.need].format(point.text or "nothing")
        case Kind.OFF_TRACK if isinstance(point.thing, Item) and len(point.thing.misses) > 1:
            return f"missed {len(point.thing.misses)} times: {point.text}"
        case _:
            return f"{point.text}{_beside(point)}"


_ROUNDS: dict[StrEnum | None, str] = {
    Need.BOTH: "both have answered; to settle: {}",
    Need.MINE: "theirs is back, yours is missing",
    Need.UNKNOWN: "they asked, yours is missing",
    Need.THEIRS: "their answer is late",
}


def age(point: Point, today: date) -> str:
    """Age and count of a point, `3rd check-in, 33d`; a promise with a due day says that day."""
    if point.kind in (Kind.CARD, Kind.DIMMED, Kind.AGENDA) or point.need in WITHOUT_AGE:
        return ""
    thing = point.thing
    promised = isinstance(thing, Action) and point.kind is not Kind.RESOLVED
    old = action_words(thing, today) if promised and isinstance(thing, Action) else ""
    old = old or (ago(point.since, today) if point.since < today else "today")
    return nth_time(point.times, old)


def brief_lines(
    person: Person,
    points: tuple[Point, ...],
    today: date,
    *,
    whole: bool = False,
    hide: bool = False,
) -> list[str]:
    """The brief as Markdown that reads as well in a terminal.

    Unless `whole`, it fits a screen: lines are cut, and the last counts the points left out.
    """
    chosen = points if whole else fitting(points, person.relation, ROOM)
    laid, more = shown(chosen, person.relation), len(points) - len(chosen)
    gap = [""] if whole or height(laid) <= _ROOMY else []
    lines = [f"# {literal(person.name)}", _stands(person, today), *gap]
    for each in laid:
        lines.append(_line(each, person.relation, today, whole=whole))
        if each.question:
            lines.append(f"{' ' * (LABEL_WIDTH + 2)}*{each.question}*")
    if nothing_open(points):
        lines.append(NOTHING_OPEN[hide])
    if more:
        lines += [*gap, f"and {more} more: aligntui prep {quote(person.name)} --all"]
    return lines


def point_shape(person: Person, point: Point) -> Shape:
    """JSON of a point; `handle` is null where it is about a whole section."""
    return {
        "name": person.name,
        **picked(point, "kind handle section text"),
        "words": said(point, person.relation),
        **picked(point, "since times"),
        "question": question(point, person.relation) or None,
        "private": point.private,
    }


def _line(each: Shown, relation: Relation, today: date, *, whole: bool) -> str:
    point = each.point
    # pad with blanks for the eye: Markdown reads any number of them as one
    start = f"- {label(point.kind, relation).ljust(LABEL_WIDTH)}"
    parts = (mark(point), point.handle or "", said(point, relation))
    words = " ".join(part for part in parts if part)
    old, least = age(point, today), min(width(words), _LEAST)
    while ", " in old and not whole and WIDTH - len(f"{start} ({old})") < least:
        old = old.rpartition(", ")[0]
    end = f" ({old})" if old else ""
    room = WIDTH - len(start) - len(end)
    cut = not whole and width(words) > room
    return f"{start}{literal(fit(words, room).rstrip() if cut else words)}{end}"


def _marked(item: Item) -> str:
    """An item of a list, with its mark where it is private."""
    had = "".join(f" ({entry_words(item, entry)})" for entry, _ in item.shares[-1:])
    return f"{PRIVATE if item.now.private else ''}{item.handle} {item.text}{had}"


def _end(thing: object) -> str:
    if not (isinstance(thing, Action) and thing.dropped_on):
        return "done"
    return f"dropped, {thing.because}" if thing.because else "dropped"


def _stands(person: Person, today: date) -> str:
    glance = overview(person)
    last = glance.last_check_in
    met = f"last check-in {day_words(last, today)}" if last else "no check-in yet"
    pulse = pulse_words(person.check_ins)
    stands = f"{late(glance.due(today), today)}, {met}, {literal(str(glance.cadence))}"
    return f"{stands}, {pulse}" if pulse else stands


def _section(point: Point, relation: Relation) -> str:
    assert point.section is not None
    if point.need is Need.MISSING:
        _, one = KINDS[point.section.letter].split()
        return f"no {one} for {for_long(point.days)}"
    stands: dict[StrEnum | None, str] = {
        Alignment.NEVER: "nothing agreed yet",
        Need.UNAGREED: "not agreed yet",
        Alignment.STALE: "not reviewed for a long time",
        Alignment.CHANGED: "not all agreed",
    }
    said = stands[point.need]
    if isinstance(point.thing, tuple) and (before := point.thing[0].agreed_before):
        handles = listed(item.handle for item in point.thing)
        said = f"{handles} agreed with {before_by(before)}, not yet with you"
    return f"{side(relation).titles[point.section]}: {said}"


def _beside(point: Point) -> str:
    """The addition to a point's words, in brackets or behind a comma."""
    thing = point.thing
    if isinstance(thing, Feedback):
        praise = ", praise" if point.kind is Kind.PRAISE else ""
        if thing.received:
            praise = f", from {thing.source or 'them'}"
        return f"{praise}{f' ({thing.about})' if thing.about else ''}"
    if isinstance(thing, Win):
        whose = ", yours" if thing.owner is Party.ME else ""
        return f"{whose}{f' ({thing.about})' if thing.about else ''}"
    if isinstance(thing, Item) and point.kind is Kind.DIFFERENCE:
        return "".join(f", {line}" for line in how_lines(thing))
    details = thing.now.details if isinstance(thing, Item) else None
    if not isinstance(details, Risk):
        return ""
    closed = ", closed" if details.threatens in point.because else ""
    threatens = f", threatens {details.threatens}{closed}" if details.threatens else ""
    return f"{threatens}, mitigation: {details.mitigation}" if details.mitigation else threatens

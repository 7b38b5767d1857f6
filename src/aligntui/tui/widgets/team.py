"""The team as rows: grouped by urgency, one line each, columns that depend on the width."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual.content import Content

from aligntui.domain.due import DueState
from aligntui.domain.naming import folded
from aligntui.domain.overview import RELATIONS, Overview, Sort, arranged
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.tui.keys import key_of
from aligntui.tui.theme import TONES
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap, heading

if TYPE_CHECKING:
    from textual.screen import Screen

    from aligntui.domain.identity import PersonId
    from aligntui.text.noted import Decision


Cell = tuple[str, str]
"""A word and its style."""


class _Column(NamedTuple):
    title: str
    width: int
    cell: Callable[[Overview, date], Cell]
    since: int = 0
    """The least width of the list at which it is shown."""


def _tone(overview: Overview, today: date) -> str:
    due = overview.due(today)
    if due.days_late > 0:
        return "$late"
    return "$soon" if due.state in {DueState.DUE, DueState.SOON} else "$quiet"


def _status(overview: Overview, today: date) -> Cell:
    return words.late(overview.due(today), today), _tone(overview, today)


def _next(overview: Overview, today: date) -> Cell:
    if overview.unrecorded(today):
        return _HELD
    if overview.booked:
        return words.booked_words(overview, today), "$quiet"
    nothing = overview.booked is not None and overview.due(today).days_late > 0
    return ("none", _tone(overview, today)) if nothing else ("", "")


def _last(overview: Overview, today: date) -> Cell:
    last = overview.last_check_in
    return words.ago(last, today) if last else "", "$quiet"


def _section(section: Section) -> Callable[[Overview, date], Cell]:
    def cell(overview: Overview, today: date) -> Cell:
        state = overview.section(section, today)
        tone = "$late" if state.off_track else "$soon" if words.risk_stands(state) else ""
        return words.section_word(state), tone or TONES[state.state]

    return cell


def _actions(overview: Overview, today: date) -> Cell:
    return f"{overview.actions_mine}/{overview.actions_theirs}", "$quiet"


_ROUNDS: Final = {
    "back": ("round back", "back"),
    "ready": ("to settle", "settle"),
    "asked": ("round", "asked"),
}
"""What stands with what is not told while a round waits for an answer, or to be settled."""


def _untold(overview: Overview, today: date) -> Cell:
    if waits := _ROUNDS.get(overview.round_state):
        whole, short = waits
        return f"{short}, {overview.untold}" if overview.untold else whole, "$soon"
    return words.untold_words(overview.untold, overview.untold_since, today), "$quiet"


def _role(overview: Overview, today: date) -> Cell:
    return overview.role, "$quiet"


_COLUMNS = (
    _Column("CHECK-IN", 12, _status),
    _Column("LAST", 7, _last, 48),
    _Column("FOCUS", 6, _section(Section.FOCUS), 66),
    _Column("EXPCT", 6, _section(Section.EXPECTATIONS), 66),
    _Column("OPPTY", 6, _section(Section.OPPORTUNITIES), 66),
    _Column("RISKS", 6, _section(Section.RISKS), 66),
    _Column("ACTS", 6, _actions, 74),
    _Column("UNTOLD", 8, _untold, 79),
    _Column("", 22, _role, 110),
)
_BOOKED = (
    _Column("CHECK-IN", 10, _status),
    _Column("BOOKED", 10, _next, 48),
    *_COLUMNS[2:],
)
"""The columns where a calendar is configured: the last check-in gives way to the one booked."""
_NOTHING: Final = {
    "none": "late, and nothing is booked in your calendar",
    "held?": "a meeting of your calendar is over: c records it, s says it was not held",
}
TEAM_LEGEND = {
    **words.DUE_LEGEND,
    **words.SECTION_LEGEND,
    "2/1": "open promises, yours and theirs",
    "+": "marked",
    "round back": "answers to a round wait: r opens it",
    "to settle": "both have answered a round; settle, 2: and two are not told",
    **_NOTHING,
}
_PARKED: Cell = ("parked", "$soon")
_HELD: Cell = ("held?", "$soon")
_MARK = 3
_NAME = 19


def team_header(width: int, *, booked: bool = False) -> Content:
    """The column titles for a list of `width` cells; `booked` where a calendar is configured."""
    name, columns = _layout(width, booked=booked)
    cells = [fit("NAME", name), *(fit(column.title, column.width) for column in columns)]
    return line((" " * (1 + _MARK) + "".join(cell.plain for cell in cells), "$quiet"))


def team_rows(
    people: Iterable[Overview],
    today: date,
    width: int,
    sort: Sort = Sort.URGENCY,
    parked: Collection[str] = (),
    marked: Collection[str] = (),
    *,
    booked: bool = False,
) -> tuple[Row, ...]:
    """Everybody in order, reports under headings of urgency when sorted by it.

    For a `parked` check-in that word replaces the age of the last one; `booked` as in the header.
    """

    def title_of(person: Overview) -> str:
        if sort is Sort.URGENCY and person.relation == RELATIONS[0]:
            return words.HEADINGS[person.due(today).state]
        return words.GROUPS[person.relation]

    people = tuple(people)
    name, columns = _layout(width, booked=booked)
    rows: list[Row] = []
    for title, group in groupby(arranged(people, today, sort), key=title_of):
        members = list(group)
        rows.append(heading(title, str(len(members))))
        rows += [_row(person, today, name, columns, parked, marked) for person in members]
    return tuple(rows)


def _layout(width: int, *, booked: bool) -> tuple[int, tuple[_Column, ...]]:
    columns = tuple(c for c in (_BOOKED if booked else _COLUMNS) if width >= c.since)
    room = width - 1 - _MARK - sum(column.width for column in columns)
    return max(8, min(room, 32)), columns


def _row(
    overview: Overview,
    today: date,
    name: int,
    columns: tuple[_Column, ...],
    parked: Collection[str],
    marked: Collection[str],
) -> Row:
    mark = words.mark(overview.due(today))
    waits, beside = overview.id in parked, (_last, _next)
    cells = [
        fit(plain(mark, _tone(overview, today)), _MARK - 1),
        ("+", "bold $mark") if overview.id in marked else " ",
        fit(overview.name, name - 1),
        Content(" "),
        *(
            _cell(
                _PARKED if waits and c.cell in beside else c.cell(overview, today),
                _width(c, overview),
            )
            for c in columns
        ),
    ]
    # the blank of the last cell is where a scrollbar appears
    return Row(overview.id, line(*cells).rstrip())


def _width(column: _Column, overview: Overview) -> int:
    """The cells of a column; a round that waits takes two of those before it, and the last one."""
    lent = overview.round_state in _ROUNDS
    return (
        column.width
        + 3 * (lent and column.cell is _untold)
        - 2 * (lent and column.cell is _actions)
    )


def _cell(cell: Cell, width: int) -> Content:
    word, tone = cell
    return line(fit(plain(word, tone), width - 1), " ")


def team_counts(people: Iterable[Overview], today: date) -> Content:
    """Count everybody, those overdue, and those due this week."""
    stands = [person.due(today) for person in people]
    states = [due.state for due in stands]
    overdue = sum(due.overdue for due in stands)
    soon = states.count(DueState.DUE) + states.count(DueState.SOON)
    many = f"{len(states)} {'person' if len(states) == 1 else 'people'}"
    parts = [(many, "$quiet")] if states else []
    parts += [(f"{overdue} overdue", "$late")] if overdue else []
    parts += [(f"{soon} this week", "$soon")] if soon else []
    return Content("  ").join(plain(*part) for part in parts)


END: Final = "end"
"""The key of the row below the last person."""

QUEUE_LEGEND: Final = {**words.DUE_LEGEND, "=": "decided", **_NOTHING}

_DECIDED, _NAME_WIDTH, _LATE, _LAST, _NEXT = 3, 22, 11, 6, 10


def queue_rows(
    queue: Collection[Overview], done: Mapping[PersonId, Decision], today: date
) -> Iterable[Row]:
    """One row for each person, as of the start of the review, with the decision."""
    yield heading("OVERDUE", f"{len(queue)}")
    for person in queue:
        yield _queue_row(person, done.get(person.id), today)
    if len(done) == len(queue):
        yield gap()
        yield Row(END, line("   ", ("All decided", "bold $good")))


def end_rows(done: Collection[Decision], people: Iterable[Overview], today: date) -> Iterable[Row]:
    """A count of all decisions, and the next person due with the day."""
    from aligntui.text.noted import tally  # the first screen decides nothing

    yield heading("The end of the queue", f"{len(done)}")
    yield Row(None, plain(f"{tally(done)}"), wrap=0)
    here = ((p, p.due(today)) for p in people if p.archived is None)
    coming = [p for p, due in here if due.due_on >= today and due.state is not DueState.PAUSED]
    if coming:
        first = min(coming, key=lambda p: (p.due(today).due_on, folded(p.name)))
        day = words.day_words(first.due(today).due_on, today)
        said = f"Next is {first.name}, {words.late(first.due(today), today)}, {day}"
        yield Row(None, plain(said), wrap=0)
    yield gap()
    yield Row(None, plain("q goes back to the team, u undoes the last decision", "$quiet"), wrap=0)


def _queue_row(person: Overview, decision: Decision | None, today: date) -> Row:
    due = person.due(today)
    tone = "$quiet" if decision else "$late"
    cells = (
        fit(plain("=" if decision else words.mark(due), tone), _DECIDED),
        fit(plain(person.name, "$quiet" if decision else ""), _NAME_WIDTH - 1),
        " ",
        fit(plain(words.late(due, today), tone), _LATE),
        fit(plain(_beside(person, today), "$quiet"), _LAST if person.booked is None else _NEXT),
        plain(decision.words, "$good") if decision else "",
    )
    return Row(person.id, line(*cells))


def _beside(person: Overview, today: date) -> str:
    """When the last check-in was; where a calendar is known, what is booked or not recorded."""
    if person.unrecorded(today):
        return _HELD[0]
    if person.booked is None:
        return words.ago(person.last_check_in, today)
    return words.booked_words(person, today) if person.booked else "none"


_WELCOME: Final = ("team.add", "team.import", "team.sample", "app.help")


def welcome(screen: Screen[Any], where: str, filtered: str) -> Content:
    """What stands where nobody is yet, with `where` the data is, or nobody of a filter."""
    if filtered:
        return line("\n ", plain(f"No match for '{filtered}'."), "  / changes the filter")
    add, take_in, sample, keys = (key_of(screen, name) for name in _WELCOME)
    rows = (
        ("", ""),
        ("  Two people who work together keep aligned on four things:", ""),
        ("  focus, expectations, opportunities and risks.", ""),
        ("", ""),
        (f"  {add}", "  add the first person"),
        (
            f"  {take_in}",
            "  import people from a file, with a preview",
        ),
        (
            f"  {sample}",
            "  look around with a sample team; nothing is saved",
        ),
        (f"  {keys}", "  every key, explained"),
        ("", ""),
        ("", "  Kept only on this machine, readable only by you:"),
        ("", f"  {where}"),
        ("", "  Nothing is written before you add a person."),
    )
    lines = (line((key, "bold $mark"), (words, "$quiet" if not key else "")) for key, words in rows)
    return Content("\n").join(lines)

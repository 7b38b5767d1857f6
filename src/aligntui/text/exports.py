"""People as tables for a spreadsheet, safe from having their cells calculated."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Alarm, Calendar, Event

from aligntui.domain.appointments import OURS
from aligntui.domain.check_in import BOOKED, CheckInKind
from aligntui.domain.details import EMPTY, Expectation
from aligntui.domain.fields import fields_of
from aligntui.domain.notes import Action
from aligntui.domain.person import PERSON_FIELDS, Relation, Touches
from aligntui.domain.plain import harmless
from aligntui.domain.rounds import compared
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.text.json_shapes import SHAPES
from aligntui.text.life import life
from aligntui.text.markdown import escaped, literal
from aligntui.text.noted import kind_words
from aligntui.text.round_words import answer_words, row_shape, whole
from aligntui.text.sides import relation_words, side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aligntui.domain.cadence import Cadence
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.item import Item
    from aligntui.domain.notes import Kept, Note
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.text.json_shapes import Shape


_CALCULATES = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Matches the start of a cell that a spreadsheet would calculate, or that was escaped.

The last four are full-width = + - @, which some take for the usual ones.
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    "people": tuple(row.column for row in PERSON_FIELDS),
    "items": (
        "name", "handle", "section", "text", "on", "added_on", "state", "outcome", "agreement",
        "mine", "theirs", "how", "agreed_on", "private",
        *(row.json for empty in EMPTY.values() for row in fields_of(empty) if not row.progress),
        "origin", "became", "proposed_by", "because", "because_private",
        "agreed_before", "agreed_before_with",
    ),
    "check_ins": ("name", "handle", "on", "kind", "resynced", "until", "because", "notes"),
    "actions": ("name", "handle", "text", "on", "owner", "by", "done_on", "private"),
    "feedback": ("name", "handle", "text", "on", "kind", "about", "told_on", "private", "from"),
    "wins": ("name", "handle", "text", "on", "owner", "about", "private", "ladder"),
    "rounds": (
        "name", "round", "on", "handle", "section", "text", "kind", "mine", "theirs", "settled",
        "became", "reworded",
    ),
}  # fmt: skip


def tables(people: Iterable[Person], names: Mapping[str, str]) -> dict[str, str]:
    """The tables, each with its column titles in the first line; `names` of everybody by ids."""
    everybody = tuple(people)
    return {name: _table(name, everybody, names) for name in COLUMNS}


def kept_from_calculating(cell: str) -> str:
    """Escape a cell with an apostrophe if a spreadsheet would calculate it."""
    return f"'{cell}" if _CALCULATES.match(cell) else cell


def as_meant(cell: str) -> str:
    """Undo `kept_from_calculating`."""
    return cell[1:] if cell.startswith("'") and _CALCULATES.match(cell) else cell


def _table(name: str, people: tuple[Person, ...], names: Mapping[str, str]) -> str:
    written = io.StringIO()
    # quote everything, for spreadsheets that split cells elsewhere than at commas
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS[name])
    for person in people:
        for shape in _shapes(name, person, names):
            writer.writerow([kept_from_calculating(_cell(shape.get(c))) for c in COLUMNS[name]])
    return written.getvalue()


def _shapes(name: str, person: Person, names: Mapping[str, str]) -> Iterator[Shape]:
    if name == "people":
        yield {row.column: row.of(person, names) for row in PERSON_FIELDS}
    elif name == "rounds":  # both sides, or nothing
        for found in person.rounds:
            for row in compared(person, found):
                both = {"mine": row.mine, "theirs": row.theirs}
                said = {whose: "; ".join(answer_words(each)) for whose, each in both.items()}
                yield {**row_shape(person, found, row), **said}
    else:
        yield from (SHAPES[name](person, each) for each in getattr(person, name))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # most programs stop at NUL
    return ", ".join(value) if isinstance(value, list) else str(value).replace("\0", "\ufffd")


_UID, _TITLE = OURS, "Check-in with "


def calendar(overviews: Iterable[Overview], today: date) -> str:
    """One all-day event for each next check-in, with a reminder at 9:00.

    A person's event keeps its UID when the day moves, so that a calendar moves it as well. An
    overdue check-in is placed on today.
    """
    events = (
        _event(f"{each.id}{_UID}", harmless(each.name), max(each.due(today).due_on, today), today)
        for each in overviews
    )
    return _written(events).decode("utf-8", "replace")


def is_ours(data: bytes) -> bool:
    """True when a file is exactly as `calendar` writes it.

    False where another program wrote it, or an event or a line was added.
    """
    if not data.startswith(_written(()).partition(b"END:")[0]):
        return False
    try:
        events = [
            _event(
                str(found["UID"]),
                str(found["SUMMARY"]).removeprefix(_TITLE),
                found.decoded("DTSTART"),
                found.decoded("DTSTAMP").date(),
            )
            for found in Calendar.from_ical(data).walk("VEVENT")
        ]
        ours = all(str(event["UID"]).endswith(_UID) for event in events)
        return ours and _unfolded(_written(events)) == _unfolded(data)
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return False


def _unfolded(data: bytes) -> bytes:
    return data.replace(b"\r\n ", b"")


def _written(events: Iterable[Event]) -> bytes:
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", "-//AlignTUI//AlignTUI//EN")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", "Check-ins")
    for event in events:
        made.add_component(event)
    written: bytes = made.to_ical(sorted=False)
    return written


def _event(uid: str, name: str, day: date, today: date) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", datetime.combine(today, time(), UTC))
    # a calendar keeps the version with the higher number
    event.add("SEQUENCE", today.toordinal())
    event.add("DTSTART", day)
    if day < date.max:
        event.add("DTEND", day + timedelta(days=1))
    event.add("SUMMARY", f"{_TITLE}{name}")
    event.add("TRANSP", "TRANSPARENT")
    reminder = Alarm()
    reminder.add("ACTION", "DISPLAY")
    reminder.add("DESCRIPTION", "Check-in")
    reminder.add("TRIGGER", timedelta(hours=9))
    event.add_component(reminder)
    return event


def written(person: Person, names: Mapping[str, str]) -> str:
    """The whole file, `names` of everybody by ids; the caller removes what must not be seen."""
    lines = [f"# {_inline(person.name)}", "", *_head(person, names)]
    for section in Section:
        lines += _section(person, section)
    lines += _list("Actions", _actions(person))
    lines += _list("Feedback", _feedback(person))
    lines += _list("Talking points", _points(person))
    lines += _list("Wins", _wins(person))
    lines += _texts("Check-ins", (_check_in(person, c) for c in reversed(person.check_ins)))
    noted = ((f"{n.on} {n.handle}{_private(n.private)}", _note(n)) for n in reversed(person.notes))
    lines += _texts("Notes", noted)
    rounds = ((f"{r.on} round {r.number}{_private(r.private)}", r) for r in reversed(person.rounds))
    lines += _texts("Rounds", ((heading, "\n".join(whole(r))) for heading, r in rounds))
    return "\n".join(lines) + "\n"


def _head(person: Person, names: Mapping[str, str]) -> Iterator[str]:
    # not the role first: it might begin with a list mark
    known = (relation_words(person.relation), person.role, person.level, person.email)
    yield f"- {', '.join(_inline(words) for words in known if words)}"
    days = (("started", person.started), ("added", person.added), ("archived", person.archived))
    yield f"- {', '.join(f'{words} {day}' for words, day in days if day)}"
    if lead := names.get(person.reports_to):
        yield f"- in the team of {_inline(lead)}"
    yield f"- check-ins {_cadence(person.cadences.check_in)}"
    for section in Section:
        yield f"- {section.title.lower()} {_cadence(person.cadences.of(section))}"
    if person.touches is Touches.COUNT:
        yield "- a short touch counts as contact"
    for line in person.card.splitlines():
        yield f"- card: {_inline(line)}{_private(True)}"
    for away in person.away:
        why = f", {_inline(away.because)}" if away.because else ""
        yield f"- away {away.first} to {away.last}{why}{_private(bool(why))}"


def _cadence(cadence: Cadence) -> str:
    return f"{_inline(str(cadence))}{_private(cadence != cadence.without_reason())}"


def _section(person: Person, section: Section) -> Iterator[str]:
    said = side(person.relation)
    yield from ("", f"## {said.titles[section]}", "", f"*{said.questions[section]}*")
    closed = [item for item in person.items if item.section is section and not item.open]
    if items := (*person.open_items(section), *closed):
        yield ""
        for item in items:
            yield from _item(person, item)


def _item(person: Person, item: Item) -> Iterator[str]:
    outcome = f" ({item.now.outcome})" if item.now.outcome else ""
    text = f"{_inline(item.text)}{_not_theirs(person, item)}"
    yield f"- **{item.handle}** {text}{outcome}{_private(item.now.private)}"
    for line in life(person, item):
        who = f" {line.who}:" if line.who else ""
        private = _private(line.private and not item.now.private)
        yield f"  - {line.on}{who} {_inline(line.words)}{private}"


def _not_theirs(person: Person, item: Item) -> str:
    details = item.now.details
    if item.now.of_me:
        return " (expected of you)"
    if not isinstance(details, Expectation) or not details.excluded:
        return ""
    return " (not yours)" if person.relation is Relation.MANAGER else " (not theirs)"


def _actions(person: Person) -> Iterator[str]:
    promised = side(person.relation).promised
    for action in person.actions:
        by = f", by {action.by}" if action.by else ""
        done = f", done {action.done_on}" if action.done_on else ""
        who = promised[Party(action.owner)].lower()
        box = f"[{' ' if action.open else 'x'}] "
        yield from _kept(action, f"{who} {action.made_on}{by}{done}", box)


def _feedback(person: Person) -> Iterator[str]:
    for each in person.feedback:
        about = f", about {each.about}" if each.about else ""
        told = f", told {each.told_on}" if each.told_on else ", not told yet" if each.untold else ""
        yield from _kept(each, f"{_inline(kind_words(each))}, noted {each.noted_on}{about}{told}")


def _points(person: Person) -> Iterator[str]:
    for point in person.talking_points:
        raised = f", raised {point.raised_on}" if point.raised_on else ""
        whose = "theirs, " if point.owner is Party.THEM else ""
        yield from _kept(point, f"{whose}{point.added_on}{raised}")


def _wins(person: Person) -> Iterator[str]:
    for win in person.wins:
        about = f", about {win.about}" if win.about else ""
        about += f", for {_inline(win.ladder)}" if win.ladder else ""
        yield from _kept(win, f"{side(person.relation).owners[win.owner]}, {win.on}{about}")


def _kept(thing: Kept, said: str, box: str = "") -> Iterator[str]:
    """A record in one line, and its past below it."""
    text = _inline(thing.text)
    yield f"- {box}**{thing.handle}** {text} ({said}){_private(thing.private)}"
    yield from _trail(thing)


def _note(note: Note) -> str:
    """The text of a note, and what it was before each edit."""
    past = became(note)[1:]
    return "\n".join((note.text, *(f"({each.on} {each.words})" for each in past)))


def _trail(thing: Kept) -> Iterator[str]:
    """What became of a thing that was edited, put off or opened again, each event with its day."""
    if getattr(thing, "ends", ()) or thing.edited or (isinstance(thing, Action) and thing.moved):
        for event in became(thing):
            because = f": {_inline(event.because)}" if event.because else ""
            private = _private(event.private and not thing.private)
            yield f"  - {event.on} {_inline(event.words)}{because}{private}"


def _check_in(person: Person, check_in: CheckIn) -> tuple[str, str]:
    through = {s for r in person.resyncs if r.check_in == check_in.handle for s in r.sections}
    again = ", ".join(section.title.lower() for section in Section if section in through)
    next_by = ", next by" if check_in.kind is CheckInKind.SKIPPED else ", to"
    until = f"{next_by} {check_in.until}" if check_in.until else ""
    booked = check_in.because in ("", BOOKED)
    why = "" if booked else f": {_inline(check_in.because)}{_private(True)}"
    through_words = f"; gone through: {again}" if again else ""
    kind = "" if check_in.held else f" ({check_in.instead})"
    added = [f"{each.on}: {each.text}" for each in check_in.addenda]
    said = "\n".join([*([check_in.notes] if check_in.notes else []), *added])
    notes = f"; notes{_private(True)}" if said else ""
    return f"{check_in.on} {check_in.handle}{kind}{until}{why}{through_words}{notes}", said


def _list(title: str, found: Iterable[str]) -> list[str]:
    lines = list(found)
    return ["", f"## {title}", "", *lines] if lines else []


def _texts(title: str, found: Iterable[tuple[str, str]]) -> list[str]:
    """Texts of any number of lines, quoted, so that their headings are not the file's."""
    lines = []
    for heading, text in found:
        lines += ["", f"### {heading}"]
        if text:
            lines += ["", *(f"> {literal(harmless(line))}".rstrip() for line in text.split("\n"))]
    return ["", f"## {title}", *lines] if lines else []


def _private(private: bool) -> str:
    return " *(private)*" if private else ""


def _inline(text: str) -> str:
    """Escape a user's text for use within a line."""
    return escaped(harmless(text))

"""Everything kept about one person as a document in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from aligntui.domain.check_in import BOOKED, CheckIn, CheckInKind
from aligntui.domain.details import Expectation
from aligntui.domain.notes import Action, Feedback, Kept, Note, TalkingPoint, Win
from aligntui.domain.person import Person, Relation, Touches
from aligntui.domain.plain import harmless
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became
from aligntui.text.events import end_words
from aligntui.text.markdown import escaped, literal
from aligntui.text.noted import kind_words
from aligntui.text.past import life
from aligntui.text.round_words import whole
from aligntui.text.sides import RELATIONS, side

if TYPE_CHECKING:
    from aligntui.domain.cadence import Cadence
    from aligntui.domain.item import Item


def written(person: Person, names: Mapping[str, str]) -> str:
    """The whole file, `names` of everybody by ids; the caller removes what must not be seen."""
    lines = [f"# {_inline(person.name)}", "", *_head(person, names)]
    for section in Section:
        lines += _section(person, section)
    kept: dict[str, tuple[Kept, ...]] = {
        "Actions": person.actions,
        "Feedback": person.feedback,
        "Talking points": person.talking_points,
        "Wins": person.wins,
    }
    for title, things in kept.items():
        found = [line for each in things for line in _kept(person, each)]
        lines += ["", f"## {title}", "", *found] if found else []
    lines += _texts("Check-ins", (_check_in(person, c) for c in reversed(person.check_ins)))
    noted = ((f"{n.on} {n.handle}{_private(n.private)}", _note(n)) for n in reversed(person.notes))
    lines += _texts("Notes", noted)
    rounds = ((f"{r.on} round {r.number}{_private(r.private)}", r) for r in reversed(person.rounds))
    lines += _texts("Rounds", ((heading, "\n".join(whole(r))) for heading, r in rounds))
    return "\n".join(lines) + "\n"


def _head(person: Person, names: Mapping[str, str]) -> Iterator[str]:
    # not the role first: it might begin with a list mark
    known = (RELATIONS[person.relation], person.role, person.level, person.email)
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
    end = end_words(item, item.now) if item.goes_on_as else item.now.outcome
    outcome = f" ({end})" if end else ""
    text = f"{_inline(item.text)}{_not_theirs(person, item)}"
    yield f"- **{item.handle}** {text}{outcome}{_private(item.now.private)}"
    for line in life(person, item):
        who = f" {line.who}:" if line.who else ""
        private = _private(line.private and not item.now.private)
        yield f"  - {line.on}{who} {_inline(line.words)}{private}"


def _not_theirs(person: Person, item: Item) -> str:
    details = item.now.details
    if item.now.of_me:
        return f" ({side(person.relation).of_me})"
    if not isinstance(details, Expectation) or not details.excluded:
        return ""
    return " (not yours)" if person.relation is Relation.MANAGER else " (not theirs)"


def _kept(person: Person, thing: Kept) -> Iterator[str]:
    """A record in one line, and its past below it."""
    box = _box(thing) if isinstance(thing, Action) else ""
    said, text = _said(person, thing), _inline(thing.text)
    yield f"- {box}**{thing.handle}** {text} ({said}){_private(thing.private)}"
    past = isinstance(thing, Action) and (thing.moved or thing.because)
    if getattr(thing, "ends", ()) or thing.edited or past:
        for event in became(thing):
            because = f": {_inline(event.because)}" if event.because else ""
            private = _private(bool(event.private or because) and not thing.private)
            yield f"  - {event.on} {_inline(event.words)}{because}{private}"


def _box(promise: Action) -> str:
    """Ticked once it is done; a dropped promise is neither ticked nor to be ticked: none."""
    return "" if promise.dropped_on else f"[{' ' if promise.open else 'x'}] "


def _said(person: Person, thing: Kept) -> str:
    """Whose it is, its days, and what it is about."""
    said, about = side(person.relation), getattr(thing, "about", None)
    about = f", about {about}" if about else ""
    match thing:
        case Action():
            by = f", by {thing.by}" if thing.by else ""
            done = f", done {thing.done_on}" if thing.done_on else ""
            dropped = f", dropped {thing.dropped_on}" if thing.dropped_on else ""
            whose = said.promised[Party(thing.owner)].lower()
            return f"{whose} {thing.made_on}{by}{done}{dropped}"
        case Feedback():
            told = f", told {thing.told_on}" if thing.told_on else ""
            told = ", not told yet" if thing.untold and not told else told
            return f"{_inline(kind_words(thing))}, noted {thing.noted_on}{about}{told}"
        case TalkingPoint():
            raised = f", raised {thing.raised_on}" if thing.raised_on else ""
            return f"{'theirs, ' if thing.owner is Party.THEM else ''}{thing.added_on}{raised}"
        case Win():
            rung = f", for {_inline(thing.ladder)}" if thing.ladder else ""
            return f"{said.owners[thing.owner]}, {thing.on}{about}{rung}"
    return ""


def _note(note: Note) -> str:
    """The text of a note, and what it was before each edit."""
    past = became(note)[1:]
    return "\n".join((note.text, *(f"({each.on} {each.words})" for each in past)))


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

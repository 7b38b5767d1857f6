"""The minutes of one check-in: a part that may be shared, and a part that stays private."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from aligntui.domain.glance import overview
from aligntui.domain.notes import Action, Feedback, TalkingPoint, Win
from aligntui.domain.privacy import leaving_on
from aligntui.domain.stance import Party
from aligntui.domain.timeline import Minutes, minutes
from aligntui.domain.written import written_on
from aligntui.text.events import sentence
from aligntui.text.json_shapes import shape_of, shapes_of
from aligntui.text.markdown import literal
from aligntui.text.past import change_shape
from aligntui.text.sides import Side, written
from aligntui.text.summaries import after_moves, moved_from
from aligntui.text.timeline import beside_lines, written_of
from aligntui.text.words import listed, long_day, written_words

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person

REVIEWED = "Reviewed"


def due_after(person: Person, handle: Handle, glance: Overview, today: date) -> date | None:
    """The due day of the next check-in; None for an older one, which has been followed."""
    last = person.last_check_in
    if last is None or last.handle != handle or person.archived:
        return None
    return glance.due(today).due_on


def shared_text(person: Person, handle: Handle, next_on: date | None) -> str:
    """The part that may be shared, as Markdown: exactly what is previewed, copied and written.

    It depends only on the day of the check-in, but what is private now is left out, and so is
    the day of the next one (`next_on`) unless it is still the day that was known then.
    """
    on = person.check_in(handle).on
    seen = leaving_on(person, on)
    lines = [f"# Check-in with {literal(person.name)}, {long_day(on)}"]
    found = minutes(seen, handle)
    if found.one_with:
        lines += [
            "",
            "One of several check-ins of this day: what changed on it stands in each of them.",
        ]
    if late := written_of(seen, handle, found.check_in.kind, on, on):
        lines += ["", f"These minutes were {late}."]
    for title, said in _groups(seen, found).items():
        each_line = [f"- {literal(each)}" for each in said]
        lines += ["", f"## {title}", ""]
        lines += [f"{listed(said)}."] if title == REVIEWED else each_line
    if next_on and next_on == overview(seen).due(on).due_on:
        lines += ["", f"Next check-in by {long_day(next_on)}."]
    return "\n".join(lines) + "\n"


def private_lines(person: Person, handle: Handle, today: date) -> list[str]:
    """The private part: notes, pulse, corrections, and each private line."""
    check_in = person.check_in(handle)
    seen = leaving_on(person, check_in.on)
    lines = [each for each in check_in.notes.split("\n") if each.strip()]
    lines += beside_lines(person, check_in, today)
    left = _groups(seen, minutes(seen, handle))
    for title, found in _groups(person, minutes(person, handle)).items():
        staying = [each for each in found if each not in left.get(title, ())]
        lines += [f"{title}: {each}" for each in staying]
    return lines


def record_lines(person: Person, handle: Handle, today: date, next_on: date | None) -> list[str]:
    """The whole minutes; the private part has a heading of its own."""
    lines = shared_text(person, handle, next_on).splitlines()
    staying = private_lines(person, handle, today)
    private = ["", "## Private", "", *(f"- {literal(each)}" for each in staying)]
    return [*lines, *private] if staying else lines


def record_shape(person: Person, handle: Handle, next_on: date | None) -> dict[str, Any]:
    """JSON of the minutes; `text` is the part that may be shared."""
    found = minutes(person, handle)
    then = person.as_of(found.check_in.on)
    return {
        **shape_of(person, found.check_in),
        "one_with": list(found.one_with),
        "changes": [change_shape(change, person.relation) for change in found.changes],
        "promised": shapes_of(then, found.promised),
        "ended": shapes_of(then, found.ended),
        "moved": shapes_of(then, (each for each, _ in found.moved)),
        "reopened": shapes_of(then, found.reopened),
        "noted": shapes_of(then, found.noted),
        "untold": shapes_of(then, found.untold),
        "told": shapes_of(then, found.told),
        "received": shapes_of(then, found.received),
        "wins": shapes_of(then, found.wins),
        "raised": shapes_of(then, found.raised),
        "carried": shapes_of(then, found.carried),
        "next_by": next_on.isoformat() if next_on else None,
        "text": shared_text(person, handle, next_on),
    }


def _groups(person: Person, found: Minutes) -> dict[str, list[str]]:
    said = written(person.relation, person.name)  # each is named: both will read it

    def plainly(things: Iterable[Feedback | TalkingPoint | Win]) -> Iterator[tuple[Handle, str]]:
        return ((each.handle, f"{each.handle} {each.text}{_whose(each, said)}") for each in things)

    def dated(handle: Handle, words: str) -> str:
        on = found.check_in.on
        late = written_words(written_on(person, handle, found.since, on), on, on)
        return f"{words} ({late})" if late else words

    groups: dict[str, Iterable[tuple[Handle, str]]] = {
        "What changed": ((each.item.handle, sentence(each, said)) for each in found.changes),
        "Wins": plainly(found.wins),
        "Promised": ((each.handle, _promised(each, said)) for each in found.promised),
        "Promises moved": (
            (a.handle, f"{a.handle} {a.text} ({said.called[a.owner]}), {moved_from(moves)}")
            for a, moves in found.moved
        ),
        "Closed": ((each.handle, _ended(each, said)) for each in found.ended),
        "Open again": ((each.handle, _promised(each, said)) for each in found.reopened),
        "Not told yet": plainly(found.untold),
        "Told": plainly(found.told),
        "Received": plainly(found.received),
        "Brought up": plainly(found.raised),
        "For next time": plainly(found.carried),
    }
    lines = {title: [dated(*each) for each in told] for title, told in groups.items()}
    # of a section without a line it would read as if there were unshared ones
    reviewed = (each for each in found.gone_through if each not in found.empty)
    lines[REVIEWED] = [each.title for each in reviewed]
    order = dict.fromkeys(("What changed", REVIEWED, *groups))
    return {title: lines[title] for title in order if lines[title]}


def _whose(each: Feedback | TalkingPoint | Win, said: Side) -> str:
    """Who brings up a point, or gave the feedback, where that is not me; whose a win is."""
    if isinstance(each, Win):
        return f" ({said.called[each.owner]})"
    if isinstance(each, TalkingPoint):
        return f" ({said.called[each.owner]})" if each.owner is Party.THEM else ""
    return f" (from {each.source or said.called[Party.THEM]})" if each.received else ""


def _promised(action: Action, said: Side) -> str:
    by = f", by {long_day(action.by)}" if action.by else ""
    return f"{action.handle} {action.text} ({said.called[action.owner]}{by})"


def _ended(action: Action, said: Side) -> str:
    how = "done" if action.done_on else "dropped"
    who = ", ".join(filter(None, (said.called[action.owner], after_moves(action))))
    because = f", {action.because}" if action.because else ""
    return f"{action.handle} {how}: {action.text} ({who}){because}"

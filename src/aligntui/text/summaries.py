"""One-line summaries of sections and promises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from aligntui.domain.due import Alignment, DueState, SectionFacts, SectionState, long_open, soon
from aligntui.domain.guard import CHECK_IN, Close, Proposal
from aligntui.domain.naming import first_name
from aligntui.domain.section import Section
from aligntui.text.words import (
    ago,
    away_words,
    booked_words,
    counted_days,
    day_words,
    listed,
    long_day,
    ordinal,
    risk_stands,
    unrecorded_words,
)

if TYPE_CHECKING:
    from aligntui.domain.cadence import Cadence
    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.item import Item
    from aligntui.domain.notes import Action, DayMoved
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person


IN_TIME, LATE = "-", "!"


def strip(met: tuple[bool, ...], room: int) -> str:
    """One mark for each check-in, the latest at the right, as many as have room: `---!--`."""
    marks = "".join(IN_TIME if in_time else LATE for in_time in met)
    return marks[max(0, len(marks) - room) :]


def regular_words(met: tuple[bool, ...]) -> str:
    """Count of recent check-ins that were in time: `9 of 11 in time`; empty without any."""
    return f"{sum(met)} of {len(met)} in time" if met else ""


def proposal_words(proposal: Proposal, today: date, *, hide: bool) -> str:
    """A cadence that ended, or one that has no end: `daily (onboarding) ended on 18 Dec`."""
    section = "" if proposal.of == "check_in" else f"{proposal.of} "
    now = f"{section}{proposal.instead_of}"
    if proposal.ended_on is None:
        return f"{now} has no end; the next looser one is {proposal.cadence}"
    why = f" ({proposal.because})" if proposal.because and not hide else ""
    ended = day_words(proposal.ended_on, today)
    return f"{now}{why} ended on {ended}; {proposal.cadence} holds now"


def accepting(proposal: Proposal, name: str) -> str:
    """The command that accepts a proposal."""
    from shlex import quote

    option = "--cadence" if proposal.of == "check_in" else f"--{proposal.of}-cadence"
    return f"aligntui edit {quote(name)} {option} {quote(str(proposal.cadence))}"


def close_words(name: str, close: Close, today: date) -> str:
    """A remark on having met, or gone through a section, more often than weekly for weeks."""
    met = f"you and {name} have {'met' if close.of == CHECK_IN else f'gone through {close.of}'}"
    return (
        f"{met} more often than weekly since {day_words(close.since, today)}: "
        f"good for a while, tiring for both in the long run; what would make {close.enough} enough?"
    )


def close_question(person: Person, close: tuple[Close, ...], today: date) -> str:
    """The same as one row of a terminal; the person's page says it in full."""
    first, *_ = close
    sections = listed(each.of for each in close if each.of != CHECK_IN)
    of = f" through {sections}" if first.of != CHECK_IN else ""
    name, since = first_name(person.name), day_words(first.since, today)
    return f"Closer than weekly{of} with {name} since {since}: would {first.enough} do?"


def far_words(until: date, today: date) -> str:
    """A question about the far end of a close cadence."""
    return f"{day_words(until, today)} is more than three months away; is it meant?"


PULSES_SHOWN = 6


def section_summary(
    items: Iterable[Item], state: SectionState, cadence: Cadence, today: date
) -> str:
    """The state of a section: `3 agreed, 1 changed, 33d ago, every 2 weeks: late`."""
    from aligntui.text.fields import agreement_counts  # the first screen shows no items

    items = tuple(items)
    counts = f"{_shares(items)}{_long_open(items, today)}{agreement_counts(items)}"
    if state.age is None:
        return f"{counts}, {cadence}"
    late = ": late" if state.state is Alignment.STALE else ""
    since = f"{counted_days(state.age)} ago" if state.age > 0 else "today"
    return f"{counts}, {since}, {cadence}{late}"


def resynced_words(before: Person, after: Person, section: Section) -> str:
    """The result of going through a section's open lines: `agreed again, except disputed lines`."""
    knew = {item.uid for item in before.items if any(each.agreed for each in item.revisions)}
    from aligntui.domain.rounds import differing

    lines, apart = after.open_items(section), {row.handle for row in differing(after)}
    agreed = {i.uid for i in lines if i.now.agreed and i.handle not in apart}
    said = ("agreed again" if agreed <= knew else "agreed") if agreed else "gone through"
    disputed = [i for i in lines if i.now.disputed or i.handle in apart]
    left = [i.now for i in lines if not (i.now.agreed or i in disputed)]
    kinds = {
        "disputed": disputed,
        "private": any(now.private for now in left),
        "newer": any(not now.private for now in left),
    }
    words = listed(kind for kind, applies in kinds.items() if applies)
    return f"{said}, except {words} lines" if words else said


def not_agreed(person: Person, sections: Collection[Section]) -> str:
    """Lines left unagreed in sections that were gone through, and why; empty without any."""
    lines = [item for each in Section if each in sections for item in person.open_items(each)]
    from aligntui.domain.rounds import differing

    apart = {row.handle for row in differing(person)}
    kinds = {
        "private lines are not agreed": [i for i in lines if i.now.private and not i.now.agreed],
        "you differ in the round": [i for i in lines if i.handle in apart],
    }
    found = ((why, ", ".join(i.handle for i in some)) for why, some in kinds.items() if some)
    return "; ".join(f"{why}: {handles}" for why, handles in found)


def _shares(items: Iterable[Item]) -> str:
    """A remark where the focus shares add up to more than 100 %; otherwise empty."""
    from aligntui.domain.item import shares

    total = shares(items)
    return f"shares: {total} %, " if total > 100 else ""


def _long_open(items: Iterable[Item], today: date) -> str:
    """The longest open risk, if it is open for long: `R2 open 61d; `."""
    risks = (item for item in items if item.section is Section.RISKS)
    oldest = min(risks, key=lambda risk: risk.opened_on, default=None)
    if not (oldest and long_open(oldest.opened_on, today)):
        return ""
    return f"{oldest.handle} open {ago(oldest.opened_on, today)}; "


def action_words(action: Action, today: date) -> str:
    """The due day or the age of a promise: `by 3 Jul`, `2d late, was 1 Jun, moved twice`, `33d`."""
    if action.by is None:
        stands = ago(action.made_on, today) if action.made_on < today else "new"
    else:
        late = (today - action.by).days
        stands = f"{counted_days(late)} late" if late > 0 else f"by {day_words(action.by, today)}"
    return ", ".join((stands, *_earlier(action, today)))


def _earlier(action: Action, today: date) -> Iterator[str]:
    """The first day on which a promise was due, and how often that was moved."""
    days = [each.was for each in action.moves if each.was]
    if days:
        yield f"was {day_words(days[0], today)}"
    if len(days) > 1:
        yield f"moved {'twice' if len(days) == 2 else f'{len(days)}x'}"


def after_moves(action: Action, spell: Callable[[date], str] = long_day) -> str:
    """How often its day was moved, and from which: `after 3 moves from 25 September 2026`."""
    days = [each.was for each in action.moves if each.was]
    count = "one move" if len(days) == 1 else f"{len(days)} moves"
    return f"after {count} from {spell(days[0])}" if days else ""


def moved_from(moves: tuple[DayMoved, ...], spell: Callable[[date], str] = long_day) -> str:
    """Moves one after the other: `moved from 25 September 2026 to 2 October 2026, then to …`."""
    first, *more = moves
    days = (spell(each) if each else "no day" for each in (first.was, first.to))
    return ", then to ".join(
        (f"moved from {' to '.join(days)}", *(spell(m.to) if m.to else "no day" for m in more))
    )


def promise_words(person: Person, action: Action, today: date) -> str:
    """The same, with the check-ins it has stayed open through before it: `3rd check-in, 33d`."""
    from aligntui.domain.points import times

    return nth_time(times(person, action.made_on), action_words(action, today))


def nth_time(count: int, old: str) -> str:
    """An age, preceded by an ordinal from the second time on."""
    if count < 2:
        return old
    return f"{ordinal(count)} check-in, {old}"


def pulse_words(check_ins: Iterable[CheckIn]) -> str:
    """The latest pulses, the newest last: `pulse 3 4 4 2`; empty without any."""
    from aligntui.domain.check_in import pulses

    latest = pulses(check_ins)[-PULSES_SHOWN:]
    return f"pulse {' '.join(map(str, latest))}" if latest else ""


_MOVED: Final = {"skipped": "skipped, next by", "booked": "booked for"}


def due_words(person: Overview, today: date) -> str:
    """The day the check-in was or is due, or the day they are back."""
    due = person.due(today)
    day = day_words(due.due_on, today)
    if due.back_on:
        return f"back on {day_words(due.back_on, today)}"
    first = "the first was due" if person.last_check_in is None else "due since"
    if due.days_late > 0:
        return f"{first} {day}"
    if due.due_on < today:
        return f"{first} {day}, late after {day_words(due.latest, today)}"
    by = "the first is due by" if due.state is DueState.FIRST else "due"
    return f"{by} {day}"


def out_of_sync(person: Overview, today: date) -> tuple[str, ...]:
    """The sections out of sync, each with its age: `Focus 33d`, `Risks 33d (1 new, 1 changed)`."""
    states = [(section, person.section(section, today)) for section in Section]
    if all(state.state is Alignment.NEVER for _, state in states):
        return ("nothing agreed yet",)
    said = []
    for (section, state), facts in zip(states, person.sections, strict=True):
        age = "" if state.age is None else f" {counted_days(state.age)}"
        match state.state:
            case Alignment.DIFFERS:
                said.append(f"{section.title}{age} ({facts.differs} differs)")
            case Alignment.CHANGED:
                said.append(f"{section.title}{age} ({_waiting(facts)})")
            case Alignment.STALE:
                said.append(f"{section.title}{age}")
            case _ if risk_stands(state):
                said.append(f"{section.title} open {counted_days(state.open_for or 0)}")
            case Alignment.NEVER:
                said.append(f"{section.title} never")
    return tuple(said)


def proposed(person: Overview, today: date, *, hide: bool) -> str:
    """The looser cadences on offer, with the key that accepts them; empty without any."""
    proposals = person.proposals(today)
    said = "; ".join(proposal_words(each, today, hide=hide) for each in proposals)
    # the key comes first: it must not be cut off
    return f"y accepts: {said}" if said else ""


def _waiting(facts: SectionFacts) -> str:
    counts = ((facts.new, "new"), (facts.waiting - facts.new, "changed"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def moves(person: Overview, today: date) -> Iterator[str]:
    """Reasons why the day moved: skipped, postponed or booked, and days away now or soon."""
    if person.touched and person.touched > (person.last_check_in or person.added):
        yield f"a short touch on {day_words(person.touched, today)}"
    if person.moved_to:
        moved = _MOVED.get(person.moved_as, "moved to")
        yield f"{moved} {day_words(person.moved_to, today)}"
    if person.booked is not None:
        when = booked_words(person, today)
        yield f"booked: {when}" if person.booked else when
    if missing := unrecorded_words(person, today):
        yield missing
    near = (a for a in person.away if a.first <= soon(today) and a.last >= today)
    if away := min(near, default=None):
        yield f"away {away_words(away._replace(because=''), today)}"

"""Kind words about how regularly two people meet, and about cadences too close to last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.text.words import day_words

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.cadence import Cadence
    from aligntui.domain.guard import Proposal
    from aligntui.domain.person import Person


IN_TIME, LATE = "-", "!"


def strip(met: tuple[bool, ...], room: int) -> str:
    """One mark for each check-in, the latest at the right, as many as have room: `---!--`."""
    marks = "".join(IN_TIME if in_time else LATE for in_time in met)
    return marks[max(0, len(marks) - room) :]


def regular_words(met: tuple[bool, ...]) -> str:
    """Count of recent check-ins that were in time: `9 of 11 in time`; empty without any."""
    return f"{sum(met)} of {len(met)} in time" if met else ""


def proposal_words(proposal: Proposal, today: date, *, hide: bool = False) -> str:
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


def close_words(name: str, since: date, looser: Cadence, today: date) -> str:
    """A remark on having met more often than weekly for weeks."""
    return (
        f"you and {name} have met more often than weekly since {day_words(since, today)}: "
        f"good for a while, tiring for both in the long run; what would make {looser} enough?"
    )


def close_question(person: Person, since: date, today: date) -> str:
    """The same as one row of a terminal; the person's page says it in full."""
    from aligntui.domain.cadence import looser

    name, enough = person.name.split()[0], looser(person.cadences.check_in)
    return f"Closer than weekly with {name} since {day_words(since, today)}: would {enough} do?"

"""Guard against micromanaging: cadences closer than weekly need a reason and an end."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.cadence import Cadence, looser, parse, plus
from aligntui.domain.errors import Refused

if TYPE_CHECKING:
    from aligntui.domain.person import Person

WEEK = 7
LONG = 28
"""Days of meeting closer than weekly after which to point it out."""


class Proposal(NamedTuple):
    """A looser cadence to accept instead of a close one that has ended or has no end."""

    of: str
    """`check_in`, or the name of a section."""
    cadence: Cadence
    instead_of: Cadence
    """The close cadence, without its end."""
    because: str
    ended_on: date | None


def tight(cadence: Cadence) -> bool:
    """True when it is closer than weekly."""
    return cadence.days < WEEK


def typed(phrase: str, today: date) -> Cadence:
    """Parse a typed cadence; refuses a close one without a reason and a future end."""
    cadence = parse(phrase, today)
    if cadence.ending and cadence.ending.until < today:
        raise Refused(f"{cadence.ending.until} is in the past; give a day from today on")
    return checked(cadence, str(plus(today, LONG)))


def checked(cadence: Cadence, until: str = "DATE") -> Cadence:
    """Return the cadence; refuses a close one without reason and end, with the phrase to type."""
    ending = cadence.ending
    if ending and tight(ending.then):
        raise Refused(f"{ending.then} is more often than weekly; name a looser one after 'then'")
    if tight(cadence) and not (ending and ending.because):
        now, until = cadence._replace(ending=None), str(ending.until) if ending else until
        then = ending.then if ending else looser(now)
        # the phrase to type comes first, as it is what is read where there is little room
        raise Refused(
            f"type '{now} until {until} because onboarding then {then}': "
            "more often than weekly needs a reason and an end date"
        )
    return cadence


def proposal(of: str, cadence: Cadence, today: date) -> Proposal | None:
    """The looser cadence to propose for a close one that is over or has no end; else None."""
    if not tight(cadence):
        return None
    now, ending = cadence._replace(ending=None), cadence.ending
    if ending is None:
        return Proposal(of, looser(now), now, "", None)
    if today <= ending.until:
        return None
    return Proposal(of, ending.then, now, ending.because, ending.until)


def runs_on(person: "Person") -> date | None:
    """The start of a run of close meetings, only at the check-in that makes it `LONG` days long."""
    last = person.last_check_in
    if last is None or not tight(person.cadences.check_in.holding(last.on)):
        return None
    return close_since(check_in.on for check_in in person.check_ins if check_in.held)


def close_since(days: Iterable[date]) -> date | None:
    """The start of meetings less than a week apart, at the one that makes them `LONG` days long.

    None at every other meeting, so that it is reported once.
    """
    since = before = last = None
    for day in sorted(days):
        if last is None or (day - last).days >= WEEK:
            since = day
        before, last = last, day
    if since is None or last is None or (last - since).days < LONG:
        return None
    return None if before and (before - since).days >= LONG else since

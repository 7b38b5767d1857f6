"""Guard against micromanaging: cadences closer than weekly need a reason and an end."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.cadence import Cadence, looser, parse, plus
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.section import Section

if TYPE_CHECKING:
    from aligntui.domain.person import Person

WEEK = 7
FAR = 92
"""Days after which the end of a close cadence is asked about."""
CHECK_IN = "check_in"
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
        day = day_words(cadence.ending.until, today)
        raise Refused(f"{day} is in the past; give a day from today on")
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


class Close(NamedTuple):
    """A clock that has run closer than weekly for long: which, since when, and its cadence."""

    of: str
    """`check_in`, or the name of a section."""
    since: date
    cadence: Cadence

    @property
    def enough(self) -> Cadence:
        """The cadence that might do: the next looser one, or the one that is not kept to."""
        return looser(self.cadence) if tight(self.cadence) else self.cadence


def too_close(person: "Person", on: date | None = None) -> tuple[Close, ...]:
    """The clocks whose last run has just become `LONG` days long, on the day `on` if it is given.

    Check-ins are meant to be as close as their cadence. Where one of the cadences is itself
    close, only those that are.
    """
    found = []
    for of, days in _clocks(person):
        since = close_since(days)
        if since and on in (None, max(days)):
            close = Close(of, since, getattr(person.cadences, of).holding(max(days)))
            if of != CHECK_IN or tight(close.cadence):
                found.append(close)
    return tuple(each for each in found if tight(each.cadence)) or tuple(found)


def _clocks(person: "Person") -> Iterator[tuple[str, list[date]]]:
    """The days on which somebody was met, and on which each section was gone through."""
    yield CHECK_IN, [check_in.on for check_in in person.check_ins if check_in.held]
    for section in Section:
        yield section.value, list({r.on for r in person.resyncs if section in r.sections})


def far(cadence: Cadence, today: date) -> date | None:
    """The end of a close cadence where it is more than three months away; else None."""
    until = cadence.ending.until if cadence.ending and tight(cadence) else today
    return until if until > plus(today, FAR) else None


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

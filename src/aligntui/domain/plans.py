"""Parse days ahead with a reason, such as `fri because on a plane`."""

from datetime import date

from aligntui.domain import dates
from aligntui.domain.away import Away
from aligntui.domain.errors import Refused
from aligntui.domain.plain import clean_line


def later_day(phrase: str, today: date) -> date:
    """Parse a day; refuses one that is not after today."""
    day = dates.parse(phrase, today)
    if day <= today:
        raise Refused(f"{day} is not later; name a day after {today}")
    return day


def day_so_far(phrase: str, today: date) -> date:
    """Parse a day; refuses one that is after today."""
    day = dates.parse(phrase, today, past=True)
    if day > today:
        raise Refused(f"{day} is in the future; type today or an earlier day")
    return day


def later_day_because(phrase: str, today: date) -> tuple[date, str]:
    """Parse a later day and its reason, which is required: `next fri because on a plane`."""
    day, why = _because(phrase)
    until = later_day(day, today)
    if not why:
        raise Refused(f"say why, too: '{day.strip()} because on a plane'")
    return until, why


def days_away(phrase: str, today: date) -> Away:
    """Parse an absence with an optional reason: `6 jul to fri because leave`.

    The last day is read relative to the first; one day alone is an absence of a day.
    """
    days, why = _because(phrase)
    begins, _, ends = days.partition(" to ")
    first = dates.parse(begins, today)
    last = dates.parse(ends, first) if ends.strip() else first
    if last < first:
        raise Refused(f"{last} is before {first}; name the first day, then the last")
    return Away(first, last, why)


def _because(phrase: str) -> tuple[str, str]:
    """Split a phrase into the part before `because` and the reason, "" when there is none."""
    words = " ".join(phrase.split())
    at = words.casefold().find(" because ")
    if at < 0:
        return words, ""
    return words[:at], clean_line(words[at + len(" because ") :], "the reason")

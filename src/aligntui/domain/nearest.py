"""The right cadence nearest to a phrase that is none."""

from contextlib import suppress
from difflib import get_close_matches

from aligntui.domain.cadence import WEEKDAYS, Cadence, plain
from aligntui.domain.errors import Refused

_MEANT = {
    "every other day": "every 2 days",
    "twice a week": "every 3 days",
    "biweekly": "every 2 weeks",
    "bi-weekly": "every 2 weeks",
    "fortnightly": "every 2 weeks",
    "every fortnight": "every 2 weeks",
    "every other week": "every 2 weeks",
    "twice a month": "every 2 weeks",
    "every other month": "every 2 months",
    "bimonthly": "every 2 months",
    "every quarter": "quarterly",
    "every half year": "every 6 months",
    "half-yearly": "every 6 months",
    "twice a year": "every 6 months",
    "yearly": "every 12 months",
    "annually": "every 12 months",
    "every year": "every 12 months",
}
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "eight": "8",
    "ten": "10", "twelve": "12",
}  # fmt: skip
_KNOWN = (
    "daily", "weekly", "monthly", "quarterly", "every", "on", "day", "days", "week", "weeks",
    "month", "months", *WEEKDAYS, "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", *_NUMBERS,
)  # fmt: skip


def nearest(phrase: str) -> Cadence | None:
    """The cadence that was probably meant, or None."""
    said = " ".join(phrase.casefold()[:80].split())
    meant = get_close_matches(said, _MEANT, n=1, cutoff=0.9)
    words = " ".join(_known(word) for word in said.split())
    day = words.rpartition(" ")[2]
    guesses = (_MEANT[meant[0]] if meant else "", words, f"every {words}", f"weekly on {day}")
    with suppress(Refused):
        return next((found for guess in guesses if (found := plain(guess))), None)
    return None


def _known(word: str) -> str:
    near = get_close_matches(word, _KNOWN, n=1, cutoff=0.7)
    return _NUMBERS.get(near[0], near[0]) if near else word

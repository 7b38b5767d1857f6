"""Cadences: plain, on a weekday, or with an end; printed in the form they are typed."""

import re
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from aligntui.domain.days import NUMBERS, WEEKDAYS, index_of
from aligntui.domain.errors import Refused
from aligntui.domain.plain import clean_line, typewritten

_DAY = timedelta(days=1)
_NEAR = 3 * _DAY
"""Tolerance when moving to a weekday: each weekday occurs once within three days of a day,
so the nearest is taken. A Tuesday meeting that was held on Wednesday stays one of Tuesdays."""


class Unit(StrEnum):
    """The unit a cadence counts in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Cadence(NamedTuple):
    """An interval of `every` days, weeks or months; `every` is from 1 to 999."""

    every: int
    unit: Unit
    weekday: int | None = None
    """0 is Monday; only for cadences in weeks or months."""
    ending: "Ending | None" = None
    most: int | None = None
    """The most of its units that may pass, where later than `every` is fine; else None."""

    def __str__(self) -> str:
        """The phrase to type; `parse` reads it back as the same cadence."""
        plain = _NAMES.get((self.every, self.unit), f"every {self.every} {self.unit}s")
        on = "" if self.weekday is None else f" on {WEEKDAYS[self.weekday][:3]}"
        most = "" if self.most is None else f", at most {self.most}"
        return f"{plain}{on}{most}{self.ending or ''}"

    def after(self, day: date, today: date | None = None) -> date:
        """The day one cadence after `day`, as seen on `today` (default: on `day`).

        In a month too short it is the last day. When the cadence ends before the result, or has
        ended, its successor decides, and nothing is due by that before it starts.
        """
        if self.unit is Unit.MONTH:
            due = _months_after(day, self.every)
        else:
            due = plus(day, self.every * (7 if self.unit is Unit.WEEK else 1))
        if self.weekday is not None and due < date.max:  # there is no later weekday to go to
            due = self.first_from(due - _NEAR)
        if self.ending is None:
            return due
        if max(due, today or day) <= self.ending.until:
            return due
        then = self.ending.then
        return max(then.after(day), then.first_from(min(due, plus(self.ending.until, 1))))

    def latest_after(self, day: date, today: date | None = None) -> date:
        """The last day on which it is not late yet, counted like `after`."""
        now = self.holding(today or day)
        due = self.after(day, today)
        return max(due, now._replace(every=now.most, most=None).after(day)) if now.most else due

    def holding(self, today: date) -> "Cadence":
        """The cadence, without its end, that is in force on a day."""
        if self.ending is None:
            return self
        return self.ending.then if today > self.ending.until else self._replace(ending=None)

    def without_reason(self) -> "Cadence":
        """The same cadence without the reason of its end, which is private."""
        ending = self.ending
        return self._replace(ending=ending._replace(because="")) if ending else self

    def first_from(self, day: date) -> date:
        """The first day from `day` on that is on the cadence's weekday; `day` if it has none."""
        if self.weekday is None:
            return day
        return plus(day, (self.weekday - day.weekday()) % 7)

    @property
    def days(self) -> float:
        """The approximate length in days."""
        return self.every * {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30.4}[self.unit]


class Ending(NamedTuple):
    """The end of a cadence: its last day, the reason for it, and the cadence that follows."""

    until: date
    because: str
    then: Cadence
    """A cadence without an end."""

    def __str__(self) -> str:
        because = f" because {self.because}" if self.because else ""
        return f" until {self.until}{because} then {self.then}"


_NAMES = {
    (1, Unit.DAY): "daily",
    (1, Unit.WEEK): "weekly",
    (1, Unit.MONTH): "monthly",
    (3, Unit.MONTH): "quarterly",
}
_WORDS = {name: Cadence(*parts) for parts, name in _NAMES.items()}
_SPOKEN = re.compile(r"(?:every\s+)?(\d{1,3})?\s*(d|w|m|days?|weeks?|months?)\Z")
# compiled on use: most cadences have no end, and `due` is called often
_MOST_OF = r"(.+?),? at most (.+)"
_UNTIL, _BECAUSE, _THEN = r"(.+?) until (.+)", r"(.+?) because (.+)", r"(.+) then (.+)"
_EXAMPLES = "weekly, every 2 weeks, every 2 weeks on tue, monthly, quarterly or every 6 months"
_FOR_A_WHILE = "daily until 2026-12-18 because onboarding then weekly"
_LADDER = (
    *(Cadence(every, Unit.WEEK) for every in (1, 2)),
    *(Cadence(every, Unit.MONTH) for every in (1, 3, 6)),
)
"""Usual long-term cadences, the closest first."""


def parse(phrase: str, today: date | None = None) -> Cadence:
    """Parse a phrase; refuses any other, naming the nearest valid phrase.

    With `today` the end date may be any phrase for a day; without, it has to be YYYY-MM-DD.
    """
    words = " ".join(phrase.split())
    folded = words.casefold()
    if " until " in folded:
        return _for_a_while(words, today)
    if " because " in folded or " then " in folded:
        raise Refused(f"'{words}' has no end; type '{_FOR_A_WHILE}'")
    return _meant(words)


def _for_a_while(words: str, today: date | None) -> Cadence:
    now, rest = _split(_UNTIL, words)
    rest, then = _split(_THEN, rest)
    until, because = _split(_BECAUSE, rest)
    cadence = _meant(now)
    ending = Ending(
        _end(until, today),
        clean_line(because, "the reason") if because else "",
        _meant(then) if then else looser(cadence),
    )
    return cadence._replace(ending=ending)


def _split(pattern: str, words: str) -> tuple[str, str]:
    """The text before and after a keyword; all of it and "" when the keyword is missing."""
    found = re.fullmatch(pattern, words, re.IGNORECASE)
    return (found[1], found[2]) if found else (words, "")


def looser(cadence: Cadence) -> Cadence:
    """The next looser usual cadence; from half a year on, the cadence itself without its end."""
    usual = (each for each in _LADDER if each.days > cadence.days)
    return next(usual, cadence._replace(ending=None))


def plain(typed: str) -> Cadence | None:
    """Parse a phrase without an end; None when it is none."""
    words, at, on = typed.casefold().partition(" on ")
    found = _WORDS.get(words) or _spoken(words)
    if not at or found is None:
        return found
    weekday = _weekday(on)
    return None if weekday is None or found.unit is Unit.DAY else found._replace(weekday=weekday)


def _weekday(name: str) -> int | None:
    """The number of a weekday given by its name or first letters, 0 is Monday; or None."""
    return index_of(name.removesuffix("s"), WEEKDAYS)


def _spoken(words: str) -> Cadence | None:
    found = _SPOKEN.match(words)
    if not found or not words.startswith(("every", *"0123456789")):
        return None
    every = int(found[1] or 1)
    if not every:
        raise Refused(f"'{words}' never comes round; type {_EXAMPLES}")
    return Cadence(every, Unit({"d": "day", "w": "week", "m": "month"}[found[2][0]]))


@lru_cache(maxsize=64)  # `due` reads the same few phrases for everybody
def _meant(typed: str) -> Cadence:
    typed, most = _split(_MOST_OF, typed)
    cadence = _usual(typed)
    if not most:
        return cadence
    found = re.fullmatch(rf"(\d{{1,3}})(?: {cadence.unit}s?)?", _said(most))
    if not found or int(found[1]) <= cadence.every:
        more = f"{cadence.every * 2} {cadence.unit}s"
        raise Refused(f"'at most {most[:60]}' is no later day; type '{typed}, at most {more}'")
    return cadence._replace(most=int(found[1]))


def _usual(typed: str) -> Cadence:
    if found := plain(typed) or in_other_words(typed):
        return found
    near = nearest(typed)
    hint = f"did you mean '{near}'?" if near else f"type {_EXAMPLES}"
    raise Refused(f"'{typed[:60]}' is not a cadence; {hint}")


def _end(typed: str, today: date | None) -> date:
    if today is not None:
        from aligntui.domain import dates

        return dates.parse(typed, today)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(f"'{typed}' is not a day; type it as 2026-12-18") from None


def plus(day: date, days: int) -> date:
    """The day `days` later, at most `date.max`."""
    try:
        return day + days * _DAY
    except OverflowError:
        return date.max


def _months_after(day: date, months: int) -> date:
    # the same count as dateutil's, whose import would take longer than everything done here
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        with suppress(ValueError):
            return date(year, month + 1, last)
    return date.max


_MOST = 999
_NUMBERS = {name: f"{number}" for number, name in enumerate(NUMBERS, 1)}
_UNITS = {
    "day": (1, Unit.DAY),
    "week": (1, Unit.WEEK),
    "fortnight": (2, Unit.WEEK),
    "month": (1, Unit.MONTH),
    "quarter": (3, Unit.MONTH),
    "half-year": (6, Unit.MONTH),
    "year": (12, Unit.MONTH),
}
_PHRASES = {
    "daily": "every day", "weekly": "every week", "fortnightly": "every fortnight",
    "monthly": "every month", "quarterly": "every quarter", "half-yearly": "every half-year",
    "semiannually": "every half-year", "semi-annually": "every half-year",
    "twice a year": "every half-year", "yearly": "every year", "annually": "every year",
}  # fmt: skip
_SAID = (
    (r"\b(?:each|once (?:an?|every|each|per|in an?))\b", "every"),
    (r"\b(?:every )?(?:other|alternate)\b|\bevery (?:second|2nd)\b", "every 2"),
    (r"\bhalf[ -]?year", "half-year"),
)
_TWO_MEANINGS = {
    "biweekly": "every 2 weeks",
    "bi-weekly": "every 2 weeks",
    "bimonthly": "every 2 months",
    "bi-monthly": "every 2 months",
}
"""Ambiguous words, which may also mean twice in that time: suggested, not accepted."""
_KNOWN = tuple(
    dict.fromkeys(
        chain(
            ("every", "on", "other", *(day[:3] for day in WEEKDAYS)),
            WEEKDAYS,
            (f"{day}s" for day in WEEKDAYS),
            _UNITS,
            (f"{unit}s" for unit in _UNITS),
            (name for name in _PHRASES if " " not in name),
            _NUMBERS,
            _TWO_MEANINGS,
        )
    )
)


def in_other_words(phrase: str) -> Cadence | None:
    """Parse an unambiguous colloquial phrase, such as `every other tuesday`; else None."""
    said = _said(phrase)
    for name, meant in _PHRASES.items():
        said = re.sub(rf"(?<![\w-]){name}(?![\w-])", meant, said)
    *rest, last = said.split() or [""]
    weekday = _weekday(last)
    if weekday is None:
        return _counted(said)
    many = last.endswith("s") and last not in WEEKDAYS and last not in ("tues", "thurs")
    if rest[-1:] == ["on"]:
        rest, many = rest[:-1], True
    if rest == ["every"] or (many and not rest):
        return Cadence(1, Unit.WEEK, weekday)
    found = _counted(" ".join(rest)) or _counted(f"{' '.join(rest)} weeks")
    return None if found is None or found.unit is Unit.DAY else found._replace(weekday=weekday)


def nearest(phrase: str) -> Cadence | None:
    """Guess the cadence meant by an invalid phrase, or None; every word has to be understood."""
    said = _said(phrase[:80])
    words = " ".join(_known(word) for word in said.split())
    for word, meant in _TWO_MEANINGS.items():
        words = re.sub(rf"(?<![\w-]){word}(?![\w-])", meant, words)
    with suppress(Refused):
        for guess in (words, f"every {words}"):
            if found := plain(guess) or in_other_words(guess):
                return found
    return None


def _said(phrase: str) -> str:
    """Normalize a phrase: lower case, digits for numbers, `every` and `every 2` for synonyms."""
    words = typewritten(phrase).casefold().replace(",", " ").rstrip(" .").split()
    said = " ".join(_NUMBERS.get(word, word) for word in words)
    for pattern, meant in _SAID:
        said = re.sub(pattern, meant, said)
    return said


def _counted(said: str) -> Cadence | None:
    """Parse `every 2 quarters`, `3 weeks`, `every year`; else None."""
    found = re.fullmatch(r"(every )?(?:(\d{1,3}) )?([a-z-]+?)s?", said)
    if not found or not (found[1] or found[2]) or found[3] not in _UNITS:
        return None
    length, unit = _UNITS[found[3]]
    every = int(found[2] or 1) * length
    return Cadence(every, unit) if 0 < every <= _MOST else None


def _known(word: str) -> str:
    """Correct a word's spelling: same first letter, length within one; else the word itself."""
    from difflib import get_close_matches  # only a mistyped phrase needs it

    if any(character.isdigit() for character in word):
        return word
    alike = [each for each in _KNOWN if each[0] == word[0] and abs(len(each) - len(word)) < 2]
    near = get_close_matches(word, alike, n=1, cutoff=0.75)
    return _NUMBERS.get(near[0], near[0]) if near else word

"""Other phrases for cadences, and suggestions for phrases that can't be parsed."""

import re
from contextlib import suppress
from difflib import get_close_matches
from itertools import chain

from aligntui.domain.cadence import FULL_WEEKDAYS, WEEKDAYS, Cadence, Unit, plain, weekday_of
from aligntui.domain.errors import Refused
from aligntui.domain.plain import typewritten

_MOST = 999
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_UNITS = {
    "day": (1, Unit.DAY),
    "week": (1, Unit.WEEK),
    "fortnight": (2, Unit.WEEK),
    "month": (1, Unit.MONTH),
    "quarter": (3, Unit.MONTH),
    "half-year": (6, Unit.MONTH),
    "year": (12, Unit.MONTH),
}
_NAMES = {
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
            ("every", "on", "other", *WEEKDAYS),
            FULL_WEEKDAYS,
            (f"{day}s" for day in FULL_WEEKDAYS),
            _UNITS,
            (f"{unit}s" for unit in _UNITS),
            (name for name in _NAMES if " " not in name),
            _NUMBERS,
            _TWO_MEANINGS,
        )
    )
)


def in_other_words(phrase: str) -> Cadence | None:
    """Parse an unambiguous colloquial phrase, such as `every other tuesday`; else None."""
    said = _said(phrase)
    for name, meant in _NAMES.items():
        said = re.sub(rf"(?<![\w-]){name}(?![\w-])", meant, said)
    *rest, last = said.split() or [""]
    weekday = weekday_of(last)
    if weekday is None:
        return _counted(said)
    many = last.endswith("s") and last not in FULL_WEEKDAYS and last not in ("tues", "thurs")
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
    if any(character.isdigit() for character in word):
        return word
    alike = [each for each in _KNOWN if each[0] == word[0] and abs(len(each) - len(word)) < 2]
    near = get_close_matches(word, alike, n=1, cutoff=0.75)
    return _NUMBERS.get(near[0], near[0]) if near else word

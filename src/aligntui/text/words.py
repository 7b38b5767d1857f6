"""Short names of things, the same on every screen and in every command.

Nothing here has colour; `today` is the day of reading. Users' text is returned as it was typed;
callers make it safe for a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from aligntui.domain import days
from aligntui.domain.due import Alignment, Due, DueState, SectionState
from aligntui.domain.section import Section
from aligntui.text.table import style

if TYPE_CHECKING:
    from aligntui.domain.days import Away
    from aligntui.domain.item import Before
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Moved

WEEKDAYS = tuple(name[:3].title() for name in days.WEEKDAYS)
MONTHS, LONG_MONTHS = days.MONTHS, days.LONG_MONTHS
full_day, day_words = days.full_day, days.day_words
PRIVATE = "."  # the mark of what is private
NOT_FOR_REVIEW = "not for review"
"""Said of an item that stays out of review packets."""

TITLES = {
    "since": "Since last time",
    **{section.value: section.title for section in Section},
    "notes": "Notes",
    "actions": "Actions",
}
"""The steps of a check-in."""

_WEEK = 7
_YEAR = 365
HEADINGS = {
    DueState.OVERDUE: "OVERDUE",
    DueState.FIRST: "FIRST CHECK-IN DUE",
    DueState.DUE: "DUE THIS WEEK",
    DueState.SOON: "DUE THIS WEEK",
    DueState.ON_TRACK: "ON TRACK",
    DueState.PAUSED: "PAUSED",
}
"""The headings of due states; today and this week share one."""
# keyed by the values of `Relation`: importing it would load all of a person
GROUPS = {"report": "REPORTS", "manager": "MY MANAGER", "skip": "SKIP-LEVELS", "peer": "PEERS"}
_MARKS = {
    DueState.OVERDUE: "!",
    DueState.FIRST: "?",
    DueState.DUE: "*",
    DueState.SOON: "*",
    DueState.ON_TRACK: "-",
    DueState.PAUSED: "-",
}
_SECTION_WORDS = {
    Alignment.IN_SYNC: "ok",
    Alignment.CHANGED: "chg",
    Alignment.DIFFERS: "dif",
    Alignment.NEVER: "new",
}
_SPOKEN_SECTION = {**_SECTION_WORDS, Alignment.CHANGED: "changed", Alignment.DIFFERS: "differs"}


def hint_line(marks: Mapping[str, str], width: int, more: str = "f1 more") -> str:
    """Name as many marks as fit into a width, each with its meaning, and how to see `more`."""
    said: list[str] = []
    for mark, means in marks.items():
        if means not in {each.partition(" ")[2] for each in said}:
            said.append(f"{mark} {means}")
    whole = "  ".join(said)
    while said and len(whole) > width:
        said.pop()
        whole = "  ".join((*said, more)).rstrip()
    return whole if said else ""


def marks_help(marks: Mapping[str, str]) -> str:
    """The marks of a text for the help of a command; `%` is doubled for argparse."""
    named = hint_line(marks, 1000).replace("  ", ", ").replace("%", "%%")
    return f"marks in it: {named}"


def counted_days(count: int) -> str:
    """A number of days, as short as can be read: `33d`."""
    if style.plain:
        return f"{count} day{'' if count == 1 else 's'}"
    return f"{count}d"


def for_long(count: int) -> str:
    """A long time as it is said: `four months`, `a year and more`; a shorter one in days."""
    months = count // 30
    if months < 2:
        return f"{count} day{'' if count == 1 else 's'}"
    return f"{days.NUMBERS[months - 1]} months" if months < 12 else "a year and more"


def ordinal(number: int) -> str:
    """An ordinal number: `1st`, `22nd`, `13th`."""
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


DUE_LEGEND = {
    "!!": "more than half a cadence late",
    "!": "late",
    "?": "first check-in due",
    "*": "due within a week",
    "-": "on track, or paused",
}
SECTION_LEGEND = {
    "ok": "in sync",
    "off": "an expectation is off track",
    "94d": "not gone through for so many days; a risk: open so long",
    "chg": "changed or added since you last agreed",
    "dif": "one of you differs",
    "new": "nothing agreed yet",
}
ITEM_LEGEND = {
    "=": "both agree",
    "~": "changed since you agreed",
    "x": "one of you differs",
    PRIVATE: "private",
}
"""The legends of the marks, each with every value that occurs."""


def long_day(day: date) -> str:
    """A day as a document says it: `27 May 2026`, `3 September 2026`."""
    return f"{day.day} {LONG_MONTHS[day.month - 1]} {day.year}"


def late(due: Due, today: date) -> str:
    """The state of a check-in: `19d late`, `due today`, `due Wed`, `by Fri`, `in 9d`, `paused`."""
    if due.state is DueState.PAUSED:
        return "paused"
    if due.days_late > 0:
        return f"{counted_days(due.days_late)} late"
    if due.days_late == 0:
        return "due today" if due.due_on == today else f"by {_weekday_or_day(due.latest, today)}"
    if due.state is DueState.FIRST:
        return f"by {_weekday_or_day(due.due_on, today)}"
    if due.state is DueState.SOON and _by_weekday(due.due_on, today):
        return f"due {WEEKDAYS[due.due_on.weekday()]}"
    return f"in {counted_days(-due.days_late)}"


def booked_words(person: Overview, today: date) -> str:
    """What is booked: `Thu 14:00`, `14:00` of today, `10 Dec`, `nothing booked`; "" if unknown."""
    if person.booked is None:
        return ""
    start = person.booked_at
    if start is None:
        return "nothing booked"
    days = (start.date() - today).days
    if days >= _WEEK:
        return day_words(start.date(), today)
    return f"{start:%H:%M}" if days == 0 else f"{WEEKDAYS[start.weekday()]} {start:%H:%M}"


def unrecorded_words(person: Overview, today: date) -> str:
    """A meeting in the calendar that is over: `Thu 26 Nov not recorded`; "" for none."""
    day = person.unrecorded(today)
    return f"{WEEKDAYS[day.weekday()]} {day_words(day, today)} not recorded" if day else ""


def mark(due: Due) -> str:
    """One or two characters for the urgency of a check-in."""
    very_late = due.state is DueState.OVERDUE and due.very_late
    if style.plain:
        return "long overdue" if very_late else HEADINGS[due.state].lower()
    return "!!" if very_late else _MARKS[due.state]


def ago(day: date | None, today: date) -> str:
    """The days since a day, `33d`; empty for None."""
    if day is None:
        return ""
    since = (today - day).days
    return counted_days(since) if since >= 0 else f"in {counted_days(-since)}"


def how_long_ago(day: date, today: date) -> str:
    """When a day was: `33d ago`; of one that a wrong clock has put ahead `in 1d`."""
    return f"{ago(day, today)} ago" if day <= today else ago(day, today)


def written_words(written: date | None, today: date, day: date | None = None) -> str:
    """When something was written after minutes of its `day`, or after that; empty for None."""
    if written and written == day:
        return "written later that day"
    return f"written on {day_words(written, today)}" if written else ""


def away_words(away: Away, today: date) -> str:
    """Days away and the reason: `1 Jul to 10 Jul, leave`."""
    first, last = day_words(away.first, today), day_words(away.last, today)
    days = first if away.first == away.last else f"{first} to {last}"
    return f"{days}, {away.because}" if away.because else days


def moved_words(moved: Moved) -> str:
    """The fact that something moved to or from another person, whose name is not kept."""
    return f"moved {'to' if moved.away else 'from'} another person"


def section_word(state: SectionState) -> str:
    """A section's state in a few cells: `off`, `ok`, `94d`, `chg`, `dif`, `new`.

    Off track comes first. A risk never lets a section be `ok`: its age is shown instead.
    """
    if state.off_track:
        return "off track" if style.plain else "off"
    if risk_stands(state):
        open_for = counted_days(state.open_for or 0)
        return f"open {open_for}" if style.plain else open_for
    if state.state is Alignment.STALE:
        return counted_days(state.age or 0)
    return (_SPOKEN_SECTION if style.plain else _SECTION_WORDS)[state.state]


def risk_stands(state: SectionState) -> bool:
    """True where the age of a risk is shown, because nothing else about the section is to do."""
    in_sync = state.state is Alignment.IN_SYNC and state.open_for is not None
    return in_sync or (state.state is Alignment.NEVER and bool(state.open_for))


def untold_words(count: int, since: date | None, today: date) -> str:
    """The number of what is not told yet, and the age of the oldest: `2 41d`; empty without any."""
    return (", " if style.plain else " ").join((str(count), ago(since, today))) if count else ""


def private_mark(private: bool) -> str:
    """One character for what is private, otherwise a blank."""
    if style.plain:
        return "private" if private else ""
    return PRIVATE if private else " "


def marked(words: str, *, private: bool = True) -> str:
    """Words right behind the mark of what is private; apart from it if they begin with a dot."""
    apart = " " if private and words.startswith(PRIVATE) else ""
    return f"{private_mark(private)}{apart}{words}"


def before_words(before: Before) -> str:
    """That a line was agreed with the manager before: `agreed with Ana since 3 May 2026`."""
    return f"agreed with {before_by(before)} since {full_day(before.since)}"


def before_by(before: Before) -> str:
    """Who the manager before was."""
    return before.by or "the former manager"


def _weekday_or_day(day: date, today: date) -> str:
    return WEEKDAYS[day.weekday()] if _by_weekday(day, today) else short_day(day, today)


def _by_weekday(day: date, today: date) -> bool:
    """True for a day whose weekday is enough: `Mon` on a Tuesday would be read as yesterday."""
    ahead = (day - today).days
    return 0 <= ahead < _WEEK and (ahead <= _WEEK // 2 or day.weekday() > today.weekday())


def short_day(day: date, today: date) -> str:
    """A day that is clearly past or future: the year only beyond one year.

    A narrow column would cut `21 Dec 2026` for as long as the new year is young.
    """
    near = abs((day - today).days) < _YEAR
    return f"{day.day} {MONTHS[day.month - 1]}" if near else f"{MONTHS[day.month - 1]} {day.year}"


def known_values(what: str, values: Iterable[str]) -> str:
    """Name the possible values: Owner is 'you' or 'them'."""
    named = listed((f"'{value}'" for value in values), "or")
    return f"{what[:1].upper()}{what[1:]} is {named}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words into a list: `one`, `one and two`, `one, two and three`."""
    *others, end = tuple(words) or ("",)
    return f"{', '.join(others)} {last} {end}" if others else end

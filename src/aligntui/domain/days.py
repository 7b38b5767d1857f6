"""A day in words, the same in every sentence: `27 May`, and its year where that is another one."""

from datetime import date

from aligntui.domain.errors import Refused

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def full_day(day: date) -> str:
    """A day with its year."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_words(day: date, today: date) -> str:
    """A day, `27 May`; with its year unless that is this year."""
    return f"{day.day} {MONTHS[day.month - 1]}" if day.year == today.year else full_day(day)


def not_in_order(first: date, last: date) -> Refused:
    """The refusal of two days of which the last is the earlier one."""
    words = f"{day_words(first, last)} is after {day_words(last, first)}"
    return Refused(f"{words}; give the earlier day first")

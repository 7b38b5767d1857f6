"""Holidays out of calendar files as they are found in the wild."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.errors import Refused
from aligntui.domain.holidays import MOST, spans_of

TODAY = date(2026, 6, 29)


def calendar(*events: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def days(*events: str, today: date = TODAY) -> list[str]:
    spans = spans_of(calendar(*events), today)
    return [str(s.first) if s.first == s.last else f"{s.first}..{s.last}" for s in spans]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261226", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227", ["2026-12-25..2026-12-26"]),
        ("DTSTART;VALUE=DATE:20261225|SUMMARY:Christmas", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261225", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20261225|DURATION:P2D", ["2026-12-25..2026-12-26"]),
        ("DTSTART;VALUE=DATE:20261221|DURATION:P1W", ["2026-12-21..2026-12-27"]),
        ("DTSTART:20261225", ["2026-12-25"]),
        ("SUMMARY:long|  words|DTSTART;VALU| E=DATE:20261225", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:20150101|RRULE:FREQ=YEARLY",
         ["2026-01-01", "2027-01-01", "2028-01-01", "2029-01-01"]),
        ("DTSTART;VALUE=DATE:20151126|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
         ["2025-11-27", "2026-11-26", "2027-11-25", "2028-11-23"]),
        ("DTSTART:20251224|DTEND:20251227|RRULE:FREQ=YEARLY;UNTIL=20261231T235959Z",
         ["2025-12-24..2025-12-26", "2026-12-24..2026-12-26"]),
        ("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY", ["2028-02-29"]),
        ("DTSTART;VALUE=DATE:19990101", []),
        ("DTSTART;VALUE=DATE:20991231", []),
        ("DTSTART;TZID=Europe/Berlin:20261225T100000", []),
        ("DTSTART:20261225T100000Z", []),
        ("DTSTART;VALUE=DATE:20261225|STATUS:CANCELLED", []),
        ("SUMMARY:no day at all", []),
    ],
)  # fmt: skip
def test_whole_days_are_holidays(event: str, expected: list[str]) -> None:
    assert days(event) == expected


def test_the_days_are_in_order_and_none_stands_twice() -> None:
    one, other = "DTSTART:20261225", "DTSTART:20260703"
    assert days(one, other, one) == ["2026-07-03", "2026-12-25"]
    assert spans_of(calendar(), TODAY) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no calendar"),
        ("name,day\nChristmas,2026-12-25\n", "no calendar"),
        (calendar("DTSTART:20261340"), "can't be read, on 20261340"),
        (calendar("DTSTART:20261225|DTEND;VALUE=DATE:soon"), "can't be read"),
        (calendar("DTSTART:20261225|RRULE:FREQ=DAILY"), "can't be read"),
        (calendar("DTSTART:20261225|RRULE:FREQ=YEARLY;BYSECOND=1"), "can't be read"),
        (calendar("DTSTART:20261225|RRULE:FREQ=YEARLY;INTERVAL=0"), "can't be read"),
        (
            calendar(*["DTSTART:20261225|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"] * 1000),
            "can't be read",
        ),
        (calendar(*["DTSTART:20261225"] * (MOST + 1)), "5,001 events; 5,000 are the most"),
    ],
    ids=[
        "empty",
        "csv",
        "month 13",
        "no end",
        "daily",
        "seconds",
        "no interval",
        "never",
        "too many",
    ],
)
def test_a_wrong_file_is_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        spans_of(text, TODAY)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("today", [date.min, date.max])
def test_at_the_ends_of_time_nothing_breaks(today: date) -> None:
    assert spans_of(calendar("DTSTART;VALUE=DATE:20261225"), today) == ()


@given(st.lists(st.sampled_from(
    ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20261225", "DTEND:20261226",
     "DTSTART:99991231", "DTEND:99991231", "DURATION:P999W", "RRULE:FREQ=YEARLY;COUNT=3",
     "RRULE:FREQ=YEARLY;INTERVAL=0", " folded", "DTSTART;X=\":\":20261225", "\x00"]
)))  # fmt: skip
def test_any_file_is_read_or_refused(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", *lines])
    try:
        spans = spans_of(text, TODAY)
    except Refused:
        return
    assert all(span.first <= span.last for span in spans)

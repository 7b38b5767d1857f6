"""Holidays out of calendar files as they are found in the wild."""

from datetime import date, datetime, time
from unittest import mock

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain import repeating
from aligntui.domain.days import Away, near
from aligntui.domain.errors import Refused
from aligntui.domain.holidays import around
from aligntui.domain.repeating import STEPS, Budget, Rule, repeated, rule_of

TODAY = date(2026, 6, 29)


def calendar(*events: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def spans_of(text: str, today: date) -> tuple[Away, ...]:
    return near(around(today.year, text).spans, today)


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
        ("dtstart;value=date:20261225", ["2026-12-25"]),
        ("DTSTART;VALUE=DATE:2026-12-25", ["2026-12-25"]),
        ('DTSTART;X-A="a:b;c";VALUE=DATE:20261225', ["2026-12-25"]),
        ("X-DTSTART:20260101|DTSTART:20261225|X-WR-NOTE:DTEND:20270101", ["2026-12-25"]),
        ("DTSTART:20261225|DTEND:20261226T000000", ["2026-12-25"]),
        ("DTSTART:20261225|DTEND:20261225T180000Z", ["2026-12-25"]),
        ("DTSTART:20261224|DTEND;TZID=Europe/Berlin:20261226T140000", ["2026-12-24..2026-12-26"]),
        ("DTSTART:20261225T000000|DTEND:20261226T000000", ["2026-12-25"]),
        ("DTSTART;TZID=X:20261225T000000|DTEND;TZID=X:20261227T000000", ["2026-12-25..2026-12-26"]),
        ("DTSTART:20261225T000000|DURATION:P1D", ["2026-12-25"]),
        ("DTSTART:20261225T000000|DTEND:20261225T233000", []),
        ("DTSTART:20261225T000000", []),
        ("DTSTART:20261225|DURATION:PT24H", ["2026-12-25"]),
        ("DTSTART:20261225|DURATION:P1DT12H", ["2026-12-25..2026-12-26"]),
        ("DTSTART:20261225|DURATION:PT0S", ["2026-12-25"]),
        ("DTSTART:20261225|BEGIN:VALARM|TRIGGER:-P1D|DURATION:P3D|REPEAT:2|END:VALARM",
         ["2026-12-25"]),
        ("DTSTART:20241225|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20261225,20281225|EXDATE:20250101",
         ["2025-12-25", "2027-12-25"]),
        ("DTSTART:20241225|RRULE:FREQ=YEARLY|EXDATE;TZID=X:20261225T000000|EXDATE:",
         ["2025-12-25", "2027-12-25", "2028-12-25"]),
        ("DTSTART:20261225|RDATE;VALUE=DATE:20270106,20270107",
         ["2026-12-25", "2027-01-06..2027-01-07"]),
        ("DTSTART:20261225|RDATE;VALUE=PERIOD:20270106T000000Z/P2D,20270201/20270202",
         ["2026-12-25", "2027-01-06..2027-01-07", "2027-02-01"]),
        ("DTSTART:20241225|RRULE:FREQ=YEARLY;COUNT=3", ["2025-12-25", "2026-12-25"]),
        ("DTSTART:00011225|RRULE:FREQ=YEARLY;COUNT=2026", ["2025-12-25", "2026-12-25"]),
        ("DTSTART:20241225|rrule:freq=yearly;until=20261225", ["2025-12-25", "2026-12-25"]),
        ("DTSTART:20200525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYSETPOS=-1",
         ["2025-05-26", "2026-05-25", "2027-05-31", "2028-05-29", "2029-05-28"]),
        ("DTSTART:20260703|RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=FR", ["2026-07-03", "2026-07-10"]),
        ("DTSTART:20260701|RRULE:FREQ=DAILY;COUNT=5", ["2026-07-01..2026-07-05"]),
        ("DTSTART:20261225|EXDATE:20261225", []),
    ],
)  # fmt: skip
def test_whole_days_are_holidays(event: str, expected: list[str]) -> None:
    assert days(event) == expected


def test_the_days_are_in_order_and_none_stands_twice() -> None:
    one, other = "DTSTART:20261225", "DTSTART:20260703"
    assert days(one, other, one) == ["2026-07-03", "2026-12-25"]
    assert days("DTSTART:20261226", one) == ["2026-12-25..2026-12-26"]
    assert spans_of(calendar(), TODAY) == ()


def test_a_single_day_of_a_row_can_be_moved_or_cancelled() -> None:
    row = "UID:1|DTSTART:20251225|RRULE:FREQ=YEARLY"
    moved = "UID:1|RECURRENCE-ID;VALUE=DATE:20261225|DTSTART:20261228"
    gone = "UID:1|RECURRENCE-ID:20271225T000000Z|DTSTART:20271225|STATUS:CANCELLED"
    other = "UID:2|RECURRENCE-ID:20281225|DTSTART:20281225T100000"
    expected = ["2025-12-25", "2026-12-28", "2028-12-25"]
    assert days(row, moved, gone, other) == expected
    assert days(moved, other, gone, row) == expected
    assert days(row.replace("UID:1|", ""), moved.replace("UID:1|", ""))[1:3] == [
        "2026-12-25", "2026-12-28",
    ]  # fmt: skip


def test_what_else_stands_in_a_calendar_is_no_holiday() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:20260101T000000\r\n"
        "RRULE:FREQ=YEARLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VTODO\r\nDTSTART:20260101\r\nEND:VTODO\r\nBEGIN:VEVENT"
    )
    text = calendar("DTSTART:20261225").replace("BEGIN:VEVENT", zone)
    assert [str(span.first) for span in spans_of(text, TODAY)] == ["2026-12-25"]
    assert around(2026, text).unread == 0


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\n\n"])
def test_lines_may_end_and_begin_in_any_way(end: str) -> None:
    text = "\ufeff\r\n" + calendar("DTSTART:2026|  1225", "DTSTART:20261228")
    found = around(2026, text.replace("  1225", " 1225").replace("\r\n", end))
    assert ([str(s.first) for s in found.spans], found.unread) == (
        (["2026-12-28"], 1) if end == "\n\n" else (["2026-12-25", "2026-12-28"], 0)
    )


UNREAD = (
    "DTSTART:20261340", "DTSTART:", "SUMMARY:no day at all", "DTSTART:soon",
    "DTSTART:20261225|DTEND;VALUE=DATE:soon", "DTSTART:20261225|DURATION:3 days",
    "DTSTART:20261225|DTEND:99991231", "DTSTART:20261225|DURATION:P999W",
    "DTSTART:20261225|RRULE:FREQ=DAILY", "DTSTART:20261225|RRULE:FREQ=HOURLY",
    "DTSTART:20261225|RRULE:FREQ=YEARLY;BYSECOND=1", "DTSTART:20261225|RRULE:BYMONTH=1",
    "DTSTART:20261225|RRULE:FREQ=YEARLY;INTERVAL=0", "DTSTART:20261225|RRULE:yearly",
    "DTSTART:20261225|RRULE:FREQ=YEARLY;BYMONTH=13", "DTSTART:20261225|RRULE:FREQ=YEARLY;BYDAY=XX",
    "DTSTART:20261225|RRULE:FREQ=WEEKLY;BYDAY=1MO", "DTSTART:20261225|RRULE:FREQ=YEARLY;UNTIL=x",
    "DTSTART:20261225|RDATE:soon", "DTSTART:20261225|EXDATE:soon",
    "DTSTART:20261225|EXRULE:FREQ=YEARLY",
    "UID:1|RECURRENCE-ID;RANGE=THISANDFUTURE:20261228|DTSTART:20261228",
    "DTSTART:20230105|DTEND:20230109|RRULE:FREQ=WEEKLY", "DTSTART:\ud835\udfd020261225",
    f"DTSTART:20261225|RRULE:FREQ=YEARLY;COUNT={'9' * 5000}",
)  # fmt: skip


@pytest.mark.parametrize("event", UNREAD)
def test_an_event_that_can_not_be_read_costs_itself_alone(event: str) -> None:
    good = ("UID:1|DTSTART:20261228|RRULE:FREQ=YEARLY;COUNT=1", "DTSTART:20260703")
    found = around(2026, calendar(good[0], event, good[1]))
    assert [str(span.first) for span in found.spans] == ["2026-07-03", "2026-12-28"]
    assert (found.unread, found.line) == (1, 8)


def test_an_event_without_an_end_costs_itself_alone() -> None:
    text = calendar("DTSTART:20260101", "DTSTART:20261225", "DTSTART:20270101")
    first = text.replace("END:VEVENT\r\n", "", 1)
    assert [str(span.first) for span in spans_of(first, TODAY)] == ["2026-12-25", "2027-01-01"]
    assert (around(2026, first).unread, around(2026, first).line) == (1, 3)
    cut = text[: text.rindex("01")]
    assert [str(span.first) for span in spans_of(cut, TODAY)] == ["2026-01-01", "2026-12-25"]
    assert around(2026, cut).unread == 1


@pytest.mark.parametrize("text", ["", "name,day\nChristmas,2026-12-25\n", "x BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Refused, match=r"it is not a calendar\Z"):
        spans_of(text, TODAY)


BOMBS = {
    "from year 1": ["DTSTART:00010101|RRULE:FREQ=YEARLY"] * 300,
    "plain": [f"DTSTART:197001{1 + at % 28:02}|RRULE:FREQ=YEARLY" for at in range(500)],
    "weekdays from year 1": ["DTSTART:00010101|RRULE:FREQ=YEARLY;BYDAY=MO"] * 300,
    "counted from year 1": ["DTSTART:00010101|RRULE:FREQ=YEARLY;COUNT=9999"] * 300,
    "never": ["DTSTART:20261225|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"] * 9000,
    "weeks": ["DTSTART:19261225|RRULE:FREQ=YEARLY;BYWEEKNO=20,30;BYDAY=MO"] * 5000,
    "days": ["DTSTART:00010101|RRULE:FREQ=DAILY;BYMONTHDAY=31"] * 5000,
    "dates": ["DTSTART:20261225|RDATE:" + ",".join(["20261226"] * 90_000)],
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_file_takes_more_than_a_number_of_steps(
    bomb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    fits = repeating._fits

    def counted(rule: Rule, day: date) -> bool:
        looked_at.append(day)
        return fits(rule, day)

    monkeypatch.setattr(repeating, "_fits", counted)
    found = around(2026, calendar("DTSTART:20261225", *BOMBS[bomb]))
    assert len(looked_at) <= STEPS // 2
    assert date(2026, 12, 25) in {span.first for span in found.spans}
    # what a real file may hold is read whole
    assert bool(found.unread) is (bomb not in {"from year 1", "plain"})


def test_events_without_an_end_are_passed_over_once() -> None:
    text = calendar(*["DTSTART:20260101|SUMMARY:x"] * 7000).replace("END:VEVENT\r\n", "")
    assert around(2026, text) == ((), 7000, 3)


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def lists(of: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.lists(of, min_size=1, max_size=3).map(lambda values: ",".join(map(str, values)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    often = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    far = st.integers(1, 5).flatmap(lambda n: st.sampled_from([n, -n]))
    # dateutil takes a mixture of both for something else
    counted = often in {"YEARLY", "MONTHLY"} and draw(st.booleans())
    nth = far.map(str) if counted else st.just("")
    parts = {
        "INTERVAL": st.integers(1, 4), "BYMONTH": lists(st.integers(1, 12)),
        "BYMONTHDAY": lists(st.integers(1, 31).flatmap(lambda n: st.sampled_from([n, -n]))),
        "BYDAY": lists(st.tuples(nth, st.sampled_from(WEEKDAYS)).map("".join)),
    }  # fmt: skip
    if often == "YEARLY":
        parts["BYYEARDAY"] = lists(st.integers(1, 366).flatmap(lambda n: st.sampled_from([n, -n])))
    else:
        parts["WKST"] = st.sampled_from(WEEKDAYS)
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), unique=True, max_size=3))
    if draw(st.booleans()) and {"BYDAY", "BYMONTHDAY"} & set(chosen):
        parts["BYSETPOS"] = far
        chosen.append("BYSETPOS")
    return ";".join([f"FREQ={often}", *(f"{name}={draw(parts[name])}" for name in chosen)])


@given(
    rules(),
    st.dates(date(1995, 1, 1), date(2027, 1, 1)),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.none() | st.integers(1, 40),
)
def test_a_rule_gives_the_days_that_dateutil_gives(
    rule: str, start: date, until: date, count: int | None
) -> None:
    first, last = date(2024, 1, 1), date(2030, 12, 31)
    ended = f"{rule};UNTIL={until:%Y%m%d}"
    # where no day fits, dateutil would look for one for seconds, until the year 9999
    with mock.patch("datetime.MAXYEAR", last.year):
        expected = [at.date() for at in rrulestr(ended, dtstart=datetime.combine(start, time()))]
    given_rule = rule_of(f"{ended};COUNT={count}" if count else ended)
    found = list(repeated(given_rule, start, first, last, Budget()))
    assert found == [day for day in expected[:count] if day >= first]


@pytest.mark.parametrize("today", [date.min, date.max])
def test_at_the_ends_of_time_nothing_breaks(today: date) -> None:
    assert spans_of(calendar("DTSTART;VALUE=DATE:20261225"), today) == ()


@given(st.lists(st.sampled_from(
    ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20261225", "DTEND:20261226",
     "DTSTART:99991231", "DTEND:99991231", "DURATION:P999W", "RRULE:FREQ=YEARLY;COUNT=3",
     "RRULE:FREQ=YEARLY;INTERVAL=0", " folded", "DTSTART;X=\":\":20261225", "\x00"]
)))  # fmt: skip
def test_any_file_is_read(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", *lines])
    found = around(2026, text)
    assert all(span.first <= span.last for span in found.spans)
    assert found.unread <= lines.count("BEGIN:VEVENT")
    assert bool(found.line) is bool(found.unread)

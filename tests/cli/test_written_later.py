"""What is recorded for a day that is over says when it was written, where minutes were made."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cli.conftest import Shell

OnDay = Callable[[date], None]
MAY20, MAY25, LATE = date(2026, 5, 20), date(2026, 5, 25), date(2026, 6, 3)


@pytest.fixture
def met(priya: Shell, on_day: OnDay) -> Shell:
    """Priya, met on 20 May; it is 3 June now."""
    on_day(MAY20)
    priya.say("expect", "priya", "Owns on-call")
    priya.say("feedback", "priya", "Slow", "--corrective")
    priya.say("checkin", "priya", "--notes", "fine")
    on_day(LATE)
    return priya


LATER = [
    (("action", "priya", "Send it"), "A1"),
    (("expect", "priya", "Writes it up"), "E2"),
    (("risk", "priya", "New schema"), "R1"),
    (("told", "priya", "b1"), "B1"),
    (("note", "priya", "/T: the offsite"), "T1"),
]


@pytest.mark.parametrize(("words", "handle"), LATER)
def test_minutes_timeline_and_history_say_when_it_was_written(
    met: Shell, words: tuple[str, ...], handle: str
) -> None:
    met.say(*words, "--on", "2026-05-20", "--quiet")
    told = met.say("minutes", "priya", "--all").splitlines()
    assert [e.endswith("(written on 3 Jun)") for e in told if f" {handle} " in e] == [True]
    timeline = [e for e in met.say("timeline", "priya").splitlines() if f" {handle} " in e]
    assert [line.endswith("written on 3 Jun)") for line in timeline] == [True]
    (event,) = [e for e in met.json("history", "priya", handle) if "recorded_on" in e]
    assert (event["on"], event["recorded_on"]) == ("2026-05-20", "2026-06-03")
    assert "(written on 3 Jun)" in met.say("history", "priya", handle)
    met.say("undo")
    assert "written on" not in met.say("minutes", "priya", "--all")


def test_a_miss_told_on_a_day_that_is_over_says_so_in_the_history_of_its_line(
    met: Shell, on_day: OnDay
) -> None:
    met.say("miss", "priya", "e1", "Slow page")
    on_day(date(2026, 6, 5))
    met.say("told", "priya", "b2", "--on", str(LATE))
    last = met.json("history", "priya", "e1")[-1]
    assert (last["words"], last["recorded_on"]) == ("told B2: Slow page", "2026-06-05")
    assert "told B2" not in met.say("history", "priya", "e1", "--hide")


def test_an_edit_for_a_day_before_the_last_edit_says_when_it_was_written(met: Shell) -> None:
    met.say("action", "priya", "Send it", "--on", "2026-05-20")
    met.say("edit", "priya", "a1", "--owner", "them", "--on", "2026-05-27")
    met.say("edit", "priya", "a1", "--text", "Send both", "--on", "2026-05-25")
    events = [(e["on"], e.get("recorded_on")) for e in met.json("history", "priya", "a1")]
    assert events == [("2026-05-20", str(LATE)), *[("2026-05-27", str(LATE))] * 2]


def test_what_was_written_on_its_day_says_nothing(met: Shell) -> None:
    met.say("action", "priya", "Send it")
    met.say("checkin", "priya")
    assert "written on" not in met.say("minutes", "priya") + met.say("timeline", "priya")
    assert all("recorded_on" not in e for e in met.json("history", "priya", "a1"))


def test_where_no_minutes_were_made_history_and_what_no_check_in_has_followed_say_it(
    met: Shell,
) -> None:
    met.say("action", "priya", "Send it", "--on", "2026-05-25")
    assert met.json("history", "priya", "a1")[0]["recorded_on"] == "2026-06-03"
    assert "you: Send it (written on 3 Jun)" in met.say("timeline", "priya")
    met.say("checkin", "priya", "--on", "2026-05-25", "--notes", "A: and this")
    assert "promised (written on 3 Jun)" in met.say("history", "priya", "a1")
    for view in (("minutes", "priya"), ("timeline", "priya")):
        assert "written on" not in met.say(*view)


def test_an_addendum_and_a_check_in_of_a_day_that_is_over_say_it_too(met: Shell) -> None:
    met.say("addendum", "priya", "c1", "it was the 5th", "--on", "2026-05-25")
    assert "25 May, later: it was the 5th" in met.say("timeline", "priya")
    met.say("addendum", "priya", "c1", "no, the 6th", "--on", "2026-05-20")
    assert "20 May, later, written on 3 Jun: no, the 6th" in met.say("timeline", "priya")
    assert "20 May, later, written on 3 Jun: no, the 6th" in met.say("minutes", "priya", "--all")
    assert "the 6th" not in met.say("minutes", "priya")
    met.say("checkin", "priya", "--on", "2026-05-11")
    assert "11 May  C2, written on 3 Jun" in met.say("timeline", "priya")
    assert "These minutes were written on 3 Jun." in met.say("minutes", "priya", "c2")


def test_what_is_private_in_a_shared_line_says_nothing_to_others(met: Shell) -> None:
    met.say("reword", "priya", "e1", "Owns on-call alone", "--on", "2026-05-20")
    met.say("undo")
    met.say("miss", "priya", "e1", "SECRET", "--on", "2026-05-20")
    assert "written on" not in met.say("minutes", "priya")
    assert "written on" in met.say("minutes", "priya", "--all")
    assert "recorded_on" not in met.run("history", "priya", "e1", "--json", "--hide").out


def test_a_check_in_put_on_another_day_takes_it_along(met: Shell) -> None:
    met.say("action", "priya", "Send it", "--on", "2026-05-20")
    met.say("edit", "priya", "c1", "--on", "2026-05-19")
    (line,) = [line for line in met.say("minutes", "priya").splitlines() if "A1" in line]
    assert line.endswith("(written on 3 Jun)")


def test_a_copy_that_is_taken_in_says_the_same(met: Shell) -> None:
    met.say("action", "priya", "Send it", "--on", "2026-05-20")
    before = met.say("minutes", "priya")
    copy = met.store.with_name("copy.json")
    copy.write_text(met.run("export", "--format", "json").out)
    met.store = met.store.with_name("other.json")
    met.run("import", str(copy))
    assert met.say("minutes", "priya") == before


@pytest.mark.parametrize("name", ["told", "understood"])
def test_nothing_is_told_before_it_was_noted(met: Shell, name: str) -> None:
    why = met.refusal(name, "priya", "b1", "--on", "2026-05-19")
    assert "B1" in why
    assert met.json("untold")[0]["handle"] == "B1"

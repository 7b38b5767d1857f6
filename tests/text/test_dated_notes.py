"""Notes of many habits become meetings, and no line of any is lost; today is 29 June 2026."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aligntui.domain.errors import Refused
from aligntui.text.dated_notes import Notes, read

TODAY = date(2026, 6, 29)
FIXTURES = Path(__file__).parent / "fixtures" / "notes"
DAYS: dict[str, list[str]] = {
    "headings-iso.md": ["2026-03-12", "2026-03-26"],
    "headings-long.md": ["2025-12-18", "2026-01-08", "2026-01-22"],
    "headings-american.md": ["2026-03-12", "2026-03-26", "2026-04-09"],
    "week-list.md": ["2026-03-12", "2026-03-19", "2026-03-26"],
    "table.md": ["2026-03-12", "2026-03-26"],
    "front-matter.md": ["2026-03-12"],
    "fences.md": ["2026-03-12", "2026-03-26"],
    "bold-lines.md": ["2026-03-09", "2026-03-16", "2026-03-23"],
    "underlined-crlf.md": ["2026-03-12", "2026-03-26"],
    "journal.txt": ["2026-03-12", "2026-03-19", "2026-03-26"],
    "weeks.md": ["2026-03-09", "2026-03-23"],
}


def lines(text: str) -> list[str]:
    return [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]


def kept(notes: Notes) -> list[str]:
    texts = (notes.rest, *(meeting.notes for meeting in notes.meetings))
    return [line for text in texts for line in lines(text)]


def test_there_are_fixtures_of_every_habit() -> None:
    assert {file.name for file in FIXTURES.iterdir()} == set(DAYS)


@pytest.mark.parametrize("name", DAYS)
def test_each_habit_is_understood_and_no_line_is_lost(name: str) -> None:
    text = (FIXTURES / name).read_bytes().decode()
    notes = read(text, TODAY, name=Path(name).stem)
    assert [str(meeting.on) for meeting in notes.meetings] == DAYS[name]
    assert kept(notes) == lines(text)


def test_what_stands_before_the_first_day_is_the_rest() -> None:
    notes = read((FIXTURES / "headings-iso.md").read_text(), TODAY)
    assert notes.rest == "# 1:1 with Ines\n\nStarted in spring."
    assert notes.meetings[0].notes.startswith("## 2026-03-12\n\n- billing is late\n")
    assert notes.meetings[0].notes.endswith("We ship on 2026-04-01.")


def test_a_day_to_come_stays_text_and_it_is_said() -> None:
    notes = read((FIXTURES / "journal.txt").read_text(), TODAY)
    assert notes.asides == ("line 5: 2027-01-01 is still to come; it stays text",)
    assert notes.meetings[-1].notes.endswith("a plan for next year")


def test_the_name_of_the_file_may_say_the_day() -> None:
    (meeting,) = read("Talked.", TODAY, name="2026-03-12 Ines").meetings
    assert meeting == (date(2026, 3, 12), "Talked.")


def test_without_any_day_all_of_it_is_the_rest() -> None:
    assert read("# Ines\n\nTalked.", TODAY, name="ines") == Notes((), "# Ines\n\nTalked.")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-04", "2026-03-04"), ("2026/3/4", "2026-03-04"), ("2026.03.04", "2026-03-04"),
        ("20260304", "2026-03-04"), ("4 March 2026", "2026-03-04"), ("4. Mar 2026", "2026-03-04"),
        ("4th of March, 2026", "2026-03-04"), ("4-Mar-26", "2026-03-04"),
        ("4 Mar '26", "2026-03-04"), ("March 4, 2026", "2026-03-04"), ("Mar 4th", "2026-03-04"),
        ("4 Sept", "2025-09-04"), ("4.3.2026", "2026-03-04"), ("04.03.26", "2026-03-04"),
        ("31/3/2026", "2026-03-31"), ("3/31/2026", "2026-03-31"), ("3/3/26", "2026-03-03"),
        ("29 Feb", None), ("31.2.2026", None), ("March 2026", None), ("4 people", None),
        ("version 1.2.3", None), ("10.0.0.1", None), ("4 min", None), ("12:30", None),
        ("2026", None), ("0000-00-00", None), ("5 marvels", None), ("maybe 4", None),
        ("may 50%", None),
    ],
)  # fmt: skip
def test_days_are_read_in_the_usual_forms(words: str, day: str | None) -> None:
    found = Reader(words, TODAY).find(words)
    assert (str(found.on) if found else None) == day


def test_a_day_that_could_be_two_is_refused_unless_something_says_which() -> None:
    text = "## 3/4/2026\n\nTalked."
    with pytest.raises(Refused, match=r"line 1: '3/4/2026' could be two days; say --dates"):
        read(text, TODAY)
    assert read(text, TODAY, day_first=True).meetings[0].on == date(2026, 4, 3)
    assert read(text, TODAY, day_first=False).meetings[0].on == date(2026, 3, 4)
    assert read(f"{text}\n\n## 18/4/2026", TODAY).meetings[0].on == date(2026, 4, 3)
    assert read(f"{text}\n\n## 4/18/2026", TODAY).meetings[0].on == date(2026, 3, 4)


PARTS = st.sampled_from([
    "## 2026-03-12", "---", "```", "~~~", "- 12 March 2026: x", "| 2026-03-12 | x |", "", "  ",
    "text", "===", "**2026-03-19**", "# 2025", "2026-03-12", "9999-99-99", "date: 2026-01-01", "\t",
])  # fmt: skip


@given(st.lists(PARTS, min_size=1, max_size=12))
@example(["---"])
@example(["---", "date: 2026-01-01", "---"])
def test_in_no_order_is_a_line_lost(parts: list[str]) -> None:
    text = "\n".join(parts)
    found = [line.strip() for line in kept(read(text, TODAY)) if line.strip()]
    assert found == [line.strip() for line in parts if line.strip()]


@given(st.text())
def test_any_text_is_kept(text: str) -> None:
    found = "".join(kept(read(text, TODAY, day_first=True)))
    assert "".join(found.split()) == "".join(text.split())

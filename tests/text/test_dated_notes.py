"""Notes of many habits become meetings, and no line and no day is lost; it is 28 November 2026."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aligntui.text.date_tokens import Order
from aligntui.text.dated_notes import Answers, Notes, read
from aligntui.text.written_dates import Unclear

TODAY = date(2026, 11, 28)
FIXTURES = Path(__file__).parent / "fixtures" / "notes"
SHAPES = Path(__file__).parent / "fixtures" / "shapes"
DAYS: dict[str, list[str]] = {
    "headings-iso.md": ["2026-03-12", "2026-03-26"],
    "headings-long.md": ["2025-12-18", "2026-01-08", "2026-01-22"],
    "headings-american.md": ["2026-03-12", "2026-03-26", "2026-04-09"],
    "week-list.md": ["2026-03-12", "2026-03-19", "2026-03-26"],
    "table.md": ["2026-03-12", "2026-03-26"],
    "front-matter.md": ["2026-03-12"],
    "fences.md": ["2026-03-12", "2026-03-26", "2026-03-27"],
    "bold-lines.md": ["2026-03-09", "2026-03-16", "2026-03-23"],
    "underlined-crlf.md": ["2026-03-12", "2026-03-26"],
    "journal.txt": ["2026-03-12", "2026-03-19", "2026-03-26"],
    "weeks.md": ["2026-03-09", "2026-03-23"],
}


def shapes() -> Iterator[tuple[str, str, str]]:
    """The name, the text and the days of each shape."""
    for file in sorted(SHAPES.iterdir()):
        for shape in file.read_text(encoding="utf-8").split("%% ")[1:]:
            name, days, text = shape.split("\n", 2)
            yield name, text.rstrip("\n"), days.removeprefix("%>").strip()


TABLE = list(shapes())


def lines(text: str) -> list[str]:
    return [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]


def kept(notes: Notes) -> list[str]:
    texts = (notes.rest, *(meeting.notes for meeting in notes.meetings))
    return [line for text in texts for line in lines(text)]


def days(notes: Notes) -> list[str]:
    return [str(meeting.on) for meeting in notes.meetings]


def said(notes: Notes) -> set[int]:
    """The numbers of the lines of which anything is said."""
    found: set[int] = set()
    for aside in notes.asides:
        for stretch in re.findall(r"(\d+)(?:-(\d+))?(?=[,:])", aside.partition(": ")[0] + ":"):
            first, last = int(stretch[0]), int(stretch[1] or stretch[0])
            found.update(range(first, last + 1))
    return found


def read_and_answered(text: str, name: str = "") -> Notes:
    """The notes, where each question about them is answered in its first way."""
    answers = Answers()
    for _ in range(3):
        try:
            return read(text, TODAY, answers, name=name)
        except Unclear as unclear:
            if unclear.option == "--dates":
                answers = answers._replace(order=Order(unclear.answers[0]))
            else:
                answers = answers._replace(year=int(unclear.answers[0]))
    raise AssertionError(text)


def test_there_are_fixtures_of_every_habit_and_many_shapes() -> None:
    assert {file.name for file in FIXTURES.iterdir()} == set(DAYS)
    assert len(TABLE) >= 120
    assert len({name for name, _, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize("name", DAYS)
def test_each_habit_is_understood_and_no_line_is_lost(name: str) -> None:
    text = (FIXTURES / name).read_bytes().decode()
    notes = read(text, TODAY, name=name)
    assert days(notes) == DAYS[name]
    assert kept(notes) == lines(text)


@pytest.mark.parametrize(("name", "text", "expected"), TABLE, ids=[name for name, _, _ in TABLE])
def test_each_shape_gives_the_days_that_its_writer_meant(
    name: str, text: str, expected: str
) -> None:
    notes = read(text, TODAY, name=name)
    assert " ".join(days(notes)) == expected
    assert kept(notes) == lines(text)


def test_what_stands_before_the_first_day_is_the_rest() -> None:
    notes = read((FIXTURES / "headings-iso.md").read_text(), TODAY)
    assert notes.rest == "# 1:1 with Ines\n\nStarted in spring."
    assert notes.meetings[0].notes.startswith("## 2026-03-12\n\n- billing is late\n")
    assert notes.meetings[0].notes.endswith("We ship on 2026-04-01.")


def test_a_title_of_one_week_or_month_stays_with_its_meeting() -> None:
    text = "# Week 3\n## 2026-04-14\na\n\n# Week 4\n## 2026-04-21\nb"
    assert [meeting.notes for meeting in read(text, TODAY).meetings] == [
        "## 2026-04-14\na", "# Week 4\n## 2026-04-21\nb",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("## 2026-03-09\n\n## 2027-01-01: b",
         "line 3: 1 Jan 2027 is in the future; it stays text"),
        ("## 2026-03-09\nby 2026-04-01\n\n- 3 May 2026",
         "lines 2, 4: 2026-04-01, 3 May 2026 are inside a check-in, kept as text"),
        ("since 3 May 2024\n## 2026-03-09\na",
         "line 1: 3 May 2024 stands before the first meeting"),
        ("We met on 3 May 2024.", "line 1: 3 May 2024 begins no meeting"),
        ("## Week 11\na\n## 2026-03-16", "line 1: Week 11 (week numbers are not read)"),
        ("## 9 Blume 2026\na", "line 1: 9 Blume 2026 (the name of its month is not known)"),
        ("## 2026-02-30\na", "line 1: 2026-02-30 (there is no such day)"),
        ("## Tue 9 March 2026\na", "line 1: 9 Mar 2026 is a Mon, not a Tue"),
        ("## 2026-W11\na", "line 1: 2026-W11 (9 Mar 2026) is a week; its Monday is taken"),
        ("## 03/04/2026\n\n## 17/04/2026",
         "line 1: 03/04/2026 (3 Apr 2026) is read day-first, as are days like it"),
        ("## 7 March\na",
         "line 1: 7 March (7 Mar 2026) has no year; the days around it give it one"),
        ("---\ndate: 2026-03-01\n---\n## 2026-03-09\na",
         "line 2: 2026-03-01 stands before the first meeting"),
        ("## 2026-03-09 moved from 2026-03-02\na",
         "line 1: 2026-03-02 is inside a check-in, kept as text"),
        ("## 2026-03-09\n```\n2026-03-10\n```",
         "line 3: 2026-03-10 is inside a check-in, kept as text"),
    ],
)  # fmt: skip
def test_a_day_that_is_not_used_and_one_that_is_read_with_doubt_are_said(
    text: str, aside: str
) -> None:
    assert aside in read(text, TODAY).asides


_TWO = "## 2026-03-09\nWell\n\n### Actions\nx\n\n## 2026-03-16\nFine\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"{_TWO}\n## Ideas\nA tool\n", "line 10: a heading without a day is kept"),
        (f"{_TWO}\n# Ideas\nA tool\n# Books\n", "lines 10, 12: headings without a day are kept"),
        ("## 2026-03-09\nWell\n## Ideas\nA tool\n## 2026-03-16\nFine\n", "line 3: a heading"),
        ("2026-03-09\nWell\n\n2026-03-16\nFine\n\n# Ideas\nA tool\n", "line 7: a heading"),
        (
            "**2026-03-09**\nWell\n\n**2026-03-16**\nFine\n\n**Ideas**\nA tool\n",
            "line 7: a heading",
        ),
    ],
)
def test_a_heading_without_a_day_behind_a_meeting_is_said(text: str, where: str) -> None:
    asides = read(text, TODAY).asides
    assert any(aside.startswith(where) for aside in asides), asides


@pytest.mark.parametrize(
    "text",
    [
        _TWO,
        "# 2026\n## 2026-03-09\nWell\n# 2025\n## 2025-12-01\nFine\n",
        "2026\n====\nMarch 9\n-------\nWell\n2025\n====\nMay 9\n-----\nFine\n",
        "2026-03-09\n# Done\nx\n# Next\ny\n\n2026-03-16\n# Done\nx\n# Next\ny\n",
    ],
)
def test_headings_that_are_a_part_of_each_meeting_are_not_said(text: str) -> None:
    assert not any("without a day" in aside for aside in read(text, TODAY).asides)


def test_the_day_of_the_name_is_said_where_the_text_says_another() -> None:
    notes = read("## 2026-03-10\na\n## 2026-03-17\nb", TODAY, name="2026-03-09.md")
    assert "the file's name: 2026-03-09 stands before the first meeting" in notes.asides


def test_a_day_to_come_is_no_meeting_wherever_it_stands() -> None:
    assert read("a", TODAY, name="2027-01-01.md").meetings == ()
    assert read("---\ndate: 2027-01-01\n---\na", TODAY).meetings == ()
    assert read("## 2027-01-01\na", TODAY).meetings == ()


def test_folders_may_say_the_day() -> None:
    assert days(read("a", TODAY, name="2026/03/09.md")) == ["2026-03-09"]
    assert days(read("a", TODAY, name="2026/03/ravi.md")) == []


@pytest.mark.parametrize(
    ("text", "question", "option", "answers"),
    [
        ("a\n## 3/4/2026",
         "line 2: '3/4/2026' could be two days", "--dates", ("day-first", "month-first")),
        ("## 26-03-09",
         "line 1: '26-03-09' could be two days", "--dates", ("day-first", "year-first")),
        ("## Session 4 March 17",
         "line 1: '4 March 17' could be two days", "--dates", ("day-first", "month-first")),
        ("## 14 March 2021\na\n## 21 March\nb",
         "line 3: '21 March' has no year and would be the latest day", "--year", ("2021",)),
        ("# Notes 2024/2025\n## 7 March\na", "line 1 names two years", "--year", ("2024", "2025")),
    ],
)  # fmt: skip
def test_what_only_its_writer_knows_is_asked(
    text: str, question: str, option: str, answers: tuple[str, ...]
) -> None:
    with pytest.raises(Unclear) as unclear:
        read(text, TODAY)
    assert unclear.value.question.startswith(question)
    assert (unclear.value.option, unclear.value.answers) == (option, answers)


def test_what_was_asked_is_read_as_it_was_answered() -> None:
    text = "## 3/4/2026\n\nTalked."
    assert days(read(text, TODAY, Answers(Order.DAY_FIRST))) == ["2026-04-03"]
    assert days(read(text, TODAY, Answers(Order.MONTH_FIRST))) == ["2026-03-04"]
    text = "## 20 December\na\n## 21 March\nb"
    assert days(read(text, TODAY, Answers(year=2021))) == ["2020-12-20", "2021-03-21"]
    text = "# 2026-03-09\n- 2026-02-27: a\n- 2026-02-20: b"
    assert days(read(text, TODAY, Answers(heading="list"))) == ["2026-02-27", "2026-02-20"]
    assert days(read(text, TODAY, Answers(heading="1"))) == ["2026-03-09"]
    assert read(text, TODAY, Answers(heading="none")).rest == text


def test_a_contents_list_tells_the_direction_and_no_year() -> None:
    contents = "## 2026\n* [12 March](#a)\n## 2025\n* [20 May](#b)\n"
    text = f"{contents}## 12 March\na\n## 20 May\nb\n## 9 May\nc"
    assert days(read(text, TODAY)) == ["2026-03-12", "2025-05-20", "2025-05-09"]


ISO = st.dates(date(2024, 1, 1), TODAY + timedelta(20)).map(str)
FORMS = st.sampled_from([
    "## {}", "# Ravi {}", "### {} rota", "**{}**", "{}", "{} rota", "- {}: a", "- [ ] {} pay",
    "Date: {}", "| {} | a |", "| a | {} |", "Updated: {}", "> {}", "see {} there", "by {}.",
    "1. {}", "* {}", "=== {} ===", "[{}]", "[[{}]]", "<{} Mon 10:00>", ":CREATED: [{}]",
    "date:: {}", "    {}", "(see {})", "{}:", "~~{}~~", "[a](b/{}.md)", "{} is when it begins",
    "#+DATE: {}", "SCHEDULED: <{}>", "## Next: {}", "<h2>{}</h2>",
])  # fmt: skip
DATED = st.tuples(FORMS, ISO).map(lambda pair: (pair[0].format(pair[1]), pair[1]))
OTHERS = st.sampled_from([
    "", "  ", "text", "---", "```", "~~~", "~~~~~~~~~~", "===", "......", "+++", "# 2025",
    "# March 2026", "## 9th", "- a", "\t- b", "|---|---|", "| a | b |", "## To do",
    "* [12 March](#a)", "date: x", "9 March", "3/4", "**3/9**", "## 29 February",
    "# Notes 2024/25", "Week 11", "9999-99-99", "## 3/4/2026", "29.2.", "*", "\t", "\ufeff",
    "a\rb",
]).map(lambda line: (line, ""))  # fmt: skip
MADE_UP = st.lists(DATED | OTHERS, min_size=1, max_size=14)


@given(MADE_UP)
@example([("---", "")])
@example([("---", ""), ("date: 2026-01-01", "2026-01-01"), ("---", "")])
def test_of_no_file_a_character_or_a_day_is_lost(parts: list[tuple[str, str]]) -> None:
    text = "\n".join(line for line, _ in parts)
    notes = read_and_answered(text)
    assert "".join("".join(kept(notes)).split()) == "".join(text.split())
    numbers = said(notes)
    used = set(days(notes))
    at = 1
    for line, day in parts:
        assert not day or day in used or at in numbers, (text, notes)
        at += line.count("\r") + 1


@given(st.text())
def test_any_text_is_kept(text: str) -> None:
    assert "".join("".join(kept(read_and_answered(text))).split()) == "".join(text.split())

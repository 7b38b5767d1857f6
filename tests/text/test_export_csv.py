"""Tables for a spreadsheet: nothing is calculated, and every cell comes back as it was."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.identity import Handle, Uid
from aligntui.domain.notes import Action
from aligntui.domain.stance import Party
from aligntui.text.exports import COLUMNS, as_meant, kept_from_calculating, tables
from tests.people import day, full, somebody
from tests.strategies import people

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "'=1", "''=1",
    '=HYPERLINK("http://x.example","y")', "-", "=", "\n=1",
    "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM",
)  # fmt: skip
HARMLESS = ("", "Ship", "'quoted'", "' =1", "1-1", "a=b", '"=1"', " =1")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_kept_from_being_one_and_comes_back(text: str) -> None:
    assert kept_from_calculating(text) == f"'{text}"
    assert as_meant(kept_from_calculating(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert kept_from_calculating(text) == text
    assert as_meant(text) == text


@given(st.text("'=+-@\t\r ab"))
def test_every_cell_comes_back(text: str) -> None:
    written = kept_from_calculating(text)
    assert as_meant(written) == text
    assert written[:1] not in tuple("=+-@\t\r")


@given(people())
def test_no_cell_of_anybody_begins_a_formula(person: object) -> None:
    for name, text in tables([person], {}).items():  # type: ignore[list-item]
        first, *rows = csv.reader(io.StringIO(text, newline=""))
        assert tuple(first) == COLUMNS[name]
        for row in rows:
            assert len(row) == len(first)
            assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r") and cell]


def test_a_dropped_promise_is_not_open_in_the_table() -> None:
    action = Action(
        uid=Uid("1"), handle=Handle("A1"), text="zqx", owner=Party.ME, made_on=day(1),
        dropped_on=day(2), because="no money",
    )  # fmt: skip
    written = tables([replace(somebody(), actions=(action,))], {})["actions"]
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    assert (row["done_on"], row["dropped_on"]) == ("", "2026-03-18")
    assert "no money" not in written


def test_each_table_says_what_it_is_about() -> None:
    person = full()
    found = {
        name: list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in tables([person], {}).items()
    }
    assert [row["name"] for row in found["people"]] == [person.name]
    assert [row["handle"] for row in found["items"]] == [item.handle for item in person.items]
    assert found["items"][0]["private"] in {"yes", "no"}
    assert [row["notes"] for row in found["check_ins"]] == [c.notes for c in person.check_ins]
    assert len(found["actions"]) == len(person.actions)
    assert len(found["feedback"]) == len(person.feedback)

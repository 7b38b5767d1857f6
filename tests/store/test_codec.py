"""Between people and rows: nothing is lost on the way there and back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligntui.domain.commands.actions import FinishAction
from aligntui.domain.commands.agreement import ResyncSections
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.items import CloseItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.store.codec import TABLES, Row, changed_rows
from aligntui.store.reading import PEOPLE
from aligntui.store.reading import person_of as read
from tests.people import INES, after, day, full
from tests.strategies import people


def tables_of(person: Person) -> dict[str, list[Row]]:
    """The rows of a new person, through JSON and back, by table."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for (table, _), row in changed_rows(None, person).items():
        tables[table].append(json.loads(json.dumps(row)))
    return tables


def laid_over(
    rows: dict[tuple[str, str], Row], changed: Mapping[tuple[str, str], Row | None]
) -> None:
    for key, row in changed.items():
        if row is None:
            del rows[key]
        else:
            rows[key] = rows.get(key, {}) | row


def person_of(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Person | None:
    def tell(table: str, row: Mapping[str, Any], why: str) -> None:
        raise AssertionError((table, row, why))

    return read(tables, tell)


def by_table(rows: Mapping[tuple[str, str], Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = defaultdict(list)
    for (table, _), row in rows.items():
        tables[table].append(row)
    return tables


@settings(max_examples=50)
@given(people())
def test_a_whole_person_comes_back_as_they_were(person: Person) -> None:
    assert person_of(tables_of(person)) == person


@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_file_does_not_matter(person: Person, chance: Random) -> None:
    tables = tables_of(person)
    for rows in tables.values():
        chance.shuffle(rows)
    assert person_of(tables) == person


@settings(max_examples=50)
@given(people(number=7), people(number=7))
def test_laying_the_changed_rows_over_the_old_ones_gives_the_new_person(
    before: Person, now: Person
) -> None:
    rows: dict[tuple[str, str], Row] = {}
    laid_over(rows, changed_rows(None, before))
    laid_over(rows, changed_rows(before, now))
    assert person_of(by_table(rows)) == now
    laid_over(rows, changed_rows(now, before))
    assert person_of(by_table(rows)) == before


def test_every_row_says_whose_it_is_first_and_has_an_identity() -> None:
    person = full()
    rows = changed_rows(None, person)
    assert {table for table, _ in rows} == set(TABLES)
    for (_, uid), row in rows.items():
        assert row is not None
        assert next(iter(row)) == "person"
        assert (row["person"], row["uid"]) == (person.id, uid)


def test_only_the_rows_that_differ_are_written() -> None:
    person = full()
    reword = RewordItem(person=INES, handle=Handle("F1"), text="Cut it all over", on=day(9))
    keys = list(changed_rows(person, after(person, reword)))
    assert keys == [("items", person.item(Handle("F1")).uid)]
    assert changed_rows(person, person) == {}
    assert list(changed_rows(person, replace(person, role="principal"))) == [(PEOPLE, person.id)]


def test_the_rows_of_somebody_who_goes_are_all_deleted() -> None:
    person = full()
    gone = changed_rows(person, None)
    assert set(gone) == set(changed_rows(None, person))
    assert set(gone.values()) == {None}


def test_all_rows_of_one_table_have_the_same_keys() -> None:
    person = full()
    more = after(
        person,
        FinishAction(person=INES, handle=Handle("A1"), on=day(1)),
        ResyncSections(person=INES, sections=frozenset(Section), on=day(1)),
    )
    for rows in tables_of(more).values():
        assert len({tuple(row) for row in rows}) == 1


def test_what_is_as_usual_is_left_out_of_revisions() -> None:
    person = full()
    plain = person.item(Handle("F2"))
    row = next(row for row in tables_of(person)["items"] if row["uid"] == plain.uid)
    assert set(row["revisions"][0]) == {"on", "by", "text", "rank", "mine", "theirs"}


def test_rows_from_before_there_were_entries_read_as_having_none() -> None:
    person = full()
    tables = tables_of(person)
    for row in tables["items"]:
        assert [row.pop(name) for name in ("entries", "origin", "became")] == [[], None, None]
    assert person_of(tables) == person


def test_rows_from_before_promises_were_dropped_read_as_open_and_not_understood() -> None:
    tables = tables_of(full())
    for table, names in (("actions", ("dropped_on", "because")), ("feedback", ("understood_on",))):
        assert tables[table]
        for row in tables[table]:
            assert [row.pop(name) or None for name in names] == [None] * len(names)
    assert person_of(tables) == full()


def test_what_happened_with_an_item_and_where_it_went_comes_back() -> None:
    e1, e2, r1 = Handle("E1"), Handle("E2"), Handle("R1")
    person = after(
        full(),
        NoteMiss(person=INES, handle=e1, text="nobody on call", on=day(1)),
        CloseItem(person=INES, handle=r1, on=day(2), outcome=Outcome.HAPPENED),
        MoveToSection(person=INES, handle=e1, to=Section.FOCUS, on=day(3)),
    )
    again = person_of(tables_of(person))
    assert again == person
    assert again is not None
    assert [(entry.feedback, entry.private) for entry in again.item(e1).misses] == [("B3", False)]
    # the risk was private, and so is what it came to
    assert [(entry.origin, entry.private) for entry in again.item(e2).misses] == [("R1", True)]
    assert (again.item(e1).became, again.item(Handle("F3")).origin) == ("F3", "E1")


@pytest.mark.parametrize(
    "entries", [None, "x", [1], [{"uid": "u", "on": "never", "text": "x"}], [{"on": "2026-01-01"}]]
)
def test_entries_that_are_none_are_told_and_never_bent(entries: object) -> None:
    tables = tables_of(full())
    tables["items"][0]["entries"] = entries
    said: list[str] = []
    person = read(tables, lambda table, row, why: said.append(table))
    assert said == ["items"]
    assert person is not None
    assert len(person.items) == len(tables["items"]) - 1


def test_without_a_row_of_their_own_there_is_nobody() -> None:
    tables = tables_of(full())
    assert person_of({}) is None
    assert person_of({name: rows for name, rows in tables.items() if name != PEOPLE}) is None


@pytest.mark.parametrize("table", TABLES)
def test_unknown_fields_in_a_row_are_no_trouble(table: str) -> None:
    tables = tables_of(full())
    for row in tables[table]:
        row["of_a_later_version"] = {"x": [1, None]}
    assert person_of(tables) == full_as(tables)


def full_as(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Person | None:
    known = {
        name: [{k: v for k, v in row.items() if k != "of_a_later_version"} for row in rows]
        for name, rows in tables.items()
    }
    return person_of(known)

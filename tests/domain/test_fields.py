"""The table of fields: every field has one row, and no face has two fields of one name."""

from collections import Counter
from dataclasses import fields

import pytest

from aligntui.domain.details import EMPTY, Details
from aligntui.domain.fields import Field, Kind, fields_of, plain, read
from aligntui.domain.item import Revision
from aligntui.domain.person_fields import PERSON_FIELDS

MARKS = fields_of(Revision)
ROWS = [row for details in EMPTY.values() for row in fields_of(details)]
DETAILS = pytest.mark.parametrize("details", EMPTY.values(), ids=[*map(str, EMPTY)])


@DETAILS
def test_every_field_of_an_item_has_a_row(details: Details) -> None:
    assert [row.name for row in fields_of(details)] == [each.name for each in fields(details)]


@DETAILS
def test_no_face_has_two_fields_of_one_name(details: Details) -> None:
    rows = (*fields_of(details), *MARKS)
    for column in ("name", "label", "word", "option", "json", "row"):
        named = Counter(name for row in rows if (name := getattr(row, column)))
        assert set(named.values()) == {1}, (column, named)


def test_an_option_means_one_field_whatever_the_section() -> None:
    assert {(row.option, row.name) for row in ROWS} == {
        (option, name) for option, name in {row.option: row.name for row in ROWS}.items()
    }


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.name}-{row.kind.name}" for row in ROWS])
def test_what_a_field_says_is_what_it_reads(row: Field) -> None:
    values = {Kind.ONE: row.values, Kind.SEVERAL: (frozenset(row.values),), Kind.YES_NO: (True,)}
    for value in values.get(row.kind, (row.example,)):
        typed = plain(row, value)
        assert plain(row, read(row, typed)) == typed


def test_every_field_of_a_person_has_one_column() -> None:
    columns = [row.column for row in PERSON_FIELDS]
    assert len(set(columns)) == len(columns)

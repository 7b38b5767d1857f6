"""Columns that line up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.text.table import fit, table, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Ana", 3),
        ("Tomás", 5),
        ("Toma\u0301s", 5),
        ("李小龍", 6),
        ("ｗｉｄｅ", 8),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("a\u200db", 2),
        ("🙂", 2),
    ],
)
def test_a_text_takes_so_many_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text(max_size=30), st.integers(0, 40))
def test_what_is_fitted_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert width(fit(text, cells)) == cells


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("Ana", 5, "Ana  "),
        ("Anaïs Petit", 6, "Anaï.."),
        ("李小龍", 5, "李.. "),
        ("abc", 2, ".."),
        ("abc", 1, "."),
        ("abc", 0, ""),
    ],
)
def test_what_is_too_long_is_cut(text: str, cells: int, fitted: str) -> None:
    assert fit(text, cells) == fitted


def test_the_last_column_is_ragged_and_nothing_is_cut() -> None:
    rows = [("李小龍", "1", "a long last cell"), ("Ana", "22", "")]
    assert table(rows, ("NAME", "N", "LAST")) == [
        "NAME    N   LAST",
        "李小龍  1   a long last cell",
        "Ana     22",
    ]


def test_without_headings_there_is_no_line_of_them() -> None:
    assert table([("a", "b")], ("", "")) == ["a  b"]
    assert table([], ("NAME", "LAST")) == ["NAME  LAST"]

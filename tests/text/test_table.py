"""Columns that line up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.text.table import Line, fit, placed, table, width


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
        ("❤", 1),
        ("❤️", 2),
        ("1️⃣", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("👩‍👩‍👧", 2),
        ("🏃🏽‍♀️x", 3),
        ("🏳️‍🌈❤️‍🔥", 4),
    ],
)
def test_a_text_takes_so_many_cells(text: str, cells: int) -> None:
    assert width(text) == cells


PICTURES = st.text(st.sampled_from("👩👍🏽🏿❤☎1#©🇩🇪♂☠\u200d\ufe0f\u20e3e\u0301a 李"), max_size=12)


@given(PICTURES, st.integers(0, 20))
def test_what_is_made_of_pictures_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert width(fit(text, cells)) == cells


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


def test_a_long_cell_moves_no_column_but_its_own() -> None:
    long = "much " * 20
    lines = table([("N1", long, "today"), ("T1", "short", "3d"), ("T2", long, "")], ("", "", ""))
    assert lines == [f"N1  {long}  today", "T1  short  3d", f"T2  {long.rstrip()}"]


def test_without_headings_there_is_no_line_of_them() -> None:
    assert table([("a", "b")], ("", "")) == ["a  b"]
    assert table([], ("NAME", "LAST")) == ["NAME  LAST"]


def test_a_terminal_is_told_where_columns_begin_behind_what_it_may_measure_otherwise() -> None:
    line, plain = table([("❤️ Bo", "1", "x"), ("Ana", "22", "y")], ("", "", ""))
    assert isinstance(line, Line)
    assert isinstance(plain, Line)
    assert placed(line, line.columns, 80) == "❤️ Bo  \x1b[8G1   x"
    assert placed(plain, plain.columns, 80) == plain
    assert placed(line, line.columns, 7) == line

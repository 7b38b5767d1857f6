"""Bringing things into another order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.rewriting import ranked, staying, woven


@pytest.mark.parametrize(
    ("order", "into", "expected"),
    [
        ("abc", "abc", "abc"),
        ("nabc", "abc", "nabc"),
        ("anmbc", "abc", "anmbc"),
        ("abcn", "abcx", "abcxn"),
        ("abnc", "cba", "cbna"),
        ("n", "abc", "abcn"),
        ("n", "", "n"),
    ],
)
def test_what_is_new_stands_behind_what_it_followed(order: str, into: str, expected: str) -> None:
    assert "".join(woven(order, into)) == expected


@given(st.permutations(range(8)), st.integers(0, 8), st.integers(0, 8))
def test_weaving_loses_nothing_and_keeps_the_order_it_weaves_into(
    order: list[int], start: int, end: int
) -> None:
    into = sorted(order[start:end])
    found = woven(order, into)
    assert sorted(found) == sorted(order)
    assert [each for each in found if each in into] == into


@pytest.mark.parametrize(
    ("values", "stay"),
    [([], ()), ([1, 2, 3], (0, 1, 2)), ([3, 1, 2], (1, 2)), ([2, 3, 1], (0, 1)), ([5, 5], (1,))],
)
def test_the_fewest_have_moved(values: list[int], stay: tuple[int, ...]) -> None:
    assert staying(values) == frozenset(stay)


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([3, 1, 2], [0, 1, 2]),
        ([2, 3, 1], [2, 3, 4]),
        ([1, 3, 2], [1, 2, 3]),
        ([10, 30, 20], [10, 11, 20]),
        ([4, 4, 4], [2, 3, 4]),
        ([], []),
    ],
)
def test_ranks_change_as_little_as_can_be(ranks: list[int], expected: list[int]) -> None:
    assert ranked(ranks) == expected


@given(st.lists(st.integers(-5, 30)))
def test_ranks_rise(ranks: list[int]) -> None:
    found = ranked(ranks)
    assert found == sorted(set(found))
    assert len(found) == len(ranks)

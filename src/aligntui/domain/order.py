"""Reorder lists with as few moves as possible."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

_Thing = TypeVar("_Thing")


def woven(order: Sequence[_Thing], into: Sequence[_Thing]) -> list[_Thing]:
    """`into`, with each element only in `order` put after its predecessor there, or at the end."""
    result = list(into)
    last = max((at for at, each in enumerate(order) if each in into), default=-1)
    place = 0
    for at, each in enumerate(order):
        if each in into:
            place = result.index(each) + 1
        else:
            result.insert(place if at < last else len(result), each)
            place += 1
    return result


def staying(values: Sequence[int]) -> frozenset[int]:
    """Indices of a longest increasing subsequence: the elements that need not move."""
    runs: list[tuple[int, ...]] = []  # for each length, the run with the lowest end
    for at, value in enumerate(values):
        length = bisect_left([values[run[-1]] for run in runs], value)
        before = runs[length - 1] if length else ()
        runs[length : length + 1] = [(*before, at)]
    return frozenset(runs[-1]) if runs else frozenset()


def ranked(ranks: Sequence[int]) -> list[int]:
    """New ascending ranks for elements in their new order, changing as few ranks as possible."""
    stay = staying(ranks)
    first = min(stay, default=0)
    found = [ranks[first] - first + at for at in range(first)]
    for at, rank in enumerate(ranks[first:], start=first):
        least = found[-1] + 1 if found else rank
        found.append(max(rank, least) if at in stay else least)
    return found

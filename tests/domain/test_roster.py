"""The order of the team: reports first, and a total order within."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.glance import overview
from aligntui.domain.overview import RELATIONS, Sort, arranged, late
from aligntui.domain.person import Relation
from tests.tui.crowd import crowd
from tests.tui.driving import TODAY

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview

TEAM = tuple(overview(person) for person in crowd(12))


def test_every_relation_has_its_place() -> None:
    assert set(RELATIONS) == set(Relation)


@given(st.permutations(TEAM), st.sampled_from(Sort))
def test_the_order_does_not_depend_on_how_people_are_given(
    shuffled: list[Overview], by: Sort
) -> None:
    people = arranged(shuffled, TODAY, by)
    assert [RELATIONS.index(p.relation) for p in people] == sorted(
        RELATIONS.index(p.relation) for p in people
    )
    assert people == arranged(TEAM, TODAY, by)


def test_the_orders_go_round() -> None:
    seen = [Sort.URGENCY]
    while seen[-1].following is not Sort.URGENCY:
        seen.append(seen[-1].following)
    assert seen == list(Sort)


def test_late_is_whoever_is_here_and_should_have_been_met() -> None:
    found = late(TEAM, TODAY)
    assert found
    assert all(person.due(TODAY).days_late > 0 for person in found)
    days = [person.due(TODAY).relative for person in found]
    assert days == sorted(days, reverse=True)
    assert late((found[0]._replace(archived=TODAY),), TODAY) == ()

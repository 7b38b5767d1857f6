"""Whom a filter means."""

from __future__ import annotations

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.glance import overview
from aligntui.text.search import fits, words_in
from tests.tui.driving import TODAY

TEAM = tuple(overview(person) for person in sample_team(TODAY))
EVERYBODY = {person.name.split()[0] for person in TEAM}


def _found(typed: str) -> set[str]:
    holding = {each.id for each in TEAM if each.name.split()[0] in {"Priya", "Tomás"}}
    wanted = holding if words_in(typed) else None
    return {each.name.split()[0] for each in TEAM if fits(typed, each, TODAY, wanted)}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", EVERYBODY),
        ("KOVAC", {"Ana"}),
        ("designer", {"Ana"}),
        ("overdue", {"Priya", "Tomás", "Ana"}),
        ("overdue senior", {"Priya"}),
        ("first", {"Grace"}),
        ("report", EVERYBODY),
        ("peer", set()),
        ("differs", {"Priya", "Ana"}),
        ("focus:stale", {"Priya"}),
        ("risks:stale", {"Chidi"}),
        ("risks:41d", {"Chidi"}),
        ("exp:dif", {"Priya", "Ana"}),
        ("o:new", {"Grace", "Ben"}),
        ("focus:", EVERYBODY),
        ("text:", EVERYBODY),
        ("text:pager", {"Priya", "Tomás"}),
        ("overdue senior text:the pager", {"Priya"}),
        ("nobody:ok", set()),
    ],
)
def test_each_word_narrows_it_down(typed: str, names: set[str]) -> None:
    assert _found(typed) == names


def test_somebody_is_found_by_what_they_are_to_me() -> None:
    boss = TEAM[0]._replace(relation="manager")
    assert fits("manager", boss, TODAY)
    assert fits("my", boss, TODAY)
    assert not fits("report", boss, TODAY)


def test_the_words_to_search_for_are_those_behind_the_colon() -> None:
    assert words_in("overdue focus:stale") == ()
    assert words_in("overdue TEXT: Hand the PÁger") == ("hand", "the", "pager")

"""Whom a filter means."""

from __future__ import annotations

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.glance import overview
from aligntui.text.filter import fits
from tests.tui.driving import TODAY

TEAM = tuple(overview(person) for person in sample_team(TODAY))
EVERYBODY = {person.name.split()[0] for person in TEAM}


def _found(typed: str) -> set[str]:
    return {person.name.split()[0] for person in TEAM if fits(typed, person, TODAY)}


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
        ("text:pager", {"Priya", "Tomás"}),
        ("overdue text:hand the pager", {"Priya"}),
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


def test_private_lines_are_found_only_while_they_are_shown() -> None:
    secret = TEAM[0].focus[0]._replace(text="Leave in spring", private=True)
    person = TEAM[0]._replace(focus=(secret,))
    assert fits("text:spring", person, TODAY)
    assert not fits("text:spring", person, TODAY, hide=True)

"""What a whole team differs on."""

from __future__ import annotations

from datetime import timedelta

from aligntui.demo.team import sample_team
from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.items import CloseItem
from aligntui.domain.disputes import disputes
from aligntui.domain.identity import Handle
from tests.tui.driving import TODAY


def found(*people: object) -> list[tuple[str, str]]:
    return [(d.person.name.split()[0], d.item.handle) for d in disputes(people)]  # type: ignore[arg-type]  # people of the sample team


def test_the_oldest_stands_first_and_what_is_said_again_keeps_its_day() -> None:
    team = sample_team(TODAY)
    assert found(*team) == [("Priya", "E5"), ("Ana", "E2")]
    again = Differ(person=team[0].id, handle=Handle("E5"), how="still no time", on=TODAY)
    assert found(again.apply(team[0]), *team[1:]) == [("Priya", "E5"), ("Ana", "E2")]
    new = Differ(person=team[0].id, handle=Handle("F1"), how="too much", on=TODAY)
    people = (new.apply(team[0]), *team[1:])
    assert found(*people) == [("Priya", "E5"), ("Ana", "E2"), ("Priya", "F1")]
    assert disputes(people)[-1].since == TODAY


def test_what_was_agreed_on_or_closed_is_no_difference() -> None:
    priya = sample_team(TODAY)[0]
    day = TODAY + timedelta(days=1)
    assert found(Agree(person=priya.id, handles=(Handle("E5"),), on=day).apply(priya)) == []
    assert found(CloseItem(person=priya.id, handle=Handle("E5"), on=day).apply(priya)) == []

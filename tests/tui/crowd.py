"""As many invented people as a screen has to show, in every state and relation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from aligntui.demo.team import sample_team
from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.identity import Uid
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from tests.people import after, person_id
from tests.tui.driving import TODAY

FIRST = ("Amara", "Bo", "Chiara", "Devi", "Emeka", "Freya", "Goran", "Hana", "Idris", "Jun", "Kaia",
         "Léon", "Mirela", "Nils", "Oksana", "Paulo", "Quinn")  # fmt: skip
LAST = ("Achterberg", "Bell", "Castellanos", "Duarte", "Eze")
OTHERS = {4: Relation.PEER, 11: Relation.MANAGER, 17: Relation.SKIP, 23: Relation.SKIP}


def crowd(size: int) -> tuple[Person, ...]:
    """People who were met one after another, every two weeks; the same size gives the same."""
    return tuple(_person(number) for number in range(size))


def overdue(size: int) -> tuple[Person, ...]:
    """People who are all late, each a day more than the one before."""
    return tuple(_met(number, 15 + number) for number in range(size))


def close() -> tuple[Person, ...]:
    """The sample team, the first of them met daily until lately."""
    first, *others = sample_team(TODAY)
    over = parse("daily until 2026-06-12 because onboarding then weekly")
    return (replace(first, cadences=replace(first.cadences, check_in=over)), *others)


def _person(number: int) -> Person:
    if number % 15 == 7:
        return _added(number, 3)
    person = _met(number, (number * 7) % 23 + 1)
    return replace(person, relation=OTHERS.get(number, Relation.REPORT))


def _added(number: int, ago: int) -> Person:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    choice = CadenceChoice(check_in=parse("every 2 weeks"))
    on = TODAY - timedelta(days=ago)
    role = ("engineer", "designer", "analyst")[number % 3]
    return AddPerson(
        name=name, on=on, person=person_id(number + 1), role=role, cadences=choice
    ).apply(None)


def _met(number: int, ago: int) -> Person:
    person, on = _added(number, ago + 30), TODAY - timedelta(days=ago)
    who = person.id
    lines = ("Ship the importer", "Owns the rota", "Lead the review", "The schema is new")
    for section, text in zip(Section, lines, strict=True):
        uid = Uid(f"{number:028x}{section.letter.encode().hex():>04}")
        add = AddItem(person=who, section=section, text=text, on=on, uid=uid)
        person = after(person, add)
    agreed = tuple(item.handle for item in person.items)
    met = RecordCheckIn(person=who, on=on, uid=Uid(f"{number:030x}c1"))
    return after(person, Agree(person=who, handles=agreed, on=on), met)

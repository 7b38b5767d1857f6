"""What two people read of one line: each is called by what they are for the reader."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.rounds import StartRound
from aligntui.domain.details import Details, Expectation, Focus, Risk
from aligntui.domain.person import Person, Relation
from aligntui.domain.privacy import leaving
from aligntui.domain.review import packet
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.handoff import INTRO, handed_over, handoff_text
from aligntui.text.packet import packet_lines
from aligntui.text.record import shared_text
from aligntui.text.round_arriving import arriving
from aligntui.text.round_file import ASKS, asked_of, round_file
from tests.people import after, day, somebody

TODAY, A_YEAR_AGO = date(2026, 6, 29), date(2025, 6, 29)
SECTIONS = {Focus: Section.FOCUS, Expectation: Section.EXPECTATIONS, Risk: Section.RISKS}
DETAILS: dict[str, Details] = {
    "share": Focus(weight=40),
    "of me": Expectation(of_me=True),
    "of me, not mine": Expectation(of_me=True, excluded=True, success="quiet (at night; or not)"),
    "not theirs": Expectation(excluded=True),
    "words like ours": Expectation(success="all say; expected of me"),
    "my mitigation": Risk(mitigation="I am not responsible for this", owner=Party.ME),
    "their mitigation": Risk(mitigation="hire; expected of Ana", owner=Party.THEM),
    "nobody's": Risk(mitigation="mine"),
}


def with_line(person: Person, details: Details, text: str) -> Person:
    section = SECTIONS[type(details)]
    return after(
        person, AddItem(person=person.id, section=section, text=text, details=details, on=day(1))
    )


def turned(details: Details) -> Details:
    """The details as the other one's notebook holds them."""
    if isinstance(details, Risk) and details.owner:
        return replace(details, owner=details.owner.other)
    return details


@pytest.mark.parametrize("text", ["Answers in a day", "Answers (me, too) in a day"])
@pytest.mark.parametrize("name", DETAILS)
@pytest.mark.parametrize("here", [Relation.REPORT, Relation.MANAGER])
def test_a_line_of_a_round_reads_in_their_app_as_a_line_of_their_own(
    name: str, text: str, here: Relation
) -> None:
    there = Relation.MANAGER if here is Relation.REPORT else Relation.REPORT
    sender = with_line(somebody("Priya Raman"), DETAILS[name], text)
    sender = replace(sender, relation=here)
    sender = after(sender, StartRound(person=sender.id, lines=asked_of(sender), on=day(2)))
    reader = replace(somebody("Ana Kovač", number=2), relation=there)
    came = arriving(round_file(sender, sender.rounds[0]), reader, day(3), lambda _: ())
    reader = after(reader, came.command)
    own = with_line(somebody("Ana Kovač", number=2), turned(DETAILS[name]), text)
    (line,) = reader.rounds[0].lines
    assert line.shown == asked_of(replace(own, relation=there))[0].whole.replace(f", {ASKS}", "")
    ours = DETAILS[name] == Expectation(of_me=True) and here is Relation.REPORT
    named = asked_of(replace(sender, rounds=()), "Ana Kovač")[0].terms
    assert (named == "expected of me, Ana") is ours
    assert line.text == text
    assert f"- {line.whole}".replace("- ", f"- {line.handle} ") in _plain(
        round_file(reader, reader.rounds[0])
    )
    assert line.whole == sender.rounds[0].lines[0].whole


def _plain(text: str) -> str:
    return text.replace("\\", "")


def test_the_headings_of_a_packet_are_nobody_s_side() -> None:
    mine = replace(somebody("Ana Kovač"), relation=Relation.MANAGER)
    mine = with_line(mine, Expectation(), "Docs")
    lines = packet_lines(packet(leaving(mine), day(0), day(3)))
    assert "## Expectations" in lines
    assert not [line for line in lines if "you" in line.split()]


OF_WHO_READS = re.compile(r"\b(?:you|your|yours|they|their|them)\b", re.IGNORECASE)


@pytest.mark.parametrize("relation", Relation)
def test_a_text_that_leaves_names_everybody_but_its_author(relation: Relation) -> None:
    for each in sample_team(TODAY):
        person = replace(each, relation=relation)
        texts = [
            "\n".join(packet_lines(packet(leaving(person), A_YEAR_AGO, TODAY))),
            handoff_text(handed_over(person, A_YEAR_AGO), TODAY).replace(INTRO, ""),
            *(shared_text(person, held.handle, TODAY) for held in person.check_ins),
        ]
        assert [OF_WHO_READS.findall(text) for text in texts] == [[]] * len(texts)

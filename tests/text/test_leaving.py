"""What leaves with the minutes never tells somebody what they were not told yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.feedback import TellFeedback
from aligntui.domain.commands.items import AddItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.text.record import private_lines, shared_text

if TYPE_CHECKING:
    from aligntui.domain.person import Person

DAY = date(2026, 6, 1)
E1, B1, C1 = Handle("E1"), Handle("B1"), Handle("C1")


def _missed(*, told: bool) -> Person:
    add = AddPerson(name="Grace Wu", on=DAY)
    grace = add.apply(None)
    whom, later = grace.id, DAY + timedelta(days=7)
    text = "Writes each call up"
    grace = AddItem(person=whom, section=Section.EXPECTATIONS, text=text, on=DAY).apply(grace)
    grace = NoteMiss(person=whom, handle=E1, text="nothing came", on=DAY).apply(grace)
    if told:
        grace = TellFeedback(person=whom, handle=B1, on=later).apply(grace)
    grace = RewordItem(person=whom, handle=E1, text="Writes up each call", on=later).apply(grace)
    return RecordCheckIn(person=whom, on=later, notes="calm").apply(grace)


def test_a_miss_that_is_not_told_yet_stays_here() -> None:
    grace = _missed(told=False)
    assert "Writes up each call" in shared_text(grace, C1, None)
    assert "nothing came" not in shared_text(grace, C1, None)
    assert "nothing came" in "\n".join(private_lines(grace, C1, DAY + timedelta(days=7)))


def test_a_miss_that_was_told_may_leave() -> None:
    assert "nothing came" in shared_text(_missed(told=True), C1, None)

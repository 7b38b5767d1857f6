"""What leaves with the minutes never tells somebody what they were not told yet."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from aligntui.domain.brief import brief
from aligntui.domain.commands.agreement import Differ
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, ReopenItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.notes import AddAction, AddNote, AddTalkingPoint, AddWin
from aligntui.domain.commands.people import AddPerson, SetAway
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import End
from aligntui.domain.person import Relation
from aligntui.domain.privacy import leaving, shared
from aligntui.domain.review import packet
from aligntui.domain.section import Section
from aligntui.text.brief import brief_lines
from aligntui.text.packet import full_record, packet_lines, packet_shape
from aligntui.text.person_markdown import written
from aligntui.text.record import private_lines, record_lines, shared_text

if TYPE_CHECKING:
    from aligntui.domain.person import Person

DAY = date(2026, 6, 1)
E1, B1, C1 = Handle("E1"), Handle("B1"), Handle("C1")


def _missed(*, told: bool, feedback: bool = True) -> Person:
    add = AddPerson(name="Grace Wu", on=DAY)
    grace = add.apply(None)
    whom, later = grace.id, DAY + timedelta(days=7)
    text = "Writes each call up"
    grace = AddItem(person=whom, section=Section.EXPECTATIONS, text=text, on=DAY).apply(grace)
    grace = NoteMiss(person=whom, handle=E1, text="nothing came", on=DAY, feedback=feedback).apply(
        grace
    )
    if told:
        grace = EndKept(end=End.TOLD, person=whom, handle=B1, on=later).apply(grace)
    grace = RewordItem(person=whom, handle=E1, text="Writes up each call", on=later).apply(grace)
    return RecordCheckIn(person=whom, on=later, notes="calm").apply(grace)


def test_a_miss_that_is_not_told_yet_stays_here() -> None:
    grace = _missed(told=False)
    assert "Writes up each call" in shared_text(grace, C1, None)
    assert "nothing came" not in shared_text(grace, C1, None)
    assert "nothing came" in "\n".join(private_lines(grace, C1, DAY + timedelta(days=7)))


@pytest.mark.parametrize("feedback", [True, False])
def test_a_miss_that_was_never_told_leaves_in_no_form(*, feedback: bool) -> None:
    grace, until = _missed(told=False, feedback=feedback), DAY + timedelta(days=7)
    found = packet(grace, DAY, until)
    leaving_texts = (
        shared_text(grace, C1, None),
        shared_text(shared(grace), C1, None),
        "\n".join((*packet_lines(found), *full_record(found))),
        "\n".join(full_record(packet(grace, DAY, until, hide=True))),
        "\n".join(packet_lines(packet(grace, DAY, until, hide=True))),
        written(leaving(grace), {}),
        json.dumps(packet_shape(found), default=str),
    )
    for text in leaving_texts:
        assert "Writes up each call" in text
        assert "nothing came" not in text
        assert "off track" not in text.casefold().replace("_", " ")
    assert not shared(grace).item(E1).misses
    assert "nothing came" in "\n".join(private_lines(grace, C1, until))
    private = "\n".join(packet_lines(packet(grace, DAY, until, private=True)))
    assert "nothing came (**never told**)" in private


def test_what_the_own_manager_expects_was_missed_by_oneself_and_may_leave() -> None:
    grace = replace(_missed(told=False, feedback=False), relation=Relation.MANAGER)
    assert "nothing came" in shared_text(grace, C1, None)


def test_a_miss_that_was_told_may_leave() -> None:
    grace = _missed(told=True)
    for person in (grace, shared(grace), leaving(grace)):
        assert "nothing came" in shared_text(person, C1, None)


LIVE = (
    "<img src=http://evil.example/x.png>",
    "![](http://evil.example/x.png)",
    "![a][b]",
    "[b]: http://evil.example/x.png",
    "[here](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<http://evil.example>",
    "<script>alert(1)</script>",
    "\\<img src=x>",
    "\\\\![](x)",
    "`` ` `` <b>",
    "&lt;img src=x&gt;",
    "<!-- - -->",
)


def _noted(text: str) -> Person:
    """Somebody of whom one text is kept in every place from which it may leave."""
    add = AddPerson(name="Grace Wu", on=DAY, role=text)
    grace = add.apply(None)
    whom, later = grace.id, DAY + timedelta(days=7)
    many = f"plain words\n{text}\n    {text}"
    for command in (
        AddItem(person=whom, section=Section.EXPECTATIONS, text=text, on=DAY),
        NoteMiss(person=whom, handle=E1, text=text, on=DAY),
        EndKept(end=End.TOLD, person=whom, handle=B1, on=DAY),
        Differ(person=whom, handle=E1, how=text, on=DAY),
        AddAction(person=whom, text=text, on=DAY),
        EndKept(end=End.DONE, person=whom, handle=Handle("A1"), on=DAY),
        AddNote(person=whom, text=many, on=DAY, private=False),
        AddWin(person=whom, text=text, on=DAY, about=E1),
        AddTalkingPoint(person=whom, text=text, on=DAY, private=False),
        SetAway(person=whom, first=later, last=later, because=text),
        RecordCheckIn(person=whom, on=later, notes=many),
        SkipCheckIn(person=whom, on=later, because=text),
    ):
        grace = command.apply(grace)
    return grace


def _live(markdown: str) -> list[str]:
    """What a reader of Markdown would make of a text but words, as a browser would see it."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return re.findall(r"<(?:img|a|script|b)\b[^>]*>|<!--", html)


@pytest.mark.parametrize("text", LIVE)
def test_text_of_people_that_leaves_is_text(text: str) -> None:
    grace, later = _noted(text), DAY + timedelta(days=7)
    found = packet(grace, DAY, later)
    for leaves in (
        written(grace, {}),
        shared_text(grace, C1, None),
        "\n".join(record_lines(grace, C1, later, None)),
        "\n".join((*packet_lines(found), *full_record(found))),
        "\n".join(brief_lines(grace, brief(grace, later), later, whole=True)),
    ):
        assert not _live(leaves)
        assert text in re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", leaves)


@pytest.mark.parametrize("outcome", [Outcome.MISSED, Outcome.MET])
def test_a_line_that_was_closed_and_is_open_again_says_how_but_not_what_was_never_told(
    outcome: Outcome,
) -> None:
    grace = _missed(told=False)
    for number, command in ((8, CloseItem), (9, ReopenItem)):
        more = {"outcome": outcome} if command is CloseItem else {}
        on = DAY + timedelta(days=number)
        grace = command(person=grace.id, handle=E1, on=on, **more).apply(grace)  # type: ignore[arg-type]
    until = DAY + timedelta(days=20)
    for found in (packet(grace, DAY, until), packet(grace, DAY, until, hide=True)):
        for text in ("\n".join(packet_lines(found)), "\n".join(full_record(found))):
            assert "Writes up each call" in text
            assert ("closed as met" in text) is (outcome is Outcome.MET)
            assert ("again" in text) is (outcome is Outcome.MET)
            assert "missed" not in text
    told = EndKept(end=End.TOLD, person=grace.id, handle=B1, on=until).apply(grace)
    found = packet(told, DAY, until)
    for text in ("\n".join(packet_lines(found)), "\n".join(full_record(found))):
        assert f"closed as {outcome}" in text
        assert "again" in text

"""A handoff is read back as it was written, whatever happened to it on its way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Agree
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.details import (
    Cause,
    Expectation,
    Focus,
    Helps,
    Likelihood,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.plain import harmless, one_line
from aligntui.domain.privacy import leaving
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement, Party
from aligntui.text.arrived import text_of
from aligntui.text.handoff import handed_over, handoff_shape, handoff_text, lines_of, without
from aligntui.text.handoff_reading import is_handoff, read
from tests.strategies import people, times

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligntui.domain.person import Person

DAY, TODAY = date(2026, 3, 2), date(2026, 6, 29)
LONG = "Owns the billing on-call rota - also at night, _with_ a runbook * that is read <b>"


def grace() -> Person:
    """Somebody with a line of every kind, most of them agreed."""
    person = AddPerson(
        name="Grace Wu",
        role="engineer, new",
        on=DAY,
        cadences=CadenceChoice(check_in=parse("every 3 weeks on tue, at most 4")),
    ).apply(None)
    who, e1 = person.id, Handle("E1")
    for section, text, details in (
        (Section.FOCUS, "Cut over \\*billing\\*", Focus(weight=60)),
        (Section.EXPECTATIONS, LONG, Expectation(success="no page unanswered: ever")),
        (Section.EXPECTATIONS, "Vendor contracts", Expectation(excluded=True)),
        (Section.EXPECTATIONS, "Answers in a day", Expectation(of_me=True)),
        (
            Section.OPPORTUNITIES,
            "Run the review",
            Opportunity(helps=frozenset(Helps), state=Pursuit.PURSUING),
        ),
        (
            Section.RISKS,
            "New schema",
            Risk(
                cause=Cause.NEW_CHALLENGE,
                likelihood=Likelihood.HIGH,
                mitigation="pair with Eli",
                owner=Party.THEM,
                threatens=e1,
                state=RiskState.MITIGATING,
            ),
        ),
        (Section.RISKS, "Late nights", Risk(mitigation="pager moves", owner=Party.ME)),
    ):
        command = AddItem(person=who, section=section, text=text, details=details, on=DAY)
        person = command.apply(person)
    person = Agree(person=who, handles=(e1, Handle("F1"), Handle("R1")), on=DAY).apply(person)
    for owner in Party:
        action = AddAction(person=who, text=f"by {owner}", on=DAY, owner=owner, by=TODAY)
        person = action.apply(person)
    return person


def written(person: Person) -> str:
    """The whole handoff, by somebody with a name."""
    return handoff_text(handed_over(person, DAY), TODAY, "Ana Kovač")


def wrapped(text: str) -> str:
    """As a mail program wraps: at words, without an indent."""
    lines = (wrap(line, 50, break_long_words=False) or [""] for line in text.split("\n"))
    return "\n".join(part for each in lines for part in each)


def folded(text: str) -> str:
    """As `fold -w 60` wraps: in the middle of words."""
    lines = (
        [line[at : at + 60] for at in range(0, len(line) or 1, 60)] for line in text.split("\n")
    )
    return "\n".join(part for each in lines for part in each)


def quoted(text: str) -> str:
    """As an answer quotes it, with words of its own around."""
    lines = "\n".join(f"> {line}" for line in text.split("\n"))
    return f"Hi, here it is.\n\n{lines}\n\nBest, Ana\n"


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "quoted": quoted,
    "quoted twice": lambda text: quoted(quoted(text)),
    "folded": folded,
    "folded and quoted": lambda text: quoted(folded(text)),
    "wrapped and quoted": lambda text: quoted(wrapped(text)),
    "twice": lambda text: f"{text}\n\n{quoted(text)}",
    "other bullets": lambda text: text.replace("\n- ", "\n* ").replace("  - ", "   • "),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_read_whatever_happened_to_it(way: str) -> None:
    text = WAYS[way](written(grace()))
    came = text_of(text.encode())
    assert is_handoff(came)
    command, asides = read(came, TODAY)
    assert asides == ()
    assert command.lines == lines_of(handed_over(grace(), DAY))
    assert [line.handle for line in command.lines] == ["F1", "E1", "E2", "E3", "O1", "R1", "R2"]
    assert (command.name, command.role, command.by) == ("Grace Wu", "engineer, new", "Ana Kovač")
    assert [(p.owner, p.text, p.by) for p in command.promises] == [
        (Party.ME, "by me", TODAY),
        (Party.THEM, "by them", TODAY),
    ]
    assert str(command.cadences.check_in) == "every 3 weeks on tue, at most 4"
    if "quoted" in way:
        assert "Hi, here it is." in command.words
        assert "Best, Ana" in command.words


def test_a_round_in_which_a_handoff_is_quoted_is_a_round() -> None:
    assert not is_handoff(f"{written(grace())}\n<!-- aligntui round 1 0123456789ab -->")
    assert not is_handoff("Handoff: call Bo\n")


def test_html_and_other_encodings_are_read() -> None:
    lines = written(grace()).split("\n")
    items = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in lines)
    for data in (f"<html><body>{items}</body></html>".encode(), written(grace()).encode("utf-16")):
        command, _ = read(text_of(data), TODAY)
        assert len(command.lines) == 7


def test_json_is_read_as_the_text_in_it() -> None:
    said = json.dumps(handoff_shape(handed_over(grace(), DAY), TODAY), default=str)
    assert is_handoff(said)
    command, asides = read(said, TODAY, "Bo")
    assert (len(command.lines), command.by, asides) == (7, "Bo", ())


def test_what_was_changed_by_hand_is_said() -> None:
    text = written(grace())
    for other in (text.replace("60%", "70%"), text.replace("<!--", "").replace("aligntui", "")):
        assert is_handoff(other)
        assert read(other, TODAY)[1] == (
            "it was changed by hand or on its way here: look at every line",
        )


def test_a_text_without_a_name_is_refused() -> None:
    with pytest.raises(Refused, match="does not say whose it is"):
        read(written(grace()).partition("\n")[2], TODAY)


def test_what_was_agreed_before_shows_until_the_two_agree() -> None:
    command, _ = read(written(grace()), TODAY)
    person = command.apply(None)
    assert {item.agreement for item in person.items} == {Agreement.NOT_DISCUSSED}
    before = {i.handle: i.agreed_before and i.agreed_before.since for i in person.items}
    assert {handle for handle, since in before.items() if since == DAY} == {"F1", "E1", "R1"}
    (risk,) = (i for i in person.items if i.handle == "R1")
    assert risk.agreed_before
    assert risk.agreed_before.by == "Ana Kovač"
    assert isinstance(risk.now.details, Risk)
    assert risk.now.details.threatens == "E1"
    agreed = (
        Agree(person=person.id, handles=(Handle("R1"),), on=TODAY).apply(person).item(risk.handle)
    )
    assert agreed.agreed_before is None
    assert risk.revise(TODAY, text="Other words").agreed_before is None


@pytest.mark.parametrize("by", ["Ana Kovač", ""])
def test_what_the_manager_before_was_to_do_is_nobody_s_and_talked_about(by: str) -> None:
    command, _ = read(handoff_text(handed_over(grace(), DAY), TODAY, by), TODAY)
    person = command.apply(None)
    owners = {
        i.handle: i.now.details.owner for i in person.items if isinstance(i.now.details, Risk)
    }
    assert owners == {"R1": Party.THEM, "R2": None}
    said = [point.text for point in person.talking_points]
    who = by or "the manager before"
    assert f"R2: {who} was to see to its mitigation" in said
    assert not any("R1" in each for each in said)


def test_what_is_left_out_is_named_nowhere() -> None:
    kept = without(handed_over(grace(), DAY), [Handle("E1"), Handle("A1")])
    text = handoff_text(kept, TODAY)
    assert LONG[:12] not in text
    assert "by me" not in text
    assert "E1" not in text


@times(2)
@given(people())
def test_it_tells_only_what_may_leave_and_is_read_back_whole(person: Person) -> None:
    person = replace(person, name="Grace Wu")
    kept = handed_over(person, TODAY - timedelta(days=3650))
    text = handoff_text(kept, TODAY)
    told = replace(kept, feedback=())
    again = handed_over(leaving(person), TODAY - timedelta(days=3650))
    assert handoff_text(told, TODAY) == handoff_text(replace(again, feedback=()), TODAY)
    command, _ = read(text, TODAY)
    came, went = (
        [(line.handle, words) for line in lines if (words := one_line(harmless(line.text)).strip())]
        for lines in (command.lines, lines_of(kept))
    )
    assert came == went

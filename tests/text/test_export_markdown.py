"""A person as one Markdown file: all that was noted is in it, and none of it is markup."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.meetings import AddAddendum, RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.people import SetAway
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.notes import Action
from aligntui.domain.person import Person, Relation
from aligntui.domain.privacy import shared
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.person_markdown import written
from tests.people import INES, after, day, expectation, full, somebody
from tests.strategies import people

ESCAPED = re.compile(r"\\\\([\\\\`*_\\[\\]<>|~])".replace("\\\\", "\\"))


def test_every_word_that_was_noted_is_in_it() -> None:
    person = full()
    text = ESCAPED.sub(r"\1", written(person, {})).replace("\n>", "\n").replace("\n ", "\n")
    assert text.startswith(f"# {person.name}\n")
    noted = [revision.text for item in person.items for revision in item.revisions]
    noted += [a.text for a in person.actions] + [f.text for f in person.feedback]
    noted += [p.text for p in person.talking_points] + [n.text for n in person.notes]
    noted += [w.text for w in person.wins]
    noted += [c.notes for c in person.check_ins] + [c.because for c in person.check_ins]
    assert not [words for words in noted if words not in text]
    assert "\n\n\n" not in text


def test_what_is_private_says_so_and_can_be_left_out() -> None:
    assert "New ledger schema *(private)*" in written(full(), {})
    text = written(shared(full()), {})
    assert "private" not in text
    assert not [words for words in ("New ledger", "Wants to mentor", "Long talk") if words in text]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (expectation("Vendor contracts", excluded=True), "- **E3** Vendor contracts (not theirs)"),
        (SetAway(person=INES, first=day(1), last=day(2), because="ill"), ", ill *(private)*"),
        (SkipCheckIn(person=INES, on=day(1), because="ill"), ": ill *(private)*"),
        (RecordCheckIn(person=INES, on=day(1)), "### 2026-03-17 C3\n"),
        (RecordCheckIn(person=INES, on=day(1), notes="zqx"),
         "### 2026-03-17 C3; notes *(private)*\n\n> zqx\n"),
        (AddAddendum(person=INES, handle=Handle("C1"), text="zqx", on=day(1)),
         "> Good.\n> 2026-03-17: zqx\n"),
    ],
)  # fmt: skip
def test_what_is_not_theirs_and_what_is_private_says_so_where_it_stands(
    command: Command, says: str
) -> None:
    assert says in written(after(full(), command), {})


def test_what_is_not_expected_of_oneself_is_not_yours() -> None:
    person = after(somebody(), expectation("Vendor contracts", excluded=True))
    assert "(not yours)" in written(replace(person, relation=Relation.MANAGER), {})


@pytest.mark.parametrize(
    ("ended", "box", "how"),
    [
        ({}, "[ ] ", ""),
        ({"done_on": day(2)}, "[x] ", ", done 2026-03-18"),
        ({"dropped_on": day(2)}, "", ", dropped 2026-03-18"),
    ],
)
def test_a_promise_is_ticked_only_where_it_is_done(
    ended: dict[str, Any], box: str, how: str
) -> None:
    action = Action(
        uid=Uid("1"), handle=Handle("A1"), text="zqx", owner=Party.ME, made_on=day(1), **ended
    )
    person = replace(somebody(), actions=(action,))
    assert f"\n- {box}**A1** zqx (you promised 2026-03-17{how})\n" in written(person, {})


def test_the_reason_of_a_dropped_promise_is_private() -> None:
    action = Action(
        uid=Uid("1"), handle=Handle("A1"), text="zqx", owner=Party.ME, made_on=day(1),
        dropped_on=day(2), because="no money",
    )  # fmt: skip
    person = replace(somebody(), actions=(action,))
    assert "  - 2026-03-18 dropped: no money *(private)*\n" in written(person, {})
    assert "no money" not in written(shared(person), {})
    assert "dropped 2026-03-18" in written(shared(person), {})


@given(people())
def test_whatever_was_noted_only_our_headings_are_headings(person: Person) -> None:
    text = written(person, {})
    assert not [c for c in text if not c.isprintable() and c != "\n" and c.isascii()]
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert sum(line.startswith("# ") for line in headings) == 1
    ours = 1 + len(Section) + len(person.check_ins) + len(person.notes)
    ours += len(person.rounds) + bool(person.rounds)
    lists = (
        person.actions, person.feedback, person.talking_points, person.check_ins, person.notes,
        person.wins,
    )  # fmt: skip
    assert len(headings) == ours + sum(map(bool, lists))

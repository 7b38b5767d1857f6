"""The line of a record, and what it says when it is typed again."""

from datetime import date
from typing import Any

import pytest

from aligntui.domain.capture import reworded_line
from aligntui.domain.commands.capturing import changed, line_of, read_again
from aligntui.domain.identity import Handle, new_uid
from aligntui.domain.line_kinds import Known
from aligntui.domain.notes import Action, Feedback, FeedbackKind, Note, TalkingPoint, Win
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

DAY, FRIDAY = date(2026, 6, 29), date(2026, 7, 3)
WHOM = Known(handles={"E1", "E2"}, closed={"E4"}, name="Priya Raman")

ACTION = Action(
    uid=new_uid(), handle=Handle("A1"), text="Send it", owner=Party.THEM, made_on=DAY, by=DAY
)
HIDDEN = Action(
    uid=new_uid(), handle=Handle("A2"), text="Ask HR", owner=Party.ME, made_on=DAY, private=True
)
POINT = TalkingPoint(uid=new_uid(), handle=Handle("T1"), text="the offsite", added_on=DAY)
SHARED = TalkingPoint(
    uid=new_uid(), handle=Handle("T2"), text="T: as said", added_on=DAY, private=False
)
SAID = Feedback(
    uid=new_uid(), handle=Handle("B1"), text="Late", kind=FeedbackKind.CORRECTIVE, noted_on=DAY,
    about=Handle("E4"),
)  # fmt: skip
ODD = Action(
    uid=new_uid(), handle=Handle("A3"), text="mail @them by fri ~E2", owner=Party.ME, made_on=DAY
)
NOTE = Note(uid=new_uid(), handle=Handle("N1"), on=DAY, text="/etc is full\nB-: so what")
MARKED = Note(uid=new_uid(), handle=Handle("N2"), on=DAY, text="W: Did it ~O9")
WIN = Win(uid=new_uid(), handle=Handle("W1"), on=DAY, text="Cut it", about=Handle("E4"))
MINE = Win(
    uid=new_uid(), handle=Handle("W2"), on=DAY, text="Hired two", owner=Party.ME, private=True
)
FROM_ANA = Feedback(
    uid=new_uid(), handle=Handle("B2"), text="Clear", kind=FeedbackKind.RECEIVED, noted_on=DAY,
    source="Ana",
)  # fmt: skip
RUNG = Win(uid=new_uid(), handle=Handle("W3"), on=DAY, text="Led it", ladder="senior.3 Leads")
UNLIKED = Action(
    uid=new_uid(), handle=Handle("A4"), text="Eaten by none", owner=Party.ME, made_on=DAY, by=DAY
)
THINGS = (
    FROM_ANA,
    RUNG,
    UNLIKED,
    ACTION,
    HIDDEN,
    POINT,
    SHARED,
    SAID,
    ODD,
    NOTE,
    MARKED,
    WIN,
    MINE,
)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.handle)
def test_a_line_that_was_not_changed_changes_nothing(thing: Any) -> None:
    assert changed(thing, read_again(thing, line_of(thing), DAY, WHOM)) == {}


@pytest.mark.parametrize(
    ("thing", "typed", "fields"),
    [
        # what is not said stays
        (ACTION, "Send both @them by 2026-06-29", {"text": "Send both"}),
        (ACTION, "Send both", {"text": "Send both"}),
        (ACTION, "Send both @me", {"text": "Send both", "owner": Party.ME}),
        (ACTION, "Send both by fri", {"text": "Send both", "by": FRIDAY}),
        (ACTION, "Send it owner: me", {"owner": Party.ME}),
        (SAID, "B+: Late", {"kind": FeedbackKind.PRAISE}),
        (SAID, "Early", {"text": "Early"}),
        (WIN, "Cut it to 3", {"text": "Cut it to 3"}),
        (WIN, "Cut it @me", {"owner": Party.ME}),
        (MINE, ".W: Hired three", {"text": "Hired three"}),
        (MINE, "/W: Hired two", {"private": False}),
        (MINE, "Hired two @Priya", {"owner": Party.THEM}),
        (SHARED, "the budget", {"text": "the budget"}),
        (FROM_ANA, "Calm", {"text": "Calm"}),
        (FROM_ANA, "Calm @them", {"text": "Calm", "source": ""}),
        # and goes with a word
        (ACTION, "by none", {"by": None}),
        (ACTION, "Send both By None", {"text": "Send both", "by": None}),
        (ACTION, "Send it @them by 2026-06-29 by none", {"by": None}),
        (ACTION, "by none by fri", {"by": FRIDAY}),
        (SAID, "~none", {"about": None}),
        (WIN, "Cut both ~none", {"text": "Cut both", "about": None}),
        (RUNG, "@none", {"ladder": ""}),
        (UNLIKED, "Eaten by none at all", {"text": "Eaten by none at all"}),
        # of two marks the new one holds
        (ACTION, "Send it @them by 2026-06-29 by fri", {"by": FRIDAY}),
        (ACTION, "Send it by fri @them by 2026-06-29", {"by": FRIDAY}),
        (ACTION, "Send it @them by 2026-06-29 @me", {"owner": Party.ME}),
        (SAID, "B-: Late ~E4 ~E2", {"about": "E2"}),
        (MINE, "Hired two @me @them", {"owner": Party.THEM}),
        # marks alone
        (ACTION, "by fri", {"by": FRIDAY}),
        (ACTION, "@me", {"owner": Party.ME}),
        (SAID, "~E1", {"about": "E1"}),
        (SAID, "B+: ", {"kind": FeedbackKind.PRAISE}),
        (SAID, "B+: ~E1", {"kind": FeedbackKind.PRAISE, "about": "E1"}),
        # who may see it changes only where the line says so
        (HIDDEN, "Ask somebody", {"text": "Ask somebody"}),
        (HIDDEN, "by fri", {"by": FRIDAY}),
        (HIDDEN, "/A: Ask HR", {"private": False}),
        (ACTION, ".A: Send it @them by 2026-06-29", {"private": True}),
        (POINT, "/the offsite", {"private": False}),
        (POINT, "/T: the offsite", {"private": False}),
        (SHARED, ".T: the budget", {"text": "the budget", "private": True}),
        (SHARED, "/T: the budget", {"text": "the budget"}),
        # a note stays word for word
        (NOTE, "/A: x", {"text": "/A: x"}),
    ],
)
def test_what_a_line_says_is_what_changes(thing: Any, typed: str, fields: dict[str, Any]) -> None:
    assert changed(thing, read_again(thing, typed, DAY, WHOM)) == fields


@pytest.mark.parametrize("thing", [SAID, POINT, WIN, NOTE, FROM_ANA], ids=lambda each: each.handle)
@pytest.mark.parametrize("typed", ["by fri", "@me by fri", "%60", "@skill-gap"])
def test_a_mark_of_another_kind_alone_never_takes_the_place_of_words(
    thing: Any, typed: str
) -> None:
    line = read_again(thing, typed, DAY, WHOM)
    assert line.problem or "text" not in changed(thing, line)
    if typed in ("by fri", "%60"):
        why = "alone would take the place of the words; type it behind them"
        assert line.problem == f"'{typed}' {why}"
    both = f"{thing.text} {typed}"
    assert not read_again(thing, both, DAY, WHOM).problem


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("typed", ["by fri", "@them by fri", "%60", "~E1"])
def test_nor_of_the_words_of_a_line_of_a_section(section: Section, typed: str) -> None:
    assert "alone would take" in reworded_line("Ship it", typed, section, DAY, WHOM).problem
    assert not reworded_line(typed, typed, section, DAY, WHOM).problem
    assert not reworded_line("Ship it", "by friends", section, DAY, WHOM).problem
    assert not reworded_line("Ship it", "why: by fri", section, DAY, WHOM).problem


def test_what_can_not_be_read_is_said() -> None:
    assert "31" in read_again(ACTION, "by 31 feb", DAY, WHOM).problem
    assert read_again(SAID, "Late ~E9", DAY, WHOM).problem == "there is no E9"

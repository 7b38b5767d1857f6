"""Words that somebody typed go off the screen with what is private, wherever they have got to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Differ
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.identity import Handle
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.section import Section
from aligntui.tui.widgets.rows import Rows
from tests.people import INES, after, focus
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from aligntui.domain.person import Person

OFTEN = "daily until 2026-07-31 because zqx then weekly"
PACKET = ("enter", "V", "enter", "enter")
MINUTES = ("enter", "t", "j", "y")


def ines() -> Person:
    chosen = CadenceChoice(check_in=parse(OFTEN))
    person = AddPerson(name="Ines Okafor", on=TODAY, person=INES, cadences=chosen).apply(None)
    return after(person, focus("Open to all", TODAY))


async def edit_by_hand(d: Driver, *keys: str) -> None:
    await d.press(*keys)
    await d.settle()
    await d.press("tab" if keys == MINUTES else "e")
    await d.write("zqx ")
    assert "zqx " in d.text


@pytest.mark.parametrize("keys", [PACKET, MINUTES])
@pytest.mark.parametrize("hide", [("escape", "full_stop"), ("f6",)])
async def test_a_text_changed_by_hand_is_withheld_and_does_not_leave_unseen(
    keys: tuple[str, ...], hide: tuple[str, ...]
) -> None:
    async with driving() as d:
        await edit_by_hand(d, *keys)
        await d.press(*hide)
        assert "zqx" not in d.text
        assert "Your changes are kept and hidden now" in d.text
        for key in ("y", "w", "f4", "e", "tab", "j"):
            await d.press(key)
            assert "zqx" not in d.text
        await d.press("y")
        assert "Your changes are hidden now" in d.message
        await d.press("full_stop")
        assert "zqx " in d.text
        await d.press("w")
        assert "Write to:" in d.message


async def test_a_packet_that_waits_is_withheld_where_it_is_opened_hidden() -> None:
    async with driving() as d:
        await edit_by_hand(d, *PACKET)
        await d.press("escape", "q", "full_stop", *PACKET[1:])
        assert "Your changes are kept and hidden now" in d.text
        assert "zqx" not in d.text
        await d.press("q", "full_stop", *PACKET[1:])
        assert "> zqx # Review packet" in d.text


async def test_a_text_that_was_not_changed_is_shown_hidden_or_not() -> None:
    async with driving() as d:
        await d.press(*PACKET, "e", "f6")
        assert "# Review packet: Priya Raman" in d.text
        await d.press("escape", "full_stop")
        assert "To share, word for word" in d.text


async def test_what_was_said_before_is_not_listed_while_it_may_quote_private_words() -> None:
    async with driving() as d:
        await d.press("z")
        await d.write("zqx because")
        await d.press("enter")
        assert "is not a day" in d.message
        await d.press("escape", "full_stop", "f9")
        assert "Private lines are hidden" in d.text
        assert "zqx" not in d.text
        await d.press("q", "full_stop", "f9")
        assert "'zqx because' is not a day" in d.text
        assert d.text.index("Private lines are hidden") < d.text.index("zqx")


@pytest.mark.parametrize("leave", [("enter", "full_stop"), ("f6",), ("enter", "slash", "f6")])
@pytest.mark.parametrize("keys", [("slash",), ("t", "slash")])
async def test_words_looked_for_are_let_go_of(
    keys: tuple[str, ...], leave: tuple[str, ...]
) -> None:
    async with driving(size=(120, 40)) as d:
        await d.press(*keys)
        await d.write("text:zqx")
        assert "zqx" in d.text
        await d.press(*leave)
        assert "zqx" not in d.text
        await d.press("slash")
        assert "zqx" not in d.text


async def test_a_filter_by_what_is_not_private_stays() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("slash")
        await d.write("overdue text:zqx")
        await d.press("enter", "full_stop")
        assert "Team: overdue  " in d.text


async def test_why_somebody_is_met_more_often_stands_in_no_question_and_stays() -> None:
    async with driving([ines()], hide=True) as d:
        await d.press("e", "escape")
        assert d.app.screen.query_one("#fields", Rows).move_to("check_in")
        await d.settle()
        assert "daily until 2026-07-31 then weekly" in d.text
        assert "because" not in d.text
        await d.press("enter")
        assert "check-in: daily until 2026-07-31 then weekly" in d.message
        await d.press("enter")
        assert str(d.person("Ines").cadences.check_in) == OFTEN


async def test_what_became_private_elsewhere_is_not_quoted_by_a_question() -> None:
    async with driving([ines()], hide=True) as d:
        await d.press("enter", "1", "enter")
        f1 = Handle("F1")
        for each in (
            RewordItem(person=INES, handle=f1, text="zqx", on=TODAY),
            EditItem(person=INES, handle=f1, private=True, on=TODAY),
        ):
            d.app.session.notebook.do(each)
        await d.write("!")
        await d.press("enter")
        assert "F1 in another window:  m mine  t other" in d.message
        assert "zqx" not in d.text
        await d.press("m")
        assert d.message == "F1 was also changed in another window"
        assert "zqx" not in d.text


async def test_what_was_typed_about_one_person_is_not_offered_for_another() -> None:
    async with driving() as d:
        await d.press(*PACKET, "w")
        assert "~/review-priya-raman" in d.message
        await d.write("x")
        await d.press("escape", "q", "t", "slash")
        await d.write("zqx")
        await d.press("escape", "q", "q", "j", *PACKET, "w")
        assert "priya" not in d.message
        await d.press("escape", "q", "t", "slash")
        assert "zqx" not in d.text


def counted() -> Person:
    """Somebody with a private promise, difference and feedback, and a promise for all to see."""
    who = INES
    return after(
        AddPerson(name="Ines Okafor", on=TODAY, person=who).apply(None),
        AddAction(person=who, text="Send the ladder", on=TODAY, private=True),
        AddAction(person=who, text="Write the plan", on=TODAY),
        AddFeedback(person=who, text="Calm", kind=FeedbackKind.PRAISE, on=TODAY),
        AddItem(person=who, section=Section.EXPECTATIONS, text="Owns it", on=TODAY, private=True),
        NoteMiss(person=who, handle=Handle("E1"), text="was not there", on=TODAY),
        AddItem(person=who, section=Section.OPPORTUNITIES, text="Mentor", on=TODAY),
        Differ(person=who, handle=Handle("E1"), how="no time", on=TODAY),
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_private_says_so_below_or_beside_the_team(size: tuple[int, int]) -> None:
    ines = after(counted(), AddItem(person=INES, section=Section.FOCUS, text="zqx", on=TODAY,
                                    private=True))  # fmt: skip
    async with driving([ines], size=size) as d:
        for words in (".F1 zqx", ".E1 Owns it", ".A1 Send the ladder", " A2 Write the plan"):
            assert words in d.text


async def test_what_is_private_says_so_in_what_was_said_last_time() -> None:
    ines = after(
        counted(),
        AddItem(person=INES, section=Section.OPPORTUNITIES, text="Speak", on=TODAY, private=True),
        RecordCheckIn(person=INES, on=TODAY, notes="a long talk"),
        AddNote(person=INES, text="kept apart", on=TODAY),
        AddNote(person=INES, text="for all", on=TODAY, private=False),
    )
    async with driving([ines], size=(120, 40)) as d:
        await d.press("c")
        assert d.beginning(".a long talk")
        await d.press("3")
        assert " ~.O2 added: Speak" in d.text
        assert " ~ O1 added: Mentor" in d.text
        await d.press("5")
        assert ".29 Jun: kept apart" in d.text
        assert " 29 Jun: for all" in d.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_row_of_somebody_counts_nothing_that_is_hidden(size: tuple[int, int]) -> None:
    async with driving([counted()], size=size) as d:
        row = d.beginning("?  Ines")
        assert row.split()[7:] == ["off", "new", "new", "2/0", "2", "0d"], row
        assert "Off track" in d.text
        await d.press("full_stop")
        row = d.beginning("?  Ines")
        assert row.split()[7:] == ["new", "new", "new", "1/0"], row
        assert "E1" not in d.text
        assert "A2" in d.text
        assert "differs" not in d.text
        await d.press("enter")
        assert "dimmed" not in d.text


async def test_the_title_says_everywhere_that_private_things_are_hidden() -> None:
    async with driving(hide=True) as d:
        assert "hidden  saved" in d.text.splitlines()[0]
        assert "3 overdue" in d.text.splitlines()[0]
        for key in ("enter", "t", "p", "c", "f9", "question_mark", "f3", "B", "A", "x"):
            await d.press(key)
            assert d.app.screen is not d.app.screen_stack[0], key
            assert "hidden" in d.text.splitlines()[0], key
            await d.press("escape")
        await d.press("full_stop")
        assert "hidden" not in d.text.splitlines()[0]


async def test_the_timeline_marks_what_was_said_in_a_check_in_as_private() -> None:
    met = RecordCheckIn(person=INES, on=TODAY, notes="Tired of it")
    async with driving([after(ines(), met)]) as d:
        await d.press("enter", "t", "j")
        assert ".Tired of it" in d.text


async def test_after_hiding_in_mid_word_letters_go_on_with_the_notes() -> None:
    async with driving() as d:
        await d.press("c", "5")
        await d.write("Hello")
        await d.press("f6", "f6")
        await d.write(" again")
        assert "Hello again" in d.text


HIDDEN = "Private things are hidden: . shows them"
EMPTY = {
    ("x",): HIDDEN,
    ("C",): HIDDEN,
    ("A",): HIDDEN,
    ("B",): HIDDEN,
    ("enter", "5"): HIDDEN,
    ("enter",): "─ nothing shared ──",
    ("enter", "6"): HIDDEN,
    ("enter", "Z"): HIDDEN,
}
"""What an empty view says while private things are hidden."""


@pytest.mark.parametrize("keys", EMPTY)
async def test_an_empty_view_says_the_same_whether_or_not_something_is_hidden(
    keys: tuple[str, ...],
) -> None:
    hidden = [
        AddItem(person=INES, section=Section.EXPECTATIONS, text="zqx", on=TODAY, private=True),
        Differ(person=INES, handle=Handle("E1"), how="zqx", on=TODAY),
        NoteMiss(person=INES, handle=Handle("E1"), text="zqx", on=TODAY),
        AddAction(person=INES, text="zqx", on=TODAY, private=True),
        AddNote(person=INES, text="zqx", on=TODAY, private=True),
        AddFeedback(person=INES, text="zqx", kind=FeedbackKind.PRAISE, on=TODAY),
        AddItem(person=INES, section=Section.FOCUS, text="zqx", on=TODAY, private=True),
        CloseItem(person=INES, handle=Handle("F2"), on=TODAY),
    ]
    seen = []
    for person in (ines(), after(ines(), *hidden)):
        async with driving([person], hide=True) as d:
            await d.press(*keys)
            await d.settle()
            assert " ".join(EMPTY[keys].split()) in " ".join(d.text.split())
            seen.append(d.text)
    assert seen[0] == seen[1]


async def test_undo_names_no_handle_while_private_things_are_hidden() -> None:
    item = AddItem(person=INES, section=Section.FOCUS, text="zqx", on=TODAY, private=True)
    async with driving([ines()], hide=True) as d:
        d.app.session.notebook.do(item)
        await d.press("u")
        assert d.message == "Undone: a change of Ines Okafor.  ctrl+r redoes"
        await d.press("ctrl+r")
        assert "Redone: a change of Ines Okafor" in d.message
        await d.press("f9")
        assert "F2" not in d.text


@pytest.mark.parametrize(("keys", "line"), [(("a",), "R: x"), (("enter", "4", "a"), "x")])
async def test_a_hidden_line_is_as_unknown_as_one_that_never_was(
    keys: tuple[str, ...], line: str
) -> None:
    item = AddItem(person=INES, section=Section.EXPECTATIONS, text="zqx", on=TODAY, private=True)
    seen = []
    for handle in ("E1", "E7"):
        async with driving([after(ines(), item)], hide=True) as d:
            await d.press(*keys)
            await d.write(f"{line} ~{handle}")
            await d.settle()
            seen.append(d.text.replace("E7", "E1"))
            await d.press("enter")
            seen.append(d.text.replace("E7", "E1"))
            assert d.person("Ines").open_items(Section.RISKS) == ()
    assert "there is no E1" in seen[0]
    assert seen[:2] == seen[2:]

"""What was typed and waits never stands in the place of what was agreed meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from textual import events

from aligntui.domain.commands.follow_up import EditKept
from aligntui.domain.commands.items import EditItem, RewordItem
from aligntui.domain.commands.people import EditPerson
from aligntui.domain.details import Expectation
from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.store.errors import NotSaved
from aligntui.store.records import MemoryStore
from aligntui.tui.drafts import MemoryDrafts, older_texts
from aligntui.tui.screens.drafts import DraftsScreen
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.prompt import Prompt
from tests.tui.driving import TODAY, Driver, driving, sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Change, Person

E1, A2 = Handle("E1"), Handle("A2")


def _reword(priya: Person) -> Command:
    return RewordItem(person=priya.id, handle=E1, text="Agreed words", on=TODAY)


def _success(priya: Person) -> Command:
    details = Expectation(success="Agreed words")
    return EditItem(person=priya.id, handle=E1, details=details, on=TODAY)


def _promise(priya: Person) -> Command:
    action = priya.action(A2)
    fields = (("text", "Agreed words"),)
    return EditKept(person=priya.id, fields=fields, on=TODAY, instead_of=action)


BOXES = [
    pytest.param(("enter", "2", "enter"), _reword, id="a line"),
    pytest.param(("enter", "2", "i"), _success, id="a field"),
    pytest.param(("enter", "2", "x"), _reword, id="how they differ"),
    pytest.param(("enter", "2", "X"), _reword, id="how I differ"),
    pytest.param(("enter", "2", "m"), _reword, id="a miss"),
    pytest.param(("enter", "5", "g", "enter"), _promise, id="a promise"),
    pytest.param(("enter", "5", "g", "D"), _promise, id="why it is dropped"),
]


def prompt(d: Driver) -> Prompt:
    assert isinstance(d.app.focused, Prompt), d.text
    return d.app.focused


async def changed(d: Driver, command: Command) -> None:
    """Let somebody else change something, and the app hear of it."""
    d.app.session.notebook.do(command)
    await d.app.session.reload_people()
    d.app.session.changed.publish(None)
    await d.settle()


@pytest.mark.parametrize(("keys", "change"), BOXES)
async def test_where_a_wording_changed_since_both_are_shown_and_nothing_is_put_into_the_line(
    keys: tuple[str, ...], change: Callable[[Person], Command]
) -> None:
    async with driving() as d:
        await d.press(*keys)
        await d.write("half a thought")
        await d.press("escape")
        await changed(d, change(d.person("Priya")))
        before = d.person("Priya")
        await d.press("escape", "escape", *keys)
        assert prompt(d).value == ""
        now, typed, *_ = d.message.splitlines()
        assert now.split(maxsplit=1) == ["Now:", "Agreed words"]
        assert typed.startswith("You typed:  half a thought")
        await d.press("enter")  # twice by habit, as with a line that was taken up
        assert d.person("Priya") == before
        await d.press("escape", "escape", "escape", *keys, "up")
        assert prompt(d).value == "half a thought"
        await d.press("escape")
        assert d.person("Priya") == before


async def test_after_an_answer_the_older_draft_is_gone_and_before_it_stays() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("enter", "2", "enter")
        await d.write("half a thought")
        await d.press("escape")
        await changed(d, _reword(d.person("Priya")))
        await d.press("enter")
        await d.write("another one")
        await d.press("escape", "enter")
        assert prompt(d).value == "another one"
        assert "You typed:  half a thought" in d.message
        await d.press("enter")
        assert d.person("Priya").item(E1).text == "another one"
        assert not drafts.texts


async def test_a_draft_of_the_same_wording_goes_on_where_it_was() -> None:
    async with driving() as d:
        await d.press("enter", "2", "enter", "end", *"now", "escape", "j", "k", "enter", *"!")
        assert prompt(d).value == "Owns billing on-callnow!"
        assert d.message.startswith("E1: ")


async def test_a_field_of_a_person_that_changed_since_is_not_written_over() -> None:
    async with driving() as d:
        await d.press("e", "enter")
        await d.write("Priya R")
        await d.press("escape", "escape")
        priya = d.person("Priya")
        await changed(d, EditPerson(person=priya.id, name="Priya Raman-Shah", role=priya.role))
        await d.press("e", "enter")
        assert "Priya Raman-Shah" in d.message
        assert "Priya R" in d.message


async def test_a_text_of_a_closed_line_can_be_read_copied_and_dropped_and_does_not_nag() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("enter", "2", "enter")
        await d.write("half a thought")
        await d.press("escape")
        assert "draft 14:02" in d.text.splitlines()[0]
        await d.press("D", "1")
        assert "saved 14:02" in d.text.splitlines()[0]
        await d.press("f3")
        assert isinstance(d.app.screen, DraftsScreen)
        assert "a line of Priya Raman you reworded" in d.text
        assert "half a thought" in d.text
        assert "typed when it read: Owns billing on-call" in d.text
        assert "gone" in d.text
        await d.press("enter")
        assert d.message == "It belongs nowhere any more: y copies it, D drops it"
        await d.press("D")
        assert "Nothing you typed waits" in d.text
        await d.press("u")
        assert "half a thought" in d.text
        await d.press("D", "q")
        assert not drafts.texts


async def test_an_older_draft_is_told_apart_from_what_is_saved_and_only_where_it_is() -> None:
    async with driving() as d:
        await d.press("a", *"so", "escape", "j", "enter")
        await d.press("2", "P")
        assert d.text.splitlines()[0].endswith(" saved 14:02")
        await d.press("q")
        assert d.text.splitlines()[0].endswith(" 1 draft: f3")
        await d.press("k", "enter")
        assert d.text.splitlines()[0].endswith(" 1 draft: f3")


async def test_an_offer_to_redo_goes_with_the_next_change() -> None:
    async with driving() as d:
        await d.press("enter", "2", "P", "u")
        assert d.message.endswith("ctrl+r redoes")
        await d.press("x")
        await d.press("enter")
        assert "redoes" not in d.message


async def test_what_an_undo_took_away_can_still_be_read() -> None:
    drafts = MemoryDrafts()
    async with driving((), drafts=drafts) as d:
        await d.press("n", *"Gil", "enter", "enter")
        await d.press("a", *"so", "escape")
        assert "draft" in d.text.splitlines()[0]
        await d.press("u")
        assert "draft" not in d.text.splitlines()[0]
        await d.press("f3")
        assert "note for somebody who is gone" in d.text
        assert " so" in d.text
        await d.press("D")
        assert not drafts.texts
    async with driving((), drafts=drafts) as d:
        assert "Draft from" not in d.text


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        (("a", *"so", "escape"), "a brings it back"),
        (("enter", "2", "enter", *"so", "escape"), "enter and enter on the line bring it back"),
        (("enter", "4", "a", *"so", "escape"), "enter 4 a bring it back"),
    ],
)
async def test_a_text_is_found_where_it_belongs(keys: tuple[str, ...], there: str) -> None:
    async with driving() as d:
        await d.press(*keys, "f3")
        assert " so" in d.text
        await d.press("enter")
        assert not isinstance(d.app.screen, DraftsScreen)
        assert d.message
        assert there.split()[-3:] == d.message.split()[-3:]


async def test_what_was_typed_is_not_on_the_list_while_it_is_hidden() -> None:
    async with driving() as d:
        await d.press("a", *"secret", "escape", "full_stop", "f3")
        assert "note for Priya Raman" in d.text
        assert "secret" not in d.text
        await d.press("y")
        assert d.message == "What you typed is hidden now: . shows it again"
        await d.press("full_stop")
        assert "secret" in d.text


async def test_a_packet_changed_by_hand_stands_beside_the_one_made_since() -> None:
    drafts = MemoryDrafts()
    packet = ("enter", "V", "enter", "enter")
    async with driving(drafts=drafts) as d:
        await d.press(*packet, "e", "ctrl+end", *"mine", "escape", "q")
        assert d.message.startswith("Your changed packet is kept as a draft")
        await changed(d, _reword(d.person("Priya")))
        await d.press("V", "enter", "enter")
        assert "as you changed it" not in d.text
        assert "You typed this before the text changed" in d.text
        await d.press("e", "f3", "escape")
        assert "as you changed it" in d.text


async def test_minutes_changed_by_hand_wait_until_they_left() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("c", *["space"] * 5, *"note", "ctrl+s", "tab", "ctrl+end", *"mine")
        await d.press("escape", "q")
        assert d.message.startswith("What you changed in the minutes waits")
        assert any("mine" in text for text in drafts.texts.values())
        await d.press("t", "j", "y")
        assert "mine" in d.app.screen.query_one(NoteBox).text


async def test_a_draft_of_an_earlier_version_that_knows_no_wording_is_shown_beside() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        item = d.person("Priya").item(E1)
        box = f"reword:{item.uid}:{d.person('Priya').id}"
        drafts.put(box, "words of old")
        await d.press("enter", "2", "enter")
        assert prompt(d).value == ""
        assert list(older_texts(drafts, box).values()) == ["words of old"]


async def test_the_first_screen_says_once_what_waits_and_hides_nothing() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        priya = d.person("Priya").id
    drafts.put(f"note:{priya}", "half a thought")
    drafts.taken_over[f"note:{priya}"] = datetime(2026, 6, 29, 9, 30).astimezone()
    async with driving(drafts=drafts) as d:
        assert d.message == "Draft from 09:30: note for Priya Raman, a brings it back"
        d.app.notify("config.toml: something else", severity="warning")
        await d.settle()
        assert d.message == "config.toml: something else"
        await d.press("j")
        assert d.message == "Draft from 09:30: note for Priya Raman, a brings it back"
        await d.press("j")
        assert d.message == ""
        await d.press("enter", "q")
        assert d.message == ""
        assert "draft" in d.text.splitlines()[0]


class _FullDisk(MemoryStore):
    """Takes nothing as long as it is full."""

    full = False

    def commit(self, change: Change) -> None:
        if self.full:
            raise NotSaved("not saved: disk full; make room and try again")
        super().commit(change)

    def commit_together(self, changes: Sequence[Change]) -> None:
        if self.full:
            raise NotSaved("not saved: disk full; make room and try again")
        super().commit_together(changes)


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        (("a",), "half a thought"),
        (("s",), "the launch"),
        (("b",), "fri"),
        (("z",), "fri because ill"),
        (("w",), "fri because leave"),
        (("enter", "2", "a"), "Owns it"),
        (("enter", "2", "enter"), "Owns it"),
        (("enter", "2", "i"), "no page"),
        (("enter", "2", "x"), "no time"),
        (("enter", "2", "X"), "no time"),
        (("enter", "2", "m"), "a page"),
        (("enter", "5", "a"), "send it"),
        (("enter", "5", "g", "enter"), "send it"),
        (("enter", "5", "g", "D"), "no time"),
        (("A", "D"), "no time"),
        (("t", "j", "j", "a"), "a word"),
    ],
)
async def test_where_nothing_was_saved_the_line_stays_open_and_letters_stay_letters(
    keys: tuple[str, ...], typed: str
) -> None:
    store = _FullDisk(sample())
    async with driving(store=store) as d:
        await d.press(*keys)
        await d.write(typed)
        store.full = True
        before = d.person("Priya")
        await d.press("enter")
        assert "NOT SAVED: disk full" in d.message
        assert d.text.splitlines()[0].endswith("NOT SAVED: disk full")
        assert typed in d.message
        await d.press(*"Dqj?")
        assert prompt(d).value == f"{typed}Dqj?"
        assert (d.person("Priya"), d.app.return_code) == (before, None)
        await d.press(*["backspace"] * 4)
        store.full = False
        await d.press("enter")
        assert d.person("Priya") != before
        assert "NOT SAVED" not in d.text
        assert typed not in d.app.drafts.texts.values()


async def test_keys_that_come_while_something_is_saved_wait_for_what_becomes_of_it() -> None:
    store = _FullDisk(sample())
    async with driving(store=store) as d:
        for full in (True, False):
            store.full = full
            await d.press("a", *"so")
            for key in ("enter", "j"):
                d.app.post_message(events.Key(key, key if key == "j" else "\r"))
            await d.settle()
            if full:
                assert prompt(d).value == "soj"
                await d.press("backspace", "escape")
            else:
                assert d.app.focused is not None
                assert not isinstance(d.app.focused, Prompt)
                assert "Noted for Priya Raman" in d.message
                assert ">!! Tomás" in d.text


async def test_an_added_line_is_followed_by_the_next_until_an_empty_one() -> None:
    async with driving() as d:
        await d.press("enter", "2", "a")
        for text in ("Owns the importer", "Mentor Tom", "jkuqD1234?/:"):
            await d.write(text)
            await d.press("enter")
            assert prompt(d).value == ""
            assert text in d.text
        await d.press("enter")
        assert not isinstance(d.app.focused, Prompt)
        added = [item.text for item in d.person("Priya").open_items(Section.EXPECTATIONS)[-3:]]
        assert added == ["Owns the importer", "Mentor Tom", "jkuqD1234?/:"]
        await d.press("u")
        assert d.person("Priya").open_items(Section.EXPECTATIONS)[-1].text == "Mentor Tom"


VALUES = (
    ((*"jkuqD1234", "question_mark", "slash", "colon"), "jkuqD1234?/:"),
    (("left", "x"), "Owns billing on-calxl"),
    (("home", "x"), "xOwns billing on-call"),
    (("end", "x"), "Owns billing on-callx"),
    (("right", "x"), "Owns billing on-callx"),
    (("up", "x"), "Owns billing on-callx"),
    (("backspace",), "Owns billing on-cal"),
    (("x", "y", "ctrl+z"), "Owns billing on-call"),
    (("x", "y", "up"), "Owns billing on-call"),
    (("x", "y", "up", "down"), "xy"),
    (("x", "backspace", "up", "end", "!"), "Owns billing on-call!"),
)
"""Keys in a line that begins with a wording, and what it comes to."""


async def test_a_value_gives_way_to_the_first_letter_and_stays_at_any_other_key() -> None:
    async with driving() as d:
        for keys, value in VALUES:
            was = d.person("Priya").item(E1).text
            await d.press("enter", "2", "enter", *keys)
            assert prompt(d).value == value
            await d.press("enter")
            assert d.person("Priya").item(E1).text == value
            await d.press(*(["u"] if value != was else []), "q")


async def test_a_value_gives_way_to_a_paste() -> None:
    async with driving() as d:
        await d.press("enter", "2", "enter")
        d.app.post_message(events.Paste("pasted"))
        await d.settle()
        assert prompt(d).value == "pasted"


async def test_a_value_nobody_touched_is_no_draft() -> None:
    async with driving() as d:
        await d.press("enter", "2", "enter", "escape")
        assert not d.app.drafts.texts
        await d.press("enter", "x", "backspace", "ctrl+z", "escape")
        assert not d.app.drafts.texts
        assert "draft" not in d.text.splitlines()[0]


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        (("a", *"so"), ("enter",)),
        (("a", *"so", "escape"), ("a", "enter")),
        (("enter", "2", "enter", *"so", "escape"), ("enter", "enter")),
        (("c", "5", *"so"), ("ctrl+s",)),
        (("enter", "M", "!"), ("ctrl+s", "enter")),
    ],
)
async def test_the_title_says_that_something_typed_waits_until_it_is_kept(
    keys: tuple[str, ...], end: tuple[str, ...]
) -> None:
    async with driving() as d:
        assert d.text.splitlines()[0].endswith("saved")
        await d.press(*keys)
        assert d.text.splitlines()[0].endswith("draft 14:02")
        await d.press(*end)
        assert d.text.splitlines()[0].endswith("saved 14:02")


@pytest.mark.parametrize(
    "keys", [("slash", *"so", "escape"), ("c", "space"), ("a", *"so", *["backspace"] * 2)]
)
async def test_words_to_look_for_and_what_was_ticked_off_are_no_drafts(
    keys: tuple[str, ...],
) -> None:
    async with driving() as d:
        await d.press(*keys)
        assert "draft" not in d.text.splitlines()[0]


async def test_a_check_in_parked_without_notes_stands_in_the_list_and_is_marked_in_the_team() -> (
    None
):
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        assert "parked" not in d.text
        await d.press("c", "space", "space", "escape")
        assert "parked" in d.beginning("!! Priya Raman")
        await d.press("f3")
        assert "check-in with Priya Raman" in d.text
        assert "looked at: Since last time, Focus" in d.text
        await d.press("D", "escape")
        assert "parked" not in d.beginning("!! Priya Raman")
        assert not drafts.texts


async def test_a_check_in_parked_with_notes_stands_in_the_list_once() -> None:
    async with driving(drafts=MemoryDrafts()) as d:
        await d.press("c", "space", "5", *"well", "escape", "escape", "f3")
        assert d.text.count("check-in with Priya Raman") == 1

"""Promises, points, feedback and notes are changed by their line, wherever they are listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.notes import AddNote
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.stance import Party
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from aligntui.domain.notes import Kept

A2, B2, T1 = Handle("A2"), Handle("B2"), Handle("T1")


def kept(d: Driver, handle: Handle) -> Kept:
    return d.person("Priya").kept(handle)


async def on_row(d: Driver, handle: str) -> None:
    """Put the cursor on the row of a record of Priya."""
    priya = d.person("Priya").id
    keys = [f"{priya}:{handle}", handle]
    keys += [f"{kind}:{handle}" for kind in KINDS]
    rows = d.app.focused
    assert isinstance(rows, Rows)
    assert any(rows.move_to(key) for key in keys), rows.id
    await d.settle()


KINDS = ("promise", "their_promise", "corrective", "praise", "talking_point", "note")
WAYS = [
    (("enter", "5"), "A2"),
    (("enter", "6"), "B2"),
    (("enter", "6"), "T1"),
    (("p",), "A2"),
    (("p",), "B2"),
    (("p",), "T1"),
    (("A",), "A2"),
    (("B",), "B2"),
    (("c",), "A2"),
    (("c",), "B2"),
    (("c",), "T1"),
    (("c", "6"), "A2"),
]


@pytest.mark.parametrize(("way", "name"), WAYS)
async def test_a_record_is_changed_or_shared_where_it_is_listed_and_one_key_takes_it_back(
    way: tuple[str, ...], name: str
) -> None:
    async with driving() as d:
        handle = Handle(name)
        await d.press(*way)
        before = d.person("Priya")
        for key in ("enter", "i"):
            await on_row(d, name)
            assert "enter open" not in d.text.splitlines()[-1]
            text = kept(d, handle).text
            await d.press(key, "end")
            assert text in d.message
            await d.write(" really")
            await d.press("enter")
            assert kept(d, handle).text == f"{text} really"
            assert d.message.startswith(f"{handle}: new words")
            await d.press("u")
            assert d.person("Priya") == before
        await on_row(d, name)
        private = kept(d, handle).private
        await d.press("P")
        assert kept(d, handle).private is not private
        assert d.message == f"{name} is {'shared' if private else 'private'} now.  u undoes"
        await d.press("u")
        assert d.person("Priya") == before


async def test_the_day_of_a_promise_takes_at_most_three_keys_and_its_words_stay() -> None:
    async with driving() as d:
        await d.press("A")
        await on_row(d, "A2")
        text = kept(d, A2).text
        keys = ("enter", "enter")
        await d.press(keys[0])
        await d.write("by fri")
        await d.press(keys[1])
        assert len(keys) <= 3
        action = d.person("Priya").action(A2)
        assert (action.text, action.by) == (text, date(2026, 7, 3))
        await d.press("i", "end")
        await d.write(" by 10 jul")
        await d.press("enter")
        action = d.person("Priya").action(A2)
        assert (action.text, action.by) == (text, date(2026, 7, 10))


async def test_kind_words_and_what_feedback_is_about_follow_from_its_marks() -> None:
    async with driving() as d:
        await d.press("B")
        await on_row(d, "B2")
        await d.press("enter", "ctrl+u")
        await d.write("/B+: Said it early ~E1")
        assert "praise, not told yet, about E1, shared: Said it early" in d.text
        await d.press("enter")
        assert d.message == "B2: new words, praise, about E1, shared now.  u undoes"
        found = d.person("Priya").said(B2)
        assert (found.text, found.kind, found.about, found.private) == (
            "Said it early", FeedbackKind.PRAISE, "E1", False,
        )  # fmt: skip
        await d.press("enter")
        assert d.message == "B2: /B+: Said it early ~E1"


async def test_a_note_keeps_its_lines_and_a_mark_in_it_stays_text() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        await d.app.session.do(AddNote(person=priya.id, text="Tea\nA: at ten", on=TODAY))
        note = d.person("Priya").notes[-1]
        await d.press("p")
        await on_row(d, note.handle)
        await d.press("enter", "end")
        await d.write(" by fri")
        await d.press("enter")
        assert d.person("Priya").notes[-1] == replace(note, text="Tea\nA: at ten by fri")


async def test_two_windows_that_change_one_record_keep_both_or_ask() -> None:
    async with driving() as d:
        seen = d.person("Priya").said(B2)
        await d.press("B")
        await on_row(d, "B2")
        await d.press("enter")
        other = EditKept(
            person=d.person("Priya").id, fields=(("private", False),), on=TODAY, instead_of=seen
        )
        d.app.session.notebook.do(other)
        await d.press("end")
        await d.write(" again")
        await d.press("enter")
        found = d.person("Priya").said(B2)
        assert (found.private, found.text) == (False, f"{seen.text} again")
        await d.press("enter", "end")
        d.app.session.notebook.do(
            EditKept(person=other.person, fields=(("text", "Other"),), on=TODAY, instead_of=found)
        )
        await d.press("left")
        await d.write("!")
        await d.press("enter")
        assert "in another window" in d.message
        await d.press("t")
        assert d.person("Priya").said(B2).text == "Other"


async def test_told_feedback_is_worded_anew_and_not_called_untold() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        await d.app.session.do(EndKept(end=End.TOLD, person=priya.id, handle=B2, on=TODAY))
        await d.press("p")
        rows = d.app.focused
        assert isinstance(rows, Rows)
        assert rows.move_to("told:B2")
        await d.settle()
        await d.press("i")
        await d.write("B-: Said so")
        assert "not told" not in d.text.splitlines()[-3]
        await d.press("enter")
        assert d.person("Priya").said(B2).text == "Said so"


async def test_a_draft_of_a_point_waits_where_it_was_typed() -> None:
    async with driving() as d:
        await d.press("enter", "6")
        await on_row(d, "T1")
        await d.press("enter")
        await d.write("half a tho")
        await d.press("escape", "q", "f3")
        assert "a talking point with Priya Raman you edited" in d.text
        await d.press("enter")
        await d.settle()
        await d.press("enter")
        assert d.message == "T1: half a tho"


async def test_what_was_not_typed_stays_and_the_preview_and_the_notice_say_so() -> None:
    async with driving() as d:
        await d.press("A")
        await on_row(d, "A2")
        await d.press("enter", "ctrl+u")
        await d.write("@them by fri")
        await d.press("enter")
        assert d.message == "A2: by 3 Jul, theirs.  u undoes"
        await d.press("enter", "ctrl+u")
        await d.write("write the book")
        assert "theirs, by 3 Jul as before" in d.text
        await d.press("enter")
        assert d.message == "A2: new words; theirs, by 3 Jul as before.  u undoes"
        await d.press("enter", "ctrl+u")
        await d.write("by none")
        await d.press("enter")
        assert d.message == "A2: no day; theirs as before.  u undoes"
        action = d.person("Priya").action(A2)
        assert (action.text, action.owner, action.by) == ("write the book", Party.THEM, None)


async def test_an_owner_is_taken_back() -> None:
    async with driving() as d:
        await d.press("A")
        await on_row(d, "A2")
        await d.press("enter")
        await d.write("@them")
        await d.press("enter")
        assert d.person("Priya").action(A2).owner is Party.THEM
        await d.settle()
        await d.press("enter")
        await d.write("@me")
        await d.press("enter")
        assert d.person("Priya").action(A2).owner is Party.ME

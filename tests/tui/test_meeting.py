"""The agenda of a check-in, its day, how they are, and all of a full one by keyboard alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from aligntui.domain.check_in import Addendum
from aligntui.domain.commands.meetings import AddAddendum
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.paths import state_dir
from aligntui.store.records import MemoryStore
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.screens.check_in import CheckInScreen
from aligntui.tui.screens.summary import SummaryScreen
from aligntui.tui.widgets.note_box import NoteBox
from tests.tui.driving import TODAY, Driver, driving, sample

if TYPE_CHECKING:
    from pathlib import Path


async def to_point(d: Driver, words: str) -> None:
    """Put the cursor of the agenda on a point."""
    for _ in range(30):
        if any(line.partition("▏")[2].startswith(" >") and words in line for line in _lines(d)):
            return
        await d.press("j")
    raise AssertionError(d.text)


def _lines(d: Driver) -> list[str]:
    return d.text.splitlines()


async def test_the_first_step_is_the_brief_and_a_passing_key_ticks_nothing_off() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("c")
        assert ">Since 27 May" in d.text
        assert "To tell     B2" in d.text
        assert "Asked about staff-level" in d.text
        await d.press(*["space"] * 5)
        assert d.person("Priya") == before


async def test_a_point_is_ticked_off_and_the_others_are_carried_over() -> None:
    async with driving() as d:
        await d.press("c")
        await to_point(d, "B2")
        await d.press("T")
        assert d.message == "B2 was told.  u undoes"
        assert d.person("Priya").feedback[1].told_on == TODAY
        await d.press("ctrl+s")
        assert "For next time: T1" in d.text
        assert d.person("Priya").talking_points[0].open


async def test_a_talking_point_that_was_raised_stands_in_the_summary() -> None:
    async with driving() as d:
        await d.press("c")
        await to_point(d, "T1")
        await d.press("f", "ctrl+s")
        assert "Brought up: T1" in d.text
        assert d.person("Priya").talking_points[0].raised_on == TODAY


async def test_enter_goes_to_where_a_point_stands() -> None:
    async with driving() as d:
        await d.press("c")
        await to_point(d, "E5 Mentors")
        await d.press("enter")
        assert ">x E5" in d.text
        await d.press("shift+tab", "shift+tab", "g")
        await to_point(d, "A2")
        await d.press("right", "f")
        assert d.person("Priya").action(Handle("A2")).done_on == TODAY


async def test_fields_and_misses_work_in_a_section_and_esc_closes_fields_first() -> None:
    async with driving() as d:
        await d.press("c", "2", "i")
        await d.press("escape", "escape")
        assert isinstance(d.app.screen, CheckInScreen)
        await d.press("m")
        await d.write("two days late")
        await d.press("enter")
        assert d.person("Priya").item(Handle("E1")).misses[-1].text == "two days late"


LINE_KEYS = (
    (("x", *"too slow", "enter"), "E1", "they differ"),
    (("exclamation_mark", *"too slow", "enter"), "E1", "they differ"),
    (("X", *"too slow", "enter"), "E1", "you differ"),
    (("equals_sign",), "E4", "agreed"),
    (("D", "1"), "E1", "closed"),
    (("P",), "E1", "private"),
    (("greater_than_sign", "1"), "E1", "moved"),
    (("m", *"late again", "enter"), "E1", "missed"),
    (("e", *" at night", "enter"), "E1", "reworded"),
    (("a", *"Writes it down", "enter", "enter"), "", "added"),
    (("plus", *"Writes it down", "enter", "enter"), "", "added"),
    (("J",), "E1", "down"),
)
"""What is pressed with the cursor on a line, the line, and what for."""


async def test_a_key_on_a_line_does_the_same_in_a_check_in_as_on_the_page_and_u_takes_it_back() -> (
    None
):
    after: list[list[object]] = []
    for way in ("enter", "c"):
        after.append([])
        async with driving() as d:
            await d.press(way)
            before = d.person("Priya")
            for keys, on, what in LINE_KEYS:
                await d.press("2", "g", *(["j", "j"] if on == "E4" else []), *_typed(keys))
                items = d.person("Priya").items
                after[-1].append(
                    [(i.handle, i.text, i.now, i.misses and i.misses[-1].text) for i in items]
                )
                assert d.person("Priya") != before, what
                await d.press("u")
                assert d.person("Priya") == before, what
                assert d.message.startswith("Undone: ")
                assert d.message.endswith("ctrl+r redoes")
                await d.press("ctrl+r")
                assert d.message.startswith("Redone: ")
                assert d.message.endswith("u undoes")
                assert d.person("Priya").items == items
                await d.press("u")
                assert d.person("Priya") == before, what
    assert after[0] == after[1]


def _typed(keys: tuple[str, ...]) -> list[str]:
    return [{" ": "space"}.get(key, key) for key in keys]


async def test_the_life_of_a_line_opens_from_a_check_in_and_comes_back_to_it() -> None:
    async with driving() as d:
        await d.press("c", "2", "h")
        assert "Life of E1" in d.text
        await d.press("q")
        assert isinstance(d.app.screen, CheckInScreen)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (("x",), "No line is selected"),
        (("a",), "No section is in focus"),
        (("2", "s"), "Only on the first step"),
        (("2", "M"), "Not during a check-in"),
        (("t",), "Not during a check-in"),
        (("q",), "esc parks the check-in"),
        (("1", "m"), "Only an expectation is missed"),
        (("T",), "Only feedback that was not told yet can be told"),
        (("6", "G", "f"), "The cursor is on no promise"),
    ],
)
async def test_what_can_not_act_in_a_check_in_says_why(keys: tuple[str, ...], why: str) -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("c", *keys)
        assert d.message.startswith(why)
        assert isinstance(d.app.screen, CheckInScreen)
        assert d.person("Priya") == before


@pytest.mark.parametrize(("point", "keys"), [("A2", "f"), ("T1", "f"), ("B2", "T"), ("B2", "TU")])
async def test_what_a_point_of_the_agenda_came_to_is_taken_back_in_the_check_in(
    point: str, keys: str
) -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("c")
        await to_point(d, point)
        await d.press(keys[0])
        for key in keys[1:]:
            await to_point(d, point)
            await d.press(key)
        assert d.person("Priya") != before
        await d.press(*["u"] * len(keys))
        assert d.person("Priya") == before
        await to_point(d, point)


@pytest.mark.parametrize("down", range(0, 12, 3))
async def test_five_spaces_tell_finish_and_close_nothing_wherever_the_cursor_stands(
    down: int,
) -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("c", *["j"] * down, *["space"] * 5)
        await d.write("good week")
        assert d.person("Priya") == before
        await d.press("ctrl+s")
        after = d.person("Priya")
        assert after.check_ins[-1].notes == "good week"
        assert {s for s in Section if after.resynced_on(s) == TODAY} == set(Section)
        kept = [(p.actions, p.feedback, p.talking_points) for p in (before, after)]
        assert kept[0] == kept[1]
        assert {i.handle for i in after.items if i.open} == {
            i.handle for i in before.items if i.open
        }


async def test_space_on_a_promise_at_the_end_finishes_nothing() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("c", "6", "g", "space", "space")
        assert d.person("Priya") == before
        await d.press("f")
        assert d.message == "A2 is done.  u undoes"
        await d.press("D")
        assert "dropped?" in d.message


async def test_what_was_looked_at_is_taken_back_before_what_was_kept_before_it() -> None:
    async with driving() as d:
        await d.press("c", "2", "j", "j", "equals_sign", "space", "space", "6", "G", "4")
        agreed = d.person("Priya")
        assert "= 2 Expectations" in d.text
        await d.press("u")
        assert d.message == "Undone: pulse 4.  ctrl+r redoes"
        assert "[4]" not in d.text
        await d.press("u", "u")
        assert d.message == "Undone: looked at Expectations.  ctrl+r redoes"
        assert "= 2 Expectations" not in d.text
        assert ">= E4" in d.text
        await d.press("ctrl+r")
        assert "= 2 Expectations" in d.text
        await d.press("u")
        assert d.person("Priya") == agreed
        await d.press("u")
        assert d.person("Priya") != agreed
        assert "Undone: agree" in d.message


async def test_a_notice_names_only_a_key_that_acts_where_it_is_read() -> None:
    async with driving() as d:
        await d.press("c", "2", "j", "j", "equals_sign", "5")
        await d.write("us")
        await d.press("ctrl+underscore")
        assert d.message == "Undone: agree on E4 with Priya Raman.  ctrl+r redoes"
        await d.press("ctrl+r")
        assert d.message == "Redone: agree on E4 with Priya Raman.  ctrl+_ undoes"
        await d.press("u")
        assert "usu" in d.text


async def test_a_pulse_takes_one_key_and_shows_its_trend_next_time() -> None:
    async with driving() as d:
        await d.press("c", "6", "G", "4")
        assert "[4]" in d.text
        await d.press("2", "ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.pulse == 2
        assert "pulse 2" in d.text
        await d.press("enter", "c", "6", "G")
        assert "pulse 2" in d.text
        assert "[2]" not in d.text
        await d.press("3", "0", "full_stop")
        assert "pulse 2" not in d.text
        await d.press("ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.pulse is None


async def test_where_digits_have_two_meanings_the_screen_says_which() -> None:
    async with driving() as d:
        await d.press("c", "6")
        assert "1 to 5 set the pulse while the cursor is here" in d.text
        await d.press("G", "5")
        assert "[5]" in d.text
        assert d.message == "Noted: pulse 5.  u undoes"
        await d.press("u")
        assert "[5]" not in d.text
        await d.press("g", "5")
        assert "[5]" not in d.text
        assert isinstance(d.app.screen.focused, NoteBox)


async def test_a_check_in_of_another_day_happens_on_it() -> None:
    async with driving() as d:
        await d.press("c", "d")
        await d.write("in 2 days")
        await d.press("enter")
        assert "in the future" in d.message
        await d.press("ctrl+u")
        await d.write("2026-06-26")
        await d.press("enter")
        assert "on 26 Jun" in d.text
        await d.press("space", "space", "6", "a")
        await d.write("send the ladder")
        await d.press("enter", "enter", "ctrl+s")
        priya = d.person("Priya")
        held = priya.last_check_in
        assert held is not None
        day = date(2026, 6, 26)
        assert held.on == priya.resynced_on(Section.FOCUS) == priya.actions[-1].made_on == day
        assert "Check-in of 26 Jun" in d.text


@pytest.mark.parametrize("notes_alone", [True, False])
async def test_a_parked_check_in_keeps_the_day_on_which_it_began_and_says_so(
    *, notes_alone: bool
) -> None:
    drafts, later, store = MemoryDrafts(), TODAY + timedelta(days=3), MemoryStore(sample())
    begin = ("c", "5") if notes_alone else ("c", "space", "space", "5")
    async with driving(drafts=drafts, store=store) as d:
        await d.press(*begin)
        await d.write("well")
        await d.press("escape", "escape")
    async with driving(drafts=drafts, store=store, today=later) as d:
        await d.press("c")
        assert d.message == "This check-in is kept for 29 Jun, when it began; d picks another day"
        assert "on 29 Jun" in d.text.splitlines()[0]
        await d.press("ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert (held.on, held.notes) == (TODAY, "well")


async def test_a_day_that_is_picked_or_asked_for_wins_over_the_one_on_which_it_began() -> None:
    drafts, later, store = MemoryDrafts(), TODAY + timedelta(days=3), MemoryStore(sample())
    async with driving(drafts=drafts, store=store) as d:
        await d.press("c", "space", "escape")
    async with driving(drafts=drafts, store=store, today=later) as d:
        await d.press("c", "d", "enter", "escape", "c")
        assert "kept for" not in d.text
        assert "on 29 Jun" not in d.text.splitlines()[0]
        await d.press("d")
        await d.write("2026-06-28")
        await d.press("enter", "escape", "c")
        assert "kept for 28 Jun" in d.message
        await d.press("escape")
    async with driving(drafts=drafts, store=store, today=later, asked_for=True) as d:
        await d.press("c")
        assert "kept for" not in d.text
        await d.press("ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.on == later


async def test_a_check_in_that_was_only_looked_into_begins_anew_another_day() -> None:
    drafts, later = MemoryDrafts(), TODAY + timedelta(days=3)
    async with driving(drafts=drafts) as d:
        await d.press("c", "tab", "escape")
        assert not drafts.texts
    async with driving(drafts=drafts, today=later) as d:
        await d.press("c", "ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.on == later


async def test_u_in_a_check_in_takes_back_nothing_but_what_was_done_in_it() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        priya, tomas = d.person("Priya"), d.person("Tomás")
        for person, text in ((priya, "before"), (tomas, "of another")):
            await d.app.session.do(AddAction(person=person.id, text=text, on=TODAY))
        kept = d.person("Priya"), d.person("Tomás")
        await d.press("c", "6", "a")
        await d.write("within")
        await d.press("enter", "enter", "u", "u", "u")
        assert d.message == "there is nothing to undo here"
        assert (d.person("Priya"), d.person("Tomás")) == kept
        await d.press("ctrl+r")
        assert d.person("Priya").actions[-1].text == "within"
        await d.press("tab", "shift+tab", "space", "escape")
        await d.app.session.do(AddAction(person=tomas.id, text="meanwhile", on=TODAY))
        await d.press("c")
        await d.press("u")
        assert d.message == "there is nothing to undo here"
        assert d.person("Tomás").actions[-1].text == "meanwhile"
        await d.app.session.undo()
        await d.press("u")
        assert (d.person("Priya"), d.person("Tomás")) == kept


async def test_two_people_on_the_same_day_keep_to_themselves() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("c", "6", "G", "5", "escape")
        await d.press("j", "c", "space", "6", "G", "1", "escape", "k", "c", "6")
        assert "[5]" in d.text
        assert "= 1 Focus" not in d.text
        await d.press("ctrl+s", "enter")
        tomas = d.person("Tomás").id
        d.app.open_person(tomas)
        await d.press("c", "ctrl+s")
        priya, second = d.person("Priya"), d.person("Tomás")
        held = (priya.last_check_in, second.last_check_in)
        assert [c and (c.on, c.pulse) for c in held] == [(TODAY, 5), (TODAY, 1)]


async def test_hidden_notes_are_off_the_screen_until_shown_again() -> None:
    async with driving() as d:
        await d.press("c", "5")
        await d.write("looks elsewhere")
        await d.press("escape", "full_stop")
        assert "looks elsewhere" not in d.text
        await d.press("6", "5")
        assert "looks elsewhere" not in d.text
        assert "hidden now" in d.text
        await d.press("full_stop")
        assert "looks elsewhere" in d.text
        await d.press("full_stop", "ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.notes == "looks elsewhere"
        assert "looks elsewhere" not in d.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_the_summary_shows_what_leaves_and_what_stays(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("c", *["space"] * 5)
        await d.write("tired")
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, SummaryScreen)
        assert "tired" in d.text
        await d.press("u")
        assert "The check-in with Priya" in d.message
        assert not isinstance(d.app.screen, SummaryScreen)


async def test_what_may_leave_is_written_as_it_stands_in_the_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with driving() as d:
        await d.press("c", "5")
        await d.write("tired")
        await d.press("ctrl+s", "tab")
        await d.write("By the way.")
        await d.press("escape", "w", "enter")
        file = tmp_path / "check-in-priya-raman-2026-06-29.md"
        assert "Written to" in d.message
        text = file.read_text()
        start = "By the way.# Check-in with Priya Raman, 29 June 2026\n\n## What changed\n"
        assert text.startswith(start)
        assert "tired" not in text
        assert file.stat().st_mode & 0o777 == 0o600
        await d.press("w", "enter")
        assert "is there already; name another file" in d.message
        assert file.read_text() == text
        await d.press("w", *["backspace"] * 60)
        await d.write(f"{state_dir()}/drafts/mine")
        await d.press("enter")
        assert "belongs to AlignTUI itself; name another file" in d.message


async def test_an_addendum_shows_with_the_notes_of_last_time() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        last = priya.last_check_in
        assert last is not None
        add = AddAddendum(person=priya.id, handle=last.handle, text="it was May", on=TODAY)
        await d.app.session.do(add)
        assert d.person("Priya").check_in(last.handle).addenda == (Addendum(TODAY, "it was May"),)
        await d.press("c")
        assert "it was May" in d.text


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [("s", "ill", "skipped"), ("z", "fri because on a plane", "postponed to 3 Jul"),
     ("b", "fri", "booked for 3 Jul")],
)  # fmt: skip
async def test_it_is_put_off_from_within_by_one_key_and_everything_waits(
    key: str, typed: str, said: str
) -> None:
    async with driving(drafts=MemoryDrafts()) as d:
        before = d.person("Priya")
        await d.press("c", "5")
        await d.write("asked about the pager")
        await d.press("escape", "6", "G", "4", *["shift+tab"] * 6, key)
        await d.write(typed)
        await d.press("enter")
        after = d.person("Priya")
        assert said in d.message
        assert after.check_ins[-1].because
        assert not after.check_ins[-1].held
        assert (after.items, after.actions, after.talking_points) == (
            before.items, before.actions, before.talking_points,
        )  # fmt: skip
        await d.press("c", "5")
        assert "asked about the pager" in d.text
        await d.press("escape", "ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert (held.notes, held.pulse) == ("asked about the pager", None)


async def test_what_puts_it_off_acts_only_beside_the_agenda() -> None:
    async with driving() as d:
        await d.press("c", "1", "s", "z", "b")
        assert "because" not in d.message
        assert "Booked" not in d.message
        assert isinstance(d.app.screen, CheckInScreen)


async def test_f6_hides_from_within_a_line_and_its_text_waits() -> None:
    async with driving() as d:
        await d.press("a")
        await d.write("flight risk.")
        await d.press("f6")
        assert "flight" not in d.text
        assert "kept and hidden now" in d.message
        await d.press("escape", "slash", "f6")
        assert "Private lines are hidden" in d.message  # from within a line it never shows anything
        await d.press("a")
        assert "flight" not in d.text
        assert "kept and hidden now" in d.message
        await d.press("full_stop")
        assert "flight risk." in d.text
        await d.press("enter")
        assert d.person("Priya").notes[-1].text == "flight risk."


async def test_f6_hides_the_notes_of_a_check_in_while_they_are_typed() -> None:
    async with driving() as d:
        await d.press("c", "5")
        await d.write("wants to leave.")
        await d.press("f6")
        assert "wants to leave" not in d.text
        assert "hidden now" in d.text
        await d.press("full_stop")
        assert "wants to leave." in d.text
        await d.press("f6", "f6", "escape", "ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.notes == "wants to leave."


async def test_f6_leaves_a_section_as_text_and_what_was_typed_waits() -> None:
    async with driving() as d:
        await d.press("enter", "M")
        await d.write("zqx")
        await d.press("f6")
        assert "zqx" not in d.text
        await d.press("full_stop", "M")
        assert "zqx" in d.text

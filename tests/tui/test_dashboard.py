"""The team: who is overdue, adding, editing and archiving people, notes, filter, undo."""

from __future__ import annotations

from datetime import date

import pytest

from aligntui.domain.cadence import parse
from aligntui.store.errors import NotSaved
from aligntui.store.records import MemoryStore
from aligntui.tui.drafts import MemoryDrafts
from tests.tui.driving import driving

NAMES = ("Priya", "Tomás", "Ana", "Grace", "Chidi", "Ben", "Eli", "Dana", "Farah")


async def test_the_most_urgent_stand_first_under_their_headings() -> None:
    async with driving() as d:
        text = d.text
        places = [text.index(name) for name in NAMES]
        assert places == sorted(places)
        headings = ("OVERDUE", "FIRST CHECK-IN DUE", "DUE THIS WEEK", "ON TRACK")
        assert [text.index(h) for h in headings] == sorted(text.index(h) for h in headings)


async def test_five_people_are_added_by_keyboard_alone_with_their_cadences() -> None:
    often = ("weekly", "every 2 weeks", "monthly", "every 10 days", "quarterly")
    async with driving(()) as d:
        for number, cadence in enumerate(often):
            await d.press("n")
            await d.write(f"Sample {number}")
            await d.press("enter")
            await d.press("ctrl+u")
            await d.write(cadence)
            await d.press("enter")
        kept = {p.name: p.cadence for p in d.app.session.notebook.people()}
        assert kept == {f"Sample {n}": parse(words) for n, words in enumerate(often)}


async def test_an_impossible_cadence_is_said_and_the_words_stay() -> None:
    async with driving(()) as d:
        await d.press("n")
        await d.write("Grace")
        await d.press("enter", "ctrl+u")
        await d.write("sometimes")
        await d.press("enter")
        assert "is not a cadence" in d.text or "sometimes" in d.message
        assert d.app.session.notebook.people() == ()
        await d.press("ctrl+u")
        await d.write("weekly")
        await d.press("enter")
        assert [p.name for p in d.app.session.notebook.people()] == ["Grace"]


async def test_a_close_cadence_is_answered_with_the_phrase_to_type_and_the_words_stay() -> None:
    async with driving((), size=(120, 40)) as d:
        await d.press("n")
        await d.write("Grace")
        await d.press("enter", "ctrl+u")
        await d.write("daily")
        await d.press("enter")
        assert "type 'daily until 2026-07-27 because onboarding" in d.text
        assert d.app.session.notebook.people() == ()
        await d.write(" until fri because onboarding")
        await d.press("enter")
        (grace,) = d.app.session.notebook.people()
        assert str(grace.cadence) == "daily until 2026-07-03 because onboarding then weekly"
        # what stands there may stay: everything else can be edited, with the end over too
        d.app.session.today = lambda: date(2026, 8, 1)
        await d.press("e", "escape", "k", "enter", "ctrl+u")
        await d.write("Grace Wu")
        await d.press("enter")
        (renamed,) = d.app.session.notebook.people()
        assert (renamed.name, renamed.cadence) == ("Grace Wu", grace.cadence)


async def test_a_name_that_is_there_already_is_refused_and_nothing_changes() -> None:
    async with driving() as d:
        before = d.app.session.notebook.people()
        await d.press("n")
        await d.write("priya RAMAN")
        await d.press("enter", "enter")
        assert "already" in d.message
        assert d.app.session.notebook.people() == before


async def test_esc_leaves_a_prompt_and_the_text_is_there_again() -> None:
    async with driving() as d:
        await d.press("a")
        await d.write("ask about the ladder")
        await d.press("escape")
        assert "ask about" not in d.message
        await d.press("a")
        assert "ask about the ladder" in d.message


async def test_typing_what_are_keys_elsewhere_gives_exactly_that_text() -> None:
    async with driving() as d:
        await d.press("a")
        await d.write("jkuqD1234")
        for key in ("question_mark", "slash", "colon", "full_stop", "equals_sign", "plus"):
            await d.press(key)
        await d.press("enter")
        assert [note.text for note in d.person("Priya").notes] == ["jkuqD1234?/:.=+"]


async def test_a_note_is_kept_and_taken_back_and_done_again() -> None:
    async with driving() as d:
        await d.press("a")
        await d.write("a thought")
        await d.press("enter")
        assert len(d.person("Priya").notes) == 1
        await d.press("u")
        assert d.message.startswith("Undone: note on Priya Raman")
        assert d.person("Priya").notes == ()
        await d.press("ctrl+r")
        assert len(d.person("Priya").notes) == 1


async def test_what_a_note_became_is_said_and_why_a_marked_line_became_nothing() -> None:
    async with driving() as d:
        for typed, said in (
            ("a thought", "Noted for Priya Raman"),
            ("T: How is the ladder?", "Added T2 for Priya Raman"),
            (".T: Does she stay?", "Added T3 (private) for Priya Raman"),
            ("A: send it by fri", "Added A5 for Priya Raman"),
            ("B-: Late again ~E99", "Noted for Priya Raman, as typed: there is no E99"),
        ):
            await d.press("a")
            await d.write(typed)
            await d.press("enter")
            assert d.message == said
        await d.press("j")
        assert d.message == ""


async def test_nothing_to_undo_is_said() -> None:
    async with driving() as d:
        await d.press("u")
        assert d.message == "there is nothing to undo"


async def test_the_filter_shows_whom_it_fits_and_says_when_nobody_does() -> None:
    async with driving() as d:
        await d.press("slash")
        await d.write("okaf")
        await d.press("enter")
        assert "Chidi" in d.text
        assert "Priya" not in d.text
        await d.press("slash", "ctrl+u")
        await d.write("xy")
        await d.press("enter")
        assert "No match for 'xy'" in d.text


async def test_somebody_archived_leaves_the_list_and_comes_back_with_u() -> None:
    async with driving() as d:
        await d.press("D")
        assert "Priya" not in d.text.split("Archived")[0]
        await d.press("u")
        assert "Priya" in d.text


async def test_the_dot_hides_what_is_private_and_shows_it_again() -> None:
    async with driving() as d:
        await d.press("enter", "P", "q")
        assert "Ship billing" in d.text
        await d.press("full_stop")
        assert "Ship billing" not in d.text
        await d.press("full_stop")
        assert "Ship billing" in d.text


async def test_an_empty_store_teaches_and_dims_what_needs_somebody() -> None:
    async with driving(()) as d:
        assert "add the first person" in d.text
        await d.press("c")
        assert "No people yet" in d.message


async def test_looking_around_shows_the_sample_team_under_a_banner() -> None:
    async with driving(()) as d:
        await d.press("d")
        assert "SAMPLE DATA, nothing is saved" in d.text
        assert "Priya Raman" in d.text


class _FullDisk(MemoryStore):
    def commit(self, change: object) -> None:
        raise NotSaved("not saved: disk full; make room and try again")


async def test_what_could_not_be_kept_is_said_in_words_and_nothing_is_shown() -> None:
    drafts = MemoryDrafts()
    async with driving(store=_FullDisk(), drafts=drafts) as d:
        await d.press("n")
        await d.write("Grace")
        await d.press("enter", "enter")
        assert "NOT SAVED: disk full" in d.message
        assert "NOT SAVED" in d.text.splitlines()[0]
        assert "Grace" not in "\n".join(d.text.splitlines()[1:-2])


@pytest.mark.parametrize("size", [(1, 1), (5, 5), (39, 9), (40, 10), (60, 16), (200, 50), (80, 24)])
async def test_no_size_breaks_it(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        for keys in (("j", "enter"), ("j", "4", "a", "x", "escape"), ("c", "space"), ("escape",)):
            await d.press(*keys)
        assert d.app.return_code in (None, 0)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_the_key_row_of_an_empty_team_names_what_begins_one(size: tuple[int, int]) -> None:
    async with driving((), size=size) as d:
        assert d.text.splitlines()[-1].startswith(" n new  i import  d sample team ")
        await d.press("p")
        assert d.message == "No people yet: n adds one"
        await d.press("n", *"Grace", "enter", "enter")
        assert "p prep  c check in" in d.text.splitlines()[-1]


async def test_a_name_that_somebody_has_is_refused_where_it_can_still_be_changed() -> None:
    async with driving() as d:
        await d.press("n")
        await d.write("priya RAMAN")
        await d.press("enter")
        assert "there is a Priya Raman already; add something to tell them apart" in d.text
        assert "How often" not in d.text
        await d.write(" 2")
        await d.press("enter", "enter")
        assert "Added priya RAMAN 2.  enter opens, e edits.  u undoes" in d.text

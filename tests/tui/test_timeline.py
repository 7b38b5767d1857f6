"""What changed from check-in to check-in, and between any two."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from aligntui.demo.team import sample_team
from aligntui.domain.commands.items import AddItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import PostponeCheckIn, RecordCheckIn, SkipCheckIn
from aligntui.domain.section import Section
from aligntui.tui.widgets.rows import Rows
from tests.people import after, day, with_focus
from tests.tui.driving import TODAY, driving
from tests.tui.harness import HOSTILE

if TYPE_CHECKING:
    from aligntui.domain.person import Person
    from tests.tui.driving import Driver


SCROLLBAR = {*"▁▂▃▄▅▆▇█"}


def bold(d: Driver) -> list[str]:
    """The bold words of each row at the right."""
    rows = d.app.screen.query_one("#changes", Rows).rows
    return [
        row.text.plain[span.start : span.end]
        for row in rows
        for span in row.text.spans
        if span.style == "bold"
    ]


async def test_the_newest_stands_first_and_shows_what_changed_since_the_one_before() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("t", "j")
        assert "27 May against 13 May" in d.text
        assert "+ E5" not in d.text
        assert "+ F2  Hand the pager over to the platform team" in d.text
        assert "- F2  Hand the pager over" in d.text
        assert "O1  Lead the ledger rewrite" in d.text
        assert "+ evidence 26 May: Led the review with finance" in d.text
        assert "Tired after the migration" in d.text


async def test_hidden_notes_and_private_lines_are_not_in_it() -> None:
    async with driving(size=(120, 40), hide=True) as d:
        await d.press("t", "j")
        assert "27 May against" in d.text
        assert "Tired after" not in d.text


async def test_somebody_without_check_ins_is_shown_all_the_same() -> None:
    async with driving() as d:
        await d.press("j", "j", "j", "t")
        assert "No check-in yet" in d.text


async def test_d_goes_to_a_day_and_shows_the_sections_of_then() -> None:
    async with driving(size=(80, 40)) as d:
        await d.press("t", "n", "n", "d", "enter")
        assert "As of 13 May 2026" in d.text
        assert "the past, read only" in d.text
        assert "Hand the pager over " in d.text
        assert "to the platform team" not in d.text
        await d.press("d", *"today", "enter")
        assert "As of 29 Jun 2026" in d.text
        assert "Hand the pager over to the platform team" in d.text


async def test_h_goes_from_a_day_of_the_past_to_the_life_of_a_line() -> None:
    async with driving(size=(80, 40)) as d:
        await d.press("t", "n", "n", "d", "enter", "j", "h")
        assert "Life of F2" in d.text
        await d.press("q", "j", "j", "h")
        assert "Life of E1" in d.text
        await d.press("q", "j", "h")
        assert "success: no page" in d.text
        assert d.message == "No line is selected"


async def test_on_a_day_of_the_past_an_empty_section_has_no_line_to_tell_of() -> None:
    async with driving() as d:
        await d.press("j", "j", "j", "t", "d", "enter", *["j"] * 5, "k", "h")
        assert d.message == "No line is selected"
        assert d.text.count("\n>") == 1


async def test_a_day_that_can_not_be_is_asked_again_and_nothing_can_be_changed_there() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("t", "d", *"tomorrow", "enter")
        assert "is in the future" in d.text
        await d.press(*["backspace"] * 8, *"15 may", "enter", "a", "e", "equals_sign")
        assert "As of 15 May 2026" in d.text
        assert d.person("Priya") == before


async def test_private_lines_stay_away_from_the_past_where_they_are_hidden() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("enter", "4", "P", "escape", "t", "j", "d", "enter")
        assert "Two late nights" in d.text
        await d.press("full_stop")
        assert "Two late nights" not in d.text


async def test_what_was_private_on_a_day_stays_away_from_it_where_it_is_hidden() -> None:
    ana = next(person for person in sample_team(TODAY) if person.name.startswith("Ana"))
    line = AddItem(
        person=ana.id, section=Section.RISKS, text="zqx then", on=date(2026, 5, 1), private=True
    )
    ana = after(ana, line)
    share = EditItem(person=ana.id, handle=ana.items[-1].handle, private=False, on=date(2026, 6, 1))
    async with driving([after(ana, share)], size=(120, 50)) as d:
        await d.press("t", "d")
        await d.write("2026-05-20")
        await d.press("enter")
        assert "zqx" in d.text
        await d.press("full_stop")
        assert "zqx" not in d.text
        await d.press("d")
        await d.write("2026-06-20")
        await d.press("enter")
        assert "zqx" in d.text


async def test_words_that_came_are_bold_and_only_those() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("t", "j")
        assert [words for words in bold(d) if words] == ["to the platform team"]


async def test_sections_without_a_change_are_folded_to_when_something_last_became_of_them() -> None:
    async with driving(size=(80, 40)) as d:
        await d.press("t", "j", "j")
        assert "13 May against 29 Apr" in d.text
        assert "1 Focus          no change since 12 Mar" in d.text
        assert "3 Opportunities  no change since 29 Apr" in d.text
        lines = d.text.splitlines()
        changed = next(at for at, line in enumerate(lines) if "2 EXPECTATIONS" in line)
        folded = next(at for at, line in enumerate(lines) if "1 Focus" in line)
        assert changed < folded


async def test_promises_and_feedback_stand_where_they_were_made_kept_and_told() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t", "j")
        assert "+ A3  you: answer on headcount" in d.text
        assert "+ A4  Priya: rollback runbook  by 3 Jul" in d.text
        assert "A2  you: conference budget  carried from 13 May" in d.text
        assert "+.B1  corrective: The cutover slipped" in d.text
        assert "noted 20 May, told 21 May" in d.text
        await d.press("j", "j")
        assert "- A1  you: share the ladder document  done 29 Apr" in d.text


async def test_h_opens_the_life_of_the_line_under_the_cursor_at_the_right() -> None:
    async with driving(size=(120, 50)) as d:
        await d.press("t", "j", "right", "j", "h")
        assert "Life of E4" in d.text
        await d.press("q", "G", "h")
        assert "No line under the cursor" in d.message


async def test_before_and_after_stand_side_by_side_where_there_is_room() -> None:
    async with driving(size=(200, 50)) as d:
        await d.press("t", "j")
        reworded = d.beginning("- F2")
        assert reworded.index("+ F2") > 60
        assert "to the platform team" in reworded
        assert d.text.splitlines()[3].split("││")[1].split() == ["13", "May", "27", "May", "│"]


async def test_recent_check_ins_are_told_to_be_in_time_or_not() -> None:
    async with driving() as d:
        await d.press("t")
        assert d.beginning("3 of 5 in time").split()[5] == "-!--!"


def put_off() -> Person:
    """Somebody with whom one check-in was skipped and one was put off."""
    first = sample_team(TODAY)[0]
    skip = SkipCheckIn(person=first.id, on=date(2026, 6, 10), because="the launch")
    off = PostponeCheckIn(
        person=first.id, on=date(2026, 6, 12), until=date(2026, 7, 1), because="on a plane"
    )
    return after(first, skip, off)


async def test_what_was_skipped_or_moved_says_so_and_why() -> None:
    async with driving((put_off(),), size=(80, 40)) as d:
        await d.press("t")
        assert "10 Jun skipped" in d.text
        await d.press("j")
        assert "moved to 1 Jul: on a plane" in d.text
        await d.press("j")
        assert "skipped: the launch" in d.text
        await d.press("full_stop")
        assert "the launch" not in d.text
        assert "10 Jun skipped" in d.text


async def test_a_terminal_that_only_knows_ascii_gets_nothing_else() -> None:
    for size in ((80, 24), (120, 40), (200, 50)):
        async with driving((put_off(),), size=size, ascii_only=True) as d:
            await d.press("t", "j", "j", "j", "v", "j", "tab")
            assert {each for each in d.text if not each.isascii()} <= SCROLLBAR


async def test_hostile_texts_stay_inside_both_columns() -> None:
    person = with_focus(*(text[:1900] for text in HOSTILE if text))
    for item in person.items:
        text = f"{item.text} as it is"
        reword = RewordItem(person=person.id, handle=item.handle, text=text, on=day(3))
        person = after(person, RecordCheckIn(person=person.id, on=day(1)), reword)
    async with driving((person,), size=(200, 50)) as d:
        await d.press("t")
        rows = d.app.screen.query_one("#changes", Rows)
        width = rows.scrollable_content_region.width
        assert width > 110
        assert len(rows.rows) > len(person.items)
        assert max(row.text.cell_length for row in rows.rows) < width

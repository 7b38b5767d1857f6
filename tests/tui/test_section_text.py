"""A whole section as text: what will change is shown before it is kept, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.commands.items import AddItem, RewordItem
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.section import Section
from aligntui.text.section_markdown import written
from aligntui.tui.drafts import FROM_EDITOR, MemoryDrafts
from aligntui.tui.screens.person import PersonScreen
from aligntui.tui.screens.section_text import SectionBox
from tests.tui.driving import TODAY, Driver, driving
from tests.tui.harness import resize, until

if TYPE_CHECKING:
    import pytest

    from aligntui.domain.person import Person

F1, F2 = Handle("F1"), Handle("F2")


def box(d: Driver) -> SectionBox:
    return d.app.screen.query_one(SectionBox)


async def put(d: Driver, text: str) -> None:
    """Put another text into the box, as an editor does."""
    box(d).fill(text)
    await d.settle()


def shown(person: Person, section: Section = Section.FOCUS) -> list[str]:
    return [f"{item.handle} {item.text}" for item in person.open_items(section)]


async def test_a_section_is_edited_as_text_looked_at_kept_and_taken_back() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "M")
        assert "- F1 Ship billing v2 cutover" in d.text
        await d.write(" at last")
        await d.press("down", "end", "enter")
        await d.write("- Rest")
        await d.press("ctrl+s")
        assert "reworded F1: Ship billing v2 cutover -> Ship billing v2 cutover at last" in (
            " ".join(d.text.split())
        )
        assert "+ added: Rest" in d.text
        assert "2 changes, not kept yet" in d.text
        assert d.person("Priya") == before
        await d.press("enter")
        assert isinstance(d.app.screen, PersonScreen)
        assert d.message == "Focus rewritten.  u undoes"
        assert shown(d.person("Priya"))[:2] == ["F1 Ship billing v2 cutover at last", "F4 Rest"]
        await d.press("u")
        assert d.person("Priya") == before


async def test_it_begins_on_the_line_under_the_cursor() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "M")
        await d.write("!")
        assert "- E2 Reviews inside one working day!" in d.text


async def test_esc_goes_from_the_changes_to_the_text_and_from_there_out() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("enter", "M")
        await d.write("!")
        await d.press("ctrl+s", "escape")
        await d.write("?")
        assert "cutover!?" in d.text
        await d.press("escape")
        assert isinstance(d.app.screen, PersonScreen)
        assert d.message == "The text of Focus is kept as a draft; M opens it"
        assert shown(d.person("Priya"))[0] == "F1 Ship billing v2 cutover"
    async with driving(drafts=drafts) as d:
        await d.press("enter", "M")
        assert "cutover!?" in d.text
        await d.press("ctrl+s", "enter")
        assert shown(d.person("Priya"))[0] == "F1 Ship billing v2 cutover!?"
        await d.press("M")
        assert not drafts.get(f"section:focus:{d.person('Priya').id}")


async def test_a_text_left_as_it_was_leaves_no_draft_and_says_so() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("enter", "M", "ctrl+s")
        assert d.message == "Nothing is changed yet"
        await d.write("x")
        await d.press("backspace", "escape")
        assert isinstance(d.app.screen, PersonScreen)
        assert not drafts.texts


async def test_an_empty_text_removes_nothing() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        before = d.person("Priya")
        await d.press("enter", "M")
        await put(d, "")
        await d.press("ctrl+s")
        assert "the text is empty; the section is unchanged" in d.text
        await d.press("enter", "escape", "escape")
        assert d.person("Priya") == before
        assert not drafts.texts
        await d.press("M")
        assert "- F1 Ship billing v2 cutover" in d.text


async def test_what_cannot_be_read_is_said_line_by_line_and_nothing_is_kept() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "M")
        await put(d, "# Focus\n- F1 one\n- F1 two\noh no\n- F99 what\n  share: lots\n")
        await d.press("ctrl+s")
        assert "! line 3: F1 is used twice" in d.text
        assert "! line 4: 'oh no' is not a list line" in d.text
        assert "! line 5: there is no F99 here" in d.text
        assert "! line 6: 'lots' is not a share" in d.text
        assert "4 lines can't be read" in d.text
        await d.press("enter")
        assert d.message == "Fix the lines marked ! first; nothing was saved"
        await d.press("escape")
        assert box(d).cursor_location == (2, 0)
        assert d.person("Priya") == before


async def test_what_the_domain_refuses_is_one_line_and_the_text_stays() -> None:
    async with driving() as d:
        await d.press("enter", "4", "M")
        await put(d, box(d).text.replace("threatens: E1", "threatens: E99"))
        await d.press("ctrl+s")
        assert "! Priya Raman has no item E99" in d.text
        await d.press("enter", "escape")
        assert "threatens: E99" in d.text


async def test_lines_taken_out_are_closed_as_dropped_and_others_moved() -> None:
    async with driving() as d:
        await d.press("enter", "M")
        await put(d, "- F3 Quiet hours\n- F1 Ship billing v2 cutover\n  share: 60\n")
        await d.press("ctrl+s")
        assert "~ moved F3 to 1st" in d.text
        assert "- closed as dropped: F2" in d.text
        await d.press("enter")
        priya = d.person("Priya")
        assert [item.handle for item in priya.open_items(Section.FOCUS)] == ["F3", "F1"]
        assert priya.item(F2).now.outcome is Outcome.DROPPED


async def test_what_others_changed_meanwhile_is_merged_and_shown_at_once() -> None:
    async with driving() as d:
        priya = d.person("Priya").id
        await d.press("enter", "M")
        await d.write("!")
        await d.press("ctrl+s")
        add = AddItem(person=priya, section=Section.FOCUS, text="Theirs", on=TODAY)
        reword = RewordItem(person=priya, handle=F2, text="Also theirs", on=TODAY)
        for command in (add, reword):
            await d.app.session.do(command)
        await d.settle()
        await d.press("enter")
        lines = shown(d.person("Priya"))
        assert lines[:2] == ["F1 Ship billing v2 cutover!", "F2 Also theirs"]
        assert lines[-1] == "F4 Theirs"


async def test_the_same_line_changed_by_both_is_asked_and_the_answer_is_said() -> None:
    async with driving() as d:
        priya = d.person("Priya").id
        await d.press("enter", "M")
        await d.write("!")
        await d.app.session.do(
            RewordItem(person=priya, handle=F1, text="Theirs", on=TODAY, append=True)
        )
        await d.settle()
        await d.press("ctrl+s")
        assert "x F1 now reads 'Theirs'; you will be asked which to keep" in d.text
        await d.press("enter", "escape")
        assert "your text is kept" in d.message
        await d.press("enter", "b")
        assert isinstance(d.app.screen, PersonScreen)
        assert d.message == "F1: both kept, yours after the other window's.  u undoes"
        assert d.person("Priya").item(F1).text == "Theirs / Ship billing v2 cutover!"


async def test_a_draft_of_a_section_that_changed_stands_beside_it_and_changes_its_own_line() -> (
    None
):
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("enter", "M")
        await d.write("!")
        await d.press("escape", "j", "e")
        await d.write("Hand it over soon")
        await d.press("enter", "M")
        assert "cutover!" not in box(d).text
        assert "Hand it over soon" in box(d).text
        assert "You typed this before the text changed" in d.text
        await d.press("ctrl+s")
        assert d.message == "Nothing is changed yet"
        await d.press("escape", "M", "f3")
        assert "cutover!" in box(d).text
        await d.press("ctrl+s")
        assert "1 change, not kept yet" in d.text
        await d.press("enter")
        assert shown(d.person("Priya"))[:2] == [
            "F1 Ship billing v2 cutover!",
            "F2 Hand it over soon",
        ]
        assert not drafts.texts


async def test_private_lines_are_not_in_the_text_while_they_are_hidden_and_stay() -> None:
    async with driving() as d:
        await d.press("enter", "P", "full_stop", "M")
        assert "Ship billing" not in d.text
        await d.write("!")
        await d.press("ctrl+s")
        assert "1 change, not kept yet" in d.text
        await d.press("enter")
        priya = d.person("Priya")
        assert priya.item(F1).now.private
        assert priya.item(F2).text.endswith("!")
        assert [item.handle for item in priya.open_items(Section.FOCUS)] == ["F1", "F2", "F3"]


async def test_a_text_of_what_is_shared_is_taken_up_also_when_nothing_is_hidden() -> None:
    async with driving() as d:
        await d.press("enter", "P", "full_stop", "M")
        await d.write("!")
        await d.press("escape", "full_stop", "M")
        assert "F1" not in box(d).text
        await d.press("ctrl+s")
        assert "1 change, not kept yet" in d.text


async def test_what_an_editor_left_when_the_app_was_killed_is_taken_up() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        name = f"section:focus:{d.person('Priya').id}"
        now = written(Section.FOCUS, d.person("Priya").open_items(Section.FOCUS))
        text = now.replace("Ship billing v2 cutover", "From the editor")
        drafts.put(FROM_EDITOR + name, text, now)
        await d.press("enter", "M", "ctrl+s")
        assert "reworded F1" in d.text
        assert "1 change" in d.text


async def test_hostile_words_stay_words() -> None:
    text = "[/] [x] [@click=app.quit]q[/] [b]$late"
    async with driving() as d:
        await d.press("enter", "M")
        await put(d, f"{box(d).text}- {text}\n")
        await d.press("ctrl+s")
        assert text in d.text
        await d.press("enter")
        assert d.person("Priya").open_items(Section.FOCUS)[-1].text == text


async def test_with_the_actions_in_focus_the_keys_say_why_they_do_nothing() -> None:
    async with driving() as d:
        await d.press("enter", "5")
        for key in ("M", "f4"):
            await d.press(key)
            assert d.message == "No section is in focus: 1 to 4 go to one"


async def test_going_back_into_the_text_ends_the_look_at_its_changes() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("enter", "M")
        await d.write("!")
        await d.press("ctrl+s")
        assert "- F1 Ship billing v2 cutover!" in d.text
        assert "reworded F1" in d.text
        await d.press("tab")
        assert "reworded F1" not in d.text
        await d.write("?")
        await d.press("ctrl+s", "enter")
        assert shown(d.person("Priya"))[0] == "F1 Ship billing v2 cutover!?"


async def test_the_keys_explain_themselves() -> None:
    async with driving(size=(80, 50)) as d:
        await d.press("enter", "M")
        await d.write("jkuqD1234?/:")
        assert "jkuqD1234?/:" in d.text
        await d.press("f1")
        assert "Show what will change, before it is kept." in d.text
        assert "In the text" in d.text
        await d.press("q", "ctrl+s")
        await d.press("question_mark")
        assert "Keep these changes; one undo takes all of them back." in d.text


async def test_at_every_size_it_stands_and_keeps_what_is_typed() -> None:
    async with driving(size=(200, 50)) as d:
        await d.press("enter", "M")
        await d.write("!")
        for width, height in ((40, 10), (12, 3), (1, 1), (120, 40), (80, 24)):
            await resize(d.pilot, width, height)
        assert "cutover!" in d.text
        await d.press("ctrl+s")
        for width, height in ((40, 10), (1, 1), (120, 40)):
            await resize(d.pilot, width, height)
        assert "~ reworded F1" in d.text


async def test_a_text_that_is_too_long_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with driving() as d:
        await d.press("enter", "M")
        monkeypatch.setattr("aligntui.domain.plain.LONGEST_TEXT", 100)
        await d.press("ctrl+s")
        assert "the limit is 100" in d.text
        await d.press("enter")
        assert d.message == "Fix the lines marked ! first; nothing was saved"


async def test_without_an_editor_the_text_is_open_in_its_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with driving() as d:
        await d.press("enter", "f4")
        await until(d.pilot, lambda: "No editor is set" in d.message)
        await d.write("!")
        assert "cutover!" in d.text

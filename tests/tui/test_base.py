from __future__ import annotations

import pytest
from textual import events
from textual.content import Content

from aligntui.tui.base import AlignScreen
from aligntui.tui.widgets import message_row
from aligntui.tui.widgets.fixed_rows import size_classes
from aligntui.tui.widgets.message_row import MessageRow
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.prompt import Prompt
from aligntui.tui.widgets.rows import Rows
from tests.tui.harness import (
    AboutScreen,
    SampleApp,
    resize,
    screen_lines,
    screen_text,
    settle,
    until,
)

LITERAL = "jkuqD1234?/:"

GOLDEN = """\
 aligntui › Team                                        3 overdue   saved 14:02
── OVERDUE ──────────────────────────────────────────────────────────────── 3 ──
>!! Priya Raman        19d late                                             2/1
      missed 20 May
 !  Tomás Oliveira     1d late                                              2/1
 !  Ana Kovač          1d late                                              2/1

── ON TRACK ─────────────────────────────────────────────────────────────── 6 ──
 -  Grace Wu           in 9d                                                2/1
 -  Ben Asante         in 9d                                                2/1
 -  Chidi Okafor       in 9d                                                2/1
 -  Dana Lindqvist     in 9d                                                2/1
 -  Eli Brandt         in 9d                                                2/1
 -  Farah Haddad       in 9d                                                2/1



 What was said?





 enter open  n add  z postpone  a note                           ? help  q quit
"""


def keys_of(text: str) -> list[str]:
    names = {"?": "question_mark", "/": "slash", ":": "colon"}
    return [names.get(letter, letter) for letter in text]


async def test_the_three_rows_frame_the_content() -> None:
    app = SampleApp()
    app.theme = "aligntui-dark"
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert screen_text(app) == GOLDEN


async def test_a_prompt_stands_in_the_message_row_and_gives_its_text() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("n", *keys_of(LITERAL))
        await settle(pilot)
        assert screen_lines(app)[22].startswith(f" Name {LITERAL}")
        assert "enter done  esc close, keep text" in screen_lines(app)[23]
        await pilot.press("enter")
        await settle(pilot)
        assert app.first.answers == [LITERAL]
        assert screen_lines(app)[22].strip() == f"Added {LITERAL}"
        assert isinstance(app.focused, Rows)
        assert app.drafts.get("name") == ""


async def test_esc_closes_a_prompt_and_the_text_comes_back() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"Pri", "escape")
        await settle(pilot)
        assert app.first.answers == [None]
        assert app.drafts.get("name") == "Pri"
        await pilot.press("n", "y", "enter")
        await settle(pilot)
        assert app.first.answers == [None, "Priy"]


async def test_what_is_wrong_with_a_text_is_said_and_the_text_stands() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "space", "enter")
        await settle(pilot)
        assert screen_lines(app)[21].strip() == "a name is needed"
        assert screen_lines(app)[22].strip() == "Name"
        assert app.first.answers == []
        await pilot.press("x")
        await settle(pilot)
        assert "a name is needed" not in screen_lines(app)[22]
        await pilot.press("enter")
        await settle(pilot)
        assert app.first.answers == [" x"]


async def test_a_suggestion_is_taken_over_with_tab() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"ben")
        await settle(pilot)
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert app.first.answers == ["Ben Asante"]


async def test_while_a_prompt_is_open_no_key_reaches_the_screen() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.first.query_one(Rows).cursor_key
        await pilot.press("n", "down", "ctrl+p", "f9", "f4", "ctrl+s", "pagedown", "shift+tab")
        await settle(pilot)
        assert app.screen is app.first
        assert isinstance(app.focused, Prompt)
        assert app.first.query_one(Rows).cursor_key == before


async def test_a_fast_esc_and_a_letter_leave_the_prompt_and_act() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"abc")
        app.post_message(events.Key("alt+j", "j"))
        await until(pilot, lambda: isinstance(app.focused, Rows))
        await until(pilot, lambda: app.first.query_one(Rows).cursor_key == "Tomás Oliveira")
        assert app.drafts.get("name") == "abc"


async def test_a_fast_esc_and_a_letter_leave_the_notes_and_act() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *"so")
        app.post_message(events.Key("alt+j", "j"))
        await settle(pilot)
        assert app.first.query_one(NoteBox).text == "so"
        assert app.first.query_one(Rows).cursor_key == "Tomás Oliveira"


async def test_undo_in_the_notes_reaches_back_from_below_and_moves_nothing_at_its_end() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        box = app.first.query_one(NoteBox)
        box.load_text("one\ntwo")
        box.move_cursor((1, 2))
        await pilot.press("ctrl+z", "ctrl+y")
        assert (box.text, box.cursor_location) == ("one\ntwo", (1, 2))
        box.fill("1\n2\n3\n4\n5")
        await pilot.press("ctrl+z")
        assert (box.text, box.cursor_location) == ("one\ntwo", (1, 2))
        await pilot.press("ctrl+y")
        assert box.text == "1\n2\n3\n4\n5"
        box.move_cursor((4, 1))
        await pilot.press("ctrl+z")
        assert box.text == "one\ntwo"


async def test_a_paste_of_several_lines_loses_none() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "a")
        app.post_message(events.Paste("one\r\ntwo\x07\nthree\n"))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.first.answers == ["aone two� three"]


@pytest.mark.parametrize(("keys", "answer"), [("y", True), ("enter", False), ("n", False),
                                              ("escape", False), ("j q y", True)])  # fmt: skip
async def test_only_y_is_yes(keys: str, answer: bool) -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("D")
        await settle(pilot)
        assert "Erase Priya Raman? y/N" in screen_lines(app)[22]
        await pilot.press(*keys.split())
        await settle(pilot)
        assert app.first.answers == [answer]
        assert isinstance(app.focused, Rows)
        assert app.first.query_one(Rows).cursor_key == "Priya Raman"


async def test_asking_again_leaves_the_first_question() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"abc")
        app.first.action_erase()
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert app.first.answers == [None, True]
        assert app.drafts.get("name") == "abc"


async def test_good_news_goes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_row, "GOOD_NEWS_LASTS", 0.01)
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.first.tell("Saved")
        await pilot.pause(0.05)
        assert screen_lines(app)[22].strip() == ""
        assert [notice.words for notice in app.notices] == ["Saved"]


async def test_warnings_and_errors_stay_until_a_key() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for say in (app.first.warn, app.first.fail):
            say("No space left")
            await settle(pilot)
            assert "No space left" in screen_lines(app)[22]
            await pilot.press("j")
            await settle(pilot)
            assert screen_lines(app)[22].strip() == ""


async def test_what_textual_would_pop_up_is_said_in_the_message_row() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.notify("[b]Sent[/b]", title="Clipboard", severity="warning")
        await settle(pilot)
        assert screen_lines(app)[22].strip() == "Clipboard: [b]Sent[/b]"


async def test_what_holds_stands_when_nothing_is_said() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        row = app.first.query_one(MessageRow)
        row.stand(Content("SAMPLE DATA, nothing is saved"))
        app.first.warn("No")
        await pilot.press("j")
        await settle(pilot)
        assert "SAMPLE DATA" in screen_lines(app)[22]


async def test_a_key_that_cannot_act_says_why() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("z")
        await settle(pilot)
        assert screen_lines(app)[22].strip() == "nobody is late"


async def test_q_and_esc_go_back_and_only_q_quits() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("q", "escape"):
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, AboutScreen)
            assert screen_lines(app)[23].rstrip().endswith("? help  q back")
            await pilot.press(key)
            await settle(pilot)
            assert app.screen.id == app.first.id
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("q")
    assert app.return_code == 0
    assert app.left == [False]


async def test_a_window_too_small_says_so_and_only_q_acts() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"ab")
        await resize(pilot, 38, 9)
        await pilot.press("x", "escape", "enter")
        await settle(pilot)
        words = " ".join(" ".join(screen_lines(app)).split())
        assert words.startswith("aligntui needs 40 by 10, this is 38 by 9. Your draft is saved.")
        assert "press q" in words
        assert app.first.answers == []
        await resize(pilot, 80, 24)
        await pilot.press("c", "enter")
        await settle(pilot)
        assert app.first.answers == ["abc"]
        await resize(pilot, 1, 1)
        await pilot.press("q")
    assert app.return_code == 0


def test_sizes_have_names() -> None:
    def names(width: int, height: int) -> set[str]:
        return {name for name, holds in size_classes(width, height).items() if holds}

    assert names(39, 24) == {"-tiny", "-narrow", "-medium"}
    assert names(79, 23) == {"-narrow", "-short"}
    assert names(80, 24) == {"-normal", "-medium"}
    assert names(110, 36) == {"-normal", "-wide", "-medium", "-tall"}
    assert names(170, 50) == {"-normal", "-wide", "-workspace", "-medium", "-tall"}


async def test_the_title_gives_way_in_order() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.first.title_row.show(("aligntui", "Team", "Priya Raman"), status="19d late")
        for width, shown in (
            (80, " aligntui › Team › Priya Raman                           19d late   saved 14:02"),
            (52, " Team › Priya Raman          19d late   saved 14:02"),
            (40, " Priya Raman     19d late   saved 14:02"),
        ):
            await resize(pilot, width, 24)
            await settle(pilot)
            assert screen_lines(app)[0].rstrip() == shown


async def test_a_note_box_keeps_each_change_and_its_text_after_esc() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *keys_of(LITERAL), "enter", *"b")
        assert app.drafts.get("note") == f"{LITERAL}\nb"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.focused, Rows)
        box = app.first.query_one(NoteBox)
        assert box.finish() == f"{LITERAL}\nb"
        await settle(pilot)
        assert app.drafts.get("note") == ""


async def test_a_note_box_starts_with_its_draft() -> None:
    app = SampleApp()
    app.drafts.put("note", "half a thou")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *"ght")
        assert app.first.query_one(NoteBox).text == "half a thought"
        await pilot.press("tab")
        await settle(pilot)
        assert not isinstance(app.focused, NoteBox)


async def test_a_screen_that_is_left_below_another_takes_only_itself_away() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        about = app.screen
        assert isinstance(about, AboutScreen)
        await pilot.press("question_mark")
        above = app.screen
        about.leave_screen()
        await settle(pilot)
        assert app.screen is above
        await pilot.press("q")
        assert app.screen is app.first
        about.leave_screen()
        await settle(pilot)
        assert app.screen is app.first


async def test_a_long_notice_goes_on_in_a_second_row_whole() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, AlignScreen)
        app.screen.warn(f"{'Something is not as it should be, ' * 3}press D to drop it")
        await until(pilot, lambda: screen_text(app).count("Something") == 3)
        assert "press D to drop it" in screen_text(app)
        await pilot.press("j")
        await until(pilot, lambda: "press D" not in screen_text(app))

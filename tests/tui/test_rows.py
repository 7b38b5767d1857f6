from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.content import Content

from aligntui.tui.theme import ASCII, UNICODE
from aligntui.tui.widgets.plain import clean, fit, line, plain
from aligntui.tui.widgets.row import Row, detail, drawn, gap, heading, laid_out
from aligntui.tui.widgets.rows import Rows
from tests.tui.harness import SampleApp, resize, screen_lines, settle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.geometry import Region

LETTERS = tuple(Row(letter, plain(letter)) for letter in "abcdefghijklmnopqrstuvwxyz")


class ListApp(App[None]):
    def __init__(self, rows: Iterable[Row] = LETTERS, empty: str = "") -> None:
        super().__init__()
        self.list = Rows(rows, empty=Content(empty))
        self.told: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def get_theme_variable_defaults(self) -> dict[str, str]:
        names = ("words", "quiet", "heading", "mark", "late", "soon", "rule", "cursor-row")
        return dict.fromkeys((*names, "cursor-row-blurred"), "#888888")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        self.told.append(("at", event.key))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.told.append(("chosen", event.key))


@pytest.mark.parametrize(
    ("words", "trail", "shown"),
    [
        ("send the ladder document to all", "4th, by 4 Dec, was 5 Nov, moved 3x", "4th, by 4 Dec"),
        ("send it", "4th, by 4 Dec, was 5 Nov, moved 3x", "4th, by 4 Dec, was 5 Nov, moved 3x"),
        ("send the ladder document to all", "somewhere else entirely and for long", "somewhere"),
    ],
)
def test_what_stands_at_the_right_end_gives_way_to_words_part_by_part(
    words: str, trail: str, shown: str
) -> None:
    row = Row("A1", plain(f"  A1 {words}"), right=plain(trail), before=5)
    text = drawn(row, 56, UNICODE).plain
    assert shown in text
    assert text.rstrip().endswith(shown) or ", " not in trail
    assert words[:30] in text or ", " not in trail


async def test_the_cursor_moves_by_letters_arrows_and_pages_and_stops_at_the_ends() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        for keys, at in (
            ("j j down", "d"), ("k", "c"), ("up up up", "a"), ("G", "z"), ("j", "z"), ("g", "a"),
            ("end", "z"), ("home", "a"), ("pagedown", "i"), ("ctrl+d", "q"), ("ctrl+u", "i"),
            ("pageup", "a"), ("pageup", "a"),
        ):  # fmt: skip
            await pilot.press(*keys.split())
            assert app.list.cursor_key == at, keys


async def test_the_cursor_never_stops_on_headings_details_and_gaps() -> None:
    rows = (heading("ONE"), Row("a"), detail("more"), gap(), heading("TWO"), Row("b"), detail("x"))
    app = ListApp(rows)
    async with app.run_test(size=(20, 10)) as pilot:
        assert app.list.cursor_key == "a"
        await pilot.press("j")
        assert app.list.cursor_key == "b"
        await pilot.press("j", "k")
        assert app.list.cursor_key == "a"


async def test_what_is_pointed_at_and_chosen_is_told_once() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.press("j", "enter", "k", "k")
        assert app.told == [("at", "a"), ("at", "b"), ("chosen", "b"), ("at", "a")]


async def test_other_rows_keep_the_cursor_on_its_key_or_near_it() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)):
        app.list.move_to("e")
        app.list.show(LETTERS[2:])
        assert app.list.cursor_key == "e"
        app.list.show([row for row in LETTERS[2:] if row.key != "e"])
        assert app.list.cursor_key == "f"
        app.list.show(LETTERS[:2])
        assert app.list.cursor_key == "b"
        app.list.show(LETTERS, keep=False)
        assert app.list.cursor_key == "a"


async def test_an_empty_list_has_no_cursor_and_takes_every_key() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 10)) as pilot:
        app.list.show(())
        await pilot.press("j", "k", "G", "pagedown", "enter")
        assert app.list.cursor_key is None
        app.list.show(LETTERS)
        assert app.list.cursor_key == "a"


async def test_equal_rows_draw_nothing_and_a_changed_one_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = ListApp()
    async with app.run_test(size=(20, 30)) as pilot:
        drawn_again: list[tuple[Region, ...]] = []
        keep = app.list.refresh

        def spy(*regions: Region, **options: bool) -> Rows:
            drawn_again.append(regions)
            return keep(*regions, **options)

        monkeypatch.setattr(app.list, "refresh", spy)
        app.list.show(tuple(Row(letter, plain(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"))
        assert drawn_again == []
        app.list.show([Row("a", plain("a", "$late")), *LETTERS[1:]])
        assert [region.y for (region,) in drawn_again] == [0]
        drawn_again.clear()
        await pilot.press("j")
        assert sorted(region.y for (region,) in drawn_again) == [0, 1]


async def test_scrolling_shows_the_headings_above_and_the_details_below() -> None:
    rows = [heading("TOP"), *LETTERS[:20], gap(), heading("NEXT"), Row("z", plain("z")),
            detail("missed once")]  # fmt: skip
    app = ListApp(rows)
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.press("G")
        await settle(pilot)
        shown = "\n".join(screen_lines(app))
        assert "NEXT" in shown
        assert "missed once" in shown
        await pilot.press("g")
        await settle(pilot)
        assert "TOP" in screen_lines(app)[0]
        for _ in range(12):
            await pilot.press("j")
        await settle(pilot)
        assert any(text.startswith(">m") for text in screen_lines(app))


async def test_a_move_past_the_edge_scrolls_by_more_than_a_row() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 9)) as pilot:
        await pilot.press(*["j"] * 9)
        await settle(pilot)
        assert app.list.scroll_offset.y == 4


READ_ONLY = [Row(None, plain(f"words {at}")) for at in range(30)]


@pytest.mark.parametrize(
    ("down", "up"), [(["G"], ["g"]), (["pagedown"] * 9, ["pageup"] * 9), (["j"] * 30, ["k"] * 30)]
)
@pytest.mark.parametrize(
    "rows",
    [
        [*LETTERS[:3], heading("BESIDE"), *READ_ONLY],
        [*READ_ONLY[::-1], *LETTERS[:3]],
        READ_ONLY,
        [LETTERS[0], *READ_ONLY, LETTERS[1], heading("BESIDE"), *READ_ONLY],
    ],
    ids=("below", "above", "alone", "between"),
)
async def test_every_row_without_a_key_can_be_read(
    rows: list[Row], down: list[str], up: list[str]
) -> None:
    app = ListApp(rows)
    async with app.run_test(size=(20, 9)) as pilot:
        seen: set[str] = set()
        for keys in (up, down, up):
            for key in keys:
                await pilot.press(key)
                seen |= {text.strip(" >│▁▂▃▄▅▆▇█") for text in screen_lines(app)}
            edge = rows[-1] if keys is down else rows[0]
            assert any(edge.text.plain in text for text in screen_lines(app))
        if len(down) > 1:
            assert {row.text.plain for row in rows if not row.rule} <= seen


async def test_an_empty_list_teaches_once_it_is_known_to_be_empty() -> None:
    app = ListApp((), empty="Nobody yet. Press n to add a person.")
    async with app.run_test(size=(20, 9)) as pilot:
        await settle(pilot)
        assert "Nobody yet." not in screen_lines(app)[1]
        app.query_one(Rows).show(())
        await settle(pilot)
        assert "Nobody yet." in screen_lines(app)[1]
        assert "person." in "".join(screen_lines(app))


async def test_a_click_points_and_a_second_one_chooses() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 9)) as pilot:
        await pilot.click(Rows, offset=(3, 4))
        await pilot.click(Rows, offset=(3, 4))
        assert app.told[-2:] == [("at", "e"), ("chosen", "e")]


async def test_it_lives_at_any_size() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((1, 1), (2, 1), (1, 5), (5, 2), (39, 9), (80, 24)):
            await resize(pilot, *size)
            await pilot.press("j")
        assert app.first.query_one(Rows).cursor_key


@pytest.mark.parametrize("width", range(41))
def test_a_row_takes_exactly_its_width(width: int) -> None:
    for row in (
        Row("a", plain("日本語 and more words than there is room for")),
        Row("a", plain("short"), right=plain("94d")),
        Row("a", plain("x" * 90), right=plain("94d")),
        heading("OVERDUE", "3"),
        heading("日" * 40, "語", heavy=True),
        heading(),
    ):
        for strokes in (UNICODE, ASCII):
            for marker in " >":
                assert drawn(row, width, strokes, marker=marker).cell_length == width


def test_rules_look_as_in_the_mock_ups() -> None:
    assert drawn(heading("OVERDUE", "3"), 30, ASCII).plain == "-- OVERDUE -------------- 3 --"
    assert drawn(heading("2 Focus", heavy=True), 20, ASCII).plain == "== 2 Focus ========="
    assert drawn(heading("2 Focus", heavy=True), 20, ASCII, marker=">").plain.startswith(">= 2 F")


def test_rows_differ_by_their_styles_too() -> None:
    assert Row("a", plain("x", "$late")) != Row("a", plain("x", "$soon"))
    assert Row("a", plain("x", "$late")) == Row("a", plain("x", "$late"))
    assert len({Row("a", plain("x")), Row("a", plain("x"))}) == 1


def test_fit_crops_with_a_mark_and_never_splits_a_wide_letter() -> None:
    assert fit("hello world", 8).plain == "hello w…"
    assert fit("hello world", 8, ellipsis="~").plain == "hello w~"
    assert fit("日本語", 4).plain in {"日… ", "日…", "日 …"}
    assert fit("日本語", 4).cell_length == 4
    assert fit("ab", 4).plain == "ab  "
    assert fit("ab", 0).plain == ""


def test_stored_text_is_literal_and_steers_nothing() -> None:
    assert plain("[b]x[/b] $late").plain == "[b]x[/b] $late"
    assert clean("a\x1b[2J\x9b\u202e\ufeff\u2028\ud800") == "a�[2J�����"
    assert clean("a\r\nb\tc\rd") == "a b c d"
    assert clean("a\r\nb\tc", lines=True) == "a\nb   c"
    assert line("[x]", ("[y]", "$late"), plain("z")).plain == "[x][y]z"


def test_a_line_that_goes_on_fills_its_room_before_it_stands_in() -> None:
    row = Row("a", plain("A9  one two three four five six"), wrap=4)
    assert [each.text.plain for each in laid_out([row], 20)] == [
        "A9  one two three", "    four five six",
    ]  # fmt: skip


@pytest.mark.parametrize("width", range(20, 60))
def test_no_word_is_lost_when_a_line_goes_on(width: int) -> None:
    words = "Wide words: naïve façade 日本語 and an-unbreakable-one go  on, twice."
    shown = " ".join(each.text.plain for each in laid_out([Row("a", plain(words), wrap=6)], width))
    assert "".join(shown.split()) == "".join(words.split())


async def test_a_scrollbar_that_comes_takes_no_letter_away() -> None:
    rows = [Row(f"{n}", plain("abcdefgh " * 9 + "end"), wrap=2) for n in range(30)]
    app = ListApp()
    async with app.run_test(size=(41, 10)) as pilot:
        app.list.show(rows)
        await settle(pilot)
        assert app.list.show_vertical_scrollbar
        assert not any("…" in line for line in screen_lines(app))

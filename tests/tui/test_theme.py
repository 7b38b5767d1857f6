from __future__ import annotations

import locale
import os

import pytest
from textual.color import Color

from aligntui.tui import theme
from aligntui.tui.widgets.rows import Rows
from tests.tui.harness import SampleApp, resize, screen_lines, settle


def luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: Color, ground: Color) -> float:
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [theme.DARK, theme.LIGHT])
async def test_every_word_can_be_read_on_every_ground(name: str) -> None:
    app = SampleApp()
    async with app.run_test():
        app.theme = name
        variables = app.get_css_variables()
        for text in (*theme.TEXT_NAMES, "text-muted", "text-disabled", "foreground"):
            for ground in theme.BACKGROUND_NAMES:
                found = contrast(Color.parse(variables[text]), Color.parse(variables[ground]))
                assert found >= 4.5, (text, ground, round(found, 2))
        cursor = (variables["input-cursor-foreground"], variables["input-cursor-background"])
        assert contrast(*map(Color.parse, cursor)) >= 4.5


@pytest.mark.parametrize("name", [theme.DARK, theme.LIGHT])
async def test_all_that_is_drawn_can_be_read(name: str) -> None:
    app = SampleApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = name
        for keys in ("j z", "n escape", "question_mark", "q", "enter", "q", "a x", "escape"):
            await pilot.press(*keys.split())
            await settle(pilot)
            for strip in app.screen._compositor.render_strips():
                for text, style, _ in strip:
                    words = text.strip(" ─━│╭╮╰╯▂▁▅▇█")
                    if words and style and style.color and style.bgcolor:
                        found = contrast(
                            Color.from_rich_color(style.color),
                            Color.from_rich_color(style.bgcolor),
                        )
                        assert found >= 4.5, (words, style, round(found, 2))


def test_the_theme_follows_the_setting_the_terminal_and_no_color() -> None:
    def chosen(setting: str, colors: str | None, **environ: str) -> str:
        return theme.choose(setting, colors=colors, environ=environ)

    assert chosen("auto", "truecolor") == theme.DARK
    assert chosen("auto", "256", COLORFGBG="0;15") == theme.LIGHT
    assert chosen("auto", "256", COLORFGBG="15;default;0") == theme.DARK
    assert chosen("auto", "256", COLORFGBG="15;8") == theme.DARK
    assert chosen("light", "truecolor") == theme.LIGHT
    assert chosen("dark", "truecolor", COLORFGBG="0;15") == theme.DARK
    assert chosen("auto", "standard") == theme.ANSI_DARK
    assert chosen("light", "standard") == theme.ANSI_LIGHT
    assert chosen("dark", "truecolor", NO_COLOR="") == theme.ANSI_DARK
    assert chosen("ansi", "truecolor") == theme.ANSI_DARK


@pytest.mark.parametrize("name", [each.name for each in theme.THEMES])
async def test_every_theme_draws_every_place(name: str) -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = name
        await pilot.press("j", "n", *"abc", "escape", "question_mark", "q", "D", "y", "ctrl+p")
        await settle(pilot)
        assert screen_lines(app)


async def test_without_colour_the_cursor_is_marked_and_reversed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        await settle(pilot)
        assert app.theme == theme.ANSI_DARK
        strip = app.screen._compositor.render_strips()[4]
        assert strip.text.startswith(">")
        assert all(segment.style and segment.style.reverse for segment in strip)
        for line in app.screen._compositor.render_strips():
            filtered = line.apply_filter(app._filters[-1], Color(0, 0, 0))
            for segment in filtered:
                style = segment.style
                assert style is None or style.color is None or style.color.is_default


async def test_boxes_come_with_width_and_plain_strokes_without_unicode() -> None:
    app = SampleApp()
    app.rules = theme.ASCII
    async with app.run_test(size=(80, 24)) as pilot:
        app.first.query_one(Rows).add_class("box")
        await settle(pilot)
        assert "+" not in "".join(screen_lines(app))
        await resize(pilot, 120, 40)
        shown = "".join(screen_lines(app))
        assert "+-" in shown
        assert shown.isascii() or not set(shown) & set("─━│╭╮╰╯›…")


def test_rules_follow_the_locale_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getpreferredencoding", lambda _: "ANSI_X3.4-1968")
    assert theme.rules() is theme.ASCII
    assert theme.rules(ascii=False) is theme.UNICODE
    monkeypatch.setattr(locale, "getpreferredencoding", lambda _: "UTF-8")
    assert theme.rules() is theme.UNICODE
    assert theme.rules(ascii=True) is theme.ASCII

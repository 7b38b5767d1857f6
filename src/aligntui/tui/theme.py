"""Colours and line characters: two themes of our own, and the terminal's palette."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from textual.theme import BUILTIN_THEMES, Theme

from aligntui.domain.due import Alignment

DARK: Final = "aligntui-dark"
LIGHT: Final = "aligntui-light"
ANSI_DARK: Final = "aligntui-ansi-dark"
ANSI_LIGHT: Final = "aligntui-ansi-light"

TEXT_NAMES: Final = ("words", "quiet", "heading", "mark", "soon", "late", "good")
"""Text colours; each is readable on every one of `BACKGROUND_NAMES`."""

TONES: Final = {
    Alignment.DIFFERS: "$late",
    Alignment.CHANGED: "$soon",
    Alignment.STALE: "$soon",
    Alignment.NEVER: "$quiet",
    Alignment.IN_SYNC: "$quiet",
}
"""How a section stands, by the colour of its words."""

BACKGROUND_NAMES: Final = ("background", "surface", "panel", "cursor-row", "cursor-row-blurred")
"""Background colours behind text."""


def _own(  # one argument a tone keeps the two themes side by side readable
    name: str, *, dark: bool, ground: tuple[str, str, str], cursor: tuple[str, str], **tone: str
) -> Theme:
    background, surface, panel = ground
    words, accent = tone["words"], tone["mark"]
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=tone["quiet"],
        accent=accent,
        warning=tone["soon"],
        error=tone["late"],
        success=tone["good"],
        foreground=words,
        background=background,
        surface=surface,
        panel=panel,
        variables={
            **tone,
            "cursor-row": cursor[0],
            "cursor-row-blurred": cursor[1],
            "block-cursor-background": cursor[0],
            "block-cursor-foreground": words,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": cursor[1],
            "block-cursor-blurred-foreground": words,
            "input-cursor-background": accent,
            "input-cursor-foreground": background,
            "input-cursor-text-style": "none",
            "input-selection-background": cursor[0],
            "border": accent,
            "border-blurred": tone["rule"],
            "text-muted": tone["quiet"],
            "text-disabled": tone["quiet"],
            "scrollbar": tone["rule"],
            "scrollbar-hover": tone["quiet"],
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
        },
    )


_DARK = _own(
    DARK,
    dark=True,
    ground=("#15181d", "#191d23", "#1e232a"),
    cursor=("#27303b", "#1e242c"),
    words="#d9dfe7",
    quiet="#98a3b1",
    heading="#eef2f6",
    mark="#7fcbc0",
    soon="#e3b778",
    late="#f1968a",
    good="#a3c993",
    rule="#3d4651",
)

_LIGHT = _own(
    LIGHT,
    dark=False,
    ground=("#fbfaf7", "#f6f4ef", "#f1eee8"),
    cursor=("#e2ebe8", "#eeeeea"),
    words="#2a3038",
    quiet="#596270",
    heading="#14181d",
    mark="#0b6860",
    soon="#7d5200",
    late="#ab2a20",
    good="#35682a",
    rule="#cbc7bc",
)

_ANSI_TONES: Final = {
    **dict.fromkeys(("words", "quiet", "heading", "rule", "text-muted"), "ansi_default"),
    **dict.fromkeys(("cursor-row", "cursor-row-blurred", "text-disabled"), "ansi_default"),
    **dict.fromkeys(("input-cursor-background", "input-cursor-foreground"), "ansi_default"),
    "border-blurred": "ansi_default",
    "input-cursor-text-style": "reverse",
    "mark": "ansi_cyan",
    "soon": "ansi_yellow",
    "late": "ansi_red",
    "good": "ansi_green",
}


def _ansi(name: str, model: str, **tone: str) -> Theme:
    """Map our names to the terminal's own palette; brightness is left to the terminal."""
    base = BUILTIN_THEMES[model]
    return replace(base, name=name, variables={**base.variables, **_ANSI_TONES, **tone})


THEMES: Final = (
    _DARK,
    _LIGHT,
    _ansi(ANSI_DARK, "ansi-dark"),
    # Yellow on white can't be read; magenta marks what is due.
    _ansi(ANSI_LIGHT, "ansi-light", mark="ansi_blue", soon="ansi_magenta"),
)


def is_light(environ: Mapping[str, str]) -> bool:
    """True when the terminal hints at a light background (COLORFGBG ends in its colour)."""
    last = environ.get("COLORFGBG", "").rpartition(";")[2]
    return last.isdigit() and (int(last) == 7 or 9 <= int(last) <= 15)


def choose(setting: str, *, colors: str | None, environ: Mapping[str, str] | None = None) -> str:
    """Return the theme for a setting (`auto`, `dark`, `light`, `ansi`).

    `colors` is Rich's colour system: `truecolor`, `256`, `standard` or None.
    """
    env = os.environ if environ is None else environ
    light = setting == "light" or (setting != "dark" and is_light(env))
    if setting == "ansi" or "NO_COLOR" in env or colors not in {"truecolor", "256"}:
        return ANSI_LIGHT if light else ANSI_DARK
    return LIGHT if light else DARK


class Rules(NamedTuple):
    """The characters that lines are drawn with; each takes a single cell."""

    light: str
    heavy: str
    upright: str
    ellipsis: str
    crumb: str
    boxed: bool


UNICODE: Final = Rules(light="─", heavy="━", upright="│", ellipsis="…", crumb="›", boxed=True)
ASCII: Final = Rules(light="-", heavy="=", upright="|", ellipsis="~", crumb=">", boxed=False)


def rules(ascii: bool | None = None) -> Rules:  # noqa: A002 - the setting has this name
    """Return the characters asked for; None decides by the locale's encoding."""
    if ascii is None:
        ascii = "utf" not in locale.getpreferredencoding(False).lower()  # noqa: A001
    return ASCII if ascii else UNICODE


def rules_of(app: object) -> Rules:
    """Return the characters an app has chosen; box-drawing ones for any other app."""
    found = getattr(app, "rules", UNICODE)
    return found if isinstance(found, Rules) else UNICODE

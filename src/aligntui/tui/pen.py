"""How a cell is drawn, as the codes a terminal takes for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from rich.color import Color, ColorSystem
    from rich.style import Style

_ATTRIBUTES: Final = (
    ("bold", "1"), ("dim", "2"), ("italic", "3"), ("underline", "4"), ("blink", "5"),
    ("reverse", "7"), ("strike", "9"), ("underline2", "21"), ("overline", "53"),
)  # fmt: skip


class Pen(NamedTuple):
    """Codes for the text's colour, the ground's colour and the rest; empty means default."""

    text: str
    ground: str
    rest: str

    def after(self, before: Pen) -> str:
        """Give the shortest sequence that turns one pen into this one."""
        codes: list[str] = []
        text, ground = before.text, before.ground
        if self.rest != before.rest:
            if before.rest:
                codes.append("0")
                text = ground = ""
            codes.extend([self.rest] if self.rest else [])
        if self.text != text:
            codes.append(self.text or "39")
        if self.ground != ground:
            codes.append(self.ground or "49")
        return f"\x1b[{';'.join(codes)}m"


DEFAULT: Final = Pen("", "", "")


def _codes(color: Color | None, system: ColorSystem, *, text: bool) -> str:
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(system).get_ansi_codes(foreground=text))


def pen_of(style: Style | None, system: ColorSystem) -> Pen:
    """Translate a style for a terminal with so many colours."""
    if style is None:
        return DEFAULT
    rest = ";".join(code for name, code in _ATTRIBUTES if getattr(style, name))
    return _pen(style.color, style.bgcolor, rest, system)


@lru_cache(maxsize=1024)
def _pen(color: Color | None, ground: Color | None, rest: str, system: ColorSystem) -> Pen:
    return Pen(_codes(color, system, text=True), _codes(ground, system, text=False), rest)

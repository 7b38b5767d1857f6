"""The text of an empty dashboard: purpose, place of the data, and the next key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from aligntui.tui.keys import key_of
from aligntui.tui.widgets.row import line, plain

if TYPE_CHECKING:
    from aligntui.tui.session import Session

_KEYS = ("team.add", "team.import", "team.sample", "app.help")


def welcome(session: Session, *, filtered: str = "") -> Content:
    """Text for a dashboard without anybody, or with a filter that matches nobody."""
    if filtered:
        return line("\n ", plain(f"No match for '{filtered}'."), "  / changes the filter")
    where = session.app.store_path or "memory"
    add, take_in, sample, keys = (key_of(session.app.screen, name) for name in _KEYS)
    rows = (
        ("", ""),
        ("  Two people who work together keep aligned on four things:", ""),
        ("  focus, expectations, opportunities and risks.", ""),
        ("", ""),
        (f"  {add}", "  add the first person"),
        (
            f"  {take_in}",
            "  import people from a file, with a preview",
        ),
        (
            f"  {sample}",
            "  look around with a sample team; nothing is saved",
        ),
        (f"  {keys}", "  every key, explained"),
        ("", ""),
        ("", "  Kept only on this machine, readable only by you:"),
        ("", f"  {where}"),
        ("", "  Nothing is written before you add a person."),
    )
    lines = (line((key, "bold $mark"), (words, "$quiet" if not key else "")) for key, words in rows)
    return Content("\n").join(lines)

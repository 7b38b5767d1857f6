"""What an empty place says: what this is, where the data will live, and the next key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from aligntui.tui.keys import key_name
from aligntui.tui.widgets.plain import line, plain

if TYPE_CHECKING:
    from aligntui.tui.notebook_app import NotebookApp


def welcome(app: NotebookApp, *, filtered: str = "") -> Content:
    """Words for a dashboard without anybody."""
    if filtered:
        return line("\n ", plain(f"No one matches '{filtered}'."), "  / changes the filter")
    where = app.store_path or "memory"
    rows = (
        ("", ""),
        ("  Two people who work together keep aligned on four things:", ""),
        ("  focus, expectations, opportunities and risks.", ""),
        ("", ""),
        (f"  {_key(app, 'team.add')}", "  add the first person"),
        (f"  {_key(app, 'team.import')}", "  import people from a file; you see first what comes"),
        (f"  {_key(app, 'team.sample')}", "  look around with a sample team; nothing is saved"),
        (f"  {_key(app, 'app.help')}", "  every key, explained"),
        ("", ""),
        ("", "  Kept only on this machine, readable by you alone:"),
        ("", f"  {where}"),
        ("", "  Nothing is written before you add somebody."),
    )
    lines = (line((key, "bold $mark"), (words, "$quiet" if not key else "")) for key, words in rows)
    return Content("\n").join(lines)


def _key(app: NotebookApp, name: str) -> str:
    """The key of an action, whichever it was set to."""
    bound = (each.binding for each in app.screen.active_bindings.values())
    return next((key_name(each.key) for each in bound if each.id == name), "")

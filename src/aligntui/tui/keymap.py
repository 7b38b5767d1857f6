"""Keys that somebody set themselves, as far as they make sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.tui.keys import keymap_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App


def _kinds(app: App[None]) -> list[type]:
    """Everything with keys; only needed by those who set some."""
    from aligntui.tui.screens.brief import BriefScreen
    from aligntui.tui.screens.check_in import CheckInScreen
    from aligntui.tui.screens.dashboard import DashboardScreen
    from aligntui.tui.screens.drafts import DraftsScreen
    from aligntui.tui.screens.help import HelpScreen
    from aligntui.tui.screens.messages import MessagesScreen
    from aligntui.tui.screens.person import PersonScreen
    from aligntui.tui.screens.review import ReviewScreen
    from aligntui.tui.screens.section_text import SectionTextScreen
    from aligntui.tui.screens.timeline import TimelineScreen
    from aligntui.tui.widgets.actions_panel import ActionsPanel
    from aligntui.tui.widgets.changes import Changes
    from aligntui.tui.widgets.note_box import NoteBox
    from aligntui.tui.widgets.prompt import Prompt
    from aligntui.tui.widgets.question import Question
    from aligntui.tui.widgets.rows import Rows
    from aligntui.tui.widgets.section_panel import SectionPanel

    screens = [DashboardScreen, PersonScreen, BriefScreen, CheckInScreen, TimelineScreen]
    widgets = [NoteBox, Prompt, Question, Rows, SectionPanel, ActionsPanel, Changes]
    screens += [SectionTextScreen, ReviewScreen]
    return [type(app), *screens, DraftsScreen, HelpScreen, MessagesScreen, *widgets]


def set_keys(app: App[None], keys: Mapping[str, str]) -> tuple[str, ...]:
    """Set what can be set; gives a line on each thing that can't."""
    if not keys:
        return ()
    kinds = _kinds(app)
    good: dict[str, str] = {}
    wrong: list[str] = []
    for name, wanted in keys.items():
        spaceless = wanted.replace(" ", "")
        faults = keymap_faults({**good, name: spaceless}, kinds)
        if not spaceless:
            faults = [f"{name}: no key is given"]
        if faults:
            wrong.append(faults[0])
        else:
            good[name] = spaceless
    app.set_keymap(good)
    return tuple(wrong)

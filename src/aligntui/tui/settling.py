"""Settle a conflict where two windows changed the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.conflict import Choice, Conflict

if TYPE_CHECKING:
    from aligntui.domain.change import Change
    from aligntui.domain.commands.command import Command
    from aligntui.tui.notebook_app import NotebookApp

OwnWords = set[tuple[str, str]]
"""Pairs of an item's uid and a wording."""


async def settle(
    app: NotebookApp, command: Command, conflict: Conflict
) -> tuple[Command | None, str]:
    """Ask whose words to keep; returns the settled command, or None, and words that report it."""
    from aligntui.domain.commands.settling import settled
    from aligntui.text import meanwhile

    screen, hide = app.in_front, app.private_hidden
    if screen is None:
        return None, ""
    question = meanwhile.conflict_question(conflict, hide=hide)
    key = await screen.choose(question, "".join(conflict.choices))
    if not key:
        screen.warn("Nothing was changed; your text is kept as a draft")
        return None, ""
    choice = Choice(key)
    said = meanwhile.outcome_words(conflict, choice, hide=hide)
    return settled(command, conflict, choice), said


def words_of(change: Change | None) -> OwnWords:
    """The wordings that a change has added."""
    if change is None or change.after is None:
        return set()
    before = {item.uid: item for item in change.before.items} if change.before else {}
    return {
        (item.uid, item.text) for item in change.after.items if before.get(item.uid) is not item
    }

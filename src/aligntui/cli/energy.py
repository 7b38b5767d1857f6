"""A warning when the focus shares exceed 100 %; nothing is ever refused for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.domain.energy import WHOLE, shares

if TYPE_CHECKING:
    from aligntui.domain.person import Person


def say_shares(before: Person, after: Person) -> None:
    """Warn when the shares have just grown beyond the whole."""
    total = shares(after)
    if total > max(WHOLE, shares(before)):
        output.narrate(f"the focus shares add up to {total}%, which is more than {WHOLE}%")

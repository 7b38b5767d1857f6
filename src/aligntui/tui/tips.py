"""What helps in the first hour: a screen names a key, each visit another, and none twice."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from aligntui.store.summary import recall, remember
from aligntui.text.keys import key_name
from aligntui.tui.opening import shows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

TIPS: Final[dict[str, str]] = {
    "team": "person.prep", "person": "person.add", "brief": "brief.looked_at",
    "check_in": "check_in.holds", "summary": "summary.copy", "timeline": "timeline.as_of",
    "as_of": "timeline.as_of", "review": "review.leave", "packet": "packet.edit",
    "handoff": "handoff.leave_out", "numbers": "numbers.period",
    "team_numbers": "numbers.period", "closed": "closed.reopen", "actions": "actions.done",
    "untold": "untold.told", "manual": "manual.search", "drafts": "drafts.copy",
}  # fmt: skip
"""The key that matters most on a screen, by the id of its binding."""
_NEXT: Final = {"team": "notebook.hide"}
"""The key that the next visit names."""
_MEMORY: Final = "tips"


class Tips:
    """Knows, from one start to the next, on which screens somebody has been."""

    def __init__(self, later: Callable[[Callable[[], object]], object]) -> None:
        """`later` does something where no key waits for it."""
        self._later = later
        self._said: list[str] = list((recall(_MEMORY) or {}).get("said", ()))

    def once(self, screen: Screen[Any]) -> str:
        """One line about the key that matters here, the first time; else ""."""
        name = next((name for name in TIPS if shows(screen, name)), "")
        key, told = TIPS.get(name, ""), name
        if name in self._said:
            key = told = _NEXT.get(name, "")
        if not key or told in self._said:
            return ""
        for each in screen.active_bindings.values():
            if each.binding.id == key and each.enabled:
                self._said.append(told)
                self._later(partial(remember, _MEMORY, {"said": [*self._said]}))
                does = re.split(r"[;.] |\.$", each.tooltip)[0]
                return f"Tip: {key_name(each.binding.key)}  {does}"
        return ""

"""The screens by name, so that none has to import another, and the tip that each gives once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from aligntui.store.summary import recall, remember
from aligntui.text.manual import key_name

if TYPE_CHECKING:
    from textual.screen import Screen


SCREENS: Final = {
    "team": "dashboard.DashboardScreen",
    "person": "person.PersonScreen",
    "check_in": "check_in.CheckInScreen",
    "brief": "brief.BriefScreen",
    "timeline": "timeline.TimelineScreen",
    "as_of": "pages.AsOfScreen",
    "life": "pages.LifeScreen",
    "readiness": "pages.ReadinessScreen",
    "closed": "pages.ClosedScreen",
    "numbers": "numbers.NumbersScreen",
    "team_numbers": "numbers.TeamNumbersScreen",
    "packet": "sharing.PacketScreen",
    "handoff": "sharing.HandoffScreen",
    "round": "round.RoundScreen",
    "round_out": "sharing.RoundOutScreen",
    "round_in": "arriving.RoundInScreen",
    "summary": "summary.SummaryScreen",
    "section_text": "section_text.SectionTextScreen",
    "about": "about.AboutScreen",
    "review": "review.ReviewScreen",
    "import": "arriving.IncomingScreen",
    "drafts": "drafts.DraftsScreen",
    "actions": "across.ActionsScreen",
    "lines": "across.LinesScreen",
    "untold": "across.UntoldScreen",
    "help": "help.HelpScreen",
    "manual": "help.ManualScreen",
    "messages": "help.MessagesScreen",
    "palette": "palette.Palette",
    "locked": "unread.LockedScreen",
    "recovery": "unread.RecoveryScreen",
}
"""The module below `screens` and the class of each screen."""


def kind_of(name: str) -> type[Screen[Any]]:
    """The class of a screen, loaded if it was not yet."""
    module, _, kind = SCREENS[name].partition(".")
    found: type[Screen[Any]] = getattr(import_module(f"aligntui.tui.screens.{module}"), kind)
    return found


def make(name: str, *about: object, **options: object) -> Screen[Any]:
    """A new screen with this name; what it is about is given to its class."""
    return kind_of(name)(*about, **options)  # type: ignore[arg-type]  # each class has its own


def shows(screen: Screen[Any], name: str) -> bool:
    """True when a screen is the one with this name; loads nothing."""
    kind = type(screen)
    return f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}" == SCREENS[name]


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

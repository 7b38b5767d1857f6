"""The screens by name, so that no screen has to import another; each is loaded when it opens."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

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
    "closed": "closed.ClosedScreen",
    "numbers": "numbers.NumbersScreen",
    "team_numbers": "numbers.TeamNumbersScreen",
    "packet": "packet.PacketScreen",
    "handoff": "handoff.HandoffScreen",
    "round": "round.RoundScreen",
    "round_out": "round_out.RoundOutScreen",
    "round_in": "round_in.RoundInScreen",
    "summary": "summary.SummaryScreen",
    "section_text": "section_text.SectionTextScreen",
    "about": "about.AboutScreen",
    "review": "review.ReviewScreen",
    "import": "incoming.IncomingScreen",
    "drafts": "drafts.DraftsScreen",
    "actions": "across.ActionsScreen",
    "lines": "across.LinesScreen",
    "untold": "across.UntoldScreen",
    "help": "help.HelpScreen",
    "manual": "manual.ManualScreen",
    "messages": "help.MessagesScreen",
    "palette": "palette.Palette",
    "locked": "locked.LockedScreen",
    "recovery": "recovery.RecoveryScreen",
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

"""Base of what a screen holds, so that several screens can do the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.tui.notebook_screen import NotebookScreen
    from aligntui.tui.session import Session

Movable = tuple["PersonId", "Handle"]
"""A record that can be moved elsewhere, with its person."""

HIDDEN: Final = "-"
"""The reason against what is for nothing now, and not even shown."""

_Self = TypeVar("_Self", bound="Part")
_Given = ParamSpec("_Given")


def in_worker(
    method: Callable[Concatenate[_Self, _Given], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[_Self, _Given], None]:
    """Let a method of a part run in a worker of its screen, as Textual's `work` does for nodes."""

    @wraps(method)
    def begin(part: _Self, /, *args: _Given.args, **named: _Given.kwargs) -> None:
        part.screen.run_worker(method(part, *args, **named), name=method.__name__)

    return begin


class Part:
    """What a screen holds that has keys: it acts for them and says why one can't act now."""

    judged: Collection[str] = ()
    """The actions against which it may have a reason."""

    def __init__(self, screen: NotebookScreen) -> None:
        self.screen = screen

    @property
    def session(self) -> Session:
        """The notebook, which carries out commands."""
        return self.screen.session

    @property
    def movable(self) -> Movable | None:
        """The record under the cursor, if it can be moved elsewhere."""
        return None

    def reason(self, action: str) -> str:
        """Say in a few words why an action it judges can't be done now; "" where it can."""
        return ""

"""Where both sides stand on one line, each in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.stance import Stance, View

if TYPE_CHECKING:
    from aligntui.domain.item import Revision

_SAID = {
    View.AGREE: "agree",
    View.DIFFER: "differ",
    View.NOT_DISCUSSED: "have not said yet",
}


def standpoints(revision: Revision) -> tuple[str, str]:
    """`they: "no time for it"` and `you agree`: their side first."""
    return _standpoint("they", revision.theirs), _standpoint("you", revision.mine)


def _standpoint(who: str, stance: Stance) -> str:
    return f'{who}: "{stance.how}"' if stance.how else f"{who} {_SAID[stance.view]}"

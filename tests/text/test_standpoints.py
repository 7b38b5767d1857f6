"""Where both sides stand, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.identity import Handle
from aligntui.domain.stance import AGREE, NOT_DISCUSSED, Stance, View
from aligntui.text.standpoints import standpoints
from tests.tui.driving import TODAY


@pytest.mark.parametrize(
    ("stance", "words"),
    [
        (AGREE, "agree"),
        (NOT_DISCUSSED, "have not said yet"),
        (Stance(View.DIFFER), "differ"),
    ],
)
def test_each_side_is_said_theirs_first(stance: Stance, words: str) -> None:
    now = sample_team(TODAY)[0].item(Handle("E5")).now
    assert standpoints(replace(now, mine=stance)) == (
        'they: "no time for it beside the migration"',
        f"you {words}",
    )

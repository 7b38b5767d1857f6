"""A few hundred random keys; `make walk` takes many more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.walk import Walk, ready

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_no_key_in_any_order_or_speed_ends_the_app(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    walk = Walk(3, ready(monkeypatch, tmp_path), left=200, a_round=70)
    await walk.go()
    assert len(walk.visited) > 3

"""What every test of the terminal app has."""

from __future__ import annotations

from tests.tui.harness import quick_waits

__all__ = ["quick_waits"]

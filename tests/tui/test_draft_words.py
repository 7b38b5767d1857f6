"""Which texts wait, in words."""

from datetime import UTC, date, datetime

import pytest

from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.waiting import drafts_line


@pytest.mark.parametrize(
    ("written", "when"),
    [
        (datetime(2026, 6, 29, 14, 2, tzinfo=UTC), "14:02"),
        (datetime(2026, 6, 26, 9, 30, tzinfo=UTC), "26 Jun, 09:30"),
    ],
)
def test_a_text_of_another_day_says_which(written: datetime, when: str) -> None:
    drafts = MemoryDrafts()
    drafts.taken_over["add:name"] = written
    words, person = drafts_line(drafts, (), date(2026, 6, 29))
    assert (words, person) == (f"Draft from {when}: a new person, n brings it back", "")

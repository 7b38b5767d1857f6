"""Which texts wait, in words."""

from datetime import UTC, date, datetime

import pytest

from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.waiting import drafts_line
from tests.tui.driving import driving

NOON = datetime(2026, 6, 29, 12, 0, tzinfo=UTC)


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


async def test_who_is_opened_first_is_told_of_what_waits_with_them_and_of_nothing_else() -> None:
    for whose, named in (("Priya", True), ("Chidi", False)):
        async with driving() as d:
            box = f"note:{d.person('Priya').id}"
            drafts = d.app.session.drafts
            assert isinstance(drafts, MemoryDrafts)
            drafts.put(box, "half a line")
            drafts.taken_over[box] = NOON
            d.app.open_person(d.person(whose).id)
            await d.settle()
            d.app._name_draft(d.person(whose).id)
            await d.settle()
            assert ("f3 lists it" in d.message) is named

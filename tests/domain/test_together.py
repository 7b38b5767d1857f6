"""Several commands as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.commands.items import CloseItem
from aligntui.domain.commands.together import Together
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from tests.tui.driving import TODAY

if TYPE_CHECKING:
    from aligntui.domain.person import Person


def closing(person: Person, *handles: str) -> Together:
    return Together(
        person=person.id,
        commands=tuple(
            CloseItem(person=person.id, handle=Handle(h), on=TODAY, outcome=Outcome.DROPPED)
            for h in handles
        ),
        said=f"close {', '.join(handles)}",
    )


def test_all_of_them_are_done_in_one_step_and_taken_back_in_one() -> None:
    priya, *others = sample_team(TODAY)
    notebook = Notebook(MemoryStore((priya, *others)))
    change = notebook.do(closing(priya, "F1", "E2"))
    assert change.label == "close F1, E2 of Priya Raman"
    assert change.after is not None
    closed = [i.handle for i in change.after.items if not i.open]
    assert closed == ["E2", "F1"]
    notebook.undo()
    assert notebook.person(priya.id) == priya


def test_where_one_is_refused_none_is_done() -> None:
    priya, *others = sample_team(TODAY)
    notebook = Notebook(MemoryStore((priya, *others)))
    with pytest.raises(Refused, match="no item F99"):
        notebook.do(closing(priya, "F1", "F99"))
    assert notebook.person(priya.id) == priya


def test_nothing_is_done_to_somebody_who_is_gone() -> None:
    with pytest.raises(Refused, match="no longer in the store"):
        closing(sample_team(TODAY)[0], "F1").apply(None)

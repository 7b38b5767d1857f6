"""The table of keys: it is made from the bindings, and no letter means two things on one screen."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from aligntui.text.manual import key_rows
from aligntui.tui.app import AlignApp
from aligntui.tui.keys import is_printable, kinds_with_keys, ours, own_bindings
from aligntui.tui.widgets.rows import Rows
from tests.tui import key_table

KINDS = kinds_with_keys()
SCREENS: list[type] = [kind for kind in KINDS if issubclass(kind, Screen)]
LISTS: list[type] = [kind for kind in KINDS if issubclass(kind, Rows)]
ALIKE = {
    # away with what is under the cursor
    "D": {
        *("action.drop", "drafts.drop", "handoff.leave_out", "item.close", "person.archive"),
        "round.drop",
    },
    "f": {"action.done", "actions.done"},
    # the help comes and goes
    "question_mark": {"app.help", "help.close"},
}
"""The keys that mean the same of another thing."""


def test_the_table_in_the_package_is_as_the_bindings_are() -> None:
    assert key_table.FILE.read_text("utf-8") == key_table.text(), "make screenshots writes it anew"
    assert key_rows() == key_table.rows()


def test_every_binding_has_an_id_and_a_sentence() -> None:
    for row in key_table.rows():
        assert row["id"], row
        assert row["explained"].endswith("."), row
        assert all(row["keys"]), row


def meanings(*kinds: type) -> dict[str, set[str]]:
    """The characters that mean several things where these classes are together, with their ids."""
    found: dict[str, set[str]] = {}
    for binding in (each for kind in ours(kinds) for each in own_bindings(kind)):
        # a digit picks by number from what has the focus: a section, a value, a mark
        if is_printable(binding.key) and not binding.key.isdigit() and binding.key != "space":
            found.setdefault(binding.key, set()).add(binding.id or "")
    return {
        key: ids for key, ids in found.items() if len(ids) > 1 and not ids <= ALIKE.get(key, set())
    }


@pytest.mark.parametrize("screen", SCREENS, ids=lambda kind: kind.__name__)
def test_no_letter_means_two_things_on_one_screen(screen: type) -> None:
    for kind in LISTS:
        assert meanings(screen, kind, AlignApp) == {}, kind


def test_a_letter_with_two_meanings_is_noticed() -> None:
    assert any(meanings(one, other) for one in SCREENS for other in SCREENS)


def test_the_note_key_and_the_add_key_mean_the_same_on_every_screen() -> None:
    """One keeps a note wherever a note can be kept, the other begins something new right there."""
    noting, adding = (
        {"person.note", "person.note_here"},
        {"person.add", "round.add", "timeline.addendum"},
    )
    rows = key_table.rows()
    on = {key: {row["view"]: row["id"] for row in rows if key in row["keys"]} for key in ("a", "N")}
    assert {*on["a"].values()} <= adding | noting
    noted = {row["view"] for row in rows if row["id"] in noting}
    assert noted == {"Team", "Brief", "Person", "Check in"}
    assert {view for view, name in on["N"].items() if name in noting} == noted
    # beside them only the timeline, where nothing is noted: there it is the way back of n
    assert {view: name for view, name in on["N"].items() if view not in noted} == {
        "Timeline": "timeline.newer"
    }

"""Two on one day: two people, and one person twice."""

import json

import pytest

from aligntui.cli.asked import seen_folder
from aligntui.store.drafts import FileDrafts
from aligntui.store.locations import drafts_of
from tests.cli.conftest import TODAY, Shell, once


@pytest.fixture
@once
def both(priya: Shell) -> Shell:
    """Priya and Ana, each with a line, both met four weeks ago."""
    priya.say("add", "Ana Kovač", "--on", "2026-04-01")
    for name in ("priya", "ana"):
        priya.say("focus", name, f"Focus of {name}", "--on", "2026-05-01")
        priya.say("checkin", name, "--on", "2026-06-01")
    return priya


def test_two_people_met_on_one_day_keep_to_themselves(both: Shell) -> None:
    both.say("checkin", "priya", "--notes", "Tired\nA: ask for help", "--resync", "focus")
    both.say("checkin", "ana", "--notes", "Rested\nT: Holidays", "--resync", "risks")
    priya, ana = (both.json("minutes", name, "--all") for name in ("priya", "ana"))
    assert (priya["notes"], priya["resynced"]) == ("Tired", ["focus"])
    assert (ana["notes"], ana["resynced"]) == ("Rested", ["risks"])
    assert [a["text"] for a in priya["promised"]] == ["ask for help"]
    assert (ana["promised"], [p["text"] for p in ana["carried"]]) == ([], ["Holidays"])
    assert [c["handle"] for c in priya["changes"]] == ["F1"]
    assert ana["changes"] == []


def test_taking_one_back_leaves_the_other(both: Shell) -> None:
    both.say("checkin", "priya", "--notes", "Tired\nA: ask for help")
    both.say("checkin", "ana", "--notes", "Rested")
    assert both.say("undo") == "Undone: check in with Ana Kovač\n"
    assert both.json("minutes", "ana", "--all")["on"] == "2026-06-01"
    assert both.json("minutes", "priya", "--all")["notes"] == "Tired"
    assert [a["name"] for a in both.json("actions")] == ["Priya Raman"]


def test_one_person_met_twice_on_a_day_has_two_with_their_own_notes(both: Shell) -> None:
    both.say("reword", "priya", "F1", "Focus in the morning")
    both.say("checkin", "priya", "--notes", "Morning", "--resync", "focus")
    both.say("action", "priya", "send", "the", "list")
    both.say("checkin", "priya", "--notes", "Evening", "--resync", "risks")
    timeline = both.json("timeline", "priya")
    held = [(row["handle"], row["notes"], row["resynced"]) for row in timeline]
    assert held[:2] == [("C3", "Evening", ["risks"]), ("C2", "Morning", ["focus"])]
    assert [[c["handle"] for c in row["changes"]] for row in timeline[:2]] == [[], ["F1"]]
    morning, evening = (both.json("minutes", "priya", h, "--all") for h in ("C2", "C3"))
    assert (morning["notes"], morning["resynced"]) == ("Morning", ["focus"])
    assert (evening["notes"], evening["resynced"]) == ("Evening", ["risks"])
    # a history knows days, not hours: what a day came to stands in the minutes of both
    for said in (morning, evening):
        assert [c["handle"] for c in said["changes"]] == ["F1"]
        assert [a["handle"] for a in said["promised"]] == ["A1"]
    assert both.json("show", "priya")["check_ins"][0]["handle"] == "C3"


def test_the_minutes_of_a_second_one_on_a_day_say_that_it_is_one_with_the_first(
    both: Shell,
) -> None:
    both.say("checkin", "priya", "--notes", "Morning")
    assert "One of several" not in both.say("minutes", "priya")
    both.say("checkin", "priya", "--notes", "Evening")
    for handle, other in (("C2", "C3"), ("C3", "C2")):
        line = "One of several check-ins of this day: what changed on it stands in each of them."
        assert line in both.say("minutes", "priya", handle).splitlines()
        assert line in both.say("minutes", "priya", handle, "--all").splitlines()
        assert both.json("minutes", "priya", handle)["one_with"] == [other]
    both.say("skip", "ana", "--because", "ill")
    both.say("checkin", "ana")
    assert both.json("minutes", "ana")["one_with"] == []


def _parked(shell: Shell, **boxes: str) -> None:
    """A check-in with Priya that was begun in the app, and left there."""
    uid = json.loads(shell.run("export", "priya", "--format", "json").out)["people"]["1"]["uid"]
    drafts = FileDrafts(drafts_of(shell.store, seen_folder()))
    for box, text in boxes.items():
        drafts.put(f"checkin:{box}:{uid}", text)
    drafts.close()


@pytest.mark.parametrize(
    "boxes",
    [
        {"seen": f"focus since begun={TODAY} after=3"},
        {"seen": f"begun={TODAY} after=3", "notes": "Tired"},
        {"seen": f"pulse=4 day={TODAY} begun=2026-06-20 after=3"},
    ],
)
def test_no_second_check_in_is_made_while_one_of_the_day_is_parked(
    both: Shell, boxes: dict[str, str]
) -> None:
    _parked(both, **boxes)
    before = both.json("timeline", "priya")
    ended = both.run("checkin", "priya", "--notes", "-", stdin="Well")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "aligntui: a check-in with Priya Raman is parked in the app; open it with c, and finish it "
        "with ctrl+s, or drop it in the list of f3; to go there: aligntui open 'Priya Raman'\n"
    )
    assert both.json("timeline", "priya") == before
    assert both.run("checkin", "ana").code == 0


def test_one_parked_for_another_day_is_named_beside_the_new_one(both: Shell) -> None:
    _parked(both, seen="focus begun=2026-06-26 after=3")
    ended = both.run("checkin", "priya", "--notes", "Well")
    assert ended.code == 0
    assert "a check-in of 26 Jun is parked in the app; c opens it there\n" in ended.err


@pytest.mark.parametrize("boxes", [{"seen": f"begun={TODAY} after=3"}, {"notes": "for next time"}])
def test_what_was_only_opened_or_waits_for_the_next_one_is_not_parked(
    both: Shell, boxes: dict[str, str]
) -> None:
    _parked(both, **boxes)
    both.say("checkin", "priya")


def test_words_in_a_parked_check_in_are_found_and_a_touch_is_called_one(both: Shell) -> None:
    _parked(both, seen=f"begun={TODAY} after=3", notes="Tired of the marmot")
    both.say("touch", "ana", "a marmot in the corridor")
    found = [(hit["name"], hit["where"], hit["private"]) for hit in both.json("search", "marmot")]
    assert found == [("Ana Kovač", "touch", True), ("Priya Raman", "parked check-in", True)]
    assert both.run("search", "marmot", "--hide").code == 1


@pytest.mark.parametrize(
    ("after", "line"),
    [
        ((), '- F1 reworded: Focus at noon (was "Focus of priya")'),
        (
            ("reword", "priya", "F1", "Focus at night"),
            '- F1 reworded: Focus at night (was "Focus of priya") (written later that day)',
        ),
        (
            ("edit", "priya", "A1", "--text", "send it"),
            "- A1 send it (me) (written later that day)",
        ),
        (("action", "priya", "call"), "- A2 call (me) (written later that day)"),
        (("reword", "ana", "F1", "Other"), "- A1 send (me)"),
    ],
)
def test_minutes_say_what_was_changed_on_their_day_after_they_were_made(
    both: Shell, after: tuple[str, ...], line: str
) -> None:
    both.say("reword", "priya", "F1", "Focus at noon")
    both.say("checkin", "priya", "--notes", "A: send")
    assert "later that day" not in both.say("minutes", "priya")
    if after:
        both.say(*after)
    said = both.say("minutes", "priya").splitlines()
    assert line in said
    assert sum("later that day" in each for each in said) == line.count("later that day")
    assert "later that day" not in both.say("minutes", "ana")

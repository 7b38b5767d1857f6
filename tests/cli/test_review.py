"""The review packet as it is printed: what is private, flagged, or was never told."""

import pytest

from tests.cli.conftest import Shell

SINCE = ("--since", "2026-04-15")
STORY = (
    ("add", "Ana Kovač", "--on", "2026-04-01", "--role", "designer"),
    ("expect", "ana", "Owns it", "--on", "2026-04-10"),
    ("agree", "ana", "e1", "--on", "2026-04-11"),
    ("expect", "ana", "SECRET side", "--private", "--on", "2026-04-10"),
    ("opportunity", "ana", "Lead it", "--on", "2026-04-10"),
    ("set", "ana", "o1", "--private", "--on", "2026-04-19"),
    ("reword", "ana", "o1", "Lead SECRET it", "--on", "2026-04-20"),
    ("reword", "ana", "o1", "Lead the rest", "--on", "2026-04-21"),
    ("set", "ana", "o1", "--shared", "--on", "2026-04-22"),
    ("reword", "ana", "e1", "Owns all of it", "--on", "2026-05-05"),
    ("checkin", "ana", "--notes", "SECRET talk", "--resync", "all", "--on", "2026-05-05"),
    ("miss", "ana", "e1", "no answer", "--on", "2026-06-02"),
    ("miss", "ana", "e1", "again", "--on", "2026-06-03"),
    ("told", "ana", "b1", "--on", "2026-06-04"),
    ("feedback", "ana", "SECRET praise", "--praise", "--on", "2026-06-05"),
    ("note", "ana", "SECRET note"),
    ("action", "ana", "SECRET plan", "--private"),
    ("risk", "ana", "May slip", "--on", "2026-05-01"),
    ("set", "ana", "r1", "--not-for-review"),
    ("focus", "ana", "Ship", "--on", "2026-05-06"),
    ("close", "ana", "f1", "--as", "done", "--on", "2026-06-20"),
)


@pytest.fixture
def ana(shell: Shell) -> Shell:
    for words in STORY:
        assert shell.run(*words).code == 0, words
    return shell


def test_by_section_what_was_agreed_what_changed_and_what_came_of_it(ana: Shell) -> None:
    lines = ana.say("review", "ana", *SINCE).splitlines()
    assert lines[:3] == ["# Review packet: Ana Kovač, designer", "", "15 Apr 2026 to 29 Jun 2026."]
    at = lines.index("### E1 Owns all of it")
    assert lines[at + 2 : at + 9] == [
        '- At the start: agreed on 11 Apr 2026, "Owns it" (on track)',
        '- 5 May 2026 (C1): reworded from "Owns it" to "Owns all of it", by me',
        "- 5 May 2026 (C1): both agreed",
        "- 2 Jun 2026: missed: no answer (told 4 Jun 2026)",
        "- 2 Jun 2026: off track, by me",
        "- 3 Jun 2026: missed: again (**never told**)",
        "- At the end: OFF TRACK; agreed on 5 May 2026",
    ]
    at = lines.index("### F1 Ship")
    assert lines[at + 2 : at + 4] == [
        "- Added 6 May 2026",
        "- Outcome: **done** on 20 Jun 2026",
    ]


def test_nothing_private_stands_in_it_unless_asked(ana: Shell) -> None:
    said = ana.say("review", "ana", *SINCE)
    assert "SECRET" not in said
    assert said.splitlines()[-1] == "Left out: 2 private, 1 not for review."
    asked = ana.say("review", "ana", *SINCE, "--private")
    assert "### E2 SECRET side (private)" in asked
    assert "praise, private: SECRET praise (**never told**)" in asked
    assert asked.splitlines()[-1] == "Left out: 1 not for review."
    hidden = ana.say("review", "ana", *SINCE, "--private", "--hide")
    assert "SECRET" not in hidden
    assert "SECRET" not in ana.say("review", "ana", *SINCE, "--json")


def test_what_was_never_told_and_what_it_rests_on_stand_first(ana: Shell) -> None:
    lines = ana.say("review", "ana", *SINCE).splitlines()
    assert "> **Never told:** 2 entries wait to be told; tell before the review." in lines
    long = ana.say("review", "ana", "--since", "2026-03-01").splitlines()
    assert "> **Rests on the last 6 weeks:** 2 of 2 dated entries." in long
    assert not any("Rests" in line for line in lines)
    empty = ana.say("review", "ana", "--since", "2026-04-15", "--until", "2026-04-30").splitlines()
    assert any(line.startswith("> **Rests on no evidence:**") for line in empty)


def test_a_flag_keeps_an_item_out_until_it_is_taken_away(ana: Shell) -> None:
    assert "May slip" not in ana.say("review", "ana", *SINCE)
    assert "        not for review" in ana.say("show", "ana").splitlines()
    assert ana.json("risk", "ana")[0]["not_for_review"] is True
    ana.say("move", "ana", "r1", "focus")
    assert "May slip" not in ana.say("review", "ana", *SINCE, "--private")
    ana.say("set", "ana", "f2", "--for-review")
    assert "### F2 May slip" in ana.say("review", "ana", *SINCE)


def test_in_json(ana: Shell) -> None:
    found = ana.json("review", "ana", *SINCE)
    assert (found["since"], found["until"], found["never_told"]) == ("2026-04-15", "2026-06-29", 2)
    assert found["left_out"] == {"not_for_review": 1, "private": 2}
    assert [month["month"] for month in found["coverage"]] == ["2026-04", "2026-05", "2026-06"]
    item = found["sections"]["expectations"][0]
    assert (item["handle"], item["start"]["text"]) == ("E1", "Owns it")
    assert [(e["on"], e["told_on"]) for e in item["entries"]] == [
        ("2026-06-02", "2026-06-04"), ("2026-06-03", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "2026-06-01", "--until", "2026-05-01"), "put the earlier day first"),
        (("--since", "2026-06-01", "--until", "2027-05-01"), "is not over yet"),
        (("--since", "1999-06-01"), "10 years are the most"),
        ((), "--since"),
    ],
)
def test_a_period_that_can_not_be_is_refused(ana: Shell, words: tuple[str, ...], says: str) -> None:
    assert says in ana.refusal("review", "ana", *words)


@pytest.mark.parametrize(
    "words",
    [
        ("diff", "ana", "2026-04-01"),
        ("diff", "ana", "2026-04-12", "2026-04-20"),
        ("search", "secret"),
        ("search", "lead"),
        ("show", "ana"),
        ("show", "ana", "--on", "2026-04-20"),
        ("show", "ana", "--numbers"),
        ("show", "--numbers"),
        ("timeline", "ana", "--on", "2026-06-10"),
        ("history", "ana", "o1"),
        ("actions", "--on", "2026-06-20"),
        ("untold", "--on", "2026-06-20"),
        ("differences", "--on", "2026-06-20"),
        ("review", "ana", *SINCE, "--private"),
    ],
    ids=" ".join,
)
def test_no_look_at_the_past_shows_what_is_private_where_it_is_hidden(
    ana: Shell, words: tuple[str, ...]
) -> None:
    for form in ((), ("--json",)):
        ended = ana.run(*words, *form, "--hide")
        assert ended.code in (0, 1)
        assert "SECRET" not in ended.out + ended.err


def test_show_marks_what_is_not_for_review(ana: Shell) -> None:
    lines = ana.say("show", "ana").splitlines()
    at = next(number for number, line in enumerate(lines) if "R1  May slip" in line)
    assert "not for review" in [line.strip() for line in lines[at + 1 : at + 4]]

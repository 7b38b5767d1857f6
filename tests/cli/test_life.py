"""What happens with an item: misses, evidence, moves, and all of it told."""

import pytest

from tests.cli.conftest import Shell, once

LATE = " (written on 29 Jun)"
"""Said of what was recorded for a day long before the present one."""


@pytest.fixture
@once
def expected(priya: Shell) -> Shell:
    """Priya has an expectation that both agree on, an opportunity and a private risk."""
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-01")
    priya.say("agree", "priya", "e1", "--on", "2026-05-02")
    priya.say("opportunity", "priya", "Lead it", "--helps", "readiness", "--on", "2026-05-01")
    priya.say("risk", "priya", "SECRET doubt", "--threatens", "e1", "--private")
    return priya


def test_a_miss_names_the_feedback_that_it_led_to(expected: Shell) -> None:
    said = expected.say("miss", "priya", "e1", "no", "answer", "--on", "2026-05-20")
    assert said == "missed E1 of Priya Raman, feedback B1 is to be given: no answer\n"
    expected.say("told", "priya", "b1", "--on", "2026-05-21")
    expected.say("miss", "priya", "e1", "again", "--on", "2026-06-02")
    shown = expected.say("show", "priya")
    assert "OFF TRACK  agreed 2 May" in shown
    assert "        missed 20 May (told 21 May), 2 Jun (not told)" in shown.splitlines()
    item = expected.json("expect", "priya")[0]
    assert (item["state"], item["agreement"]) == ("off_track", "agreed")
    assert item["misses"] == [
        {
            "on": "2026-05-20", "text": "no answer", "private": False,
            "feedback": "B1", "told_on": "2026-05-21", "origin": None,
        },
        {
            "on": "2026-06-02", "text": "again", "private": False,
            "feedback": "B2", "told_on": None, "origin": None,
        },
    ]  # fmt: skip


def test_a_miss_may_lead_to_no_feedback(expected: Shell) -> None:
    made = expected.json("miss", "priya", "e1", "no answer", "--no-feedback")
    assert (made["handle"], made["feedback"], made["text"], made["on"]) == (
        "E1", None, "no answer", "2026-06-29",
    )  # fmt: skip
    assert expected.json("untold") == []


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (("miss", "priya", "e1", "no answer"), "miss of E1"),
        (("evidence", "priya", "o1", "led one"), "evidence for O1"),
        (("move", "priya", "o1", "exp"), "move O1"),
        (("move", "priya", "r1", "exp", "--quiet"), "move R1"),
        (("close", "priya", "r1", "--as", "happened", "--quiet"), "close R1"),
    ],
)
def test_each_is_one_step_for_undo_and_redo(
    expected: Shell, words: tuple[str, ...], label: str
) -> None:
    before = expected.json("show", "priya")
    expected.say(*words)
    then = expected.json("show", "priya")
    assert then != before
    assert expected.say("undo").startswith(f"Undone: {label}")
    assert expected.json("show", "priya") == before
    expected.say("redo")
    assert expected.json("show", "priya") == then


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("miss", "priya", "o1", "x"), "never counts as a miss"),
        (("miss", "priya", "r1", "x"), "close a risk as happened"),
        (("miss", "priya", "e9", "x"), "no item E9"),
        (("miss", "priya", "e1", " "), "what was missed is empty"),
        (("miss", "priya", "e1", "x", "--on", "2026-04-03"), "was written on 1 May"),
        (("evidence", "priya", "e1", "x"), "E1 is not an opportunity"),
        (("move", "priya", "e1", "exp"), "is already in expectations"),
        (("move", "priya", "e1", "somewhere"), "the sections are"),
        (("history", "priya", "e9"), "no item E9"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_changes(
    expected: Shell, words: tuple[str, ...], said: str
) -> None:
    before = expected.json("show", "priya")
    assert said in expected.refusal(*words)
    assert expected.json("show", "priya") == before


def test_evidence_stands_under_its_opportunity(expected: Shell) -> None:
    said = expected.say("evidence", "priya", "o1", "led", "one", "--on", "2026-06-03")
    assert said == "evidence for O1 of Priya Raman: led one\n"
    assert "        evidence 3 Jun: led one" in expected.say("opportunity", "priya").splitlines()
    item = expected.json("opportunity", "priya")[0]
    assert item["evidence"] == [{"on": "2026-06-03", "text": "led one", "private": False}]
    assert item["misses"] == []


def test_as_of_a_day_what_came_later_is_not_there(expected: Shell) -> None:
    expected.say("miss", "priya", "e1", "no answer", "--on", "2026-06-02")
    then = expected.json("show", "priya", "--on", "2026-06-01")["sections"]["expectations"][0]
    assert (then["misses"], then["state"]) == ([], "on_track")


def test_a_risk_that_comes_true_is_a_miss_and_its_private_words_are_hidden(
    expected: Shell,
) -> None:
    assert expected.say("move", "priya", "r1", "expectations", "--quiet") == (
        "R1 came true, a miss of E1 of Priya Raman: Owns on-call\n"
    )
    assert "missed 29 Jun (R1 came true, private)" in expected.say("expect", "priya")
    assert expected.json("expect", "priya")[0]["misses"][0]["text"] == "SECRET doubt"
    for command in (("show",), ("timeline",), ("expect",), ("history", "e1")):
        for form in ((), ("--json",)):
            words = (command[0], "priya", *command[1:], "--hide", *form)
            assert "SECRET" not in expected.say(*words)


def test_a_closed_risk_says_what_it_became(expected: Shell) -> None:
    made = expected.json("close", "priya", "r1", "--as", "happened", "--quiet")
    assert (made["outcome"], made["became"]) == ("happened", "E1")
    assert "closed as happened: E1 missed" in expected.say("history", "priya", "r1")


def test_a_risk_that_threatens_nothing_says_what_to_type(priya: Shell) -> None:
    priya.say("risk", "priya", "Doubt")
    priya.say("expect", "priya", "Owns it")
    assert "aligntui set 'Priya Raman' R1 --threatens" in priya.refusal(
        "move", "priya", "r1", "exp"
    )
    priya.say("set", "priya", "r1", "--threatens", "e1")
    priya.say("move", "priya", "r1", "exp", "--quiet")


@pytest.mark.parametrize("outcome", ["", "met", "wrong"])
@pytest.mark.parametrize(
    ("asks", "says"),
    [
        (("show", "priya"), "threatens: E2"),
        (("prep", "priya"), "threatens E2"),
        (("concerns",), "Nobody can (E2"),
    ],
)
def test_a_risk_says_that_what_it_threatens_is_closed(
    priya: Shell, asks: tuple[str, ...], says: str, outcome: str
) -> None:
    for text in ("Owns it", "Answers pages"):
        priya.say("expect", "priya", text)
    priya.say("risk", "priya", "Nobody can", "--threatens", "e2")
    if outcome:
        priya.say("close", "priya", "e2", "--as", outcome, "--quiet")
    said = priya.say(*asks, "--on", "2026-09-29")
    assert says in said
    assert (f"{says}, closed" in said) == bool(outcome)
    sent = priya.run("round", "priya", "-o", "-", "--on", "2026-09-29").out
    assert ("threatens: E2" in sent) != bool(outcome)


def test_a_moved_item_says_where_it_was(expected: Shell) -> None:
    assert expected.say("move", "priya", "o1", "exp") == "O1 is now E2 of Priya Raman: Lead it\n"
    item = expected.json("expect", "priya")[1]
    assert (item["handle"], item["origin"], item["agreement"]) == ("E2", "O1", "not_discussed")
    assert "        was O1" in expected.say("show", "priya").splitlines()
    assert "E2 added, was O1: Lead it" in expected.say("timeline", "priya")


def test_the_history_of_an_item_is_told_by_day(expected: Shell) -> None:
    expected.say("reword", "priya", "e1", "Owns it all", "--on", "2026-05-10")
    expected.say("differ", "priya", "e1", "too much", "--on", "2026-05-12")
    expected.say("miss", "priya", "e1", "no answer", "--on", "2026-05-20")
    expected.say("close", "priya", "e1", "--as", "missed", "--on", "2026-06-01")
    assert expected.say("history", "priya", "e1").splitlines() == [
        "E1  Owns it all",
        "    first seen 1 May, longest open 31 days, reworded once, off track once",
        f'   1 May   you   written: "Owns on-call"{LATE}',
        f"   2 May   both  agreed{LATE}",
        f'   10 May  you   reworded from "Owns on-call" to "Owns it all"{LATE}',
        f'   12 May  they  differ: "too much"{LATE}',
        f"   20 May  you   off track{LATE}",
        f"   20 May        missed: no answer (B1, not told){LATE}",
        f"   1 Jun         closed as missed{LATE}",
    ]
    lines = expected.json("history", "priya", "e1")
    assert {line["name"] for line in lines} == {"Priya Raman"}
    assert {line["handle"] for line in lines} == {"E1"}
    assert [(line["on"], line["who"]) for line in lines[:4]] == [
        ("2026-05-01", "me"), ("2026-05-02", "both"), ("2026-05-10", "me"), ("2026-05-12", "them"),
    ]  # fmt: skip
    assert lines[-1]["who"] is None
    assert "reworded" not in expected.say("history", "priya", "e1", "--on", "2026-05-09")


def test_the_timeline_tells_misses_and_evidence(expected: Shell) -> None:
    expected.say("checkin", "priya", "--on", "2026-05-13")
    expected.say("miss", "priya", "e1", "no answer", "--on", "2026-05-20")
    expected.say("evidence", "priya", "o1", "led one", "--on", "2026-05-21", "--quiet")
    told = expected.say("timeline", "priya", "--since", "2026-05-14").splitlines()
    assert f'    E1 Owns on-call, missed: "no answer"{LATE}' in told
    assert f'    O1 Lead it, evidence: "led one"{LATE}' in told
    kinds = [c["kind"] for c in expected.json("timeline", "priya")[0]["changes"]]
    assert kinds == ["missed", "evidence", "added"]


def test_the_words_of_a_private_miss_are_not_in_a_shared_line(expected: Shell) -> None:
    expected.say("checkin", "priya", "--on", "2026-05-13")
    assert expected.say("close", "priya", "r1", "--as", "happened", "--quiet") == (
        "closed as happened R1 of Priya Raman; a miss of E1 is counted: SECRET doubt\n"
    )
    told = expected.say("timeline", "priya").splitlines()
    assert "    E1 Owns on-call, missed (private)" in told
    assert "  . R1 added, closed as happened (E1 missed): SECRET doubt (threatens: E1)" in told


def test_readiness_counts_what_is_beyond_and_never_what_is_expected(expected: Shell) -> None:
    expected.say("opportunity", "priya", "For the team", "--helps", "team")
    expected.say("evidence", "priya", "o2", "not for readiness")
    expected.say("evidence", "priya", "o1", "led one", "--on", "2026-06-03")
    expected.say("move", "priya", "o1", "exp")
    assert expected.say("show", "priya", "--readiness").splitlines() == [
        "Beyond what is expected:",
        "  O1  Lead it  done, became E2",
        "      3 Jun  led one",
        "",
        "Expected of them anyway, and never counted:",
        "  E1  Owns on-call",
        "  E2  Lead it",
    ]
    shape = expected.json("show", "priya", "--readiness")
    assert [(each["handle"], each["became"]) for each in shape["readiness"]] == [("O1", "E2")]
    assert shape["readiness"][0]["evidence"][0]["on"] == "2026-06-03"
    assert [each["handle"] for each in shape["expected"]] == ["E1", "E2"]
    then = expected.json("show", "priya", "--readiness", "--on", "2026-06-01")["readiness"]
    assert [(each["became"], each["evidence"]) for each in then] == [(None, [])]


def test_readiness_without_any_says_what_counts(priya: Shell) -> None:
    assert "--helps readiness" in priya.say("show", "priya", "--readiness")


def test_what_is_off_track_was_missed_where_nobody_says_how_it_ended(priya: Shell) -> None:
    priya.say("expect", "priya", "Owns on-call")
    priya.say("expect", "priya", "Reviews in a day")
    priya.say("miss", "priya", "e1", "two days late")
    assert "closed as missed" in priya.say("close", "priya", "e1")
    assert "closed as met" in priya.say("close", "priya", "e2")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("close", "priya", "r1", "--as", "happened"), True),
        (("close", "priya", "r1", "--as", "happened", "--expectation", "missed"), True),
        (("close", "priya", "r1", "--as", "happened", "--expectation", "wrong"), False),
        (("close", "priya", "r1", "--as", "mitigated"), False),
        (("move", "priya", "r1", "exp"), True),
        (("miss", "priya", "e1", "no answer"), False),
    ],
)
def test_a_miss_without_feedback_says_how_to_tell_them(
    expected: Shell, words: tuple[str, ...], *, hint: bool
) -> None:
    tell = "to tell them: aligntui feedback 'Priya Raman' TEXT --corrective --about E1\n"
    assert (tell in expected.run(*words).err) is hint
    assert tell not in expected.run(*words, "--hide").err


IN_ORDER = [
    (
        (
            ("miss", "priya", "e1", "one"),
            ("close", "priya", "e1", "--as", "wrong", "--text", "Owns a week of it"),
            ("reword", "priya", "e1", "Owns half a week"),
        ),
        ["off track", "missed", "was wrong", "reworded", "on track", "reworded"],
    ),
    (
        (
            ("miss", "priya", "e1", "one", "--on", "2026-06-20"),
            ("miss", "priya", "e1", "two"),
            ("close", "priya", "e1", "--as", "wrong", "--text", "Owns a week of it"),
        ),
        ["missed", "was wrong", "reworded", "on track"],
    ),
    (
        (("miss", "priya", "e1", "one"), ("miss", "priya", "e1", "two")),
        ["off track", "missed: one", "missed: two"],
    ),
    (
        (
            ("close", "priya", "e1", "--as", "wrong", "--text", "Owns a week of it"),
            ("reword", "priya", "e1", "Owns half a week"),
        ),
        ["was wrong", "reworded", "reworded"],
    ),
    (
        (("miss", "priya", "e1", "one"), ("close", "priya", "e1", "--as", "wrong")),
        ["off track", "missed", "was wrong", "closed as wrong"],
    ),
]


@pytest.mark.parametrize(("steps", "told"), IN_ORDER)
def test_what_happened_on_one_day_is_told_as_it_came(
    expected: Shell, steps: tuple[tuple[str, ...], ...], told: list[str]
) -> None:
    for words in steps:
        assert expected.run(*words).code == 0
    today = [e["words"] for e in expected.json("history", "priya", "e1") if e["on"] == "2026-06-29"]
    assert len(today) == len(told)
    assert all(words.startswith(begins) for words, begins in zip(today, told, strict=True)), today


@pytest.mark.parametrize(
    ("misses", "counted"),
    [
        ((), ""),
        (("2026-06-20",), ": no new miss (that of 20 Jun stays)"),
        (("2026-06-20", "2026-06-21"), ": no new miss (2 earlier stay)"),
    ],
)
def test_what_was_wrong_is_no_miss_and_one_that_was_noted_before_stays(
    expected: Shell, misses: tuple[str, ...], counted: str
) -> None:
    for day in misses:
        expected.say("miss", "priya", "e1", "late", "--on", day)
    wrong = ("close", "priya", "e1", "--as", "wrong", "--text", "Owns a week")
    assert expected.say(*wrong) == f"reworded E1 of Priya Raman{counted}: Owns a week\n"

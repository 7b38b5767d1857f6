"""The review packet as it is printed: what is private, flagged, or was never told."""

import re

import pytest

from tests.cli.conftest import HIDDEN, Shell, once

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
@once
def ana(shell: Shell) -> Shell:
    for words in STORY:
        assert shell.run(*words).code == 0, words
    return shell


def test_by_section_what_was_agreed_what_changed_and_what_came_of_it(ana: Shell) -> None:
    lines = ana.run("review", "ana", *SINCE).out.splitlines()
    period = "From 15 April 2026 to 29 June 2026."
    assert lines[:3] == ["# Review packet: Ana Kovač, designer", "", period]
    at = lines.index("### E1 Owns all of it")
    assert lines[at + 2 : at + 5] == [
        (
            "Agreed at the start, most recently on 11 April 2026. "
            'On 5 May 2026, it was reworded from "Owns it". '
            "On 2 June 2026, it was off track. Both last agreed on 5 May 2026."
        ),
        "",
        "- 2 June 2026, missed: no answer (told on 4 June 2026)",
    ]
    at = lines.index("### F1 Ship")
    assert lines[at + 2] == "Added on 6 May 2026. Outcome: **done** on 20 June 2026."
    assert "C1" not in "\n".join(lines)


def test_the_full_record_is_appended_where_it_is_asked_for(ana: Shell) -> None:
    document = ana.run("review", "ana", *SINCE).out
    whole = ana.run("review", "ana", *SINCE, "--full").out
    assert whole.startswith(f"{document}\n## Appendix: the full record\n")
    lines = whole.removeprefix(document).splitlines()
    at = lines.index("### E1 Owns all of it")
    assert lines[at + 2 : at + 8] == [
        '- At the start: agreed on 11 April 2026, "Owns it"',
        '- 5 May 2026 (C1): reworded from "Owns it" to "Owns all of it", by me',
        "- 5 May 2026 (C1): both agreed",
        "- 2 June 2026, missed: no answer (told on 4 June 2026)",
        "- 2 June 2026: off track, by me",
        "- At the end: OFF TRACK; agreed on 5 May 2026",
    ]
    at = lines.index("### F1 Ship")
    assert lines[at + 2 : at + 4] == [
        "- Added 6 May 2026",
        "- Outcome: **done** on 20 June 2026",
    ]


def test_nothing_private_stands_in_it_unless_asked(ana: Shell) -> None:
    said = ana.run("review", "ana", *SINCE)
    assert "SECRET" not in said.out + said.err
    assert "SECRET" not in ana.run("review", "ana", *SINCE, "--full").out
    assert said.out.splitlines()[-1] == "Left out: 1 not for review."
    tell = "tell it before the review, then aligntui told 'Ana Kovač'"
    assert said.err.splitlines() == [
        f"left out: B2 (corrective about E1) is not told yet: {tell} B2",
        f"left out: B3 (praise) is not told yet: {tell} B3",
        "left out: 1 private",
    ]
    asked = ana.say("review", "ana", *SINCE, "--private")
    assert "### E2 SECRET side (private)" in asked
    assert "praise, private: SECRET praise (**never told**)" in asked
    assert asked.splitlines()[-1] == "Left out: 1 not for review."
    hidden = ana.say("review", "ana", *SINCE, "--private", "--hide")
    assert "SECRET" not in hidden
    assert ana.run("review", "ana", *SINCE, "--hide").err == HIDDEN
    assert "SECRET" not in ana.say("review", "ana", *SINCE, "--json")


def test_what_was_never_told_leaves_in_no_form_and_is_named_only_for_ones_own_eyes(
    ana: Shell,
) -> None:
    said = ana.run("review", "ana", *SINCE).out
    assert "again" not in said
    assert "never" not in said.lower()
    asked = ana.say("review", "ana", *SINCE, "--private").splitlines()
    assert "> **Never told:** 2 to tell before the review." in asked
    assert "- 3 June 2026, missed: again (**never told**)" in asked


def test_an_off_track_that_follows_from_an_untold_miss_stays_here_until_it_is_told(
    ana: Shell,
) -> None:
    ana.say("expect", "ana", "Answers pages", "--on", "2026-05-01")
    ana.say("miss", "ana", "e3", "slept", "--on", "2026-06-10")
    packet = ana.run("review", "ana", *SINCE).out
    part = packet[packet.index("### E3") : packet.index("## Opportunities")]
    assert "off track" not in part.lower()
    assert "slept" not in packet
    ana.say("told", "ana", "b4", "--on", "2026-06-12")
    packet = ana.run("review", "ana", *SINCE).out
    assert "- 10 June 2026, missed: slept (told on 12 June 2026)" in packet
    assert "On 10 June 2026, it was off track." in packet


def test_an_expectation_closed_as_missed_stays_here_until_that_is_told(ana: Shell) -> None:
    ana.say("expect", "ana", "Answers pages", "--on", "2026-05-01")
    ana.say("miss", "ana", "e3", "slept", "--on", "2026-06-10")
    ana.say("close", "ana", "e3", "--as", "missed", "--on", "2026-06-11")
    assert "Answers pages" not in ana.run("review", "ana", *SINCE).out
    ana.say("told", "ana", "b4", "--on", "2026-06-12")
    assert "Outcome: **missed**" in ana.run("review", "ana", *SINCE).out


def test_told_praise_and_kept_promises_stand_in_it(ana: Shell) -> None:
    ana.say("feedback", "ana", "Calm in the outage", "--praise", "--on", "2026-06-06")
    ana.say("told", "ana", "b4", "--on", "2026-06-07")
    ana.say("action", "ana", "write the runbook", "--theirs", "--on", "2026-06-01")
    ana.say("done", "ana", "a2", "--on", "2026-06-08")
    ana.say("action", "ana", "ask for the budget", "--on", "2026-06-01")
    lines = ana.run("review", "ana", *SINCE).out.splitlines()
    assert "- 6 June 2026, praise, private: Calm in the outage (told on 7 June 2026)" not in lines
    assert "- 6 June 2026, praise: Calm in the outage (told on 7 June 2026)" in lines
    at = lines.index("## Promises kept")
    assert lines[at + 2] == "- 8 June 2026, by Ana: write the runbook"
    at = lines.index("## Promises open")
    assert lines[at + 2] == "- 1 June 2026, given by me, without a day: ask for the budget"
    assert "Calm" not in ana.say("review", "ana", *SINCE, "--hide")


def test_what_it_rests_on_stands_first(ana: Shell) -> None:
    lines = ana.run("review", "ana", *SINCE).out.splitlines()
    assert not any("Rests" in line for line in lines)
    until = ("--since", "2026-04-15", "--until", "2026-04-30")
    empty = ana.run("review", "ana", *until).out.splitlines()
    assert any(line.startswith("> **No evidence:**") for line in empty)


def test_a_flag_keeps_an_item_out_until_it_is_taken_away(ana: Shell) -> None:
    assert "May slip" not in ana.run("review", "ana", *SINCE).out
    assert "        not for review" in ana.say("show", "ana").splitlines()
    assert ana.json("risk", "ana")[0]["not_for_review"] is True
    ana.say("move", "ana", "r1", "focus")
    assert "May slip" not in ana.say("review", "ana", *SINCE, "--private")
    ana.say("set", "ana", "f2", "--for-review")
    assert "### F2 May slip" in ana.run("review", "ana", *SINCE).out


def test_in_json(ana: Shell) -> None:
    found = ana.json("review", "ana", *SINCE)
    assert (found["since"], found["until"], found["never_told"]) == (
        "2026-04-15",
        "2026-06-29",
        None,
    )
    assert found["left_out"] == {"not_for_review": 1, "private": None}
    assert [month["month"] for month in found["coverage"]] == ["2026-04", "2026-05", "2026-06"]
    item = found["sections"]["expectations"][0]
    assert (item["handle"], item["start"]["text"]) == ("E1", "Owns it")
    assert [(e["on"], e["told_on"]) for e in item["entries"]] == [("2026-06-02", "2026-06-04")]
    mine = ana.json("review", "ana", *SINCE, "--private")
    assert (mine["never_told"], len(mine["sections"]["expectations"][0]["entries"])) == (2, 2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "2026-06-01", "--until", "2026-05-01"), "give the earlier day first"),
        (("--since", "2026-06-01", "--until", "2027-05-01"), "is in the future"),
        (("--since", "1999-06-01"), "10 years is the limit"),
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
        ("review", "ana", *SINCE, "--private", "--full"),
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


def test_a_paragraph_tells_a_line_in_the_order_of_its_days(shell: Shell) -> None:
    for words in (
        ("add", "Grace Wu", "--on", "2026-01-05"),
        ("expect", "grace", "Owns on-call", "--on", "2026-01-05"),
        ("risk", "grace", "Schema is new", "--cause", "new-challenge", "--on", "2026-01-05"),
        ("differ", "grace", "E1", "not at night", "--on", "2026-03-01"),
        ("differ", "grace", "E1", "too much", "--mine", "--on", "2026-04-05"),
        ("set", "grace", "R1", "--mitigation", "pair weekly!", "--on", "2026-03-04"),
        ("focus", "grace", "Ship it", "--weight", "40", "--on", "2026-03-10"),
        ("set", "grace", "F1", "--weight", "60", "--on", "2026-04-10"),
        ("reword", "grace", "F1", "Ship it all", "--because", "the launch",
         "--proposed-by", "them", "--on", "2026-04-11"),
    ):  # fmt: skip
        assert shell.run(*words).code == 0, words
    said = shell.run("review", "grace", "--since", "2026-02-01").out
    for paragraph in (
        (
            "Added on 10 March 2026. Its share was 40%. On 10 April 2026, share from 40% to 60%. "
            'On 11 April 2026, it was reworded from "Ship it", proposed by Grace; why: the launch. '
            "Not agreed by both."
        ),
        (
            "Not agreed by both at the start. Still not agreed by both, "
            'as Grace differs: "not at night" and I differ: "too much".'
        ),
        (
            "Not agreed by both at the start. Cause: new challenge. "
            "On 4 March 2026, mitigation: pair weekly! Still not agreed by both."
        ),
    ):
        assert f"\n\n{paragraph}\n\n" in said


OFF = re.compile("On ([^,]*) 2026, it was off track")
MISDATED = [
    # what was not told is neither told of by the words that came of it
    (
        (
            ("miss", "ines", "e1", "one", "--on", "2026-06-01"),
            ("miss", "ines", "e1", "two", "--on", "2026-06-02"),
            ("close", "ines", "e1", "--as", "wrong", "--text", "In two days", "--on", "2026-06-03"),
        ),
        'On 3 June 2026, it was reworded from "In a day". Not agreed by both as it reads now.',
        [],
        ["B1 (corrective about E1)", "B2 (corrective about E1)"],
    ),
    # nor by being off track again on the day it was back on track
    (
        (
            ("miss", "ines", "e1", "one", "--no-feedback", "--on", "2026-06-01"),
            ("set", "ines", "e1", "--state", "on_track", "--on", "2026-06-20"),
            ("set", "ines", "e1", "--state", "off_track", "--on", "2026-06-20"),
        ),
        "Agreed at the start, most recently on 10 April 2026.",
        [],
        ["E1 was missed on 1 June 2026, and no feedback says so"],
    ),
    (
        (
            ("miss", "ines", "e1", "one", "--on", "2026-06-01"),
            ("miss", "ines", "e1", "two", "--on", "2026-06-04"),
            ("told", "ines", "b2", "--on", "2026-06-05"),
            ("close", "ines", "e1", "--as", "wrong", "--on", "2026-06-20"),
        ),
        "On 4 June 2026, it was off track. Outcome: **the expectation was wrong** on 20 June 2026.",
        ["4 June"],
        ["B1 (corrective about E1)"],
    ),
    (
        (
            ("risk", "ines", "May slip", "--threatens", "e1", "--on", "2026-05-01"),
            ("close", "ines", "r1", "--as", "happened", "--on", "2026-06-01"),
            ("reopen", "ines", "r1", "--on", "2026-06-02"),
        ),
        "closed as happened: E1 missed. On 2 June 2026, it was opened again.",
        ["1 June"],
        [],
    ),
    # nor is a wording explained by the reason of one before it
    (
        (
            ("focus", "ines", "Ship", "--on", "2026-06-01"),
            ("reword", "ines", "f1", "Ship it", "--because", "it was vague", "--on", "2026-06-01"),
            ("reword", "ines", "f1", "All of it", "--proposed-by", "them", "--on", "2026-06-01"),
        ),
        "Added on 1 June 2026, proposed by Ines. Not agreed by both.",
        [],
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "says", "off", "left_out"), MISDATED)
def test_a_packet_may_leave_out_but_never_gives_a_day_that_is_not_true(
    shell: Shell,
    steps: tuple[tuple[str, ...], ...],
    says: str,
    off: list[str],
    left_out: list[str],
) -> None:
    shell.run("add", "Ines Okafor", "--on", "2026-04-01")
    shell.run("expect", "ines", "In a day", "--on", "2026-04-10")
    shell.run("agree", "ines", "e1", "--on", "2026-04-10")
    for words in steps:
        assert shell.run(*words).code == 0, words
    ended = shell.run("review", "ines", *SINCE)
    assert says in ended.out
    assert OFF.findall(ended.out) == off
    lines = ended.err.splitlines()
    assert [line.removeprefix("left out: ").split(" is not told")[0] for line in lines] == left_out


@pytest.mark.parametrize(("lately", "skewed"), [(3, False), (4, True)])
def test_recent_weeks_are_a_word_to_the_writer_where_they_hold_more_than_their_share(
    shell: Shell, lately: int, skewed: bool
) -> None:
    shell.say("add", "Ines", "--on", "2026-03-01")
    for at in range(5):
        day = f"2026-06-0{at + 1}" if at < lately else f"2026-04-1{at}"
        shell.say("win", "ines", f"Shipped part {at}", "--on", day)
    ended = shell.run("review", "ines", "--since", "2026-04-06")
    assert ("4 of 5 dated entries" in ended.err) is skewed
    assert "dated entries" not in ended.out
    own = shell.run("review", "ines", "--since", "2026-04-06", "--private").out
    assert ("> **Recent weeks only:** the last 6 weeks hold 4 of 5 dated entries." in own) is skewed
    assert shell.json("review", "ines", "--since", "2026-04-06")["rests_on_last_weeks"] is skewed

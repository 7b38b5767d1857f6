"""Who proposed a wording, and why, wherever the past of a line is told."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell, once

SEEN = (
    ("history", "priya", "E1"),
    ("timeline", "priya"),
    ("diff", "priya", "2026-05-02"),
    ("minutes", "priya"),
    ("review", "priya", "--since", "2026-05-02"),
    ("show", "priya"),
    ("search", "sla"),
    ("review", "priya", "--since", "2026-05-02", "--full"),
)


@pytest.fixture
@once
def reworded(priya: Shell) -> Shell:
    """An expectation of mine that was reworded as they proposed, with the reason."""
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-01")
    words = ("reword", "priya", "E1", "Owns on-call by day why: the SLA changed")
    priya.say(*words, "--proposed-by", "them", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--on", "2026-05-05")
    return priya


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (SEEN[0], 'they  reworded from "Owns on-call" to "Owns on-call by day"'),
        (SEEN[0], "they  why: the SLA changed"),
        (SEEN[1], "E1 added, proposed by them: Owns on-call by day; why: the SLA changed"),
        (SEEN[2], "+ proposed by them"),
        (SEEN[2], "+ why: the SLA changed"),
        (SEEN[3], "E1 added, proposed by Priya: Owns on-call by day; why: the SLA changed"),
        (SEEN[4], 'it was reworded from "Owns on-call", proposed by Priya; why: the SLA changed.'),
        (SEEN[7], '4 May 2026: reworded from "Owns on-call" to "Owns on-call by day", by Priya'),
        (SEEN[7], "4 May 2026: why: the SLA changed, by Priya"),
        (SEEN[6], "the SLA changed"),
    ],
)
def test_the_past_says_who_proposed_it_and_why(
    reworded: Shell, words: tuple[str, ...], said: str
) -> None:
    assert said in reworded.run(*words).out


EARLIER = 'Priya differs: "too many", about an earlier wording'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("differences",), 'they: "too many", about an earlier wording'),
        (("prep", "priya"), "- Differs     E1 Owns on-call"),
        (("show", "priya"), 'they: "too many", about an earlier wording'),
        (SEEN[3], f"E1 changed: Owns on-call (success: ten minutes); {EARLIER}"),
        (SEEN[4], f"Not agreed by both, as {EARLIER}."),
        (SEEN[7], f"{EARLIER}; not agreed"),
    ],
)
def test_a_line_worded_anew_by_one_is_still_seen_differently_by_the_other(
    priya: Shell, words: tuple[str, ...], said: str
) -> None:
    priya.say("expect", "priya", "Owns on-call", "--on", "2026-05-01")
    priya.say("checkin", "priya", "--resync", "all", "--on", "2026-05-02")
    priya.say("differ", "priya", "E1", "too many", "--on", "2026-05-03")
    priya.say("set", "priya", "E1", "--success", "ten minutes", "--on", "2026-05-04")
    priya.say("checkin", "priya", "--resync", "all", "--on", "2026-05-05")
    assert said in priya.say(*words)


def test_json_says_both(reworded: Shell) -> None:
    (item,) = reworded.json("show", "priya")["sections"]["expectations"]
    assert (item["mine"], item["theirs"]) == ("not_discussed", "agree")
    assert (item["proposed_by"], item["because"]) == ("them", "the SLA changed")
    found = [(e["by"], e["because"]) for e in reworded.json("history", "priya", "E1")]
    assert found == [("me", None), *[("them", "the SLA changed")] * 2]


@pytest.mark.parametrize("words", [("reword", "priya", "E1", "Owns it"), ("expect", "priya", "It")])
def test_a_reason_that_begins_with_a_dot_stays_private_on_a_shared_line(
    reworded: Shell, words: tuple[str, ...], tmp_path: Path
) -> None:
    handle = reworded.json(*words, "--because", ".zqx left")["handle"]
    for seen in (*SEEN, ("history", "priya", handle), ("search", "zqx")):
        for json in ((), ("--json",)):
            out = reworded.run(*seen, "--hide", *json).out
            assert "zqx" not in out, seen
    assert "zqx" not in reworded.say(*words, "--because", ".zqx again", "--hide", "--json")
    packet = reworded.run("review", "priya", "--since", "2026-05-02")
    assert "zqx" not in packet.out + packet.err
    assert "why: (private)" in reworded.say("timeline", "priya")
    (row,) = (r for r in reworded.json("history", "priya", handle) if r["because"] == "zqx left")
    assert row["private"]
    private = reworded.say("review", "priya", "--since", "2026-05-02", "--private", "--full")
    assert "why: zqx left, by me (private)" in private
    assert "why: zqx left (private)" in private
    written = tmp_path / "out.md"
    assert reworded.run("export", "priya", "--format", "markdown", "-o", str(written)).code == 0
    assert "why: zqx left *(private)*" in written.read_text(encoding="utf-8")


def test_the_reason_of_a_private_line_is_as_private_as_the_line(reworded: Shell) -> None:
    reworded.say("reword", "priya", "E1", "Owns it", "--because", "zqx left")
    reworded.say("set", "priya", "E1", "--private")
    for seen in (*SEEN[1:], ("search", "zqx")):
        assert "zqx" not in reworded.run(*seen, "--hide").out, seen
    assert "zqx" not in reworded.run("review", "priya", "--since", "2026-05-02").out


def test_a_reason_alone_is_that_of_the_words_as_they_are(reworded: Shell) -> None:
    reworded.say("reword", "priya", "E1", "why: it is fair")
    item = reworded.json("show", "priya")["sections"]["expectations"][0]
    assert (item["text"], item["because"]) == ("Owns on-call by day", "it is fair")
    said = reworded.say("history", "priya", "E1")
    assert "why: the SLA changed" in said
    assert "why: it is fair" in said
    assert "E1 Owns on-call by day, why: it is fair" in reworded.say("timeline", "priya")


def test_other_words_begin_without_a_reason(reworded: Shell) -> None:
    assert reworded.json("reword", "priya", "E1", "Finds out")["because"] is None
    ended = reworded.run("reword", "priya", "E1", "Owns it why:")
    assert "'why:' stays text; no reason is behind it" in ended.err


def test_sharing_a_line_is_not_proposing_it(priya: Shell) -> None:
    priya.say("focus", "priya", "Mentor", "--private", "--proposed-by", "them")
    priya.say("set", "priya", "F1", "--shared")
    assert priya.json("show", "priya", "--hide")["sections"]["focus"][0]["proposed_by"] == "them"


def test_a_miss_of_what_they_proposed_was_not_said_by_them(reworded: Shell) -> None:
    reworded.say("miss", "priya", "E1", "a page unanswered")
    events = reworded.json("history", "priya", "E1")
    assert {each["by"] for each in events if each["words"] == "off track"} == {"me"}


def test_bad_options_are_refused(priya: Shell) -> None:
    assert "none of me, them" in priya.refusal("focus", "priya", "x", "--proposed-by", "boss")
    assert "no text" in priya.refusal("focus", "priya", "--because", "x")
    assert "the reason is empty" in priya.refusal("focus", "priya", "x", "--because", " ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("focus", "priya", "Cut deploy why: .zqx"), "Cut deploy"),
        (("expect", "priya", "Cut deploy :: in a minute", "why:.zqx"), "Cut deploy"),
        (("opportunity", "priya", "Cut deploy (why: .zqx)"), "Cut deploy"),
        (("risk", "priya", "E: Cut deploy why: .zqx"), "E: Cut deploy"),
        (("note", "priya", "F: Cut deploy why: .zqx why: it"), "Cut deploy"),
        (("note", "priya", "Cut deploy\nE mine: Cut deploy why: . zqx"), "Cut deploy"),
        (("action", "priya", "Cut deploy why: .zqx"), ""),
        (("note", "priya", "A: Cut deploy why: .zqx"), ""),
        (("note", "priya", "/T: Cut deploy why: .zqx"), ""),
        (("win", "priya", "Cut deploy why: .5 zqx"), ""),
        (("feedback", "priya", "--praise", "/Cut deploy why: .zqx"), ""),
    ],
)
def test_a_private_reason_behind_a_new_line_of_any_kind_leaves_in_no_text(
    priya: Shell, words: tuple[str, ...], told: str
) -> None:
    ended = priya.run(*words)
    assert ended.code == 0
    priya.run("checkin", "priya")
    for seen in (
        ("minutes", "priya"),
        ("handoff", "priya", "-o", "-"),
        ("round", "priya", "-o", "-"),
    ):
        said = priya.run(*seen)
        assert "zqx" not in said.out + said.err, seen
    minutes = priya.say("minutes", "priya")
    assert (told in minutes) if told else ("Cut deploy" not in minutes)
    assert ("private" in ended.out or "stays text" in ended.err) or told
    assert "zqx" in priya.run("export", "--format", "json").out
    assert "zqx" not in priya.run("export", "--format", "json", "--hide").out


@pytest.mark.parametrize("words", [("focus", "priya"), ("note", "priya", "F:")])
def test_a_reason_of_no_words_becomes_no_line(priya: Shell, words: tuple[str, ...]) -> None:
    ended = priya.run(*words, "why: .zqx")
    assert "no text" in ended.err or "empty" in ended.err
    priya.run("checkin", "priya")
    assert "zqx" not in priya.say("minutes", "priya")

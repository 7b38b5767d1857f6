"""What settles a line of a round: only what is said of it after both have answered."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

DAY = ("--on", "2026-06-10")
LATER = ("--on", "2026-06-20")


def say(shell: Shell, *words: str) -> str:
    ended = shell.run(*DAY, *words)
    assert ended.code == 0, ended.err
    return ended.out + ended.err


def sent(shell: Shell, tmp_path: Path, *before: tuple[str, ...]) -> str:
    """A round with two lines that went out on the day of everything else; its text."""
    for command in (("add", "Kay"), ("focus", "Kay", "Hire"), ("focus", "Kay", "Ship")):
        say(shell, *command)
    for each in before:
        say(shell, *each)
    say(shell, "round", "Kay", "-o", str(tmp_path / "sent.md"))
    return (tmp_path / "sent.md").read_text()


def answers(text: str, path: Path, *views: str | None) -> str:
    """The file as it was answered; None holds, words are another view."""
    made, at = [], -1
    for line in text.split("\n"):
        at += bool(re.match(r"- F\d ", line))
        if line.endswith("] holds") and views[at] is None:
            made.append(line.replace("[ ]", "[x]"))
        elif line.endswith("differently:") and views[at] is not None:
            made.append(f"{line.replace('[ ]', '[x]')} {views[at]}")
        else:
            made.append(line)
    path.write_text("\n".join(made))
    return str(path)


def settled(shell: Shell) -> dict[str, str | None]:
    rows = json.loads(shell.run(*DAY, "round", "Kay", "--compare", "--json").out)
    return {row["handle"]: row["settled"] for row in rows}


def agreed(shell: Shell) -> dict[str, str | None]:
    lines = json.loads(shell.run(*LATER, "focus", "Kay", "--json").out)
    return {line["handle"]: line["agreed_on"] for line in lines}


RESYNCS = (
    ("agree", "Kay", "--section", "focus"),
    ("agree", "Kay", "--all"),
    ("checkin", "Kay", "--resync", "all"),
    ("checkin", "Kay", "--resync", "focus"),
)


@pytest.mark.parametrize("agreed_before", [False, True])
@pytest.mark.parametrize("resync", RESYNCS)
def test_a_resync_agrees_on_no_line_that_the_two_see_differently(
    shell: Shell, tmp_path: Path, resync: tuple[str, ...], agreed_before: bool
) -> None:
    before = [("agree", "Kay", "F1", "F2")] if agreed_before else []
    text = sent(shell, tmp_path, *before)
    say(shell, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    say(shell, "receive", answers(text, tmp_path / "theirs.md", "NO this is wrong", None))
    said = say(shell, *resync)
    assert "you differ in the round: F1" in said
    assert settled(shell) == {"F1": None, "F2": "agreed"}
    outcome = say(shell, "round", "Kay", "--outcome")
    assert "## Not settled yet\n\n- F1 Hire\n" in outcome
    later = shell.run(*LATER, "agree", "Kay", "--section", "focus")
    assert "F1" in later.out
    assert agreed(shell) == {"F1": "2026-06-10" if agreed_before else None, "F2": "2026-06-20"}
    say(shell, "agree", "Kay", "F1")
    assert settled(shell)["F1"] == "agreed"


@pytest.mark.parametrize("mine", [None, "answered"])
def test_what_is_sealed_leaves_no_trace_in_a_resync(
    shell: Shell, tmp_path: Path, mine: str | None
) -> None:
    text = sent(shell, tmp_path)
    file = answers(text, tmp_path / "theirs.md", "NO this is wrong", None)
    if mine:
        say(shell, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    else:
        say(shell, "receive", file)
    assert "round" not in say(shell, "agree", "Kay", "--section", "focus")


BEFORE = {
    "agreed": ("agree", "Kay", "F1"),
    "resynced": ("agree", "Kay", "--section", "focus"),
    "they differed": ("differ", "Kay", "F1", "an old view"),
    "I doubted": ("differ", "Kay", "F1", "an old doubt", "--mine"),
}
SINCE = {
    "nothing": ((), None),
    "agreed": (("agree", "Kay", "F1"), "agreed"),
    "they differ": (("differ", "Kay", "F1", "their view"), "differs"),
    "reworded": (("reword", "Kay", "F1", "Hire two"), None),
    "closed": (("close", "Kay", "F1"), "closed"),
    "made private": (("set", "Kay", "F1", "--private"), "private"),
    "the other line": (("agree", "Kay", "F2"), None),
}


@pytest.mark.parametrize("since", SINCE)
@pytest.mark.parametrize("before", BEFORE)
def test_only_what_is_said_after_both_have_answered_settles_a_line(
    shell: Shell, tmp_path: Path, before: str, since: str
) -> None:
    text = sent(shell, tmp_path, BEFORE[before])
    say(shell, "receive", answers(text, tmp_path / "theirs.md", "their view", None))
    say(shell, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    assert settled(shell)["F1"] is None
    command, came = SINCE[since]
    if command:
        say(shell, *command)
    assert settled(shell)["F1"] == came
    outcome = say(shell, "round", "Kay", "--outcome")
    assert "an old" not in outcome
    assert ('- you see it differently: "their view"' in outcome) == (came == "differs")


def test_who_differs_is_told_in_the_words_of_the_answer(shell: Shell, tmp_path: Path) -> None:
    text = sent(shell, tmp_path, BEFORE["they differed"])
    say(shell, "receive", answers(text, tmp_path / "theirs.md", "their view", None))
    say(shell, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    say(shell, "differ", "Kay", "F1", "my view", "--mine")
    outcome = say(shell, "round", "Kay", "--outcome")
    assert '- you see it differently: "their view"' in outcome
    assert '- I see it differently: "my view"' in outcome


def test_settling_again_leaves_the_day_of_what_is_settled(shell: Shell, tmp_path: Path) -> None:
    text = sent(shell, tmp_path)
    say(shell, "receive", answers(text, tmp_path / "theirs.md", None, "not so"))
    say(shell, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    say(shell, "round", "Kay", "--settle")
    assert shell.run(*LATER, "close", "Kay", "F2").code == 0
    assert shell.run(*LATER, "round", "Kay", "--settle").code == 0
    assert agreed(shell)["F1"] == "2026-06-10"


STOOD = {
    "agreed": (("agree", "Kay", "F1"), "agreed 10 Jun", "agreed"),
    "they differ": (
        ("differ", "Kay", "F1", "an older view"),
        "seen differently since 10 Jun",
        "differs",
    ),
    "I differ": (
        ("differ", "Kay", "F1", "my doubt", "--mine"),
        "seen differently since 10 Jun",
        "differs",
    ),
}


@pytest.mark.parametrize("how", STOOD)
def test_what_was_said_on_the_day_of_the_answers_is_named_and_said_once_more(
    shell: Shell, tmp_path: Path, how: str
) -> None:
    command, words, came = STOOD[how]
    text = sent(shell, tmp_path, command)
    say(shell, "receive", answers(text, tmp_path / "theirs.md", "their view", None))
    say(shell, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    assert f"     {words}, the day both had answered: " in say(shell, "round", "Kay", "--compare")
    assert "of the day of the answers: F1; say once more" in say(shell, "round", "Kay")
    assert settled(shell)["F1"] is None
    say(shell, *command)
    assert settled(shell)["F1"] == came
    assert "the day both had answered" not in say(shell, "round", "Kay", "--compare").split("F1")[1]
    assert "of the day of the answers" not in say(shell, "round", "Kay")


def test_what_an_ended_round_came_to_stays_what_it_came_to(shell: Shell, tmp_path: Path) -> None:
    def on(day: int, *words: str) -> str:
        ended = shell.run("--on", f"2026-06-{day}", *words)
        assert ended.code == 0, ended.err
        return ended.out

    text = sent(shell, tmp_path)
    on(11, "round", "Kay", "--fill", answers(text, tmp_path / "mine.md", None, None))
    on(11, "receive", answers(text, tmp_path / "theirs.md", "too much", None))
    on(12, "differ", "Kay", "F1", "too much")
    on(12, "round", "Kay", "--settle")
    looks = (("--compare",), ("--compare", "--json"), ())
    was = [on(12, "round", "Kay", *look) for look in looks]
    told = on(12, "round", "Kay", "--outcome").split("<!--")[0]
    on(18, "reword", "Kay", "F1", "Hire two")
    on(18, "agree", "Kay", "F1", "F2")
    assert [on(18, "round", "Kay", *look) for look in looks] == was
    assert on(18, "round", "Kay", "--outcome").split("<!--")[0] == told
    again = on(18, "round", "Kay", "-o", "-")
    on(18, "round", "Kay", "--fill", answers(again, tmp_path / "mine.md", None, None))
    on(18, "receive", answers(again, tmp_path / "theirs.md", None, "not now"))
    on(19, "differ", "Kay", "F2", "not now")
    on(19, "round", "Kay", "--settle")
    on(20, "agree", "Kay", "F2")
    handed = on(20, "handoff", "Kay", "-o", "-")
    assert "round 1, 11 June 2026: both agreed to F2\n" in handed
    assert "round 2, 18 June 2026: both agreed to F1\n" in handed
    first, second = on(20, "timeline", "Kay").split("round 1 sent")[1].split("round 2 sent")
    assert "F1 Hire (differs)" in first
    assert "F2 Ship (agreed 12 Jun)" in first
    assert "F2 Ship (differs)" in second


def test_a_line_that_holds_but_is_off_track_is_not_what_both_hold(
    shell: Shell, tmp_path: Path
) -> None:
    text = sent(shell, tmp_path, ("expect", "Kay", "Writes the spec"))
    ticked = text.replace("[ ] holds", "[x] holds")
    for name, file in (("mine", ticked), ("theirs", ticked.replace("[ ] off", "[x] off"))):
        (tmp_path / name).write_text(file)
    say(shell, "round", "Kay", "--fill", str(tmp_path / "mine"))
    say(shell, "receive", str(tmp_path / "theirs"))
    shown = say(shell, "round", "Kay", "--compare")
    assert shown.partition("Both hold")[0].endswith(
        "Differences\n"
        "  E1 Writes the spec\n"
        "     says now: on track\n"
        "     you  holds\n"
        "     they holds, off track\n\n"
    )
    assert "to settle: E1" in say(shell, "round", "Kay", "--settle")

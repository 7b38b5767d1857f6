"""What is said of a day that is over is what was said on it."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.cli.conftest import Ended, Shell

FIRST = date(2026, 4, 1)
STORY: dict[int, tuple[tuple[str, ...], ...]] = {
    0: (
        ("add", "Ana Kovač", "--role", "designer", "--cadence", "weekly"),
        ("expect", "ana", "Owns on-call", "--success", "no page lost"),
        ("expect", "ana", "Vendor contracts", "--not"),
        ("focus", "ana", "Ship billing", "--weight", "60"),
        ("risk", "ana", "New schema", "--cause", "ambiguity", "--threatens", "E1"),
    ),
    2: (
        ("checkin", "ana", "--resync", "all", "--notes", "a start\nT: how is it going?"),
        ("add", "Bo Lind", "--relation", "peer", "--cadence", "monthly"),
        ("action", "ana", "Send the doc", "--mine", "--by", "2026-04-20"),
        ("action", "ana", "Write the runbook", "--theirs"),
    ),
    5: (
        ("reword", "ana", "e1", "Owns billing on-call"),
        ("differ", "ana", "f1", "too", "much"),
        ("opportunity", "ana", "Leads the review", "--helps", "team,readiness"),
        ("note", "ana", "T: ask about the holidays"),
        ("note", "ana", "was tired"),
    ),
    9: (
        ("miss", "ana", "e1", "no answer"),
        ("feedback", "ana", "well said", "--praise"),
        ("evidence", "ana", "o1", "ran one"),
        ("skip", "ana", "--because", "ill"),
        ("differ", "ana", "e2", "not mine", "--mine"),
    ),
    13: (
        ("agree", "ana", "f1"),
        ("told", "ana", "b1"),
        ("done", "ana", "a1"),
        ("postpone", "ana", "2026-04-24", "--because", "on a plane"),
        ("set", "ana", "r1", "--private"),
    ),
    17: (
        ("understood", "ana", "b1"),
        ("drop", "ana", "a2", "--because", "not needed"),
        ("checkin", "ana", "--resync", "focus,risks", "--notes", "went well"),
        ("checkin", "bo"),
        ("set", "ana", "r1", "--shared"),
        ("done", "ana", "t1"),
    ),
    20: (
        ("move", "ana", "o1", "expectations"),
        ("close", "ana", "f1", "--as", "done"),
        ("set", "ana", "e1", "--not-for-review"),
        ("addendum", "ana", "c1", "it was longer"),
        ("focus", "ana", "Rest"),
    ),
    26: (
        ("close", "ana", "r1", "--as", "happened"),
        ("agree", "ana", "--all"),
        ("archive", "bo"),
    ),
}
QUESTIONS = tuple(
    (*words, *how)
    for words in (("show", "ana"), ("prep", "ana"), ("due", "--all"), ("differences",))
    for how in ((), ("--json",), ("--hide",))
)


def told(ended: Ended) -> tuple[int, str]:
    return ended.code, ended.out


def test_asked_again_at_the_end_every_day_says_what_it_said_then(
    shell: Shell, on_day: Callable[[date], None]
) -> None:
    said = {}
    for number in range(29):
        today = FIRST + timedelta(number)
        on_day(today)
        for words in STORY.get(number, ()):
            assert shell.run(*words).code == 0, words
        said[today] = {words: told(shell.run(*words)) for words in QUESTIONS}
    for day, answers in said.items():
        for words, answer in answers.items():
            again = told(shell.run(*words, "--on", day.isoformat()))
            assert again == answer, (day, words)


def test_what_has_no_history_is_as_of_now_and_that_is_said(
    priya: Shell, on_day: Callable[[date], None]
) -> None:
    priya.say("edit", "priya", "--role", "lead", "--cadence", "monthly")
    for words in (("show", "priya"), ("prep", "priya"), ("due", "--all"), ("differences",)):
        ended = priya.run(*words, "--on", "2026-05-01")
        assert "names, roles, cards, cadences and days away are as of now" in ended.err, words
        assert "as of now" not in priya.run(*words, "--on", "2026-05-01", "--json").err
        assert "as of now" not in priya.run(*words).err
    assert "lead" in priya.run("show", "priya", "--on", "2026-05-01").out


def test_what_was_private_on_a_day_is_hidden_on_it_and_what_is_private_now_on_all(
    priya: Shell,
) -> None:
    priya.say("risk", "priya", "Was private", "--on", "2026-05-01")
    priya.say("set", "priya", "r1", "--private", "--on", "2026-05-10")
    priya.say("set", "priya", "r1", "--shared", "--on", "2026-05-20")
    priya.say("risk", "priya", "Is private", "--on", "2026-05-01")
    priya.say("set", "priya", "r2", "--private", "--on", "2026-05-25")
    for day, there in (("05", True), ("15", False), ("21", True)):
        seen = priya.run("show", "priya", "--hide", "--on", f"2026-05-{day}").out
        assert ("Was private" in seen) == there, day
        assert "Is private" not in seen, day

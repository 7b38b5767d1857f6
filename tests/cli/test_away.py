"""Away, skipped, postponed, and cadences as they are typed; the day is Monday 29 June 2026."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.cli.conftest import TODAY, Shell, once

WHILE = "daily until 2026-07-17 because onboarding then weekly"


@pytest.fixture
@once
def met(priya: Shell) -> Shell:
    """A shell with Priya, last met on 24 June; every two weeks."""
    priya.say("checkin", "priya", "--on", "2026-06-24")
    return priya


def row(shell: Shell, *words: str) -> tuple[str, str, int | None]:
    """State, due day and lateness of the only person."""
    (found,) = shell.json("due", "--all", *words)
    return found["state"], found["due_on"], found["days_late"]


def test_a_due_day_in_a_leave_is_the_first_day_after_it(met: Shell) -> None:
    assert row(met) == ("on_track", "2026-07-08", -9)
    said = met.say("away", "priya", "6 jul", "fri", "--because", "leave")
    assert said == "Priya Raman is away 6 Jul to 10 Jul\n"
    assert row(met) == ("on_track", "2026-07-11", -12)
    assert row(met, "--on", "2026-07-08") == ("paused", "2026-07-11", None)
    assert row(met, "--on", "2026-07-12") == ("overdue", "2026-07-11", 1)


def test_who_is_away_is_not_due_until_they_are_back(met: Shell) -> None:
    met.say("away", "priya", "2026-07-06", "2026-07-17")
    shown = met.json("due", "--on", "2026-07-08", "--by", "2026-07-18")
    assert [(found["state"], found["back_on"]) for found in shown] == [("paused", "2026-07-18")]
    assert met.json("due", "--on", "2026-07-08", "--by", "2026-07-17") == []
    assert met.run("due", "--on", "2026-07-08", "--exit-code").code == 0
    assert "-  Priya Raman  paused" in met.say("due", "--on", "2026-07-08", "--all")


def test_days_away_are_listed_until_they_are_over(met: Shell) -> None:
    met.say("away", "priya", "2026-06-01", "2026-06-05")
    met.say("away", "priya", "fri", "--because", "a [bold]moving[/bold] day")
    assert met.say("away", "priya") == "3 Jul, a [bold]moving[/bold] day\n"
    assert met.json("away", "priya") == [
        {"name": "Priya Raman", "from": "2026-07-03", "to": "2026-07-03",
         "because": "a [bold]moving[/bold] day"},
    ]  # fmt: skip
    assert met.say("away", "priya", "--hide") == "3 Jul\n"
    assert met.say("show", "priya").splitlines()[2] == "away 3 Jul, a [bold]moving[/bold] day"
    assert met.json("show", "priya", "--hide")["away"][1]["because"] == ""


def test_days_away_can_be_taken_back(met: Shell) -> None:
    met.say("away", "priya", "2026-07-06", "2026-07-17")
    said = met.say("away", "priya", "2026-07-08", "2026-07-17", "--back")
    assert said == "Priya Raman is there again 8 Jul to 17 Jul\n"
    assert met.say("away", "priya") == "6 Jul to 7 Jul\n"
    met.say("undo")
    assert met.say("away", "priya") == "6 Jul to 17 Jul\n"
    assert "not away then" in met.refusal("away", "priya", "2026-08-01", "--back")
    assert "is after" in met.refusal("away", "priya", "2026-08-05", "2026-08-01")
    assert "6 Dec is after 3 Dec" in met.refusal("away", "priya", "6 dec", "3 dec")
    assert "100 years ago" in met.refusal("away", "priya", "1926-08-01", "1926-08-05")
    met.say("undo")
    ended = met.run("away", "priya")
    assert (ended.code, ended.out) == (0, "")
    assert "no days away are known" in ended.err


def test_skipping_moves_the_due_day_by_one_cadence(met: Shell) -> None:
    said = met.say("skip", "priya", "--because", "the launch")
    assert said == "C2 skipped with Priya Raman on 29 Jun; next by 22 Jul\n"
    assert row(met)[:2] == ("on_track", "2026-07-22")
    assert "the launch" in met.say("timeline", "priya")
    assert "the launch" not in met.say("timeline", "priya", "--hide")
    met.say("undo")
    assert row(met)[:2] == ("on_track", "2026-07-08")


def test_postponing_moves_it_to_the_day_that_is_said(met: Shell) -> None:
    made = met.json("postpone", "priya", "fri", "--because", "on a plane")
    assert (made["kind"], made["until"], made["due_on"], made["because"]) == (
        "postponed", "2026-07-03", "2026-07-03", "on a plane",
    )  # fmt: skip
    assert row(met) == ("soon", "2026-07-03", -4)
    met.say("postpone", "priya", "2026-07-20", "--because", "again")
    assert row(met)[1] == "2026-07-20"
    met.say("checkin", "priya")
    assert row(met)[1] == "2026-07-13"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("skip", "priya"), "--because"),
        (("skip", "priya", "--because", " "), "the reason is empty"),
        (("postpone", "priya", "today", "--because", "x"), "is not later"),
        (("postpone", "priya", "2026-02-30", "--because", "x"), "no day"),
        (("postpone", "priya", "1 jan 2099", "--because", "x"), "is in 73 years"),
        (("postpone", "priya", "fri"), "--because"),
        (("away", "priya", "someday"), "not a day"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_changes(
    met: Shell, words: tuple[str, ...], said: str
) -> None:
    before = met.json("show", "priya")
    assert said in met.refusal(*words)
    assert met.json("show", "priya") == before


def test_a_cadence_on_a_weekday_is_kept_and_printed_as_typed(met: Shell) -> None:
    met.say("edit", "priya", "--cadence", "every 2 weeks on Tuesday")
    assert met.json("list")[0]["cadence"] == "every 2 weeks on tue"
    # met on a Wednesday: due on the Tuesday thirteen days later
    assert row(met)[1] == "2026-07-07"


def test_a_wrong_cadence_is_answered_with_the_nearest(met: Shell) -> None:
    assert "did you mean 'every 2 weeks'?" in met.refusal("edit", "priya", "--cadence", "biweekly")


@pytest.mark.parametrize("option", ["--cadence", "--focus-cadence", "--risks-cadence"])
def test_no_words_are_no_cadence(met: Shell, option: str) -> None:
    assert "is not a cadence" in met.refusal("edit", "priya", option, "")


@pytest.mark.parametrize("option", ["--cadence", "--focus-cadence", "--risks-cadence"])
def test_a_close_cadence_is_refused_with_the_phrase_to_type(met: Shell, option: str) -> None:
    refusal = met.refusal("edit", "priya", option, "daily")
    assert "needs a reason and an end" in refusal
    met.say("edit", "priya", option, refusal.split("'")[1])


def test_a_cadence_for_a_while_ends_by_itself_and_is_proposed_until_accepted(
    met: Shell, on_day: Callable[[date], None]
) -> None:
    met.say("edit", "priya", "--cadence", "daily until 17 jul because onboarding")
    assert met.json("list")[0]["cadence"] == WHILE
    met.say("checkin", "priya")
    assert row(met)[1] == "2026-06-30"
    on_day(date(2026, 7, 18))
    assert row(met) == ("overdue", "2026-07-06", 12)
    ended = met.run("due")
    assert ended.err == (
        "Priya Raman: daily (onboarding) ended on 17 Jul; weekly holds now; "
        "aligntui edit 'Priya Raman' --cadence weekly\n"
    )
    assert "onboarding" not in met.run("due", "--hide").err
    assert met.json("due")[0]["proposals"] == [
        {"of": "check_in", "cadence": "weekly", "instead_of": "daily", "because": "onboarding",
         "ended_on": "2026-07-17"},
    ]  # fmt: skip
    met.say("edit", "Priya Raman", "--cadence", "weekly")
    assert met.run("due").err == ""
    assert met.json("list")[0]["cadence"] == "weekly"


def test_to_other_eyes_no_cadence_has_a_reason(met: Shell) -> None:
    met.say("edit", "priya", "--cadence", WHILE, "--focus-cadence", WHILE)
    for words in (("due", "--all", "--json"), ("show", "priya"), ("show", "priya", "--json"),
                  ("list",), ("list", "--json")):  # fmt: skip
        assert "onboarding" not in met.run(*words, "--hide").out, words


def test_meeting_daily_for_weeks_is_said_once_in_plain_words(
    met: Shell, on_day: Callable[[date], None]
) -> None:
    met.say("--quiet", "edit", "priya", "--cadence", "daily until 2026-12-18 because onboarding")
    said = []
    for number in range(35):
        on_day(TODAY + timedelta(days=number))
        # it is said at one meeting only, so `--quiet` does not leave it out
        said.append(met.run("checkin", "priya", "--quiet").err)
    (words,) = filter(None, said)
    assert words == (
        "you and Priya Raman have met more often than weekly since 24 Jun: good for a while, "
        "tiring for both in the long run; what would make weekly enough?\n"
        "to make it so: aligntui edit 'Priya Raman' --cadence weekly\n"
    )


@pytest.mark.parametrize(
    ("cadence", "enough", "loosens"),
    [
        ("daily until 2026-09-18 because onboarding", "weekly", True),
        ("every 2 weeks", "every 2 weeks", False),
    ],
)
@pytest.mark.parametrize("how", [("checkin", "--resync"), ("agree", "--section")])
def test_going_through_a_section_daily_for_weeks_is_said_once(
    met: Shell,
    on_day: Callable[[date], None],
    how: tuple[str, str],
    cadence: str,
    enough: str,
    loosens: bool,
) -> None:
    command, option = how
    met.say("focus", "priya", "Ship it")
    met.say("edit", "priya", "--focus-cadence", cadence)
    said = []
    for number in range(35):
        on_day(TODAY + timedelta(days=number))
        said.append(met.run(command, "priya", option, "focus").err)
    # the first day four weeks after the first, by the days alone
    assert [at for at, words in enumerate(said) if words] == [28]
    edit = "aligntui edit 'Priya Raman'"
    assert said[28].splitlines() == [
        (
            "you and Priya Raman have gone through focus more often than weekly since 29 Jun: good "
            f"for a while, tiring for both in the long run; what would make {enough} enough?"
        ),
        *([f"to make it so: {edit} --focus-cadence {enough}"] if loosens else []),
    ]


@pytest.mark.parametrize(
    ("cadence", "asked"),
    [
        ("daily until 2026-09-29 because onboarding", ""),
        ("daily until 2026-09-30 because onboarding", ("30 Sep is more than three months away; "
         "is it meant?\n")),
        ("monthly until 2026-12-31 because a launch then weekly", ""),
    ],
)  # fmt: skip
def test_a_far_end_of_a_close_cadence_is_asked_about_and_kept(
    met: Shell, cadence: str, asked: str
) -> None:
    for option in ("--cadence", "--risks-cadence"):
        ended = met.run("edit", "priya", option, cadence)
        assert (ended.code, ended.err) == (0, asked)
    assert met.json("show", "priya")["cadence"].startswith(cadence)


def test_days_away_that_are_over_are_not_said_to_be_unknown(priya: Shell) -> None:
    priya.say("away", "priya", "2026-06-01", "2026-06-05", "--because", "leave")
    said = "no days away planned, the last were 1 Jun to 5 Jun, leave; "
    assert priya.run("away", "priya").err.startswith(said)
    assert "leave" not in priya.run("away", "priya", "--hide").err

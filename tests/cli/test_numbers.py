"""Alignment in numbers, of one person and of all."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_look import story


def test_a_line_a_number_with_its_last_months(priya: Shell) -> None:
    story(priya)
    lines = priya.say("show", "priya", "--numbers").splitlines()
    assert lines[0] == "Priya Raman, 29 Jun, and since Jul 2025"
    assert [line[38:].split() for line in lines[1:]] == [
        ["0", "of", "1", "▁▁"],
        ["33d", "▁▂▇"],
        ["0", "of", "1", "▁▁▁"],
        ["none"],
        ["2", "▁▇▇"],
        ["1", "of", "2", "▇▄"],
    ]


def test_where_blocks_can_not_be_shown_plots_are_ascii(priya: Shell) -> None:
    story(priya)
    command = [sys.executable, "-m", "aligntui", "--store", str(priya.store), "--on", "2026-06-29"]
    done = subprocess.run(
        [*command, "show", "priya", "--numbers"],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"}, capture_output=True, check=True,
    )  # fmt: skip
    plots = [line.split()[-1] for line in done.stdout.decode().splitlines()[1:]]
    assert plots == ["__", "_.#", "___", "none", "_##", "#-"]
    assert done.stdout.isascii()


def test_for_a_reader_a_number_is_said_and_nothing_is_drawn(priya: Shell) -> None:
    story(priya)
    said = priya.say("show", "priya", "--numbers", "--plain")
    assert said.splitlines()[1:] == [
        "expectations agreed and up to date; 0 of 1",
        "oldest difference; 33 days",
        "risks open longer than 60 days; 0 of 1",
        "days until feedback was given; none",
        "check-ins; 2",
        "check-ins in time; 1 of 2",
    ]


def test_of_everybody_with_a_line_each(priya: Shell) -> None:
    story(priya)
    priya.say("add", "Ana Kovač")
    lines = priya.say("show", "--numbers").splitlines()
    assert lines[0] == "Everybody, 29 Jun, and since Jul 2025"
    assert lines[-3:] == [
        "NAME         AGREED  DIFFER  RISKS>60d  TOLD  MET  IN TIME  AGREED, YEAR",
        "Ana Kovač    none    none    none       none  0    none",
        "Priya Raman  0 of 1  33d     0 of 1     none  2    1 of 2             ▁▁",
    ]


def test_in_json_with_every_month(priya: Shell) -> None:
    story(priya)
    shown = priya.json("show", "priya", "--numbers")
    assert (shown["name"], shown["as_of"], len(shown["over_time"])) == (
        "Priya Raman", "2026-06-29", 12,
    )  # fmt: skip
    assert (shown["oldest_difference_days"], shown["check_ins"], shown["days_to_telling"]) == (
        33, 2, None,
    )  # fmt: skip
    assert shown["over_time"][-1] == {
        "on": "2026-06-29",
        **{k: v for k, v in shown.items() if k not in ("name", "as_of", "over_time")},
    }
    everybody = priya.json("show", "--numbers")
    assert (everybody["name"], [each["name"] for each in everybody["people"]]) == (
        None, ["Priya Raman"],
    )  # fmt: skip


def test_what_is_hidden_does_not_count(priya: Shell) -> None:
    story(priya)
    assert priya.json("show", "priya", "--numbers")["risks"] == 1
    assert priya.json("show", "priya", "--numbers", "--hide")["risks"] == 0
    assert priya.json("show", "--numbers", "--hide")["risks"] == 0


def test_without_a_name_there_is_only_the_page_of_numbers(priya: Shell) -> None:
    assert "use 'aligntui show --numbers'" in priya.refusal("show")


@pytest.mark.parametrize("words", [("show", "--numbers"), ("show", "--numbers", "--hide")])
def test_before_anybody_is_there_it_says_what_to_do(shell: Shell, words: tuple[str, ...]) -> None:
    assert "aligntui add NAME" in shell.run(*words).err


def test_a_period_counts_what_happened_in_it_and_every_meeting(priya: Shell) -> None:
    for day in ("2026-04-06", "2026-04-20", "2026-05-04", "2026-06-22"):
        priya.say("checkin", "priya", "--on", day)
    usual = priya.json("show", "priya", "--numbers")
    assert (usual["check_ins_held"], usual["check_ins"]) == (4, 3)
    spring = ("--since", "2026-04-07", "--until", "2026-05-31")
    found = priya.json("show", "priya", "--numbers", *spring)
    assert (found["as_of"], found["check_ins_held"], found["check_ins"]) == ("2026-05-31", 2, 3)
    assert [each["on"] for each in found["over_time"]] == ["2026-04-30", "2026-05-31"]
    everybody = priya.json("show", "--numbers", *spring)
    assert everybody["people"][0]["check_ins_held"] == everybody["check_ins_held"] == 2
    assert "31 May, and since Apr 2026" in priya.say("show", "--numbers", *spring)


def test_a_period_that_cannot_be_is_refused(priya: Shell) -> None:
    numbers = ("show", "priya", "--numbers")
    assert "is in the future" in priya.refusal(*numbers, "--until", "2026-07-01")
    assert "give the earlier day" in priya.refusal(
        *numbers, "--since", "2026-06-02", "--until", "2026-06-01"
    )
    assert "belongs to numbers" in priya.refusal("show", "priya", "--since", "2026-06-01")

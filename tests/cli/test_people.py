"""Adding, editing, listing and archiving people."""

import json
from pathlib import Path
from shlex import quote

import pytest

from tests.cli.conftest import Shell


def test_somebody_added_is_listed(shell: Shell) -> None:
    said = shell.say("add", "Priya", "Raman", "--role", "senior engineer", "--level", "senior")
    assert said == "added Priya Raman, every 2 weeks; first check-in by 13 Jul\n"
    assert shell.say("list").splitlines() == [
        "NAME         RELATION  CADENCE        ROLE",
        "Priya Raman  report    every 2 weeks  senior engineer",
    ]


def test_what_was_added_is_printed_as_json(shell: Shell) -> None:
    added = shell.json("add", "Ana", "--relation", "peer", "--started", "12 mar")
    assert added["name"] == "Ana"
    assert (added["relation"], added["started"], added["added"]) == (
        "peer", "2026-03-12", "2026-06-29",
    )  # fmt: skip
    assert added["cadence"] == "every 2 weeks"
    assert list(added["section_cadences"]) == ["focus", "expectations", "opportunities", "risks"]


def test_who_starts_soon_has_not_started_last_year(shell: Shell) -> None:
    days = {"1 jul": "2026-07-01", "28 aug": "2026-08-28", "29 aug": "2025-08-29"}
    for typed, day in days.items():
        assert shell.json("add", f"Ana {typed}", "--started", typed)["started"] == day


def test_each_cadence_can_be_named(shell: Shell) -> None:
    added = shell.json("add", "Ana", "--cadence", "weekly", "--risks-cadence", "every 3 weeks")
    assert added["cadence"] == "weekly"
    assert added["section_cadences"]["risks"] == "every 3 weeks"


def test_list_is_an_array_in_order_of_names(shell: Shell) -> None:
    for name in ("zoe", "Ana", "ben"):
        shell.say("add", name)
    rows = shell.json("list")
    assert [row["name"] for row in rows] == ["Ana", "ben", "zoe"]
    assert set(rows[0]) == {
        "name", "relation", "role", "cadence", "added", "archived", "reports_to",
    }  # fmt: skip


def test_a_team_below_a_report_is_named_by_who_leads_it(shell: Shell) -> None:
    shell.say("add", "Priya Raman")
    assert shell.json("add", "Eli Brandt", "--reports-to", "priya")["reports_to"] == "Priya Raman"
    shell.say("edit", "priya", "--name", "Priya Rao")
    leads = {row["name"]: row["reports_to"] for row in shell.json("list")}
    assert leads == {"Eli Brandt": "Priya Rao", "Priya Rao": None}
    assert "can't report to themselves" in shell.refusal("edit", "eli", "--reports-to", "eli")
    assert "no person matches" in shell.refusal("edit", "eli", "--reports-to", "zoe")
    assert shell.json("edit", "eli", "--reports-to", "")["reports_to"] is None
    shell.say("edit", "eli", "--reports-to", "priya")
    lead = json.loads(shell.run("export", "--format", "json").out)["people"]["1"]["person"]
    shell.run("erase", "priya", "--yes")
    assert shell.json("list")[0]["reports_to"] is None
    files = [path for path in shell.store.parent.rglob("*") if path.is_file()]
    held = [path.read_text(encoding="utf-8") for path in files]
    assert not [text for text in held if f'"reports_to":"{lead}"' in text]


def test_who_leads_somebody_goes_out_and_comes_back_by_name(shell: Shell, tmp_path: Path) -> None:
    shell.say("add", "Priya Raman")
    shell.say("add", "Eli Brandt", "--reports-to", "priya")
    assert shell.json("show", "eli")["reports_to"] == "Priya Raman"
    assert "- in the team of Priya Raman" in shell.run("export", "eli", "--format", "markdown").out
    shell.run("export", "--format", "csv", "-o", str(tmp_path))
    for name in ("priya", "eli"):
        shell.run("erase", name, "--yes")
    shell.run("import", str(tmp_path / "people.csv"))
    leads = {row["name"]: row["reports_to"] for row in shell.json("list")}
    assert leads == {"Eli Brandt": "Priya Raman", "Priya Raman": None}
    table = tmp_path / "all.csv"
    table.write_text("Name,Manager\nMo Diaz,Eli Brandt\nAda Lee,Me Myself\n", encoding="utf-8")
    shell.run("import", str(table))
    leads = {row["name"]: row["reports_to"] for row in shell.json("list")}
    assert (leads["Mo Diaz"], leads["Ada Lee"]) == ("Eli Brandt", None)


def test_every_list_by_name_passes_over_accents(shell: Shell) -> None:
    for name in ("Zoe Berg", "Łukasz Wit", "Émile Roy", "Ed Lam"):
        shell.say("add", name)
        shell.say("feedback", name, "Good talk", "--praise")
        shell.say("action", name, "send it")
        shell.say("expect", name, "Docs")
        shell.say("differ", name, "E1", "no time")
        shell.say("risk", name, "One reviewer")
    ordered = ["Ed Lam", "Émile Roy", "Łukasz Wit", "Zoe Berg"]
    for command in ("list", "due --all", "untold", "actions", "differences", "concerns"):
        assert [row["name"] for row in shell.json(*command.split())] == ordered, command
    numbers = [row["name"] for row in shell.json("show", "--numbers")["people"]]
    assert numbers == ordered


def test_an_empty_list_says_what_to_do(shell: Shell) -> None:
    ended = shell.run("list")
    assert (ended.code, ended.out) == (0, "")
    assert "aligntui add NAME" in ended.err
    assert shell.run("list", "--json").json == []


def test_a_second_person_of_the_same_name_is_refused(priya: Shell) -> None:
    assert "already" in priya.refusal("add", "priya raman")


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_a_person_needs_a_name(shell: Shell, name: str) -> None:
    assert "empty" in shell.refusal("add", name)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--level", "boss", "onboarding, junior, mid, senior, staff"),
        ("--relation", "friend", "report, manager, skip, peer"),
        ("--cadence", "sometimes", "every 2 weeks"),
        ("--started", "31 feb", "no day"),
        ("--started", "1026-01-01", "1 Jan 1026 is 1000 years ago; type the year that is meant"),
        ("--started", "2099-01-01", "1 Jan 2099 is in 73 years"),
    ],
)
def test_a_refused_option_says_what_can_be_typed(
    shell: Shell, option: str, value: str, words: str
) -> None:
    assert words in shell.refusal("add", "Ana", option, value)
    assert shell.run("list", "--json").json == []


def test_what_is_known_of_somebody_can_be_edited(priya: Shell) -> None:
    assert priya.say("edit", "priya", "--name", "Priya R.", "--role", "lead") == "edited Priya R.\n"
    assert priya.json("show", "priya")["role"] == "lead"
    assert "nothing to change" in priya.refusal("edit", "priya")


def test_an_archived_person_leaves_every_list_and_comes_back(priya: Shell) -> None:
    assert priya.say("archive", "priya") == "archived Priya Raman\n"
    assert priya.run("list").out == ""
    assert priya.run("due", "--all").out == ""
    assert "is archived" in priya.refusal("note", "priya", "hello")
    assert "archived 29 Jun" in priya.say("show", "priya")
    assert "archived 29 Jun" in priya.say("list", "--all")
    assert priya.say("archive", "priya", "--back") == "brought back Priya Raman\n"
    assert "not archived" in priya.refusal("archive", "priya", "--back")


def test_somebody_here_is_found_before_somebody_archived(shell: Shell) -> None:
    shell.say("add", "Ana One")
    shell.say("archive", "ana")
    shell.say("add", "Ana Two")
    assert shell.json("show", "ana")["name"] == "Ana Two"


def test_an_unknown_name_is_refused_with_a_way_on(priya: Shell) -> None:
    assert priya.refusal("show", "zed") == (
        "no person matches 'zed'; 'aligntui list' shows all names"
    )


def test_an_ambiguous_name_lists_who_it_could_be(shell: Shell) -> None:
    shell.say("add", "Ana Kovač")
    shell.say("add", "Anaïs Petit")
    assert "Ana Kovač, Anaïs Petit" in shell.refusal("note", "an", "hello")
    assert shell.json("note", "ana k", "hello")["name"] == "Ana Kovač"


@pytest.mark.parametrize(
    ("add", "edit", "often"),
    [
        (["--cadence", "every 2 weeks"], ["--level", "junior"], "every 2 weeks"),
        (["--cadence", "monthly", "--level", "junior"], ["--level", "mid"], "monthly"),
        ([], ["--level", "junior"], "weekly"),
        ([], ["--level", "junior", "--cadence", "monthly"], "monthly"),
    ],
)
def test_a_level_leaves_a_cadence_that_was_typed_and_says_so(
    shell: Shell, add: list[str], edit: list[str], often: str
) -> None:
    shell.say("add", "Ana", *add)
    said = shell.say("edit", "ana", *edit)
    assert shell.json("show", "ana")["cadence"] == often
    assert said.startswith(f"edited Ana; level {edit[1]} sets ")
    assert ("leaves check-in" in said) == bool(add)


BEGUN = (
    ("focus", "pat", "Ship it"),
    ("focus", "pat", "Hidden", "--private"),
    ("risk", "pat", "Two leave"),
    ("opportunity", "pat", "Mentors"),
    ("close", "pat", "O1"),
    ("action", "pat", "Send it"),
    ("done", "pat", "A1"),
    ("round", "pat", "-o", "-"),
)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("agree pat F2", "aligntui set {} F2 --shared"),
        ("agree pat F9", "aligntui show {}' lists"),
        ("agree pat O1", "aligntui reopen {} O1"),
        ("done pat A1", "aligntui reopen {} A1"),
        ("move pat R1 expectations", "aligntui set {} R1 --threatens E1"),
        ("away pat 2026-07-01 --back", "aligntui away {}' lists"),
        ("edit pat F1 --on 2026-07-01", "aligntui reword pat F1"),
        ("receive - --from pat", "aligntui round {} --drop"),
    ],
)
def test_a_command_that_would_do_is_typed_with_the_name_of_whom_it_is_about(
    shell: Shell, words: str, hint: str
) -> None:
    shell.say("add", "Pat O'Brien")
    for each in BEGUN:
        shell.run(*each)
    theirs = ""
    if "receive" in words:
        shell.say("add", "Bo")
        shell.say("focus", "bo", "Rest")
        began = shell.run("round", "bo", "-o", "-").out
        theirs = began.replace("aligntui round 1 ", "aligntui round 1 00")
    said = shell.refusal(*words.split(), stdin=theirs)
    assert hint.format(quote("Pat O'Brien")) in said
    assert "NAME" not in said

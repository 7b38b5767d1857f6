"""Looking for words: everywhere, whatever their case, with what is private left out when hidden."""

import pytest

from tests.cli.conftest import Shell, once

EVERYWHERE = (
    ("expect", "priya", "Owns the façade", "--success", "no marmot seen"),
    ("reword", "priya", "e1", "Owns the whole façade"),
    ("differ", "priya", "e1", "a Marmot is too much"),
    ("miss", "priya", "e1", "the marmot fell", "--no-feedback"),
    ("opportunity", "priya", "Lead marmot work"),
    ("evidence", "priya", "o1", "wrote on the marmot"),
    ("risk", "priya", "marmot may leave", "--private", "--mitigation", "feed it"),
    ("note", "priya", "First line.\nSaw a marmot.\nAsk again."),
    ("action", "priya", "Feed the marmot"),
    ("feedback", "priya", "kind to the marmot", "--praise"),
    ("checkin", "priya", "--notes", "long talk on marmots"),
)


@pytest.fixture
@once
def team(priya: Shell) -> Shell:
    priya.say("add", "Ana Marmotte", "--role", "engineer")
    for words in EVERYWHERE:
        assert priya.run(*words).code == 0
    return priya


def test_a_word_is_found_wherever_it_stands(team: Shell) -> None:
    found = team.json("search", "MARMOT")
    assert {(hit["name"], hit["handle"], hit["where"]) for hit in found} == {
        ("Ana Marmotte", None, "person"),
        ("Priya Raman", "E1", "item"),
        ("Priya Raman", "E1", "past wording"),
        ("Priya Raman", "E1", "differs"),
        ("Priya Raman", "E1", "miss"),
        ("Priya Raman", "O1", "item"),
        ("Priya Raman", "O1", "evidence"),
        ("Priya Raman", "R1", "item"),
        ("Priya Raman", "N1", "note"),
        ("Priya Raman", "A1", "action"),
        ("Priya Raman", "B1", "feedback"),
        ("Priya Raman", "C1", "check-in"),
    }
    assert [hit["name"] for hit in found] == sorted(hit["name"] for hit in found)


def test_nothing_private_is_found_where_it_is_hidden(team: Shell) -> None:
    shown = {hit["handle"] for hit in team.json("search", "marmot", "--hide")}
    assert shown == {None, "E1", "O1", "A1"}
    assert all(not hit["private"] for hit in team.json("search", "marmot", "--hide"))
    marked = {hit["handle"] for hit in team.json("search", "marmot") if hit["private"]}
    # a miss of E1 that was not told yet is as private as its feedback
    assert marked == {"R1", "N1", "B1", "C1", "E1"}
    ended = team.run("search", "feed", "it", "--hide", "--json")
    assert (ended.code, ended.json) == (1, [])


@pytest.mark.parametrize("typed", ["FACADE", "façade", "facade owns", "whole fac"])
def test_case_and_accents_do_not_matter_and_all_words_must_be_there(
    team: Shell, typed: str
) -> None:
    assert "E1" in {hit["handle"] for hit in team.json("search", typed)}
    assert team.run("search", typed, "nowhere").code == 1


def test_hits_are_said_by_person_with_their_words_in_context(team: Shell) -> None:
    lines = team.say("search", "marmot").splitlines()
    assert lines[:3] == [
        "Ana Marmotte",
        "       29 Jun       person: Ana Marmotte, engineer",
        "Priya Raman",
    ]
    assert "       29 Jun  E1   past wording: Owns the façade; no marmot seen" in lines
    assert ".      29 Jun  N1   note: First line. Saw a marmot. Ask again." in lines


def test_nothing_found_is_the_answer_no(team: Shell) -> None:
    ended = team.run("search", "nowhere")
    assert (ended.code, ended.out, ended.err) == (1, "", "nothing found\n")
    assert team.run("search", "nowhere", "--hide").err.startswith("nothing shared was found\n")
    said = team.refusal("search", " ")
    assert said == "nothing to search for; type a word"


def test_archived_people_are_found_and_a_day_that_is_over_knows_no_later_ones(team: Shell) -> None:
    team.say("archive", "priya")
    assert team.say("search", "lead", "marmot").splitlines()[0] == "Priya Raman, archived 29 Jun"
    assert team.run("search", "marmot", "--on", "2026-06-01").code == 1

"""A round in the shell: sent, answered by anybody, compared, settled; blind until both are in."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, once

PRIVATE = "SECRETLY"
THEIRS = "PLAINLY"


@pytest.fixture
@once
def priya(shell: Shell, tmp_path: Path) -> Path:
    """Somebody with a few shared lines, and a private word in every private field; the file."""
    shell.run("--on", "2026-06-01", "add", "Priya Raman", "--relation", "report")
    shell.run("--on", "2026-06-01", "edit", "Priya", "--card", f"card {PRIVATE}")
    shell.run("--on", "2026-06-01", "focus", "Priya", "Ship billing", "--weight", "60")
    shell.run(
        "--on", "2026-06-01", "expect", "Priya", "Owns on-call", "--success", "no page unanswered"
    )
    shell.run("--on", "2026-06-01", "expect", "Priya", "Reviews in a day")
    shell.run("--on", "2026-06-01", "focus", "Priya", f"Find another job {PRIVATE}", "--private")
    shell.run("--on", "2026-06-01", "risk", "Priya", f"Leaves {PRIVATE}", "--private")
    shell.run(
        "--on",
        "2026-06-01",
        "reword",
        "Priya",
        "E2",
        "Reviews inside a day",
        "--because",
        f".{PRIVATE}",
    )
    shell.run("--on", "2026-06-01", "note", "Priya", f"a note {PRIVATE}")
    shell.run("--on", "2026-06-01", "miss", "Priya", "E1", f"missed {PRIVATE}")
    shell.run("--on", "2026-06-01", "differ", "Priya", "E2", "my doubt " + PRIVATE, "--mine")
    shell.run("--on", "2026-06-01", "skip", "Priya", "--because", PRIVATE)
    file = tmp_path / "r.md"
    started = shell.run("round", "Priya", "-o", str(file), "--before", "10 jul")
    assert started.code == 0
    return file


def ticked(text: str, *differs: str) -> str:
    """The file with every line held, but those whose handles are given, which differ."""
    lines, handle = [], ""
    for line in text.split("\n"):
        found = re.match(r"- ([FEOR]\d+) ", line)
        handle = found[1] if found else handle
        if line.endswith("differently:") and handle in differs:
            lines.append(f"{line.replace('[ ]', '[x]')} {THEIRS} in {handle}")
        elif line.endswith("] holds") and handle not in differs:
            lines.append(line.replace("[ ]", "[x]"))
        else:
            lines.append(line)
    return "\n".join(lines)


def test_only_what_is_shared_goes_out_and_no_doubt_of_mine(priya: Path) -> None:
    text = priya.read_text()
    assert PRIVATE not in text
    assert "F1 Ship billing (share: 60%)" in text
    assert "E1 Owns on-call (success: no page unanswered)" in text
    assert "Please answer by 10 Jul 2026." in text
    assert "F2" not in text
    assert "R1" not in text
    assert "doubt" not in text
    assert "off track" in text  # as a box, not as a state
    assert text.count("[x]") == 0


def test_a_round_goes_round(shell: Shell, priya: Path) -> None:
    assert shell.say("round", "Priya") == (
        "round 1 with Priya Raman\n"
        "  sent 29 Jun, answer by 10 Jul\n"
        "  yours: 0 of 3 lines answered\n"
        "  theirs not back\n"
    )
    sent = priya.read_text()
    got = shell.run("receive", "-", stdin=ticked(sent, "E2") + "\nthanks!\n")
    assert got.code == 0
    assert got.out == "Priya Raman, round 1: 3 of 3 lines answered\n"
    assert "1 passage belongs to no line" in got.err
    assert "wanting: yours" in shell.refusal("round", "Priya", "--compare")
    mine = ticked(sent).replace("- anything missing?", "- anything missing?\n- Write it down", 1)
    assert (
        "to settle: E2, F1, E1, 1 new" in shell.run("round", "Priya", "--fill", "-", stdin=mine).out
    )
    assert shell.say("round", "Priya", "--compare") == (
        "Round 1 with Priya Raman, both answered 29 Jun\n"
        "\n"
        "Differences\n"
        "  E2 Reviews inside a day\n"
        "     you  holds\n"
        f'     they differently: "{THEIRS} in E2"\n'
        "\n"
        "New lines\n"
        "  you  Focus: Write it down\n"
        "\n"
        "Both hold\n"
        "  F1 Ship billing (share: 60%)\n"
        "  E1 Owns on-call (success: no page unanswered)\n"
        "\n"
        "Their words beside it\n"
        "  thanks!\n"
    )
    rows = shell.json("round", "Priya", "--compare")
    assert [row["handle"] for row in rows] == ["E2", None, "F1", "E1"]
    assert rows[0]["theirs"]["how"] == f"{THEIRS} in E2"
    shell.say("round", "Priya", "--settle")
    items = shell.json("show", "Priya")["sections"]
    assert [each["agreed_on"] for each in items["expectations"]] == ["2026-06-29", None]
    assert items["focus"][0]["agreed_on"] == "2026-06-29"
    shell.say("focus", "Priya", "Write it down")
    shell.say("reword", "Priya", "E2", "Reviews within two days")
    shell.say("agree", "Priya", "E2")
    assert "ended 29 Jun" in shell.say("round", "Priya", "--settle")
    outcome = shell.say("round", "Priya", "--outcome")
    assert PRIVATE not in outcome
    assert "- E2 Reviews within two days, agreed 29 Jun 2026" in outcome
    assert "- F1 Ship billing, agreed 29 Jun 2026" in outcome
    for _ in range(6):
        shell.run("undo")
    assert "theirs not back" not in shell.say("round", "Priya")


READERS = (
    ("round", "Priya"),
    ("round", "Priya", "--json"),
    ("show", "Priya"),
    ("show", "Priya", "--json"),
    ("timeline", "Priya"),
    ("timeline", "Priya", "--json"),
    ("prep", "Priya"),
    ("history", "Priya", "E2"),
    ("diff", "Priya", "2026-06-01"),
    ("due", "--all"),
    ("list", "--json"),
    ("where",),
    ("doctor",),
    ("export", "--format", "json"),
    ("export", "Priya", "--format", "json"),
    ("export", "Priya", "--format", "markdown"),
    ("differences",),
    ("concerns",),
)


def shown(shell: Shell, tmp_path: Path) -> str:
    """All that any command prints or writes."""
    ended = [shell.run(*words) for words in READERS]
    shell.run("export", "--format", "csv", "-o", str(tmp_path / "csv"), "--force")
    files = [each for each in tmp_path.rglob("*") if each.is_file() and each.suffix != ".md"]
    texts = [each.read_bytes().decode("utf-8", "replace") for each in files]
    return "\n".join((*texts, *(each.out + each.err for each in ended)))


def test_nothing_of_theirs_shows_before_mine_is_filled(
    shell: Shell, priya: Path, tmp_path: Path
) -> None:
    theirs = ticked(priya.read_text(), "F1", "E1", "E2") + f"\n{THEIRS} at the end\n"
    got = shell.run("receive", "-", stdin=theirs)
    dry = shell.run("receive", "-", "--dry-run", stdin=theirs)
    assert THEIRS not in got.out + got.err + dry.out + dry.err
    assert THEIRS not in shown(shell, tmp_path)
    assert shell.run("search", THEIRS).code == 1
    shell.refusal("round", "Priya", "--compare")
    shell.refusal("round", "Priya", "--outcome")
    shell.refusal("round", "Priya", "--settle")
    shell.say("undo")
    shell.say("redo")
    assert THEIRS not in shown(shell, tmp_path)
    filled = shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert filled.code == 0
    assert THEIRS in shell.say("round", "Priya", "--compare")
    assert THEIRS in shell.say("search", THEIRS)
    assert THEIRS in shell.run("export", "Priya", "--format", "markdown").out
    assert "both have answered" in shell.refusal(
        "round", "Priya", "--fill", "-", stdin=ticked(priya.read_text())
    )


def test_looking_all_the_same_is_recorded(shell: Shell, priya: Path) -> None:
    assert shell.refusal("round", "Priya", "--look") == "nothing has come back yet"
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "F1"))
    looked = shell.say("round", "Priya", "--look")
    assert "you looked at theirs before yours, 29 Jun" in looked
    assert f'  F1 Ship billing (share: 60%)\n     differently: "{THEIRS} in F1"\n' in looked
    assert "--look' shows what came back" in shell.refusal("round", "Priya", "--compare")
    assert THEIRS in shell.say("round", "Priya", "--look")
    assert THEIRS not in shell.run("--hide", "round", "Priya", "--look").out
    assert THEIRS in shell.say("search", THEIRS)
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert "You looked at theirs before yours" in shell.say("round", "Priya", "--compare")


LOOKED = "you looked at theirs before yours, 29 Jun"


@pytest.mark.parametrize("last", ["fill", "look", "drop"])
def test_undo_closes_nothing_that_was_seen(shell: Shell, priya: Path, last: str) -> None:
    theirs, mine = ticked(priya.read_text(), "F1"), ticked(priya.read_text())
    shell.run("receive", "-", stdin=theirs)
    shell.run("round", "Priya", f"--{last}", *(["-"] if last == "fill" else []), stdin=mine)
    before = json.dumps(shell.json("round", "Priya"))
    undone = shell.run("undo")
    assert "you saw what came back; the round keeps that" in undone.err
    assert LOOKED in shell.say("round", "Priya")
    assert THEIRS in shell.say("search", THEIRS)
    shell.say("redo")
    assert json.dumps(shell.json("round", "Priya")) == before
    shell.run("undo")
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text(), "E1"))
    assert f"Y{LOOKED[1:]}" in shell.say("round", "Priya", "--compare")


def test_undo_of_what_came_is_honest_only_where_mine_changes_then(
    shell: Shell, priya: Path
) -> None:
    theirs, mine = ticked(priya.read_text(), "F1"), ticked(priya.read_text())
    shell.run("round", "Priya", "--fill", "-", stdin=mine)
    shell.run("receive", "-", stdin=theirs)
    assert "you saw what came back" in shell.run("undo").err
    assert shell.run("search", THEIRS).code == 1
    shell.run("round", "Priya", "--fill", "-", stdin=mine)
    assert LOOKED not in shell.say("round", "Priya")
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text(), "F1"))
    shell.run("receive", "-", stdin=theirs)
    assert LOOKED in shell.say("round", "Priya")


def test_after_an_end_it_says_how_it_ended_and_only_a_file_starts_the_next(
    shell: Shell, priya: Path
) -> None:
    shell.say("round", "Priya", "--drop")
    assert shell.json("round", "Priya")["state"] == "ended"
    ended = shell.run("round", "Priya")
    assert "ended 29 Jun" in ended.out
    assert "'aligntui round 'Priya Raman' -o FILE' starts the next one" in ended.err
    assert shell.json("round", "Priya")["number"] == 1
    assert "add -o FILE" in shell.refusal("round", "Priya", "--before", "1 aug")
    assert "--json only says" in shell.refusal("round", "Priya", "--json", "-o", "x.md")
    assert "# " in shell.run("round", "Priya", "-o", "-").out
    assert shell.json("round", "Priya")["number"] == 2
    assert "no round with" not in shell.say("undo")
    assert shell.json("round", "Priya")["number"] == 1
    shell.say("add", "Bo")
    for words in (["--json"], []):
        assert "there is no round with Bo yet" in shell.refusal("round", "Bo", *words)
    assert "nothing open is shared with Bo" in shell.refusal("round", "Bo", "-o", "-")


def test_a_round_goes_on_while_only_one_answered_a_line_that_differs(
    shell: Shell, priya: Path
) -> None:
    half = ticked(priya.read_text()).replace("[x]", "[ ]", 3).replace("[ ] holds", "[x] holds", 2)
    shell.run("receive", "-", stdin=half)
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert "to settle: E2" in shell.say("round", "Priya", "--settle")
    shell.say("agree", "Priya", "E2")
    assert "ended 29 Jun" in shell.say("round", "Priya", "--settle")


def test_what_was_agreed_before_and_holds_for_both_is_settled(shell: Shell, priya: Path) -> None:
    shell.say("--on", "2026-06-10", "agree", "Priya", "E1")
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "E2"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert "to settle: E2, F1" in shell.say("round", "Priya")
    assert "to settle: E2" in shell.say("round", "Priya", "--settle")
    shell.say("differ", "Priya", "E2", f"{THEIRS} in E2")
    assert "ended 29 Jun" in shell.say("round", "Priya", "--settle")


def test_a_round_is_filled_in_pieces(shell: Shell, priya: Path) -> None:
    sent = priya.read_text()
    half = ticked(sent[: sent.index("## Expectations")])
    assert (
        "1 of 3 lines answered (E1, E2 open)"
        in shell.run("round", "Priya", "--fill", "-", stdin=half).out
    )
    rest = ticked(sent[sent.index("## Expectations") :])
    assert "yours filled" in shell.run("round", "Priya", "--fill", "-", stdin=rest).out
    assert "no line is answered" in shell.refusal("round", "Priya", "--fill", "-", stdin=sent)


def test_a_second_answer_replaces_the_first_which_is_kept(shell: Shell, priya: Path) -> None:
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    assert "No change" in shell.run("receive", "-", stdin=ticked(sent, "F1")).err
    assert "replaces what came back" in shell.run("receive", "-", stdin=ticked(sent, "E2")).err
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    assert f"{THEIRS} in F1" not in shell.say("round", "Priya", "--compare")
    assert f"{THEIRS} in F1" in shell.say("search", "in", "F1")


def test_whose_it_is(shell: Shell, priya: Path, tmp_path: Path) -> None:
    sent = priya.read_text()
    shell.say("add", "Ana Kovač")
    shell.say("focus", "Ana", "Ship billing")
    shell.run("round", "Ana", "-o", str(tmp_path / "ana.md"))
    lost = ticked(sent[: sent.index("<!--")])
    assert shell.refusal("receive", "-", stdin=lost) == (
        "the line that says whose it is was lost; add --from NAME: Priya Raman (F1, E1, E2)"
        " or Ana Kovač (F1)"
    )
    assert shell.run("receive", "-", "--from", "Priya", stdin=lost).code == 0
    assert "leave --from out" in shell.refusal("receive", "-", "--from", "Ana", stdin=ticked(sent))
    other = sent.replace("round 1 ", "round 3 abc")
    assert shell.refusal("receive", "-", stdin=ticked(other)) == (
        "it is of round 3 of another notebook; add --from NAME to take it in here, "
        "or fill it in an editor and send it back"
    )
    assert "no line of an open round" in shell.refusal("receive", "-", stdin="hello")
    assert "not of round 1 with Ana" in shell.refusal(
        "round", "Ana", "--fill", "-", stdin=ticked(sent)
    )
    assert "as it went out" in shell.refusal("receive", "-", stdin=sent)


def test_an_answer_to_an_older_round_counts_where_the_line_reads_the_same(
    shell: Shell, priya: Path
) -> None:
    old = priya.read_text()
    shell.say("round", "Priya", "--drop")
    assert "has ended" in shell.refusal("receive", "-", stdin=ticked(old))
    shell.say("reword", "Priya", "E1", "Owns on-call and paging")
    new = shell.run("round", "Priya", "-o", "-").out
    shell.say("reword", "Priya", "F1", "Ship billing soon")
    got = shell.run("receive", "-", stdin=ticked(old, "E1"))
    assert got.out == "Priya Raman, round 2: 2 of 3 lines answered\n"
    assert "it answers round 1; what still reads the same counts" in got.err
    assert "F1 was reworded since it went out" in got.err
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(new))
    both = shell.say("round", "Priya", "--compare")
    assert f'E1 Owns on-call (success: no page unanswered): differently: "{THEIRS} in E1"' in both
    assert "now reads: Ship billing soon" in both
    shell.say("round", "Priya", "--settle")
    items = shell.json("show", "Priya")["sections"]
    assert items["focus"][0]["agreed_on"] is None, "nobody agrees to words that did not go out"


def test_an_answer_to_an_older_round_replaces_none_to_the_open_one_unasked(
    shell: Shell, priya: Path
) -> None:
    old = ticked(priya.read_text(), "E1")
    shell.say("round", "Priya", "--drop")
    new = shell.run("round", "Priya", "-o", "-").out
    shell.run("receive", "-", stdin=ticked(new))
    kept = shell.store.read_bytes()
    got = shell.run("receive", "-", stdin=old)
    assert (got.code, got.out) == (1, "")
    assert "it answers round 1" in got.err
    assert "nothing was changed; --yes takes it in" in got.err
    assert shell.store.read_bytes() == kept
    assert "it answers round 1" in shell.run("receive", "-", "--dry-run", stdin=old).err
    assert shell.run("receive", "-", "--yes", stdin=old).code == 0
    assert shell.run("receive", "-", stdin=old).code == 0, "it is there already"


def test_a_file_that_cannot_be_written_starts_nothing_and_one_again_says_since_when(
    shell: Shell, priya: Path, tmp_path: Path
) -> None:
    again = shell.run("round", "Priya", "-o", str(tmp_path / "again.md"))
    assert "round 1 is open since 29 Jun; this is its file again" in again.err
    assert (tmp_path / "again.md").read_text() == priya.read_text()
    nowhere = str(tmp_path / "none" / "r.md")
    shell.refusal("round", "Priya", "-o", nowhere, "--before", "2026-07-20")
    assert shell.json("round", "Priya")["answer_by"] == "2026-07-10"
    shell.say("round", "Priya", "--drop")
    shell.refusal("round", "Priya", "-o", nowhere)
    assert shell.json("round", "Priya")["number"] == 1


def test_a_round_that_ended_says_what_was_left_open(shell: Shell, priya: Path) -> None:
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    said = shell.say("round", "Priya", "--drop")
    assert "left open: F1" in said
    assert "to settle" not in said
    shell.say("agree", "Priya", "F1")
    assert "left open: F1" in shell.run("round", "Priya").out, "nothing is settled in it any more"


def test_dropping_keeps_what_came_back_as_a_private_note(shell: Shell, priya: Path) -> None:
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "F1"))
    shell.say("round", "Priya", "--drop")
    assert f"F1 Ship billing: differently; {THEIRS} in F1" in shell.say("search", "differently")
    assert THEIRS not in shell.say("--hide", "timeline", "Priya")
    assert "no round" in shell.refusal("round", "Priya", "--fill", "-", stdin="x")
    assert shell.run("round", "Priya").code == 0


def test_a_day_of_the_past_knows_the_round_as_it_was(shell: Shell, priya: Path) -> None:
    shell.run("--on", "2026-06-29", "receive", "-", stdin=ticked(priya.read_text(), "F1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert "a later day" in shell.refusal("--on", "2026-06-28", "round", "Priya", "--compare")


def test_what_is_made_private_later_is_hidden_in_it(shell: Shell, priya: Path) -> None:
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "F1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    shell.say("set", "Priya", "F1", "--private")
    assert THEIRS not in shell.say("--hide", "round", "Priya", "--compare")
    assert "Ship billing" not in shell.say("round", "Priya", "--outcome")


@pytest.mark.parametrize("also", ["--json", "--hide", "--plain"])
def test_comparing_in_other_manners(shell: Shell, priya: Path, also: str) -> None:
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "F1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert THEIRS in shell.say(also, "round", "Priya", "--compare")


def test_an_export_is_imported_with_its_rounds_still_sealed(
    shell: Shell, priya: Path, tmp_path: Path
) -> None:
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "F1"))
    out = tmp_path / "all.json"
    shell.run("export", "--format", "json", "-o", str(out))
    assert THEIRS not in out.read_text()
    other = Shell(tmp_path / "other.json", shell.capture, shell.monkeypatch)
    assert other.run("import", str(out)).code == 0
    other.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert THEIRS in other.say("round", "Priya", "--compare")


def test_json_of_a_round(shell: Shell, priya: Path) -> None:
    shape = shell.json("round", "Priya")
    assert shape["state"] == "sent"
    assert shape["answer_by"] == "2026-07-10"
    assert [line["handle"] for line in shape["lines"]] == ["F1", "E1", "E2"]
    got = json.loads(shell.run("receive", "-", "--json", stdin=ticked(priya.read_text())).out)
    assert (got["answered"], got["new"], got["state"]) == (3, 0, "back")
    assert got["received_on"] == "2026-06-29"
    assert priya.exists()


def test_a_round_stands_in_the_timeline_with_what_it_came_to(shell: Shell, priya: Path) -> None:
    sent = priya.read_text()
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    assert "  . round 1 sent 29 Jun, theirs back 29 Jun\n" in shell.say("timeline", "Priya")
    assert "round 1" not in shell.say("--hide", "timeline", "Priya")
    mine = ticked(sent).replace("\n-\n", "\n- More of your time\n")
    shell.run("round", "Priya", "--fill", "-", stdin=mine)
    shell.say("round", "Priya", "--settle")
    assert (
        "    round 1 sent 29 Jun, yours filled 29 Jun, theirs back 29 Jun\n"
        "      Differences\n"
        "        F1 Ship billing (share: 60%)\n"
        "           you  holds\n"
        f'           they differently: "{THEIRS} in F1"\n'
        "      New lines\n"
        "        you  expect of them: More of your time\n"
        "      Both hold\n"
        "        E1 Owns on-call (success: no page unanswered) (agreed 29 Jun)\n"
        "        E2 Reviews inside a day (agreed 29 Jun)\n"
    ) in shell.say("timeline", "Priya")
    newest = shell.json("timeline", "Priya")[0]
    assert [each["number"] for each in newest["rounds"]] == [1]


def test_who_is_erased_leaves_no_word_of_a_round(shell: Shell, priya: Path, tmp_path: Path) -> None:
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "F1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    shell.run("erase", "Priya", "--yes")
    kept = [each for each in tmp_path.rglob("*") if each.is_file() and each != priya]
    assert kept
    assert not [each for each in kept if THEIRS.encode() in each.read_bytes()]


def test_rounds_of_two_machines_are_merged(shell: Shell, priya: Path, tmp_path: Path) -> None:
    sent = priya.read_text()
    copy = tmp_path / "copy.json"
    copy.write_bytes(shell.store.read_bytes())
    other = Shell(copy, shell.capture, shell.monkeypatch)
    other.run("receive", "-", stdin=ticked(sent, "F1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    merged = shell.run("merge", str(copy))
    assert merged.code == 0
    assert THEIRS not in merged.out + merged.err
    where = shell.say("round", "Priya")
    assert "yours filled 29 Jun" in where
    assert "theirs back 29 Jun" in where
    assert f"{THEIRS} in F1" in shell.say("round", "Priya", "--compare")


def test_halves_filled_and_answers_received_on_two_machines_are_all_kept(
    shell: Shell, priya: Path, tmp_path: Path
) -> None:
    sent = priya.read_text()
    copy = tmp_path / "copy.json"
    copy.write_bytes(shell.store.read_bytes())
    other = Shell(copy, shell.capture, shell.monkeypatch)
    half = sent.index("## Expectations")
    other.run("round", "Priya", "--fill", "-", stdin=ticked(sent[half:]))
    other.run("receive", "-", stdin=ticked(sent, "E1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent[:half]))
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    assert shell.run("merge", str(copy)).code == 0
    assert "3 of 3 lines answered" in shell.say("round", "Priya")
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent[half:]))
    assert "yours filled" in shell.say("round", "Priya")
    for handle in ("E1", "F1"):
        assert f"{THEIRS} in {handle}" in shell.say("search", THEIRS, handle)


def test_the_brief_and_the_due_list_say_what_waits(shell: Shell, priya: Path) -> None:
    sent = priya.read_text()

    def says() -> tuple[str, str | None]:
        points = shell.json("prep", "Priya")
        (row,) = shell.json("due", "--all")
        return " ".join(p["words"] for p in points if p["kind"] == "round"), row["round"]

    assert says() == ("", "sent")
    (late,) = [p for p in shell.json("--on", "2026-07-12", "prep", "Priya") if p["kind"] == "round"]
    assert late["words"] == "their answer is late"
    shell.run("receive", "-", stdin=ticked(sent, "F1"))
    assert says() == ("theirs is back, yours is missing", "back")
    assert "theirs is back" not in shell.say("--hide", "prep", "Priya")
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    assert says() == ("both have answered; to settle: F1, E1, E2", "ready")
    shell.run("round", "Priya", "--drop")
    assert says() == ("", None)


def test_the_other_side_answers_in_an_app_of_its_own(
    shell: Shell, priya: Path, tmp_path: Path
) -> None:
    sent = priya.read_text()
    other = Shell(tmp_path / "theirs" / "store.json", shell.capture, shell.monkeypatch)
    other.say("add", "Ana Kovač", "--relation", "manager")
    assert other.run("receive", str(priya), "--from", "ana", "--dry-run").code == 0
    assert "no round with Ana" in other.refusal("round", "ana", "--fill", str(priya))
    begun = other.run("receive", str(priya), "--from", "ana")
    assert begun.out == (
        "round 1 with Ana Kovač\n  they asked 29 Jun, answer by 10 Jul\n"
        "  yours: 0 of 3 lines answered\n"
    )
    (point,) = [p for p in other.json("prep", "ana") if p["kind"] == "round"]
    assert point["words"] == "they asked, yours is missing"
    assert "began this round" in other.refusal("receive", "-", stdin=ticked(sent))
    mine = ticked(sent, "E2").replace("Ship billing (share", "Ship billing *v3* (share")
    mine = mine.replace("- anything missing?", "- anything missing?\n- Write [x] it", 1)
    mine = mine.replace("\n-\n", "\n- More of your time\n")
    filled = other.run("round", "ana", "--fill", "-", stdin=mine)
    assert "yours filled" in filled.out
    assert "belongs to no line" not in filled.err  # the title names me
    assert "compares" in other.refusal("round", "ana", "--compare")
    answer = other.run("round", "ana").out
    assert answer.endswith("yours filled 29 Jun\n")
    back = tmp_path / "back.md"
    other.run("round", "ana", "-o", str(back))
    got = shell.run("receive", str(back))
    assert (got.out, got.err.splitlines()[0]) == (
        "Priya Raman, round 1: 3 of 3 lines answered, 2 new\n",
        "it shows when yours is there: aligntui round 'Priya Raman' --fill FILE",
    )
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    both = shell.say("round", "Priya", "--compare")
    assert 'they holds: reads it as "Ship billing *v3*' in both
    assert f'they differently: "{THEIRS} in E2"' in both
    assert "they Focus: Write [x] it" in both
    assert "they expect of you: More of your time" in both
    assert "began" not in other.run("round", "ana", "--drop").err


def test_days_that_can_not_be_are_refused(shell: Shell, priya: Path) -> None:
    sent = ticked(priya.read_text())
    early = shell.refusal("--on", "2026-06-28", "receive", "-", stdin=sent)
    assert early == "the round began on 29 Jun; nothing came back before that"
    assert "answer by 1 Aug" in shell.say("round", "Priya", "--before", "1 aug")
    assert "Please answer by 1 Aug 2026." in shell.say("round", "Priya", "-o", "-")
    shell.say("round", "Priya", "--drop")
    over = shell.refusal("round", "Priya", "-o", "-", "--before", "2026-06-01")
    assert over == "1 Jun is over; name a later day to answer before"


def test_a_new_line_that_stands_in_other_words_is_settled_by_saying_so(
    shell: Shell, priya: Path
) -> None:
    missing = "- anything missing?"
    theirs = ticked(priya.read_text()).replace(missing, f"{missing}\n- Tell me early", 1)
    shell.run("receive", "-", stdin=theirs)
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    assert "to settle: 1 new" in shell.say("round", "Priya", "--settle")
    shell.say("expect", "Priya", "Says what changes a day before", "--mine")
    assert "to settle: 1 new" in shell.say("round", "Priya")
    refused = shell.refusal("round", "Priya", "--otherwise", "Something")
    assert refused == "name one new line of the round that is open: 'Tell me early'"
    assert "to settle: nothing" in shell.say("round", "Priya", "--otherwise", "tell me")
    assert "Tell me early (settled otherwise)" in shell.say("round", "Priya", "--compare")
    assert shell.run("receive", "-", stdin=theirs).code == 0
    assert "to settle: nothing" in shell.say("round", "Priya"), "the same answer changes nothing"
    assert "ended" in shell.say("round", "Priya", "--settle")
    assert "Tell me early" not in shell.say("round", "Priya", "--outcome")


def test_a_file_escapes_only_what_markdown_would_obey(shell: Shell) -> None:
    shell.say("add", "Bo")
    for words in ("I <3 this, 2 * 3 is 6", "<b>bold</b>", "*soon*"):
        shell.say("focus", "Bo", words)
    text = shell.run("round", "Bo", "-o", "-").out
    assert "- F1 I <3 this, 2 * 3 is 6\n" in text
    assert "- F2 \\<b>bold\\</b>\n" in text
    assert "- F3 \\*soon\\*\n" in text
    shell.run("receive", "-", stdin=ticked(text))
    shell.run("round", "Bo", "--fill", "-", stdin=ticked(text))
    assert "Differences" not in shell.say("round", "Bo", "--compare")


def test_a_line_whose_terms_changed_shows_them_as_it_reads_now(shell: Shell, priya: Path) -> None:
    shell.run("receive", "-", stdin=ticked(priya.read_text(), "E1"))
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(priya.read_text()))
    shell.say("set", "Priya", "E1", "--success", "two pages at most")
    both = shell.say("round", "Priya", "--compare")
    assert "now reads: Owns on-call (success: two pages at most)" in both

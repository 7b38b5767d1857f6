"""What two notebooks make of the outcomes of one round, in whatever order and state they come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from aligntui import outgoing
from tests.cli.conftest import Ended, Shell, once
from tests.cli.test_round import ticked

FIRST = ("--on", "2026-06-01")
PROMISED = "Talk to sales"


@dataclass
class Two:
    """The notebook of a manager, and that of her report; she writes outcomes one after another."""

    her: Shell
    his: Shell
    sent: str

    def does(self, *words: str) -> None:
        """What she does to settle something."""
        ended = self.her.run(*words)
        assert ended.code == 0, ended

    def outcome(self, *words: str) -> str:
        """What she writes, once she did something."""
        if words:
            self.does(*words)
        return self.her.say("round", "Priya", "--outcome")

    def takes(self, text: str, *options: str) -> Ended:
        """He takes it in."""
        return self.his.run("receive", "-", "--yes", *options, stdin=text)

    def promises(self) -> list[tuple[str, ...]]:
        """What stands among his promises."""
        return [
            (each["handle"], each["text"], each["owner"], each["by"] or "", each["done_on"] or "")
            for each in self.his.json("show", "Ana")["actions"]
        ]

    def lines(self) -> dict[str, str]:
        """His lines, and how they stand."""
        sections = self.his.json("show", "Ana")["sections"].values()
        return {each["text"]: each["agreement"] for some in sections for each in some}


def beside(shell: Shell) -> Shell:
    """His notebook, in a folder beside hers."""
    return Shell(shell.store.parent / "his" / "store.json", shell.capture, shell.monkeypatch)


@pytest.fixture
@once
def asked(shell: Shell, tmp_path: Path) -> Path:
    """The file of a round that both have answered, and she has settled what both hold."""
    his = beside(shell)
    for words in (
        ("add", "Priya"),
        ("focus", "Priya", "Ship billing"),
        ("focus", "Priya", "Hire three"),
        ("expect", "Priya", "Reviews in a day", "--success", "no one waits"),
    ):
        shell.say(*FIRST, *words)
    his.say(*FIRST, "add", "Ana", "--relation", "manager")
    his.say(*FIRST, "focus", "Ana", "Learn Rust")
    his.say(*FIRST, "expect", "Ana", "Reviews in a day")
    # of a round of his own his F1 is another line than hers
    his.run("round", "Ana", "-o", str(tmp_path / "own.md"))
    his.say("round", "Ana", "--drop")
    file = tmp_path / "sent.md"
    shell.run("round", "Priya", "-o", str(file))
    sent = file.read_text()
    his.run("receive", str(file), "--from", "ana")
    mine = ticked(sent).replace("\n-\n", f"\n- {PROMISED}\n")
    his.run("round", "Ana", "--fill", "-", stdin=mine)
    back = his.say("round", "Ana", "-o", "-")
    shell.run("receive", "-", stdin=back)
    shell.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    shell.run("round", "Priya", "--settle")
    return file


@pytest.fixture
def two(shell: Shell, asked: Path, monkeypatch: pytest.MonkeyPatch) -> Two:
    """The two, after that; what either writes from now on, it writes at noon or minutes later."""
    minutes = count()
    noon = datetime(2026, 6, 29, 12, tzinfo=UTC)
    monkeypatch.setattr(outgoing, "now", lambda: noon + timedelta(minutes=next(minutes)))
    return Two(shell, beside(shell), asked.read_text())


def test_the_outcome_that_was_written_later_holds_in_whatever_order_they_come(two: Two) -> None:
    first = two.outcome()
    second = two.outcome("reword", "Priya", "F2", "Hire two")
    two.does("agree", "Priya", "F2")
    third = two.outcome()
    assert two.takes(first).code == 0
    assert two.lines()["Hire three"] == "agreed"
    assert two.takes(third).code == 0
    for older in (first, second):
        said = two.takes(older)
        assert said.code == 2
        assert said.err == (
            f"aligntui: it was written at 12:0{'0' if older is first else '1'}:00 UTC on 29 Jun "
            "2026, and a later outcome of this round, of 12:02:00 UTC on 29 Jun 2026, is taken in "
            "already: nothing of it is newer\n"
        )
        assert two.lines()["Hire two"] == "agreed"
    assert "is so here already" in two.takes(third).err
    two.his.say("undo")
    assert two.takes(second).code == 0
    assert "Hire two" not in two.lines()  # it is open with her
    assert two.takes(third).code == 0
    assert two.lines()["Hire two"] == "agreed"


def test_a_later_outcome_that_says_the_same_keeps_an_older_one_out(two: Two) -> None:
    first = two.outcome()
    between = two.outcome("differ", "Priya", "F2", "never")
    third = two.outcome("undo")
    two.takes(first)
    assert "it is the later outcome" in two.takes(third).out
    assert two.takes(between).code == 2
    assert two.lines()["Hire three"] == "agreed"


def test_the_later_one_holds_where_two_machines_took_one_each(two: Two, tmp_path: Path) -> None:
    first = two.outcome("action", "Priya", PROMISED)
    second = two.outcome("edit", "Priya", "A1", "--text", "Call sales")
    other = Two(two.her, Shell(tmp_path / "copy.json", two.his.capture, two.his.monkeypatch), "")
    other.his.store.write_bytes(two.his.store.read_bytes())
    two.takes(first)
    other.takes(second)
    assert two.his.run("merge", str(other.his.store)).code == 0
    assert two.takes(first).code == 2
    assert two.takes(second).code in (0, 2)
    assert [text for _, text, *_ in two.promises()] == ["Call sales"]


def test_a_promise_of_a_later_round_is_not_set_back_by_an_earlier_one(
    two: Two, tmp_path: Path
) -> None:
    first = two.outcome("action", "Priya", PROMISED)
    two.does("round", "Priya", "--settle")
    file = tmp_path / "second.md"
    two.does("round", "Priya", "-o", str(file))
    sent = file.read_text()
    two.his.say("round", "Ana", "--drop")
    two.his.run("receive", str(file), "--from", "ana")
    mine = ticked(sent).replace("\n-\n", f"\n- {PROMISED}\n")
    two.his.run("round", "Ana", "--fill", "-", stdin=mine)
    two.her.run("receive", "-", stdin=two.his.say("round", "Ana", "-o", "-"))
    two.her.run("round", "Priya", "--fill", "-", stdin=ticked(sent))
    two.does("edit", "Priya", "A1", "--text", "Call sales")
    two.takes(two.outcome())
    assert [text for _, text, *_ in two.promises()] == ["Call sales"]
    assert "A1 stays: it was told in a later round" in two.takes(first).out
    assert [text for _, text, *_ in two.promises()] == ["Call sales"]


def test_a_line_that_is_open_with_her_again_is_named(two: Two) -> None:
    two.takes(two.outcome())
    said = two.takes(two.outcome("undo"))
    assert "F2 stays: it is agreed here since 29 Jun 2026, and open with them" in said.out


PROMISES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mine": (("action", "Priya", PROMISED), ("A1", PROMISED, "them", "", "")),
    "theirs": (("action", "Priya", PROMISED, "--theirs"), ("A1", PROMISED, "me", "", "")),
    "with a day": (
        ("action", "Priya", PROMISED, "--by", "2026-07-20"),
        ("A1", PROMISED, "them", "2026-07-20", ""),
    ),
}


@pytest.mark.parametrize("which", PROMISES)
def test_a_promise_stands_once_with_its_owner_turned_round(two: Two, which: str) -> None:
    command, there = PROMISES[which]
    told = two.outcome(*command)
    owner = "yours" if there[2] == "me" else "theirs"
    assert f"A1 new promise of {owner}: {PROMISED}" in two.takes(told).out
    assert two.promises() == [there]
    assert "is so here already" in two.takes(told).err
    assert two.takes(two.outcome()).code == 0
    assert two.promises() == [there]
    two.his.say("undo")
    two.his.say("undo")
    assert two.promises() == []
    assert two.takes(told).code == 0
    assert two.promises() == [there]


NOTHING: tuple[str, ...] = ()
CHANGES: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "she keeps it": (("done", "Priya", "A1"), NOTHING, "A2 kept 29 Jun"),
    "she drops it": (("drop", "Priya", "A1", "--because", "SECRET"), NOTHING, "A2 dropped 29 Jun"),
    "she words it otherwise": (
        ("edit", "Priya", "A1", "--text", "Call sales"),
        NOTHING,
        "A2 Talk to sales -> Call sales",
    ),
    "she gives it a day": (("edit", "Priya", "A1", "--by", "2026-07-20"), NOTHING, "A2 by 20 Jul"),
    "he words it otherwise": (
        NOTHING,
        ("edit", "Ana", "A2", "--text", "They call"),
        "A2 stays: it reads otherwise here",
    ),
    "both word it otherwise": (
        ("edit", "Priya", "A1", "--text", "Call sales"),
        ("edit", "Ana", "A2", "--text", "They call"),
        "A2 stays: it reads otherwise here",
    ),
    "he keeps it": (NOTHING, ("done", "Ana", "A2"), "A2 stays: it was kept here on 29 Jun 2026"),
    "he hides it": (NOTHING, ("edit", "Ana", "A2", "--private"), "A2 stays: it is private here"),
    "she hides it": (("edit", "Priya", "A1", "--private"), NOTHING, "it is the later outcome"),
}


@pytest.mark.parametrize("which", CHANGES)
def test_what_became_of_a_promise_is_taken_in_or_named(two: Two, which: str) -> None:
    hers, his, said = CHANGES[which]
    two.his.say("action", "Ana", "Something of mine")
    two.takes(two.outcome("action", "Priya", PROMISED))
    if his:
        two.his.say(*his)
    told = two.outcome(*hers)
    assert "SECRET" not in told
    before = two.promises()
    taken = two.takes(told)
    assert f"  {said}" in taken.out
    assert {handle for handle, *_ in two.promises()} <= {"A1", "A2"}
    assert (two.promises() == before) is ("stays" in said or "later" in said)


def test_his_own_line_for_the_same_promise_is_the_promise(two: Two) -> None:
    two.his.say("action", "Ana", "talk to SALES", "--theirs")
    two.takes(two.outcome("action", "Priya", PROMISED))
    assert two.promises() == [("A1", "Talk to sales", "them", "", "")]
    two.takes(two.outcome("edit", "Priya", "A1", "--text", "Call sales"))
    assert two.promises() == [("A1", "Call sales", "them", "", "")]


WAYS: dict[str, Callable[[str], str]] = {
    "cut": lambda text: text.partition("<!--")[0],
    "only the lines": lambda text: "\n".join(
        line for line in text.split("\n") if line.lstrip().startswith("- ")
    ),
    "quoted": lambda text: "".join(f"> {line}\n" for line in text.split("\n")[:-2]),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_outcome_without_its_last_line_is_known_by_its_lines(two: Two, way: str) -> None:
    whole = two.outcome("action", "Priya", PROMISED)
    lost = WAYS[way](whole)
    assert two.his.refusal("receive", "-", stdin=lost) == (
        "the line that says whose it is was lost; add --from NAME: Ana (F1, F2, E1)"
    )
    looked = two.his.run("receive", "-", "--from", "ana", "--dry-run", stdin=lost)
    assert looked.err.startswith(
        "the line at its end was lost: it reads as what came of their round of 29 Jun, by F1, F2 "
        "and E1, and what stood below is not known\n"
    )
    assert "Hire three" not in two.lines()
    assert two.takes(lost, "--from", "ana").out == looked.out
    assert two.lines()["Hire three"] == "agreed"
    assert two.promises() == [("A1", PROMISED, "them", "", "")]
    assert "is so here already" not in two.takes(whole).err
    two.does("differ", "Priya", "F2", "never")
    again = two.takes(WAYS[way](two.outcome()), "--from", "ana")
    assert "whether it is newer than the outcome of 12:00:00 UTC on 29 Jun 2026" in again.err


def test_what_was_cut_off_in_a_line_is_not_taken(two: Two) -> None:
    lost = two.outcome("action", "Priya", PROMISED).partition(", promised")[0]
    taken = two.takes(lost, "--from", "ana")
    assert "A1 is not taken: what was settled of it can't be read\n" in taken.err
    assert two.promises() == []


def test_an_outcome_of_no_round_that_is_known_is_asked_for_again(two: Two, tmp_path: Path) -> None:
    lost = WAYS["cut"](two.outcome())
    assert "no round that they began asks for its lines; ask Priya for" in two.her.refusal(
        "receive", "-", "--from", "Priya", stdin=lost
    )


def test_a_line_is_found_by_its_words_and_not_by_a_handle_of_ones_own(two: Two) -> None:
    two.does("reword", "Priya", "E1", "Reviews soon")
    taken = two.takes(two.outcome("agree", "Priya", "E1"))
    assert "  E1 Reviews in a day -> Reviews soon; success: no one waits; agreed" in taken.out
    assert two.lines() == {
        "Learn Rust": "not_discussed",
        "Ship billing": "agreed",
        "Hire three": "agreed",
        "Reviews soon": "agreed",
    }


def test_what_was_settled_after_a_line_was_closed_here_opens_it(two: Two) -> None:
    two.takes(two.outcome())
    two.his.say("close", "Ana", "F3")
    two.does("reword", "Priya", "F1", "Ship it all")
    two.does("agree", "Priya", "F1")
    assert "F3 stays: it was closed here on 29 Jun 2026" in two.takes(two.outcome()).out
    two.does("--on", "2026-07-01", "reword", "Priya", "F1", "Ship all of it")
    two.does("--on", "2026-07-01", "agree", "Priya", "F1")
    taken = two.takes(two.outcome(), "--on", "2026-07-01")
    assert "  F3 Ship billing -> Ship all of it; " in taken.out
    assert two.lines()["Ship all of it"] == "agreed"


def test_a_new_line_is_not_settled_by_what_had_ended_long_before(two: Two) -> None:
    two.does("action", "Priya", "Sing", "--on", "2026-06-10")
    two.does("done", "Priya", "A1", "--on", "2026-06-11")
    two.does("focus", "Priya", "Sing", "--on", "2026-06-10")
    two.does("close", "Priya", "F3", "--on", "2026-06-11")
    two.his.say("undo")
    sing = two.sent.replace("- anything missing?", "- anything missing?\n- Sing", 1)
    two.his.run("round", "Ana", "--fill", "-", stdin=ticked(sing))
    two.does("undo")
    two.does("undo")
    back = two.his.say("round", "Ana", "-o", "-")
    two.her.run("receive", "-", stdin=back)
    assert "Sing" in two.her.say("round", "Priya", "--compare")
    assert "F3 now" not in two.her.say("round", "Priya", "--compare")

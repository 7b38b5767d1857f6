"""The screens of a round: started, answered alone, taken in, settled line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.rounds import AnswerRound, ReceiveRound, SettleRound, StartRound
from aligntui.domain.details import Details, Expectation, Focus, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.round import Answer
from aligntui.domain.rounds import Kind, Settled, compared, latest, open_rows
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement, Party, Reason
from aligntui.store.drafts import FileDrafts
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.round_reading import read
from tests.people import NOON, after, day, somebody
from tests.tui.driving import Driver, driving

if TYPE_CHECKING:
    from pathlib import Path

    from aligntui.domain.person import Person
    from aligntui.domain.round import Round

TODAY = day(3)
TEXTS = {
    Section.FOCUS: ("Ship billing", "Hand the pager over", "Write it down"),
    Section.EXPECTATIONS: ("Owns on-call", "Reviews in a day", "Says it early", "Tidy tickets"),
    Section.OPPORTUNITIES: ("Runs the review", "Mentors", "Speaks at the meetup"),
    Section.RISKS: ("Two reviewers leave", "The vendor is slow"),
}
PLAINLY = "plainly later"


def twelve() -> Person:
    """Somebody with twelve shared lines, of which eleven are agreed, and a private one."""
    person = somebody("Priya Raman")
    lines = [(section, text) for section, texts in TEXTS.items() for text in texts]
    for section, text in lines:
        person = AddItem(person=person.id, section=section, text=text, on=day(-9)).apply(person)
    agreed = tuple(item.handle for item in person.items if item.handle != "F3")
    person = Agree(person=person.id, handles=agreed, on=day(-8)).apply(person)
    hidden = AddItem(
        person=person.id, section=Section.RISKS, text="SECRETLY", on=day(-9), private=True
    )
    return hidden.apply(person)


def sent(person: Person | None = None) -> Person:
    """The person with a round that went out two days ago."""
    person = person or twelve()
    start = StartRound(person=person.id, lines=asked_of(person), on=day(1), key="5eed5eed5eed")
    return start.apply(person)


def theirs(person: Person) -> ReceiveRound:
    """All holds for them but E2, which they word otherwise, and O1."""
    said = {
        "E2": Answer(handle=Handle("E2"), holds=False, text="Reviews in two days"),
        "O1": Answer(handle=Handle("O1"), holds=False, how=PLAINLY),
    }
    lines = person.rounds[-1].lines
    answers = [said.get(e.handle, Answer(handle=e.handle, holds=True)) for e in lines]
    return ReceiveRound(person=person.id, answers=tuple(answers), words=(), on=day(2))


def mine(person: Person, *without: str) -> AnswerRound:
    """All holds for me, but some lines that I have not answered."""
    lines = person.rounds[-1].lines
    answers = tuple(Answer(handle=e.handle, holds=True) for e in lines if e.handle not in without)
    return AnswerRound(person=person.id, answers=answers, on=day(3))


def back() -> Person:
    """Theirs is back, and nothing of mine is answered."""
    person = sent()
    return after(person, theirs(person))


def both(*new: Answer) -> Person:
    """Both have answered; they with some new lines, too."""
    person = sent()
    receive = theirs(person)
    receive = replace(receive, answers=(*receive.answers, *new))
    return after(person, receive, mine(person))


def found(d: Driver) -> Round:
    round_ = latest(d.person("Priya"))
    assert round_
    return round_


def answer(d: Driver, handle: str) -> Answer:
    return next(each for each in found(d).mine if each.handle == handle)


async def paste(d: Driver, text: str) -> None:
    d.app.post_message(events.Paste(text))
    await d.settle()


# -- it starts -----------------------------------------------------------------------------


async def test_without_a_round_the_screen_says_what_one_is_and_s_shows_what_goes_out() -> None:
    async with driving([twelve()], today=TODAY) as d:
        await d.press("enter", "r")
        assert "none yet" in d.text
        assert "you both answer the same lines" in d.text
        await d.press("s")
        assert "not begun yet: y or w begins it" in d.text
        assert "- F1 Ship billing" in d.text
        assert d.person("Priya").rounds == ()


async def test_the_round_begins_as_its_text_is_written_and_the_file_is_what_was_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with driving([twelve()], today=TODAY) as d:
        await d.press("enter", "r", "s", "d")
        await d.write("fri")
        await d.press("enter")
        assert "Please answer by" in d.text
        await d.press("w", "enter")
        assert "Written to" in d.message
        written = (tmp_path / "round-1-priya-raman.md").read_text()
        assert written == round_file(d.person("Priya"), found(d))
        assert "SECRETLY" not in written
        await d.press("q")
        assert "yours 0 of 12" in d.text
        assert "theirs not back" in d.text
        await d.press("u")
        assert d.person("Priya").rounds == ()


async def test_a_file_that_is_not_named_begins_nothing() -> None:
    async with driving([twelve()], today=TODAY) as d:
        await d.press("enter", "r", "s", "w", "escape")
        assert d.person("Priya").rounds == ()


async def test_a_text_that_was_not_copied_begins_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("aligntui.paths.MEMORY", str(tmp_path / "none"))
    async with driving([twelve()], today=TODAY) as d:
        await d.press("enter", "r", "s", "y")
        assert "Not copied" in d.message
        assert d.person("Priya").rounds == ()


async def test_a_text_that_leaves_twice_is_of_the_same_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")  # the terminal has the clipboard
    async with driving([twelve()], today=TODAY) as d:
        await d.press("enter", "r", "s", "y", "y")
        assert len(d.person("Priya").rounds) == 1


async def test_a_line_made_private_since_does_not_leave_again() -> None:
    person = sent()
    hide = EditItem(person=person.id, handle=Handle("F1"), on=day(2), private=True)
    async with driving([after(person, hide)], today=TODAY) as d:
        await d.press("enter", "r", "s")
        assert "F2 Hand the pager over" in d.text
        assert "Ship billing" not in d.text


async def test_with_nothing_shared_there_is_nothing_to_send() -> None:
    async with driving([somebody("Priya Raman")], today=TODAY) as d:
        await d.press("enter", "r", "s", "y")
        assert "nothing to ask about" in d.message
        assert d.person("Priya").rounds == ()


# -- mine ----------------------------------------------------------------------------------


async def test_each_line_is_answered_by_a_key_that_goes_on_to_the_next() -> None:
    async with driving([sent()], today=TODAY) as d:
        await d.press("enter", "r", "=", "=")
        assert "yours 2 of 12" in d.text
        await d.press("x")
        await d.write("not all of it")
        await d.press("enter", "space", "enter", "end")
        await d.write(" and night")
        await d.press("enter")
        assert answer(d, "F3").how == "not all of it"
        assert answer(d, "E1").on_track
        assert answer(d, "E1").text == "Owns on-call and night"
        assert answer(d, "E1").holds is False
        assert 'reads it as "Owns on-call and night"' in d.text
        await d.press("u")
        assert answer(d, "E1").text == ""
        assert d.person("Priya").item(Handle("E1")).text == "Owns on-call"


async def test_undo_names_the_line_and_n_goes_to_the_next_that_is_not_answered() -> None:
    async with driving([sent()], today=TODAY) as d:
        await d.press("enter", "r", "=", "=", "j", "u")
        assert "Undone: answer F2 of the round with Priya Raman" in d.message
        assert ">" in next(line for line in d.text.splitlines() if "Hand the pager" in line)
        await d.press("g", "=")
        assert "n goes to the next that is not answered" in d.message
        await d.press("n", "n")
        assert ">" in next(line for line in d.text.splitlines() if "Write it" in line)
        assert "yours 1 of 12" in d.text


async def test_lines_of_my_own_stand_in_their_section_and_can_be_reworded_and_go() -> None:
    async with driving([sent()], today=TODAY) as d:
        await d.press("enter", "r", "a")
        await d.write("Rest")
        await d.press("enter")
        await d.write("Sleep")
        await d.press("enter", "enter")
        assert [each.text for each in found(d).mine] == ["Rest", "Sleep"]
        assert {each.section for each in found(d).mine} == {Section.FOCUS}
        await d.press("j", "j", "j", "enter", "end")
        await d.write("ing")
        await d.press("enter")
        assert [each.text for each in found(d).mine] == ["Sleep", "Resting"]
        await d.press("enter", "ctrl+u", "enter")
        assert len(found(d).mine) == 1
        await d.press("G", "a")
        await d.write("A quiet hour")
        await d.press("enter", "enter")
        assert found(d).mine[-1] == Answer(section=None, text="A quiet hour")


@pytest.mark.parametrize("keys", ["a", "enter", "G a"])
async def test_what_is_private_is_no_answer_and_marks_in_one_stay_text(keys: str) -> None:
    async with driving([sent()], today=TODAY) as d:
        await d.press("enter", "r", *keys.split(), "ctrl+u")
        await d.write(".Layoffs %10")
        await d.press("enter")
        assert found(d).mine == ()
        assert "write what is private on the page" in d.text
        assert ".Layoffs %10" in d.text
        await d.press("home", "delete", "end")
        await d.write(" :: calm")
        assert "marks stay text in an answer" in d.text
        await d.press("enter")
        assert [each.text for each in found(d).mine] == ["Layoffs %10 :: calm"]


async def test_what_is_typed_waits_as_a_draft(tmp_path: Path) -> None:
    person, drafts = sent(), FileDrafts(tmp_path)
    async with driving([person], today=TODAY, drafts=drafts) as d:
        await d.press("enter", "r", "x")
        await d.write("half a thou")
        await d.press("escape", "x")
        assert "half a thou" in d.message
        drafts.close()
    async with driving([person], today=TODAY, drafts=FileDrafts(tmp_path)) as d:
        assert "an answer to the round with Priya Raman, r x on the" in d.message
        await d.press("enter", "r", "x")
        assert "half a thou" in d.message


async def test_nothing_of_theirs_shows_until_mine_is_whole_and_the_last_key_asks() -> None:
    async with driving([back()], today=TODAY, size=(120, 40)) as d:
        await d.press("r")
        for key in [*["="] * 11, "?", "q"]:
            await d.press(key)
            assert PLAINLY not in d.text
        await d.press("=")
        assert "theirs opens" in d.message
        await d.press("n")
        assert not found(d).filled_on
        await d.press("=", "y")
        assert PLAINLY in d.text
        assert "Differences" in d.text
        await d.press("u")
        assert found(d).seen_on == TODAY


async def test_a_look_at_theirs_is_asked_about_and_the_round_says_so() -> None:
    async with driving([back()], today=TODAY, size=(120, 40)) as d:
        await d.press("enter", "r", "L", "n")
        assert found(d).looked_on is None
        await d.press("L", "y")
        assert found(d).looked_on == TODAY
        assert PLAINLY in d.text
        assert "you looked before yours" in d.text


# -- what came back ------------------------------------------------------------------------


def ticked(person: Person) -> str:
    text = round_file(person, person.rounds[-1]).replace("[ ] holds", "[x] holds")
    text = text.replace("[x] holds", "[ ] holds", 1)
    return text.replace("[ ] I see it differently:", f"[x] I see it differently: {PLAINLY}", 1)


async def test_what_was_pasted_is_shown_line_by_line_and_taken_in_by_enter() -> None:
    person = sent()
    async with driving([person], today=TODAY) as d:
        await d.press("enter", "r", "i")
        await paste(d, "\n".join(f"> {line}" for line in ticked(person).split("\n")))
        await d.press("ctrl+s")
        assert "F1 Ship billing: answered" in d.text
        assert PLAINLY not in d.text
        assert found(d).theirs is None
        await d.press("enter")
        assert found(d).theirs
        assert "theirs back 19 Mar" in d.text
        assert PLAINLY not in d.text
        assert d.app.drafts.texts == {}


async def test_a_file_is_named_in_the_box_and_what_cannot_be_read_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    person = sent()
    file = tmp_path / "came.md"
    file.write_text(ticked(person))
    async with driving([after(person, mine(person))], today=TODAY) as d:
        await d.press("enter", "r", "i")
        await d.write("~/come.md")
        await d.press("ctrl+s")
        assert "No such file" in d.text
        await d.press("enter", "escape", *["backspace"] * 7)
        await d.write("came.md")
        await d.press("ctrl+s")
        assert PLAINLY in d.text
        await d.press("enter")
        assert "Differences" in d.text


async def test_what_was_pasted_is_covered_while_private_things_are_hidden() -> None:
    person = sent()
    async with driving([person], today=TODAY, size=(120, 40)) as d:
        await d.press("enter", "r", "i")
        await paste(d, ticked(person))
        await d.press("pageup", "pageup")
        assert PLAINLY in d.text
        await d.press("f6", "ctrl+s")
        assert PLAINLY not in d.text
        assert "kept and hidden now" in d.text
        await d.press("f6", "ctrl+s")
        assert "F1 Ship billing: answered" in d.text
        await d.press("full_stop", "enter")
        assert found(d).theirs is None
        assert "Ship billing" not in d.text


async def test_a_text_of_somebody_elses_is_refused_and_kept() -> None:
    async with driving([sent()], today=TODAY) as d:
        await d.press("enter", "r", "i")
        await paste(d, "Dear all,\nsee you on Friday")
        await d.press("ctrl+s")
        assert "it holds no line of round 1" in d.text
        await d.press("escape", "escape")
        assert "kept as a draft" in d.message
        await d.press("i")
        assert "see you on Friday" in d.text


async def test_an_answer_of_somebody_else_is_not_taken_in_here() -> None:
    ana = sent()
    team = [ana, somebody("Ben Asante", number=2)]
    async with driving(team, today=TODAY) as d:
        await d.press("j", "r", "i")
        await paste(d, ticked(ana))
        await d.press("ctrl+s")
        assert "it is of a round with Priya Raman; take it in there" in d.text
        await d.press("enter")
        assert d.person("Ben").rounds == ()


async def test_what_came_of_their_round_is_looked_at_and_taken_in() -> None:
    here, begun = somebody("Priya Raman"), both()
    begun = after(begun, SettleRound(person=begun.id, on=TODAY))
    settled = outcome(begun, begun.rounds[-1], NOON)
    async with driving([here], today=TODAY) as d:
        await d.press("enter", "r", "i")
        await paste(d, settled)
        await d.press("ctrl+s")
        assert "F1 new: Ship billing; agreed 19 Mar" in d.text
        assert d.person("Priya").items == ()
        await d.press("enter")
        assert {item.text for item in d.person("Priya").items} >= {"Ship billing", "Mentors"}


async def test_a_round_of_their_app_is_begun_answered_and_sent_back() -> None:
    asked = sent()
    text = round_file(replace(asked, name="Ana Kovač"), asked.rounds[0])
    async with driving([somebody("Priya Raman")], today=TODAY) as d:
        await d.press("enter", "r", "i")
        await paste(d, text)
        await d.press("ctrl+s")
        assert "F1 Ship billing" in d.text
        await d.press("enter")
        assert found(d).by is Party.THEM
        assert "they wait for yours" in d.text
        await d.press(*["="] * 12)
        assert "yours to send" in d.text
        await d.press("s")
        assert "[x] holds" in d.text


# -- both ----------------------------------------------------------------------------------


class Hand:
    """Presses keys and counts them."""

    def __init__(self, d: Driver) -> None:
        self.d = d
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.d.press(*keys)


async def test_twelve_lines_of_which_two_differ_take_few_keys() -> None:
    async with driving([back()], today=TODAY) as d:
        hand = Hand(d)
        await hand.press("r", *["="] * 12, "y")
        compared_at = hand.keys
        await hand.press("t", "n", "m", "n", "=")
        person = d.person("Priya")
        assert person.item(Handle("E2")).text == "Reviews in two days"
        assert person.item(Handle("E2")).agreement is Agreement.AGREED
        assert person.item(Handle("O1")).now.theirs.how == PLAINLY
        assert person.item(Handle("F3")).agreement is Agreement.AGREED
        assert found(d).ended_on == TODAY
        assert hand.keys - compared_at <= 5
        assert hand.keys <= 30


async def test_a_section_is_resynced_once_in_whatever_order_its_lines_are_settled() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "G", "=", "n", "t", "n", "m")
        assert found(d).ended_on
        sections = [section for each in d.person("Priya").resyncs for section in each.sections]
        assert sorted(sections) == [Section.FOCUS, Section.RISKS]


async def test_each_step_is_one_change_that_undo_takes_back() -> None:
    async with driving([both()], today=TODAY) as d:
        before = d.person("Priya")
        await d.press("r", "t", "n", "m", "n", "=")
        assert found(d).ended_on
        await d.press("u", "u", "u")
        now = d.person("Priya")
        assert [item.now for item in now.items] == [item.now for item in before.items]
        assert now.rounds == before.rounds


async def test_a_line_that_was_agreed_before_is_agreed_once_more() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "n", "=")
        person = d.person("Priya")
        assert person.agreed_on(person.item(Handle("O1"))) == TODAY


async def test_what_was_said_on_the_day_of_the_answers_is_said_once_more_by_one_key() -> None:
    person = sent()
    older = Differ(person=person.id, handle=Handle("O1"), how="an older view", on=TODAY)
    agreed = ResyncSections(person=person.id, sections=frozenset(Section), on=TODAY)
    person = after(person, older, agreed, theirs(person), mine(person))
    async with driving([person], today=TODAY) as d:
        await d.press("r")
        assert "agreed 19 Mar, the day both had answered: = says so once more" in d.text
        assert "seen differently since 19 Mar, the day both had answered: m keeps that" in d.text
        await d.press("n", "m")
        assert "an older view" in d.person("Priya").item(Handle("O1")).now.theirs.how
        assert "the day both had answered: m" not in d.text


async def test_a_line_that_reads_otherwise_since_is_agreed_on_by_itself() -> None:
    reword = RewordItem(person=both().id, handle=Handle("F1"), text="Ship it all", on=TODAY)
    async with driving([after(both(), reword)], today=TODAY) as d:
        await d.press("r", "t", "n", "m", "n", "=")
        person = d.person("Priya")
        assert person.item(Handle("F1")).agreement is Agreement.AGREED
        assert person.item(Handle("F3")).agreement is not Agreement.AGREED
        await d.press("n", "=")
        assert found(d).ended_on == TODAY


async def test_a_third_wording_is_agreed_by_both() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "e")
        assert "Reviews in two days" in d.message
        await d.press("end")
        await d.write(" of work")
        await d.press("enter")
        item = d.person("Priya").item(Handle("E2"))
        assert item.text == "Reviews in two days of work"
        assert item.agreement is Agreement.AGREED


@pytest.mark.parametrize("new", [False, True])
async def test_words_of_both_are_read_as_on_a_page_and_a_private_reason_does_not_leave(
    new: bool,
) -> None:
    line = Answer(section=Section.EXPECTATIONS, text="Sleep")
    async with driving([both(line)], today=TODAY) as d:
        await d.press("r", *["n"] * (2 * new), "e", "end")
        await d.write(" :: calm why: .SECRETWHY asked")
        assert "success: calm" in d.text
        await d.press("enter")
        priya = d.person("Priya")
        item = priya.item(Handle("E5" if new else "E2"))
        assert item.text == ("Sleep" if new else "Reviews in two days")
        assert item.now.details == Expectation(success="calm")
        assert item.now.because == Reason("SECRETWHY asked", private=True)
        assert item.agreement is Agreement.AGREED
        assert "SECRETWHY" not in outcome(priya, found(d), NOON)


async def test_words_of_both_are_not_private() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "e", "ctrl+u")
        await d.write(".Hidden")
        await d.press("enter")
        assert "write what is private on the page" in d.text
        assert d.person("Priya").item(Handle("E2")).text == "Reviews in a day"


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("==", ["O1", "new"]),
        ("t ", ["O1", "new"]),
        ("m=", ["O1", "new"]),
        ("ntt", ["E2", "new", "O1"]),
        ("nmm", ["E2", "new"]),
        ("nntt", ["E2", "O1"]),
        ("nnmm", ["E2", "O1"]),
        ("n>2=", ["E2", "new"]),
        ("=n=", ["new"]),
    ],
)
async def test_a_key_too_many_settles_no_line_that_nobody_looked_at(
    keys: str, left: list[str]
) -> None:
    new = Answer(section=Section.FOCUS, text="Sleep")
    async with driving([both(new)], today=TODAY) as d:
        named = {" ": "space", "=": "equals_sign", ">": "greater_than_sign"}
        await d.press("r", *(named.get(key, key) for key in keys))
        rows = compared(d.person("Priya"), found(d))
        open_ = {row.handle or "new" for row in rows if row.kind is not Kind.HOLDS}
        open_ &= {row.handle or "new" for row in open_rows(rows)}
        assert open_ == set(left)


@pytest.mark.parametrize("gone", ["private", "closed"])
async def test_a_line_that_is_private_or_closed_now_is_out_of_the_round(gone: str) -> None:
    person, e2 = both(), Handle("E2")
    hide = EditItem(person=person.id, handle=e2, on=TODAY, private=True)
    out = hide if gone == "private" else CloseItem(person=person.id, handle=e2, on=TODAY)
    differ = Differ(person=person.id, handle=Handle("O1"), how="otherwise", on=TODAY)
    settle = SettleRound(person=person.id, on=TODAY)
    async with driving([after(person, settle, differ, out)], today=TODAY) as d:
        await d.press("r", "g", "m")
        assert f"{gone} " in d.text
        assert ("It is private now" if gone == "private" else "That is settled") in d.message
        assert "nothing left: = ends it" in d.text
        await d.press("=")
        assert found(d).ended_on == TODAY


async def test_a_line_goes_to_another_section() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "n", ">", "2")
        person = d.person("Priya")
        assert person.item(Handle("O1")).became == "E5"
        assert "closed as done" in d.text


async def test_new_lines_of_theirs_are_taken_reworded_or_become_promises_of_mine() -> None:
    new = (
        Answer(section=Section.FOCUS, text="Sleep"),
        Answer(section=Section.RISKS, text="Too few hands"),
        Answer(section=None, text="A quiet hour"),
    )
    async with driving([both(*new)], today=TODAY, size=(120, 40)) as d:
        await d.press("r", "t", "n", "m", "n", "t", "n", "e", "end")
        await d.write(" of ours")
        await d.press("enter", "n", "t", "p", "n", "=")
        person = d.person("Priya")
        assert person.item(Handle("F4")).text == "Sleep"
        assert person.item(Handle("F4")).proposed_by is Party.THEM
        assert person.item(Handle("R4")).text == "Too few hands of ours"
        assert person.item(Handle("R4")).agreement is Agreement.AGREED
        assert [(a.text, a.owner) for a in person.actions] == [("A quiet hour", Party.ME)]
        assert found(d).ended_on == TODAY


ON, OFF, HALF = {"on_track": True}, {"on_track": False}, {"holds": False, "how": "only half"}
HOLD: dict[str, Any] = {"holds": True}


@pytest.mark.parametrize(
    ("ours", "said", "key", "state", "settled", "told"),
    [
        (HOLD | ON, HOLD | OFF, "t", "off_track", "agreed", "- off track"),
        (HOLD, HOLD | OFF, "t", "off_track", "agreed", "- off track"),
        (HOLD, HOLD | OFF, "=", "on_track", "agreed", "- I say on track, you say off track"),
        (HOLD, HOLD | OFF, "m", "on_track", "differs", '- you see it differently: "off track"'),
        (HOLD | OFF, HOLD | OFF, "=", "off_track", "agreed", "- off track"),
        (HOLD | OFF, HOLD | ON, "m", "off_track", "differs", "- I say off track, you say on track"),
        (HOLD | OFF, HOLD | OFF, "m", "off_track", "agreed", "- off track"),
        (HOLD | OFF, HOLD, "=", "off_track", "agreed", ""),
        (HOLD | OFF, HALF | OFF, "t", "off_track", None, ""),
        (HOLD, HALF | OFF, "t", "off_track", None, ""),
        (HOLD, HALF | OFF, "t=", "off_track", "agreed", "- off track"),
        (HOLD, HALF | OFF, "tm", "off_track", "differs", '- you see it differently: "only half"'),
        (HOLD, OFF, "t", "off_track", None, ""),
        (HOLD, HALF | OFF | {"text": "Owns half"}, "t", "off_track", "agreed", "- off track"),
        (HOLD, HALF | ON, "t", "on_track", None, ""),
    ],
)
async def test_how_it_goes_is_gone_through_and_nobody_agrees_to_words_they_objected_to(
    ours: dict[str, Any],
    said: dict[str, Any],
    key: str,
    state: str,
    settled: str | None,
    told: str,
) -> None:
    person, line = sent(), Handle("E1")
    receive = theirs(person)
    given = {"E1": Answer(handle=line, **said), "E2": Answer(handle=Handle("E2"), holds=True)}
    answers = tuple(given.get(each.handle or "", each) for each in receive.answers)
    own = AnswerRound(person=person.id, answers=(Answer(handle=line, **ours),), on=TODAY)
    person = after(person, replace(receive, answers=answers), own, mine(person, "E1"))
    async with driving([person], today=TODAY) as d:
        await d.press("r")
        assert d.text.index("Differences") < d.text.index("E1") < d.text.index("O1")
        for each in key:
            await d.press("equals_sign" if each == "=" else each)
        priya = d.person("Priya")
        assert state == getattr(priya.item(line).now.details, "state", "")
        row = next(each for each in compared(priya, found(d)) if each.handle == line)
        assert row.kind is Kind.DIFFERS
        assert (row.settled.value or None) == settled
        assert (row.settled is Settled.AGREED) is (priya.agreed_on(priya.item(line)) == TODAY)
        text = outcome(priya, found(d), NOON).partition("- E1")[2].partition("\n- ")[0]
        assert told in text
        assert told or " track" not in text
        if key == "t" and settled is None and said is not HALF | ON:
            assert "settled" in d.message or "no other words" in d.message


TERMED: tuple[tuple[Section, Details], ...] = (
    (Section.FOCUS, Focus(weight=60)),
    (Section.EXPECTATIONS, Expectation(success="it is calm")),
    (Section.RISKS, Risk(threatens=Handle("E1"))),
)


@pytest.mark.parametrize(
    ("handle", "old", "new", "key", "details", "agreed"),
    [
        ("F1", "60%", "40%", "t", Focus(weight=40), True),
        ("F1", "60%", "400%", "=", Focus(weight=60), True),
        ("F1", "60%", "lots", "m", Focus(weight=60), False),
        ("E1", "it is calm", "it is quiet", "t", Expectation(success="it is quiet"), True),
        ("E1", "it is calm", "it is quiet", "m", Expectation(success="it is calm"), False),
        ("R1", "threatens: E1", "threatens: E2", "t", Risk(threatens=Handle("E2")), True),
        ("R1", "threatens: E1", "threatens: E9", "m", Risk(threatens=Handle("E1")), False),
    ],
)
async def test_terms_that_they_changed_in_the_file_are_taken_as_the_fields_that_they_are(
    handle: str, old: str, new: str, key: str, details: Details, agreed: bool
) -> None:
    person = somebody("Priya Raman")
    for section, terms in ((Section.EXPECTATIONS, Expectation(success="it runs")), *TERMED):
        add = AddItem(person=person.id, section=section, text="Build it", on=day(-9), details=terms)
        person = add.apply(person)
    if handle == "E1":
        handle = "E2"
    person = sent(person)
    text = round_file(person, person.rounds[0]).replace("[ ] holds", "[x] holds")
    at = text.index(f"- {handle} ")
    edited = text[at:].replace(old, new, 1).replace("[x] holds", "[ ] holds", 1)
    back = read(text[:at] + edited, person.name, person.rounds[0])
    receive = ReceiveRound(person=person.id, answers=back.answers, words=back.words, on=day(2))
    async with driving([after(person, receive, mine(person))], today=TODAY) as d:
        await d.press("r", "equals_sign" if key == "=" else key)
        item = d.person("Priya").item(Handle(handle))
        assert item.text == "Build it"
        assert item.now.details == details
        assert item.now.agreed is agreed
        assert item.now.disputed is not agreed
        if key == "m":
            assert new in item.now.theirs.how


async def test_the_outcome_is_shown_as_it_leaves() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "t", "n", "m", "n", "=", "o")
        assert "# Round 1: Priya Raman" in d.text
        assert "SECRETLY" not in d.text
        await d.press("y")
        assert found(d).ended_on


async def test_an_ended_round_can_be_read_and_s_starts_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    async with driving([both()], today=TODAY) as d:
        await d.press("r", "D", "y")
        assert "ended 19 Mar" in d.text
        assert d.text.splitlines()[-1].startswith(" o outcome  s send")
        await d.press("t")
        assert "This round has ended" in d.message
        await d.press("s", "y")
        assert len(d.person("Priya").rounds) == 2


# -- around it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "word"), [(back(), "round back"), (both(), "to settle"), (sent(), "")]
)
async def test_the_dashboard_says_where_answers_wait(person: Person, word: str) -> None:
    async with driving([person], today=TODAY) as d:
        row = next(line for line in d.text.splitlines() if "Priya Raman" in line)
        assert ("round" in row or "settle" in row) == bool(word)
        assert word in row


async def test_the_palette_finds_the_round() -> None:
    async with driving([back()], today=TODAY) as d:
        await d.press("enter", "colon")
        await d.write("round")
        await d.press("enter")
        assert "yours 0 of 12" in d.text


async def test_help_explains_the_keys_and_leads_to_the_manual() -> None:
    async with driving([both()], today=TODAY, size=(120, 40)) as d:
        await d.press("r", "question_mark")
        assert "Take their words, or their new line" in d.text
        await d.press("m")
        assert "`" not in d.text
        assert "In a round you both answer the same lines" in d.text


async def test_the_brief_leads_to_the_round() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("p")
        assert "Round" in d.text
        while ">Round" not in d.text:
            await d.press("j")
        await d.press("enter")
        assert "Differences" in d.text


async def test_the_agenda_of_a_check_in_leads_to_the_round_and_back() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("c", "j")
        while ">Round" not in d.text:
            await d.press("j")
        await d.press("enter")
        assert "Differences" in d.text
        await d.press("q")
        assert "Round" in d.text


async def test_hidden_nothing_of_an_open_round_shows_and_no_line_that_is_private_now() -> None:
    person = back()
    async with driving([after(person, mine(person, "F1"))], today=TODAY, hide=True) as d:
        await d.press("r")
        assert "private until both have answered" in d.text
        assert "Hand the pager over" not in d.text
        await d.press("=")
        assert "F1" in found(d).unanswered
    hide = EditItem(person=person.id, handle=Handle("E2"), on=TODAY, private=True)
    async with driving([after(both(), hide)], today=TODAY, hide=True, size=(120, 40)) as d:
        await d.press("r")
        assert PLAINLY in d.text
        assert "two days" not in d.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_long_and_wide_lines_words_since_and_forty_lines_look_right(
    size: tuple[int, int],
) -> None:
    person = somebody("Priya Raman")
    texts = [f"{'長い' * 30} [b]{at}[/b]" for at in range(10)] + ["a word " * 40] * 30
    for text in texts:
        add = AddItem(person=person.id, section=Section.FOCUS, text=text, on=day(-9))
        person = add.apply(person)
    person = sent(person)
    first = Handle("F1")
    said = Answer(handle=first, holds=False, how="遅い " * 60, text="x" * 300, said="beside\nit")
    rest = tuple(Answer(handle=e.handle, holds=True) for e in person.rounds[0].lines[1:])
    person = after(
        person,
        ReceiveRound(person=person.id, answers=(said, *rest), words=("Dear all",), on=day(2)),
        mine(person),
        RewordItem(person=person.id, handle=first, text="Now otherwise", on=TODAY),
    )
    async with driving([person], today=TODAY, size=size) as d:
        await d.press("r")
        width = size[0]
        if width >= 80:
            assert "reads now: Now otherwise" in d.text
        await d.press("G", "=", "g", "m")
        assert found(d).ended_on == TODAY
        assert max(len(line) for line in d.text.splitlines()) <= width


async def test_a_check_in_shows_how_they_see_a_line_and_does_not_agree_on_it() -> None:
    async with driving([both()], today=TODAY) as d:
        await d.press("c", "space", "space", "space")
        assert f'round: they see it differently: "{PLAINLY}"' in d.text
        await d.press("space", "space", "ctrl+s")
        assert "you differ in the round: E2, O1" in d.message
        person = d.person("Priya")
        assert person.agreed_on(person.item(Handle("O1"))) == day(-8)
        assert person.agreed_on(person.item(Handle("O2"))) == day(3)
        rows = {str(row.handle): row.settled for row in compared(person, found(d))}
        assert rows["O1"] is rows["E2"] is Settled.OPEN


async def test_while_theirs_is_sealed_a_check_in_says_nothing_of_it() -> None:
    async with driving([back()], today=TODAY) as d:
        await d.press("c", "space", "space", "space")
        assert "differently" not in d.text
        await d.press("space", "space", "ctrl+s")
        assert "round" not in d.message


async def test_a_round_does_not_begin_where_the_text_could_not_be_written() -> None:
    async with driving([twelve()], today=TODAY) as d:
        await d.press("enter", "r", "s", "w", "ctrl+u")
        await d.write("/nowhere/r.md")
        await d.press("enter", "escape")
        assert "not begun yet" in d.text
        assert d.person("Priya").rounds == ()


async def test_a_new_line_of_theirs_can_be_left_as_settled_otherwise() -> None:
    async with driving(
        [both(Answer(section=Section.FOCUS, text="Say it early"))], today=TODAY
    ) as d:
        await d.press("r", "n", "n")
        await d.press("m")
        assert "settled otherwise" in d.text
        theirs = found(d).theirs
        assert theirs
        assert [each.otherwise for each in theirs.answers if not each.handle] == [True]
        await d.press("u")
        assert "settled otherwise" not in d.text


async def test_the_day_of_an_open_round_can_be_changed() -> None:
    async with driving([sent()], today=TODAY) as d:
        await d.press("enter", "r", "s", "d")
        await d.write("fri")
        await d.press("enter")
        assert found(d).answer_by == day(4)
        assert "Please answer by" in d.text

"""Two notebooks over a year of rounds: a manager's, and the one of her report.

Files are lost, sent twice, quoted, wrapped, and come late. What was settled reads the same in both,
no private word is in any file, and neither sees the other's answers before both have given theirs.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.commands.outcome import Told, counterpart, reads_as
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.commands.promised import ToldPromise, promise_here
from aligntui.domain.commands.rounds import (
    AnswerRound,
    DropRound,
    LookAtRound,
    ReceiveRound,
    SettleRound,
    StartRound,
)
from aligntui.domain.details import Details, Expectation, Focus, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.item import Item
from aligntui.domain.notes import End
from aligntui.domain.person import Person, Relation
from aligntui.domain.privacy import shared
from aligntui.domain.round import Round
from aligntui.domain.rounds import Settled, compared, latest, on_track, waits
from aligntui.domain.search import hits
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Reason
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from aligntui.text.outcome_reading import preview, read_outcome, round_of
from aligntui.text.person_markdown import written
from aligntui.text.round_file import asked_in, asked_of, marks, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.round_reading import read
from aligntui.text.round_words import round_shape, stands, whole
from tests.people import MONDAY, NOON, person_id
from tests.strategies import times

PRIYA, ANA = person_id(1), person_id(2)
sections = st.sampled_from(Section)
numbers = st.integers(0, 30)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def both_answered(found: Round | None) -> bool:
    return bool(found and found.ready_on)


def wrapped(text: str) -> str:
    """As `fold -w 72` breaks it."""
    return "\n".join(re.sub(r"(.{72})(?=.)", r"\1\n", line) for line in text.split("\n"))


ways: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str, quoted, wrapped, lambda text: quoted(wrapped(text)), lambda text: text + "\n\nthanks!\n"]
)


class TwoNotebooks(RuleBasedStateMachine):
    """What each of them may do, on days that pass."""

    def __init__(self) -> None:
        super().__init__()
        self.today = MONDAY
        self.manager, self.report = Notebook(MemoryStore()), Notebook(MemoryStore())
        self.manager.do(AddPerson(name="Priya Raman", on=self.today, person=PRIYA))
        hers = AddPerson(name="Ana", on=self.today, person=ANA, relation=Relation.MANAGER)
        self.report.do(hers)
        self.rounds: list[str] = []
        self.asked: dict[str, set[str]] = {}
        """The words of the lines of each round that went out."""
        self.answers: list[str] = []
        self.outcomes: list[str] = []
        self.settled: dict[str, Told] = {}
        """What her report took in and did not change since, by the manager's handles."""
        self.promised: dict[str, ToldPromise] = {}
        """The same of promises."""
        self.views: set[str] = set()
        """How one of the two differs, as it was said in a round that both had answered."""
        self.old_views: set[str] = set()
        """The same, said before both had answered the last round."""
        self.words = 0
        self.moment = NOON

    @initialize(both=st.booleans())
    def they_have_written(self, both: bool) -> None:
        for section in (*Section, Section.EXPECTATIONS):
            self.writes(self.manager, self.priya, section, private=False)
            if both:
                self.writes(self.report, self.ana, section, private=section is Section.RISKS)
        self.days_pass(1)

    # -- what both do ----------------------------------------------------------------------

    def word(self, kind: str) -> str:
        """A word that nothing else holds."""
        self.words += 1
        return f"{kind}{self.words}x"

    def passes(self) -> datetime:
        """The next moment: two outcomes are never written at once."""
        self.moment += timedelta(minutes=1)
        return self.moment

    @property
    def priya(self) -> Person:
        return self.manager.person(PRIYA)

    @property
    def ana(self) -> Person:
        return self.report.person(ANA)

    def tries(self, notebook: Notebook, command: Command) -> bool:
        """Do it, unless it is refused."""
        try:
            notebook.do(command)
        except Refused:
            return False
        return True

    def one(self, person: Person, number: int) -> Item | None:
        """An open line."""
        some = [item for section in Section for item in person.open_items(section)]
        return some[number % len(some)] if some else None

    @rule(days=st.integers(0, 40))
    def days_pass(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), MONDAY + timedelta(days=365))

    def writes(self, notebook: Notebook, person: Person, section: Section, private: bool) -> None:
        word = self.word("secret" if private else "line")
        text = f"{word} has to be done, and is one of those lines that no mail carries whole, ever"
        usual: dict[Section, Details] = {
            Section.FOCUS: Focus(weight=20),
            Section.EXPECTATIONS: Expectation(
                success=f"nobody asks (never, {text[:5]})", of_me=self.words % 4 == 0
            ),
            Section.RISKS: Risk(mitigation="talk, early", owner=Party.THEM),
        }
        add = AddItem(
            person=person.id,
            section=section,
            text=text,
            details=usual.get(section),
            on=self.today,
            private=private,
        )
        notebook.do(add)

    def changes(self, notebook: Notebook, person: Person, number: int, how: int) -> Item | None:
        """Reword, share or hide, close, move a line, or change its terms; the line, if done."""
        item = self.one(person, number)
        if item is None:
            return None
        word = self.word("secret" if item.now.private else "line")
        terms: dict[Section, Details] = {
            Section.FOCUS: Focus(weight=number),
            Section.EXPECTATIONS: Expectation(success=f"{word}: it (really) holds"),
        }
        to = list(Section)[number % 4]
        common: dict[str, Any] = {"person": person.id, "handle": item.handle, "on": self.today}
        because = Reason(self.word("secret"), private=True)
        command: Command = [
            RewordItem(**common, text=f"{word} reads otherwise, now", because=because),
            EditItem(**common, details=terms.get(item.section)),
            EditItem(**common, private=True),
            CloseItem(**common),
            MoveToSection(**common, to=to),
        ][how]
        return item if self.tries(notebook, command) else None

    # -- what the manager does -------------------------------------------------------------

    @rule(section=sections, private=st.sampled_from([False, False, True]))
    def she_writes(self, section: Section, private: bool) -> None:
        self.writes(self.manager, self.priya, section, private)

    @rule(number=numbers, how=st.integers(0, 4))
    def she_changes(self, number: int, how: int) -> None:
        self.changes(self.manager, self.priya, number, how)

    @rule(number=numbers, ours=st.booleans())
    def she_says_who_differs(self, number: int, ours: bool) -> None:
        if item := self.one(self.priya, number):
            who = Party.ME if ours else Party.THEM
            how = self.word("doubt" if ours else "view")
            (self.views if both_answered(latest(self.priya)) else self.old_views).add(how)
            command = Differ(person=PRIYA, handle=item.handle, how=how, on=self.today, who=who)
            if not item.now.private:
                self.tries(self.manager, command)

    @rule()
    def she_starts_a_round(self) -> None:
        lines = asked_of(self.priya)
        if lines and self.tries(self.manager, StartRound(person=PRIYA, lines=lines, on=self.today)):
            found = self.priya.open_round
            assert found is not None
            self.all_is_old()
            self.rounds.append(round_file(self.priya, found))
            self.asked[found.key] = {line.text for line in found.lines}

    def filled(self, text: str, holds: int, kind: str) -> str:
        """The file as somebody answers it: each bit of `holds` says whether a line holds."""
        made, at = list[str](), -1
        for line in text.split("\n"):
            at += bool(re.match(r"- [FEOR]\d+ ", line))
            ticked, yes = line.replace("[ ]", "[x]"), holds >> at % 8 & 1
            if line.endswith("] holds") and yes:
                made.append(ticked)
            elif line.endswith("differently:") and not yes:
                made.append(f"{ticked} {self.word(kind)} is how I see it")
            elif line.startswith("- anything missing?") and kind == "his" and not at % 3:
                made += [line, f"- {self.word('new')} is missing"]
            elif line.endswith("] off track") and at % 2:
                track = "on track" if yes else "off track"
                made.append(line.replace(f"[ ] {track}", f"[x] {track}"))
            else:
                made.append(line)
        return "\n".join(made)

    @precondition(lambda self: bool(self.priya.open_round))
    @rule(holds=st.integers(0, 255))
    def she_answers(self, holds: int) -> None:
        found = self.priya.open_round
        assert found is not None
        text = self.filled(round_file(self.priya, found), holds, "mine")
        answers = read(text, "Priya Raman", found).answers
        if self.tries(self.manager, AnswerRound(person=PRIYA, answers=answers, on=self.today)):
            self.nothing_is_settled_yet()

    def all_is_old(self) -> None:
        """What was said until now was not said in this round."""
        self.old_views |= self.views
        self.views.clear()

    def nothing_is_settled_yet(self) -> None:
        """A line is not settled by what was said before both had answered."""
        found = latest(self.priya)
        assert found is not None
        assert all(row.settled is not Settled.AGREED for row in compared(self.priya, found))

    @precondition(lambda self: bool(self.answers and self.priya.open_round))
    @rule(number=numbers, way=ways)
    def something_comes_back(self, number: int, way: Callable[[str], str]) -> None:
        text, found = way(self.answers[-1 - number % len(self.answers)]), self.priya.open_round
        assert found is not None
        (mark,) = marks(text)
        if mark.key == found.key:
            back = read(text, "Priya Raman", found)
            command = ReceiveRound(
                person=PRIYA, answers=back.answers, words=back.words, on=self.today
            )
            if self.tries(self.manager, command) and self.priya.open_round != found:
                self.all_is_old()
                self.nothing_is_settled_yet()

    @rule(section=sections, meeting=st.booleans())
    def she_goes_through_a_section(self, section: Section, meeting: bool) -> None:
        """Both find that it holds, but for the lines on which their answers differ."""
        before, found = self.priya, self.priya.open_round
        answers = found and both_answered(found) and found.theirs
        views = (*found.mine, *answers.answers) if found and answers else ()
        apart = {e.handle for e in views if e.holds is False and e.handle}
        apart = {e for e in apart if waits(before, e) and before.item(e).open}
        common: dict[str, Any] = {"person": PRIYA, "on": self.today}
        common["sections"] = frozenset({section})
        command = RecordCheckIn(**common) if meeting else ResyncSections(**common)
        if self.tries(self.manager, command):
            for handle in apart:
                was, now = before.item(handle), self.priya.item(handle)
                assert was == now
                assert before.agreed_on(was) == self.priya.agreed_on(now)

    @precondition(lambda self: both_answered(self.priya.open_round))
    @rule(number=numbers, how=st.integers(0, 3))
    def she_settles_a_line(self, number: int, how: int) -> None:
        person = self.priya
        some = [item for item in person.items if waits(person, item.handle) and item.open]
        if some:
            item = some[number % len(some)]
            common: dict[str, Any] = {"person": PRIYA, "on": self.today}
            agree = Agree(**common, handles=(item.handle,))
            reword = RewordItem(
                **common, handle=item.handle, text=f"{self.word('line')}, as settled"
            )
            view = self.word("view")
            self.views.add(view)
            differ = Differ(**common, handle=item.handle, how=view)
            for command in ((agree,), (reword, agree), (differ,), (reword,))[how]:
                self.tries(self.manager, command)

    @precondition(lambda self: both_answered(self.priya.open_round))
    @rule(number=numbers, promised=st.booleans(), ours=st.booleans())
    def she_takes_a_new_line(self, number: int, promised: bool, ours: bool) -> None:
        """As a promise of one of them, which may have a day, or as a line."""
        found = self.priya.open_round
        assert found is not None
        rows = (row for row in compared(self.priya, found) if row.settled is Settled.OPEN)
        texts = [answer.text for row in rows if (answer := row.theirs) and not row.asked]
        if texts:
            text, owner = texts[number % len(texts)], Party.ME if ours else Party.THEM
            by = self.today + timedelta(days=number) if number % 2 else None
            common: dict[str, Any] = {"person": PRIYA, "text": text, "on": self.today}
            promise = AddAction(**common, owner=owner, by=by, private=number == 30)
            line = AddItem(**common, section=list(Section)[number % 4])
            self.manager.do(promise if promised else line)

    def changes_a_promise(self, notebook: Notebook, person: Person, number: int, how: int) -> bool:
        """Reword it, move its day, hide it, keep or drop it."""
        some = [each for each in person.actions if each.open]
        if not some:
            return False
        one = some[number % len(some)]
        word = self.word("secret" if one.private else "line")
        secret = self.word("secret")
        common: dict[str, Any] = {"person": person.id, "on": self.today}
        edits: list[tuple[str, Any]] = [("text", word), ("by", self.today), ("private", True)]
        ends = (
            EndKept(**common, handle=one.handle, end=End.DONE),
            EndKept(**common, handle=one.handle, end=End.DROPPED, because=secret),
        )
        edit = EditKept(**common, fields=(edits[how % 3],), instead_of=one)
        return self.tries(notebook, ends[how - 3] if how > 2 else edit)

    @rule(number=numbers, how=st.integers(0, 4))
    def she_changes_a_promise(self, number: int, how: int) -> None:
        self.changes_a_promise(self.manager, self.priya, number, how)

    @rule(number=numbers, how=st.integers(0, 4))
    def he_changes_a_promise(self, number: int, how: int) -> None:
        if self.changes_a_promise(self.report, self.ana, number, how):
            self.promised = {}

    @rule()
    def she_settles(self) -> None:
        before, found = self.priya, self.priya.open_round
        rows = compared(before, found) if found else ()
        self.tries(self.manager, SettleRound(person=PRIYA, on=self.today))
        for row in rows:
            if row.item and row.settled is Settled.AGREED:
                now = self.priya.item(row.item.handle)
                assert self.priya.agreed_on(now) == before.agreed_on(row.item)

    @precondition(lambda self: both_answered(latest(self.priya)))
    @rule()
    def she_writes_what_was_settled(self) -> None:
        found = latest(self.priya)
        assert found is not None
        text = outcome(self.priya, found, self.passes())
        assert not [words for words in self.old_views if words in text]
        self.outcomes.append(text)

    @rule(seldom=st.integers(0, 9))
    def she_does_what_is_rare(self, seldom: int) -> None:
        if seldom == 0:
            self.tries(self.manager, DropRound(person=PRIYA, on=self.today))
        elif seldom == 1:
            self.tries(self.manager, LookAtRound(person=PRIYA, on=self.today))
        elif seldom < 4 and self.manager.latest > 9:
            self.manager.undo()
            # the round may be the one before again, whose views are not old
            self.old_views.clear()

    @rule(
        holds=st.integers(0, 255),
        luck=st.integers(0, 255),
        hows=st.lists(st.integers(0, 3), max_size=9),
        way=ways,
    )
    def a_round_goes_round(
        self, holds: int, luck: int, hows: list[int], way: Callable[[str], str]
    ) -> None:
        """As it is meant; with luck, no file is lost on the way."""
        self.she_starts_a_round()
        if self.rounds and luck & 1:
            self.a_round_comes(0, way)
        if self.ana.open_round:
            self.he_answers(holds)
        if self.priya.open_round:
            self.she_answers(holds | luck)
            if self.answers:
                self.something_comes_back(0, way)
        for number, how in enumerate(hows):
            if both_answered(self.priya.open_round):
                self.days_pass(luck % 3)
                self.she_takes_a_new_line(number + luck, how != 3, how > 1)
                self.she_settles_a_line(number, how)
        self.she_settles()
        if both_answered(latest(self.priya)):
            self.she_writes_what_was_settled()
            if luck & 2:
                self.what_was_settled_comes(0, way)

    # -- what her report does --------------------------------------------------------------

    @rule(section=sections, private=st.booleans())
    def he_writes(self, section: Section, private: bool) -> None:
        self.writes(self.report, self.ana, section, private)

    @rule(number=numbers, how=st.integers(0, 4))
    def he_changes(self, number: int, how: int) -> None:
        if item := self.changes(self.report, self.ana, number, how):
            person = self.ana
            self.settled = {
                handle: told
                for handle, told in self.settled.items()
                if (mine := counterpart(person, told)) is not None and mine.uid != item.uid
            }

    @precondition(lambda self: self.rounds)
    @rule(number=numbers, way=ways)
    def a_round_comes(self, number: int, way: Callable[[str], str]) -> None:
        text = way(self.rounds[-1 - number % len(self.rounds)])
        (mark,) = marks(text)
        if all(each.key != mark.key for each in self.ana.rounds):
            command = StartRound(
                person=ANA, lines=asked_in(text, "Ana"), on=self.today, key=mark.key, by=Party.THEM
            )
            if self.ana.open_round is None:
                self.report.do(command)
                texts = {line.text.split(" (")[0] for line in command.lines}
                assert texts == self.asked[mark.key]

    @precondition(lambda self: bool(self.ana.open_round))
    @rule(holds=st.integers(0, 255))
    def he_answers(self, holds: int) -> None:
        found = self.ana.open_round
        assert found is not None
        text = self.filled(round_file(self.ana, found), holds, "his")
        answers = read(text, "Ana", found).answers
        if self.tries(self.report, AnswerRound(person=ANA, answers=answers, on=self.today)):
            found = self.ana.open_round
            assert found is not None
            self.answers.append(round_file(self.ana, found))

    @precondition(lambda self: self.outcomes)
    @rule(number=numbers, way=ways)
    def what_was_settled_comes(self, number: int, way: Callable[[str], str]) -> None:
        text = way(self.outcomes[-1 - number % len(self.outcomes)])
        before = self.ana
        found = read_outcome(text, before, self.today)
        assert not found.doubts
        # its lines say the same where its last line is lost, as far as they say of which round
        lost = text.partition("<!--")[0]
        if by_lines := round_of(lost, before):
            read_again = read_outcome(lost, before, self.today, by_lines[0]).command
            same = (read_again.told, read_again.promises, read_again.unsettled)
            assert same == (found.command.told, found.command.promises, found.command.unsettled)
        last = next((each.told_at for each in before.rounds if each.key == found.command.key), "")
        assert found.command.at
        if found.command.at < last:
            assert not self.tries(self.report, found.command)
            return
        left = {handle for handle, _ in found.command.lefts(before)}
        said = preview(before, found, self.today)
        self.report.do(found.command)
        after = self.ana
        assert said or before.items == after.items
        assert found.command.change(after) == after
        for told in found.command.told:
            mine = counterpart(after, told)
            if mine and mine.uid not in {item.uid for item in before.items}:
                used = {item.handle for item in before.items}
                assert (mine.handle == told.handle) is (told.handle not in used)
            known = self.settled.get(told.handle)
            was = counterpart(before, told)
            agreed = before.agreed_on(was) if was else None
            late = bool((known and known.on > told.on) or (agreed and agreed > told.on))
            if mine is not None and mine.handle not in left and not late:
                self.settled[told.handle] = told
        rounds = [each for each in after.rounds if each.key == found.command.key]
        for promise in found.command.promises:
            here = promise_here(after, rounds[0], promise)
            assert here is not None
            if here.handle not in left:
                self.promised[promise.handle] = promise

    @rule(seldom=st.integers(0, 4))
    def he_undoes(self, seldom: int) -> None:
        if not seldom and self.report.latest > 9:
            self.report.undo()
            self.settled, self.promised = {}, {}

    # -- what holds on every day -----------------------------------------------------------

    @invariant()
    def what_was_settled_reads_the_same(self) -> None:
        person = self.ana
        for told in self.settled.values():
            mine = counterpart(person, told)
            assert mine is not None
            if told.closed:
                assert not mine.open
                continue
            assert reads_as(mine, told), (mine, told)
            if told.agreed:
                assert person.agreed_on(mine) == told.on, (mine, told)
            if told.mine:
                assert mine.now.mine == told.mine
            if told.theirs:
                assert mine.now.theirs == told.theirs
            if told.on_track is not None:
                assert on_track(mine.now) is told.on_track

    @invariant()
    def what_was_promised_stands_once_with_its_owner_turned_round(self) -> None:
        person = self.ana
        here = {(e.handle, e.here) for found in person.rounds for e in found.promised}
        # he writes none himself
        assert sorted(uid for _, uid in here) == sorted(each.uid for each in person.actions)
        assert len({handle for handle, _ in here}) == len(here)
        for told in self.promised.values():
            one = next(each for each in person.actions if (told.handle, each.uid) in here)
            kept = (one.text, one.owner, one.by, one.done_on, one.dropped_on)
            assert kept == (told.text, told.owner, told.by, told.done_on, told.dropped_on)

    @invariant()
    def no_private_word_leaves(self) -> None:
        for text in (*self.rounds, *self.outcomes, *self.answers):
            assert "secret" not in text
        for text in self.rounds:
            assert "doubt" not in text
            assert "mine" not in text

    @invariant()
    def what_is_private_now_is_in_no_text_that_leaves_now(self) -> None:
        person, found = self.priya, latest(self.priya)
        texts = [round_file(person, found)] if found else []
        texts += [outcome(person, found, NOON)] if found and found.ready_on else []
        shown = "\n".join((*texts, *(hit.text for hit in hits(shared(person), ("line",)))))
        words = {i.text.split(maxsplit=1)[0] for i in person.items if i.now.private}
        # a line in another section may have begun with the same words
        words -= {i.text.split(maxsplit=1)[0] for i in person.items if not i.now.private}
        assert not words & set(re.findall(r"(?:line|new|secret)\d+x", shown))

    @invariant()
    def both_are_blind_until_both_answered(self) -> None:
        found = self.priya.open_round
        if found and not found.ready_on and not found.looked_on and not found.seen_on:
            person = replace(self.priya, rounds=(found,))
            shown = "\n".join(
                (
                    *stands(person, found, self.today),
                    *whole(found),
                    written(person, {}),
                    json.dumps(round_shape(person, found), default=str),
                    *(hit.text for hit in hits(person, ("his",))),
                )
            )
            sealed = set(re.findall(r"his\d+x", f"{found.theirs}{found.earlier}"))
            assert not sealed & set(re.findall(r"his\d+x", shown))


TestTwoNotebooks = TwoNotebooks.TestCase
TestTwoNotebooks.settings = settings(times(4 / 3), stateful_step_count=40, derandomize=True)

"""What is done with lines of the two notebooks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aligntui.domain.commands.agreement import Agree, Differ
from aligntui.domain.commands.entries import AddEvidence, NoteMiss, NoteShare
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, ReopenItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.notes import AddFeedback
from aligntui.domain.details import Cause, Expectation, Focus, Health, Helps, Opportunity, Risk
from aligntui.domain.item import OUTCOMES, Outcome
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from tests.people import INES
from tests.twins.notebooks import DOOMED, LATE, PRIVATE, SHARED, Notebooks

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.identity import Handle
    from aligntui.domain.item import Item

ENDS = {
    section: [e for e in ends if e not in (Outcome.MISSED, Outcome.WRONG, Outcome.HAPPENED)]
    for section, ends in OUTCOMES.items()
}
"""Not those that tell of a miss: what was not told would show by an end."""


class Lines(Notebooks):
    """Lines are written, changed, hidden and shared."""

    def writes_a_line(self) -> None:
        """With a reason or without one."""
        # most goes on between expectations and risks
        sections = (*Section, Section.EXPECTATIONS, Section.EXPECTATIONS, Section.RISKS)
        fate, section = self.fate(), self.chance.choice(sections)
        word = "kept" if fate == SHARED else "zqx"
        because, otherwise = self.because(word)
        line = AddItem(
            person=INES,
            section=section,
            text=self.word(word),
            on=self.day(),
            details=self._details(section),
            private=fate in (PRIVATE, LATE),
            by=self.chance.choice(list(Party)),
            because=because,
            uid=self.uid(),
        )
        other = replace(line, text="other", because=None)
        self.adds(line, replace(line, because=otherwise) if fate == SHARED else other, fate)

    def _details(self, section: Section) -> Any:
        chance, words = self.chance, self.word() if self.lucky(0.5) else ""
        expected = [i.handle for i in self.whole.items if i.section is Section.EXPECTATIONS]
        match section:
            case Section.FOCUS:
                return Focus(weight=chance.choice((None, 20)))
            case Section.EXPECTATIONS:
                return Expectation(success=words, of_me=self.lucky(0.15), excluded=self.lucky(0.1))
            case Section.OPPORTUNITIES:
                return Opportunity(helps=frozenset(chance.sample(list(Helps), 1)))
            case Section.RISKS:
                threatens = chance.choice((None, *expected * 2))
                return Risk(cause=chance.choice(list(Cause)), mitigation=words, threatens=threatens)

    def changes_a_line(self, item: Item) -> None:
        """Do one of the things that can be done with a line."""
        handle, on = item.handle, max(self.day(), item.now.on)
        if self.secret(handle) and handle not in self.hidden and self.whole.open_round:
            return  # both know it until it is private: a section with it is not settled
        ways = (
            self._rewords, self._rewords, self._agrees, self._differs, self._hides_or_shares,
            self._tells, self._tells, self._tells, self._goes, self._happens, self._happens,
            self._happens, self._ends, self._moves,
        )  # fmt: skip
        late = (self._rewords, self._hides_or_shares, self._hides_or_shares)
        self.chance.choice(late if self.waits(handle) else ways)(item, on)

    def _common(self, item: Item, on: date) -> dict[str, Any]:
        return {"person": INES, "handle": item.handle, "on": on}

    def _word(self, handle: Handle) -> str:
        return self.word("zqx" if self.secret(handle) else "kept")

    def _rewords(self, item: Item, on: date) -> None:
        secret, text = self.secret(item.handle), self._word(item.handle)
        because, other = self.because("zqx" if secret else "kept")
        by = self.chance.choice(list(Party))
        reword = RewordItem(**self._common(item, on), text=text, by=by, because=because)
        self.does(reword, None if secret else replace(reword, because=other))

    def _agrees(self, item: Item, on: date) -> None:
        self.says(item.handle, Agree(person=INES, handles=(item.handle,), on=on))

    def _differs(self, item: Item, on: date) -> None:
        how, who = self._word(item.handle), self.chance.choice(list(Party))
        self.says(item.handle, Differ(**self._common(item, on), how=how, who=who))

    def _tells(self, item: Item, on: date) -> None:
        """What happened to a line: a miss, evidence, or the share that it had."""
        common = self._common(item, on) | {"text": self._word(item.handle), "uid": self.uid()}
        match item.section:
            case Section.EXPECTATIONS:
                self._misses(item, on)
            case Section.OPPORTUNITIES:
                self.says(item.handle, AddEvidence(**common))
            case Section.FOCUS:
                self.says(item.handle, NoteShare(**common, share=30))

    def _misses(self, item: Item, on: date) -> None:
        """A miss that is told at once, or never; on some days how it goes was said before."""
        if item.now.of_me or not item.open:
            return
        if self.lucky(0.3):
            self._goes(item, on)
        told = not self.secret(item.handle) and (not self.secrets or self.lucky(0.5))
        handle, uid = self.whole.next_handle("B"), self.uid()
        miss = NoteMiss(
            **self._common(item, on),
            text=self.word("kept" if told else "zqx"),
            uid=self.uid(),
            feedback=told or self.lucky(0.6),
            feedback_uid=uid,
        )
        corrective = FeedbackKind.CORRECTIVE
        other = AddFeedback(person=INES, text="other", kind=corrective, on=on, uid=uid)
        if told:
            self.does(miss, miss)
            tell = EndKept(person=INES, handle=handle, end=End.TOLD, on=self.today)
            self.does(tell, tell)
        elif miss.feedback:
            self.adds(miss, other, PRIVATE)
        else:
            self.does(miss, None)

    def _goes(self, item: Item, on: date) -> None:
        """On or off track; not back on it where only a miss that was not told put it off."""
        whole, without = item.now.details, self.without.item(item.handle).now.details
        secret = self.secret(item.handle)
        if not isinstance(whole, Expectation) or not isinstance(without, Expectation):
            return
        if whole.state is without.state or secret:
            state = self.chance.choice(list(Health))
            edit = EditItem(**self._common(item, on), details=replace(whole, state=state))
            other = replace(edit, details=replace(without, state=state))
            self.does(edit, None if secret else other)

    def _happens(self, item: Item, on: date) -> None:
        """A risk that came true: a miss, or it was wrong to expect it."""
        details = item.now.details
        if not isinstance(details, Risk) or not item.open:
            return
        hit, secret = details.threatens, self.secret(item.handle)
        word = "zqx" if hit and self.secret(hit) else "kept"
        # of a line that is shared it would tell in its words
        wrong = bool(hit) and self.lucky(0.5) and not (secret and word == "kept")
        because, other = self.because(word) if wrong else (None, None)
        end = CloseItem(
            **self._common(item, max(on, self.whole.item(hit).now.on) if hit else on),
            outcome=Outcome.HAPPENED,
            wrong=wrong,
            because=because,
            uid=self.uid(),
            text=self.word(word) if wrong and self.lucky(0.5) else "",
        )
        self.does(end, None if secret else replace(end, because=other))

    def _ends(self, item: Item, on: date) -> None:
        common = self._common(item, on)
        outcome = self.chance.choice(ENDS[item.section])
        close = CloseItem(**common, outcome=outcome, uid=self.uid())
        self.says(item.handle, close if item.open else ReopenItem(**common))

    def _moves(self, item: Item, on: date) -> None:
        if item.open and self.without.item(item.handle).open:
            to = self.chance.choice([each for each in Section if each is not item.section])
            move = MoveToSection(**self._common(item, on), to=to, uid=self.uid())
            self.adds(move, move, self.fates[item.handle])
            if item.handle in self.hidden:
                self.hidden |= {e.handle for e in self.whole.items if e.origin == item.handle}

    def _hides_or_shares(self, item: Item, on: date) -> None:
        """Make a line private, some of those that were to be shared, too; or share one."""
        handle = item.handle
        if not item.open or not self.without.item(handle).open:
            return
        if self.fates[handle] == SHARED and self.secrets and self.lucky(0.2):
            self.fates[handle] = DOOMED
        if self.fates[handle] == DOOMED and handle not in self.hidden:
            hide = EditItem(**self._common(item, on), private=True)
            self.does(hide, hide)
            self.hidden.add(handle)
        elif self.waits(handle):
            # retyped, it would keep the reason that it was given while it was private
            reword = RewordItem(**self._common(item, on), text=self.word(), append=True)
            share = EditItem(**self._common(item, on), private=False)
            self.does(reword, reword)
            self.does(share, share)
            self.hidden.discard(handle)
            self.fates[handle] = SHARED

    def hides_a_line(self, handle: Handle) -> None:
        """Make it private, opened where it was closed; what it was moved to takes it along."""
        whole, without = self.whole.item(handle), self.without.item(handle)
        now = whole.became
        doomed = now and now == without.became and self.fates[now] == DOOMED
        if now and doomed and self.whole.item(now).origin == handle:
            return
        again = ReopenItem(person=INES, handle=handle, on=self.today)
        self.does(None if whole.open else again, None if without.open else again)
        hide = EditItem(person=INES, handle=handle, on=self.today, private=True)
        assert self.does(hide, hide), handle

"""What is done with promises, notes, wins, talking points and feedback of the two notebooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aligntui.domain.commands.follow_up import EditKept, EndKept, Reopen
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint, AddWin
from aligntui.domain.notes import Action, End, Feedback, FeedbackKind, TalkingPoint, Win, began
from aligntui.domain.stance import Party
from tests.people import INES
from tests.twins.notebooks import DOOMED, LATE, PRIVATE, SHARED, Notebooks

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.identity import Handle
    from aligntui.domain.notes import Kept


class Records(Notebooks):
    """Records are written, changed, ended, hidden and shared."""

    def writes_a_record(self) -> None:
        """Whose it is and what it is about by chance."""
        fate = self.fate()
        common: dict[str, Any] = {
            "person": INES,
            "on": self.day(),
            "uid": self.uid(),
            "text": self.word("kept" if fate == SHARED else "zqx"),
            "private": fate in (PRIVATE, LATE),
        }
        ways = (self._promise, self._note, self._win, self._point, self._received, self._to_tell)
        self.chance.choice(ways)(fate, common)

    def _owner(self) -> Party:
        return self.chance.choice(list(Party))

    def _about(self) -> Handle | None:
        return self.chance.choice((None, *(item.handle for item in self.whole.items)))

    def _promise(self, fate: str, common: dict[str, Any]) -> None:
        by = self.today + timedelta(days=self.chance.choice((3, 10)))
        add = AddAction(**common, owner=self._owner(), by=by if self.lucky(0.6) else None)
        self.adds(add, add if fate == SHARED else replace(add, text="other"), fate)

    def _note(self, fate: str, common: dict[str, Any]) -> None:
        add = AddNote(**common)
        self.adds(add, add if fate == SHARED else replace(add, text="other"), fate)

    def _point(self, fate: str, common: dict[str, Any]) -> None:
        add = AddTalkingPoint(**common, owner=self._owner())
        self.adds(add, add if fate == SHARED else replace(add, text="other"), fate)

    def _win(self, fate: str, common: dict[str, Any]) -> None:
        add = AddWin(**common, owner=self._owner(), about=self._about())
        self.adds(add, add if fate == SHARED else replace(add, text="other", about=None), fate)

    def _received(self, fate: str, common: dict[str, Any]) -> None:
        source = self.word("kept" if fate == SHARED else "zqx")
        kind = FeedbackKind.RECEIVED
        add = AddFeedback(**common, kind=kind, source=source, about=self._about())
        other = replace(add, text="other", source="other", about=None)
        self.adds(add, add if fate == SHARED else other, fate)

    def _to_tell(self, fate: str, common: dict[str, Any]) -> None:
        """Praise, some of it told at once, or criticism: a secret until it is told."""
        kind = self.chance.choice((FeedbackKind.PRAISE, FeedbackKind.CORRECTIVE))
        add = AddFeedback(**common | {"private": True}, kind=kind, about=self._about())
        if fate != SHARED:
            self.adds(add, replace(add, text="other", about=None), PRIVATE)
        elif self.adds(add, add, SHARED) and kind is FeedbackKind.PRAISE and self.lucky(0.5):
            handle = self.whole.feedback[-1].handle
            tell = EndKept(person=INES, handle=handle, end=End.TOLD, on=self.today)
            self.does(tell, tell)

    def changes_a_record(self, record: Kept) -> None:
        """Edit it, end it, open it again, hide or share it."""
        handle = record.handle
        on = max(self.day(), began(record), *(each.on for each in record.edited))
        ways = (self._edits, self._finishes, self._finishes, self._opens, self._hides_or_shares_it)
        late = (self._edits, self._hides_or_shares_it)
        if handle in self.fates:
            self.chance.choice(late if self.waits(handle) else ways)(record, on)

    def _edits(self, record: Kept, on: date) -> None:
        secret = self.secret(record.handle)
        new: dict[str, Any] = {"text": self.word("zqx" if secret else "kept")}
        if isinstance(record, Win | Feedback) and self.lucky(0.5) and not secret:
            new = {"about": self._about()}
        self._edited(record.handle, on, both=not secret, **new)

    def _finishes(self, record: Kept, on: date) -> None:
        common: dict[str, Any] = {"person": INES, "handle": record.handle, "on": on}
        secret = self.secret(record.handle)
        if isinstance(record, Action) and self.lucky(0.5):
            drop = EndKept(**common, end=End.DROPPED, because=self.word("zqx"))
            self.does(drop, None if secret else replace(drop, because="other"))
        elif isinstance(record, Action):
            self.says(record.handle, EndKept(**common, end=End.DONE))
        elif isinstance(record, TalkingPoint):
            self.says(record.handle, EndKept(**common, end=End.RAISED))
        elif isinstance(record, Feedback) and not record.received and not secret:
            self.says(record.handle, EndKept(**common, end=End.TOLD))

    def _opens(self, record: Kept, on: date) -> None:
        # what is to be told again was not told: that does change what earlier days read
        if self.secrets or not isinstance(record, Feedback):
            self.says(record.handle, Reopen(person=INES, handle=record.handle, on=on))

    def _hides_or_shares_it(self, record: Kept, on: date) -> None:
        handle = record.handle
        if self.fates[handle] == DOOMED and handle not in self.hidden:
            self.hides_a_record(handle)
            self.hidden.add(handle)
        elif self.waits(handle):
            new: dict[str, Any] = {"private": False, "text": self.word()}
            if isinstance(record, Feedback):
                new["source"] = self.word()
            if isinstance(record, Feedback | Win):
                new["about"] = None
            if self._edited(handle, on, both=True, **new):
                self.hidden.discard(handle)
                self.fates[handle] = SHARED

    def hides_a_record(self, handle: Handle) -> None:
        """Make it private in both."""
        self._edited(handle, self.today, both=True, private=True)

    def _edited(self, handle: Handle, on: date, *, both: bool, **new: Any) -> bool:
        fields = tuple(new.items())
        edit = EditKept(person=INES, fields=fields, on=on, instead_of=self.whole.kept(handle))
        other = replace(edit, instead_of=self.without.kept(handle))
        return self.does(edit, other if both else None)

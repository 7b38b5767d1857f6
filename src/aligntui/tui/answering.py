"""Answer the lines of a round, each without the other's answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from aligntui.domain.capture import section_line, told_line
from aligntui.domain.commands.rounds import AnswerRound, LookAtRound
from aligntui.domain.errors import complaint
from aligntui.domain.identity import Handle
from aligntui.domain.plain import clean_line
from aligntui.domain.round import Answer, Asked
from aligntui.domain.rounds import unanswered
from aligntui.domain.section import Section
from aligntui.tui.base import if_words
from aligntui.tui.part import Part, in_worker
from aligntui.tui.widgets.becoming import Checks, stays_text
from aligntui.tui.widgets.round_rows import OF_ME, new_key

if TYPE_CHECKING:
    from aligntui.domain.person import Change
    from aligntui.tui.screens.round import RoundScreen
    from aligntui.tui.widgets.row import Row

_LINES: Final = frozenset({"agree", "differ", "track", "reword"})
_OPEN: Final = _LINES | {"add", "later"}
"""What only a round that has not ended can use."""
_WHOLE: Final = "That is your last line: theirs opens, and yours stays as it is then:"


class Answering(Part):
    """The keys of a round that I have not answered, or that the other one has not."""

    screen: RoundScreen
    judged = _OPEN | {"look"}

    def __init__(self, screen: RoundScreen) -> None:
        super().__init__(screen)
        self.keeping: dict[Handle | None, Answer] = {}
        """Answers that are not in the store yet: the cursor goes on before they are."""

    @property
    def asked(self) -> Asked | None:
        """The line under the cursor, if it went out."""
        found, key = self.screen.found, self.screen.key
        return next((each for each in found.lines if each.handle == key), None) if found else None

    @property
    def answer(self) -> Answer:
        """What I answered to the line under the cursor so far, also by a key just before."""
        found, asked = self.screen.found, self.asked
        handle = asked.handle if asked else None
        mine = (*self.keeping.values(), *(found.mine if found else ()))
        return next((e for e in mine if e.handle and e.handle == handle), Answer(handle=handle))

    @property
    def own(self) -> Answer | None:
        """The line of my own under the cursor."""
        found, key = self.screen.found, self.screen.key
        new = [each for each in found.mine if each.handle is None] if found else []
        return next((each for at, each in enumerate(new) if new_key(at) == key), None)

    def reason(self, action: str) -> str:
        """Say why a key can't act now: it needs a line that went out, or an answer that is back."""
        asked, found = self.asked, self.screen.found
        if action in _OPEN and self.screen.over:
            return "This round has ended"
        if action == "later":
            return "" if self.left else "Each line is answered"
        if action == "track":
            tracked = asked and asked.section is Section.EXPECTATIONS
            return "" if tracked else "Only an expectation is on or off track"
        if action == "look":
            unseen = found and found.theirs and found.theirs not in found.backs
            return "" if unseen else "Nothing of theirs waits unseen"
        if action not in _LINES or asked or (action == "reword" and self.own):
            return ""
        nothing = "This is no line that went out: n goes to the next that is not answered"
        return nothing if self.left else "No line is selected"

    @property
    def left(self) -> tuple[Handle, ...]:
        """The lines that are not answered, also by no key just before."""
        found = self.screen.found
        given = {each.handle for each in self.keeping.values() if each.holds is not None}
        person = self.screen.person
        left = unanswered(person, found) if person and found else ()
        return tuple(each for each in left if each not in given)

    def action_later(self) -> None:
        """Go to the next line that is not answered; the one under the cursor stays as it is."""
        self.screen.go_on()

    @in_worker
    async def action_agree(self) -> None:
        """The line holds; a view or wording given before goes."""
        if self.asked:
            before = self.answer
            await self._answer(replace(before, holds=True, how="", text=""), seen=before)

    @in_worker
    async def action_differ(self) -> None:
        """Ask how I see the line, and keep it; it may stay empty."""
        if not (asked := self.asked):
            return
        before = self.answer

        async def keep(how: str) -> object:
            words = clean_line(how) if how.strip() else ""
            return await self._answer(replace(before, holds=False, how=words), seen=before)

        await self.screen.ask(
            f"How do you see {asked.handle}?",
            box=self.screen.box(f"how:{asked.handle}"),
            initial=before.how,
            check=_wrong,
            keep=keep,
        )

    @in_worker
    async def action_track(self) -> None:
        """On track, off track, or neither said."""
        asked, before = self.asked, self.answer
        on_track = {None: True, True: False, False: None}[before.on_track]
        new = replace(before, on_track=on_track)
        # `=` goes on to the next line: which one this is about has to be seen
        if asked and await self._answer(new, seen=before, follow=False):
            words = {True: "on track", False: "off track", None: "how it goes is not said"}
            self.screen.tell(f"{asked.handle}: {words[on_track]}")

    @in_worker
    async def action_reword(self) -> None:
        """Ask for my wording of the line, or of a line of my own; left empty, that one goes."""
        if own := self.own:
            await self._reword_own(own)
        elif asked := self.asked:
            before, words = self.answer, asked.text

            async def keep(typed: str) -> object:
                same = not typed.strip() or typed.strip() == asked.text
                text = "" if same else told_line(typed, words)
                holds = False if text else before.holds
                return await self._answer(replace(before, holds=holds, text=text), seen=before)

            await self.screen.ask(
                f"{asked.handle}, in your words:",
                box=self.screen.box(f"text:{asked.handle}"),
                initial=before.text or asked.text,
                keep=keep,
                **self._told(asked.section, words),
            )

    async def _reword_own(self, own: Answer) -> None:
        async def keep(typed: str) -> object:
            new = (replace(own, text=told_line(typed, own.text)),) if typed.strip() else ()
            return await self._answer(*new, without=(own,), follow=False)

        await self.screen.ask(
            "Your line:",
            box=self.screen.box("own"),
            initial=own.text,
            keep=keep,
            **self._told(own.section, own.text),
        )

    @in_worker
    async def action_add(self) -> None:
        """Ask for lines of my own in the section under the cursor."""
        section = self._section

        async def keep(typed: str) -> object:
            new = Answer(section=section, text=told_line(typed))
            return await self._answer(new, follow=False)

        title = f"Missing in {section.title}:" if section else "You expect of them:"
        box = self.screen.box(f"new:{section or OF_ME}")
        await self.screen.ask_lines(title, if_words(keep), box=box, **self._told(section))

    def _told(self, section: Section | None, before: str = "") -> Checks:
        """How a line that the other one will read is judged, and that marks in it stay text."""

        def preview(typed: str) -> Iterator[Row]:
            line = section_line(typed, section or Section.EXPECTATIONS, self.screen.day)
            return stays_text(line, before)

        return {"check": partial(_wrong, before=before), "preview": preview}

    @in_worker
    async def action_look(self) -> None:
        """Open theirs before mine is whole, which the round says from then on."""
        question = "Look at theirs before yours is whole? The round says so from then on."
        if await self.screen.confirm(question):
            look = LookAtRound(person=self.screen.person_id, on=self.screen.day)
            await self.session.do(look, "Theirs is open; the round says that you looked before")

    @property
    def _section(self) -> Section | None:
        """The section in which the cursor is; None for what one expects of the other."""
        if self.own:
            return self.own.section
        key = self.screen.key
        return self.asked.section if self.asked else None if key == OF_ME else Section(key or "")

    async def _answer(
        self,
        *answers: Answer,
        seen: Answer | None = None,
        without: tuple[Answer, ...] = (),
        follow: bool = True,
    ) -> Change | None:
        """Keep answers; the last one is asked about where it opens what came back."""
        screen, found = self.screen, self.screen.found
        assert found is not None
        at = screen.key
        self.keeping.update((each.handle, each) for each in answers if each.handle)
        opens = found.theirs and not found.filled_on and not self.left
        if follow and not opens:
            screen.go_on()  # at once: the next key acts on the line that is seen under the cursor
        answer = AnswerRound(
            person=screen.person_id,
            answers=answers,
            seen=(seen,) if seen else (),
            without=without,
            on=screen.day,
        )
        may = not opens or await screen.confirm(_WHOLE)
        change = await self.session.do(answer) if may else None
        for each in answers:
            if self.keeping.get(each.handle) is each:
                del self.keeping[each.handle]
        if change and change.after:
            screen.take(change.after)
            if screen.ready:
                self.session.say_kept("Both have answered; the differences come first")
        elif may and follow and at:
            screen.arrive(Handle(at))
        return change


def _wrong(typed: str, before: str = "") -> str | None:
    """What is wrong with a line that the other one will read; None for an empty one."""
    return complaint(lambda words: told_line(words, before), typed) if typed.strip() else None

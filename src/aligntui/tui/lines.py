"""Questions about a line of a section, asked from within a worker: its words, what happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from aligntui.domain import miss
from aligntui.domain.capture import Captured, reworded_line, said_fields, section_line
from aligntui.domain.commands.agreement import HOW, Differ
from aligntui.domain.commands.capturing import command_of
from aligntui.domain.commands.entries import AddEvidence, NoteMiss, NoteShare, share_of
from aligntui.domain.commands.items import EditItem, RewordItem
from aligntui.domain.commands.notes import AddFeedback
from aligntui.domain.details import Details, Expectation, Risk
from aligntui.domain.errors import complaint
from aligntui.domain.line_kinds import marks_of_rewording, marks_of_section
from aligntui.domain.merge import also_changed
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.person import Change, Relation
from aligntui.domain.plain import with_its_line
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.changes import also_words
from aligntui.text.form import OWNER_WORDS, mitigated, mitigation_words
from aligntui.text.sides import REPORT
from aligntui.tui import marked_lines
from aligntui.tui.base import if_words
from aligntui.tui.widgets.becoming import checked

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.tui.notebook_screen import NotebookScreen

_HAPPENED: Final = {
    Section.EXPECTATIONS: ("was missed; what happened?", NoteMiss),
    Section.OPPORTUNITIES: ("made progress; what is the evidence?", AddEvidence),
}


_THEY: Final = "{}, they propose:"


async def add_lines(page: NotebookScreen, section: Section, *, of_me: bool = False) -> None:
    """Ask for lines of a section and add them, until one is left empty.

    With `of_me` they are what the other one expects of me.
    """
    keep, asked = _adding(page, section, of_me=of_me)
    title = f"{section.title}, {REPORT.of_me}" if of_me else section.title
    await page.ask_lines(f"{title}:", keep, turned=_THEY.format(title), **asked)


async def lead_through(page: NotebookScreen, arrive: Callable[[Section], object]) -> None:
    """Ask for the first line of each section, one after the other; enter passes on, esc ends it."""
    for section in Section:
        arrive(section)
        keep, asked = _adding(page, section)
        words = f"{section.title}, a first line (esc: enough):"
        if await page.ask(words, keep=if_words(keep), **asked) is None:
            return


def _adding(
    page: NotebookScreen, section: Section, *, of_me: bool = False
) -> tuple[Callable[[str], Awaitable[object]], dict[str, Any]]:
    """What keeps a new line of a section, and how it is asked for."""
    known = page.namable

    def read(typed: str) -> Captured:
        line = section_line(typed, section, page.day, known)
        if of_me and isinstance(line.details, Expectation):
            return line._replace(details=replace(line.details, of_me=True))
        return line

    async def keep(typed: str) -> object:
        line = read(typed)
        change = await page.session.do(
            command_of(page.person_id, line, page.day, by=_proposer(page))
        )
        if change:
            page.reveal(change)
        return change

    box, marks = f"add:{section}:{page.person_id}", marks_of_section(section)
    return keep, {"box": box, "marks": marks, **checked(read, page.session.today)}


def _proposer(page: NotebookScreen) -> Party:
    """Who proposes the words being typed."""
    return Party.THEM if page.message_row.turned else Party.ME


async def reword(page: NotebookScreen, item: Item) -> None:
    """Ask for other words of a line."""
    known = page.namable

    def read(typed: str) -> Captured:
        return reworded_line(item.text, typed, item.section, page.day, known)

    async def keep(text: str) -> object:
        if text == item.text:
            return True
        line = read(text)
        rewording = RewordItem(
            person=page.person_id,
            handle=item.handle,
            text=line.text,
            on=page.day,
            instead_of=item.text,
            append=(item.uid, item.text) not in page.session.own_words,
            fields=said_fields(line),
            private=line.private,
            by=_proposer(page),
            because=line.because,
        )
        change = await page.session.do(rewording)
        _tell_also(page, item, change, "text")
        return change

    await page.ask(
        f"{item.handle}:",
        box=f"reword:{item.uid}:{page.person_id}",
        initial=item.text,
        keep=keep,
        marks=marks_of_rewording(item.section),
        turned=_THEY.format(item.handle),
        **checked(read, page.session.today),
    )


async def say_what_happened(page: NotebookScreen, item: Item) -> None:
    """Ask for a miss, which gives feedback, or for evidence; of a risk for its mitigation."""
    if isinstance(item.now.details, Risk):
        await _mitigate(page, item, item.now.details)
        return
    question, note = _HAPPENED[item.section]

    async def keep(text: str) -> object:
        change = await page.session.do(
            note(person=page.person_id, handle=item.handle, text=text, on=page.day)
        )
        if change:
            page.session.say_kept(_noted(change, item), change=change)
        return change

    box = f"miss:{item.uid}:{page.person_id}"
    await page.ask(f"{item.handle} {question}", box=box, base=item.text, keep=if_words(keep))


AS_THE_LINE: Final = {"shared": "as the line is"}
"""Said in a box whose words stand wherever its line stands."""


async def note_share(page: NotebookScreen, item: Item) -> None:
    """Ask what share of the energy a focus really had, and what pulled it away."""

    async def keep(typed: str) -> object:
        share, text = share_of(typed)
        noted = NoteShare(
            person=page.person_id, handle=item.handle, share=share, text=text, on=page.day
        )
        return await page.session.do(noted, f"{item.handle} had {share}%; what was agreed stays")

    weight = getattr(item.now.details, "weight", None)
    shared = {} if item.now.private else AS_THE_LINE
    agreed = "" if weight is None else f" of the agreed {weight}%"
    await page.ask(
        f"{item.handle} had{agreed}:",
        box=f"share:{item.uid}:{page.person_id}",
        base=item.text,
        marks={"40": "what it had", "the outage": "what pulled it away", **shared},
        check=lambda typed: complaint(share_of, typed) if typed.strip() else None,
        keep=if_words(keep),
    )


async def went_off(page: NotebookScreen, change: Change | None) -> None:
    """Offer feedback on lines that just went off track or were missed, or that it was wrong."""
    if not (change and change.before and change.after):
        return
    told = change.after.relation is not Relation.MANAGER
    for item, missed in miss.went_off(change.before, change.after):
        offers = {"f": "f feedback to tell"} if told else {}
        offers |= {} if missed else {"w": "w it was wrong"}
        if not offers:
            continue
        state = f"{item.handle} is off track"
        if missed:
            state = f"{missed.origin} came true; a miss of {item.handle} is counted"
        asked = f"{state}:  {'  '.join(offers.values())}"
        chosen = await page.choose(asked, "".join(offers), offers=True)
        if chosen == "w":
            await marked_lines.was_wrong(page, item)
        elif chosen == "f":
            await _feedback_on(page, item)


async def _feedback_on(page: NotebookScreen, item: Item) -> None:
    async def keep(text: str) -> object:
        feedback = AddFeedback(
            person=page.person_id,
            text=text,
            kind=FeedbackKind.CORRECTIVE,
            on=page.day,
            about=item.handle,
        )
        return await page.session.do(feedback, f"Feedback on {item.handle} is to be given")

    box = f"off:{item.uid}:{page.person_id}"
    question = f"{item.handle} is off track; what is to be told?"
    await page.ask(question, box=box, base=item.text, keep=if_words(keep))


async def _mitigate(page: NotebookScreen, item: Item, risk: Risk) -> None:
    """Ask for a risk's mitigation and its owner, as one line."""

    async def keep(typed: str) -> object:
        return await change_details(page, item, mitigated(risk, typed), "mitigation", "owner")

    await page.ask(
        f"{item.handle} is mitigated by:",
        box=f"mitigation:{item.uid}:{page.person_id}",
        initial=mitigation_words(risk),
        keep=keep,
        check=lambda typed: complaint(partial(mitigated, risk), typed),
        marks=OWNER_WORDS,
    )


async def differ(page: NotebookScreen, item: Item, who: Party) -> None:
    """Ask how one of the two differs on a line."""
    question = "How do you differ on" if who is Party.ME else "How do they differ on"

    async def keep(how: str) -> object:
        differs = Differ(
            person=page.person_id,
            handle=item.handle,
            how=how,
            who=who,
            seen=item.text,
            instead_of=item.now.stance(who),
            on=page.day,
        )
        return await page.session.do(differs)

    read = partial(with_its_line, what=HOW, before=item.now.stance(who).how)
    box = f"differ:{who}:{item.uid}:{page.person_id}"
    await page.ask(
        f"{question} {item.handle}?",
        box=box,
        base=item.text,
        check=lambda typed: complaint(read, typed) if typed.strip() else None,
        keep=if_words(keep),
        marks={} if item.now.private else AS_THE_LINE,
    )


async def change_details(
    page: NotebookScreen, item: Item, details: Details, *edited: str
) -> Change | None:
    """Replace the details that were seen with new ones."""
    edit = EditItem(
        person=page.person_id,
        handle=item.handle,
        details=details,
        instead_of=item.now.details,
        on=page.day,
    )
    change = await page.session.do(edit)
    _tell_also(page, item, change, *edited)
    return change


def _tell_also(page: NotebookScreen, item: Item, change: Change | None, *edited: str) -> None:
    """Report in one line the fields that another window changed in the same item meanwhile."""
    if change is None or change.before is None:
        return
    now = change.before.item(item.handle).now
    changed = also_changed(item.now, now, but=frozenset(edited))
    if words := also_words(item.handle, changed, hide=page.holds_back):
        page.tell(words)


def _noted(change: Change, item: Item) -> str:
    before = len(change.before.feedback) if change.before else 0
    new = change.after.feedback[before:] if change.after else ()
    given = f". Feedback {new[0].handle} is to be given" if new else ""
    what = "Miss of" if item.section is Section.EXPECTATIONS else "Evidence for"
    return f"{what} {item.handle} saved{given}"

"""Edit a whole section as text, and preview the changes before they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.commands.rewriting import RewriteSection
from aligntui.domain.errors import Refused
from aligntui.domain.line_kinds import known, marks_of_section
from aligntui.text.section_markdown import ANY, FORESEEN_LEGEND, Problem, preview, read, written
from aligntui.text.words import hint_line
from aligntui.tui.drafts import FROM_EDITOR, Drafts, older_texts
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.widgets.becoming import Changes
from aligntui.tui.widgets.note_box import Covered, NoteBox, Older
from aligntui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person
    from aligntui.domain.section import Section


class SectionBox(NoteBox):
    """The box for a section's text."""

    BINDING_GROUP_TITLE = "In the text"


class SectionTextScreen(NotebookScreen):
    """The text first, then the list of its changes."""

    CSS_PATH = "section_text.tcss"

    HELP = (
        "All lines of a section as one text. The handle says which line is which: reword behind it,"
        " put lines into another order, write new ones without a handle. ctrl+s shows what will"
        " change, and nothing is changed before enter keeps it. The text stays as a draft until"
        " then; clear it to discard the draft. Where the section changed since you typed, f3 takes"
        " what you typed, and ctrl+s shows what that changes now."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "preview", "what will change", id="section_text.preview",
                tooltip="Show what will change, before it is kept."),
    ]  # fmt: skip

    SILENT: ClassVar = frozenset({"undo", "redo"})
    """Actions that would change the section behind the text."""

    def __init__(
        self, person: Person, section: Section, at: Handle | None = None, *, editor: bool = False
    ) -> None:
        super().__init__(person.id)
        self.person = person
        self.section = section
        self._at = at
        self._straight = editor
        """True when the editor was asked for rather than the box."""
        self._box = ""
        self._problems: tuple[Problem, ...] = ()
        self._unread: tuple[Problem, ...] = ()
        """Marks that were not understood and stay text."""
        self._command: RewriteSection | None = None

    def compose_content(self) -> ComposeResult:
        """The box, and the list that replaces it or stands beside it."""
        session, person = self.session, self.person
        assert person is not None
        self._box = _box(session.drafts, self.section, person, hide=session.private_hidden)
        hide = ":shared:" in self._box
        items = person.open_items(self.section)
        fresh = written(self.section, (i for i in items if not (hide and i.now.private)))
        older = Older()
        with Container(id="written", classes="box"):
            yield SectionBox(fresh, draft=self._box, base=fresh, older=older, id="text")
            yield older
            yield Covered("The lines are kept and hidden now", id="withheld")
        with Container(id="foreseen", classes="box"):
            yield Changes(id="changes")

    def on_mount(self) -> None:
        """Begin in the text, at the line the cursor was on."""
        self.query_one("#written").border_title = "The text"
        self.query_one("#foreseen").border_title = "What will change"
        self.action_write()
        self.call_after_refresh(self._begin)

    def show_person(self, person: Person) -> None:
        """Set the title; refresh the preview, which depends on changes by others."""
        name = f"{self.section.title} as text"
        self.title_row.show(("Team", person.name, name), status=plain("not kept yet", "$quiet"))
        if self.foreseeing:
            self._foresee()

    @property
    def box(self) -> SectionBox:
        """The box."""
        return self.query_one(SectionBox)

    @property
    def typed(self) -> bool:
        """True when the text differs from what it was."""
        return bool(self.box.text.strip()) and self.box.text != self.box.base

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of the preview."""
        return FORESEEN_LEGEND

    @property
    def marks_to_type(self) -> Mapping[str, str]:
        """The marks for a line of the section."""
        return {} if self.foreseeing else marks_of_section(self.section)

    @property
    def foreseeing(self) -> bool:
        """True while the preview is shown."""
        return self.has_class("-foreseeing")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Forbid undo and redo while the text is open."""
        return not (action in self.SILENT or (action == "preview" and self.foreseeing))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Close the preview when the text gets the focus."""
        if event.widget is self.box and self.foreseeing:
            self.action_write()

    def action_preview(self) -> None:
        """Preview the changes, or show why the text can't be read."""
        if self._foresee():
            self.add_class("-foreseeing")
            self.message_row.stand(plain(""))
            self.query_one(Changes).focus()
        else:
            self.tell("Nothing is changed yet")

    def action_write(self) -> None:
        """Go back to the text, to the first line that can't be read."""
        self.remove_class("-foreseeing")
        hint = hint_line(marks_of_section(self.section), self.app.size.width - 2)
        self.message_row.stand(plain(hint, "$quiet"))
        self.box.focus()
        if self._problems:
            self.box.move_cursor((self._problems[0].number - 1, 0))
            self._problems = ()

    async def action_back(self) -> None:
        """Leave; an edited text waits as a draft."""
        session, words = (
            self.session,
            f"The text of {self.section.title} is kept as a draft; M opens it",
        )
        if not self.typed:
            session.drafts.clear(self._box)
            words = ""
        self.leave_screen()
        if words:
            session.speak("news", words)

    async def action_hide(self) -> None:
        """Cover a text that may hold private lines, or show it again."""
        await super().action_hide()
        covered, hidden = self.query_one(Covered), self.session.private_hidden
        self.action_write()
        self.set_class(hidden, "-withheld")
        if hidden:
            covered.focus()
        else:
            covered.uncover(self.box)

    @on(NoteBox.Left)
    async def _left(self) -> None:
        await self.action_back()

    @on(NoteBox.EditorLeft)
    async def _back_from_editor(self, event: NoteBox.EditorLeft) -> None:
        straight, self._straight = self._straight, False
        if event.taken:
            self.action_preview()
        elif straight and not self.typed and self.message_row.notice is None:
            await self.action_back()
            self.session.speak("news", "Nothing was changed")

    @on(Changes.Chosen)
    @work
    async def _keep(self) -> None:
        """Keep the changes, and leave."""
        command, session = self._command, self.session
        if command is None:
            return
        self.message_row.hush()
        if await session.do(command) is None:
            return
        said = self.message_row.notice  # the choice made where both windows had changed the same
        self._forget()
        self.leave_screen()
        session.say_kept(said.words if said else f"{self.section.title} rewritten")

    def _begin(self) -> None:
        lines = self.box.text.split("\n")
        mine = f"- {self._at} " if self._at else "- "
        at = next((at for at, line in enumerate(lines) if line.startswith(mine)), len(lines) - 1)
        self.box.move_cursor((at, len(lines[at])))
        if self.typed:
            self.tell("The text is as you left it; clear it to discard this draft")
        if self._straight:
            # Textual stops a message at its sender, but this one must reach the app
            self.box.call_next(self.box.action_external)

    def _foresee(self) -> bool:
        """Show the preview or the problems; False where nothing changes."""
        changes, self._command = self.query_one(Changes), None
        try:
            command = self._rewriting()
            foreseen = preview(command, self.person) if command else ()
        except Refused as refusal:
            changes.show_problems([refusal])
            self._say_count((refusal,), "thing can't be", "")
            return True
        if command is None:
            changes.show_problems(self._problems)
            self._say_count(self._problems, "line can't be read", "lines can't be read")
            return True
        self._command = command
        changes.show_changes((*foreseen, *(("!", f"{each}") for each in self._unread)))
        self._say_count(foreseen, "change", "changes")
        return bool(foreseen)

    def _rewriting(self) -> RewriteSection | None:
        """The command for the text; None where it can't be read (see `_problems`)."""
        seen = read(self.section, self.box.base).lines
        found = read(
            self.section,
            self.box.text,
            [line.handle for line in seen if line.handle],
            seen=seen,
            known=known(self.person) if self.person else ANY,
            today=self.session.today(),
        )
        self._problems, self._unread = found.problems, found.unread
        if found.problems:
            return None
        return RewriteSection(
            person=self.person_id,
            section=self.section,
            seen=seen,
            lines=found.lines,
            on=self.session.today(),
        )

    def _say_count(self, found: tuple[object, ...], one: str, more: str) -> None:
        count = len(found)
        words = f"{count} {one if count == 1 else more}, not kept yet"
        self.title_row.show(status=plain(words, "$soon"))
        self.refresh_bindings()

    def _forget(self) -> None:
        drafts = self.session.drafts
        for name in (self._box, *older_texts(drafts, self._box)):
            drafts.clear(name)


def _box(drafts: Drafts, section: Section, person: Person, *, hide: bool) -> str:
    """The section's draft box; that of the shared lines with `hide`, or if only that one waits."""
    whole, shared = f"section:{section}:{person.id}", f"section:{section}:shared:{person.id}"
    waits = _kept(drafts, shared) and not _kept(drafts, whole)
    return shared if hide or waits else whole


def _kept(drafts: Drafts, box: str) -> str:
    return drafts.get(FROM_EDITOR + box) or drafts.get(box)

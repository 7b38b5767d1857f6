"""Preview of what the marked lines of a text will become, while it is being typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar, Final, TypedDict

from textual.binding import Binding, BindingType

from aligntui.domain.capture import Captured, capture, note_of
from aligntui.domain.details import EMPTY
from aligntui.domain.ladder import name_of
from aligntui.domain.line_kinds import SECTIONS, USUALLY_PRIVATE, Kind, Known
from aligntui.text.fields import field_lines
from aligntui.text.noted import privacy_words
from aligntui.text.words import day_words
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail
from aligntui.tui.widgets.rows import Rows

MOST: Final = 5
"""Most lines shown at once."""
_WARNS: Final = "! "
_NAMES: Final = {
    Kind.FOCUS: "focus",
    Kind.EXPECTATION: "expectation",
    Kind.OPPORTUNITY: "opportunity",
    Kind.RISK: "risk",
    Kind.ACTION: "action",
    Kind.TALKING_POINT: "talking point",
    Kind.PRAISE: "praise, not told yet",
    Kind.CORRECTIVE: "corrective, not told yet",
    Kind.RECEIVED: "feedback received",
    Kind.WIN: "win",
}


class Becoming(Rows, can_focus=False):
    """One line for each marked one; takes no room without any."""

    DEFAULT_CSS = """
    Becoming { height: auto; max-height: 5; display: none; }
    Becoming.-any { display: block; }
    """

    def __init__(self, lines: list[Row] | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.show_lines(lines or [])

    def show_lines(self, found: list[Row]) -> None:
        """Show lines: warnings first, then the newest; a count replaces those without room."""
        self.set_class(bool(found), "-any")
        warned = [each for each in found if each.text.plain.startswith(_WARNS)]
        others = [each for each in found if not each.text.plain.startswith(_WARNS)]
        if len(found) > MOST:
            warned = _first(warned, MOST - bool(others))
            room = MOST - len(warned)
            if len(others) > room:
                above = len(others) - room + 1
                others = [detail(f"  {above} more above"), *others[above:]]
        self.show([*warned, *others], keep=False)


def _first(warned: list[Row], room: int) -> list[Row]:
    """As many rows as have room; the last one counts the others."""
    if len(warned) <= room:
        return warned
    more = len(warned) - room + 1
    return [*warned[: room - 1], _warned(f"{more} more lines need a look")]


def text_becomes(text: str, today: date, known: Known) -> Iterator[Row]:
    """Rows for what the lines of a text become, and for marks that stay text."""
    lines = capture(text, today, known)
    several = len(lines) > 1
    for number, each in enumerate(lines, start=1):
        where = f"line {number}" if several else ""
        if each.problem:
            yield _warned(f"{where or 'it'} stays a note: {each.problem}")
        elif each.kind is not Kind.NOTE:
            yield _becomes(each, today)
        yield from (_warned(f"{where}: {why}" if where else why) for why in each.unread)
    said = note_of(text, lines).strip().split("\n")
    if several and said != [""]:
        count = f" of {len(said)} lines" if len(said) > 1 else ""
        yield _made(f"note{count}", said[0], private=True)


def text_becomes_for(text: str, today: date, whom: Mapping[str, Known]) -> Iterator[Row]:
    """The same for several people by their names; who they are only where it is not the same."""
    found: dict[tuple[Captured, ...], list[str]] = {}
    for name, known in whom.items():
        found.setdefault(tuple(capture(text, today, known)), []).append(name)
    for names in found.values():
        if len(found) > 1:
            yield Row(None, plain(f"for {', '.join(names)}:", "$quiet"))
        yield from text_becomes(text, today, whom[names[0]])


def line_becomes(each: Captured, today: date) -> Iterator[Row]:
    """Rows for the fields read from a single line, and for marks that stay text."""
    if each.problem:
        yield _warned(each.problem)
    elif _says_more(each):
        yield _becomes(each, today)
    yield from map(_warned, each.unread)


def stays_text(each: Captured, before: str = "") -> Iterator[Row]:
    """A row where marks that a page would read stay text; words that stood there are none."""
    if _says_more(each) and each.text != before:
        yield _warned("marks stay text in an answer: say it in words")


class Checks(TypedDict):
    """How a line is judged and previewed while it is typed."""

    check: Callable[[str], str | None]
    preview: Callable[[str], Iterable[Row]]


def checked(read: Callable[[str], Captured], today: Callable[[], date]) -> Checks:
    """The check of a single line, and the preview of what it becomes."""
    return {
        "check": lambda typed: read(typed).problem or None if typed.strip() else None,
        "preview": lambda typed: line_becomes(read(typed), today()),
    }


def _warned(why: str) -> Row:
    return Row(None, line((_WARNS, "$soon"), (why, "$soon")))


def _becomes(each: Captured, today: date) -> Row:
    private = each.kind in USUALLY_PRIVATE if each.private is None else each.private
    return _made(_said(each, today), each.text, private=private)


def _made(what: str, text: str, *, private: bool) -> Row:
    """A row with kind and text; who may see it is at the right end, where it is never cut."""
    said = line(("+ ", "$good"), (f"{what}: ", "$quiet"), text)
    return Row(None, said, right=plain("(private)" if private else "(shared)", "$quiet"))


def _says_more(each: Captured) -> bool:
    """True when a line sets more than its text."""
    fields = each.details and each.details != EMPTY[SECTIONS[each.kind]]
    said = each.by or each.because or each.owner == "them" or each.private is not None
    return bool(fields or said)


def _said(each: Captured, today: date) -> str:
    whose = each.kind in (Kind.ACTION, Kind.WIN) or each.owner == "them"
    owner = (" of theirs" if each.owner == "them" else " of yours") if whose else ""
    due = f", by {day_words(each.by, today)}" if each.by else ""
    private = privacy_words(each)
    fields = (*(field_lines(each.details) if each.details else ()), *_why(each))
    if each.kind is Kind.RECEIVED:
        owner = f" from {each.source or 'them'}"
    about = f", about {each.about}" if each.about and not each.details else ""
    ladder = f", for {name_of(each.ladder)}" if each.ladder else ""
    return ", ".join((f"{_NAMES[each.kind]}{owner}{due}{about}{ladder}{private}", *fields))


def _why(each: Captured) -> Iterator[str]:
    if each.because:
        yield f"why{', private' if each.because.private else ''}: {each.because.text}"


_TONES: Final = {"+": "$good", "-": "$late", "~": "$mark", "x": "$soon", "!": "$soon"}


class Changes(Rows):
    """One row for each change; Enter keeps them all, unless something can't be read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "keep", id="changes.keep",
                tooltip="Keep these changes; one undo takes all of them back."),
        Binding("escape", "screen.write", "back to the text", id="changes.write",
                tooltip="Go back to the text, with everything in it."),
    ]  # fmt: skip

    KEEPS_CURSOR = False

    can_be_kept = False
    """True when there are changes and no problems."""

    def show_changes(self, changes: Iterable[tuple[str, str]]) -> None:
        """Show the changes, each with its mark."""
        self.can_be_kept = True
        self.show(
            Row(f"{at}", line(" ", (mark, _TONES[mark]), " ", words), wrap=3)
            for at, (mark, words) in enumerate(changes)
        )

    def show_problems(self, problems: Iterable[object]) -> None:
        """Show the problems that prevent saving."""
        self.can_be_kept = False
        self.show(
            Row(f"{at}", line(" ", ("!", "$late"), " ", f"{problem}"), wrap=3)
            for at, problem in enumerate(problems)
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim Enter while there are problems."""
        return None if action == "choose" and not self.can_be_kept else True

    def reason(self, action: str) -> str:
        """Say why Enter does nothing."""
        return "Fix the lines marked ! first; nothing was saved" if action == "choose" else ""

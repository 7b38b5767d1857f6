"""The context of one command: its options, its day, and access to the notebook."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aligntui.cli import output
from aligntui.domain.days import full_day
from aligntui.domain.errors import Refused
from aligntui.paths import state_dir, store_file

if TYPE_CHECKING:
    from argparse import Namespace

    from aligntui.cli.configured import Configured
    from aligntui.cli.output import Json
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle
    from aligntui.domain.line_kinds import Known
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.domain.section import Section
    from aligntui.notebook import Notebook
    from aligntui.store.durable import DurableStore
    from aligntui.text.json_shapes import Shape

    OpenApp = Callable[..., int]
    """Starts the terminal app; returns its exit code."""

STDIN = "-"
_NAMES = ("name", "handle", "on", "private")


class Asked:
    """A command with its options; opens the store only when it is needed."""

    def __init__(self, options: Namespace, open_app: OpenApp) -> None:
        self.options = options
        self.open_app = open_app
        self.store = store_file(options.store)
        self.hide: bool = options.hide
        self.json: bool = options.json
        self.plain: bool = options.plain or _accessible()
        self.passphrase_fd: int | None = options.passphrase_fd
        self.today = day_of(options.on)
        self._store: DurableStore | None = None
        self._notebook: Notebook | None = None
        self._unchanged = False

    @property
    def unlocked(self) -> str:
        """The path of the store, after asking for its passphrase if it needs one."""
        if self.store.endswith(".age"):
            from aligntui.cli.passphrase import unlock

            unlock(self.store, self.passphrase_fd)
        return self.store

    @property
    def notebook(self) -> Notebook:
        """The notebook, opened at first use."""
        if self._notebook is None:
            from aligntui.notebook import Notebook
            from aligntui.store.durable import DurableStore

            self._store = DurableStore(
                self.unlocked, seen=seen_folder(), alone=self.options.i_am_alone
            )
            self._notebook = Notebook(self._store, self.configured.holidays())
            self._notebook.clock = local_day
            self._notebook.ladder = self.configured.ladder()
        return self._notebook

    @cached_property
    def configured(self) -> Configured:
        """What the settings add: holidays, calendars, the user's own questions."""
        from aligntui.cli.configured import Configured

        return Configured(self.today)

    @property
    def nobody(self) -> str:
        """Said where there is nobody to list; names the store if it may be another one."""
        where = "" if os.path.exists(self.store) else f": there is no {self.store}"
        return f"no people yet{where}; 'aligntui add NAME' adds one"

    @property
    def everybody(self) -> tuple[Person, ...]:
        """Everybody not archived at the end of the day asked for, as they may be shown then."""
        past, all_ = self.in_the_past, self.notebook.people()
        ids = (each.id for each in all_ if past or each.archived is None)
        found = map(self.notebook.person, ids)
        there = (person for person in found if not past or person.added <= self.today)
        return tuple(person for person in map(self.then, there) if person.archived is None)

    @property
    def in_the_past(self) -> bool:
        """True when the day asked for is over."""
        return self.today < local_day()

    @property
    def day_met(self) -> date:
        """The day asked for, on which something has happened: it is not to come."""
        from aligntui.domain.dates import so_far

        return so_far(self.today, local_day())

    def close(self, said: str = "") -> None:
        """Close the store, if open, in order; report its notes, except those in `said`."""
        if self._notebook is None or self._store is None:
            return
        notes = self._store.notes
        self._notebook.close()
        self._notebook = None
        for note in dict.fromkeys((*notes, *self._store.notes)):
            if note not in said:
                output.complain(note)

    def day(self, phrase: str | None, *, past: bool = False) -> date | None:
        """The typed day as a date, or None."""
        if phrase is None:
            return None
        from aligntui.domain.dates import parse

        return parse(phrase, self.today, past=past)

    def find(self, name: str, *, archived: bool = False) -> Overview:
        """Find a person by what was typed; `archived` people last, and refused unless asked for."""
        from aligntui.domain.naming import find

        everybody = self.notebook.people()
        try:
            return find((o for o in everybody if o.archived is None), name)
        except Refused as unknown:
            try:
                gone = find((o for o in everybody if o.archived is not None), name)
            except Refused:
                raise unknown from None
        if archived:
            return gone
        from shlex import quote

        back = f"aligntui archive {quote(gone.name)} --back"
        raise Refused(f"{gone.name} is archived; to bring them back: {back}")

    def person(self, name: str, *, archived: bool = False) -> Person:
        """The person with all records, as of now."""
        return self.notebook.person(self.find(name, archived=archived).id)

    @property
    def names(self) -> dict[str, str]:
        """Everybody's name by their id."""
        return {each.id: each.name for each in self.notebook.people()}

    def others(self, person: Person) -> tuple[str, ...]:
        """The names of everybody else."""
        return tuple(each.name for each in self.notebook.people() if each.id != person.id)

    def known(self, person: Person) -> Known:
        """The names and handles that a line about a person may use."""
        from aligntui.domain.line_kinds import known

        return known(person, self.others(person), hide=self.hide)

    def say_unread(self, found: Iterable[object]) -> None:
        """Say which marks were not understood and stay text; with --hide without quoting them."""
        for each in found:
            output.narrate(
                "something that looks like a mark stays text" if self.hide else f"{each}"
            )

    def seen(self, name: str, *, archived: bool = False) -> Person:
        """The person as they may be shown, at the end of the day asked for."""
        return self.then(self._there(name, archived=archived))

    def guarded(self, name: str) -> Person:
        """The same for a text to be shared: past states never reveal what is private now."""
        person = self._there(name, archived=True)
        if not self.in_the_past:
            return person
        from aligntui.domain.privacy import guarded_on

        return guarded_on(person, self.today)

    def _there(self, name: str, *, archived: bool) -> Person:
        """The person with all records; refuses one added after the day asked for."""
        person = self.person(name, archived=archived)
        # only for a day that was named: a clock that goes back must not hide anybody
        if self.in_the_past and person.added > self.today:
            added = full_day(person.added)
            raise Refused(f"{person.name} was added on {added}; ask for that day or later")
        return person

    def then(self, person: Person) -> Person:
        """The person as they may be shown, at the end of the day asked for."""
        if not self.in_the_past:
            return self.shown(person)
        if not self.hide:
            return person.as_of(self.today)
        from aligntui.domain.privacy import shared_on

        return shared_on(person, self.today)

    def tell_of_the_past(self) -> None:
        """Tell the user which facts about a past day are not known any more."""
        if self.in_the_past and not self.json:
            now = "names, roles, cards, cadences and days away are as of now"
            output.narrate(f"{now}; the rest is as of {full_day(self.today)}")

    def tell_what_is_hidden(self) -> None:
        """Tell the user that private things were left out."""
        if self.hide and not self.json and getattr(self.options, "format", "") != "json":
            output.narrate("private things are hidden")

    def shown(self, person: Person) -> Person:
        """The person without anything that is hidden."""
        if not self.hide:
            return person
        from aligntui.domain.privacy import shared

        return shared(person)

    def not_agreed(self, person: Person, sections: Collection[Section]) -> str:
        """The lines left unagreed in sections gone through, as the end of a sentence."""
        from aligntui.text.summaries import not_agreed

        words = not_agreed(self.shown(person), sections)
        return f"; {words}" if words else ""

    @property
    def named(self) -> dict[str, Any]:
        """The person, the day, and the handle if there is one, as fields of a command."""
        options = self.options
        given = {"person": self.person(options.name).id, "on": self.today}
        handle = getattr(options, "handle", None)
        return {**given, "handle": handle} if handle else given

    def do(self, command: Command) -> Person:
        """Carry out a command and return the person after it; report when nothing changed."""
        change: Change = self.notebook.do(command)
        self._unchanged = change.before == change.after
        if self._unchanged:
            output.narrate("No change: already set")
        self.say_beside(change)
        assert change.after is not None
        return change.after

    def say_beside(self, change: Change) -> None:
        """Say what a change goes beyond: shares of more than the whole, energy that is missing."""
        from aligntui.domain.item import shares
        from aligntui.domain.section import Section
        from aligntui.text.noted import beside_words

        before, after = change.before, change.after
        if before is None or after is None:
            return
        if words := beside_words(before, after, hide=self.hide):
            output.narrate(words)
        seen = map(self.shown, (after, before)) if self.hide else (after, before)
        total, earlier = (shares(each.open_items(Section.FOCUS)) for each in seen)
        if total > max(100, earlier):
            output.narrate(f"the focus shares add up to {total}%, which is more than 100%")

    def tell(
        self, shape: Callable[[], Json], lines: Callable[[], Iterable[str]], nothing: str = ""
    ) -> None:
        """Print what was asked for, as JSON or in lines; `nothing` is said where there is none."""
        if self.json:
            output.say_json(shape())
        elif found := [*lines()]:
            output.say_all(found)
        elif nothing:
            output.narrate(nothing)

    def kept(self, person: Person, handle: Handle, line: str) -> None:
        """Report what became of a line or a record, as `line` says; its words stand behind it."""
        from aligntui.text.json_shapes import shape_of

        def shape_in(seen: Person) -> Shape:
            (thing,) = (each for each in (*seen.items, *seen.records) if each.handle == handle)
            return shape_of(seen, thing)

        shape = shape_in(person)
        if self.hide and not shape["private"]:
            shape = shape_in(self.shown(person))
        self.made(line, shape, shape["text"])

    def made(self, line: str, shape: Shape, words: str = "") -> None:
        """Print what was recorded, as one line or as JSON.

        Where nothing changed, that was said already, and there is no line.
        """
        seen = self.visible(shape)
        if self.json:
            output.say_json(seen)
        elif not self._unchanged:
            output.say(f"{line}: {words}" if words and seen is shape else line)

    def visible(self, shape: Shape) -> Shape:
        """The visible part of a record: with --hide, of a private one only its names."""
        if self.hide and shape.get("private"):
            return {key: value for key, value in shape.items() if key in _NAMES}
        return shape


def _accessible() -> bool:
    """True when $ACCESSIBLE asks for output suited to a screen reader."""
    return os.environ.get("ACCESSIBLE", "").strip().lower() not in {"", "0", "false", "no", "off"}


def seen_folder() -> str | None:
    """The folder that records the last state seen of each store; None without a home."""
    try:
        return state_dir()
    except Refused:
        return None


def local_day() -> date:
    """Today in local time: a check-in happens on a local calendar day."""
    return date.fromtimestamp(time.time())  # noqa: DTZ012


def day_of(phrase: str | None) -> date:
    """The day that counts as today."""
    today = local_day()
    if phrase is None:
        return today
    from aligntui.domain.dates import day_meant

    return day_meant(phrase, today)


def text_of(words: Iterable[str]) -> str:
    """Join words into one text; a single `-` reads stdin instead."""
    text = " ".join(words)
    if text != STDIN:
        return text
    try:
        return from_stdin().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("stdin is not UTF-8; convert it to UTF-8 first") from None


def from_stdin() -> bytes:
    """All bytes of stdin, whatever the locale."""
    stream = getattr(sys.stdin, "buffer", sys.stdin)
    data = stream.read() if stream else b""
    return data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")

"""One command being carried out: what was typed, on which day, about whom."""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aligntui.cli import exits, output
from aligntui.domain.errors import Refused
from aligntui.paths import state_dir, store_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from aligntui.domain.away import Calendar
    from aligntui.domain.capture import Known
    from aligntui.domain.change import Change
    from aligntui.domain.commands.command import Command
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.domain.section import Section
    from aligntui.notebook import Notebook
    from aligntui.store.durable import DurableStore
    from aligntui.text.json_shapes import Shape

STDIN = "-"
_NAMES = ("name", "handle", "on", "private")


class OpenApp(Protocol):
    """Starts the terminal app; gives its exit code. Without a store it keeps nothing."""

    def __call__(
        self,
        *,
        store: Path | None,
        open_name: str | None,
        demo: bool,
        today: Callable[[], date],
        hide: bool,
        alone: bool = False,
    ) -> int:
        """Run until it is left."""


class Task(NamedTuple):
    """One of the commands: what it understands, and what it does."""

    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Asked], int]


def no_arguments(parser: ArgumentParser) -> None:
    """What a command understands that takes only what all of them take."""


class Asked:
    """What somebody asked for; opens nothing before it is needed."""

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

    @property
    def unlocked(self) -> str:
        """The path of the store, after its passphrase was asked for where it needs one."""
        if self.store.endswith(".age"):
            from aligntui.cli.passphrase import unlock

            unlock(self.store, self.passphrase_fd)
        return self.store

    @property
    def notebook(self) -> Notebook:
        """The one door, opened when first asked for."""
        if self._notebook is None:
            from aligntui.notebook import Notebook
            from aligntui.store.durable import DurableStore

            self._store = DurableStore(
                self.unlocked, seen=seen_folder(), alone=self.options.i_am_alone
            )
            self._notebook = Notebook(self._store, self._calendar())
        return self._notebook

    def _calendar(self) -> Calendar | None:
        from aligntui.paths import config_file

        try:
            config = config_file()
        except Refused:
            return None
        if not os.path.exists(config):
            return None
        from aligntui.settings import calendar

        found, troubles = calendar(config, self.today)
        for trouble in troubles:
            output.complain(trouble)
        return found

    @property
    def in_the_past(self) -> bool:
        """Whether the day asked for is over."""
        return self.today < local_day()

    def close(self, said: str = "") -> None:
        """Leave the store, if it was opened, in order; say what was odd in it and isn't `said`."""
        if self._notebook is None or self._store is None:
            return
        notes = self._store.notes
        self._notebook.close()
        self._notebook = None
        for note in dict.fromkeys((*notes, *self._store.notes)):
            if note not in said:
                output.complain(note)

    def day(self, phrase: str | None, *, past: bool = False) -> date | None:
        """The day that somebody typed, or None."""
        if phrase is None:
            return None
        from aligntui.domain.dates import parse

        return parse(phrase, self.today, past=past)

    def find(self, name: str, *, archived: bool = False) -> Overview:
        """Somebody by what was typed; archived people last, and only where they are asked for."""
        from aligntui.domain.naming import find

        everybody = self.notebook.people()
        try:
            return find((o for o in everybody if o.archived is None), name)
        except Refused:
            gone = _archived(everybody, name)
            if gone is None:
                raise
        if archived:
            return gone
        raise Refused(f"{gone.name} is archived; 'aligntui archive NAME --back' brings them back")

    def person(self, name: str, *, archived: bool = False) -> Person:
        """Somebody whole, as they stand now."""
        from aligntui.domain.identity import PersonId

        return self.notebook.person(PersonId(self.find(name, archived=archived).id))

    def others(self, person: Person) -> tuple[str, ...]:
        """The names of everybody else."""
        return tuple(each.name for each in self.notebook.people() if each.id != person.id)

    def known(self, person: Person) -> Known:
        """What a line about somebody may name."""
        from aligntui.domain.capture import known

        return known(person, self.others(person))

    def say_unread(self, found: Iterable[object]) -> None:
        """Say what looks like a mark and stays text; its words are not for all eyes."""
        for each in found:
            output.narrate(
                "something that looks like a mark stays text" if self.hide else f"{each}"
            )

    def seen(self, name: str, *, archived: bool = False) -> Person:
        """Somebody as they may be shown, at the end of the day that was asked for."""
        return self.then(self._there(name, archived=archived))

    def guarded(self, name: str) -> Person:
        """Likewise, for a text that leaves: nothing that is private now goes out as it was then."""
        person = self._there(name, archived=True)
        if not self.in_the_past:
            return person
        from aligntui.domain.privacy import guarded_on

        return guarded_on(person, self.today)

    def _there(self, name: str, *, archived: bool) -> Person:
        """Somebody whole, who was there on the day that was asked for."""
        person = self.person(name, archived=archived)
        # only a day that was named: a clock that goes back must not make anything disappear
        if self.in_the_past and person.added > self.today:
            raise Refused(f"{person.name} was added on {person.added}; ask for that day or later")
        return person

    def then(self, person: Person) -> Person:
        """Somebody as they may be shown, at the end of the day that was asked for."""
        if not self.in_the_past:
            return self.shown(person)
        if not self.hide:
            return person.as_of(self.today)
        from aligntui.domain.privacy import shared_on

        return shared_on(person, self.today)

    def tell_of_the_past(self) -> None:
        """Say, to whoever reads along, what of a day that is over is not known any more."""
        if self.in_the_past and not self.json:
            now = "names, roles, cadences and days away are as of now"
            output.narrate(f"{now}; the rest is as of {self.today}")

    def tell_what_is_hidden(self) -> None:
        """Say, to whoever reads along, that private things were left out."""
        if self.hide and not self.json and getattr(self.options, "format", "") != "json":
            output.narrate("private things are hidden")

    def shown(self, person: Person) -> Person:
        """Somebody without what has to be hidden."""
        if not self.hide:
            return person
        from aligntui.domain.privacy import shared

        return shared(person)

    def still_private(self, person: Person, sections: Collection[Section]) -> str:
        """Which lines of sections that were gone through are not agreed, to stand behind a line."""
        from aligntui.text.summaries import still_private

        words = still_private(self.shown(person), sections)
        return f"; {words}" if words else ""

    def do(self, command: Command) -> Person:
        """Carry out a command; gives the person after it, and says where nothing changed."""
        change: Change = self.notebook.do(command)
        if change.before == change.after:
            output.narrate("No change: already set")
        assert change.after is not None
        return change.after

    def made(self, line: str, shape: Shape, words: str = "") -> int:
        """Say in one line, or in JSON, what was recorded."""
        seen = self.visible(shape)
        if self.json:
            output.say_json(seen)
        else:
            output.say(f"{line}: {words}" if words and seen is shape else line)
        return exits.DONE

    def visible(self, shape: Shape) -> Shape:
        """What may be seen of something recorded: private words are not for all eyes."""
        if self.hide and shape.get("private"):
            return {key: value for key, value in shape.items() if key in _NAMES}
        return shape


def _accessible() -> bool:
    """Whether everything is asked for as a screen reader needs it, by $ACCESSIBLE."""
    return os.environ.get("ACCESSIBLE", "").strip().lower() not in {"", "0", "false", "no", "off"}


def seen_folder() -> str | None:
    """Where this machine remembers how far it has seen each store; None without a home."""
    try:
        return state_dir()
    except Refused:
        return None


def local_day() -> date:
    """The day it is here: a check-in happens on a local calendar day."""
    return date.fromtimestamp(time.time())  # noqa: DTZ012


def day_of(phrase: str | None) -> date:
    """The day that counts as today."""
    today = local_day()
    if phrase is None:
        return today
    from aligntui.domain.dates import parse

    return parse(phrase, today, past=True)


def text_of(words: Iterable[str]) -> str:
    """Words as one text; a single `-` reads it from stdin."""
    text = " ".join(words)
    if text != STDIN:
        return text
    try:
        return from_stdin().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("stdin is not UTF-8; convert it to UTF-8 first") from None


def from_stdin() -> bytes:
    """All that came; as it came, whatever the locale makes of it."""
    stream = getattr(sys.stdin, "buffer", sys.stdin)
    data = stream.read() if stream else b""
    return data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")


def _archived(everybody: Iterable[Overview], name: str) -> Overview | None:
    from aligntui.domain.naming import find

    try:
        return find((o for o in everybody if o.archived is not None), name)
    except Refused:
        return None

"""The state in memory and the files it stands for: following, mending, adding."""

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress

from aligntui.store import backups, common, crypt
from aligntui.store import checkpoint as whole
from aligntui.store.errors import StoreError, StoreSealed
from aligntui.store.files import Mark, mark_of, now, sweep
from aligntui.store.following import added, folded_in
from aligntui.store.found import Found
from aligntui.store.highwater import HighWater, Seen
from aligntui.store.journal import Journal
from aligntui.store.locations import journal_of, stem_of, synced_by
from aligntui.store.mounts import remote
from aligntui.store.opening import look
from aligntui.store.saves import Scan, record_payload, seal
from aligntui.store.state import Op, State

JOURNAL_LIMIT = 4 << 20
"""Bytes of journal from which it is folded into a smaller base."""


class Disk:
    """One store's files as last read. `locked` says that the caller holds the lock.

    Every method that writes raises OSError when the disk refuses; the state in memory then
    is what it was.
    """

    def __init__(
        self, path: str, note: Callable[[str], None], seen: HighWater | None = None
    ) -> None:
        self.path = path
        self.journal = journal_of(path)
        self._careful = bool(remote(os.path.dirname(path)))
        self.state = State()
        self.at = Found()
        self._note = note
        self._unreadable: tuple[Mark | None, Mark | None] | None = None
        """What the files looked like when they could not be read."""
        self._seen = seen or HighWater(None, path)

    @property
    def failed(self) -> bool:
        """Whether a failed sync or cut has left the journal's end unknown."""
        return self.at.journal is not None and self.at.journal.failed

    def catch_up(self, *, locked: bool) -> list[Op] | None:
        """Take in what others did: their operations; None when all was read anew."""
        try:
            return self._catch_up(locked=locked)
        except OSError as error:
            if error.errno != errno.ESTALE:
                raise
            # the file was replaced on the server: what is there now is read once, from its start
            self.reload(locked=locked)
            return None
        except StoreSealed:
            # nothing is wrong with the files: they are read once the key is held again
            self._unreadable = None
            raise

    def _catch_up(self, *, locked: bool) -> list[Op] | None:
        at = self.at
        if self._careful and at.journal is not None:
            with suppress(FileNotFoundError):
                os.close(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK))
                at.journal.reopen()
        base, journal = mark_of(self.path), mark_of(self.journal)
        unchanged = (base, journal) == (at.base_mark, at.journal_mark)
        if not locked and (base, journal) == self._unreadable:
            return []  # nothing has happened since these could not be read
        if unchanged and not (locked and self._unsettled()):
            return []
        if at.base_mark is not None and base is None:
            gone = f"{self.path} has disappeared; put it back; nothing is saved until then"
            raise StoreError(self._changed() or gone)
        if at.journal is not None and not at.repair and not at.refused:
            if base != at.base_mark:
                ops = self._follow_checkpoint()
            elif journal is None:
                ops = self._write_anew(locked=locked)
            else:
                ops = self._follow(at.journal, journal.inode, locked=locked)
            if ops is not None:
                return ops
        self._unreadable = (base, journal)
        self.reload(locked=locked)
        self._unreadable = None
        return None

    def reload(self, *, locked: bool) -> None:
        """Read everything anew and, under the lock, mend what is wrong."""
        # read before the files, which only ever go on from there
        seen = self._seen.read(self.at.meta.get("store_id"))
        found = look(self.path, self.journal)
        if found.base_mark is None and (words := self._changed()):
            raise StoreError(words)
        self._compare(found, seen)
        self.close()
        self.at = found
        self.state.become(found.tables)
        if locked:
            self._settle()
        for words in found.notes:
            self._note(words)
        if found.refused:
            self._note(found.refused)
        else:
            common.remember(self.path, found.meta)

    def move_in(self, other: str) -> None:
        """Fold in a journal that lies at another place; only under the locks of both places.

        It was left there when the folder began, or ceased, to be synchronised.
        """
        found = look(self.path, other)
        self.close()
        self.at = found
        if found.refused:
            self._note(f"{other} was left where it is: {found.refused}")
            return
        self.state.become(found.tables)
        backups.keep_copies(self.path, self.at.gen, found.keep)
        self.fold(found.folded or None)
        os.unlink(other)

    def drop_empty_journal(self) -> None:
        """Forget a journal that holds nothing but the name of a base that is not there any more."""
        with suppress(OSError):
            journal = Journal(self.journal)
            if not journal.scan().records:
                os.unlink(self.journal)
            journal.close()

    def append(self, ops: Sequence[Op]) -> None:
        """Keep a transaction as one line, then make it true in memory; only under the lock."""
        if self.at.base_mark is None:
            # nothing was here when it was opened, and no second store may be begun beside one
            if words := self._changed():
                raise StoreError(words)
            whole.create(self.path, self.at)
        at = self.at
        assert at.journal is not None
        payload = record_payload(at.number + 1, now(), ops)
        line, chain = seal(crypt.wrapped(self.path, payload), at.chain)
        at.journal.append(line, at.end)
        for op in ops:
            self.state.apply(op)
        at.end, at.chain, at.number = at.end + len(line), chain, at.number + 1
        at.journal_mark = _mark_or_none(at.journal)
        if at.base_mark is not None and at.end > max(JOURNAL_LIMIT, at.base_mark.size):
            try:
                self.fold()
            except OSError as error:
                self._note(f"compaction postponed: {error}")

    def fold(self, folded: dict[str, object] | None = None) -> None:
        """Write base and journal anew, and keep those that were; only under the lock."""
        tables = {name: self.state.rows(name) for name in self.state.names()}
        made = ""
        if self.at.base_mark is not None and self.at.gen:
            try:
                made = backups.keep_previous(self.path, self.at.gen)
            except OSError as error:
                self._note(backups.trouble(self.path) or f"no backup was made: {error}")
        whole.checkpoint(self.path, self.at, tables, folded)
        if made:
            backups.thin_out(self.path, made)
        self.remember()

    def remember(self) -> None:
        """Let this machine know how far the store has come; only where its end is known."""
        if not (self.failed or self.at.refused or self.at.repair):
            self._seen.mark(self.at)

    def close(self) -> None:
        """Give the journal's descriptor back."""
        if self.at.journal is not None:
            self.at.journal.close()

    def _changed(self) -> str:
        """What to say where the store is there, but in its other form; else nothing."""
        for other, done in ((f"{self.path}{crypt.SUFFIX}", "en"), (crypt.plain(self.path), "de")):
            if other != self.path and os.path.lexists(other):
                return f"the store was {done}crypted meanwhile; start again, nothing is saved here"
        return ""

    def _compare(self, found: Found, seen: Seen) -> None:
        """Refuse to write over a store that is behind what was seen of it."""
        if found.refused or found.base_mark is None or found.lost:
            return
        if synced_by(self.path) and found.gen >= self._seen.gen(found.meta.get("store_id")):
            return  # another machine may have come to the same generation by its own way
        found.refused = self._seen.behind(found, seen)
        if found.refused:
            found.repair = ""

    def _unsettled(self) -> bool:
        mark = self.at.journal_mark
        return bool(self.at.repair) or (mark is not None and mark.size != self.at.end)

    def _follow(self, journal: Journal, inode: int, *, locked: bool) -> list[Op] | None:
        found = added(self.at, journal, inode, sealed=crypt.sealed(self.path), locked=locked)
        return None if found is None else self._apply(found)

    def _follow_checkpoint(self) -> list[Op] | None:
        found = folded_in(self.at, self.path, self.journal)
        return None if found is None else self._apply(found)

    def _apply(self, found: Scan) -> list[Op]:
        self.at.stand_at(found)
        ops = [op for record in found.records for op in record.ops]
        for op in ops:
            self.state.apply(op)
        return ops

    def _write_anew(self, *, locked: bool) -> list[Op]:
        # The journal is gone, but memory still holds what was in it.
        if locked:
            self._note(f"{self.path}.journal had disappeared; the store was written anew")
            self.fold()
        return []

    def _settle(self) -> None:
        at = self.at
        sweep(self.path)
        sweep(stem_of(self.path))
        if at.refused or not at.repair:
            return
        if at.repair == "tail":
            assert at.journal is not None
            at.journal.set_aside(at.end)
            at.journal_mark = at.journal.mark()
            self._seen.mark(at, accept=at.lost)
        elif at.repair == "journal":
            whole.go_on_from(self.path, at)
            self._seen.mark(at, accept=True)
        else:
            backups.keep_copies(self.path, at.gen, at.keep)
            self.fold(at.folded)
        at.repair, at.keep = "", {}


def _mark_or_none(journal: Journal) -> Mark | None:
    # What is kept is kept, also where it can't be looked at; the next save reads it again.
    try:
        return journal.mark()
    except OSError:
        return None

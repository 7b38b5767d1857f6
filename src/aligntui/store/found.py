"""One reading of a store's files: what was found, and what has to be done about it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from aligntui.store.base import Tables
from aligntui.store.files import Mark
from aligntui.store.journal import Journal
from aligntui.store.saves import Scan

Repair = Literal["", "tail", "rewrite", "journal"]


@dataclass(slots=True)
class Found:
    """One reading of base and journal: the state, where it stands, and what is wrong.

    `refused` says why the files may only be read. `repair` is what has to be done under the
    lock before the next save: cut off the journal's tail, begin a journal for the base as it is, or
    write base and journal anew after copying `keep` (name ending -> bytes) to the backups.
    """

    tables: Tables = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
    gen: int = 0
    number: int = 0
    chain: int = 0
    end: int = 0
    base_mark: Mark | None = None
    base_sum: tuple[int, int] = (0, 0)
    """CRC-32 and size in bytes of the base."""
    journal: Journal | None = None
    journal_mark: Mark | None = None
    refused: str | None = None
    sound: bool = False
    """Whether it is refused although nothing is damaged."""
    lost: bool = False
    """Whether a save that was kept is known to be lost, and it is said."""
    repair: Repair = ""
    keep: dict[str, bytes] = field(default_factory=dict)
    folded: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def stand_at(self, scan: Scan) -> None:
        """Take the position of a scan."""
        self.end, self.chain, self.number = scan.end, scan.chain, scan.number

    def position(self) -> dict[str, Any]:
        """Generation, record number and checksum, as a later base says what it has folded in."""
        return {"gen": self.gen, "n": self.number, "chain": f"{self.chain:08x}"}

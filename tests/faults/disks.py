"""Small disks of their own, and processes with limits of their own."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.child import Child, Say

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk")


def done(work: Callable[[Say], None]) -> list[str]:
    """Do something in a process of its own, with its own limits; what it said."""
    with Child(work) as child:
        status = child.end()
        assert status == 0, child.words
        return child.words


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    """A disk of its own, in memory."""
    with tempfile.TemporaryDirectory() as folder:
        size = f"size={kilobytes}k,mode=700"
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False, capture_output=True
        )
        if mount.returncode:
            pytest.skip(f"no disk can be mounted: {mount.stderr.decode().strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> None:
    """Leave not one byte."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 16, 4096, 1):
            try:
                while filler.write(bytes(size)):
                    pass
            except OSError:
                continue

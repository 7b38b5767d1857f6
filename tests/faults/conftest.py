"""What tests of faults begin from."""

from pathlib import Path

import pytest

from tests.faults.disks import done
from tests.faults.work import Steps


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store of five steps."""
    path = tmp_path / "home" / "store.json"
    done(Steps(path=path, seed=1, first=0, last=5))
    return path

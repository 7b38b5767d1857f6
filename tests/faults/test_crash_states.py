"""What a power cut may leave of what was not synced yet, made up by the hundred."""

import random
from collections import Counter
from pathlib import Path

from tests.faults import crashes
from tests.faults.recording import Synced
from tests.faults.script import Model


def test_whatever_a_power_cut_leaves_is_whole(tmp_path: Path) -> None:
    root, model = tmp_path / "root", Model(5)
    root.mkdir()
    recording = crashes.record(root, model, 23)
    tally = crashes.check(recording, model, 200)
    assert (tally.total, tally.bad) == (200, [])


def test_the_states_differ_and_the_end_is_what_is_on_the_disk(tmp_path: Path) -> None:
    root, model = tmp_path / "root", Model(5)
    root.mkdir()
    recording = crashes.record(root, model, 12)
    chance = random.Random(1)
    states = [crashes.crash(recording.events, str(root), chance) for _ in range(100)]
    assert len(Counter(repr(tree) for tree, _ in states)) > 50
    folders = [str(root), *(str(entry) for entry in root.rglob("*") if entry.is_dir())]
    everything = {file for event in recording.events if (file := getattr(event, "file", None))}
    synced = [Synced(file) for file in everything] + [Synced(folder) for folder in folders]
    tree = crashes.left_by([*recording.events, *synced], str(root))
    assert {path: data for path, data in tree.items() if data is not None} == {
        str(entry): entry.read_bytes() for entry in root.rglob("*") if entry.is_file()
    }

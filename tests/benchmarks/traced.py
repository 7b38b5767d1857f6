"""What one key costs in functions of ours: `=` on a line of a person, and `note` by command."""

import asyncio
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, redirect_stdout
from inspect import CO_COROUTINE, CO_GENERATOR, CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any

import aligntui
from aligntui.__main__ import main
from aligntui.domain.person import Change
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore
from aligntui.tui.app import AlignApp
from tests.benchmarks.measure import Row
from tests.tui.driving import NOW, TODAY, Driver, sample

OURS = str(Path(aligntui.__file__).parent)


class Calls(Counter[str]):
    """How often each function of ours was called."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: set[FrameType] = set()
        """Those of generators and coroutines, which go on without being called again."""

    @contextmanager
    def counted(self, writer: Executor | None = None) -> Iterator[None]:
        """Count in this thread and in the one that writes."""
        sys.setprofile(self._seen)
        if writer:
            writer.submit(sys.setprofile, self._seen).result()
        try:
            yield
        finally:
            sys.setprofile(None)
            if writer:
                writer.submit(sys.setprofile, None).result()

    def _seen(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(OURS) or frame in self._frames:
            return
        if not code.co_flags & CO_OPTIMIZED:
            return  # the body of a module or of a class, which is loaded
        if code.co_flags & (CO_GENERATOR | CO_COROUTINE):
            self._frames.add(frame)
        self[f"{code.co_filename.removeprefix(OURS)}:{code.co_qualname}"] += 1


def traced() -> Iterator[Row]:
    """Calls of functions of ours, distinct ones, and trips to the writer thread."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "home" / "store.json"
        store = DurableStore(path)
        for person in sample():
            store.commit(Change(label="add", before=None, after=person))
        store.close()
        calls, trips = asyncio.run(_agree(path))
        yield Row(what="'=' on a line, calls of ours", unit="calls", ours=calls.total(), goal=2000)
        yield Row(
            what="'=' on a line, functions of ours", unit="functions", ours=len(calls), goal=250
        )
        yield Row(what="'=' on a line, trips to the writer", unit="trips", ours=trips, goal=1)
        note = Calls()
        words = ["--store", str(path), "note", sample()[0].name, "Wants to mentor."]
        with redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            main(words)
            with note.counted():
                main(words)
        yield Row(what="note, functions of ours", unit="functions", ours=len(note), goal=200)


async def _agree(path: Path) -> tuple[Calls, int]:
    notebook = Notebook(DurableStore(path))
    app = AlignApp(
        notebook, today=lambda: TODAY, now=lambda: NOW, people=notebook.people(), colors="dark",
        ascii=False,
    )  # fmt: skip
    calls = Calls()
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        app.session.follower.paused = True
        await driver.press("g", "enter", "2", "=", "j", "j")
        await driver.settle()
        submit, trips = app.session._writer.submit, list[object]()

        def counting(work: Any, *given: Any) -> Any:
            trips.append(work)
            return submit(work, *given)

        with calls.counted(app.session._writer):
            app.session._writer.submit = counting  # type: ignore[method-assign,assignment]
            await driver.press("=")
            await driver.settle()
            app.session._writer.submit = submit  # type: ignore[method-assign]
        assert "OFF TRACK   agreed 29 Jun" in driver.text, driver.text
    notebook.close(hurry=True)
    return calls, len(trips)

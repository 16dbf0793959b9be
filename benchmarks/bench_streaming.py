"""The window while 400 pictures stream into a scrolling grid: longest stall of its loop, and what it costs in speed.

A heartbeat of 1 ms runs on the thread of the window; a gap between two beats is a time in which nobody was served.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.event_loop import run_in_qt
from benchmarks.measure import CACHE, Line, Report, at_least, at_most, show
from benchmarks.pictures import kept_poster, poster
from benchmarks.tiles import SHAPE, WINDOW, asset
from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.thumbnail_loader import ThumbnailLoader
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.domain.asset import AssetType
from ui.assets.grid_pane import GridPane
from ui.assets.grid_state import GridState, Showing

_STALL_MS, _P99_MS, _SPEED = 16.0, 8.0, 0.85
_THREADS = 2


def measure(count: int = 400, runs: int = 5, folder: Path = CACHE, *, with_originals: bool = True) -> Report:
    """Return the report of *runs* runs over *count* pictures each, after one that is not counted."""
    previews = [poster(342, 513, seed=seed) for seed in range(min(40, count))]
    kinds: dict[str, Sequence[bytes]] = {"previews of 342x513": previews}
    if with_originals:
        kinds["originals of 2000x3000"] = [kept_poster(folder)]
    lines = []
    for kind, pictures in kinds.items():
        lines += _lines(kind, run_in_qt(partial(_runs, pictures, count, runs)), count)
    note = f"Median of {runs} runs; floor of the stalls: scrolling alone, of the speed: two threads that only decode."
    return Report("streaming", lines, [note])


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the stalls while pictures stream and while nothing does, and how long everything took, s.

    ``bare_s`` is decoding alone, by as many threads.
    """

    streaming: Stalls
    idle: Stalls
    elapsed_s: float
    bare_s: float


@dataclass(frozen=True, slots=True)
class Stalls:
    """Gaps between beats, ms: the longest and the 99th percentile, and the same of what is the program's own part.

    ``ours_ms`` is a gap without the time in which the thread was ready and the system let another one run: what
    it worked, and waited for the interpreter lock.  ``own_ms`` is the CPU time alone.
    """

    worst_ms: float
    p99_ms: float
    ours_ms: float
    ours_p99_ms: float
    own_ms: float


class Source:
    """Bytes from memory, where the network would be."""

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._pictures = pictures

    async def download(self, url: str, *, max_bytes: int) -> _Download:
        await asyncio.sleep(0)
        return _Download(self._pictures[int(url.rpartition("/")[2]) % len(self._pictures)])


@dataclass(frozen=True, slots=True)
class _Download:
    data: bytes


class Heartbeat(QObject):
    """Beats every millisecond and remembers when."""

    def __init__(self) -> None:
        super().__init__()
        self._beats: list[_Beat] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._beats.clear()
        self._timer.start()

    def stop(self) -> Stalls:
        """Return what was met since `start`."""
        self._timer.stop()
        pairs = list(zip(self._beats, self._beats[1:], strict=False))
        gaps = _sorted_ms(after.at - before.at for before, after in pairs)
        ours = _sorted_ms(after.at - before.at - (after.queued - before.queued) for before, after in pairs)
        own = _sorted_ms(after.worked - before.worked for before, after in pairs)
        return Stalls(gaps[-1], _p99(gaps), ours[-1], _p99(ours), own[-1])

    def _beat(self) -> None:
        self._beats.append(_Beat(time.perf_counter(), time.thread_time(), _time_in_queue()))


class _Beat(NamedTuple):
    """When it was, the CPU time of the thread by then, and how long it had been ready without a core; all s."""

    at: float
    worked: float
    queued: float


def _time_in_queue() -> float:
    """Return how long this thread has waited for a core so far, s; Linux tells, elsewhere it counts as ours."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_bytes().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def _sorted_ms(seconds: Iterable[float]) -> list[float]:
    return sorted(each * 1000 for each in seconds) or [0.0]


def _p99(ascending: Sequence[float]) -> float:
    return ascending[int(len(ascending) * 0.99)]


async def _runs(pictures: Sequence[bytes], count: int, runs: int) -> list[Run]:
    await _one_run(pictures, count)
    gc.freeze()  # as main.py does
    return [await _one_run(pictures, count) for _ in range(runs)]


async def _one_run(pictures: Sequence[bytes], count: int) -> Run:
    bare_s = await asyncio.to_thread(_decode_only, pictures, count)
    with tempfile.TemporaryDirectory() as folder:
        loader = ThumbnailLoader(
            Source(pictures), DiskCache(Path(folder), max_bytes=1 << 30), threads=_THREADS
        )
        pane = GridPane(loader)
        pane.resize(WINDOW)
        pane.show_type(AssetType.POSTER, SHAPE.widths[1])
        pane.show_state(GridState(Showing.TILES))
        assets = [asset(number, f"https://images.example/{number}") for number in range(count)]
        heart = Heartbeat()
        missing = dict.fromkeys(each.thumb_url for each in assets)

        def on_arrived(urls: list[str]) -> None:
            for url in urls:
                missing.pop(url, None)

        pane.feed.arrived.connect(on_arrived)
        pane.show()
        await asyncio.sleep(0.05)  # the window appears, which is another benchmark's matter
        heart.start()
        start = time.perf_counter()
        pane.show_assets(assets, frozenset())
        while missing:
            # To the first that is not there: what was skipped would be given up, and never come.
            _scroll_to(pane, int(str(next(iter(missing))).rpartition("/")[2]))
            await asyncio.sleep(0.016)
        elapsed = time.perf_counter() - start
        streaming = heart.stop()
        await asyncio.sleep(0.05)
        heart.start()
        for step in range(40):  # back over pictures that are still here
            _scroll_to(pane, count - step)
            await asyncio.sleep(0.016)
        idle = heart.stop()
        assert all(pane.feed.failed(each.thumb_url or "") is None for each in assets)
        pane.hide()  # closing the last window would end the loop of an application that is not ours
        await pane.feed.close()
        await loader.close()
        pane.deleteLater()
        heart.deleteLater()
    return Run(streaming, idle, elapsed, bare_s)


def _scroll_to(pane: GridPane, row: int) -> None:
    """Bring *row* to the middle of the window: a person who scrolls as fast as pictures come."""
    place = pane.grid.geometry_now().cell(row)
    pane.grid.verticalScrollBar().setValue(place.center().y() - pane.grid.viewport().height() // 2)


def _decode_only(pictures: Sequence[bytes], count: int) -> float:
    with ThreadPoolExecutor(_THREADS) as pool:
        start = time.perf_counter()
        for done in [
            pool.submit(make_thumbnail, pictures[n % len(pictures)], SHAPE.box) for n in range(count)
        ]:
            done.result()
        return time.perf_counter() - start


def _lines(kind: str, runs: Sequence[Run], count: int) -> list[Line]:
    lines = []
    for what, name, goal in (
        ("longest stall", "worst_ms", at_most(_STALL_MS)),
        ("stall, p99", "p99_ms", at_most(_P99_MS)),
        ("longest stall without waiting for a core", "ours_ms", at_most(_STALL_MS)),
        ("the same, p99", "ours_p99_ms", at_most(_P99_MS)),
        ("longest own work at a stretch", "own_ms", at_most(_STALL_MS)),
    ):
        ours = statistics.median(getattr(run.streaming, name) for run in runs)
        idle = statistics.median(getattr(run.idle, name) for run in runs)
        lines.append(Line(f"{kind}: {what}", ours, goal, f"{ours:.1f} ms", f"{idle:.1f} ms", "ms"))
    speed = statistics.median(run.bare_s / run.elapsed_s for run in runs)
    per_second = statistics.median(count / run.elapsed_s for run in runs)
    bare = statistics.median(count / run.bare_s for run in runs)
    what = f"{kind}: speed"
    return [*lines, Line(what, speed, at_least(_SPEED), f"{per_second:.0f}/s", f"{bare:.0f}/s")]


if __name__ == "__main__":
    sys.exit(show(measure()))

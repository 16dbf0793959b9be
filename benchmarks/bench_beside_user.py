"""A person who browses and refreshes while automation enriches and updates a library: what she feels of it.

``python -m benchmarks.bench_beside_user 10`` takes ten minutes, as the proof asks; without a number it takes one.
The services are another process, so that their work is not counted as ours.
"""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.event_loop import run_in_qt
from benchmarks.far_end import far_end
from benchmarks.measure import Line, Report, at_most, show
from metarr_desktop.demo.albums import load_albums
from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.domain.asset import ASSET_TYPES
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings

_PAUSE_S = 0.7
_GAP_MS, _WORST_MS = 16.0, 50.0
_ALBUM_EVERY = 6


@dataclass
class Felt:
    """What the person felt: seconds of each fetch of hers, and gaps of the event loop, ms."""

    films: list[float] = field(default_factory=list)
    albums: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0

    @property
    def long_gaps_a_minute(self) -> float:
        return sum(gap > _GAP_MS for gap in self.gaps) / (self.elapsed_s / 60)


class Pulse(QObject):
    """Beats every millisecond on the thread of the window; a gap is counted without the wait for a core."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = _now()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        at, queued = _now()
        gap = (at - self._last[0] - (queued - self._last[1])) * 1000
        self.gaps.append(gap)
        self._last = (at, queued)


def _now() -> tuple[float, float]:
    """Return the time and how long this thread was ready without a core so far, s."""
    try:
        queued = int(Path("/proc/thread-self/schedstat").read_bytes().split()[1]) / 1e9
    except (OSError, IndexError):  # only Linux tells: elsewhere it counts as ours
        queued = 0.0
    return time.perf_counter(), queued


def measure(minutes: float = 1.0) -> Report:
    """Return what a person felt in *minutes* beside automation, against two minutes (half of a shorter time) alone."""
    with tempfile.TemporaryDirectory() as folder, far_end(Path(folder) / "painted") as environment:
        settings = load_settings({"METARR_HOME": folder, **environment})
        return run_in_qt(lambda: _measured(build_services(settings), minutes * 60))


async def _measured(services: Services, seconds: float) -> Report:
    films, album = await _library(services)
    mine, theirs = films[:12], films[12:]
    gc.freeze()  # as main.py does
    try:
        await _browse(services, mine, album, min(seconds / 6, 20))  # connections, caches: not counted
        alone = await _browse(services, mine, album, min(seconds / 2, 120))
        await services.automation.start()
        job = await services.automation.enriching.defer(theirs)
        await services.automation.schedule.run_now()
        beside = await _browse(services, mine, album, seconds)
        last = await services.automation.jobs.job(job.id)
    finally:
        await services.close()
    done = 0 if last is None else last.progress.done or len(theirs)
    return Report(
        "beside a user", _lines(alone, beside), [f"{done} of {len(theirs)} titles enriched meanwhile."]
    )


async def _library(services: Services) -> tuple[list[EntityKey], EntityKey]:
    """Put every film of the demo and an album into the library, nothing fetched yet."""
    album = EntityKey(EntityType.MUSIC, 1)

    def add(key: EntityKey, title: str, ids: ExternalIds) -> EntityKey:
        services.store.entities.create(
            entity_type=key.entity_type,
            entity_id=key.entity_id,
            title=title,
            external_ids=ids,
            state=IdentityState.IDENTIFIED,
        )
        return key

    def lay_out() -> list[EntityKey]:
        first = load_albums().albums[0]
        with services.store.transaction():
            add(album, first.title, ExternalIds(musicbrainz=first.mbid))
            return [
                add(EntityKey(EntityType.MOVIE, number), film.title, ExternalIds(tmdb=film.tmdb_id))
                for number, film in enumerate(load_catalogue().films, 1)
            ]

    return await services.store.run(lay_out), album


async def _browse(services: Services, films: Sequence[EntityKey], album: EntityKey, seconds: float) -> Felt:
    """Look at a title, then refresh one, again and again."""
    chance, felt, pulse = random.Random(7), Felt(), Pulse()
    start = time.perf_counter()
    turn = 0
    while time.perf_counter() - start < seconds:
        key = films[turn % len(films)]
        for asset_type in chance.sample(ASSET_TYPES[EntityType.MOVIE], 3):
            await services.cache.get_cached_assets(chance.choice(films), asset_type)
        felt.films.append(await _refreshed(services, key))
        if turn % _ALBUM_EVERY == 0:
            felt.albums.append(await _refreshed(services, album))
        turn += 1
        await asyncio.sleep(_PAUSE_S)
    pulse.stop()
    felt.elapsed_s, felt.gaps = time.perf_counter() - start, pulse.gaps
    pulse.deleteLater()
    return felt


async def _refreshed(services: Services, key: EntityKey) -> float:
    start = time.perf_counter()
    await services.cache.fetch_assets(FetchRequest(key, force=True))
    return time.perf_counter() - start


def _lines(alone: Felt, beside: Felt) -> list[Line]:
    median, floor = statistics.median(beside.films), statistics.median(alone.films)
    late, late_floor = _p95(beside.films), _p95(alone.films)
    music, music_floor = statistics.median(beside.albums), statistics.median(alone.albums)
    worst, worst_floor = max(beside.gaps, default=0.0), max(alone.gaps, default=0.0)
    rate, rate_floor = beside.long_gaps_a_minute, alone.long_gaps_a_minute
    slower = music - music_floor
    return [
        Line("refresh of a film, median", median / floor, at_most(1.2), _ms(median), _ms(floor)),
        Line("refresh of a film, p95", late / late_floor, at_most(1.5), _ms(late), _ms(late_floor)),
        Line("refresh of an album, longer by", slower, at_most(1.0), _ms(music), _ms(music_floor), "s"),
        Line("gaps over 16 ms a minute", rate, at_most(1.0), f"{rate:.1f}", f"{rate_floor:.1f}", ""),
        Line("longest gap", worst, at_most(_WORST_MS), f"{worst:.1f} ms", f"{worst_floor:.1f} ms", "ms"),
    ]


def _p95(seconds: Sequence[float]) -> float:
    ascending = sorted(seconds)
    return ascending[-(-len(ascending) * 95 // 100) - 1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    sys.exit(show(measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)))

"""What the proofs stand on: real programs over real files, and the demo services on a real socket."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from metarr_desktop.demo.catalogue import DemoImage
from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.demo.request_log import LoggedRequest
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, ProviderOutcome
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
TMDB, FANART_TV = DemoService.TMDB, DemoService.FANART_TV
MOVIE = EntityKey(EntityType.MOVIE, 1)
INCEPTION = FetchRequest(MOVIE, ExternalIds(tmdb="27205"))
FORCED = FetchRequest(MOVIE, force=True)
FILMS = ("27205", "348", "679", "8077", "395", "106", "438631", "841", "346364", "2670", "593", "2103")
"""TMDB ids of films of the demo catalogue; all have posters at both services."""

_NOT_FOR_PEOPLE = ("Traceback", "Error(", "Exception", "httpx", "sqlite", "peewee", "errno", "None", "0x")


def flat_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    """Paint in a millisecond: a real file of the right kind and shape, of one colour."""
    from PIL import Image

    out = io.BytesIO()
    size = (min(width, 300), max(1, round(height * min(1.0, 300 / width))))
    Image.new("RGB", size, (40, 60, 80)).save(out, "PNG" if suffix == "png" else "JPEG")
    return out.getvalue()


def demo_services(folder: Path, **options: Any) -> DemoServices:
    """Return the demo services with pictures that cost nothing."""
    return DemoServices(folder / "painted", painter=flat_picture, **options)


@asynccontextmanager
async def a_server(folder: Path, **options: Any) -> AsyncIterator[DemoServer]:
    """Serve the demo on loopback, in the running loop."""
    services = demo_services(folder, **options)
    try:
        async with DemoServer(services) as server:
            yield server
    finally:
        services.close()


@asynccontextmanager
async def a_program(
    home: Path, environment: Mapping[str, str], *, clock: Callable[[], datetime] | None = None
) -> AsyncIterator[Services]:
    """Build the whole core on *home*, closed at the end of the block."""
    ask_two_services(home)
    services = build_services(load_settings({"METARR_HOME": str(home), **environment}), clock=clock)
    try:
        yield services
    finally:
        await services.close()


def ask_two_services(home: Path) -> None:
    """Let programs at *home* ask TMDB and Fanart.tv only: the proofs count requests, and two are enough for that."""
    settings = home / "config" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"disabled_providers": ["tvdb", "musicbrainz"]}), "utf-8")


def database_of(home: Path, *, is_demo: bool = False) -> Path:
    """Return the file in which a program at *home* keeps its rows."""
    return home / "data" / "demo" / "metarr.db" if is_demo else home / "data" / "metarr.db"


def request_for(number: int, tmdb: str, **changes: Any) -> FetchRequest:
    return replace(FetchRequest(EntityKey(EntityType.MOVIE, number), ExternalIds(tmdb=tmdb)), **changes)


def break_service(
    server: DemoServer, service: DemoService, failure: Failure, kind: PathKind = PathKind.API, **values: Any
) -> None:
    server.services.faults.switch_on(service, Fault(failure, **values), kind)


def requests_to(server: DemoServer, service: DemoService) -> tuple[LoggedRequest, ...]:
    """Return what reached the API of *service*, oldest first."""
    return server.services.log.entries(service, PathKind.API)


async def all_assets(services: Services, key: EntityKey = MOVIE) -> list[CachedAsset]:
    """Return every stored picture and trailer as the browser gets them."""
    types = (AssetType.POSTER, AssetType.FANART, AssetType.CLEARLOGO, AssetType.TRAILER)
    return [asset for each in types for asset in await services.cache.get_cached_assets(key, each)]


def without_times(assets: Iterable[CachedAsset]) -> list[CachedAsset]:
    """Return *assets* as they would be had nobody asked again."""
    return [replace(asset, fetched_at=asset.first_seen_at) for asset in assets]


def outcome_of(result: FetchResult, provider: str) -> ProviderOutcome:
    (found,) = (each for each in result.metadata.outcomes if each.provider == provider)
    return found


def assert_fit_for_people(text: str, *secrets: str) -> None:
    """Fail unless *text* is sentences a person can read, without machine words and keys."""
    assert text, "nothing was said"
    assert text[0].isupper(), text
    assert text.rstrip().endswith("."), text
    for word in (*_NOT_FOR_PEOPLE, *secrets):
        assert word not in text, f"{word!r} is no word for people: {text}"


def assert_everybody_in_one_list(
    result: FetchResult, providers: Iterable[str] = ("tmdb", "fanart_tv")
) -> None:
    """Fail unless each provider is in exactly one of completed, failed, timed out and skipped."""
    told = result.metadata
    named = [*told.completed_providers, *told.failed_providers, *told.timed_out_providers,
             *told.skipped_providers]  # fmt: skip
    assert sorted(named) == sorted(providers)


@dataclass
class Pulse:
    """How long the event loop was deaf at most, in seconds, while the block ran."""

    longest_s: float = 0.0


@asynccontextmanager
async def pulse() -> AsyncIterator[Pulse]:
    """Feel the pulse of the event loop: a window would be frozen for as long as it stops."""
    felt = Pulse()

    async def feel() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            felt.longest_s = max(felt.longest_s, now - last - 0.005)
            last = now

    task = asyncio.create_task(feel(), name="pulse")
    try:
        yield felt
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def start_program(
    home: Path, environment: Mapping[str, str], arguments: Sequence[str]
) -> subprocess.Popen[str]:
    """Start ``python ARGUMENTS`` as a process of its own on *home*."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "METARR_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def start_command(home: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start the command line with ``--json`` as a process of its own."""
    return start_program(home, environment, ["-m", "metarr_desktop", *arguments, "--json"])

"""Demo services with a quick painter, and clients that reach them inside the process."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from PIL import Image

from metarr_desktop.demo.catalogue import DemoFilm, DemoImage, load_catalogue
from metarr_desktop.demo.faults import DemoService, Fault, PathKind
from metarr_desktop.demo.keys import DEMO_FANART_TV_CLIENT_KEY, DEMO_TMDB_TOKEN
from metarr_desktop.demo.server import DemoServerThread
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport

TMDB = "https://api.themoviedb.org/3/"
FANART_TV = "https://webservice.fanart.tv/v3.2/"
TMDB_HEADERS = {"Authorization": f"Bearer {DEMO_TMDB_TOKEN}"}
FANART_TV_HEADERS = {"api-key": DEMO_FANART_TV_CLIENT_KEY}


class SettableClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds
        self.moment += timedelta(seconds=seconds)


def plain_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    """A picture of one colour: the right size and format, without the seconds of a painting."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 60, 90)).save(out, "PNG" if suffix == "png" else "JPEG")
    return out.getvalue()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def services(tmp_path: Path, clock: SettableClock) -> Iterator[DemoServices]:
    made = DemoServices(tmp_path / "pictures", painter=plain_picture, clock=clock)
    yield made
    made.close()


@pytest.fixture
async def tmdb(services: DemoServices) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=DemoTransport(services), base_url=TMDB, headers=TMDB_HEADERS, timeout=5
    ) as client:
        yield client


@pytest.fixture
async def fanart(services: DemoServices) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=DemoTransport(services), base_url=FANART_TV, headers=FANART_TV_HEADERS, timeout=5
    ) as client:
        yield client


def _film() -> DemoFilm:
    film = load_catalogue().film(27205)
    assert film is not None
    return film


class Way:
    """One way to the services: a client, and where each part of them is."""

    def __init__(self, services: DemoServices, client: httpx.AsyncClient, bases: dict[str, str]) -> None:
        self.services = services
        self.client = client
        self.film = bases["tmdb"] + "movie/27205"
        self.fanart_film = bases["fanart_tv"] + "movies/27205"
        self.picture = bases["pictures"] + "w92" + load_catalogue().images(_film(), "tmdb")[0].path

    def fault(self, fault: Fault, kind: PathKind | None = None) -> None:
        self.services.faults.switch_on(DemoService.TMDB, fault, kind)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoServices, str]]:
    services = DemoServices(tmp_path_factory.mktemp("pictures"), painter=plain_picture)
    with DemoServerThread(services) as server:
        yield services, server.origin
    services.close()


@pytest.fixture(params=["in this process", "over a socket"])
async def way(request: pytest.FixtureRequest, services: DemoServices) -> AsyncIterator[Way]:
    headers = TMDB_HEADERS | FANART_TV_HEADERS
    if request.param == "in this process":
        bases = {
            "tmdb": "https://api.themoviedb.org/3/",
            "pictures": "https://image.tmdb.org/t/p/",
            "fanart_tv": "https://webservice.fanart.tv/v3.2/",
        }
        async with httpx.AsyncClient(transport=DemoTransport(services), headers=headers) as client:
            yield Way(services, client, bases)
        return
    shared, origin = request.getfixturevalue("served")
    bases = {
        "tmdb": f"{origin}/tmdb/3/",
        "pictures": f"{origin}/tmdb/t/p/",
        "fanart_tv": f"{origin}/fanart/v3.2/",
    }
    async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
        yield Way(shared, client, bases)
    shared.faults.switch_off()
    shared.log.clear()


@pytest.fixture(scope="session")
def inception() -> DemoFilm:
    return _film()

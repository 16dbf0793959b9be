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
from metarr_desktop.demo.keys import DEMO_FANART_TV_CLIENT_KEY, DEMO_TMDB_TOKEN
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


@pytest.fixture(scope="session")
def inception() -> DemoFilm:
    film = load_catalogue().film(27205)
    assert film is not None
    return film

"""The demo services inside this process, for the clients that are held against them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from metarr_desktop.demo.catalogue import DemoImage
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.providers.http import HttpClients


def _no_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    return b"\xff\xd8\xff\xe0 a picture in name only"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[DemoServices]:
    """All demo services; nothing is painted."""
    made = DemoServices(tmp_path / "painted", painter=_no_picture)
    yield made
    made.close()


@pytest.fixture
async def clients(services: DemoServices) -> AsyncIterator[HttpClients]:
    """What reaches the demo services without a socket."""
    made = HttpClients(transport=DemoTransport(services), contact="x")
    yield made
    await made.close()

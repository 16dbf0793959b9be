"""Whatever a provider sends: the loupe shows it, or says in its place why not. Bytes go the whole way."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.thumbnail_loader import ThumbnailLoader
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ThumbnailUnavailable
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui.assets.conftest import INCEPTION
from ui.assets.views.pictures import ORIGINAL, screen_box

Key = Qt.Key
RED = (200, 30, 30)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def lying() -> bytes:
    """A camera's picture: 60 by 40 in the file, to be turned upright."""
    image = Image.new("RGB", (60, 40), RED)
    exif = image.getexif()
    exif[0x0112] = 6
    return saved(image, "JPEG", exif=exif)


def palette_with_alpha() -> bytes:
    image = Image.new("RGBA", (40, 20), (*RED, 255))
    image.paste((0, 0, 0, 0), (0, 0, 20, 20))
    return saved(image.quantize(8), "PNG")


def animated() -> bytes:
    frames = [Image.new("RGB", (40, 60), colour) for colour in (RED, (0, 0, 255), (0, 255, 0))]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)


def bomb() -> bytes:
    """A PNG of a few bytes that claims 50,000 by 50,000 pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(64)))
        + chunk(b"IEND", b"")
    )


GOOD: dict[str, tuple[Callable[[], bytes], tuple[int, int]]] = {
    "CMYK": (lambda: saved(Image.new("CMYK", (40, 60), (0, 200, 200, 30)), "JPEG"), (40, 60)),
    "16 bits": (lambda: saved(Image.new("I;16", (40, 60), 40_000), "PNG"), (40, 60)),
    "lying on its side": (lying, (40, 60)),
    "palette with alpha": (palette_with_alpha, (40, 20)),
    "animated": (animated, (40, 60)),
    "wrong type": (lambda: saved(Image.new("RGB", (40, 60), RED), "WEBP"), (40, 60)),
    "one pixel": (lambda: saved(Image.new("RGB", (1, 1), RED), "PNG"), (1, 1)),
    "a thread": (lambda: saved(Image.new("RGB", (3000, 1), RED), "PNG"), (3000, 1)),
    "a scan of 54 megapixels": (lambda: saved(Image.new("RGB", (6000, 9000), RED), "JPEG"), (6000, 9000)),
}
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "zero bytes": (lambda: b"", "an empty file"),
    "a web page": (lambda: b"<!DOCTYPE html><html>", "a web page"),
    "a vector drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a vector drawing"),
    "a bomb": (bomb, "50000 by 50000 pixels"),
    "cut off": (lambda: saved(Image.effect_noise((300, 300), 90), "JPEG")[:400], "damaged"),
    "noise": (lambda: b"\x00\x01\x02" * 500, "no picture"),
}


@dataclass
class Service:
    """Sends the same bytes for every address, or nothing at all."""

    data: bytes = b""
    is_gone: bool = False
    asked: list[str] = field(default_factory=list)

    async def download(self, url: str, *, max_bytes: int) -> Any:
        self.asked.append(url)
        if self.is_gone:
            raise ThumbnailUnavailable("The service cannot be reached. Check the network.")
        return self


@pytest.fixture
async def service(core: FakeCore, tmp_path: Path) -> AsyncIterator[Service]:
    service = Service()
    loader = ThumbnailLoader(service, DiskCache(tmp_path, max_bytes=10_000_000), threads=1)
    core.thumbnails = loader
    yield service
    await loader.close()


async def looked_at(open_browser: Any, core: FakeCore, kind: AssetType = AssetType.POSTER) -> Any:
    core.cache.assets[INCEPTION.key] = [an_asset(kind)]
    browser = await open_browser(asset_type=kind)
    QTest.keyClick(browser.parts.pane.grid, Key.Key_E)
    await eventually(lambda: browser.parts.stage.pictures.is_idle, 10)
    return browser


@pytest.mark.parametrize("name", GOOD)
async def test_odd_pictures_are_shown_upright_at_their_true_size_and_bounded(
    name: str, open_browser: Any, core: FakeCore, service: Service
) -> None:
    make, size = GOOD[name]
    service.data = make()
    browser = await looked_at(open_browser, core)
    pictures, url = browser.parts.stage.pictures, core.cache.assets[INCEPTION.key][0].url
    assert pictures.full_size(url).toTuple() == size
    pixmap = browser.parts.stage.loupe.canvas.pixmap
    assert pixmap.width() <= screen_box().width
    assert pixmap.height() <= screen_box().height
    assert browser.parts.stage.loupe.canvas.words == ""


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_picture_says_why_in_its_place(
    name: str, open_browser: Any, core: FakeCore, service: Service
) -> None:
    make, words = BAD[name]
    service.data = make()
    browser = await looked_at(open_browser, core)
    assert words in browser.parts.stage.loupe.canvas.words
    assert browser.parts.stage.loupe.canvas.pixmap is None


async def test_a_huge_scan_at_100_percent_is_bounded_and_says_what_is_seen(
    open_browser: Any, core: FakeCore, service: Service
) -> None:
    service.data = GOOD["a scan of 54 megapixels"][0]()
    browser = await looked_at(open_browser, core)
    loupe, pictures = browser.parts.stage.loupe, browser.parts.stage.pictures
    QTest.keyClick(loupe.canvas, Key.Key_Z)
    await eventually(lambda: loupe.canvas.pixmap.height() == ORIGINAL.height, 20)
    assert loupe.canvas.scale == pytest.approx(1.0)
    assert loupe.canvas.picture_rect().height() == pytest.approx(9000)
    assert pictures.used_bytes <= 128 * 1024 * 1024
    assert "drawn from 2,667×4,000" in loupe._scale.text()


async def test_transparent_pictures_keep_their_transparency(
    open_browser: Any, core: FakeCore, service: Service
) -> None:
    service.data = palette_with_alpha()
    browser = await looked_at(open_browser, core, AssetType.CLEARLOGO)
    pixmap = browser.parts.stage.loupe.canvas.pixmap
    assert pixmap.toImage().pixelColor(2, 10).alpha() == 0
    assert pixmap.toImage().pixelColor(30, 10).alpha() == 255


async def test_without_a_network_it_says_so_in_its_place(
    open_browser: Any, core: FakeCore, service: Service
) -> None:
    service.is_gone = True
    browser = await looked_at(open_browser, core)
    assert "cannot be reached" in browser.parts.stage.loupe.canvas.words
    assert browser.isVisible()

"""Pictures as they come from outside: rare but honest ones are shown rightly, and those that lie do no harm."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.thumbnail_loader import MAX_BYTES, ThumbnailLoader
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size, Thumbnail

BOX = Size(342, 513)
RED = (200, 30, 40)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(image: Image.Image, image_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


def red_of(thumbnail: Thumbnail) -> int:
    return thumbnail.bgra[2]


def red(mode: str = "RGB", size: tuple[int, int] = (300, 450)) -> Image.Image:
    return Image.new("RGB", size, RED).convert(mode)


@pytest.mark.parametrize(
    "data",
    [
        saved(red("CMYK"), "JPEG"),
        saved(red(), "JPEG", progressive=True),
        saved(red(), "JPEG", icc_profile=SRGB),
        saved(red(), "PNG", save_all=True, append_images=[Image.new("RGB", (300, 450), (0, 0, 255))]),
        saved(red(), "WEBP", save_all=True, append_images=[Image.new("RGB", (300, 450), (0, 0, 255))]),
        saved(red("P"), "PNG"),
        saved(red("RGBA"), "WEBP"),
        saved(red(), "TIFF", compression="tiff_lzw"),
    ],
    ids=["CMYK", "progressive", "ICC", "animated PNG", "animated WebP", "palette", "WebP alpha", "TIFF"],
)
def test_rare_kinds_have_the_right_colour(data: bytes) -> None:
    assert red_of(make_thumbnail(data, BOX)) == pytest.approx(RED[0], abs=12)


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_pictures_are_shown(mode: str) -> None:
    data = saved(Image.new("L", (40, 40), 255).convert(mode), "PNG")
    assert red_of(make_thumbnail(data, BOX)) == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_stands_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = orientation >= 5
    data = saved(red(size=(450, 300) if turned else (300, 450)), "JPEG", exif=exif)
    thumbnail = make_thumbnail(data, BOX)
    assert (thumbnail.width, thumbnail.height) == (300, 450)


def test_upside_down_means_turned_round() -> None:
    image = Image.new("RGB", (40, 40), (0, 0, 255))
    image.paste(RED, (0, 20, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 3
    assert red_of(make_thumbnail(saved(image, "JPEG", exif=exif, quality=95), BOX)) > 150


def a_png(claims: tuple[int, int], holds: tuple[int, int]) -> bytes:
    """Return a PNG whose header claims another size than its pixels have."""
    rows = b"".join(b"\0" + bytes(RED) * holds[0] for _ in range(holds[1]))
    header = struct.pack(">IIBBBBB", *claims, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize(("claims", "holds"), [((400, 600), (40, 60)), ((40, 60), (400, 600))])
def test_a_picture_that_lies_about_its_size_is_damaged(
    claims: tuple[int, int], holds: tuple[int, int]
) -> None:
    with pytest.raises(ThumbnailUnavailable, match="damaged") as caught:
        make_thumbnail(a_png(claims, holds), BOX)
    assert caught.value.is_permanent


@pytest.mark.parametrize("claims", [(0, 60), (40, 0), (0, 0)])
def test_a_picture_without_extent_is_none(claims: tuple[int, int]) -> None:
    with pytest.raises(ThumbnailUnavailable) as caught:
        make_thumbnail(a_png(claims, (40, 60)), BOX)
    assert caught.value.is_permanent


def test_a_bomb_in_a_small_file_is_refused_by_what_it_claims() -> None:
    with pytest.raises(ThumbnailUnavailable, match="too many to open safely"):
        make_thumbnail(a_png((20_000, 20_000), (1, 1)), BOX)


class Download:
    def __init__(self, data: bytes) -> None:
        self.data = data


class Source:
    """Serves one file under every address."""

    def __init__(self, data: bytes) -> None:
        self.data, self.asked, self.most = data, 0, 0

    async def download(self, url: str, *, max_bytes: int) -> Download:
        self.asked += 1
        self.most = max_bytes
        return Download(self.data)


async def load_twice(folder: Path, data: bytes, url: str, box: Size) -> tuple[Thumbnail, Thumbnail, Source]:
    """Load a picture, then again as after another start of the program."""
    source, found = Source(data), []
    for _ in range(2):
        loader = ThumbnailLoader(source, DiskCache(folder, max_bytes=10_000_000), threads=1)
        found.append(await loader.load(url, box))
        await loader.close()
    return found[0], found[1], source


@pytest.mark.parametrize("name", ["poster.jpg", "poster.png", "poster", "poster.svg"])
async def test_bytes_decide_what_a_file_is_not_its_name(tmp_path: Path, name: str) -> None:
    first, again, source = await load_twice(
        tmp_path, saved(red(), "WEBP"), f"https://example.org/{name}", BOX
    )
    assert (first, source.asked) == (again, 1)
    assert red_of(first) == pytest.approx(RED[0], abs=6)


@pytest.mark.parametrize("side", [300, 900])
async def test_a_turned_picture_stands_upright_from_the_disk_too(tmp_path: Path, side: int) -> None:
    image = Image.new("RGB", (side, side), (0, 0, 255))
    image.paste(RED, (0, side // 2, side, side))
    exif = Image.Exif()
    exif[0x0112] = 3
    data = saved(image, "JPEG", exif=exif, quality=95)
    first, again, source = await load_twice(tmp_path, data, "https://example.org/square.jpg", BOX)
    assert source.asked == 1
    assert red_of(first) > 150
    assert red_of(again) > 150


async def test_a_large_scan_passes_the_bound_of_downloads(tmp_path: Path) -> None:
    _, _, source = await load_twice(tmp_path, saved(red(), "JPEG"), "https://example.org/scan.jpg", BOX)
    assert source.most == MAX_BYTES > 30_000_000

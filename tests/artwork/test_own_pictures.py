"""Pictures the user brings: what can be used is taken as it is or made usable; what cannot is refused in words."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zlib

import pytest
from PIL import Image

from metarr_desktop.artwork.own_pictures import look_at, prepare
from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.own_picture import Crop, PictureFacts, advice, fits_shape, suggested_crop


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def halves(size: tuple[int, int] = (400, 600)) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, *size))
    return image


def test_an_ordinary_jpeg_stays_byte_for_byte():
    data = saved(halves())
    prepared = prepare(data)

    assert prepared.data == data
    assert prepared.is_original
    assert prepared.facts == PictureFacts(400, 600, "JPEG", False, len(data))


def test_a_picture_turned_by_exif_is_written_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(halves((600, 400)), exif=exif)

    assert (look_at(data).width, look_at(data).height) == (400, 600)
    prepared = prepare(data)
    assert not prepared.is_original
    assert Image.open(io.BytesIO(prepared.data)).size == (400, 600)
    assert Image.open(io.BytesIO(prepared.data)).getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("mode", ["CMYK", "I;16", "P"])
def test_modes_that_few_players_know_become_ordinary(mode):
    kind = {"CMYK": "JPEG", "I;16": "PNG", "P": "GIF"}[mode]
    image = Image.new("I;16", (200, 300), 30000) if mode == "I;16" else halves((200, 300)).convert(mode)
    prepared = prepare(saved(image, kind))

    assert Image.open(io.BytesIO(prepared.data)).mode == "RGB"
    assert prepared.facts.format == "JPEG"


def test_of_an_animated_picture_the_first_frame_is_taken():
    frames = [halves((90, 90)), Image.new("RGB", (90, 90), "green")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    pixel = Image.open(io.BytesIO(prepare(data).data)).getpixel((45, 10))

    assert pixel[0] > 200 > 100 > pixel[1]


def test_transparency_survives_a_cut():
    logo = Image.new("RGBA", (800, 310), (0, 0, 0, 0))
    logo.paste((255, 255, 255, 255), (100, 100, 300, 200))
    prepared = prepare(saved(logo, "PNG"), Crop(50, 50, 400, 200))

    assert prepared.facts == PictureFacts(400, 200, "PNG", True, len(prepared.data))
    assert Image.open(io.BytesIO(prepared.data)).getpixel((0, 0))[3] == 0


def test_a_cut_takes_the_part_named():
    prepared = prepare(saved(halves(), quality=100), Crop(0, 0, 400, 300))
    colours = Image.open(io.BytesIO(prepared.data)).convert("RGB").getpixel((200, 290))

    assert colours[0] > 200
    assert colours[2] < 60


def test_a_cut_of_the_whole_picture_changes_nothing():
    data = saved(halves())

    assert prepare(data, Crop(0, 0, 400, 600)).data == data


@pytest.mark.parametrize("crop", [Crop(-1, 0, 10, 10), Crop(0, 0, 401, 10), Crop(0, 0, 0, 10)])
def test_a_part_outside_the_picture_is_refused(crop):
    with pytest.raises(InvalidInput, match="outside"):
        prepare(saved(halves()), crop)


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be used"),
        (b"MZ this is a program", "no picture that can be used"),
        (saved(halves((1200, 1800)))[:9000], "damaged"),
        (bomb(), "too many to open"),
    ],
    ids=["nothing", "svg", "program", "half", "bomb"],
)
def test_what_is_no_usable_picture_is_refused_in_words(data, words):
    with pytest.raises(InvalidInput, match=words):
        prepare(data)


def test_kept_bytes_are_found_by_their_hash(tmp_path):
    files, data = PictureFiles(tmp_path), b"some bytes"
    sha256 = files.write(data)

    assert sha256 == hashlib.sha256(data).hexdigest()
    assert files.read(sha256) == data
    assert files.write(data) == sha256
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_a_file_whose_bytes_changed_is_no_longer_that_picture(tmp_path):
    files = PictureFiles(tmp_path)
    sha256 = files.write(b"good")
    files.path(sha256).write_bytes(b"evil")

    assert files.read(sha256) is None


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path):
    (tmp_path / "own").write_text("a file where a folder should be")

    with pytest.raises(StoreError, match="could not be kept"):
        PictureFiles(tmp_path / "own").write(b"bytes")
    assert os.listdir(tmp_path) == ["own"]


def test_a_name_that_is_no_hash_never_becomes_a_path(tmp_path):
    with pytest.raises(ValueError, match="SHA-256"):
        PictureFiles(tmp_path).path("../../etc/passwd")


@pytest.mark.parametrize(
    ("asset_type", "size", "crop"),
    [
        (AssetType.POSTER, (2000, 3000), Crop(0, 0, 2000, 3000)),
        (AssetType.POSTER, (1000, 1426), Crop(0, 0, 1000, 1426)),  # Fanart.tv's own shape is no fault
        (AssetType.POSTER, (3000, 3000), Crop(500, 0, 2000, 3000)),
        (AssetType.FANART, (1000, 1000), Crop(0, 219, 1000, 562)),
        (AssetType.CLEARLOGO, (1600, 300), Crop(0, 0, 1600, 300)),
        (AssetType.BANNER, (10, 4000), Crop(0, 1999, 10, 2)),
    ],
)
def test_the_cut_suggested_is_the_largest_from_the_middle(asset_type, size, crop):
    assert suggested_crop(asset_type, *size) == crop


def test_every_suggested_cut_has_the_shape():
    for asset_type in AssetType:
        for size in ((1000, 1000), (4000, 500), (500, 4000), (1920, 1080)):
            crop = suggested_crop(asset_type, *size)
            assert crop.inside(*size)
            assert fits_shape(asset_type, crop.width, crop.height)


def test_a_good_poster_needs_no_advice():
    assert advice(AssetType.POSTER, 2000, 3000, has_alpha=False) == ()


def test_advice_names_shape_size_and_transparency():
    words = " ".join(advice(AssetType.CLEARART, 300, 400, has_alpha=False))

    assert "3:4" in words
    assert "16:9" in words
    assert "1000 by 562" in words
    assert "no transparency" in words

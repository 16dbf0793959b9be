"""Whatever the bytes are, the answer is a picture or one clear sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from metarr_desktop.artwork.thumbnailer import MAX_PIXELS, encode_thumbnail, make_thumbnail
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size

BOX = Size(342, 513)
RED = (200, 30, 40)


def a_file(
    image_format: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (400, 600), **options: object
) -> bytes:
    colour: object = {"RGB": RED, "RGBA": (*RED, 128), "L": 90, "CMYK": (0, 200, 190, 30)}.get(mode, 0)
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, image_format, **options)
    return out.getvalue()


def first_pixel(data: bytes) -> tuple[int, ...]:
    return tuple(make_thumbnail(data, BOX).bgra[:4])


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_usual_format_is_scaled_into_the_box(image_format):
    thumbnail = make_thumbnail(a_file(image_format, size=(1000, 1500)), BOX)

    assert (thumbnail.width, thumbnail.height) == (342, 513)
    assert (thumbnail.source_width, thumbnail.source_height) == (1000, 1500)
    assert len(thumbnail.bgra) == 4 * 342 * 513
    assert thumbnail.bgra[2] == pytest.approx(RED[0], abs=6)


def test_a_small_picture_is_never_enlarged():
    thumbnail = make_thumbnail(a_file(size=(50, 80)), BOX)

    assert (thumbnail.width, thumbnail.height) == (50, 80)


def test_transparency_is_kept_premultiplied():
    thumbnail = make_thumbnail(a_file("PNG", "RGBA"), BOX)

    assert thumbnail.has_alpha
    assert thumbnail.bgra[3] == 128
    assert thumbnail.bgra[2] == pytest.approx(RED[0] * 128 / 255, abs=1)


def test_a_palette_with_a_transparent_colour_has_alpha():
    out = io.BytesIO()
    palette = Image.new("P", (40, 40), 3)
    palette.putpalette([value for value in range(16) for _ in range(3)])
    palette.save(out, "PNG", transparency=3)

    assert make_thumbnail(out.getvalue(), BOX).bgra[3] == 0


def test_cmyk_becomes_rgb():
    blue, green, red, _ = first_pixel(a_file("JPEG", "CMYK"))

    assert red > 150
    assert green < 90
    assert blue < 90


def test_sixteen_bits_a_channel_keep_their_brightness():
    out = io.BytesIO()
    Image.new("I;16", (40, 40), 128 * 256).save(out, "PNG")

    assert first_pixel(out.getvalue())[0] == pytest.approx(128, abs=1)


def test_exif_orientation_is_applied():
    exif = Image.Exif()
    exif[0x0112] = 6
    thumbnail = make_thumbnail(a_file(size=(600, 400), exif=exif), BOX)

    assert (thumbnail.width, thumbnail.height) == (342, 513)


def test_a_colour_profile_is_applied_and_a_broken_one_ignored():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert first_pixel(a_file("PNG", icc_profile=profile))[2] == pytest.approx(RED[0], abs=6)
    assert first_pixel(a_file("PNG", icc_profile=b"no profile"))[2] == RED[0]


def test_the_first_frame_of_an_animation_is_shown():
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, (0, 0, 255))]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    assert first_pixel(out.getvalue())[2] == pytest.approx(RED[0], abs=8)


def a_png_that_claims(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    end = struct.pack(">I", 4) + b"IDAT1234" + struct.pack(">I", zlib.crc32(b"IDAT1234"))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + end


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty file"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "vector drawing"),
        (b"\x00" * 400, "no picture"),
        (a_file("JPEG", size=(900, 900))[:500], "damaged"),
        (a_file("PNG", size=(900, 900))[:200], "damaged"),
        (a_png_that_claims(50_000, 50_000), "50000 by 50000"),
    ],
)
def test_what_is_no_usable_picture_is_said_in_words(data, sentence):
    with pytest.raises(ThumbnailUnavailable, match=sentence) as caught:
        make_thumbnail(data, BOX)

    assert caught.value.is_permanent


def test_the_pixel_cap_lets_a_large_scan_pass():
    assert MAX_PIXELS >= 10_000 * 7_000


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_an_encoded_thumbnail_reads_back_alike(mode):
    thumbnail = make_thumbnail(a_file("PNG", mode), BOX)
    again = make_thumbnail(encode_thumbnail(thumbnail), BOX)

    assert (again.width, again.height, again.has_alpha) == (342, 513, mode == "RGBA")
    assert again.bgra[2] == pytest.approx(thumbnail.bgra[2], abs=3)

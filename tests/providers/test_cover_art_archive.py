"""Covers: an index two redirections away, old and new forms of it, and pages in the place of errors."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderBusy, ProviderError, ProviderFailed
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.musicbrainz.cover_mapping import map_covers
from tests.providers.music_support import (
    ALBUM,
    RELEASE,
    MusicScript,
    ask,
    index,
    musicbrainz,
    picture,
    redirect,
)

FIRST = f"coverartarchive.org/release-group/{ALBUM}"
FILE = f"/mbid-{RELEASE}/index.json"
COVER, DISC = AssetType.COVER, AssetType.DISCART


def covers(*pictures: Any) -> Any:
    return map_covers(index(*pictures), base_url="https://coverartarchive.org/")


async def fetch(script: MusicScript) -> Any:
    async with musicbrainz(script) as client:
        return await client.fetch(ask("covers"))


async def test_the_index_is_found_two_redirections_away_and_always_by_https() -> None:
    script = MusicScript(
        {
            FIRST: redirect(f"http://archive.org/download{FILE}"),
            f"archive.org/download{FILE}": redirect(f"http://ia800000.us.archive.org/0/items{FILE}", 302),
            f"ia800000.us.archive.org/0/items{FILE}": index(picture(), picture(102, ("Medium",))),
        }
    )
    answer = await fetch(script)
    assert script.addresses() == [
        f"https://{FIRST}",
        f"https://archive.org/download{FILE}",
        f"https://ia800000.us.archive.org/0/items{FILE}",
    ]
    assert [(image.asset_type, image.url) for image in answer.images] == [
        (COVER, f"https://coverartarchive.org/release/{RELEASE}/101.jpg"),
        (DISC, f"https://coverartarchive.org/release/{RELEASE}/102.jpg"),
    ]


@pytest.mark.parametrize(
    "location",
    [
        "https://example.org/index.json",
        "https://archive.org.example.org/x",
        "https://notarchive.org/x",
        "http://127.0.0.1:9/",
        "https://user:pw@archive.org/x",
        "https://archive.org:8443/x",
        "https://10.0.0.1/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//localhost/x",
        "https://archive.org/../../x",
    ],
)
async def test_redirections_to_other_places_are_not_followed(location: str) -> None:
    script = MusicScript({FIRST: redirect(location)})
    with pytest.raises(ProviderAnswerInvalid):
        await fetch(script)
    assert len(script.requests) == 1


async def test_a_circle_of_redirections_ends_after_five_steps() -> None:
    script = MusicScript({FIRST: redirect(f"https://{FIRST}")})
    with pytest.raises(ProviderAnswerInvalid):
        await fetch(script)
    assert len(script.requests) == 6


async def test_no_art_is_an_answer_and_not_an_error() -> None:
    answer = await fetch(MusicScript())
    assert (answer.outcome, answer.images) == (Outcome.EMPTY, ())


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400, html="<title>400 Bad Request</title>invalid MBID specified"), ProviderFailed),
        (httpx.Response(405, html="<title>405</title>"), ProviderFailed),
        (httpx.Response(503, html="<title>503</title>", headers={"Retry-After": "7"}), ProviderBusy),
        (httpx.Response(502, html="<title>502</title>"), ProviderFailed),
        (httpx.Response(200, html="<title>maintenance</title>"), ProviderAnswerInvalid),
        (httpx.Response(200, json={"release": "x"}), ProviderAnswerInvalid),
        (httpx.Response(200, json={"images": [{"types": ["Front"], "image": 7}]}), ProviderAnswerInvalid),
    ],
)
async def test_pages_and_nonsense_become_the_error_that_fits(
    answer: httpx.Response, error: type[ProviderError]
) -> None:
    with pytest.raises(error):
        await fetch(MusicScript({FIRST: answer}))


async def test_a_file_the_internet_archive_has_lost_is_a_failure_and_not_no_art() -> None:
    script = MusicScript({FIRST: redirect(f"https://archive.org/download{FILE}")})
    with pytest.raises(ProviderAnswerInvalid):
        await fetch(script)


def test_approved_pictures_come_first_else_the_order_is_the_archives() -> None:
    found = covers(picture(1, approved=False), picture(2), picture(3))
    assert [image.metadata["id"] for image in found.images] == ["2", "3", "1"]


@pytest.mark.parametrize("mark", ["Watermark", "Raw/Unedited"])
def test_pictures_with_watermark_or_unedited_are_left_out(mark: str) -> None:
    found = covers(picture(1, ("Front", mark)), picture(2))
    assert ([image.metadata["id"] for image in found.images], found.other, found.dropped) == (["2"], 1, 0)


@pytest.mark.parametrize(
    "kind", ["Back", "Booklet", "Obi", "Spine", "Track", "Tray", "Sticker", "Poster", "Liner", "Top", "Other"]
)
def test_pictures_of_other_sides_have_no_slot_and_are_no_loss(kind: str) -> None:
    found = covers(picture(1, (kind,)), picture(2))
    assert (len(found.images), found.other, found.dropped) == (1, 1, 0)


def test_a_picture_of_front_and_disc_fills_both_slots() -> None:
    assert [image.asset_type for image in covers(picture(1, ("Front", "Medium"))).images] == [COVER, DISC]


def test_an_old_front_without_types_is_a_front() -> None:
    assert covers(picture(1, (), front=True)).images[0].asset_type is COVER


@pytest.mark.parametrize("number", [829521842, "829521842"])
def test_ids_are_numbers_today_and_were_texts(number: Any) -> None:
    assert covers(picture(number)).images[0].metadata["id"] == "829521842"


def test_the_small_picture_is_that_of_500_pixels() -> None:
    assert str(covers(picture()).images[0].thumb_url).endswith("101-500.jpg")


@pytest.mark.parametrize(
    ("thumbnails", "small"),
    [
        (
            {
                "large": "http://coverartarchive.org/l-500.jpg",
                "small": "http://coverartarchive.org/s-250.jpg",
            },
            "l-500.jpg",
        ),
        ({"small": "http://coverartarchive.org/s-250.jpg"}, "s-250.jpg"),
        ({"1200": "http://coverartarchive.org/x-1200.jpg"}, "x-1200.jpg"),
        ({}, None),
        (None, None),
        ({"500": 7}, None),
    ],
)
def test_old_entries_have_other_names_for_the_sizes_and_fewer_of_them(
    thumbnails: Any, small: str | None
) -> None:
    found = covers(picture(thumbnails=thumbnails)).images[0].thumb_url
    assert found == (f"https://coverartarchive.org/{small}" if small else None)


@pytest.mark.parametrize("ending", ["pdf", "tif", "TIFF"])
def test_a_file_nobody_can_show_is_represented_by_its_largest_rendition(ending: str) -> None:
    image = f"http://coverartarchive.org/release/{RELEASE}/101.{ending}"
    assert covers(picture(image=image)).images[0].url.endswith("101-1200.jpg")
    assert covers(picture(image=image, thumbnails={}), picture(2)).dropped == 1


def test_bad_pictures_are_left_out_and_counted() -> None:
    found = covers(picture(), None, "x", picture(image=""), picture(image="http://127.0.0.1/x.jpg"))
    assert (len(found.images), found.dropped) == (1, 4)


def test_where_not_one_picture_is_usable_the_answer_is_none() -> None:
    with pytest.raises(UnexpectedShape):
        covers(picture(image=None), 7)


def test_an_empty_index_is_no_art() -> None:
    assert covers().images == ()


@pytest.mark.parametrize("types", [7, "Front", [1, 2], {"Front": True}, None])
def test_pictures_that_say_unreadably_what_they_are_do_not_pass_for_none(types: object) -> None:
    picture = {"types": types, "front": "yes", "image": "https://coverartarchive.org/release/x/1.jpg"}
    with pytest.raises(UnexpectedShape):
        map_covers({"images": [picture]}, base_url="https://coverartarchive.org/")

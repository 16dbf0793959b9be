"""Answers that arrive and are no good, met inside the process and over a socket."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from metarr_desktop.demo.faults import Failure, Fault
from tests.demo.conftest import Way


async def test_a_page_comes_in_the_place_of_data(way: Way) -> None:
    way.fault(Fault(Failure.HTML))
    answer = await way.client.get(way.film)
    assert (answer.status_code, answer.headers["content-type"][:9]) == (200, "text/html")


@pytest.mark.parametrize("failure", [Failure.TRUNCATED_JSON, Failure.EMPTY_BODY])
async def test_half_of_the_data_is_no_json(way: Way, failure: Failure) -> None:
    way.fault(Fault(failure))
    answer = await way.client.get(way.film)
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()


async def test_deep_data_is_too_deep_for_the_parser(way: Way) -> None:
    way.fault(Fault(Failure.DEEP_JSON))
    answer = await way.client.get(way.film)
    with pytest.raises(RecursionError):
        answer.json()


async def test_wrong_types_keep_the_keys(way: Way) -> None:
    good = (await way.client.get(way.film)).json()
    way.fault(Fault(Failure.WRONG_TYPES))
    bad = (await way.client.get(way.film)).json()
    assert bad.keys() == good.keys()
    same = [
        key for key in good if type(bad[key]) is type(good[key]) and not isinstance(good[key], list | dict)
    ]
    assert same == []


async def test_huge_data_is_as_huge_as_it_was_told(way: Way) -> None:
    way.fault(Fault(Failure.HUGE_JSON, size_bytes=1_000_000))
    answer = await way.client.get(way.film)
    assert len(answer.content) > 1_000_000
    assert "content-length" not in answer.headers


async def test_a_client_can_stop_in_the_middle_of_huge_data(way: Way) -> None:
    way.fault(Fault(Failure.HUGE_JSON, size_bytes=10**12))
    async with way.client.stream("GET", way.film) as answer:
        async for _ in answer.aiter_bytes():
            if answer.num_bytes_downloaded > 200_000:
                break
    way.services.faults.switch_off()
    assert (await way.client.get(way.film)).status_code == 200


async def test_a_dripping_answer_defeats_the_read_timeout_but_not_a_deadline(way: Way) -> None:
    way.fault(Fault(Failure.DRIP, drip_s=0.01))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.15):
            await way.client.get(way.film, timeout=httpx.Timeout(5, read=0.1))


async def test_a_dripping_answer_is_whole_in_the_end(way: Way) -> None:
    way.fault(Fault(Failure.DRIP, drip_s=0))
    assert (await way.client.get(way.film)).json()["id"] == 27205


@pytest.mark.parametrize(
    ("failure", "media_type", "beginning"),
    [
        (Failure.IMAGE_IS_HTML, "text/html", b"<html>"),
        (Failure.IMAGE_IS_EMPTY, "image/jpeg", b""),
        (Failure.IMAGE_BOMB, "image/png", b"\x89PNG"),
        (Failure.IMAGE_TRUNCATED, "image/jpeg", b"\xff\xd8\xff"),
    ],
)
async def test_a_broken_picture_arrives_with_status_200(
    way: Way, failure: Failure, media_type: str, beginning: bytes
) -> None:
    way.fault(Fault(failure))
    answer = await way.client.get(way.picture)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content[: len(beginning)] == beginning


async def test_a_bomb_claims_its_pixels_in_few_bytes(way: Way) -> None:
    way.fault(Fault(Failure.IMAGE_BOMB))
    data = (await way.client.get(way.picture)).content
    assert (data[16:24], len(data) < 1000) == ((50_000).to_bytes(4) * 2, True)


async def test_half_a_picture_is_half_as_long(way: Way) -> None:
    whole = (await way.client.get(way.picture)).content
    way.fault(Fault(Failure.IMAGE_TRUNCATED))
    assert (await way.client.get(way.picture)).content == whole[: len(whole) // 2]

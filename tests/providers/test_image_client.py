"""Loading pictures: what is taken, what is refused, and whether asking again makes sense."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.providers.http import HttpClients, ImageClient

URL = "https://image.tmdb.org/t/p/w342/a.jpg"


@asynccontextmanager
async def images(answer: Any) -> AsyncIterator[tuple[ImageClient, list[str]]]:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    clients = HttpClients(transport=httpx.MockTransport(handler), contact="x")
    yield clients.images(), seen
    await clients.close()


def picture(data: bytes = b"jpg", content_type: str = "image/jpeg", **options: Any) -> httpx.Response:
    return httpx.Response(200, content=data, headers={"content-type": content_type}, **options)


@pytest.mark.parametrize(
    ("content_type", "kept"),
    [
        ("image/jpeg", "image/jpeg"),
        ("Image/PNG; q=1", "image/png"),
        ("application/octet-stream", "application/octet-stream"),
        ("", ""),
    ],
)
async def test_a_picture_is_its_bytes_and_what_it_is_called(content_type: str, kept: str) -> None:
    async with images(picture(content_type=content_type)) as (client, _):
        found = await client.download(URL, max_bytes=3)
    assert (found.data, found.content_type) == (b"jpg", kept)


@pytest.mark.parametrize(
    ("answer", "is_permanent"),
    [
        (picture(b"<html>", "text/html"), True),
        (picture(b"{}", "application/json"), True),
        (picture(b""), True),
        (picture(b"12345"), True),
        (httpx.Response(404), True),
        (httpx.Response(403), True),
        (httpx.Response(429), False),
        (httpx.Response(500), False),
        (httpx.Response(503), False),
        (httpx.ConnectError("x"), False),
        (httpx.ReadTimeout(""), False),
        (httpx.RemoteProtocolError("cut"), False),
        (httpx.DecodingError("x"), True),
        (ExceptionGroup("x", [OverflowError()]), True),
    ],
)
async def test_a_picture_that_cannot_be_had_says_whether_to_ask_again(
    answer: Any, is_permanent: bool
) -> None:
    async with images(answer) as (client, _):
        with pytest.raises(ThumbnailUnavailable) as caught:
            await client.download(URL, max_bytes=4)
    assert caught.value.is_permanent is is_permanent
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "url",
    [
        "http://image.tmdb.org/a.jpg",
        "https://127.0.0.1/a.jpg",
        "file:///etc/passwd",
        "",
        "https://[::1",
        "https://nas.local/a",
    ],
)
async def test_other_addresses_are_not_even_asked(url: str) -> None:
    async with images(picture()) as (client, seen):
        with pytest.raises(ThumbnailUnavailable):
            await client.download(url, max_bytes=100)
    assert seen == []


async def test_three_redirects_are_followed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        step = int(request.url.params.get("step", "0"))
        if step == 3:
            return picture()
        return httpx.Response(302, headers={"location": f"https://a{step}.example/x?step={step + 1}"})

    async with images(answer) as (client, seen):
        assert (await client.download(URL, max_bytes=100)).data == b"jpg"
    assert len(seen) == 4


async def test_an_endless_redirect_ends() -> None:
    async with images(httpx.Response(302, headers={"location": URL})) as (client, seen):
        with pytest.raises(ThumbnailUnavailable, match="on and on"):
            await client.download(URL, max_bytes=100)
    assert len(seen) == 4


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:8100/a.jpg", "http://10.1.1.1/a.jpg", "file:///x", "https://10.1.1.1/"],
)
async def test_each_redirect_is_checked_like_the_first_address(location: str) -> None:
    async with images(httpx.Response(302, headers={"location": location})) as (client, seen):
        with pytest.raises(ThumbnailUnavailable):
            await client.download(URL, max_bytes=100)
    assert seen == [URL]


async def test_a_redirect_to_plain_http_is_followed_by_https() -> None:
    """The Internet Archive, which keeps the covers of albums, still points to http now and then."""
    hops = iter(
        [
            httpx.Response(302, headers={"location": "http://image.tmdb.org/b.jpg"}),
            httpx.Response(200, content=b"x"),
        ]
    )
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return next(hops)

    async with images(answer) as (client, _):
        await client.download(URL, max_bytes=100)
    assert seen == [URL, "https://image.tmdb.org/b.jpg"]

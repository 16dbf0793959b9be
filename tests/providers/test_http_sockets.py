"""The clients against a real socket on loopback: what no scripted transport can play."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

import pytest

from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderError,
    ProviderUnreachable,
    ThumbnailUnavailable,
)
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.http import ApiClient, AttemptTimeouts, HttpClients, ImageClient
from metarr_desktop.providers.http.api_client import TIMEOUTS
from metarr_desktop.providers.tmdb.info import INFO
from tests.providers.support import OpenGate

Writer = asyncio.StreamWriter
Play = Callable[[bytes, Writer], Awaitable[None]]
QUICK = {priority: AttemptTimeouts(connect_s=0.1, read_s=0.1) for priority in Priority}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


def sends(data: bytes) -> Play:
    async def play(request: bytes, writer: Writer) -> None:
        writer.write(data)
        await writer.drain()

    return play


async def hang(request: bytes, writer: Writer) -> None:
    await asyncio.sleep(30)


async def hang_in_body(request: bytes, writer: Writer) -> None:
    writer.write(HEAD + b"content-length: 10\r\n\r\n{")
    await writer.drain()
    await asyncio.sleep(30)


async def drip(request: bytes, writer: Writer) -> None:
    writer.write(HEAD + b"content-length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


async def flood(request: bytes, writer: Writer) -> None:
    writer.write(HEAD.replace(b"application/json", b"image/jpeg") + b"\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def reset(request: bytes, writer: Writer) -> None:
    writer.write(HEAD + b"content-length: 10\r\n\r\n{")
    await writer.drain()
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()  # with this linger time, abort means a reset


@asynccontextmanager
async def server(play: Play) -> AsyncIterator[str]:
    """Yield the base address of a server that answers every connection by *play* and closes it."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await play(await reader.readuntil(b"\r\n\r\n"), writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = listening.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}/"
    finally:
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def api(
    play: Play, timeouts: Mapping[Priority, AttemptTimeouts] = TIMEOUTS
) -> AsyncIterator[ApiClient]:
    async with server(play) as base_url:
        clients = HttpClients(contact="x", timeouts=timeouts)
        await clients.prepare()
        yield clients.api(INFO, base_url, OpenGate())
        await clients.close()


@asynccontextmanager
async def pictures(play: Play) -> AsyncIterator[tuple[ImageClient, str]]:
    async with server(play) as base_url:
        clients = HttpClients(contact="x")
        yield clients.images(frozenset({base_url.split("/")[2]})), base_url + "a.jpg"
        await clients.close()


@pytest.mark.parametrize("play", [hang, hang_in_body, drip])
async def test_a_server_that_takes_too_long_is_given_up(play: Play) -> None:
    async with api(play, QUICK) as client:
        started = asyncio.get_running_loop().time()
        with pytest.raises(ProviderUnreachable) as caught:
            await client.get_json("a")
    assert caught.value.is_timeout
    assert asyncio.get_running_loop().time() - started < 5


@pytest.mark.parametrize(
    ("play", "error"),
    [
        (sends(b""), ProviderUnreachable),
        (sends(b"not HTTP at all\r\n\r\n"), ProviderUnreachable),
        (sends(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000 + b"\r\n\r\n"), ProviderUnreachable),
        (reset, ProviderUnreachable),
        (sends(HEAD + b'content-length: 100\r\n\r\n{"id":'), ProviderAnswerInvalid),
        (sends(HEAD + b'transfer-encoding: chunked\r\n\r\n5\r\n{"id"'), ProviderAnswerInvalid),
        (sends(HEAD + b"content-encoding: gzip\r\ncontent-length: 4\r\n\r\nxxxx"), ProviderAnswerInvalid),
        (sends(HEAD + b"content-length: 99999999999\r\n\r\n{}"), ProviderAnswerInvalid),
        (sends(b"HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n"), ProviderAnswerInvalid),
    ],
)
async def test_what_a_socket_can_do_becomes_one_of_our_errors(play: Play, error: type[ProviderError]) -> None:
    async with api(play) as client:
        with pytest.raises(ProviderError) as caught:
            await client.get_json("a")
    assert type(caught.value) is error


async def test_nobody_listening_is_unreachable() -> None:
    clients = HttpClients(contact="x")
    with socket.socket() as kept:  # bound, so that no other program begins to listen there
        kept.bind(("127.0.0.1", 0))
        with pytest.raises(ProviderUnreachable) as caught:
            await clients.api(INFO, f"http://127.0.0.1:{kept.getsockname()[1]}/", OpenGate()).get_json("a")
    await clients.close()
    assert not caught.value.is_timeout


async def test_a_port_that_does_not_exist_is_no_crash() -> None:
    clients = HttpClients(contact="x")
    with pytest.raises(ThumbnailUnavailable):
        await clients.images().download("https://image.tmdb.org:70000/a.jpg", max_bytes=10)
    await clients.close()


async def test_cancelling_ends_the_request_at_once() -> None:
    async with api(hang) as client:
        task = asyncio.create_task(client.get_json("a"))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_an_answer_in_pieces_is_put_together() -> None:
    body = json.dumps({"id": 1, "text": "x" * 100_000}).encode()
    play = sends(HEAD + b"content-length: %d\r\n\r\n" % len(body) + body)
    async with api(play) as client:
        assert (await client.get_json("a")).data["id"] == 1


async def test_a_picture_without_end_is_stopped_at_the_limit() -> None:
    async with pictures(flood) as (images, url):
        with pytest.raises(ThumbnailUnavailable, match="too large") as caught:
            await images.download(url, max_bytes=1_000_000)
    assert caught.value.is_permanent


async def test_a_picture_that_never_comes_is_given_up() -> None:
    async with pictures(hang) as (images, url):
        with pytest.raises(ThumbnailUnavailable, match="in time") as caught:
            await images.download(url, max_bytes=1000, total_s=0.1)
    assert not caught.value.is_permanent


async def test_a_redirect_to_another_port_of_this_machine_is_not_followed() -> None:
    play = sends(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:22/\r\ncontent-length: 0\r\n\r\n")
    async with pictures(play) as (images, url):
        with pytest.raises(ThumbnailUnavailable, match="no secure address"):
            await images.download(url, max_bytes=1000)


async def test_a_redirect_on_the_same_place_is_followed() -> None:
    async def play(request: bytes, writer: Writer) -> None:
        if request.startswith(b"GET /a.jpg"):
            writer.write(
                b"HTTP/1.1 301 Moved\r\nlocation: b.jpg\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
        else:
            head = b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\ncontent-length: 3\r\nconnection: close\r\n\r\n"
            writer.write(head + b"jpg")
        await writer.drain()

    async with pictures(play) as (images, url):
        assert (await images.download(url, max_bytes=10)).data == b"jpg"

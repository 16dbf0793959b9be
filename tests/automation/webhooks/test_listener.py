"""The listener over real sockets: who may deliver, how much, and what is answered."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from metarr_desktop.automation.webhooks.app import WebhookApp
from metarr_desktop.automation.webhooks.listener import PortTaken, WebhookListener
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.webhooks import MAX_BODY, WebhookSettings
from tests.automation.webhooks.bench import WebhookBench, soon
from tests.automation.webhooks.bodies import RADARR_TEST, radarr_download
from tests.automation.webhooks.wire import break_off, deliver

TOKEN = "a-token-of-some-length"
Listen = Callable[..., int]


@pytest.fixture
def listen(webhooks: WebhookBench) -> Iterator[Listen]:
    """Listen with these settings on a free port; returns the port."""
    with contextlib.ExitStack() as ends:

        def start(patience_s: float = 10, **settings: Any) -> int:
            app = WebhookApp(webhooks.inbox, WebhookSettings(**settings), patience_s=patience_s)
            listener = WebhookListener(app.asgi, "127.0.0.1", 0)
            listener.start()
            ends.callback(listener.stop)
            return listener.port

        yield start


async def test_an_event_is_stored_when_it_is_answered(webhooks: WebhookBench, listen: Listen) -> None:
    reply = await deliver(listen(), radarr_download())
    assert (reply.status, reply.document["is_new"]) == (202, True)
    assert reply.document["message"] == "Radarr imported Inception (2010)."
    assert webhooks.event(reply.document["id"]).job_id is not None


async def test_a_test_is_answered_so_that_a_person_sees_it(webhooks: WebhookBench, listen: Listen) -> None:
    reply = await deliver(listen(), RADARR_TEST, method="PUT")
    assert (reply.status, reply.document["message"]) == (202, "Radarr tests the connection. It works.")


async def test_a_program_that_is_not_known_is_told_where_events_go(
    webhooks: WebhookBench, listen: Listen
) -> None:
    reply = await deliver(listen(), RADARR_TEST, "readarr")
    assert (reply.status, webhooks.events()) == (404, [])
    assert "/webhooks/lidarr" in reply.document["error"]["message"]
    looked_at = await deliver(listen(), b"", method="GET")  # somebody opened the address in a browser
    assert looked_at.status == 405
    assert "with POST to /webhooks/radarr" in looked_at.document["error"]["message"]


def basic(login: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}


@pytest.mark.parametrize(
    ("headers", "query", "status"),
    [
        ({"X-Api-Key": TOKEN}, "", 202),
        ({}, f"?token={TOKEN}", 202),
        (basic("radarr:geheim:ü"), "", 202),
        ({}, "", 401),
        ({"X-Api-Key": TOKEN[:-1]}, "", 401),
        ({"X-Api-Key": ""}, "?token=", 401),
        ({"X-Api-Key": "ü" * 9}, "", 401),
        ({}, f"?token={TOKEN}x", 401),
        ({}, "?token=%ff%fe", 401),
        (basic(f"radarr:{TOKEN}"), "", 401),
        (basic("radarr:"), "", 401),
        ({"Authorization": "Basic ???"}, "", 401),
        ({"Authorization": f"Bearer {TOKEN}"}, "", 401),
    ],
)
async def test_only_who_shows_the_token_or_password_may_deliver(
    webhooks: WebhookBench, listen: Listen, headers: dict[str, str], query: str, status: int
) -> None:
    port = listen(token=TOKEN, user="radarr", password="geheim:ü")
    reply = await deliver(port, radarr_download(), headers=headers, query=query)
    assert (reply.status, len(webhooks.events())) == (status, int(status == 202))
    assert ("www-authenticate" in reply.headers) == (status == 401)


async def test_an_empty_password_is_no_password(webhooks: WebhookBench, listen: Listen) -> None:
    assert (await deliver(listen(token=TOKEN, user="radarr"), {}, headers=basic("radarr:"))).status == 401


async def test_no_token_reaches_a_log(
    webhooks: WebhookBench, listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    port = listen(token=TOKEN)
    with caplog.at_level(logging.DEBUG):
        await deliver(port, radarr_download(), query=f"?token={TOKEN}")
        await deliver(port, b"{", query=f"?token={TOKEN}")
        await deliver(port, radarr_download(), query="?token=another-secret")
    assert caplog.text
    assert TOKEN not in caplog.text
    assert "another-secret" not in caplog.text


async def test_without_a_token_no_page_of_the_web_can_deliver(webhooks: WebhookBench, listen: Listen) -> None:
    port = listen()
    assert (await deliver(port, {}, headers={"Host": f"evil.example:{port}"})).status == 403
    assert (await deliver(port, {}, headers={"Content-Type": "text/plain"})).status == 415
    assert (await deliver(port, {}, headers={"Host": f"localhost:{port}"})).status == 202
    assert len(webhooks.events()) == 1


async def test_a_mebibyte_is_taken_and_no_byte_more(webhooks: WebhookBench, listen: Listen) -> None:
    port, frame = listen(), len(json.dumps({"eventType": ""}))
    assert (await deliver(port, {"eventType": "x" * (MAX_BODY - frame)})).status == 202
    assert (await deliver(port, {"eventType": "y" * (MAX_BODY - frame + 1)})).status == 413
    assert len(webhooks.events()) == 1


async def test_a_body_that_does_not_say_its_size_is_cut_off(webhooks: WebhookBench, listen: Listen) -> None:
    port = listen(patience_s=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = "POST /webhooks/radarr HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
    writer.write(f"{head}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    with contextlib.suppress(ConnectionError):
        for _ in range(40):
            writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
            await writer.drain()
    with contextlib.suppress(ConnectionError):  # the end of what was cut off may come first
        assert (await reader.readline()).split()[1] == b"413"
    writer.close()
    assert webhooks.events() == []
    assert (await deliver(port, {})).status == 202


async def test_what_breaks_off_is_not_stored_and_its_next_delivery_is(
    webhooks: WebhookBench, listen: Listen
) -> None:
    port, data = listen(), json.dumps(radarr_download()).encode()
    for part in (b"", data[: len(data) // 2], data[:-1]):
        await break_off(port, part, length=len(data))
    assert (await deliver(port, data[: len(data) // 2])).status == 400
    assert (await deliver(port, data)).document["is_new"]
    assert len(webhooks.events()) == 1


async def test_who_does_not_go_on_is_told_so(webhooks: WebhookBench, listen: Listen) -> None:
    reply = await deliver(listen(patience_s=0.05), b"{", headers={"Content-Length": "100"})
    assert (reply.status, webhooks.events()) == (408, [])


async def test_what_cannot_be_stored_is_answered_503(
    webhooks: WebhookBench, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("The disk is full.", reason="disk_full")

    port = listen()
    with monkeypatch.context() as patch:
        patch.setattr(webhooks.store.webhook_events, "take", full)
        reply = await deliver(port, radarr_download())
    assert (reply.status, "retry-after" in reply.headers) == (503, True)
    assert reply.document["error"]["message"] == "The event could not be stored. The disk is full."
    assert (await deliver(port, radarr_download())).document["is_new"]


async def test_a_taken_port_is_told_so(webhooks: WebhookBench, listen: Listen) -> None:
    app = WebhookApp(webhooks.inbox, WebhookSettings()).asgi
    with pytest.raises(PortTaken, match="choose another port"):
        WebhookListener(app, "127.0.0.1", listen()).start()


async def test_it_ends_soon_and_quietly_though_somebody_hangs_on(
    webhooks: WebhookBench, caplog: pytest.LogCaptureFixture
) -> None:
    listener = WebhookListener(WebhookApp(webhooks.inbox, WebhookSettings()).asgi, "127.0.0.1", 0)
    await asyncio.to_thread(listener.start)
    held = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(2)]
    head = "POST /webhooks/radarr HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
    held[1][1].write(f"{head}\r\nContent-Length: 100\r\n\r\n{{".encode())
    await deliver(listener.port, RADARR_TEST)  # by now the half body has come
    async with asyncio.timeout(5):
        await asyncio.to_thread(listener.stop)
    for _, writer in held:
        writer.close()
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", listener.port)) != 0
    assert [record.message for record in caplog.records if record.levelno > logging.WARNING] == []


async def test_what_is_being_stored_when_it_ends_is_answered(
    webhooks: WebhookBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = WebhookListener(WebhookApp(webhooks.inbox, WebhookSettings()).asgi, "127.0.0.1", 0)
    await asyncio.to_thread(listener.start)
    begun, go_on, take = threading.Event(), threading.Event(), webhooks.store.webhook_events.take

    def held(*arguments: Any, **values: Any) -> Any:
        begun.set()
        assert go_on.wait(10)
        return take(*arguments, **values)

    monkeypatch.setattr(webhooks.store.webhook_events, "take", held)
    delivering = asyncio.ensure_future(deliver(listener.port, radarr_download()))
    await soon(begun.is_set)
    ending = asyncio.ensure_future(asyncio.to_thread(listener.stop))
    await asyncio.sleep(0.2)  # it looks ten times a second whether it should end
    assert not ending.done()
    go_on.set()
    assert (await delivering).status == 202
    await ending


async def test_a_busy_event_loop_delays_no_answer(webhooks: WebhookBench, listen: Listen) -> None:
    """The window's loop may stand for a while; the listener has its own. Here the test's loop stands."""
    port, seconds = listen(), []

    def from_a_thread() -> None:
        for number in range(10):
            body = radarr_download(downloadNumber=number)
            seconds.append(asyncio.run(deliver(port, body)).seconds)

    work = asyncio.ensure_future(asyncio.to_thread(from_a_thread))
    await soon(lambda: seconds)
    while not work.done():
        time.sleep(0.02)  # noqa: ASYNC251 - that is the point
        await asyncio.sleep(0)
    assert statistics.median(seconds) < 0.1

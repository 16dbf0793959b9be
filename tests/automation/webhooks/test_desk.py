"""Webhooks of a program: switched on or not, two programs on one port, news on the event loop."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.webhooks.desk import WebhookDesk
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.jobs import Job
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings
from tests.automation.webhooks.bench import WebhookBench, soon
from tests.automation.webhooks.bodies import RADARR_TEST, radarr_download
from tests.automation.webhooks.wire import deliver

MakeDesk = Callable[..., WebhookDesk]


@dataclass
class Kept:
    """Where the settings are kept; ``error`` refuses to write."""

    now: WebhookSettings
    error: Exception | None = None

    def read(self) -> WebhookSettings:
        return self.now

    def fixed(self) -> frozenset[str]:
        return frozenset()

    def stamp(self) -> object:
        return self.now

    def check(self, settings: WebhookSettings) -> None:
        pass

    def keep(self, settings: WebhookSettings) -> None:
        if self.error is not None:
            raise self.error
        self.now = settings


def a_free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture
async def make(webhooks: WebhookBench) -> AsyncIterator[MakeDesk]:
    desks: list[WebhookDesk] = []

    def make_desk(**settings: Any) -> WebhookDesk:
        kept = Kept(WebhookSettings(**{"is_on": True, "port": 0, **settings}))
        queue = StoredJobQueue(webhooks.store, webhooks.clock)
        desk = WebhookDesk(webhooks.store, queue, clock=webhooks.clock, settings=kept, retry_s=0.01)
        desk.queue, desk.kept = queue, kept
        desks.append(desk)
        return desk

    yield make_desk
    for desk in desks:
        await desk.stop()


async def test_it_is_off_by_default(make: MakeDesk) -> None:
    assert not WebhookSettings().is_on
    desk = make(is_on=False)
    assert not await desk.start()
    assert desk.port is None


async def test_news_of_events_and_jobs_come_on_the_event_loop(make: MakeDesk) -> None:
    desk = make()
    heard: list[tuple[object, threading.Thread]] = []

    def note(news: WebhookEvent | Job) -> None:
        heard.append((news, threading.current_thread()))

    desk.queue.subscribe(note)
    desk.subscribe(note)
    assert await desk.start()
    assert desk.port is not None
    await deliver(desk.port, radarr_download())
    await soon(lambda: len(heard) == 2)
    assert [type(news) for news, _ in heard] == [Job, WebhookEvent]
    assert {thread for _, thread in heard} == {threading.current_thread()}


async def test_who_waits_for_the_port_takes_over_when_the_other_ends(make: MakeDesk) -> None:
    first = make()
    await first.start()
    second = make(port=first.port)
    assert not await second.start()
    await first.stop()
    await soon(lambda: second.port)
    assert second.port is not None
    assert (await deliver(second.port, RADARR_TEST)).status == 202


async def test_who_waits_for_the_port_can_be_ended(make: MakeDesk) -> None:
    first = make()
    await first.start()
    second = make(port=first.port)
    await second.start()
    await second.stop()
    await first.stop()
    await asyncio.sleep(0.05)
    assert second.port is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"host": "0.0.0.0"}, "METARR_WEBHOOK_TOKEN"),
        ({"host": "::"}, "METARR_WEBHOOK_TOKEN"),
        ({"host": "192.0.2.7", "user": "x"}, "METARR_WEBHOOK_TOKEN"),
        ({"host": "nas.example"}, "is no address"),
        ({"host": ""}, "is no address"),
        ({"port": 70_000}, "is no port"),
        (
            {"host": "192.0.2.7", "token": "t" * 20},
            "cannot be heard on 192.0.2.7",
        ),  # no address of this machine
    ],
)
async def test_nobody_listens_where_it_is_unsafe_or_impossible(
    make: MakeDesk, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        await make(**settings).start()
    with pytest.raises(InvalidInput, match=words):
        await make(**settings).serve()


async def test_others_may_call_with_a_token(make: MakeDesk) -> None:
    desk = make(host="0.0.0.0", token="t" * 20)
    await desk.start()
    assert desk.port is not None
    for name, status in (("t" * 20, 202), ("t", 401)):
        reply = await deliver(desk.port, {}, headers={"X-Api-Key": name, "Host": "metarr.example"})
        assert reply.status == status


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
async def test_it_listens_on_ipv6_as_well(make: MakeDesk) -> None:
    desk = make(host="::1")
    try:
        await desk.start()
    except InvalidInput:
        pytest.skip("this machine has no address ::1")
    assert desk.port is not None
    reply = await deliver(desk.port, {}, host="::1", headers={"Host": f"[::1]:{desk.port}"})
    assert reply.status == 202


async def test_neither_token_nor_password_is_in_the_words_of_the_settings() -> None:
    assert "geheim" not in repr(WebhookSettings(token="geheim", user="geheim", password="geheim"))


async def test_a_change_counts_at_once(make: MakeDesk) -> None:
    desk, port = make(is_on=False), a_free_port()
    await desk.start()
    wanted = WebhookSettings(is_on=True, port=port)
    said = await desk.change(wanted)
    assert said == f"Listening on http://127.0.0.1:{port}; only programs on this computer are heard."
    assert (desk.port, desk.kept.now) == (port, wanted)
    assert (await deliver(port, RADARR_TEST)).status == 202

    said = await desk.change(replace(wanted, token="t" * 20))
    assert "only programs on this computer that show the token are heard" in said
    assert (await deliver(port, RADARR_TEST)).status == 401
    assert (await deliver(port, RADARR_TEST, headers={"X-Api-Key": "t" * 20})).status == 202

    assert await desk.change(replace(wanted, is_on=False)) == "Webhooks are off. This program hears nobody."
    assert (desk.port, desk.sentence) == (None, "")


async def test_settings_nobody_can_listen_with_leave_the_old_ones_in_force(make: MakeDesk) -> None:
    other, desk = make(), make(port=a_free_port())
    await other.start()
    await desk.start()
    before = desk.kept.now
    for changes, words in (
        ({"port": other.port}, "cannot be heard on 127.0.0.1 port"),
        ({"host": "0.0.0.0"}, "open to everybody"),
        ({"port": 70_000}, "is no port"),
    ):
        with pytest.raises(InvalidInput, match=f"{words}.*The settings from before still hold"):
            await desk.change(replace(before, **changes))
        assert (desk.kept.now, desk.port) == (before, before.port)
        assert (await deliver(before.port, RADARR_TEST)).status == 202


async def test_settings_changed_by_another_program_are_followed(make: MakeDesk) -> None:
    desk, port = make(port=a_free_port()), a_free_port()
    await desk.start()
    before = desk._reception._listener
    desk.kept.now = replace(desk.kept.now)  # other entries of the file
    await desk.follow()
    assert desk._reception._listener is before
    desk.kept.now = replace(desk.kept.now, port=port)
    await desk.follow()
    assert desk.port == port
    desk.kept.now = replace(desk.kept.now, host="0.0.0.0")  # open to all
    await desk.follow()
    assert (desk.port, "token" in desk.sentence) == (None, True)
    desk.kept.now = replace(desk.kept.now, is_on=False)
    await desk.follow()
    assert desk.sentence == ""


@pytest.mark.parametrize("error", [StoreError("The settings could not be kept."), RuntimeError("a fault")])
async def test_settings_that_cannot_be_kept_leave_the_old_ones_in_force(
    make: MakeDesk, error: Exception
) -> None:
    desk = make(port=a_free_port())
    await desk.start()
    before, new_port = desk.kept.now, a_free_port()
    desk.kept.error = error
    with pytest.raises(type(error)):
        await desk.change(replace(before, port=new_port))
    assert (await deliver(before.port, RADARR_TEST)).status == 202
    with pytest.raises(ConnectionRefusedError):
        await deliver(new_port, RADARR_TEST)


async def test_who_waits_for_the_port_can_be_told_other_settings(make: MakeDesk) -> None:
    first = make()
    await first.start()
    second = make(port=first.port)
    await second.start()
    said = await second.change(replace(second.kept.now, token="t" * 20))
    assert said.startswith("The settings are kept. Webhooks cannot be heard on 127.0.0.1")
    await first.stop()
    await soon(lambda: second.port)
    assert (await deliver(second.port or 0, RADARR_TEST)).status == 401

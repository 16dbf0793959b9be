"""Each failure of a service, met by an httpx client: inside the process and over a loopback socket alike.

Where both ways must end in the same exception, one test runs on both.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind, RetryAfter
from metarr_desktop.demo.front import Clock
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from tests.demo.conftest import TMDB_HEADERS, SettableClock, Way, plain_picture

SHORT = httpx.Timeout(2, read=0.05, connect=0.05)


async def test_without_faults_both_ways_answer(way: Way) -> None:
    assert (await way.client.get(way.film)).json()["id"] == 27205
    assert (await way.client.get(way.fanart_film)).json()["tmdb_id"] == "27205"
    assert (await way.client.get(way.picture)).content[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Failure.HANG, httpx.ReadTimeout),
        (Failure.DROP, httpx.RemoteProtocolError),
        (Failure.RESET, httpx.ReadError),
        (Failure.CUT_BODY, httpx.RemoteProtocolError),
    ],
)
async def test_a_broken_connection_raises_the_same_on_both_ways(
    way: Way, failure: Failure, expected: type[Exception]
) -> None:
    way.fault(Fault(failure))
    timeout = SHORT if failure is Failure.HANG else 5
    with pytest.raises(expected):
        await way.client.get(way.film, timeout=timeout)


async def test_an_answer_that_cannot_be_unpacked_is_a_decoding_error(way: Way) -> None:
    way.fault(Fault(Failure.BAD_GZIP))
    raised = False
    try:
        await way.client.get(way.film)
    except httpx.DecodingError:
        raised = True
    # httpx leaves the generator of the body half-way; its finaliser is a task, which may run now.
    gc.collect()
    await asyncio.sleep(0.01)
    assert raised


async def test_a_redirect_in_a_circle_ends(way: Way) -> None:
    way.fault(Fault(Failure.REDIRECT_LOOP))
    with pytest.raises(httpx.TooManyRedirects):
        await way.client.get(way.film, follow_redirects=True)


async def test_a_redirect_away_names_this_computer(way: Way) -> None:
    way.fault(Fault(Failure.REDIRECT_AWAY))
    answer = await way.client.get(way.film)
    assert (answer.status_code, answer.headers["location"]) == (302, "http://127.0.0.1:9/")


@pytest.mark.parametrize(("status", "code"), [(500, 11), (502, 43), (503, 9), (504, 24), (401, 7), (404, 34)])
async def test_a_failed_status_has_the_services_own_body(way: Way, status: int, code: int) -> None:
    way.fault(Fault(Failure.STATUS, status=status))
    answer = await way.client.get(way.film)
    assert (answer.status_code, answer.json()["status_code"]) == (status, code)


async def test_a_failed_status_of_fanart_tv_is_a_page(way: Way) -> None:
    way.services.faults.switch_on(DemoService.FANART_TV, Fault(Failure.STATUS, status=502))
    answer = await way.client.get(way.fanart_film)
    assert (answer.status_code, answer.headers["content-type"][:9]) == (502, "text/html")


@pytest.mark.parametrize("seconds", [1, 30])
async def test_a_storm_says_how_many_seconds_to_wait(way: Way, seconds: int) -> None:
    way.fault(Fault(Failure.TOO_MANY_REQUESTS, retry_after_s=seconds))
    answer = await way.client.get(way.film)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, str(seconds))
    assert answer.json()["status_code"] == 25


async def test_a_storm_says_until_when_to_wait(
    tmdb: httpx.AsyncClient, services: DemoServices, clock: Clock
) -> None:
    fault = Fault(Failure.TOO_MANY_REQUESTS, retry_after=RetryAfter.DATE, retry_after_s=90)
    services.faults.switch_on(DemoService.TMDB, fault)
    until = parsedate_to_datetime((await tmdb.get("movie/27205")).headers["retry-after"])
    assert (until - clock.now()).total_seconds() == 90


@pytest.mark.parametrize(("form", "expected"), [(RetryAfter.ZERO, "0"), (RetryAfter.ABSENT, None)])
async def test_a_storm_may_name_no_time(way: Way, form: RetryAfter, expected: str | None) -> None:
    way.fault(Fault(Failure.TOO_MANY_REQUESTS, retry_after=form))
    answer = await way.client.get(way.film)
    assert (answer.status_code, answer.headers.get("retry-after")) == (429, expected)


async def test_a_limited_fault_ends_by_itself(way: Way) -> None:
    way.fault(Fault(Failure.TOO_MANY_REQUESTS, requests=2))
    assert [(await way.client.get(way.film)).status_code for _ in range(4)] == [429, 429, 200, 200]


async def test_a_fault_of_pictures_leaves_the_answers_alone(way: Way) -> None:
    way.fault(Fault(Failure.STATUS), PathKind.IMAGE)
    assert (await way.client.get(way.film)).status_code == 200
    assert (await way.client.get(way.picture)).status_code == 500


@pytest.mark.parametrize("failure", [Failure.HTML, Failure.WRONG_TYPES, Failure.TRUNCATED_JSON])
async def test_a_fault_of_data_leaves_pictures_alone(way: Way, failure: Failure) -> None:
    way.fault(Fault(failure))
    assert (await way.client.get(way.picture)).content[:3] == b"\xff\xd8\xff"


async def test_a_fault_of_one_service_leaves_the_other_alone(way: Way) -> None:
    way.fault(Fault(Failure.DROP))
    assert (await way.client.get(way.fanart_film)).status_code == 200


async def test_latency_is_felt_by_the_read_timeout(way: Way) -> None:
    way.fault(Fault(latency_s=5))
    with pytest.raises(httpx.ReadTimeout):
        await way.client.get(way.film, timeout=SHORT)


async def test_latency_delays_a_good_answer(way: Way) -> None:
    way.fault(Fault(latency_s=0.02))
    started = asyncio.get_running_loop().time()
    assert (await way.client.get(way.film)).status_code == 200
    assert asyncio.get_running_loop().time() - started >= 0.02


async def test_an_unreachable_service_sees_no_request(way: Way) -> None:
    way.fault(Fault(Failure.UNREACHABLE))
    with pytest.raises((httpx.ConnectError, httpx.RemoteProtocolError)):
        await way.client.get(way.film)
    assert way.services.log.entries() == ()


async def test_inside_the_process_unreachable_is_a_connect_error(
    tmdb: httpx.AsyncClient, services: DemoServices
) -> None:
    services.faults.switch_on(DemoService.TMDB, Fault(Failure.UNREACHABLE))
    with pytest.raises(httpx.ConnectError):
        await tmdb.get("movie/27205")


async def test_a_connection_that_is_never_made_meets_the_connect_timeout(
    tmdb: httpx.AsyncClient, services: DemoServices
) -> None:
    services.faults.switch_on(DemoService.TMDB, Fault(Failure.NEVER_CONNECTS))
    with pytest.raises(httpx.ConnectTimeout):
        await tmdb.get("movie/27205", timeout=httpx.Timeout(5, connect=0.01))
    assert services.log.entries() == ()


async def test_nobody_else_answers_inside_the_process(tmdb: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.ConnectError, match=r"example\.org"):
        await tmdb.get("https://example.org/")


async def test_a_cancelled_request_stops_the_service(services: DemoServices) -> None:
    ended = asyncio.Event()

    async def app(scope: object, receive: Callable[[], object], send: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    services.front(DemoService.TMDB).site = _with_app(services, app)
    async with httpx.AsyncClient(transport=DemoTransport(services), headers=TMDB_HEADERS) as client:
        task = asyncio.create_task(client.get("https://api.themoviedb.org/3/movie/27205"))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert ended.is_set()


async def test_a_service_that_breaks_closes_its_connection(
    services: DemoServices, caplog: pytest.LogCaptureFixture
) -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("a mistake in the demo")

    services.front(DemoService.TMDB).site = _with_app(services, app)
    async with httpx.AsyncClient(transport=DemoTransport(services), headers=TMDB_HEADERS) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("https://api.themoviedb.org/3/movie/27205")
    assert "a mistake in the demo" in caplog.text


def _with_app(services: DemoServices, app):
    from dataclasses import replace

    return replace(services.front(DemoService.TMDB).site, app=app)


async def test_above_the_limit_of_the_service_requests_are_refused(
    tmp_path: Path, clock: SettableClock
) -> None:
    services = DemoServices(tmp_path, painter=plain_picture, enforces_rate_limits=True, clock=clock)
    async with httpx.AsyncClient(transport=DemoTransport(services), headers=TMDB_HEADERS) as client:
        address = "https://api.themoviedb.org/3/authentication"
        statuses = [(await client.get(address)).status_code for _ in range(41)]
        refused = await client.get(address)
        clock.advance(1.01)
        after = await client.get(address)
    services.close()
    assert statuses == [200] * 40 + [429]
    assert refused.json()["status_message"] == "Your request count (42) is over the allowed limit of 40."
    assert refused.headers["retry-after"] == "1"
    assert after.status_code == 200

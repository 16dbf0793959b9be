"""Every way an answer can be bad, and the one error each becomes."""

from __future__ import annotations

import gzip
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.errors import (
    InvalidInput,
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderError,
    ProviderFailed,
    ProviderNotFound,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.http import ApiClient, HttpClients
from metarr_desktop.providers.http.body import MAX_JSON_BYTES, MAX_JSON_DEPTH, parse_json
from metarr_desktop.providers.http.error_translation import retry_after_seconds
from metarr_desktop.providers.tmdb.info import INFO
from tests.providers.support import HEX_KEY, OpenGate

BASE = "https://api.themoviedb.org/3/"
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
JSON_TYPE = {"content-type": "application/json"}


@asynccontextmanager
async def api(answer: Any, **options: Any) -> AsyncIterator[ApiClient]:
    def handler(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    clients = HttpClients(transport=httpx.MockTransport(handler), contact="https://example.org/", **options)
    yield clients.api(INFO, BASE, OpenGate())
    await clients.close()


async def error_of(answer: Any) -> ProviderError:
    async with api(answer) as client:
        with pytest.raises(ProviderError) as caught:
            await client.get_json("movie/1", {"api_key": HEX_KEY})
    return caught.value


class Broken(httpx.AsyncByteStream):
    """A body that breaks off after its first piece."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"id": 1'
        raise self.error


def with_body(content: bytes, content_type: str = "application/json", status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=content, headers={"content-type": content_type})


CONNECTION_ERRORS = [
    httpx.ConnectError("no such host"), httpx.ReadError(""), httpx.WriteError(""), httpx.CloseError(""),
    httpx.RemoteProtocolError("Server disconnected without sending a response."), httpx.ProxyError("x"),
]  # fmt: skip
TIMEOUTS = [httpx.ConnectTimeout(""), httpx.ReadTimeout(""), httpx.PoolTimeout(""), httpx.WriteTimeout("")]


@pytest.mark.parametrize("error", CONNECTION_ERRORS, ids=lambda error: type(error).__name__)
async def test_a_broken_connection_is_unreachable(error: Exception) -> None:
    found = await error_of(error)
    assert isinstance(found, ProviderUnreachable)
    assert (found.is_timeout, found.is_retryable, found.provider) == (False, True, "tmdb")


@pytest.mark.parametrize("error", TIMEOUTS, ids=lambda error: type(error).__name__)
async def test_no_answer_in_time_is_unreachable_and_says_so(error: Exception) -> None:
    found = await error_of(error)
    assert isinstance(found, ProviderUnreachable)
    assert found.is_timeout
    assert "did not answer in time" in str(found)


async def test_a_certificate_that_is_not_trusted_is_named() -> None:
    error = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    assert "certificate cannot be verified" in str(await error_of(error))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (with_body(b"<!DOCTYPE html><p>hello", "text/html"), "web page"),
        (with_body(b"  <html>", "application/json"), "web page"),
        (with_body(b'{"id": 1', "application/json"), "damaged"),
        (with_body(b"", "application/json"), "empty"),
        (httpx.Response(204), "empty"),
        (with_body(b"\x89PNG", "image/png"), "image/png"),
        (with_body(b"\xff\xfe{broken", "application/json"), "damaged"),
        (with_body(b'{"x": NaN}', "application/json"), "damaged"),
        (with_body(b'{"x": ' + b"9" * 5000 + b"}", "application/json"), "damaged"),
        (with_body(b"[" * 100_000 + b"]" * 100_000, "application/json"), "nested"),
        (with_body(b"[" * 65 + b"]" * 65, "application/json"), "nested"),
        (with_body(b'"' + b"x" * MAX_JSON_BYTES + b'"', "application/json"), "larger than 16384 KiB"),
        (httpx.Response(302, headers={"location": "http://127.0.0.1/"}), "points elsewhere"),
        (httpx.Response(304), "points elsewhere"),
        (
            httpx.Response(200, headers=JSON_TYPE, stream=Broken(httpx.RemoteProtocolError("cut"))),
            "broke off",
        ),
        (httpx.InvalidURL("x"), "address"),
        (httpx.UnsupportedProtocol("x"), "address"),
        (httpx.LocalProtocolError("Illegal header value"), "address"),
        (UnicodeEncodeError("ascii", HEX_KEY, 0, 1, "x"), "address"),
        (ExceptionGroup("multiple", [OverflowError("port must be 0-65535")]), "address"),
        (with_body(b"<html>", "text/html", status=404), "does not exist"),
        (with_body(b"Not Found", "text/plain", status=404), "does not exist"),
    ],
)
async def test_an_answer_nobody_understands_is_invalid_and_named(answer: Any, reason: str) -> None:
    found = await error_of(answer)
    assert isinstance(found, ProviderAnswerInvalid)
    assert reason in str(found)
    assert "movie/1" in str(found)
    assert not found.is_retryable


async def test_a_damaged_compression_is_invalid() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(b"\x1f\x8b no gzip at all")
        return httpx.Response(200, headers={**JSON_TYPE, "content-encoding": "gzip"}, stream=stream)

    assert "compression is damaged" in str(await error_of(answer))


async def test_a_connection_reset_in_the_body_is_unreachable() -> None:
    answer = httpx.Response(200, headers=JSON_TYPE, stream=Broken(httpx.ReadError("")))
    assert isinstance(await error_of(answer), ProviderUnreachable)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401), ProviderRefused),
        (httpx.Response(401, html="<p>401"), ProviderRefused),
        (httpx.Response(403, json={}), ProviderRefused),
        (httpx.Response(403, html="<p>blocked"), ProviderFailed),
        (httpx.Response(404, json={"status_code": 34}), ProviderNotFound),
        (httpx.Response(404), ProviderNotFound),
        (httpx.Response(400, json={"errors": ["x"]}), ProviderFailed),
        (httpx.Response(422, json={}), ProviderFailed),
        (httpx.Response(429), ProviderBusy),
        (httpx.Response(503, html="<p>maintenance"), ProviderBusy),
        (httpx.Response(500, html="<p>oops"), ProviderFailed),
        (httpx.Response(502), ProviderFailed),
        (httpx.Response(504), ProviderFailed),
        (httpx.Response(599), ProviderFailed),
    ],
)
async def test_each_status_has_its_error(answer: httpx.Response, error: type[ProviderError]) -> None:
    assert type(await error_of(answer)) is error


@pytest.mark.parametrize(("status", "is_retryable"), [(500, True), (502, True), (400, False), (422, False)])
async def test_errors_of_the_service_itself_may_be_tried_again(status: int, is_retryable: bool) -> None:
    assert (await error_of(httpx.Response(status))).is_retryable is is_retryable


async def test_a_refused_key_says_what_is_still_true_and_what_to_do() -> None:
    found = await error_of(httpx.Response(401))
    assert isinstance(found, ProviderRefused)
    assert found.reason == "wrong"
    assert str(found) == (
        "TMDB does not accept the key. What is stored stays as it is. Check the key in the settings."
    )


@pytest.mark.parametrize(
    "answer",
    [*CONNECTION_ERRORS, *TIMEOUTS, with_body(b"<p>", "text/html"), *map(httpx.Response, (401, 429, 500))],
)
async def test_no_sentence_holds_a_key_or_a_word_of_the_library(answer: Any) -> None:
    sentence = str(await error_of(answer))
    assert HEX_KEY not in sentence
    assert "httpx" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None), ("3", 3.0), (" 3 ", 3.0), ("2.5", 2.5), ("0", None), ("-5", None), ("soon", None), ("", None),
        ("nan", None), ("inf", 86400.0), ("999999999", 86400.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), None),
        ("Mon, 02 Nov 2026 12:01:00 -0000", 60.0),
        ("Mon, 02 Nov 2026 14:01:00 +0200", 60.0),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value: str | None, expected: float | None) -> None:
    assert retry_after_seconds(value, now=NOW) == expected


@pytest.mark.parametrize("status", [429, 503])
async def test_the_wait_asked_for_travels_with_the_error(status: int) -> None:
    found = await error_of(httpx.Response(status, headers={"Retry-After": "7"}))
    assert isinstance(found, ProviderBusy)
    assert found.retry_after_s == 7.0
    assert "a rest of 7 seconds" in str(found)


@pytest.mark.parametrize(
    ("status", "named", "rests"),
    [
        (429, "7", [7.0]),
        (503, "7", [7.0]),
        (429, "0", [1.0]),
        (503, None, [1.0]),
        (500, "7", []),
        (404, None, []),
    ],
)
async def test_a_rest_asked_for_is_told_before_anybody_sees_the_error(
    status: int, named: str | None, rests: list[float]
) -> None:
    told: list[float] = []
    answer = httpx.Response(status, headers={"Retry-After": named} if named else {}, json={})
    transport = httpx.MockTransport(lambda request: answer)
    clients = HttpClients(transport=transport, contact="https://example.org/")
    with pytest.raises(ProviderError):
        await clients.api(INFO, BASE, OpenGate(), on_busy=told.append).get_json("movie/1")
    await clients.close()
    assert told == rests


@pytest.mark.parametrize("content_type", ["application/json;charset=utf-8", "text/json", "text/plain", ""])
async def test_json_is_read_under_every_name_it_goes_by(content_type: str) -> None:
    async with api(with_body(b'{"id": 1}', content_type)) as client:
        answer = await client.get_json("movie/1")
    assert (answer.status, answer.data) == (200, {"id": 1})


async def test_compressed_json_is_unpacked() -> None:
    body = gzip.compress(json.dumps({"id": 1}).encode())
    answer = httpx.Response(
        200, headers={**JSON_TYPE, "content-encoding": "gzip"}, stream=httpx.ByteStream(body)
    )
    async with api(answer) as client:
        assert (await client.get_json("movie/1")).data == {"id": 1}


def test_the_deepest_json_allowed_is_read() -> None:
    assert parse_json(b"[" * MAX_JSON_DEPTH + b"]" * MAX_JSON_DEPTH)
    assert parse_json(b'"text"') == "text"


async def test_each_request_waits_at_the_gate_and_is_counted() -> None:
    counted: list[str] = []
    gate = OpenGate()
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={}))
    clients = HttpClients(transport=transport, contact="x", on_request=counted.append)
    client = clients.api(INFO, BASE, gate)
    await client.get_json("a")
    await client.get_json("b", priority=Priority.AUTOMATION)
    await clients.close()
    assert gate.priorities == [Priority.USER, Priority.AUTOMATION]
    assert counted == ["tmdb", "tmdb"]


async def test_requests_say_who_asks_and_what_they_want() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    async with api(answer) as client:
        await client.get_json("movie/1", {"q": "a b"}, headers={"api-key": "k"})
    request = seen[0]
    assert str(request.url) == "https://api.themoviedb.org/3/movie/1?q=a+b"
    assert request.headers["user-agent"].startswith("MetarrDesktop/")
    assert request.headers["user-agent"].endswith("( https://example.org/ )")
    assert (request.headers["accept"], request.headers["api-key"]) == ("application/json", "k")


async def test_attempts_of_people_are_shorter_than_those_of_nobody() -> None:
    seen: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json={})

    async with api(answer) as client:
        await client.get_json("a", priority=Priority.USER)
        await client.get_json("a", priority=Priority.AUTOMATION)
    assert [(limit["connect"], limit["read"], limit["pool"]) for limit in seen] == [(3, 4, 5), (5, 20, 5)]


async def test_a_shared_transport_outlives_each_client_and_is_closed_once() -> None:
    class Counting(httpx.MockTransport):
        closed = 0

        async def aclose(self) -> None:
            self.closed += 1

    transport = Counting(lambda request: httpx.Response(200, content=b"{}"))
    clients = HttpClients(transport=transport, contact="x")
    await clients.api(INFO, BASE, OpenGate()).get_json("a")
    await clients.images().download("https://image.tmdb.org/a.jpg", max_bytes=10)
    await clients.close()
    await clients.close()
    assert transport.closed == 1


async def test_requests_after_closing_are_unreachable() -> None:
    async with api(httpx.Response(200, json={})) as client:
        pass
    with pytest.raises(ProviderUnreachable):
        await client.get_json("a")


async def test_a_base_address_over_plain_http_is_refused_at_once() -> None:
    clients = HttpClients(contact="x")
    with pytest.raises(InvalidInput):
        clients.api(INFO, "http://api.themoviedb.org/3/", OpenGate())
    await clients.close()

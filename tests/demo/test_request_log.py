"""The log of the demo services: every request, and no key."""

from __future__ import annotations

import httpx
import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.demo.keys import (
    DEMO_FANART_TV_API_KEY,
    DEMO_FANART_TV_CLIENT_KEY,
    DEMO_TMDB_API_KEY,
    DEMO_TMDB_TOKEN,
)
from metarr_desktop.demo.service import DemoServices

KEYS = (DEMO_TMDB_TOKEN, DEMO_TMDB_API_KEY, DEMO_FANART_TV_API_KEY, DEMO_FANART_TV_CLIENT_KEY)


async def test_an_entry_says_what_was_asked_and_answered(
    tmdb: httpx.AsyncClient, services: DemoServices
) -> None:
    await tmdb.get("search/movie", params={"query": "alien", "year": 1979}, headers={"User-Agent": "Test/1"})
    (entry,) = services.log.entries()
    assert (entry.service, entry.kind, entry.method) == (DemoService.TMDB, PathKind.API, "GET")
    assert (entry.path, entry.query) == ("/3/search/movie", (("query", "alien"), ("year", "1979")))
    assert (entry.status, entry.user_agent, entry.failure) == (200, "Test/1", None)
    assert "authorization" in entry.headers


async def test_no_key_is_kept_wherever_it_was_sent(
    tmdb: httpx.AsyncClient, fanart: httpx.AsyncClient, services: DemoServices
) -> None:
    await tmdb.get("authentication")
    await tmdb.get("authentication", params={"api_key": DEMO_TMDB_API_KEY})
    keys = {"API_KEY": DEMO_FANART_TV_API_KEY, "client_key": DEMO_FANART_TV_CLIENT_KEY}
    await fanart.get("movies/27205", params=keys, headers={"client-key": DEMO_FANART_TV_CLIENT_KEY})
    entries = services.log.entries()
    assert [entry.has_key_in_query for entry in entries] == [False, True, True]
    assert not any(key in repr(entries) or key in repr([e.to_json() for e in entries]) for key in KEYS)


async def test_entries_can_be_narrowed(
    tmdb: httpx.AsyncClient, fanart: httpx.AsyncClient, services: DemoServices
) -> None:
    await tmdb.get("authentication")
    await tmdb.get("https://image.tmdb.org/t/p/w92/nothing.jpg")
    await fanart.get("movies/27205")
    assert [entry.status for entry in services.log.entries(DemoService.TMDB)] == [200, 404]
    assert [entry.path for entry in services.log.entries(DemoService.TMDB, PathKind.IMAGE)] == [
        "/t/p/w92/nothing.jpg"
    ]
    assert len(services.log.entries(kind=PathKind.API)) == 2


async def test_a_request_that_was_never_answered_is_in_the_log(
    tmdb: httpx.AsyncClient, services: DemoServices
) -> None:
    services.faults.switch_on(DemoService.TMDB, Fault(Failure.DROP))
    with pytest.raises(httpx.RemoteProtocolError):
        await tmdb.get("authentication")
    (entry,) = services.log.entries()
    assert (entry.status, entry.failure) == (None, Failure.DROP)


async def test_the_log_can_be_cleared(tmdb: httpx.AsyncClient, services: DemoServices) -> None:
    await tmdb.get("authentication")
    services.log.clear()
    assert services.log.entries() == ()
    await tmdb.get("authentication")
    assert [entry.number for entry in services.log.entries()] == [2]

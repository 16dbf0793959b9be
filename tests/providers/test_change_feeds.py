"""What services announce as changed: read from the demo, page by page, and refused where it is no list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from metarr_desktop.demo.changes import changes
from metarr_desktop.demo.keys import DEMO_FANART_TV_CLIENT_KEY, DEMO_TMDB_TOKEN, DEMO_TVDB_API_KEY
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import ProviderAnswerInvalid
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import ChangedWork, ChangeFeed
from metarr_desktop.providers.definition import ProviderContext, ProviderDefinition
from metarr_desktop.providers.http import HttpClients
from tests.providers.support import FANART_TV, TMDB, TVDB, OpenGate, Script, provider

FEEDS = [TMDB, FANART_TV, TVDB]
KEYS = {
    "tmdb": {"API_KEY": DEMO_TMDB_TOKEN},
    "fanart_tv": {"CLIENT_KEY": DEMO_FANART_TV_CLIENT_KEY},
    "tvdb": {"API_KEY": DEMO_TVDB_API_KEY},
}
NOW = datetime.now(UTC)  # the demo services live by the machine's clock
DAY = timedelta(days=1)
LOGIN = {"status": "success", "data": {"token": "a.b.c"}}


def build(clients: HttpClients, definition: ProviderDefinition) -> Any:
    address = definition.default_base_url
    http = clients.api(definition.info, address, OpenGate())
    return definition.build(ProviderContext(http, KEYS[definition.info.name], ("en",), address))


async def read(feed: ChangeFeed, since: datetime = NOW - DAY, until: datetime = NOW) -> list[ChangedWork]:
    return list(await feed.changes(since, until, priority=Priority.AUTOMATION))


@pytest.mark.parametrize("definition", FEEDS, ids=lambda definition: definition.info.name)
async def test_films_and_series_are_announced_by_an_id_their_titles_have(
    clients: HttpClients, definition: ProviderDefinition
) -> None:
    feed = build(clients, definition)
    assert isinstance(feed, ChangeFeed)
    found = await read(
        feed, NOW - feed.reaches_back if definition is not FANART_TV else datetime(2001, 1, 1, tzinfo=UTC)
    )
    kinds = {(work.entity_type, work.id_kind) for work in found}
    own = "tvdb" if definition is TVDB else "tmdb"
    assert {(EntityType.MOVIE, own), (EntityType.TV, "tmdb" if definition is TMDB else "tvdb")} <= kinds
    assert len(found) == len(set(found))


async def test_albums_are_announced_by_their_artist(clients: HttpClients) -> None:
    found = await read(build(clients, FANART_TV), datetime(2001, 1, 1, tzinfo=UTC))
    assert (EntityType.MUSIC, "musicbrainz_artist") in {(work.entity_type, work.id_kind) for work in found}


async def test_a_day_is_less_than_a_week(clients: HttpClients) -> None:
    feed = build(clients, TMDB)
    assert 0 < len(await read(feed)) < len(await read(feed, NOW - 7 * DAY))


async def test_all_pages_of_tmdb_are_read() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        return httpx.Response(200, json={"results": [{"id": number}], "page": number, "total_pages": 3})

    script = Script({"/movie/changes": page, "/tv/changes": {"results": [], "total_pages": 1}})
    async with provider(TMDB, script) as feed:
        found = await read(feed, datetime(2026, 3, 1, 23, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert [work.id_value for work in found] == ["1", "2", "3"]
    asked = script.requests[0].url.params
    assert (asked["start_date"], asked["end_date"]) == ("2026-03-01", "2026-03-02")


async def test_all_pages_of_thetvdb_are_read() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        items = [{"recordId": 10 + number, "entityType": request.url.params["type"]}, {"recordId": None}, "x"]
        links = {"next": "more" if number < 2 else None}
        return httpx.Response(200, json={"status": "success", "data": items, "links": links})

    script = Script({"/login": LOGIN, "/updates": page})
    async with provider(TVDB, script) as feed:
        found = await read(feed)
    assert [(work.entity_type, work.id_value) for work in found] == [
        (kind, str(number)) for kind in (EntityType.MOVIE, EntityType.TV) for number in (10, 11, 12)
    ]
    assert script.requests[1].url.params["since"] == str(int((NOW - DAY).timestamp()))


@pytest.mark.parametrize("answer", [[], {}, {"results": None}, {"results": [], "total_pages": 9999}, "x"])
async def test_what_is_no_list_of_tmdb_is_refused(answer: Any) -> None:
    async with provider(TMDB, Script({"/movie/changes": answer, "/tv/changes": answer})) as feed:
        with pytest.raises(ProviderAnswerInvalid):
            await read(feed)


@pytest.mark.parametrize("answer", [{}, {"error message": "x"}, "x", 7])
async def test_what_is_no_list_of_fanart_tv_is_refused(answer: Any) -> None:
    async with provider(FANART_TV, Script({"/latest": answer})) as feed:
        with pytest.raises(ProviderAnswerInvalid):
            await read(feed)


@pytest.mark.parametrize("data", [{}, None, "x"])
async def test_what_is_no_list_of_thetvdb_is_refused(data: Any) -> None:
    script = Script({"/login": LOGIN, "/updates": {"status": "success", "data": data}})
    async with provider(TVDB, script) as feed:
        with pytest.raises(ProviderAnswerInvalid):
            await read(feed)


async def test_a_list_of_thetvdb_that_does_not_end_is_refused() -> None:
    endless = {"status": "success", "data": [{"recordId": 1}], "links": {"next": "more"}}
    async with provider(TVDB, Script({"/login": LOGIN, "/updates": endless})) as feed:
        with pytest.raises(ProviderAnswerInvalid):
            await read(feed)


async def test_items_that_are_none_are_left_out() -> None:
    items = [{"tmdb_id": "7"}, {"imdb_id": "tt0000007"}, {"id": 3}, None, {}, {"name": "x"}]
    async with provider(
        FANART_TV, Script({"/movies/latest": items, "/tv/latest": [], "/music/latest": []})
    ) as feed:
        found = await read(feed)
    assert found == [
        ChangedWork(EntityType.MOVIE, "tmdb", "7"),
        ChangedWork(EntityType.MOVIE, "imdb", "tt0000007"),
    ]


def test_the_demo_changes_each_entry_every_tenth_day() -> None:
    today = NOW.date()
    found = list(changes(range(100), today - 9 * DAY, today))
    assert sorted(number for number, _ in found) == list(range(100))

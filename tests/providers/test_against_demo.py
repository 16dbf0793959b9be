"""The clients against the demo services: the same bytes the program meets without any key."""

from __future__ import annotations

from typing import Any

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.demo.keys import (
    DEMO_FANART_TV_API_KEY,
    DEMO_FANART_TV_CLIENT_KEY,
    DEMO_TMDB_API_KEY,
    DEMO_TMDB_TOKEN,
    DEMO_TVDB_API_KEY,
    DEMO_TVDB_PIN,
    DEMO_TVDB_USER_KEY,
)
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderError,
    ProviderFailed,
    ProviderRefused,
    ProviderUnreachable,
    ThumbnailUnavailable,
)
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import TitleQuery
from metarr_desktop.providers.definition import ProviderContext, ProviderDefinition
from metarr_desktop.providers.http import AttemptTimeouts, HttpClients
from metarr_desktop.providers.http.api_client import TIMEOUTS
from metarr_desktop.providers.registry import BUILT_IN
from metarr_desktop.providers.url_rules import loopback_authority
from tests.providers.support import FANART_TV, TMDB, TVDB, OpenGate, ask

INCEPTION = "27205"
DEMO_KEYS = {
    "tmdb": {"API_KEY": DEMO_TMDB_TOKEN},
    "fanart_tv": {"CLIENT_KEY": DEMO_FANART_TV_CLIENT_KEY},
    "tvdb": {"API_KEY": DEMO_TVDB_API_KEY},
}
OF_FILMS = [each for each in BUILT_IN if EntityType.MOVIE in each.info.answers]
ENDLESS = {Failure.HANG, Failure.NEVER_CONNECTS, Failure.DRIP}
QUICK = {priority: AttemptTimeouts(connect_s=0.1, read_s=0.1) for priority in Priority}


def build(clients: HttpClients, definition: ProviderDefinition, base_url: str = "", keys: Any = None) -> Any:
    address = base_url or definition.default_base_url
    http = clients.api(definition.info, address, OpenGate())
    given = DEMO_KEYS.get(definition.info.name, {}) if keys is None else keys
    return definition.build(ProviderContext(http, given, ("en",), address))


@pytest.mark.parametrize("definition", OF_FILMS, ids=lambda definition: definition.info.name)
async def test_a_whole_film_arrives(clients: HttpClients, definition: ProviderDefinition) -> None:
    answer = await build(clients, definition).fetch(ask(definition, INCEPTION))
    assert (answer.outcome, answer.dropped) == (Outcome.OK, 0)
    assert {"tmdb": INCEPTION, "imdb": "tt1375666"}.items() <= dict(answer.external_ids).items()
    assert len(answer.images) >= 6


async def test_a_film_is_searched_found_and_resolved(clients: HttpClients) -> None:
    tmdb = build(clients, TMDB)
    hit = (await tmdb.search(TitleQuery("inception", EntityType.MOVIE, 2010))).hits[0]
    resolved = await tmdb.resolve(hit, Priority.USER)
    found = (await tmdb.find(EntityType.MOVIE, ExternalIds(imdb="tt1375666"), Priority.USER)).hits[0]
    assert (hit.title, hit.year, resolved.external_ids.imdb) == ("Inception", 2010, "tt1375666")
    assert (found.provider_result_id, found.is_id_match) == (INCEPTION, True)


@pytest.mark.parametrize("definition", OF_FILMS, ids=lambda definition: definition.info.name)
async def test_an_unknown_film_is_not_found(clients: HttpClients, definition: ProviderDefinition) -> None:
    answer = await build(clients, definition).fetch(ask(definition, "99999999"))
    assert answer.outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("definition", "keys"),
    [
        (TMDB, {"API_KEY": DEMO_TMDB_TOKEN}),
        (TMDB, {"API_KEY": DEMO_TMDB_API_KEY}),
        (FANART_TV, {"API_KEY": DEMO_FANART_TV_API_KEY}),
        (FANART_TV, {"CLIENT_KEY": DEMO_FANART_TV_CLIENT_KEY}),
        (TVDB, {"API_KEY": DEMO_TVDB_API_KEY}),
        (TVDB, {"API_KEY": DEMO_TVDB_API_KEY, "PIN": ""}),
        (TVDB, {"API_KEY": DEMO_TVDB_USER_KEY, "PIN": DEMO_TVDB_PIN}),
    ],
)
async def test_every_kind_of_key_is_accepted(
    clients: HttpClients, definition: ProviderDefinition, keys: dict[str, str]
) -> None:
    assert "accepted" in await build(clients, definition, keys=keys).check_key()


@pytest.mark.parametrize("definition", OF_FILMS, ids=lambda definition: definition.info.name)
async def test_a_wrong_key_is_refused(clients: HttpClients, definition: ProviderDefinition) -> None:
    keys = {field.name: "f" * 32 for field in definition.info.keys}
    with pytest.raises(ProviderRefused):
        await build(clients, definition, keys=keys).fetch(ask(definition, INCEPTION))


FAULTS = [
    (Failure.UNREACHABLE, ProviderUnreachable), (Failure.NEVER_CONNECTS, ProviderUnreachable),
    (Failure.HANG, ProviderUnreachable), (Failure.DROP, ProviderUnreachable),
    (Failure.RESET, ProviderUnreachable), (Failure.DRIP, ProviderUnreachable),
    (Failure.CUT_BODY, ProviderAnswerInvalid), (Failure.STATUS, ProviderFailed),
    (Failure.TOO_MANY_REQUESTS, ProviderBusy), (Failure.REDIRECT_LOOP, ProviderAnswerInvalid),
    (Failure.REDIRECT_AWAY, ProviderAnswerInvalid), (Failure.BAD_GZIP, ProviderAnswerInvalid),
    (Failure.HTML, ProviderAnswerInvalid), (Failure.EMPTY_BODY, ProviderAnswerInvalid),
    (Failure.TRUNCATED_JSON, ProviderAnswerInvalid), (Failure.WRONG_TYPES, ProviderAnswerInvalid),
    (Failure.HUGE_JSON, ProviderAnswerInvalid), (Failure.DEEP_JSON, ProviderAnswerInvalid),
]  # fmt: skip


@pytest.mark.parametrize(("failure", "error"), FAULTS)
@pytest.mark.parametrize("definition", OF_FILMS, ids=lambda definition: definition.info.name)
async def test_every_fault_is_one_of_our_errors(
    services: DemoServices,
    definition: ProviderDefinition,
    failure: Failure,
    error: type[ProviderError],
) -> None:
    services.faults.switch_on(DemoService(definition.info.name), Fault(failure, drip_s=0.02))
    timeouts = QUICK if failure in ENDLESS else TIMEOUTS
    clients = HttpClients(transport=DemoTransport(services), contact="x", timeouts=timeouts)
    with pytest.raises(ProviderError) as caught:
        await build(clients, definition).fetch(ask(definition, INCEPTION))
    await clients.close()
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "failure",
    [
        Failure.UNREACHABLE,
        Failure.STATUS,
        Failure.IMAGE_IS_HTML,
        Failure.IMAGE_IS_EMPTY,
        Failure.IMAGE_OVERSIZE,
    ],
)
async def test_a_picture_that_fails_is_one_error_too(
    services: DemoServices, clients: HttpClients, failure: Failure
) -> None:
    answer = await build(clients, TMDB).fetch(ask(TMDB, INCEPTION))
    services.faults.switch_on(DemoService.TMDB, Fault(failure), PathKind.IMAGE)
    with pytest.raises(ThumbnailUnavailable):
        await clients.images().download(answer.images[0].url, max_bytes=1_000_000)


async def test_over_a_real_socket_pictures_come_from_the_loopback_server_alone(
    services: DemoServices,
) -> None:
    clients = HttpClients(contact="x")
    async with DemoServer(services) as server:
        for definition in OF_FILMS:
            base_url = server.environment()[definition.base_url_variable]
            answer = await build(clients, definition, base_url).fetch(ask(definition, INCEPTION))
            own = loopback_authority(base_url)
            assert own is not None
            assert answer.images
            assert all(own in image.url for image in answer.images)
            picture = await clients.images(frozenset({own})).download(
                answer.images[0].thumb_url or "", max_bytes=1_000_000
            )
            assert picture.data.startswith(b"\xff\xd8")
        await clients.close()

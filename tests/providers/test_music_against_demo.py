"""Music by the clients the program has, against the services of the demo: in this process and over a real socket."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from metarr_desktop.demo.album_images import archive_pictures
from metarr_desktop.demo.albums import VARIOUS_ARTISTS, load_albums
from metarr_desktop.demo.faults import DemoService, Failure, Fault, RetryAfter
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderBusy, ProviderError, ProviderFailed
from metarr_desktop.domain.errors import ProviderUnreachable as Unreachable
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.http import AttemptTimeouts, HttpClients
from metarr_desktop.providers.url_rules import loopback_authority
from tests.providers.music_support import ask, build, query

NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"
QUICK = {priority: AttemptTimeouts(connect_s=0.1, read_s=0.1) for priority in Priority}
MUSIC, ARCHIVE = DemoService.MUSICBRAINZ, DemoService.COVER_ART_ARCHIVE


@pytest.fixture(params=["in this process", "over a socket"])
async def client(request: pytest.FixtureRequest, services: DemoServices) -> AsyncIterator[Any]:
    if request.param == "in this process":
        clients = HttpClients(transport=DemoTransport(services), contact="https://example.org/")
        yield build(clients, {})
        await clients.close()
        return
    async with DemoServer(services) as server:
        clients = HttpClients(contact="https://example.org/")
        yield build(clients, addresses(server))
        await clients.close()


def addresses(server: DemoServer) -> dict[str, str]:
    environment = server.environment()
    return {
        name: environment[f"METARR_{name.upper()}_BASE_URL"] for name in ("musicbrainz", "cover_art_archive")
    }


async def test_an_album_arrives_whole(client: Any) -> None:
    details = await client.fetch(ask(value=NEVERMIND))
    assert (details.metadata.title, details.metadata.artist) == ("Nevermind", "Nirvana")
    assert details.external_ids["musicbrainz_artist"] == "5b11f4ce-a62d-471e-81fc-a69a8278c7da"


async def test_every_front_and_disc_of_every_album_arrives(client: Any) -> None:
    for album in load_albums().albums:
        answer = await client.fetch(ask("covers", album.mbid))
        fit = [
            each.types
            for each in archive_pictures(album)
            if not {"Watermark", "Raw/Unedited"} & set(each.types)
        ]
        expected = Counter(kind for types in fit for kind in types if kind in ("Front", "Medium"))
        assert Counter(image.metadata["kind"] for image in answer.images) == expected
        assert answer.outcome is (Outcome.OK if expected else Outcome.EMPTY)
        assert answer.dropped == 0


async def test_every_album_is_found_by_artist_and_title(client: Any) -> None:
    for album in load_albums().albums:
        if album.artist.mbid != VARIOUS_ARTISTS:
            hits = (await client.search(query(f"{album.artist.name} - {album.title}"))).hits
            assert hits[0].provider_result_id == album.mbid


async def test_every_album_is_found_by_its_id_and_by_those_of_its_editions(client: Any) -> None:
    album = load_albums().albums[0]
    for mbid in (album.mbid, *album.release_ids):
        (hit,) = (await client.find(EntityType.MUSIC, ExternalIds(musicbrainz=mbid), Priority.USER)).hits
        assert (hit.provider_result_id, hit.is_id_match) == (album.mbid, True)


async def test_over_a_socket_pictures_come_from_the_loopback_server_alone(services: DemoServices) -> None:
    async with DemoServer(services) as server:
        clients = HttpClients(contact="https://example.org/")
        client = build(clients, addresses(server))
        answer = await client.fetch(ask("covers", NEVERMIND))
        authority = loopback_authority(server.origin)
        images = clients.images(frozenset({authority or ""}))
        for image in answer.images:
            assert image.url.startswith(server.origin)
            assert (await images.download(str(image.thumb_url), max_bytes=100)).data.startswith(b"\xff\xd8")
        await clients.close()
    assert {entry.path.split("/")[1] for entry in services.log.entries(ARCHIVE)} >= {
        "release-group",
        "download",
        "0",
    }


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure.UNREACHABLE, Unreachable), (Failure.HANG, Unreachable), (Failure.DROP, Unreachable),
        (Failure.RESET, Unreachable), (Failure.CUT_BODY, ProviderAnswerInvalid), (Failure.STATUS, ProviderFailed),
        (Failure.TOO_MANY_REQUESTS, ProviderBusy), (Failure.REDIRECT_LOOP, ProviderAnswerInvalid),
        (Failure.REDIRECT_AWAY, ProviderAnswerInvalid), (Failure.BAD_GZIP, ProviderAnswerInvalid),
        (Failure.HTML, ProviderAnswerInvalid), (Failure.EMPTY_BODY, ProviderAnswerInvalid),
        (Failure.TRUNCATED_JSON, ProviderAnswerInvalid), (Failure.DEEP_JSON, ProviderAnswerInvalid),
        (Failure.HUGE_JSON, ProviderAnswerInvalid),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("service", "group"), [(MUSIC, "details"), (ARCHIVE, "covers")])
async def test_every_fault_is_one_of_our_errors(
    services: DemoServices, service: DemoService, group: str, failure: Failure, error: type[ProviderError]
) -> None:
    services.faults.switch_on(service, Fault(failure, size_bytes=20_000_000))
    clients = HttpClients(transport=DemoTransport(services), contact="https://example.org/", timeouts=QUICK)
    with pytest.raises(error):
        await build(clients, {}).fetch(ask(group, NEVERMIND))
    await clients.close()


async def test_half_of_the_wrong_types_is_never_more_than_an_error(services: DemoServices) -> None:
    services.faults.switch_on(MUSIC, Fault(Failure.WRONG_TYPES))
    clients = HttpClients(transport=DemoTransport(services), contact="https://example.org/")
    with pytest.raises(ProviderAnswerInvalid):
        await build(clients, {}).fetch(ask(value=NEVERMIND))
    await clients.close()


@pytest.mark.parametrize("way", list(RetryAfter))
async def test_503_says_how_long_to_wait_in_four_ways(services: DemoServices, way: RetryAfter) -> None:
    services.faults.switch_on(MUSIC, Fault(Failure.STATUS, status=503, retry_after=way, retry_after_s=30))
    clients = HttpClients(transport=DemoTransport(services), contact="https://example.org/")
    with pytest.raises(ProviderBusy) as caught:
        await build(clients, {}).fetch(ask(value=NEVERMIND))
    await clients.close()
    is_named = way in (RetryAfter.SECONDS, RetryAfter.DATE)
    assert (caught.value.retry_after_s is not None) == is_named


async def test_no_request_carries_a_key_and_all_say_who_they_are(services: DemoServices) -> None:
    clients = HttpClients(transport=DemoTransport(services), contact="https://example.org/")
    client = build(clients, {})
    await client.fetch(ask(value=NEVERMIND))
    await client.fetch(ask("covers", NEVERMIND))
    await clients.close()
    entries = [*services.log.entries(MUSIC), *services.log.entries(ARCHIVE)]
    assert len(entries) == 4
    assert all(entry.user_agent.startswith("MetarrDesktop/") for entry in entries)
    assert not any(entry.has_key_in_query for entry in entries)

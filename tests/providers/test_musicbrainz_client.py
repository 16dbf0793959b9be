"""Which requests MusicBrainz gets, what its answers and errors become."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from metarr_desktop import __version__
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderBusy, ProviderError, ProviderFailed
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import AssetProvider, SearchProvider
from metarr_desktop.providers.musicbrainz import MUSICBRAINZ
from tests.providers.music_support import (
    ALBUM,
    ARTIST,
    OLD_ALBUM,
    RELEASE,
    MusicScript,
    ask,
    credit,
    group,
    musicbrainz,
    query,
)

LISTED = {"release-groups": [group(), group(id=RELEASE, title="Second Steps", first_release_date="1999")]}


async def test_one_request_brings_texts_and_ids() -> None:
    script = MusicScript({f"release-group/{ALBUM}": group()})
    async with musicbrainz(script) as client:
        answer = await client.fetch(ask())
    assert script.addresses() == [f"https://musicbrainz.org/ws/2/release-group/{ALBUM}"]
    sent = script.requests[0].url.params
    assert sent["fmt"] == "json"
    assert {"artist-credits", "releases", "genres", "tags", "url-rels"} <= set(sent["inc"].split())
    assert (answer.outcome, answer.metadata.title) == (Outcome.OK, "First Steps")
    assert dict(answer.external_ids) == {"musicbrainz": ALBUM, "musicbrainz_artist": ARTIST}


async def test_the_user_agent_says_who_asks_and_where_to_complain() -> None:
    script = MusicScript({f"release-group/{ALBUM}": group()})
    async with musicbrainz(script) as client:
        await client.fetch(ask())
    assert script.requests[0].headers["user-agent"] == f"MetarrDesktop/{__version__} ( https://example.org/ )"


@pytest.mark.parametrize("value", ["603", "", "../artist/x", f"{ALBUM}x", "tt0133093"])
async def test_what_is_no_id_of_musicbrainz_is_not_asked_for(value: str) -> None:
    script = MusicScript()
    async with musicbrainz(script) as client:
        answer = await client.fetch(ask(value=value))
    assert (answer.outcome, script.requests) == (Outcome.NOT_FOUND, [])


async def test_an_unknown_album_is_not_found() -> None:
    async with musicbrainz(MusicScript()) as client:
        answer = await client.fetch(ask())
    assert (answer.outcome, dict(answer.external_ids)) == (Outcome.NOT_FOUND, {"musicbrainz": ALBUM})


@pytest.mark.parametrize(
    ("path", "entry", "words"),
    [
        ("release", {"id": ALBUM, "title": "x", "release-group": group(id=OLD_ALBUM)}, f"use {OLD_ALBUM}."),
        ("artist", {"id": ALBUM, "name": "The Sample"}, "is an artist at MusicBrainz (The Sample)"),
        ("label", {"id": ALBUM, "name": "Some Records"}, ""),
        ("release", {"error": "something else"}, ""),
    ],
)
async def test_the_id_of_something_else_is_said_to_be_one(path: str, entry: Any, words: str) -> None:
    async with musicbrainz(MusicScript({f"{path}/{ALBUM}": entry})) as client:
        answer = await client.fetch(ask())
    assert answer.outcome is Outcome.NOT_FOUND
    assert (words in answer.message) if words else answer.message == ""


async def test_what_an_unknown_id_is_instead_is_not_asked_in_the_background() -> None:
    script = MusicScript()
    async with musicbrainz(script) as client:
        await client.fetch(replace(ask(), priority=Priority.AUTOMATION))
    assert len(script.requests) == 1


async def test_of_a_merged_album_both_ids_stay_known() -> None:
    script = MusicScript({f"release-group/{OLD_ALBUM}": group()})
    async with musicbrainz(script) as client:
        answer = await client.fetch(ask(value=OLD_ALBUM))
    ids = answer.external_ids
    assert (ids["musicbrainz"], ids["musicbrainz_merged"]) == (OLD_ALBUM, ALBUM)


@pytest.mark.parametrize(
    "text",
    [
        "Your requests are exceeding the allowable rate limit. Please see …",
        "The MusicBrainz web server is currently busy. Please try again later.",
    ],
)
@pytest.mark.parametrize(
    ("header", "wait_s"), [({"Retry-After": "3"}, 3.0), ({"Retry-After": "0"}, None), ({}, None)]
)
async def test_both_kinds_of_503_are_a_wish_to_be_left_alone(
    text: str, header: dict[str, str], wait_s: float | None
) -> None:
    busy = httpx.Response(503, json={"error": text}, headers={**header, "X-RateLimit-Zone": "global"})
    async with musicbrainz(MusicScript({f"release-group/{ALBUM}": busy})) as client:
        with pytest.raises(ProviderBusy) as caught:
            await client.fetch(ask())
    assert caught.value.retry_after_s == wait_s
    assert caught.value.is_retryable


async def test_after_503_it_is_left_alone_for_two_seconds_and_asked_at_half_the_rate_for_a_minute() -> None:
    info = MUSICBRAINZ.info
    assert (info.busy_wait_s, info.busy_slowdown_s) == (2.0, 60.0)
    assert 0.5 <= info.requests_per_s <= 1.0
    assert (info.deadlines.user_s, info.deadlines.automation_s) == (25.0, 180.0)
    assert info.is_rate_shared


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400, json={"error": "Invalid mbid.", "help": "…"}), ProviderFailed),
        (httpx.Response(403, text="Your client does not say who it is."), ProviderFailed),
        (httpx.Response(500, html="<html>"), ProviderFailed),
        (httpx.Response(404, html="<html>"), ProviderAnswerInvalid),
        (httpx.Response(200, html="<html>"), ProviderAnswerInvalid),
        (httpx.Response(200, json={"error": "something"}), ProviderAnswerInvalid),
        (httpx.Response(200, json=[]), ProviderAnswerInvalid),
        (httpx.Response(200, text=""), ProviderAnswerInvalid),
        (httpx.Response(302, headers={"location": "https://musicbrainz.org/x"}), ProviderAnswerInvalid),
    ],
)
async def test_other_answers_become_the_error_that_fits(
    answer: httpx.Response, error: type[ProviderError]
) -> None:
    async with musicbrainz(MusicScript({f"release-group/{ALBUM}": answer})) as client:
        with pytest.raises(error) as caught:
            await client.fetch(ask())
    assert str(caught.value).startswith("MusicBrainz ")
    assert "key" not in str(caught.value)


async def test_a_search_is_one_request_and_needs_no_further_look_up() -> None:
    script = MusicScript({"/release-group": LISTED})
    async with musicbrainz(script) as client:
        answer = await client.search(query("first steps"))
    assert len(script.requests) == 1
    assert [(hit.title, hit.artist, hit.year, hit.rank, hit.is_resolved) for hit in answer.hits] == [
        ("First Steps", "The Sample", 1994, 1, True),
        ("Second Steps", "The Sample", 1999, 2, True),
    ]
    assert dict(answer.hits[0].external_ids) == {"musicbrainz": ALBUM, "musicbrainz_artist": ARTIST}
    assert answer.hits[0].poster_url == f"https://coverartarchive.org/release-group/{ALBUM}/front-250"


@pytest.mark.parametrize("title", ["AC/DC: Live?", 'Say "Hi" (2)', "C:\\Music", "What* ~ ^2", "a && b || !c"])
async def test_titles_full_of_signs_are_searched_for_as_they_are(title: str) -> None:
    script = MusicScript({"/release-group": {"release-groups": []}})
    async with musicbrainz(script) as client:
        await client.search(query(title))
    (sent,) = script.queries()
    bare = sent.replace("\\\\", "").replace('\\"', "")
    assert bare.count('"') % 2 == 0
    assert all(f"\\{sign}" in sent for sign in '/:?"(*~^&|!' if sign in title)


async def test_artist_and_title_are_searched_in_their_fields() -> None:
    script = MusicScript({"/release-group": LISTED})
    async with musicbrainz(script) as client:
        await client.search(query("The Sample - First Steps"))
    assert script.queries()[0].startswith('(artist:"The Sample" AND releasegroup:"First Steps")')


async def test_an_artist_by_another_name_is_looked_up_when_nothing_fits() -> None:
    def albums(request: httpx.Request) -> Any:
        return LISTED if "arid:" in request.url.params["query"] else {"release-groups": []}

    artists = {
        "artists": [
            {"id": ARTIST, "name": "The Sample", "score": 96},
            {"id": RELEASE, "name": "x", "score": 40},
        ]
    }
    script = MusicScript({"/release-group": albums, "/artist": artists})
    async with musicbrainz(script) as client:
        answer = await client.search(query("Smpl - First Steps"))
    assert script.queries()[1] == 'artist:"Smpl" OR alias:"Smpl" OR sortname:"Smpl"'
    assert script.queries()[2] == f'releasegroup:"First Steps" AND (arid:{ARTIST})'
    assert answer.hits[0].alternative_titles == ("Smpl - First Steps",)


@pytest.mark.parametrize("title", ["", "   "])
async def test_an_empty_title_is_not_searched_for(title: str) -> None:
    script = MusicScript()
    async with musicbrainz(script) as client:
        assert (await client.search(query(title))).hits == ()
    assert script.requests == []


async def find(script: MusicScript, **ids: str) -> Any:
    async with musicbrainz(script) as client:
        return (await client.find(EntityType.MUSIC, ExternalIds(ids), Priority.USER)).hits


async def test_an_album_without_a_title_is_not_offered_as_a_result() -> None:
    async with musicbrainz(MusicScript({f"release-group/{ALBUM}": group(title="")})) as client:
        with pytest.raises(ProviderAnswerInvalid, match="no title"):
            await client.find(EntityType.MUSIC, ExternalIds(musicbrainz=ALBUM), Priority.USER)


async def test_an_album_is_found_by_its_id() -> None:
    (hit,) = await find(MusicScript({f"release-group/{ALBUM}": group()}), musicbrainz=ALBUM)
    assert (hit.title, hit.is_id_match, hit.external_ids["musicbrainz"]) == ("First Steps", True, ALBUM)


async def test_an_old_id_finds_the_album_it_was_merged_into() -> None:
    (hit,) = await find(MusicScript({f"release-group/{OLD_ALBUM}": group()}), musicbrainz=OLD_ALBUM)
    assert (hit.provider_result_id, hit.external_ids["musicbrainz"]) == (ALBUM, ALBUM)
    assert hit.external_ids["musicbrainz_merged"] == OLD_ALBUM


@pytest.mark.parametrize("kind", ["musicbrainz", "musicbrainz_release"])
async def test_the_id_of_an_edition_finds_its_album(kind: str) -> None:
    release = {"id": RELEASE, "title": "x", "artist-credit": [credit()], "release-group": group()}
    (hit,) = await find(MusicScript({f"release/{RELEASE}": release}), **{kind: RELEASE})
    assert (hit.provider_result_id, hit.is_id_match) == (ALBUM, True)
    assert dict(hit.external_ids) == {"musicbrainz": ALBUM, "musicbrainz_artist": ARTIST}


async def test_the_id_of_an_artist_finds_all_albums_and_none_above_the_others() -> None:
    script = MusicScript({"/release-group": {"release-group-count": 2, **LISTED}})
    hits = await find(script, musicbrainz_artist=ARTIST)
    assert [hit.is_id_match for hit in hits] == [False, False]
    sent = script.requests[0].url.params
    assert (sent["artist"], sent["type"], sent["limit"]) == (ARTIST, "album", "100")


async def test_an_id_pasted_without_a_word_may_be_an_artists() -> None:
    script = MusicScript({"/release-group": LISTED})
    async with musicbrainz(script) as client:
        found = await client.find(EntityType.MUSIC, ExternalIds(musicbrainz=ARTIST), Priority.USER)
    assert [(hit.title, hit.is_id_match) for hit in found.hits] == [
        ("First Steps", False),
        ("Second Steps", False),
    ]
    assert script.requests[-1].url.params["artist"] == ARTIST


async def test_ids_of_films_are_none_of_its_business() -> None:
    script = MusicScript()
    assert await find(script, tmdb="603", imdb="tt0133093") == ()
    assert script.requests == []


async def test_a_hit_is_resolved_with_other_titles() -> None:
    script = MusicScript(
        {"/release-group": LISTED, f"release-group/{ALBUM}": group(aliases=[{"name": "Schritte"}])}
    )
    async with musicbrainz(script) as client:
        hit = (await client.search(query("x"))).hits[0]
        assert (await client.resolve(hit, Priority.USER)).alternative_titles == ("Schritte",)


async def test_whether_the_service_answers_can_be_tried() -> None:
    async with musicbrainz(MusicScript()) as client:
        assert "needs no key" in await client.check_key()


async def test_it_is_a_provider_of_both_kinds() -> None:
    async with musicbrainz(MusicScript()) as client:
        assert isinstance(client, AssetProvider)
        assert isinstance(client, SearchProvider)

"""The whole program at MusicBrainz, the Cover Art Archive and Fanart.tv in the forms they answer in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any

import pytest

from tests.providers.music_support import (
    ALBUM,
    ARTIST,
    OLD_ALBUM,
    RELEASE,
    VARIOUS_ARTISTS,
    credit,
    group,
    index,
    picture,
)
from tests.replay.loopback import Call, Reply, Service, answer, page, sent_on, service

Run = Callable[..., Any]
GROUP = f"release-group/{ALBUM}"
NO_ENTRY = answer(
    {"error": "Not Found", "help": "For usage, please see: https://musicbrainz.org/development/mmd"}, 404
)
NO_KEY_ON_FANART = answer({"status": "error", "error message": "Not found"}, 404)
PICTURE = "https://coverartarchive.org/release"


def by_path(base: str, otherwise: Reply, answers: dict[str, Any]) -> Callable[[Call], Reply]:
    """Answer what is asked below *base*; a path without an answer is *otherwise*."""

    def handler(call: Call) -> Reply:
        found = answers.get(call.path.removeprefix(base), otherwise)
        found = found(call) if callable(found) else found
        return found if isinstance(found, Reply) else answer(found)

    return handler


def two_steps(body: Any) -> dict[str, Any]:
    """Return the way to an index as it really is: 307 to the archive, 302 to one of its machines."""
    return {
        GROUP: sent_on(f"/download/mbid-{RELEASE}/index.json"),
        f"download/mbid-{RELEASE}/index.json": sent_on(f"/12/items/mbid-{RELEASE}/index.json", 302),
        f"12/items/mbid-{RELEASE}/index.json": body,
    }


@contextmanager
def music(
    brainz: dict[str, Any], covers: dict[str, Any], fanart: dict[str, Any] | None = None, base: str = "/ws/2/"
) -> Iterator[tuple[dict[str, str], dict[str, Service]]]:
    """Serve all three, each on a port of its own; yields their addresses and what they were asked."""
    served = {
        "musicbrainz": (base, by_path(base, NO_ENTRY, brainz)),
        "cover_art_archive": ("/", by_path("/", page(404), covers)),
        "fanart_tv": ("/v3.2/", by_path("/v3.2/", NO_KEY_ON_FANART, fanart or {})),
    }
    with ExitStack() as stack:
        running = {name: stack.enter_context(service(handler)) for name, (_, handler) in served.items()}
        yield {name: running[name].origin + served[name][0] for name in served}, running


def outcome_of(document: dict[str, Any], provider: str = "musicbrainz") -> dict[str, Any]:
    listed = (
        document["error"]["providers"]
        if "error" in document
        else document.get("providers_asked") or document["metadata"]["outcomes"]
    )
    found: dict[str, Any] = next(each for each in listed if each["provider"] == provider)
    return found


def counted(document: dict[str, Any], provider: str) -> Counter[str]:
    images = document["providers"].get(provider, {}).get("images", {})
    return Counter({slot: len(listed) for slot, listed in images.items()})


# ---------------------------------------------------------------------------------- an album, whole


@pytest.mark.parametrize("base", ["/ws/2/", "/", "/mirror/ws/2/"])
def test_an_album_arrives_from_three_services_with_the_pictures_of_its_artist(
    program: Run, base: str
) -> None:
    likes = {"id": "1", "likes": "3"}
    fanart = {
        f"music/albums/{ALBUM}": {"name": "The Sample", "mbid_id": ARTIST, "albums": {ALBUM: {
            "albumcover": [{**likes, "url": "https://assets.fanart.tv/fanart/cover.jpg"}],
            "cdart": [{**likes, "disc": "1", "size": "1000", "url": "https://assets.fanart.tv/fanart/cd.png"}]}}},
        f"music/{ARTIST}": {"name": "The Sample", "mbid_id": ARTIST, "artistbackground_count": 2,
            "artistbackground": [{**likes, "url": f"https://assets.fanart.tv/fanart/b{n}.jpg"} for n in (1, 2)],
            "artistthumb": [{**likes, "url": "https://assets.fanart.tv/fanart/t.jpg"}],
            "hdmusiclogo": [{**likes, "url": "https://assets.fanart.tv/fanart/l.png"}],
            "musicbanner": [{**likes, "url": "https://assets.fanart.tv/fanart/m.jpg"}]},
    }  # fmt: skip
    shown = index(
        picture(1, ("Front",)), picture(2, ("Medium",)), picture(3, ("Back",)), picture(4, ("Booklet",))
    )
    with music({GROUP: group()}, two_steps(shown), fanart, base) as (addresses, running):
        status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM.upper())
    assert status == 0
    assert set(document["metadata"]["completed_providers"]) == {"musicbrainz", "fanart_tv"}
    assert counted(document, "musicbrainz") == Counter(cover=1, discart=1)
    assert counted(document, "fanart_tv") == Counter(
        cover=1, discart=1, artistart=2, artistthumb=1, clearlogo=1, banner=1
    )
    assert len(running["musicbrainz"].calls) == 1, "texts and ids are one request"
    (call,) = running["musicbrainz"].calls
    assert call.headers["user-agent"].startswith("MetarrDesktop/")
    assert "( http" in call.headers["user-agent"]
    assert call.query["fmt"] == "json"


def test_requests_to_musicbrainz_are_a_second_apart_and_never_side_by_side(program: Run) -> None:
    answers = {
        "release-group": {"count": 0, "offset": 0, "release-groups": []},
        "artist": {"count": 1, "artists": [{"id": ARTIST, "name": "The Sample", "score": "100"}]},
        GROUP: group(),
    }
    with music(answers, {}) as (addresses, running):
        program(addresses, "search", "the sample - first steps", "--type", "music")
        program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    times = [call.at for call in running["musicbrainz"].calls]
    assert len(times) >= 4
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.98


# ---------------------------------------------------------------------------------- covers


def test_every_front_and_disc_arrives_in_both_forms_of_the_index(program: Run) -> None:
    old = {"large": f"http://coverartarchive.org/release/{RELEASE}/5-500.jpg",
           "small": f"http://coverartarchive.org/release/{RELEASE}/5-250.jpg"}  # fmt: skip
    fresh = {"250": f"{PICTURE}/{RELEASE}/6-250.jpg", "500": f"{PICTURE}/{RELEASE}/6-500.jpg"}
    base = f"http://coverartarchive.org/release/{RELEASE}"
    body = index(
        picture(1, approved=False),
        picture("5", thumbnails=old),
        picture(6, thumbnails=fresh, comment="box"),
        picture(7, image=f"{base}/7.pdf"),
        picture(8, image=f"{base}/8.tiff"),
        picture(9, image=f"{base}/9.gif"),
        picture(10, ("Front", "Medium"), image=f"{base}/10 (1).png"),
        picture(11, ("Front", "Watermark")),
        picture(12, ("Raw/Unedited", "Front")),
        picture(13, (), front=True),
        picture(14, image=None, thumbnails=None),
        "no picture",
    )
    with music({GROUP: group()}, two_steps(body)) as (addresses, _):
        _, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    assert counted(document, "musicbrainz") == Counter(cover=8, discart=1)
    assert outcome_of(document)["dropped"] == 2
    covers = {each["url"]: each for each in document["providers"]["musicbrainz"]["images"]["cover"]}
    small = {
        url.rpartition("/")[2]: (each["thumb_url"] or "").rpartition("/")[2] for url, each in covers.items()
    }
    assert small == {
        "1.jpg": "1-500.jpg", "5.jpg": "5-500.jpg", "6.jpg": "6-500.jpg", "7-1200.jpg": "7-500.jpg",
        "8-1200.jpg": "8-500.jpg", "9.gif": "9-500.jpg", "10%20%281%29.png": "10-500.jpg", "13.jpg": "13-500.jpg",
    }  # fmt: skip
    assert all(url.startswith("https://") for url in covers)
    assert covers[f"{PICTURE}/{RELEASE}/1.jpg"]["metadata"]["approved"] is False
    assert list(covers)[-1].endswith("/1.jpg"), "what nobody has approved comes last"


@pytest.mark.parametrize(
    ("reply", "outcome", "words"),
    [
        (page(404), "ok", ""),
        (page(400, "Bad Request: invalid MBID specified"), "failed", "reported an error (status 400"),
        (
            page(503, "Service Unavailable", retry_after="600"),
            "failed",
            "asked for a rest of 10 minutes",
        ),
        (page(200, "Maintenance"), "failed", "it is a web page"),
        (answer({"release": "x"}), "failed", "no list of pictures"),
        (answer({"images": []}), "ok", ""),
        (sent_on("https://example.org/index.json"), "failed", "nothing to do with the service"),
        (sent_on("http://169.254.169.254/latest"), "failed", "nothing to do with the service"),
        (sent_on(""), "failed", ""),
    ],
    ids=["404", "400", "503", "page", "no list", "empty", "foreign", "inside", "nowhere"],
)
def test_the_archive_in_trouble_costs_pictures_and_never_the_texts(
    program: Run, reply: Reply, outcome: str, words: str
) -> None:
    with music({GROUP: group()}, {GROUP: reply}) as (addresses, _):
        status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    assert status == 0
    assert document["providers"]["musicbrainz"]["metadata"]["title"] == "First Steps"
    said = outcome_of(document)
    assert (said["outcome"], words in said["message"]) == (outcome, True), said["message"]


def test_the_archive_does_not_send_us_to_another_service_of_this_machine(program: Run) -> None:
    with service(lambda call: answer(index(picture()))) as other:
        away = sent_on(f"{other.origin}/download/mbid-{RELEASE}/index.json")
        with music({GROUP: group()}, {GROUP: away}) as (addresses, _):
            status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    assert (status, other.calls) == (0, [])
    assert "nothing to do with the service" in outcome_of(document)["message"]
    assert document["providers"]["musicbrainz"]["metadata"]["title"] == "First Steps"


def test_a_circle_of_redirections_ends(program: Run) -> None:
    with music({GROUP: group()}, {GROUP: sent_on(f"/{GROUP}")}) as (addresses, running):
        _, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    assert outcome_of(document)["outcome"] == "failed"
    assert len(running["cover_art_archive"].calls) == 6


# ---------------------------------------------------------------------------------- MusicBrainz


@pytest.mark.parametrize(
    ("path", "entry", "words"),
    [
        (f"release/{ALBUM}", {"id": ALBUM, "title": "First Steps", "release-group": group(id=OLD_ALBUM)},
         f"one edition (a release) at MusicBrainz, no album. Its album is First Steps: use {OLD_ALBUM}."),
        (f"artist/{ALBUM}", {"id": ALBUM, "name": "The Sample", "type": "Group"}, "(The Sample), no album."),
        ("nothing", {}, f"MusicBrainz has no entry {ALBUM}."),
    ],
    ids=["release", "artist", "nobody"],
)  # fmt: skip
def test_an_id_that_is_no_albums_is_said_to_be_what_it_is(
    program: Run, path: str, entry: Any, words: str
) -> None:
    with music({path: entry}, {}) as (addresses, _):
        status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    said = outcome_of(document)
    assert (status, said["outcome"]) == (0, "not_found")
    assert words in said["message"]


def test_the_id_of_an_artist_finds_their_albums_and_that_of_an_edition_its_album(program: Run) -> None:
    answers = {
        "release-group": {"release-group-count": 2, "release-group-offset": 0,
                          "release-groups": [group(), group(id=OLD_ALBUM, title="Second Steps")]},
        f"release/{RELEASE}": {"id": RELEASE, "title": "First Steps", "release-group": group()},
    }  # fmt: skip
    with music(answers, {}) as (addresses, _):
        _, albums = program(addresses, "search", ARTIST, "--type", "music")
        _, album = program(addresses, "search", RELEASE, "--type", "music")
    assert {each["title"] for each in albums["results"]} == {"First Steps", "Second Steps"}
    assert [(each["external_ids"]["musicbrainz"], each["confidence"]) for each in album["results"]] == [
        (ALBUM, 100)
    ]
    assert all(each["confidence"] < 100 for each in albums["results"])


def test_a_merged_album_keeps_both_ids(program: Run) -> None:
    with music({f"release-group/{OLD_ALBUM}": group()}, {}) as (addresses, _):
        status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", OLD_ALBUM)
        _, found = program(addresses, "search", OLD_ALBUM, "--type", "music")
    assert (status, document["providers"]["musicbrainz"]["metadata"]["title"]) == (0, "First Steps")
    ids = found["results"][0]["external_ids"]
    assert {ids["musicbrainz"], ids["musicbrainz_merged"]} == {ALBUM, OLD_ALBUM}


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (group(score=100), ("First Steps", "The Sample", "1994-08-22", 1994)),
        (group(score="100", first_release_date="1994-08"), ("First Steps", "The Sample", "1994-08", 1994)),
        (group(first_release_date="1994"), ("First Steps", "The Sample", "1994", 1994)),
        (group(first_release_date=""), ("First Steps", "The Sample", None, None)),
        ({"id": ALBUM, "title": "First Steps", "score": 100}, ("First Steps", "", None, None)),
        (
            group(artist_credit=[{"name": "Nick", "joinphrase": " & ", "artist": {"id": ARTIST, "name": "N"}},
                                 {"name": "The Seeds", "artist": {"id": OLD_ALBUM, "name": "S"}}]),
            ("First Steps", "Nick & The Seeds", "1994-08-22", 1994),
        ),
        (
            group(artist_credit=[credit("Various Artists", VARIOUS_ARTISTS)]),
            ("First Steps", "Various Artists", "1994-08-22", 1994),
        ),
    ],
    ids=["whole", "month", "year", "no date", "bare", "joined", "various"],
)  # fmt: skip
def test_a_result_says_what_is_known_and_no_more(program: Run, item: Any, shown: Any) -> None:
    with music({"release-group": {"count": 1, "offset": 0, "release-groups": [item]}}, {}) as (addresses, _):
        status, document = program(addresses, "search", "first steps", "--type", "music")
    best = document["results"][0]
    assert status == 0
    assert (best["title"], best["artist"], best["release_date"], best["year"]) == shown
    is_stand_in = best["artist"] in ("", "Various Artists")
    assert ("musicbrainz_artist" in best["external_ids"]) is not is_stand_in


def test_a_year_is_kept_and_printed_as_a_year(program: Run) -> None:
    with music({GROUP: group(first_release_date="1991")}, {}) as (addresses, _):
        for _ in ("fetched", "from the cache"):
            _, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
            assert document["providers"]["musicbrainz"]["metadata"]["release_date"] == "1991"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer({"error": "Invalid mbid.", "help": "x"}, 400), "reported an error (status 400"),
        (answer({"error": "Your requests are exceeding the allowable rate limit."}, 503, retry_after="600"),
         "is not available"),
        (page(403, "Forbidden"), "reported an error (status 403"),
        (page(404), "not in the way the service says so"),
        (answer({"error": "The MusicBrainz web server is currently busy."}), "an error in the place of an answer"),
        (page(200, "Cloudflare"), "it is a web page"),
        (Reply(json.dumps(group()).encode()[:200]), "damaged or no JSON"),
        (answer([]), "no JSON object"),
        (answer({"title": "no id"}), "the entry has no id"),
    ],
)  # fmt: skip
def test_an_answer_of_musicbrainz_that_is_none_is_said_in_words(
    program: Run, reply: Reply, words: str
) -> None:
    with music({GROUP: reply}, {GROUP: answer(index(picture()))}) as (addresses, _):
        status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    assert status == 0, "the covers arrived"
    assert counted(document, "musicbrainz") == Counter(cover=1)
    said = outcome_of(document)
    assert said["outcome"] == "failed"
    assert words in said["message"], said["message"]
    assert "Traceback" not in said["message"]


def test_a_busy_musicbrainz_is_waited_for_two_seconds_and_asked_again(program: Run) -> None:
    busy = [answer({"error": "The MusicBrainz web server is currently busy."}, 503, retry_after="0")]
    answers = {GROUP: lambda call: busy.pop() if busy else answer(group())}
    with music(answers, {}) as (addresses, running):
        status, document = program(addresses, "fetch", "music", "1", "--musicbrainz", ALBUM)
    first, second = (call.at for call in running["musicbrainz"].calls)
    assert (status, document["providers"]["musicbrainz"]["metadata"]["title"]) == (0, "First Steps")
    assert 2 <= second - first < 6

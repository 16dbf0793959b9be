"""Every documented refusal and failure of TMDB and Fanart.tv becomes one clear sentence (providers.md 1.6, 2.5, 5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderError,
    ProviderFailed,
    ProviderRefused,
)
from metarr_desktop.domain.fetch import Outcome
from tests.providers.support import FANART_TV, KEYS, TMDB, Script, ask, provider, tmdb_script

KEPT = "What is stored stays as it is."
REFUSED = (ProviderRefused, "does not accept the key", "Check the key in the settings.")
FAILED = (ProviderFailed, "reported an error", "Try again later.")
BUSY = (ProviderBusy, "has too many requests", "Try again later.")
DOWN = (ProviderBusy, "is not available", "Try again later.")
UNUSABLE = (ProviderAnswerInvalid, "sent an answer that cannot be used", "Try again later.")

OF_TMDB = [
    *((401, code, REFUSED) for code in (3, 7, 10, 14, 16, 17, 30, 31, 32, 33, 35, 36, 38, 39)),
    *((400, code, FAILED) for code in (18, 22, 23, 26, 27, 28, 29, 47)),
    *((403, code, REFUSED) for code in (8, 45)),
    (405, 4, FAILED), (405, 42, FAILED), (406, 19, FAILED),
    *((422, code, FAILED) for code in (5, 20, 41)),
    (429, 25, BUSY),
    *((500, code, FAILED) for code in (11, 15, 44)),
    (501, 2, FAILED), (502, 43, FAILED), (503, 9, DOWN), (503, 46, DOWN), (504, 24, FAILED),
]  # fmt: skip


async def told_by(definition: Any, answer: httpx.Response) -> ProviderError:
    """Return what a fetch of a film says when the service gives *answer*."""
    script = tmdb_script(**{"movie/4711": answer}) if definition is TMDB else Script({"/movies/4711": answer})
    async with provider(definition, script) as asked:
        with pytest.raises(ProviderError) as caught:
            await asked.fetch(ask(definition))
    return caught.value


def assert_told(
    error: ProviderError, expected: tuple[type[ProviderError], str, str], title: str, *secrets: str
) -> None:
    kind, happened, to_do = expected
    sentence = str(error)
    assert type(error) is kind
    assert sentence.startswith(f"{title} {happened}")
    assert KEPT in sentence
    assert sentence.endswith(to_do)
    for secret in (*secrets, "status_code", "{", "<"):
        assert secret not in sentence


@pytest.mark.parametrize(("status", "code", "expected"), OF_TMDB)
async def test_every_documented_error_of_tmdb_is_said_in_words(
    status: int, code: int, expected: tuple[type[ProviderError], str, str]
) -> None:
    body = {"status_message": "Something <b>only</b> a program reads.", "status_code": code}
    if code != 44:  # old answers lack it, and the order of the keys varies
        body = {"success": False, **body}
    error = await told_by(TMDB, httpx.Response(status, json=body))
    assert_told(error, expected, "TMDB", KEYS["tmdb"]["API_KEY"])


@pytest.mark.parametrize("body", [{"errors": ["page must be greater than 0"]}, ["text"], "text", None])
async def test_a_validation_error_in_another_form_is_one_too(body: Any) -> None:
    assert_told(await told_by(TMDB, httpx.Response(422, json=body)), FAILED, "TMDB")


OF_FANART_TV = [
    (httpx.Response(401, json={"status": "error", "error message": "Invalid API key"}), REFUSED),
    (httpx.Response(401, json={"status": "error", "error message": "Missing project key"}), REFUSED),
    (httpx.Response(401, json={"error": "invalid_key"}), REFUSED),
    (httpx.Response(401, html="<h1>401</h1>"), REFUSED),
    (httpx.Response(401), REFUSED),
    (httpx.Response(403, html="<h1>Attention Required! | Cloudflare</h1>"), FAILED),
    (httpx.Response(500, html="<h1>500</h1>"), FAILED),
    (httpx.Response(502, html="<h1>Bad gateway</h1>"), FAILED),
    (httpx.Response(521, html="<h1>Web server is down</h1>"), FAILED),
    (httpx.Response(429, json={"status": "error", "error message": "Slow down"}), BUSY),
    (httpx.Response(503, html="<h1>Maintenance</h1>"), DOWN),
    (httpx.Response(404, html="<h1>Not Found</h1>"), UNUSABLE),
    (httpx.Response(200, html="<h1>Welcome</h1>"), UNUSABLE),
    (httpx.Response(200, json=[]), UNUSABLE),
    (httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"}), UNUSABLE),
    (httpx.Response(200, content=b'{"name": "x", "movieposter": [{"url"'), UNUSABLE),
    (httpx.Response(301, headers={"location": "https://fanart.tv/"}), UNUSABLE),
]


@pytest.mark.parametrize(("answer", "expected"), OF_FANART_TV)
async def test_every_error_of_fanart_tv_is_said_in_words(
    answer: httpx.Response, expected: tuple[type[ProviderError], str, str]
) -> None:
    error = await told_by(FANART_TV, answer)
    assert_told(error, expected, "Fanart.tv", KEYS["fanart_tv"]["CLIENT_KEY"])


@pytest.mark.parametrize("definition", [TMDB, FANART_TV], ids=lambda definition: definition.info.name)
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("7", "7 seconds"), ("1", "1 second"), ("600", "10 minutes"), (None, ""), ("0", ""), ("-3", ""),
        ("Thu, 01 Jan 1970 00:00:00 GMT", ""), ("soon", ""),
    ],
)  # fmt: skip
async def test_the_rest_asked_for_is_said_so_that_it_stays_true_however_the_service_writes_it(
    definition: Any, status: int, said: str | None, words: str
) -> None:
    headers = {} if said is None else {"Retry-After": said}
    error = await told_by(definition, httpx.Response(status, headers=headers, html="<h1>Busy</h1>"))
    assert isinstance(error, ProviderBusy)
    after = f" and asked for a rest of {words}. {KEPT} It can be asked again after that."
    assert str(error).endswith(after if words else f". {KEPT} Try again later.")


@pytest.mark.parametrize("definition", [TMDB, FANART_TV], ids=lambda definition: definition.info.name)
async def test_a_date_to_ask_again_is_said_in_seconds(definition: Any) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    error = await told_by(definition, httpx.Response(429, headers={"Retry-After": at}))
    assert isinstance(error, ProviderBusy)
    assert error.retry_after_s is not None
    assert 80 < error.retry_after_s <= 90


@pytest.mark.parametrize("answer", [httpx.Response(404, json={"status_code": 34}), httpx.Response(404)])
async def test_an_unknown_title_is_no_error(answer: httpx.Response) -> None:
    async with provider(TMDB, tmdb_script(**{"movie/4711": answer})) as tmdb:
        assert (await tmdb.fetch(ask(TMDB))).outcome is Outcome.NOT_FOUND

"""Logging in at TheTVDB: PIN, life of the token, one login at a time, one more on 401."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import InvalidInput, ProviderAnswerInvalid, ProviderError, ProviderRefused
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.tvdb import keys
from metarr_desktop.providers.tvdb.login import ASSUMED_LIFE_S, Login, read_token, renewal_time
from tests.providers.support import HEX_KEY, PROJECT_KEY, TVDB, OpenGate, ask, provider
from tests.providers.tvdb_script import UNAUTHORIZED, TvdbScript, token

DAY = 24 * 3600.0
SERIES = ask(TVDB, kind="tvdb", entity_type=EntityType.TV)


def refusing(script: TvdbScript, first: int) -> TvdbScript:
    """Let the service refuse the first so many tokens."""
    fetch = script.routes["/series/4711/extended"]

    def answer(request: httpx.Request) -> httpx.Response:
        good = [f"Bearer {token(number)}" for number in range(first + 1, 20)]
        is_good = request.headers["authorization"] in good
        return httpx.Response(200, json=fetch) if is_good else httpx.Response(401, json=UNAUTHORIZED)

    script.routes["/series/4711/extended"] = answer
    return script


class Memory:
    """Keeps a token as the keyring would."""

    def __init__(self) -> None:
        self.text = ""

    async def read(self) -> str:
        return self.text

    async def write(self, text: str) -> None:
        self.text = text


async def test_without_a_pin_none_is_sent() -> None:
    script = TvdbScript()
    async with provider(TVDB, script, keys={"API_KEY": PROJECT_KEY, "PIN": " "}) as tvdb:
        await tvdb.fetch(SERIES)
    assert script.logins == [{"apikey": PROJECT_KEY}]


async def test_a_pin_is_sent_beside_the_key() -> None:
    script = TvdbScript()
    async with provider(TVDB, script, keys={"API_KEY": PROJECT_KEY, "PIN": "ABCD1234"}) as tvdb:
        await tvdb.fetch(SERIES)
    assert script.logins == [{"apikey": PROJECT_KEY, "pin": "ABCD1234"}]


async def test_the_token_goes_into_the_header_and_nothing_secret_into_an_address() -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        await tvdb.fetch(SERIES)
    for request in script.requests:
        assert PROJECT_KEY not in str(request.url)
        if not request.url.path.endswith("login"):
            assert request.headers["authorization"] == f"Bearer {token(1)}"


async def test_twenty_fetches_at_once_log_in_once() -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        await asyncio.gather(*(tvdb.fetch(SERIES) for _ in range(20)))
    assert len(script.logins) == 1
    assert [request.url.path for request in script.requests].count("/v4/artwork/types") == 1


async def test_a_refused_token_is_replaced_once_and_the_request_repeated() -> None:
    script = refusing(TvdbScript(), 1)
    async with provider(TVDB, script) as tvdb:
        assert (await tvdb.fetch(SERIES)).outcome is Outcome.OK
    assert (len(script.logins), script.asked()) == (2, ["series/4711/extended"] * 2)


async def test_a_token_refused_twice_ends_as_a_refused_key() -> None:
    script = refusing(TvdbScript(), 10)
    async with provider(TVDB, script) as tvdb:
        with pytest.raises(ProviderRefused) as caught:
            await tvdb.fetch(SERIES)
    assert caught.value.reason == "wrong"
    assert len(script.logins) == 2


async def test_ten_requests_with_one_revoked_token_log_in_once_more_together() -> None:
    script = refusing(TvdbScript(), 1)
    async with provider(TVDB, script) as tvdb:
        await asyncio.gather(*(tvdb.fetch(SERIES) for _ in range(10)))
    assert len(script.logins) == 2


@pytest.mark.parametrize(
    ("exp_in", "renewed_in"),
    [
        (30 * DAY, 29 * DAY),
        (3 * DAY, 2 * DAY),
        (36 * 3600.0, 18 * 3600.0),
        (600.0, 300.0),
        (None, ASSUMED_LIFE_S - DAY),
        (-5.0, ASSUMED_LIFE_S - DAY),
        (1e12, ASSUMED_LIFE_S - DAY),
    ],
)
def test_a_token_is_renewed_a_day_before_its_own_end(exp_in: float | None, renewed_in: float) -> None:
    now = 1_800_000_000.0
    text = token(exp=None if exp_in is None else now + exp_in)
    assert renewal_time(text, now=now) == now + renewed_in


@pytest.mark.parametrize("text", ["opaque", "a.b.c", "a.!!.c", token(exp="soon"), token(exp=True), "a.W10.c"])
def test_a_token_that_does_not_say_when_it_ends_is_assumed_to_live_for_28_days(text: str) -> None:
    assert renewal_time(text, now=0.0) == ASSUMED_LIFE_S - DAY


async def test_the_next_request_after_that_time_logs_in_anew() -> None:
    script, now = TvdbScript(), [1_800_000_000.0]
    script.exp = now[0] + 30 * DAY
    async with provider(TVDB, script) as tvdb:
        tvdb._api.login._now = lambda: now[0]
        for after in (0.0, 29 * DAY - 1, 29 * DAY):
            now[0] = 1_800_000_000.0 + after
            await tvdb.fetch(SERIES)
    assert len(script.logins) == 2


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"data": None},
        {"data": {"token": ""}},
        {"data": {"token": 5}},
        {"data": {"token": "two words"}},
    ],
)
async def test_a_login_without_a_token_is_an_invalid_answer(answer: Any) -> None:
    async with provider(TVDB, TvdbScript(login=answer)) as tvdb:
        with pytest.raises(ProviderAnswerInvalid, match="login"):
            await tvdb.fetch(SERIES)


def test_a_token_of_any_form_that_can_be_sent_is_taken() -> None:
    assert read_token({"data": {"token": "opaque-token"}}) == "opaque-token"


# ---------------------------------------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("status", "given", "words"),
    [
        (401, {"API_KEY": PROJECT_KEY}, "without a subscriber PIN"),
        (400, {"API_KEY": PROJECT_KEY}, "enter your PIN"),
        (401, {"API_KEY": PROJECT_KEY, "PIN": "ABCD1234"}, "together with this subscriber PIN"),
    ],
)
async def test_a_refused_login_says_what_to_look_at(status: int, given: dict[str, str], words: str) -> None:
    failure = {"status": "failure", "message": "InvalidAPIKey: apikey invalid", "data": None}
    script = TvdbScript(login=httpx.Response(status, json=failure))
    async with provider(TVDB, script, keys=given) as tvdb:
        with pytest.raises(ProviderRefused, match=words) as caught:
            await tvdb.fetch(SERIES)
    assert caught.value.reason == "wrong"
    assert len(script.requests) == 1


async def test_without_a_key_nothing_is_asked() -> None:
    script = TvdbScript()
    async with provider(TVDB, script, keys={"PIN": "ABCD1234"}) as tvdb:
        with pytest.raises(ProviderRefused) as caught:
            await tvdb.fetch(SERIES)
    assert (caught.value.reason, script.requests) == ("missing", [])


@pytest.mark.parametrize("key", ["line\nbreak", "x" * 201])
async def test_a_key_nobody_has_is_refused_without_asking(key: str) -> None:
    script = TvdbScript()
    async with provider(TVDB, script, keys={"API_KEY": key}) as tvdb:
        with pytest.raises(ProviderRefused):
            await tvdb.fetch(SERIES)
    assert script.requests == []


@pytest.mark.parametrize(("given", "words"), [({}, "project key"), ({"PIN": "ABCD1234"}, "subscriber PIN")])
async def test_checking_a_key_logs_in_and_says_which_kind_it_is(given: dict[str, str], words: str) -> None:
    script = TvdbScript()
    async with provider(TVDB, script, keys={"API_KEY": PROJECT_KEY, **given}) as tvdb:
        await tvdb.fetch(SERIES)
        assert words in await tvdb.check_key()
    assert len(script.logins) == 2


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("API_KEY", f' "{PROJECT_KEY}"\n', PROJECT_KEY),
        ("API_KEY", "", ""),
        ("PIN", " ABCD1234 ", "ABCD1234"),
    ],
)
def test_a_copied_key_is_cleaned(field: str, typed: str, kept: str) -> None:
    assert keys.normalise(field, typed) == kept


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("API_KEY", "0123456789ABCDEF", "older interface"),
        ("API_KEY", HEX_KEY, "older interface"),
        ("API_KEY", "abc", "looks like"),
        ("PIN", "no pin!", "PIN"),
    ],
)
def test_what_cannot_be_a_key_is_refused_before_it_is_saved(field: str, typed: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        keys.normalise(field, typed)


async def test_neither_key_nor_pin_nor_token_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    script = refusing(TvdbScript(), 1)
    async with provider(TVDB, script, keys={"API_KEY": PROJECT_KEY, "PIN": "ABCD1234"}) as tvdb:
        await tvdb.fetch(SERIES)
    assert "login" in caplog.text
    for secret in (PROJECT_KEY, "ABCD1234", token(1), token(2)):
        assert secret not in caplog.text


# -------------------------------------------------------------------------------------------- memory


async def login_with(
    memory: Memory, script: TvdbScript, given: dict[str, str], address: str = "https://x.example/v4/"
) -> str:
    clients = HttpClients(transport=httpx.MockTransport(script), contact="x")
    http = clients.api(TVDB.info, address, OpenGate())
    text = await Login(http, given, address, memory=memory).token(SERIES.priority)
    await clients.close()
    return text


async def test_a_kept_token_spares_the_login_of_the_next_start() -> None:
    memory, script = Memory(), TvdbScript()
    first = await login_with(memory, script, {"API_KEY": PROJECT_KEY})
    assert await login_with(memory, script, {"API_KEY": PROJECT_KEY}) == first
    assert len(script.logins) == 1


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"API_KEY": PROJECT_KEY, "PIN": "ABCD1234"}, "https://x.example/v4/"),
        ({"API_KEY": "other"}, "https://x.example/v4/"),
        ({"API_KEY": PROJECT_KEY}, "https://y.example/v4/"),
    ],
)
async def test_a_kept_token_belongs_to_one_key_pin_and_address(given: dict[str, str], address: str) -> None:
    memory, script = Memory(), TvdbScript()
    await login_with(memory, script, {"API_KEY": PROJECT_KEY})
    await login_with(memory, script, given, address)
    assert len(script.logins) == 2


@pytest.mark.parametrize("text", ["{", "[]", '{"token": 5}', "null", '{"token": "x", "renew_at": "nan"}'])
async def test_a_damaged_memory_costs_one_login(text: str) -> None:
    memory, script = Memory(), TvdbScript()
    memory.text = text
    await login_with(memory, script, {"API_KEY": PROJECT_KEY})
    assert len(script.logins) == 1


async def test_the_key_cannot_be_read_out_of_the_memory() -> None:
    memory = Memory()
    await login_with(memory, TvdbScript(), {"API_KEY": PROJECT_KEY, "PIN": "ABCD1234"})
    assert PROJECT_KEY not in memory.text
    assert "ABCD1234" not in memory.text


async def test_a_refused_key_with_a_refused_login_leaves_the_login_error() -> None:
    script = refusing(TvdbScript(), 1)
    logins = iter([httpx.Response(200, json={"data": {"token": token(1)}}), httpx.Response(500)])
    script.routes["/login"] = lambda request: next(logins)
    async with provider(TVDB, script) as tvdb:
        with pytest.raises(ProviderError, match="status 500"):
            await tvdb.fetch(SERIES)

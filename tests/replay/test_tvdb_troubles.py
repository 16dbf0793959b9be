"""The whole program at a TheTVDB that refuses, forgets its tokens or answers with what is no answer."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from metarr_desktop.domain.errors import ProviderError
from tests.replay import tvdb_bodies as tvdb
from tests.replay.loopback import Reply, answer, page, service
from tests.replay.tvdb_service import SERIES_PATH, TheTvdb, fetched

Run = Callable[..., Any]


# ---------------------------------------------------------------------------------- base address and login


@pytest.mark.parametrize("base", ["/", "/v4/", "/some/where/v4/"])
def test_requests_go_below_whatever_base_address_is_given(fetch: Run, base: str) -> None:
    given, _, running = fetch(TheTvdb(base), "tv", "1", "--tvdb", str(tvdb.SERIES))
    assert given["metadata"]["title"] == "Game of Thrones"
    assert {path[: len(base)] for path in running.paths()} == {base}


@pytest.mark.parametrize(("pin", "fields"), [("", {"apikey"}), ("ABCD1234", {"apikey", "pin"})])
def test_a_pin_goes_into_the_login_only_if_there_is_one(
    fetch: Run, monkeypatch: pytest.MonkeyPatch, pin: str, fields: set[str]
) -> None:
    monkeypatch.setenv("METARR_TVDB_PIN", pin)
    _, _, running = fetch(TheTvdb(), "tv", "1", "--tvdb", str(tvdb.SERIES))
    logins = [json.loads(call.body) for call in running.calls if call.path.endswith("login")]
    assert [set(each) for each in logins] == [fields]
    assert not [call for call in running.calls if "01234567" in call.path + str(call.query)]


@pytest.mark.parametrize(
    "text",
    [
        tvdb.token(),
        tvdb.token(exp=int(time.time()) + 60),
        tvdb.token(exp=1),
        "no-jwt-at-all",
        f"a.{base64.urlsafe_b64encode(b'{').decode()}.b",
    ],
    ids=["without exp", "soon over", "over by our clock", "no jwt", "damaged"],
)
def test_a_token_of_any_form_serves_for_all_requests_of_a_fetch(fetch: Run, text: str) -> None:
    served = TheTvdb()
    served.token = text
    given, _, running = fetch(served, "tv", "1", "--tvdb", str(tvdb.SERIES))
    assert given["metadata"]["title"] == "Game of Thrones"
    assert [path.rpartition("/")[2] for path in running.paths()].count("login") == 1


def test_a_token_kept_from_the_last_run_and_revoked_meanwhile_is_replaced_unseen(program: Run) -> None:
    served = TheTvdb()
    with service(served) as running:
        addresses = {"tvdb": f"{running.origin}/v4/"}
        assert program(addresses, "fetch", "tv", "1", "--tvdb", str(tvdb.SERIES))[0] == 0
        served.token = tvdb.token(exp=4_000_000_000, number=2)
        status, _ = program(addresses, "fetch", "movie", "1", "--tvdb", str(tvdb.FILM))
        logins = [path for path in running.paths() if path.endswith("login")]
    assert (status, len(logins)) == (0, 2)
    assert served.refused in (1, 2), "the record and the table may both have been refused"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(tvdb.failure("InvalidAPIKey: apikey invalid"), 401), "does not accept the key"),
        (answer(tvdb.failure("InvalidValueType: pin required"), 400), "enter your PIN"),
        (answer(tvdb.success({})), "cannot be used"),
        (page(403, "Request blocked"), "reported an error"),
        (Reply(b"{", 200), "cannot be used"),
    ],
    ids=["401", "pin required", "no token", "page", "cut"],
)
def test_a_login_that_fails_is_said_in_words(program: Run, reply: Reply, words: str) -> None:
    with service(TheTvdb(login=lambda call: reply)) as running:
        status, document = program({"tvdb": running.origin + "/v4/"}, "fetch", "tv", "1", "--tvdb", "121361")
    assert (status, document["error"]["kind"]) == (1, "all_providers_failed")
    (said,) = (each for each in document["error"]["providers"] if each["provider"] == "tvdb")
    assert words in said["message"], said["message"]
    assert "01234567" not in json.dumps(document)


# ---------------------------------------------------------------------------------- bad answers


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(tvdb.failure("InvalidValueType: x"), 400), "reported an error (status 400"),
        (answer({"status": "failure", "message": "Unauthorized"}, 401), "does not accept the key"),
        (answer(tvdb.failure("x"), 403), "does not accept the key"),
        (page(404), "cannot be used"),
        (page(503, "Service Unavailable", retry_after="600"), "asked for a rest of 10 minutes"),
        (answer(tvdb.failure("Too many"), 429, retry_after="600"), "too many requests"),
        (page(200, "Just a moment"), "it is a web page"),
        (Reply(b"", 200), "it is empty"),
        (Reply(b"\x89PNG", 200, {"content-type": "image/png"}), "no JSON"),
        (Reply(json.dumps(tvdb.series()).encode()[:900]), "damaged or no JSON"),
        (answer(tvdb.failure("x")), "reports a failure"),
        (answer({"status": "success"}), "there is nothing in it"),
        (answer(tvdb.success(None)), "no JSON object"),
        (answer([1]), "no JSON object"),
        (answer(tvdb.series(id=5)), "another entry"),
        (answer(tvdb.series(id=...)), "no id"),
    ],
)
async def test_an_answer_that_is_none_is_said_in_words(reply: Reply, words: str) -> None:
    with pytest.raises(ProviderError) as caught:
        await fetched(TheTvdb(**{SERIES_PATH: reply}))
    assert words in str(caught.value)


@pytest.mark.parametrize("body", [tvdb.failure("Not Found"), {"status": "failure", "message": "Not Found"}])
def test_an_unknown_entry_is_an_answer_with_a_sentence(fetch: Run, body: Any) -> None:
    _, outcome, _ = fetch(TheTvdb(**{"series/5/extended": answer(body, 404)}), "tv", "1", "--tvdb", "5")
    assert (outcome["outcome"], outcome["message"]) == ("not_found", "TheTVDB has no entry 5.")

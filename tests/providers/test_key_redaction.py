"""No key in any log line, wherever it comes from."""

from __future__ import annotations

import logging

import pytest

from metarr_desktop.providers.http.key_redaction import HIDDEN, HTTP_LOGGERS, KeyRedaction
from tests.providers.support import HEX_KEY, TOKEN


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://api.themoviedb.org/3/movie/1?api_key={HEX_KEY}&page=1",
        f"GET https://x/?page=1&client_key={HEX_KEY}",
        f"GET https://x/?apikey={HEX_KEY}",
        f"redirected to ?next=%2F3%3Fapi_key%3D{HEX_KEY}",
        f"headers {{'authorization': 'Bearer {TOKEN}'}}",
        f"[(b'api-key', b'{HEX_KEY}'), (b'client-key', b'{HEX_KEY}')]",
        f"api-key: {HEX_KEY}",
        f"Authorization: Bearer {HEX_KEY}",
        f"someone wrote {TOKEN} here",
    ],
)
def test_keys_are_hidden_by_their_place_even_when_unknown(text: str) -> None:
    clean = KeyRedaction().redacted(text)
    assert HEX_KEY not in clean
    assert TOKEN not in clean
    assert HIDDEN in clean


def test_what_is_no_key_stays_readable() -> None:
    text = f"GET https://api.themoviedb.org/3/movie/1?page=1&api_key={HEX_KEY}&query=pin+up took 5 ms"
    expected = f"GET https://api.themoviedb.org/3/movie/1?page=1&api_key={HIDDEN}&query=pin+up took 5 ms"
    assert KeyRedaction().redacted(text) == expected


def test_a_known_key_is_hidden_in_any_place() -> None:
    redaction = KeyRedaction()
    redaction.add_secret("Bearer swordfish42")
    redaction.add_secret("it")  # too short to be told from words
    assert redaction.redacted("with swordfish42 inside") == f"with {HIDDEN} inside"


def test_records_are_rewritten_arguments_and_traceback_included() -> None:
    redaction = KeyRedaction()
    redaction.add_secret(HEX_KEY)
    try:
        raise ValueError(f"bad {HEX_KEY}")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.INFO, "f", 1, "%s -> %d", (f"?api_key={HEX_KEY}", 200), info)
    assert redaction.filter(record)
    assert HEX_KEY not in logging.Formatter().format(record)
    assert "-> 200" in record.getMessage()


def test_the_loggers_of_the_http_library_are_guarded_and_let_go() -> None:
    redaction = KeyRedaction()
    redaction.guard_http_loggers()
    assert all(redaction in logging.getLogger(name).filters for name in HTTP_LOGGERS)
    redaction.leave_http_loggers()
    assert not any(redaction in logging.getLogger(name).filters for name in HTTP_LOGGERS)

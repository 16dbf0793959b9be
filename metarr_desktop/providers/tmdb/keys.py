"""The two credentials of a TMDB account, told apart by their shape."""

from __future__ import annotations

import re

from metarr_desktop.domain.errors import InvalidInput

FIELD = "API_KEY"
TOKEN = "token"  # a kind of key, no secret
API_KEY = "api_key"

_API_KEY = re.compile(r"[0-9a-fA-F]{32}")
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
_SENDABLE = re.compile(r"[!-~]+")  # visible ASCII: what a header can carry


def normalise(field: str, value: str) -> str:
    """Return the key without what comes along when it is copied (blanks, quotes, the word "Bearer").

    Raises:
        InvalidInput: it has neither of the two known shapes.
    """
    del field
    key = value.strip().strip("\"'").strip()
    key = re.sub(r"(?i)^bearer\s+", "", key)
    if key and not _API_KEY.fullmatch(key) and not _TOKEN.fullmatch(key):
        raise InvalidInput(
            "This is no key of TMDB. It is either the API Read Access Token, a long text beginning with eyJ, "
            "or the API key of 32 digits and letters a to f. Nothing was changed."
        )
    return key


def kind_of(key: str) -> str:
    """Return ``token``, ``api_key``, or ``""`` for no key; whatever is no token is tried as an API key."""
    return "" if not key else TOKEN if key.startswith("eyJ") else API_KEY


def sentence_of(key: str) -> str:
    """Return what is to be said of the key in use, ``""`` for none."""
    return {
        TOKEN: "API Read Access Token: it sees the same as an API key and stands in no address.",
        API_KEY: "API key: it sees the same as an API Read Access Token.",
    }.get(kind_of(key), "")


def is_sendable(key: str) -> bool:
    """Tell whether *key* can be put into a request at all."""
    return bool(_SENDABLE.fullmatch(key))

"""The key of TheTVDB and the PIN that belongs to one of its two kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from metarr_desktop.domain.errors import InvalidInput

KEY_FIELD = "API_KEY"
PIN_FIELD = "PIN"
PROJECT = "project"
USER_SUPPORTED = "user_supported"

_KEY = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OLD_KEY = re.compile(r"[0-9a-fA-F]{16}|[0-9a-fA-F]{32}")
_PIN = re.compile(r"[0-9A-Za-z-]{4,32}")
_MAX_LENGTH = 200


def normalise(field: str, value: str) -> str:
    """Return the key or PIN without blanks and quotes around it.

    Raises:
        InvalidInput: it has not the shape of one; keys of the older interfaces are named as such.
    """
    text = value.strip().strip("\"'").strip()
    if field == PIN_FIELD:
        if text and not _PIN.fullmatch(text):
            raise InvalidInput(
                "This is no subscriber PIN of TheTVDB, which has letters and digits only (your account page "
                "shows it). Nothing was changed."
            )
        return text
    if text and not _KEY.fullmatch(text):
        if _OLD_KEY.fullmatch(text):
            raise InvalidInput(
                "This key belongs to an older interface of TheTVDB that is no longer in service. Keys of "
                "today have four dashes in them. Nothing was changed."
            )
        raise InvalidInput(
            "This is no key of TheTVDB, which looks like 01234567-89ab-cdef-0123-456789abcdef. "
            "Nothing was changed."
        )
    return text


def kind_of(keys: Mapping[str, str]) -> str:
    """Return ``user_supported`` with a PIN, ``project`` without, ``""`` for no key."""
    if not keys.get(KEY_FIELD):
        return ""
    return USER_SUPPORTED if keys.get(PIN_FIELD) else PROJECT


def sentence_of(keys: Mapping[str, str]) -> str:
    """Return what the keys in use mean for a person, ``""`` for none."""
    return {
        PROJECT: "Project key: needs no PIN.",
        USER_SUPPORTED: "User-supported key with your subscriber PIN: works while you subscribe.",
    }.get(kind_of(keys), "")


def login_body(keys: Mapping[str, str]) -> dict[str, str]:
    """Return what is posted to log in; an empty PIN is left out, which the service insists on."""
    body = {"apikey": keys.get(KEY_FIELD, ""), "pin": keys.get(PIN_FIELD, "")}
    return {name: value for name, value in body.items() if value}


def are_sendable(keys: Mapping[str, str]) -> bool:
    """Tell whether key and PIN can belong to an account at all: visible characters of a sane number."""
    return all(value.isprintable() and len(value) <= _MAX_LENGTH for value in login_body(keys).values())

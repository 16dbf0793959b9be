"""The two keys of Fanart.tv: a project's, and a person's own, which sees new artwork earlier."""

from __future__ import annotations

import re
from collections.abc import Mapping

from metarr_desktop.domain.errors import InvalidInput

PROJECT_FIELD = "API_KEY"
PERSONAL_FIELD = "CLIENT_KEY"
PERSONAL = "personal"
PROJECT = "project"

_KEY = re.compile(r"[0-9a-fA-F]{32}")
_SENDABLE = re.compile(r"[!-~]+")


def normalise(field: str, value: str) -> str:
    """Return the key without blanks and quotes around it.

    Raises:
        InvalidInput: it is no key of 32 hexadecimal digits.
    """
    key = value.strip().strip("\"'").strip()
    if key and not _KEY.fullmatch(key):
        which = "personal" if field == PERSONAL_FIELD else "project"
        raise InvalidInput(
            f"This is no {which} key of Fanart.tv, which has 32 digits and letters a to f. "
            "Nothing was changed."
        )
    return key


def kind_of(keys: Mapping[str, str]) -> str:
    """Return ``personal``, ``project``, or ``""`` for no key."""
    if keys.get(PERSONAL_FIELD):
        return PERSONAL
    return PROJECT if keys.get(PROJECT_FIELD) else ""


def sentence_of(keys: Mapping[str, str]) -> str:
    """Return what the keys in use mean for a person, ``""`` for none."""
    return {
        PROJECT: "Project key: new artwork shows after 7 days. Add a personal key to see it after 48 hours.",
        PERSONAL: "Personal key: new artwork shows after 48 hours, for VIP members at once.",
    }.get(kind_of(keys), "")


def generation_of(keys: Mapping[str, str]) -> int:
    """Return 1 with a personal key, which sees artwork five days earlier than a project key, else 0."""
    return int(kind_of(keys) == PERSONAL)


def headers_for(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that carry the keys.

    A personal key alone is sent in the project's place too, as programs without a registered project do.
    """
    project, personal = keys.get(PROJECT_FIELD, ""), keys.get(PERSONAL_FIELD, "")
    headers = {"api-key": project or personal, "client-key": personal}
    return {name: value for name, value in headers.items() if value}


def are_sendable(keys: Mapping[str, str]) -> bool:
    """Tell whether the keys can be put into headers at all."""
    return all(_SENDABLE.fullmatch(value) for value in headers_for(keys).values())

"""Where the settings of webhooks come from: the environment on top, then the settings file and the kept keys."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.path_mapping import PathMapping, is_absolute
from metarr_desktop.domain.webhooks import DEFAULT_PORT, WebhookSettings
from metarr_desktop.services.preference_file import PreferenceFile
from metarr_desktop.settings import Settings

T = TypeVar("T")
log = logging.getLogger(__name__)

WEBHOOKS = "webhooks"
"""Entry of the settings file, and in the place of a provider where the token and the password are kept."""
_KEY_OWNER = "webhook"
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class StoredWebhookSettings:
    """Reads them anew each time, so that a changed file counts at the next start. Blocking."""

    def __init__(self, settings: Settings, file: PreferenceFile, credentials: Credentials) -> None:
        self._environment = settings.environment
        self._file = file
        self._credentials = credentials

    def read(self) -> WebhookSettings:
        """Return the settings.

        Raises:
            InvalidInput: a variable of the environment cannot be used; the text names it.
        """
        stored = self._entry()
        host = self._given("METARR_WEBHOOK_HOST") or _of_type(stored.get("host"), str, "127.0.0.1")
        return WebhookSettings(
            is_on=self._switch(_of_type(stored.get("is_on"), bool, False)),
            host="127.0.0.1" if host.strip().lower() == "localhost" else host.strip(),
            port=self._port(_of_type(stored.get("port"), int, DEFAULT_PORT)),
            token=self._credentials.get(_KEY_OWNER, "TOKEN") or "",
            user=self._credentials.get(_KEY_OWNER, "USER") or "",
            password=self._credentials.get(_KEY_OWNER, "PASSWORD") or "",
            paths=self._mappings(stored),
        )

    def mappings(self) -> tuple[PathMapping, ...]:
        """Return folders of the other programs and where they are here; looks at no keyring."""
        return self._mappings(self._entry())

    def _entry(self) -> Mapping[str, Any]:
        entry = self._file.read().get(WEBHOOKS)
        return entry if isinstance(entry, dict) else {}

    def _mappings(self, stored: Mapping[str, Any]) -> tuple[PathMapping, ...]:
        given = self._given("METARR_WEBHOOK_PATHS")
        return _from_environment(given) if given else _from_file(stored.get("paths"))

    def _given(self, name: str) -> str:
        return self._environment.get(name, "").strip()

    def _switch(self, stored: bool) -> bool:
        given = self._given("METARR_WEBHOOKS").lower()
        if given and given not in _ON | _OFF:
            raise InvalidInput(f"METARR_WEBHOOKS is {given[:40]!r}; it must be 1 or 0.")
        return given in _ON if given else stored

    def _port(self, stored: int) -> int:
        given = self._given("METARR_WEBHOOK_PORT")
        if given and not (given.isascii() and given.isdigit() and 0 < int(given[:6]) <= 65_535):
            raise InvalidInput(f"METARR_WEBHOOK_PORT is {given[:40]!r}; it must be a number from 1 to 65535.")
        return int(given) if given else stored


def _from_environment(text: str) -> tuple[PathMapping, ...]:
    found = []
    for each in filter(None, (part.strip() for part in text.split(";"))):
        remote, separator, local = (word.strip() for word in each.partition("="))
        if not (separator and is_absolute(remote) and local.startswith("/") and is_absolute(local)):
            raise InvalidInput(
                f"METARR_WEBHOOK_PATHS has {each[:120]!r}; write pairs of whole paths, as in"
                " /movies=/mnt/films;/tv=/mnt/series."
            )
        found.append(PathMapping(remote, local))
    return tuple(found)


def _from_file(stored: object) -> tuple[PathMapping, ...]:
    """Return the pairs that can be understood; one that cannot costs only itself."""
    found = []
    for each in stored if isinstance(stored, list) else ():
        match each:
            case [str() as remote, str() as local] if is_absolute(remote) and local.startswith("/"):
                found.append(PathMapping(remote, local))
            case _:
                log.warning("the settings file has a path mapping that is passed over: %.120r", each)
    return tuple(found)


def _of_type(value: object, kind: type[T], usual: T) -> T:
    is_bool_for_number = kind is int and isinstance(value, bool)
    return value if isinstance(value, kind) and not is_bool_for_number else usual

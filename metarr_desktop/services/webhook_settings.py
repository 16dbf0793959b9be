"""Where the settings of webhooks come from: the environment on top, then the settings file and the kept keys."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.path_mapping import PathMapping, is_absolute
from metarr_desktop.domain.webhooks import DEFAULT_PORT, WebhookSettings
from metarr_desktop.services.preference_file import PreferenceFile
from metarr_desktop.settings import Settings

T = TypeVar("T")
log = logging.getLogger(__name__)

WEBHOOKS = "webhooks"
"""Entry of the settings file, and in the place of a provider where the token and the password are kept."""
_KEY_OWNER = "webhook"
_SECRETS = {"token": "TOKEN", "user": "USER", "password": "PASSWORD"}
_VARIABLES = {
    "is_on": "METARR_WEBHOOKS",
    "host": "METARR_WEBHOOK_HOST",
    "port": "METARR_WEBHOOK_PORT",
    "paths": "METARR_WEBHOOK_PATHS",
    **{field: f"METARR_WEBHOOK_{name}" for field, name in _SECRETS.items()},
}
"""Which variable of the environment decides a field."""
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class StoredWebhookSettings:
    """Reads them anew each time, so that a changed file counts at the next start. Blocking, but for :meth:`fixed`."""

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

    def fixed(self) -> frozenset[str]:
        """Return the fields that the environment decides."""
        return frozenset(field for field, variable in _VARIABLES.items() if self._given(variable))

    def stamp(self) -> object:
        """Return what is another after each :meth:`keep`, of any program."""
        return self._file.stamp()

    def check(self, settings: WebhookSettings) -> None:
        """Raise InvalidInput if *settings* cannot be kept: the environment says otherwise, or they would not work."""
        now = self.read()
        for field in sorted(self.fixed()):
            if getattr(settings, field) != getattr(now, field):
                raise InvalidInput(
                    f"{_VARIABLES[field]} decides this. Change it there; what is kept here would not be used."
                )
        if not all("!" <= letter <= "~" for letter in settings.token):
            raise InvalidInput(
                "A token holds letters, digits and signs as on an English keyboard, without blanks."
            )
        if ":" in settings.user or (settings.user and not settings.password):
            raise InvalidInput("A user is a name without a colon, and needs a password.")
        for each in settings.paths:
            if not (is_absolute(each.remote) and each.local.startswith("/") and is_absolute(each.local)):
                raise InvalidInput(
                    f"{each.remote[:80]!r} and {each.local[:80]!r} must both be whole paths, as in /movies and"
                    " /mnt/films."
                )

    def keep(self, settings: WebhookSettings) -> None:
        """Write what the environment does not decide: secrets where keys are kept, the rest into the file.

        Raises:
            StoreError: they could not be written; those from before still hold.
        """
        now, fixed = self.read(), self.fixed()
        secrets = {field: getattr(settings, field) for field in _SECRETS if field not in fixed}
        entry = dict(self._entry())
        entry |= {name: getattr(settings, name) for name in ("is_on", "host", "port") if name not in fixed}
        if "paths" not in fixed:
            entry["paths"] = [[each.remote, each.local] for each in settings.paths]
        changed = [field for field, value in secrets.items() if value.strip() != getattr(now, field)]
        try:
            for field in changed:
                self._credentials.save(_KEY_OWNER, _SECRETS[field], secrets[field])
            self._file.change({WEBHOOKS: entry})
        except StoreError:
            self._bring_back(now, changed)
            raise

    def _bring_back(self, settings: WebhookSettings, fields: Sequence[str]) -> None:
        for field in fields:
            try:
                self._credentials.save(_KEY_OWNER, _SECRETS[field], getattr(settings, field))
            except StoreError as error:  # the first error is told; this one says what it left behind
                log.warning("the %s of webhooks could not be put back: %s", field, error)

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

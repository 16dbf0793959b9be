"""What the program needs to offer a service: described, configured, built.

Nothing here imports httpx: what providers there are is known before the network part is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metarr_desktop.domain.provider import ProviderInfo

if TYPE_CHECKING:
    from metarr_desktop.providers.base import Provider
    from metarr_desktop.providers.http import ApiClient

ENVIRONMENT_PREFIX = "METARR"


@dataclass(frozen=True, slots=True)
class ProviderContext:
    """What a provider is built from.

    Attributes:
        http: its client; shared by every provider object built for the same service.
        keys: name of a :class:`KeyField` to its value; unset ones are absent or empty.
        languages: the user's metadata languages, best first.
        base_url: where the service is reached, with a trailing slash; the only loopback address that
            addresses in its answers may name.
    """

    http: ApiClient
    keys: Mapping[str, str]
    languages: tuple[str, ...]
    base_url: str


def trimmed(field: str, value: str) -> str:
    """Return *value* without the blanks and quotes that come along when a key is copied."""
    del field
    return value.strip().strip("\"'").strip()


def _one_kind(keys: Mapping[str, str]) -> str:
    return "key" if any(keys.values()) else ""


@dataclass(frozen=True, slots=True)
class ProviderDefinition:
    """One service the program can ask.

    Attributes:
        default_base_url: where the real service is, with a trailing slash.
        build: makes the provider; cheap, no request.
        normalise_key: (field name, value) -> value to keep; raises
            :class:`~metarr_desktop.domain.errors.InvalidInput` when it cannot be a key of this service.
        key_kind: what kind of keys these are, ``""`` for none; a change of kind raises the generation.
        generation: goes into :class:`~metarr_desktop.domain.fetch_record.FetchBasis`; answers of another
            generation are incomplete.
    """

    info: ProviderInfo
    default_base_url: str
    build: Callable[[ProviderContext], Provider]
    normalise_key: Callable[[str, str], str] = trimmed
    key_kind: Callable[[Mapping[str, str]], str] = _one_kind
    generation: Callable[[Mapping[str, str]], int] = lambda keys: 0

    @property
    def base_url_variable(self) -> str:
        """Name of the environment variable that replaces ``default_base_url``."""
        return f"{ENVIRONMENT_PREFIX}_{self.info.name.upper()}_BASE_URL"

    def key_variable(self, field: str) -> str:
        """Return the name of the environment variable that holds the key *field*."""
        return f"{ENVIRONMENT_PREFIX}_{self.info.name.upper()}_{field}"

    def has_keys(self, keys: Mapping[str, str]) -> bool:
        """Tell whether *keys* suffice: every required field, and at least one where there are fields."""
        fields = self.info.keys
        return not fields or (
            any(keys.get(field.name) for field in fields)
            and all(keys.get(field.name) for field in fields if field.is_required)
        )

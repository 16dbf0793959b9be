"""What the program needs to offer a service: described, configured, built.

Nothing here imports httpx: what providers there are is known before the network part is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from metarr_desktop.domain.provider import ProviderInfo

if TYPE_CHECKING:
    from metarr_desktop.providers.base import Provider
    from metarr_desktop.providers.http import ApiClient

ENVIRONMENT_PREFIX = "METARR"


class TokenMemory(Protocol):
    """Keeps one secret text of one provider between two runs of the program; neither method raises."""

    async def read(self) -> str:
        """Return the text, ``""`` for none."""
        ...

    async def write(self, text: str) -> None:
        """Keep *text* in the place of what was kept before."""
        ...


class AnswerMemory(Protocol):
    """Keeps answers of one service that change once in months between two runs; neither method raises."""

    async def read(self, name: str) -> tuple[Any, float] | None:
        """Return the answer *name* and its age in seconds, ``None`` if there is none."""
        ...

    async def write(self, name: str, answer: Any) -> None:
        """Keep *answer*, any JSON value, in the place of what was kept as *name* before."""
        ...


@dataclass(frozen=True, slots=True)
class SideService:
    """A second service a provider asks, with an address and a pace of its own.

    Attributes:
        name: slug, as in ``METARR_<NAME>_BASE_URL``.
        default_base_url: where the real service is, with a trailing slash.
        redirect_hosts: where its answers may send us on to: these hosts and all below them.
        has_html_not_found: it says "no such entry" with a web page.
    """

    name: str
    title: str
    default_base_url: str
    requests_per_s: float
    max_connections: int
    redirect_hosts: tuple[str, ...] = ()
    has_html_not_found: bool = False

    @property
    def base_url_variable(self) -> str:
        """Name of the environment variable that replaces ``default_base_url``."""
        return f"{ENVIRONMENT_PREFIX}_{self.name.upper()}_BASE_URL"


@dataclass(frozen=True, slots=True)
class SideContext:
    """The client of a :class:`SideService` and where it is reached, with a trailing slash."""

    http: ApiClient
    base_url: str


@dataclass(frozen=True, slots=True)
class ProviderContext:
    """What a provider is built from.

    Attributes:
        http: its client; shared by every provider object built for the same service.
        keys: name of a :class:`KeyField` to its value; unset ones are absent or empty.
        languages: the user's metadata languages, best first.
        base_url: where the service is reached, with a trailing slash; the only loopback address that
            addresses in its answers may name.
        sides: its further services by name.
        token_memory: where a provider that logs in keeps its token from run to run; ``None`` for nowhere.
        answer_memory: where it keeps answers that change once in months; ``None`` for nowhere.
    """

    http: ApiClient
    keys: Mapping[str, str]
    languages: tuple[str, ...]
    base_url: str
    sides: Mapping[str, SideContext] = field(default_factory=dict)
    token_memory: TokenMemory | None = None
    answer_memory: AnswerMemory | None = None


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
        sides: further services it asks.
        key_sentence: one sentence for a person on which kind of keys these are and what that means, ``""`` where
            there is nothing to say.
    """

    info: ProviderInfo
    default_base_url: str
    build: Callable[[ProviderContext], Provider]
    normalise_key: Callable[[str, str], str] = trimmed
    key_kind: Callable[[Mapping[str, str]], str] = _one_kind
    generation: Callable[[Mapping[str, str]], int] = lambda keys: 0
    sides: tuple[SideService, ...] = ()
    key_sentence: Callable[[Mapping[str, str]], str] = lambda keys: ""

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

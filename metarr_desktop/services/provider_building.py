"""What a provider is built from: its clients, the way to its services, its turn among all who ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_line import LineGate, ProviderLine
from metarr_desktop.orchestration.rate_limit import RateLimiter
from metarr_desktop.orchestration.shared_pace import SharedPace
from metarr_desktop.providers.base import RequestGate
from metarr_desktop.providers.definition import (
    AnswerMemory,
    ProviderContext,
    ProviderDefinition,
    SideContext,
    SideService,
    TokenMemory,
)
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.services.stored_answers import StoredAnswers
from metarr_desktop.services.stored_token import StoredToken
from metarr_desktop.settings import Settings
from metarr_desktop.store import Store


def addresses_of(definition: ProviderDefinition, settings: Settings, *, is_demo: bool) -> dict[str, str]:
    """Return the base address of a provider and of each of its sides, by name.

    Raises:
        InvalidInput: a variable of the environment holds no usable address.
    """
    defaults = {definition.info.name: definition.default_base_url}
    defaults |= {side.name: side.default_base_url for side in definition.sides}
    return {
        name: (None if is_demo else settings.base_url(name)) or default for name, default in defaults.items()
    }


def all_addresses(
    definitions: Iterable[ProviderDefinition], settings: Settings, *, is_demo: bool
) -> dict[str, str]:
    """Return the base addresses of all *definitions* and their sides, by name.

    Raises:
        InvalidInput: a variable of the environment holds no usable address.
    """
    return {
        name: address
        for definition in definitions
        for name, address in addresses_of(definition, settings, is_demo=is_demo).items()
    }


def contexts_of(
    definitions: Mapping[str, ProviderDefinition],
    clients: HttpClients,
    health: ProviderHealth,
    store: Store,
    keys: Mapping[str, Mapping[str, str]],
    languages: tuple[str, ...],
    addresses: Mapping[str, str],
    memory: tuple[Credentials, Path] | None,
) -> dict[str, ProviderContext]:
    """Return what each provider is built from, by its name.

    Args:
        keys: values of the fields of each provider that has any, by name.
        memory: where tokens are kept, and the folder of rarely changing answers; None keeps neither, as in the demo.
    """
    return {
        name: context_of(
            definition,
            clients,
            gate_to(definition.info, health, store),
            keys.get(name, {}),
            languages,
            addresses,
            StoredToken(memory[0], name) if memory else None,
            health.line(definition.info),
            StoredAnswers(memory[1], name, addresses[name]) if memory else None,
        )
        for name, definition in definitions.items()
    }


def gate_to(info: ProviderInfo, health: ProviderHealth, store: Store) -> RequestGate:
    """Return the queue all of this program stand in, and where the service counts so, all programs.

    Nobody gets through while the person has paused the provider.
    """
    line = health.line(info)
    queue = SharedPace(line.limiter, store, info.name) if info.is_rate_shared else line.limiter
    return LineGate(line, queue)


def context_of(
    definition: ProviderDefinition,
    clients: HttpClients,
    gate: RequestGate,
    keys: Mapping[str, str],
    languages: tuple[str, ...],
    addresses: Mapping[str, str],
    token_memory: TokenMemory | None = None,
    line: ProviderLine | None = None,
    answer_memory: AnswerMemory | None = None,
) -> ProviderContext:
    """Return what *definition* builds its provider from; *addresses* as :func:`addresses_of` returns them.

    *line*: a pause of this one holds for its sides, too, and a rest the service asks for is kept by all who share it;
    ``None`` where a key is only tried.
    """
    base_url = addresses[definition.info.name]
    return ProviderContext(
        clients.api(definition.info, base_url, gate, on_busy=line.limiter.pause if line else None),
        keys,
        languages,
        base_url,
        {
            side.name: _side(side, definition.info, clients, addresses[side.name], line)
            for side in definition.sides
        },
        token_memory,
        answer_memory,
    )


def _side(
    side: SideService, info: ProviderInfo, clients: HttpClients, base_url: str, line: ProviderLine | None
) -> SideContext:
    # Its requests count as the provider's own, and so do its errors; only the pace is another.
    limiter = RateLimiter(replace(info, requests_per_s=side.requests_per_s))
    http = clients.api(
        info,
        base_url,
        limiter if line is None else LineGate(line, limiter),
        redirect_hosts=side.redirect_hosts,
        max_connections=side.max_connections,
        has_html_not_found=side.has_html_not_found,
        on_busy=limiter.pause,
    )
    return SideContext(http, base_url)

"""Keys as the keys window works with them: said to be there, kept, tried; never shown back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Protocol, runtime_checkable

from metarr_desktop.credentials import Credentials, KeptKey
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.registry import ProviderDefinition
from metarr_desktop.services.provider_building import addresses_of, context_of
from metarr_desktop.services.stored_token import TOKEN_FIELD
from metarr_desktop.settings import Settings

CONTACT = "https://github.com/metarr/metarr-desktop"
"""Named in the User-Agent of every request, as the services ask."""


@runtime_checkable
class ChecksKeys(Protocol):
    """A provider that can say whether its keys are accepted."""

    async def check_key(self) -> str: ...


class _OpenGate:
    """A key is tried once, by hand: no queue needed."""

    async def enter(self, priority: Priority) -> None:
        return None


class ProviderKeys:
    """Implements the ``Keys`` port over the credentials of this installation.

    Args:
        asked: names of those that take part; the others' keys can be entered all the same.
        known: provider name to the keys found at start, by field name.
        new_clients: makes HTTP clients to the real services, whatever the program runs on now.
        on_saved: awaited with the provider's name and its keys of now after one changed.
    """

    def __init__(
        self,
        definitions: Mapping[str, ProviderDefinition],
        credentials: Credentials,
        settings: Settings,
        known: Mapping[str, Mapping[str, KeptKey]],
        *,
        asked: Collection[str],
        new_clients: Callable[[], HttpClients] = lambda: HttpClients(contact=CONTACT),
        on_saved: Callable[[str, Mapping[str, str]], Awaitable[None]],
    ) -> None:
        self._definitions = definitions
        self._credentials = credentials
        self._settings = settings
        self._places = {
            (name, field): kept.place for name, keys in known.items() for field, kept in keys.items()
        }
        self._values = {name: _values(keys) for name, keys in known.items()}
        self._stamp = credentials.stamp()
        self._asked = frozenset(asked)
        self._new_clients = new_clients
        self._on_saved = on_saved

    def apart(self) -> Sequence[ProviderInfo]:
        """Return those with keys that take no part (see the port)."""
        return tuple(
            each.info
            for name, each in self._definitions.items()
            if name not in self._asked and each.info.keys
        )

    def is_set(self, provider: str, field: str) -> bool:
        """Tell whether there is such a key, wherever it is kept."""
        return (provider, field) in self._places

    def place_of(self, provider: str, field: str) -> str:
        """Return where the key is kept, in words, empty if there is none (see the port)."""
        return self._places.get((provider, field), "")

    def has_any(self) -> bool:
        """Tell whether there is any key of any provider."""
        return bool(self._places)

    async def save(self, provider: str, field: str, value: str) -> None:
        """Keep the key; empty text forgets it (see the port)."""
        definition = self._definition(provider, field)
        if self._settings.key_from_environment(provider, field):
            raise InvalidInput(
                f"This key is given by the environment ({definition.key_variable(field)})."
                " Change it there; what is kept here would not be used."
            )
        normal = definition.normalise_key(field, value) if value.strip() else ""
        await asyncio.to_thread(self._credentials.save, provider, field, normal)
        # A token given out for the old key is of no use any more.
        await asyncio.to_thread(self._credentials.save, provider, TOKEN_FIELD, "")
        await self._use(provider, await asyncio.to_thread(self._credentials.find_all, definition.info))

    async def follow(self) -> None:
        """Ask with the keys that another program has saved since the last look, and without those it removed.

        Where keys cannot be read now, as in a keyring that does not answer, those known go on being used.
        """
        stamp = await asyncio.to_thread(self._credentials.stamp)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        for provider, definition in self._definitions.items():
            kept = await asyncio.to_thread(self._credentials.find_all, definition.info)
            known = self._values.get(provider, {})
            missing = [self.place_of(provider, field) for field in known.keys() - kept.keys()]
            if _values(kept) != known and all(map(self._credentials.is_within_reach, missing)):
                await self._use(provider, kept)

    async def _use(self, provider: str, kept: Mapping[str, KeptKey]) -> None:
        self._values[provider] = _values(kept)
        self._places = {at: place for at, place in self._places.items() if at[0] != provider}
        self._places |= {(provider, name): key.place for name, key in kept.items()}
        await self._on_saved(provider, self._values[provider])

    async def test(self, provider: str, values: dict[str, str]) -> str:
        """Ask the provider whether it accepts *values*; kept keys fill fields left empty (see the port)."""
        definition = self._definition(provider, *values)
        kept = await asyncio.to_thread(self._credentials.all_for, definition.info)
        given = {
            field: definition.normalise_key(field, value) for field, value in values.items() if value.strip()
        }
        addresses = addresses_of(definition, self._settings, is_demo=False)
        clients = self._new_clients()
        try:
            context = context_of(
                definition, clients, _OpenGate(), {**kept, **given}, self._settings.languages, addresses
            )
            candidate = definition.build(context)
            if not isinstance(candidate, ChecksKeys):
                return f"{definition.info.title} has no way to test a key; it shows with the first fetch."
            return await candidate.check_key()
        finally:
            await clients.close()

    def _definition(self, provider: str, *fields: str) -> ProviderDefinition:
        definition = self._definitions.get(provider)
        if definition is None:
            raise InvalidInput(f"There is no provider {provider!r}.")
        known = {key.name for key in definition.info.keys}
        for field in fields:
            if field not in known:
                raise InvalidInput(f"{definition.info.title} has no key {field!r}.")
        return definition


def _values(keys: Mapping[str, KeptKey]) -> dict[str, str]:
    return {name: key.value for name, key in keys.items()}

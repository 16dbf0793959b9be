"""Running on the demo catalogue: its services, the way to them, the keys they accept, the switches for faults."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.demo.developer import DeveloperSwitches
from metarr_desktop.demo.keys import (
    DEMO_FANART_TV_API_KEY,
    DEMO_FANART_TV_CLIENT_KEY,
    DEMO_TMDB_TOKEN,
    DEMO_TVDB_API_KEY,
)
from metarr_desktop.demo.living_catalogue import LivingCatalogue
from metarr_desktop.demo.service import DemoServices, pictures_folder
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.definition import ProviderDefinition
from metarr_desktop.providers.registry import BUILT_IN
from metarr_desktop.settings import Settings

_KEYS = {
    "tmdb": {"API_KEY": DEMO_TMDB_TOKEN},
    "fanart_tv": {"API_KEY": DEMO_FANART_TV_API_KEY, "CLIENT_KEY": DEMO_FANART_TV_CLIENT_KEY},
    "tvdb": {"API_KEY": DEMO_TVDB_API_KEY},
}

_INVENTED_NUMBERS = {"tvdb": frozenset({EntityType.MOVIE, EntityType.EPISODE})}
"""What the demo numbers by itself; all else has the ids of the real services, whose pages therefore fit."""


def as_in_the_demo(definitions: Mapping[str, ProviderDefinition]) -> dict[str, ProviderDefinition]:
    """Return those of *definitions* that the demo speaks for, without pages that its own numbers would lead to.

    A provider of another package has no service here, and nothing leaves the computer: it could only fail.
    """
    return {
        name: replace(
            each, info=replace(each.info, entry_url=_pages_but(each, _INVENTED_NUMBERS.get(name, ())))
        )
        for name, each in definitions.items()
        if each in BUILT_IN
    }


def _pages_but(definition: ProviderDefinition, invented: Collection[EntityType]) -> dict[EntityType, str]:
    return {kind: page for kind, page in definition.info.entry_url.items() if kind not in invented}


@dataclass(frozen=True)
class DemoMode:
    """What is different in the demo; implements the ``DemoControl`` port."""

    site: DemoServices
    transport: DemoTransport
    switches: DeveloperSwitches
    keys: Mapping[str, Mapping[str, str]]

    @classmethod
    def build(cls, settings: Settings) -> DemoMode:
        """Load the catalogue; nothing is painted or started yet."""
        folder = pictures_folder(settings)
        catalogue = LivingCatalogue(load_catalogue(), folder.parent / "visits.json")
        site = DemoServices(folder, catalogue=catalogue)
        return cls(site, DemoTransport(site), DeveloperSwitches(site), _KEYS)

    def services(self) -> Sequence[str]:
        return self.switches.services()

    def faults(self) -> Sequence[tuple[str, str]]:
        return self.switches.faults()

    def current_fault(self, service: str) -> str | None:
        return self.switches.current_fault(service)

    def set_fault(self, service: str, fault: str | None) -> None:
        self.switches.set_fault(service, fault)

    async def close(self) -> None:
        """End the painting thread; waits for at most one picture."""
        await asyncio.to_thread(self.site.close)

"""Where the answer of a service may send us on to: few services need it, and none may send us anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from metarr_desktop.providers.url_rules import authority_of, clean_address, loopback_authority

MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class RedirectRule:
    """Allows https at *hosts* and below them, and the configured address on this machine.

    Attributes:
        hosts: names such as ``archive.org``, which stands for ``ia800.us.archive.org`` too.
        loopback: ``host:port`` of the service itself where it was configured on this machine.
        limit: how many steps in a row are followed.
    """

    hosts: tuple[str, ...] = ()
    loopback: frozenset[str] = frozenset()
    limit: int = MAX_REDIRECTS

    @classmethod
    def for_service(cls, base_url: str, hosts: Iterable[str]) -> RedirectRule:
        """Return the rule of the service at *base_url*."""
        own = loopback_authority(base_url)
        return cls(tuple(hosts), frozenset({own} if own else ()))

    def next_address(self, current: str, location: str) -> str:
        """Return the address to ask next; http becomes https.

        Raises:
            ValueError: *location* leads where we do not go.
        """
        target = urljoin(current, location.strip())
        if urlsplit(target).scheme in ("http", "https") and authority_of(target) in self.loopback:
            return target
        address = clean_address(target)
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.netloc != host or not any(host == name or host.endswith(f".{name}") for name in self.hosts):
            raise ValueError("a redirection to a place that has nothing to do with the service")
        return address

"""What a demo service is made of, so that another fits beside: one ``DemoSite``, one line in ``service``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.types import ASGIApp

from metarr_desktop.demo.faults import DemoService, PathKind

ORIGIN = "metarr.demo.origin"
"""Key in the ASGI scope: ``http://127.0.0.1:PORT`` on loopback, absent where the real addresses are used."""


@dataclass(frozen=True, slots=True)
class Address:
    """One part of a service: where the real one is found, and where the loopback server offers it.

    Attributes:
        kind: whether it answers about titles or serves pictures.
        host: the real host.
        path: beginning of the path there, which is also the path the application is given.
        loopback: beginning of the path at the loopback server, in the place of ``path``.
    """

    kind: PathKind
    host: str
    path: str
    loopback: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer that a fault or the rate limit gives in the place of the application."""

    status: int
    body: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most *requests* within any *per_s* seconds, for paths of kind ``api``."""

    requests: int
    per_s: float = 1.0


@dataclass(frozen=True, slots=True)
class DemoSite:
    """One service.

    Attributes:
        app: the service itself; it knows nothing of faults, limits and logs.
        failure_answer: the service's own body for a failed status (429, 500 ...); the second argument is the
            number of requests in the present window, for services that name it.
        base_url_variable: the environment variable that leads a client to the loopback server, and
            ``base_path`` the path there.
        rate_limit: what the real service is said to allow; kept only where ``DemoServices`` is told to.
    """

    service: DemoService
    title: str
    addresses: tuple[Address, ...]
    app: ASGIApp
    failure_answer: Callable[[int, int], Answer]
    base_url_variable: str
    base_path: str
    rate_limit: RateLimit | None = None


def html_page(status: int, heading: str) -> Answer:
    """The page a proxy or content delivery network puts in the place of a service's answer."""
    body = (
        f"<html>\r\n<head><title>{status} {heading}</title></head>\r\n<body>\r\n"
        f"<center><h1>{status} {heading}</h1></center>\r\n<hr><center>openresty</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
    return Answer(status, body.encode(), "text/html")

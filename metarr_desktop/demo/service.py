"""The demo services together: their catalogue, pictures, faults and log.

``DemoTransport`` reaches them from inside this process, ``DemoServer`` over a loopback socket; both may share
one :class:`DemoServices`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from metarr_desktop.demo.catalogue import Catalogue, load_catalogue
from metarr_desktop.demo.cover_art_app import build_cover_art_site
from metarr_desktop.demo.demo_site import DemoSite
from metarr_desktop.demo.fanart_app import build_fanart_tv_site
from metarr_desktop.demo.faults import DemoService, FaultSwitches
from metarr_desktop.demo.front import Clock, ServiceFront
from metarr_desktop.demo.musicbrainz_app import build_musicbrainz_site
from metarr_desktop.demo.pictures import Painter, PictureStore, paint_picture
from metarr_desktop.demo.request_log import RequestLog
from metarr_desktop.demo.tmdb_app import build_tmdb_site
from metarr_desktop.demo.tvdb_app import build_tvdb_site
from metarr_desktop.settings import Settings

# A new service costs its application, a member of DemoService and one line here.
_BUILDERS: tuple[Callable[[Catalogue, PictureStore], DemoSite], ...] = (
    build_tmdb_site,
    build_fanart_tv_site,
    build_tvdb_site,
    build_musicbrainz_site,
    build_cover_art_site,
)


def pictures_folder(settings: Settings) -> Path:
    """Return where the painted pictures are kept: beside the demo's own cache, away from real pictures."""
    return settings.folders.for_demo().cache / "painted"


class SystemClock:
    """The clocks of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class DemoServices:
    """All demo services of one process.

    Args:
        folder: painted pictures; kept between runs, created when the first one is painted.
        catalogue: the built-in one unless given.
        painter: see :class:`PictureStore`.
        enforces_rate_limits: answer 429 above what the real services are said to allow.
        clock: wall and monotonic time.

    Attributes:
        faults: switches what goes wrong.
        log: every request that reached a service.
    """

    def __init__(
        self,
        folder: Path,
        *,
        catalogue: Catalogue | None = None,
        painter: Painter = paint_picture,
        enforces_rate_limits: bool = False,
        clock: Clock | None = None,
    ) -> None:
        clock = clock or SystemClock()
        self.catalogue = catalogue or load_catalogue()
        self.pictures = PictureStore(folder, painter)
        self.faults = FaultSwitches()
        self.log = RequestLog(clock.now)
        sites = [build(self.catalogue, self.pictures) for build in _BUILDERS]
        self.fronts = {
            site.service: ServiceFront(
                site, self.faults, self.log, clock, site.rate_limit if enforces_rate_limits else None
            )
            for site in sites
        }
        self._by_host = {
            address.host: self.fronts[site.service] for site in sites for address in site.addresses
        }

    @property
    def sites(self) -> tuple[DemoSite, ...]:
        return tuple(front.site for front in self.fronts.values())

    @property
    def hosts(self) -> frozenset[str]:
        """The real services' host names, which ``DemoTransport`` answers for."""
        return frozenset(self._by_host)

    def front(self, service: DemoService) -> ServiceFront:
        """Return the ASGI application of *service*, faults and log included."""
        return self.fronts[service]

    def front_for_host(self, host: str) -> ServiceFront | None:
        """Return the service found at *host* on the internet, ``None`` if the demo has none there."""
        return self._by_host.get(host.lower())

    def close(self) -> None:
        """Stop painting.  Blocks for the picture being painted, at most a few seconds."""
        self.pictures.close()

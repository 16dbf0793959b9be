"""Loading pictures: https only, bounded in bytes, time and redirects."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.providers.http.body import BodyTooLarge, read_bounded
from metarr_desktop.providers.url_rules import is_loopback_host, may_download

MAX_REDIRECTS = 3
TOTAL_S = 60.0
_TIMEOUT = httpx.Timeout(10.0, connect=5.0, pool=20.0)
_GONE = frozenset({400, 401, 403, 404, 405, 406, 410, 414, 415, 451})


@dataclass(frozen=True, slots=True)
class Download:
    """A body that claims to be a picture.

    ``content_type`` is in lower case and without parameters, ``""`` if the server named none.  What the bytes
    really are is for the decoder to find out.
    """

    data: bytes
    content_type: str


class ImageClient:
    """Loads pictures of all providers over one pool of connections."""

    def __init__(
        self,
        client: Callable[[], Awaitable[httpx.AsyncClient]],
        allowed_loopback: frozenset[str] = frozenset(),
    ) -> None:
        """Take ``host:port`` of services configured on this machine as *allowed_loopback*."""
        self._client = client
        self._allowed_loopback = allowed_loopback

    async def download(self, url: str, *, max_bytes: int, total_s: float = TOTAL_S) -> Download:
        """Return the body at *url*, at most *max_bytes* large; cancelling closes the connection.

        Raises:
            ThumbnailUnavailable: permanent if the address or its content is bad, else worth another try.
        """
        host = _host(url)
        try:
            async with asyncio.timeout(total_s):
                return await self._follow(url, max_bytes)
        except BodyTooLarge as error:
            raise ThumbnailUnavailable(
                f"The picture from {host} is too large: more than {max_bytes // 1_000_000 or 1} MB.",
                is_permanent=True,
            ) from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise ThumbnailUnavailable(
                f"{host} did not send the picture in time. Try again later."
            ) from error
        except httpx.DecodingError as error:
            raise ThumbnailUnavailable(
                f"The picture from {host} arrived damaged.", is_permanent=True
            ) from error
        except (httpx.InvalidURL, ValueError, ExceptionGroup) as error:
            raise ThumbnailUnavailable("The picture has no usable address.", is_permanent=True) from error
        except httpx.HTTPError as error:
            raise ThumbnailUnavailable(
                f"The picture cannot be loaded from {host}. Check the network connection."
            ) from error

    async def _follow(self, url: str, max_bytes: int) -> Download:
        client = await self._client()
        for _ in range(MAX_REDIRECTS + 1):
            if not may_download(url, allowed_loopback=self._allowed_loopback):
                raise ThumbnailUnavailable(
                    f"The picture was not loaded: {_host(url)} is no secure address on the internet.",
                    is_permanent=True,
                )
            request = client.build_request("GET", url, timeout=_TIMEOUT)
            response = await client.send(request, stream=True)
            try:
                if not response.is_redirect:
                    return await _picture(response, max_bytes)
                url = self._secure(urljoin(url, response.headers.get("location", "")))
            finally:
                await response.aclose()
        raise ThumbnailUnavailable(
            f"{_host(url)} passes the request for the picture on and on.", is_permanent=True
        )

    def _secure(self, url: str) -> str:
        """Return *url* with https, as everywhere but on this machine: some archives still redirect to http."""
        parts = urlsplit(url)
        if parts.scheme != "http" or is_loopback_host(parts.hostname or ""):
            return url
        return parts._replace(scheme="https").geturl()


async def _picture(response: httpx.Response, max_bytes: int) -> Download:
    host = response.url.host
    if response.status_code != 200:
        raise ThumbnailUnavailable(
            f"{host} does not deliver the picture (status {response.status_code}).",
            is_permanent=response.status_code in _GONE,
        )
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type and not content_type.startswith("image/") and "octet-stream" not in content_type:
        raise ThumbnailUnavailable(
            f"{host} sent {content_type[:40]} in the place of a picture.", is_permanent=True
        )
    data = await read_bounded(response, max_bytes)
    if not data:
        raise ThumbnailUnavailable(f"{host} sent an empty picture.", is_permanent=True)
    return Download(data, content_type)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "an unnamed place"
    except ValueError:
        return "an unnamed place"

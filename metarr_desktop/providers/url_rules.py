"""Which addresses the program talks to: https, or the loopback address a service was configured with.

Addresses inside answers are data of somebody else.  They never lead to this machine, to a private network, to
another scheme, and never carry credentials.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from metarr_desktop.domain.errors import InvalidInput

MAX_ADDRESS_LENGTH = 2048
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMBER_LABEL = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_PATH_SAFE = "/:@!$&'*+,;=-._~%"
_QUERY_SAFE = _PATH_SAFE + "?"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def is_loopback_host(host: str) -> bool:
    """Tell whether *host* is this machine: ``localhost``, ``127.0.0.0/8`` or ``::1``."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _ip_address(name)
    return address is not None and address.is_loopback


def is_public_host(host: str) -> bool:
    """Tell whether *host* may be an address on the internet, as far as its spelling shows.

    Numbers in forms other than dotted decimal (``2130706433``, ``0x7f.1``) are no public host: resolvers read
    them as addresses that no check of names would see.
    """
    name = host.lower().rstrip(".")
    address = _ip_address(name)
    if address is not None:
        return address.is_global and not address.is_multicast
    if "." not in name or name.endswith(_PRIVATE_SUFFIXES) or len(name) > 253:
        return False
    return bool(_HOST.fullmatch(name)) and not _NUMBER_LABEL.fullmatch(name.rsplit(".", 1)[1])


def _ip_address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def authority_of(url: str) -> str:
    """Return ``host:port`` of *url* in lower case, the port always written out.

    Raises:
        ValueError: *url* has no host or no possible port.
    """
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port
    if not host:
        raise ValueError("an address without a host")
    name = f"[{host}]" if ":" in host else host.rstrip(".")
    return f"{name.lower()}:{port or _DEFAULT_PORTS.get(parts.scheme, 0)}"


def loopback_authority(base_url: str) -> str | None:
    """Return ``host:port`` if *base_url* is on this machine, else ``None``."""
    try:
        return authority_of(base_url) if is_loopback_host(urlsplit(base_url).hostname or "") else None
    except ValueError:
        return None


def checked_base_url(text: str) -> str:
    """Return the base address of a service with a trailing slash.

    Raises:
        InvalidInput: neither https nor http on loopback, with credentials, a query, or no address at all.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        authority_of(address)
    except ValueError:
        raise InvalidInput(f"“{_shown(text)}” is no web address. Write it like https://host/path.") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise InvalidInput(f"“{_shown(text)}” is no web address. Write it like https://host/path.")
    if "@" in parts.netloc:
        raise InvalidInput(
            "A base address must not contain a user name or password. Keys have their own fields."
        )
    if parts.query or parts.fragment:
        raise InvalidInput("A base address must not contain “?” or “#”.")
    if parts.scheme == "http" and not is_loopback_host(parts.hostname or ""):
        raise InvalidInput(
            f"The address {_shown(parts.netloc)} must begin with https://. "
            "Plain http is for this machine only."
        )
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path.rstrip("/") + "/", "", ""))


def _shown(text: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", text.strip())[:80]


def clean_address(text: object, *, base_url: str = "") -> str:
    """Return an address out of an answer in the one form that is stored: https, percent-encoded, no fragment.

    http becomes https, except where host and port are those of the loopback *base_url* the answer came from.

    Raises:
        ValueError: no address of a file on the internet.
    """
    if not isinstance(text, str) or not 0 < len(text) <= MAX_ADDRESS_LENGTH:
        raise ValueError("no address, or one too long")
    address = text.strip()
    parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError("not an http address, or one with credentials")
    if any(segment in (".", "..") for segment in parts.path.split("/")):
        raise ValueError("an address that climbs folders")
    own = loopback_authority(base_url)
    if own is not None and authority_of(address if "://" in address else f"https:{address}") == own:
        return _joined(parts, parts.scheme.lower(), own)
    host = _ascii_host(parts.hostname)
    if not is_public_host(host):
        raise ValueError("an address inside a private network or on this machine")
    port = parts.port
    is_usual_port = port is None or port == _DEFAULT_PORTS[parts.scheme.lower()]
    name = f"[{host}]" if ":" in host else host
    return _joined(parts, "https", name if is_usual_port else f"{name}:{port}")


def _ascii_host(host: str) -> str:
    name = host.lower().rstrip(".")
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _joined(parts: SplitResult, scheme: str, authority: str) -> str:
    path = quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_PATH_SAFE, errors="replace")
    query = quote(_STRAY_PERCENT.sub("%25", parts.query), safe=_QUERY_SAFE, errors="replace")
    return urlunsplit((scheme, authority, path or "/", query, ""))


def may_download(url: str, *, allowed_loopback: frozenset[str]) -> bool:
    """Tell whether a picture may be loaded: https on the internet, or a configured ``host:port``."""
    try:
        parts = urlsplit(url)
        authority = authority_of(url)
    except ValueError:
        return False
    if "@" in parts.netloc or parts.scheme not in _DEFAULT_PORTS:
        return False
    if authority in allowed_loopback:
        return True
    return parts.scheme == "https" and is_public_host(parts.hostname or "")

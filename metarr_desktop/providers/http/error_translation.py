"""Exceptions of httpx and HTTP statuses become errors of the domain here, and nowhere else.

Every sentence says what happened, what is still true and what to do; requests are named by their path alone,
so no key can be in it.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderError,
    ProviderFailed,
    ProviderNotFound,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.providers.http.body import BodyTooLarge, looks_like_html, parse_json

_STAYS = "What is stored stays as it is."
_LONGEST_WAIT_S = 24 * 3600.0
BUSY_STATUSES = frozenset({429, 503})


def timed_out(info: ProviderInfo, request: str) -> ProviderUnreachable:
    return ProviderUnreachable(
        info.name,
        f"{info.title} did not answer in time (request {request}). {_STAYS} Try again in a moment.",
        is_timeout=True,
    )


def invalid(info: ProviderInfo, request: str, why: str) -> ProviderAnswerInvalid:
    """Return the error for an answer nobody can make sense of; *why* completes "because …"."""
    return ProviderAnswerInvalid(
        info.name,
        f"{info.title} sent an answer that cannot be used (request {request}): {why}. {_STAYS} "
        "Try again later.",
    )


def key_missing(info: ProviderInfo) -> ProviderRefused:
    return ProviderRefused(
        info.name,
        f"{info.title} was not asked because it has no key yet. {_STAYS} Enter a key in the settings.",
        reason="missing",
    )


def key_refused(info: ProviderInfo) -> ProviderRefused:
    return ProviderRefused(
        info.name,
        f"{info.title} does not accept the key. {_STAYS} Check the key in the settings.",
        reason="wrong",
    )


def translate_exception(
    error: Exception, info: ProviderInfo, request: str, *, in_body: bool
) -> ProviderError:
    """Return the domain error for *error*; *in_body* when the status and headers had already arrived."""
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return timed_out(info, request)
    if isinstance(error, httpx.DecodingError):
        return invalid(info, request, "its compression is damaged")
    if isinstance(error, httpx.RemoteProtocolError) and in_body:
        return invalid(info, request, "it broke off in the middle")
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)):
        return invalid(info, request, "the request could not be written down as an address")
    if isinstance(error, httpx.HTTPError):
        return ProviderUnreachable(
            info.name,
            f"{info.title} cannot be reached{_certificate_hint(error)} (request {request}). {_STAYS} "
            "Check the network connection and try again.",
        )
    if isinstance(error, ExceptionGroup):  # anyio: a port that does not exist, all addresses failing oddly
        return invalid(info, request, "its address leads nowhere")
    if isinstance(error, BodyTooLarge):
        return invalid(info, request, str(error))
    return invalid(info, request, "the request could not be written down as an address")


def _certificate_hint(error: BaseException) -> str:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(seen):
            return " over a secure connection: its certificate cannot be verified"
        seen = seen.__cause__ or seen.__context__
    return ""


def error_for_status(
    info: ProviderInfo, request: str, status: int, headers: Mapping[str, str], body: bytes
) -> ProviderError | None:
    """Return the error that an answer other than 2xx stands for, ``None`` for 2xx.

    404 counts as "no such entry" only in the service's own form (JSON, or nothing at all), and 403 as a
    refused key only when no web page comes with it: pages come from proxies and must not be remembered as the
    truth. A service without keys cannot refuse one.
    """
    if 200 <= status < 300:
        return None
    is_page = looks_like_html(headers.get("content-type", ""), body)
    if info.keys and (status == 401 or (status == 403 and not is_page)):
        return key_refused(info)
    if status in BUSY_STATUSES:
        wait_s = retry_after_seconds(headers.get("retry-after"), now=datetime.now(UTC))
        # The sentence may be read long after: it says what was asked for, never how much of it is left.
        said = "has too many requests" if status == 429 else "is not available"
        rest = f" and asked for a rest of {_in_words(wait_s)}" if wait_s else ""
        then = "It can be asked again after that." if wait_s else "Try again later."
        return ProviderBusy(info.name, f"{info.title} {said}{rest}. {_STAYS} {then}", retry_after_s=wait_s)
    if status == 404:
        if _is_own_not_found(body):
            return ProviderNotFound(info.name, f"{info.title} has no such entry (request {request}).")
        return invalid(info, request, "a page that does not exist, and not in the way the service says so")
    if 300 <= status < 400:
        return invalid(info, request, f"it points elsewhere (status {status}), which is not followed")
    if status < 200:
        return invalid(info, request, f"status {status}")
    return ProviderFailed(
        info.name,
        f"{info.title} reported an error (status {status}, request {request}). {_STAYS} Try again later.",
        status=status,
    )


def _is_own_not_found(body: bytes) -> bool:
    if not body.strip():
        return True
    try:
        return isinstance(parse_json(body), dict)
    except ValueError:
        return False


def retry_after_seconds(value: str | None, *, now: datetime) -> float | None:
    """Return the seconds a ``Retry-After`` asks for, written as a number or an HTTP date.

    0, negative values, dates in the past and nonsense count as missing; more than a day counts as a day.
    """
    if value is None:
        return None
    text = value.strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (aware - now).total_seconds()
    return min(seconds, _LONGEST_WAIT_S) if seconds > 0 else None  # NaN compares false


def _in_words(wait_s: float) -> str:
    seconds = max(1, round(wait_s))
    if seconds < 120:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{round(seconds / 60)} minutes"

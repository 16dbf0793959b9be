"""A fence behind the rule that keys never reach a log: httpx writes whole addresses, queries included."""

from __future__ import annotations

import logging
import re

HTTP_LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
)
"""Loggers that may name addresses; a filter works only on the very logger that writes."""

HIDDEN = "•••"
_SHORTEST_SECRET = 6  # shorter values would blot out ordinary words
_NAMES = r"(?:api|client|access|project)[_-]?(?:key|token)|apikey|pin|token"
_PATTERNS = (
    re.compile(rf"(?i)(?:\b|(?<=%3f)|(?<=%26))({_NAMES})(=|%3D)[^&\s\"'#]+"),
    re.compile(
        r"(?i)(\b(?:api-key|client-key|authorization)\b['\"]?\s*(?:,\s*b?|:)\s*['\"]?)(?:bearer\s+)?[^\s'\",)]+"
    ),
    re.compile(r"(?i)\b(bearer\s+)[\w.~+/-]+=*"),
    re.compile(r"()\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
)


class KeyRedaction(logging.Filter):
    """Rewrites records so that no key is left in them; lets every record pass.

    Add it to handlers to cover the whole program; :meth:`guard_http_loggers` covers the HTTP library.
    """

    def __init__(self) -> None:
        super().__init__()
        self._secrets: set[str] = set()

    def add_secret(self, value: str) -> None:
        """Hide *value* wherever it turns up."""
        secret = value.removeprefix("Bearer ").strip()
        if len(secret) >= _SHORTEST_SECRET:
            self._secrets.add(secret)

    def redacted(self, text: str) -> str:
        """Return *text* with every key in it replaced."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in _PATTERNS:
            text = pattern.sub(lambda match: f"{match.group(1)}{_separator(match)}{HIDDEN}", text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite *record* in place, its traceback included."""
        message = record.getMessage()
        clean = self.redacted(message)
        if clean != message:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redacted(record.exc_text)
        return True

    def guard_http_loggers(self) -> None:
        for name in HTTP_LOGGERS:
            logging.getLogger(name).addFilter(self)

    def leave_http_loggers(self) -> None:
        for name in HTTP_LOGGERS:
            logging.getLogger(name).removeFilter(self)


def _separator(match: re.Match[str]) -> str:
    return match.group(2) if match.re.groups > 1 else ""

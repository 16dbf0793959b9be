"""As much of Lucene's query language as the demo's MusicBrainz understands: fields, phrases, words, AND, OR, brackets.

An asterisk at the end of a word stands for any ending.  Scores are 0 to 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from metarr_desktop.demo.title_search import words_of

Document = Mapping[str, Sequence[str]]
"""Names of fields with the texts in them."""

Matcher = Callable[[Document], int]

_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])
    |(?P<field>[a-z]+):(?=["\S])
    |"(?P<phrase>(?:\\.|[^"\\])*)"
    |(?P<word>(?:\\.|[^\s()"\\:])+))""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)")
_MAX_LENGTH = 4_000


class BadQuery(ValueError):
    """The query is not written in this language."""


def parse(query: str, default_fields: Sequence[str]) -> Matcher:
    """Return what scores documents by *query*; terms without a field are looked for in *default_fields*.

    Raises:
        BadQuery: it cannot be read; real servers answer 400 then.
    """
    if len(query) > _MAX_LENGTH:
        raise BadQuery("too long")
    parser = _Parser(_tokens(query), default_fields)
    matcher = parser.either()
    if parser.rest:
        raise BadQuery(f"unexpected {parser.rest[0][1]!r}")
    return matcher


def _tokens(query: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    text = query.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise BadQuery(f"at position {at}")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], default_fields: Sequence[str]) -> None:
        self.rest = tokens
        self._defaults = default_fields

    def either(self) -> Matcher:
        """``a OR b``, or words side by side: the best one counts, the others a little."""
        parts = [self._both()]
        while self.rest and self.rest[0] != ("bracket", ")"):
            if self.rest[0] == ("word", "OR"):
                self.rest.pop(0)
            parts.append(self._both())
        return lambda document: max(part(document) for part in parts)

    def _both(self) -> Matcher:
        parts = [self._term()]
        while self.rest and self.rest[0] == ("word", "AND"):
            self.rest.pop(0)
            parts.append(self._term())

        def score(document: Document) -> int:
            scores = [part(document) for part in parts]
            return sum(scores) // len(scores) if all(scores) else 0

        return score

    def _term(self) -> Matcher:
        if not self.rest:
            raise BadQuery("it ends in the middle")
        kind, text = self.rest.pop(0)
        if (kind, text) == ("bracket", "("):
            inner = self.either()
            if not self.rest or self.rest.pop(0) != ("bracket", ")"):
                raise BadQuery("a bracket is not closed")
            return inner
        fields = self._defaults
        if kind == "field":
            if not self.rest:
                raise BadQuery("a field without a text")
            fields = (text,)
            kind, text = self.rest.pop(0)
        if kind not in ("phrase", "word") or (kind == "word" and text in ("AND", "OR")):
            raise BadQuery(f"unexpected {text!r}")
        is_prefix = kind == "word" and text.endswith("*") and not text.endswith("\\*")
        words = words_of(_ESCAPED.sub(r"\1", text.rstrip("*") if is_prefix else text))
        return lambda document: max(
            (_likeness(words, document.get(f, ()), is_prefix) for f in fields), default=0
        )


def _likeness(words: tuple[str, ...], texts: Sequence[str], is_prefix: bool) -> int:
    """100 if a text is just these words, less the more others it has, 0 if they are not in it side by side."""
    best = 0
    for text in texts:
        found = words_of(text)
        joined, wanted = "".join(found), "".join(words)
        if not wanted or not joined:
            continue
        if is_prefix and joined.startswith(wanted):
            best = 100
        elif any(found[at : at + len(words)] == words for at in range(len(found))):
            best = max(best, 40 + 60 * len(words) // len(found))
        elif joined == wanted:
            best = max(best, 95)
    return best

"""Reads recorded exchanges (cassettes) of vcrpy and of Ruby's VCR, without a YAML parser.

The program has no use for YAML, so its tests take none along.  What cassettes hold of it is little: one exchange after
the other, and bodies as single-quoted, double-quoted or base64 text folded over lines.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_EXCHANGE = re.compile(r"^- request:$", re.MULTILINE)
_LINE = re.compile(r"^ *(?P<name>uri|method|code): *(?P<value>\S.*)$", re.MULTILINE)
_HEADER = re.compile(r"^ *(?P<name>[A-Za-z][A-Za-z-]*):\n *- (?P<value>\S.*)$", re.MULTILINE)
_BODY = re.compile(r"^(?P<indent> *)string: *", re.MULTILINE)
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "0": "\0",
    "_": "\xa0",
    "N": "\x85",
    "e": "\x1b",
    "b": "\b",
    "f": "\f",
}
_HEX = {"x": 2, "u": 4, "U": 8}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they were recorded.

    Attributes:
        headers: those of the answer, names in lower case, the first value of each.
        body: as the client saw it, unpacked.
    """

    method: str
    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def read_cassette(path: Path) -> Iterator[Exchange]:
    """Yield the exchanges of a cassette in their order.

    Raises:
        ValueError: the file is written in a way that is not understood; the text names it.
    """
    _, *exchanges = _EXCHANGE.split(path.read_text(encoding="utf-8"))
    if not exchanges:
        raise ValueError(f"{path.name} holds no exchange")
    for text in exchanges:
        asked, separator, answered = text.partition("\n  response:\n")
        request = {match["name"]: match["value"].strip() for match in _LINE.finditer(asked)}
        found = _BODY.search(answered)
        status = re.search(r"^ *code: *(\d{3})$", answered, re.MULTILINE)
        if not separator or found is None or status is None or not {"uri", "method"} <= request.keys():
            raise ValueError(f"{path.name} holds an exchange without address, status or body")
        headers = {match["name"].lower(): match["value"].strip("'\"") for match in _HEADER.finditer(answered)}
        yield Exchange(
            request["method"].upper(),
            request["uri"],
            int(status[1]),
            headers,
            _scalar(answered, found.end(), len(found["indent"])),
        )


def _scalar(text: str, at: int, indent: int) -> bytes:
    """Return the value that starts at *at*; *indent* is that of its key."""
    if text[at] == "'":
        quoted = re.compile(r"(?:[^']|'')*").match(text, at + 1)
        assert quoted is not None, "matches nothing, too"
        return _folded(quoted[0]).replace("''", "'").encode()
    if text[at] == '"':
        quoted = re.compile(r'(?:[^"\\]|\\.)*', re.DOTALL).match(text, at + 1)
        assert quoted is not None, "matches nothing, too"
        return _unescaped(quoted[0]).encode()
    if text.startswith("!binary |-", at):
        lines = text[at:].split("\n")[1:]
        block = []
        for line in lines:
            if line.strip() and not line.startswith(" " * (indent + 1)):
                break
            block.append(line.strip())
        return base64.b64decode("".join(block))
    raise ValueError(f"a body that starts with {text[at : at + 20]!r} is not understood")


def _folded(text: str) -> str:
    """A line break stands for a blank, and each empty line for a line break."""
    return re.sub(r"[ \t]*\n((?:[ \t]*\n)*)[ \t]*", lambda gap: "\n" * gap[1].count("\n") or " ", text)


def _unescaped(text: str) -> str:
    text = re.sub(
        r"(?<!\\)((?:\\\\)*)\\\n[ \t]*", r"\1", text
    )  # a line that ends with \ goes on without a blank
    text = _folded(text)

    def replaced(escape: re.Match[str]) -> str:
        kind, digits = escape[1], escape[2]
        return chr(int(digits, 16)) if digits else _ESCAPES.get(kind, kind)

    widths = "|".join(f"(?<={kind})[0-9A-Fa-f]{{{width}}}" for kind, width in _HEX.items())
    found = re.sub(rf"\\(.)({widths})?", replaced, text)
    # half a surrogate pair each: JSON's way of writing what lies beyond the first plane
    return found.encode("utf-16", "surrogatepass").decode("utf-16")

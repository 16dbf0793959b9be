"""What a command has to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say, in both forms; ``status`` is that of the program."""

    document: dict[str, Any]
    text: str
    status: int = 0

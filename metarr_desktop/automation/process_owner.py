"""How a program signs its leases, and how another tells that it has ended."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path

_NAMESPACE = Path("/proc/self/ns/pid")


def this_process() -> str:
    """Return a name for this run of the program that no other has: host, process namespace, number, chance."""
    return f"{_place()}|{os.getpid()}|{uuid.uuid4().hex}"


def has_surely_ended(owner: str) -> bool:
    """Tell whether the program that signed *owner* is known to have ended.

    Only one of this machine can be looked for, and of the same process namespace: in a container numbers mean
    others. Elsewhere, and where a new process has taken the number, the lease has to run out.
    """
    place, _, rest = owner.rpartition("|")[0].rpartition("|")
    if not place or place != _place() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (
        PermissionError,
        OverflowError,
    ):  # somebody else's process: alive; no number of a process: unknown
        return False
    return _is_zombie(rest)


def _is_zombie(number: str) -> bool:
    """Tell whether a process has ended and only waits for its parent to take note."""
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):  # it ended this moment: the next look says so
        return False
    return state == "Z"


def _place() -> str:
    # Without /proc there is no telling namespaces apart; then nothing is concluded from numbers.
    try:
        namespace = str(_NAMESPACE.stat().st_ino)
    except OSError:
        namespace = uuid.uuid4().hex
    return f"{socket.gethostname()}|{namespace}"

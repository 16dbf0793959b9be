"""What can be set for webhooks, and why not; addresses and sentences of the page; no Qt."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.path_mapping import PathMapping, is_absolute, to_local
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings, WebhookSource, WebhookState
from ui.pill import Tone

VARIABLES = {
    "is_on": "METARR_WEBHOOKS",
    "host": "METARR_WEBHOOK_HOST",
    "port": "METARR_WEBHOOK_PORT",
    "paths": "METARR_WEBHOOK_PATHS",
    "token": "METARR_WEBHOOK_TOKEN",
    "user": "METARR_WEBHOOK_USER",
    "password": "METARR_WEBHOOK_PASSWORD",
}
"""Which variable of the environment decides a field."""
HEADER = "X-Api-Key"
TEST = "test"
LOCAL, ANYWHERE = "127.0.0.1", "0.0.0.0"

INTRO = "Radarr, Sonarr and Lidarr can say what they import, so that its artwork is here before you look."
ON = "The program listens while it is open; without a window, metarr-desktop worker listens."
LOCAL_TEXT = "Nobody else reaches it: a program in a container, or on another machine, is not heard."
OTHERS_TEXT = (
    f"With {ANYWHERE} every computer that reaches this one is heard, if it shows the token or the password."
)
PATHS = (
    "Where those programs see a folder under another name than this computer does, as from a container. Whole names "
    "count: /movies says nothing of /movies-4k. A path without a line here is taken as it is."
)

EVENTS = {
    WebhookSource.RADARR: "File Import, File Upgrade, Rename and Movie Added",
    WebhookSource.SONARR: "File Import, File Upgrade, Rename and Series Add",
    WebhookSource.LIDARR: "Release Import, Upgrade, Rename, Track Retag and Artist Add",
}
"""The boxes to tick in each program; more do no harm."""


@dataclass(frozen=True, slots=True)
class Line:
    """A state as it is shown: colour, the word that stands for it, one sentence."""

    tone: Tone
    word: str
    sentence: str


def given_by(field: str) -> str:
    """Return who decides a field that cannot be changed here."""
    return f"Given by {VARIABLES[field]}; change it there."


def is_local(host: str) -> bool:
    """Tell whether only this computer reaches *host*; what is no address is not."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_problem(host: str) -> str:
    """Return why nobody can listen on *host*, empty if one can."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return f"“{host[:60]}” is no address to listen on. Write one in numbers, such as {ANYWHERE}."
    return ""


def proof_text(settings: WebhookSettings) -> tuple[str, bool]:
    """Return who is heard with the token and password set, and whether that cannot be."""
    if settings.needs_proof:
        proofs = [
            *(["the token"] if settings.token else []),
            *(["user and password"] if settings.password else []),
        ]
        return f"Only who shows {' or '.join(proofs)} is heard.", False
    if is_local(settings.host):
        return "Programs on this computer are heard without showing anything.", False
    return (
        "Anybody who reaches this computer would be heard. Generate a token, or set user and password.",
        True,
    )


def path_problems(mappings: Sequence[PathMapping]) -> list[str]:
    """Return for each line why it cannot be used, empty if it can."""
    seen: set[str] = set()
    found = []
    for each in mappings:
        name = each.remote.rstrip("/\\") or each.remote
        found.append(_path_problem(each, is_twice=name in seen))
        seen.add(name)
    return found


def _path_problem(mapping: PathMapping, *, is_twice: bool) -> str:
    if not is_absolute(mapping.remote):
        return "The folder there begins with / or with a drive, as in /movies or D:\\Films."
    if is_twice:
        return "This folder of the other program is in the list already."
    if not (mapping.local.startswith("/") and is_absolute(mapping.local)):
        return "The folder here begins with /, as in /mnt/films, and names no “..”."
    return ""


def problem_of(settings: WebhookSettings) -> str:
    """Return why *settings* cannot be taken over, one sentence; empty if they can."""
    if problem := host_problem(settings.host):
        return problem
    words, is_open = proof_text(settings)
    if is_open:
        return words
    return next(filter(None, path_problems(settings.paths)), "")


def tried(path: str, mappings: Sequence[PathMapping]) -> str:
    """Return where *path* of another program is here, in words."""
    if not path:
        return ""
    usable = [each for each, problem in zip(mappings, path_problems(mappings), strict=True) if not problem]
    here = to_local(path, usable)
    if here is None:
        return "No line is for it: it is not found here."
    return f"is {here} here." if here != path else "is taken as it is."


def address_of(settings: WebhookSettings, source: WebhookSource, machine: str) -> str:
    """Return what is entered in another program; *machine* is how other computers call this one."""
    origin = settings.origin
    if not host_problem(settings.host) and ipaddress.ip_address(settings.host).is_unspecified:
        origin = f"http://{machine or 'this-computer'}:{settings.port}"
    return f"{origin}/webhooks/{source}"


def paste_text(settings: WebhookSettings, machine: str) -> str:
    """Return the second line of how to set up another program."""
    text = "Choose the method POST and paste this as the Webhook URL"
    if machine and f"//{machine}:" in address_of(settings, WebhookSource.RADARR, machine):
        return f"{text}. Where “{machine}” is not known, write the IP address of this computer in its place:"
    return f"{text}:"


def last_steps(settings: WebhookSettings) -> str:
    """Return the third line of how to set up another program."""
    if settings.token:
        return f"Press Show Advanced, add the header {HEADER} with the token, then press Test and Save."
    if settings.password:
        return "Enter the same user name and password as above, then press Test and Save."
    return "Press Test, then Save."


def listening(state: AutomationState, kept: WebhookSettings, *, is_waiting: bool) -> Line:
    """Return whether and where this program listens."""
    if state.webhook_port is not None:
        sentence = state.webhook_sentence or f"Listening on port {state.webhook_port}."
        return Line(Tone.GOOD, "listening", sentence)
    if not kept.is_on:
        more = " They are switched on with Apply." if is_waiting else ""
        return Line(Tone.MUTED, "off", f"Webhooks are off: nothing is heard.{more}")
    return Line(
        Tone.WARN, "not listening", state.webhook_sentence or "This program does not listen at the moment."
    )


def heard(
    event: WebhookEvent | None, source: WebhookSource, now: datetime, zone: tzinfo | None = None
) -> Line:
    """Return when a program was heard last, and what it said."""
    if event is None:
        return Line(Tone.MUTED, "not heard", "Nothing heard yet.")
    at = moment_text(event.last_delivery_at, now, zone)
    if event.event.casefold() == TEST:
        return Line(Tone.GOOD, "heard", f"{source.program}’s test arrived {at}. The connection works.")
    tone = Tone.BAD if event.state is WebhookState.FAILED else Tone.GOOD
    return Line(tone, "failed" if tone is Tone.BAD else "heard", f"Last heard {at}: {event.message}")


def moment_text(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return a moment that is over in local time: ``today at 14:03``."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    day = {0: "today", 1: "yesterday"}.get(days, f"on {local.day} {local:%b}")
    return f"{day} at {local:%H:%M}"


def secret_text(noun: str, value: str, *, is_waiting: bool) -> str:
    """Return what a field says in which a secret is entered; never the secret."""
    if not value:
        return f"Removed with Apply; paste a {noun} to keep one" if is_waiting else f"No {noun}"
    if is_waiting:
        return f"A new {noun}, kept with Apply"
    return f"A {noun} is set; paste another to replace it"

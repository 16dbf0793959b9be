"""All HTTP of the program: the one httpx factory, API and picture clients, errors translated once.

Nothing outside this package (and the demo transport) imports httpx, so a change of library stays in here.
"""

from metarr_desktop.providers.http.api_client import ApiClient, AttemptTimeouts, JsonAnswer
from metarr_desktop.providers.http.clients import HttpClients
from metarr_desktop.providers.http.image_client import Download, ImageClient
from metarr_desktop.providers.http.key_redaction import KeyRedaction

__all__ = [
    "ApiClient",
    "AttemptTimeouts",
    "Download",
    "HttpClients",
    "ImageClient",
    "JsonAnswer",
    "KeyRedaction",
]

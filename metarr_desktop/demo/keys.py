"""The keys the demo services accept.  They open nothing but the demo."""

from __future__ import annotations

from typing import Final

DEMO_TMDB_TOKEN: Final = "eyJhbGciOiJub25lIn0.eyJkZW1vIjoibWV0YXJyLWRlc2t0b3AifQ.demo"
"""API Read Access Token: sent as ``Authorization: Bearer``."""

DEMO_TMDB_API_KEY: Final = "de300000000000000000000000000001"
"""API key of 32 hexadecimal digits: sent as ``api_key`` in the query."""

DEMO_FANART_TV_API_KEY: Final = "de300000000000000000000000000002"
"""Project key: header ``api-key`` or query ``api_key``."""

DEMO_FANART_TV_CLIENT_KEY: Final = "de300000000000000000000000000003"
"""Personal key: header ``client-key`` or query ``client_key``; works in the place of a project key too."""

DEMO_TVDB_API_KEY: Final = "de300000-0000-4000-8000-000000000004"
"""Project key: logs in without a PIN."""

DEMO_TVDB_USER_KEY: Final = "de300000-0000-4000-8000-000000000005"
"""User-supported key: logs in only together with :data:`DEMO_TVDB_PIN`."""

DEMO_TVDB_PIN: Final = "DEMO1234"
"""Subscriber PIN."""

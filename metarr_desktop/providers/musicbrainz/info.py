"""What the program knows of MusicBrainz and the Cover Art Archive without asking them."""

from __future__ import annotations

from typing import Final

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.provider import METADATA, AnswerGroup, Deadlines, ProviderInfo
from metarr_desktop.domain.provider import MUSICBRAINZ as NAME
from metarr_desktop.providers.definition import SideService

BASE_URL: Final = "https://musicbrainz.org/ws/2/"

COVERS: Final = "covers"
"""The group that the Cover Art Archive answers."""

COVER_ART_ARCHIVE = SideService(
    name="cover_art_archive",
    title="Cover Art Archive",
    default_base_url="https://coverartarchive.org/",
    requests_per_s=4.0,  # no limit is stated; the pictures lie with a library that is asked gently
    max_connections=2,
    redirect_hosts=("coverartarchive.org", "archive.org"),
    has_html_not_found=True,
)

INFO = ProviderInfo(
    name=NAME,
    title="MusicBrainz",
    answers={
        EntityType.MUSIC: (
            AnswerGroup("details", frozenset({METADATA})),
            AnswerGroup(COVERS, frozenset({AssetType.COVER, AssetType.DISCART})),
        )
    },
    id_kinds={EntityType.MUSIC: ("musicbrainz",)},
    search_types=frozenset({EntityType.MUSIC}),
    requests_per_s=0.9,  # one a second is allowed, and counted where requests arrive, not where they leave
    max_connections=1,
    is_rate_shared=True,
    busy_wait_s=2.0,
    busy_slowdown_s=60.0,
    deadlines=Deadlines(user_s=25.0, automation_s=180.0),
    website="https://musicbrainz.org/",
    terms_url="https://musicbrainz.org/doc/About/Data_License",
    attribution=(
        "Music data by MusicBrainz, https://musicbrainz.org/ (core data CC0; tags and ratings CC BY-NC-SA 3.0). "
        "Covers by the Cover Art Archive, https://coverartarchive.org/; they belong to their owners."
    ),
    entry_url={EntityType.MUSIC: "https://musicbrainz.org/release-group/{id}"},
    search_url={EntityType.MUSIC: "https://musicbrainz.org/search?type=release_group&query={query}"},
    nominal_sizes={"Front": (1000, 1000), "Medium": (1000, 1000)},
)

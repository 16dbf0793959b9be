"""In-memory stand-ins for exactly the ports of ``domain/ports.py``, for tests of their consumers.

They keep state as the real ones do where a page depends on it (selections, rejections, identification),
answer from memory, and can be told to fail or to hold back (``gate``).
"""

from tests.fakes.automation import (
    FakeAutomation,
    FakeEnriching,
    FakeJobs,
    FakeProposals,
    FakeSchedule,
    FakeWebhooks,
    a_job,
    a_proposal,
    a_report,
)
from tests.fakes.cache import FakeCache, FakeCuration
from tests.fakes.care import FakeCacheCare
from tests.fakes.library import FakeLibrary
from tests.fakes.pictures import FakeContactSheets, FakeOwnPictures, FakeStacks
from tests.fakes.services import (
    FakeCore,
    FakeDemo,
    FakeKeys,
    FakePreferences,
    FakeProviders,
    FakeStatistics,
    FakeThumbnails,
)
from tests.fakes.values import (
    FANART_INFO,
    MUSICBRAINZ_INFO,
    NOW,
    TMDB_INFO,
    TVDB_INFO,
    a_result,
    a_series,
    an_album,
    an_asset,
    an_entity,
)

__all__ = [
    "FANART_INFO",
    "MUSICBRAINZ_INFO",
    "NOW",
    "TMDB_INFO",
    "TVDB_INFO",
    "FakeAutomation",
    "FakeCache",
    "FakeCacheCare",
    "FakeContactSheets",
    "FakeCore",
    "FakeCuration",
    "FakeDemo",
    "FakeEnriching",
    "FakeJobs",
    "FakeKeys",
    "FakeLibrary",
    "FakeOwnPictures",
    "FakePreferences",
    "FakeProposals",
    "FakeProviders",
    "FakeSchedule",
    "FakeStacks",
    "FakeStatistics",
    "FakeThumbnails",
    "FakeWebhooks",
    "a_job",
    "a_proposal",
    "a_report",
    "a_result",
    "a_series",
    "an_album",
    "an_asset",
    "an_entity",
]

"""Every error that crosses a boundary of the core.

::

    MetarrError
    ├── ProviderError             one provider, one request; .provider, .is_retryable
    │   ├── ProviderUnreachable   network, time-out
    │   ├── ProviderNotFound      the provider has no such entry
    │   ├── ProviderRefused       .reason = missing | wrong key
    │   ├── ProviderBusy          429, paused, breaker open; .retry_after_s
    │   ├── ProviderHeld          the person paused it; nothing is sent
    │   ├── ProviderFailed        the service answered with an error of its own (5xx, 400)
    │   └── ProviderAnswerInvalid an answer we do not understand
    ├── AllProvidersFailed        .outcomes
    ├── IdentityConflict          an id contradicts the stored one
    ├── EntityUnknown             no such title in the library
    ├── AssetUnknown              no such picture in the store
    ├── InvalidInput              what the user typed or configured cannot be used
    ├── StoreError                disk full, locked, corrupt, read-only
    └── ThumbnailUnavailable      the picture cannot be had or is no picture

``str(error)`` is always one or two sentences fit for a person: what happened, what is still true, what to do.
``kind`` is a stable word for machines (command line, ``provider_fetches.error_kind``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from metarr_desktop.domain.fetch import ProviderOutcome


class MetarrError(Exception):
    """Base of all errors the core raises on purpose; its text is fit for a person."""

    kind: ClassVar[str] = "error"


class ProviderError(MetarrError):
    """One request to one provider went wrong.

    Attributes:
        provider: slug of the provider, such as ``tmdb``.
        is_retryable: whether the same request may succeed a moment later.
    """

    kind: ClassVar[str] = "provider"
    is_retryable: bool = False

    def __init__(self, provider: str, message: str) -> None:
        super().__init__(message)
        self.provider = provider


class ProviderUnreachable(ProviderError):
    """No connection, a broken one, or no answer in time. ``is_timeout`` tells the last apart."""

    kind: ClassVar[str] = "unreachable"
    is_retryable = True

    def __init__(self, provider: str, message: str, *, is_timeout: bool = False) -> None:
        super().__init__(provider, message)
        self.is_timeout = is_timeout


class ProviderNotFound(ProviderError):
    """The provider answered: it has no such entry. A success of the service, not a failure."""

    kind: ClassVar[str] = "not_found"


class ProviderRefused(ProviderError):
    """The key is missing or not accepted; asking again is useless until the user changes it.

    Attributes:
        reason: ``missing`` or ``wrong``.
    """

    kind: ClassVar[str] = "refused"

    def __init__(self, provider: str, message: str, *, reason: str) -> None:
        super().__init__(provider, message)
        self.reason = reason


class ProviderBusy(ProviderError):
    """The provider asked us to wait (429, 503) or is paused by us.

    Attributes:
        retry_after_s: seconds to wait, ``None`` where the provider named none.
    """

    kind: ClassVar[str] = "busy"
    is_retryable = True

    def __init__(self, provider: str, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(provider, message)
        self.retry_after_s = retry_after_s


class ProviderHeld(ProviderError):
    """The person paused this provider: no request leaves until they resume it."""

    kind: ClassVar[str] = "paused_by_user"


class ProviderFailed(ProviderError):
    """The service reported an error of its own.

    Attributes:
        status: the HTTP status; 5xx are worth a retry, 4xx are not.
    """

    kind: ClassVar[str] = "failed"

    def __init__(self, provider: str, message: str, *, status: int) -> None:
        super().__init__(provider, message)
        self.status = status
        self.is_retryable = status >= 500


class ProviderAnswerInvalid(ProviderError):
    """The answer is no JSON, cut, too large, or of a shape we do not understand."""

    kind: ClassVar[str] = "invalid_answer"


class AllProvidersFailed(MetarrError):
    """Something was asked and afterwards nothing needed is fresh; stored rows are untouched.

    Attributes:
        outcomes: one outcome per provider, with its reason.
    """

    kind: ClassVar[str] = "all_providers_failed"

    def __init__(self, message: str, outcomes: Sequence[ProviderOutcome]) -> None:
        super().__init__(message)
        self.outcomes = tuple(outcomes)


class IdentityConflict(MetarrError):
    """An id given with a request contradicts the id stored for the title."""

    kind: ClassVar[str] = "identity_conflict"


class EntityUnknown(MetarrError):
    """The library has no title with this key."""

    kind: ClassVar[str] = "entity_unknown"


class AssetUnknown(MetarrError):
    """The store has no picture with this number."""

    kind: ClassVar[str] = "asset_unknown"


class InvalidInput(MetarrError):
    """Something typed or configured cannot be used; the text says what and why."""

    kind: ClassVar[str] = "invalid_input"


class StoreError(MetarrError):
    """The database cannot be read or written.

    Attributes:
        reason: ``locked``, ``corrupt``, ``read_only``, ``disk_full``, ``newer``, ``unreachable`` or ``other``.
    """

    kind: ClassVar[str] = "store"

    def __init__(self, message: str, *, reason: str = "other") -> None:
        super().__init__(message)
        self.reason = reason


class ThumbnailUnavailable(MetarrError):
    """The picture cannot be loaded, or its bytes are no usable picture.

    Attributes:
        is_permanent: the bytes themselves are bad; asking again soon is useless.
    """

    kind: ClassVar[str] = "thumbnail_unavailable"

    def __init__(self, message: str, *, is_permanent: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent

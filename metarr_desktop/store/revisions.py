"""Leaving out what was asked of titles when they were something else, without a look at every title."""

from __future__ import annotations

from dataclasses import dataclass

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Revisions:
    """The identity of those titles that have had more than one; all others are at revision 0.

    Joining every row of ``provider_fetches`` with its title costs ten times what reading it does, and only these few
    titles have rows that count no longer.
    """

    current: dict[EntityKey, int]

    @classmethod
    def read(cls, database: Database) -> Revisions:
        """Return them as they are now."""
        rows = database.rows(
            "SELECT entity_type, entity_id, identity_revision FROM entities WHERE highest_revision > 0"
        )
        return cls({EntityKey(EntityType(kind), number): revision for kind, number, revision in rows})

    def counts(self, key: EntityKey, revision: int) -> bool:
        """Tell whether a row of this revision is of what the title is now."""
        return self.current.get(key, 0) == revision

    def condition(self) -> str:
        """Return the condition on ``f`` (a row of ``provider_fetches``) that it is of what its title is now."""
        if not self.current:
            return "1 = 1"
        numbers = ", ".join(sorted({str(key.entity_id) for key in self.current}))
        return (
            f"(f.entity_id NOT IN ({numbers}) OR (f.entity_type, f.entity_id, f.identity_revision) IN "
            f"(SELECT entity_type, entity_id, identity_revision FROM entities WHERE entity_id IN ({numbers})))"
        )

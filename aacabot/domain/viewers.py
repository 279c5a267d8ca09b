"""On whose behalf rows are read and written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """Whose rows a transaction may touch: some members' rows, or everyone's.

    `member_ids` is None for the operator and for the hub's own work, which serve all members. `waits` says
    that a person waits for the answer, and goes before the hub's own work.
    """

    member_ids: frozenset[str] | None
    waits: bool = False

    @classmethod
    def of_members(cls, *member_ids: str) -> "Viewer":
        return cls(frozenset(member_ids))

    @property
    def scope(self) -> str:
        """The value of the `aacabot.scope` setting that row-level security reads: `*` or member ids."""
        return "*" if self.member_ids is None else ",".join(sorted(self.member_ids))

    def sees(self, member_id: str) -> bool:
        return self.member_ids is None or member_id in self.member_ids


EVERYONE = Viewer(None)
"""The hub's own durable work."""

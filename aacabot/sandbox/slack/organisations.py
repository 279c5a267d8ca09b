"""Enterprise organisations: several workspaces, one installation for those an admin chooses."""

from dataclasses import dataclass, field


@dataclass
class Organisation:
    """`teams` are its workspaces; `granted` those in which the organisation's installation may act."""

    id: str
    name: str
    teams: frozenset[str]
    granted: set[str] = field(default_factory=set)

    @property
    def about(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name}

"""The roll-out as the operator sees it: phases with their members, and what opens when."""

from dataclasses import dataclass
from datetime import date

from aacabot.domain.features import Opening

HIGHEST_PHASE = 1_000


@dataclass(frozen=True, kw_only=True)
class PhaseShown:
    """A phase. One that only members are in, and nobody has named, has no name."""

    number: int
    name: str = ""
    begins: date | None = None
    members: int = 0


@dataclass(frozen=True, kw_only=True)
class MemberNamed:
    """A member to choose or to look at; `phase` is the one it is in."""

    id: str
    name: str
    region: str | None = None
    phase: int = 1


@dataclass(frozen=True, kw_only=True)
class FeatureShown:
    """To whom a feature is open, with the names of those it is open to besides."""

    opening: Opening
    members: tuple[MemberNamed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RollOut:
    phases: tuple[PhaseShown, ...]
    features: tuple[FeatureShown, ...]

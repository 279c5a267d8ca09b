"""A rota as the home shows it: frozen values with the names of people."""

from dataclasses import dataclass
from datetime import datetime

from aacabot.domain.duty import Cover, Shift, Watch


@dataclass(frozen=True, kw_only=True)
class AwayShown:
    """Who is away, until when (None: until they say they are back), and who stands in."""

    person_id: str
    person: str
    until: datetime | None
    deputy: str | None


@dataclass(frozen=True, kw_only=True)
class Rota:
    """The rota of a member, or of the desk, for a week; names by person id.

    `organisation` is None for people who have no rota of their own (an agency's): then `shifts` are theirs,
    whoever they are for. `cover` is who hears alerts while nobody is on duty; None for the desk.
    """

    organisation: str | None
    cover: Cover | None
    may_change: bool
    shifts: tuple[Shift, ...]
    week: tuple[Watch, ...]
    names: dict[str, str]
    away: tuple[AwayShown, ...] = ()
    own_absence: AwayShown | None = None

"""Registrations a listing can be reported under, and the reasons each kind supports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aacabot.domain.territories import covers


class RightKind(StrEnum):
    TRADEMARK = "trademark"
    DESIGN = "design"
    COPYRIGHT = "copyright"
    PATENT = "patent"


class ReasonCode(StrEnum):
    """Why a listing is reported: what a notice says, and what good faith is counted by."""

    COUNTERFEIT = "COUNTERFEIT"
    TRADEMARK_USE = "TRADEMARK_USE"
    KEYWORD_MISUSE = "KEYWORD_MISUSE"
    COPYRIGHT_IMAGE = "COPYRIGHT_IMAGE"
    COPYRIGHT_TEXT = "COPYRIGHT_TEXT"
    DESIGN = "DESIGN"
    PATENT = "PATENT"


REASONS_BY_RIGHT: dict[RightKind, tuple[ReasonCode, ...]] = {
    RightKind.TRADEMARK: (ReasonCode.COUNTERFEIT, ReasonCode.TRADEMARK_USE, ReasonCode.KEYWORD_MISUSE),
    RightKind.DESIGN: (ReasonCode.DESIGN, ReasonCode.COUNTERFEIT),
    RightKind.COPYRIGHT: (ReasonCode.COPYRIGHT_IMAGE, ReasonCode.COPYRIGHT_TEXT),
    RightKind.PATENT: (ReasonCode.PATENT,),
}
"""The first reason of each kind is the one proposed on the card."""


@dataclass(frozen=True, kw_only=True)
class Right:
    """A registration of a brand. `expires` is its last day in force; None where it does not expire."""

    id: str
    kind: RightKind
    office: str
    number: str
    classes: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    expires: date | None = None

    def in_force(self, today: date) -> bool:
        return self.expires is None or today <= self.expires

    @property
    def label(self) -> str:
        """How offices cite it: `EUIPO 018000001`."""
        return f"{self.office} {self.number}"


def propose_right(rights: Iterable[Right], today: date, country: str | None = None) -> Right | None:
    """The registration a card proposes for a listing offered in `country` (ISO 3166-1 alpha-2).

    In force, trade marks first, then those not known to leave the country out, then what lasts longest.
    """
    usable = [right for right in rights if right.in_force(today)]
    order = list(RightKind)
    return min(
        usable,
        key=lambda right: (
            order.index(right.kind),
            covers(right.territories, country or "") is False,
            -(right.expires or date.max).toordinal(),
            right.id,
        ),
        default=None,
    )

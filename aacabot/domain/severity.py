"""How much harm a counterfeit can do: what endangers people is never left lying."""

from enum import StrEnum


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"


_CRITICAL_WORDS = (
    *("medic", "pharma", "drug", "health", "supplement", "vaccine", "contact lens"),
    *("baby", "infant", "nursery", "child seat", "toy"),
    *("car part", "auto part", "automotive", "brake", "airbag", "helmet"),
    *("battery", "batteries", "charger", "power bank"),
    *("药", "医", "保健", "婴", "童", "玩具", "汽车", "配件", "头盔", "电池", "充电"),
)
"""Goods that hurt: medicine, what is for babies, parts of vehicles, batteries. Folded."""


def severity_of(*categories: str | None) -> Severity:
    """The severity by what kind of goods it is, as the brand and the listing name it.

    Critical is what can hurt a person; everything else is normal until the alliance says otherwise.
    """
    named = " ".join(category.casefold() for category in categories if category)
    return Severity.CRITICAL if any(word in named for word in _CRITICAL_WORDS) else Severity.NORMAL

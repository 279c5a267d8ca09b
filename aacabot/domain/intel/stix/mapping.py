"""An item as the STIX 2.1 objects that carry it. Nothing in them tells whose it is or when on a day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from aacabot.domain.intel.items import Reliability
from aacabot.domain.intel.kinds import TRAITS, IntelKind, lifetime_of
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.rules import LEAST_COUNT
from aacabot.domain.intel.stix.extensions import ITEM, LISTING, extended
from aacabot.domain.intel.stix.ids import SPEC, day, object_id, second_id, url_id
from aacabot.domain.intel.stix.markings import MARKING_IDS
from aacabot.domain.intel.stix.patterns import PATTERN_TYPES, STIX, url_pattern
from aacabot.domain.intel.stix.places import area_of

Stix = dict[str, Any]
_NAME_LIMIT = 250
_NAMES = {IntelKind.PAYMENT: "Payment handle (kept as a hash)", IntelKind.CONTACT: "Contact (kept as a hash)"}


@dataclass(frozen=True, kw_only=True)
class ItemOut:
    """An item on its way out, as its reader may see it.

    `marketplace` is a key, `account` a seller's id there. `for_group` says that it is for some, not for whom.
    `carries_url`: whether this item brings the address along that others refer to as well; `url_label` is
    the widest label the reader has the address under.
    """

    id: str
    kind: IntelKind
    label: Label
    value: str | None
    text: str
    reliability: Reliability
    confidence: int
    category: str | None
    marketplace: str | None
    shared_on: date
    last_seen_on: date
    met: int = 0
    wrong: int = 0
    outdated: int = 0
    sellers: tuple[str, ...] = field(default=())
    account: str | None = None
    for_group: bool = False
    carries_url: bool = True
    url_label: Label | None = None

    @property
    def is_url(self) -> bool:
        return self.value is not None and self.value.startswith(("http://", "https://"))


def objects_of(item: ItemOut, producer: str) -> Iterator[Stix]:
    """The item's objects, what they refer to first. Raises ValueError for what is for people named (RED)."""
    if item.label is Label.RED:
        raise ValueError("TLP:RED is for people named, and leaves in no file")
    common = _Common(item, producer)
    main = None
    for main in _MAKERS[item.kind](item, common):
        yield main
    if main is None:
        raise ValueError(item.kind)
    yield from _said_of(item, common, object_id(_main_type(item), item.id))


@dataclass(frozen=True)
class _Common:
    """What every object of an item says alike."""

    item: ItemOut
    producer: str

    def made(self, kind: str, ident: str | None = None, /, **said: object) -> Stix:
        return {
            "type": kind,
            "spec_version": SPEC,
            "id": ident or object_id(kind, self.item.id),
            "created_by_ref": self.producer,
            "created": day(self.item.shared_on),
            "modified": day(max(self.item.shared_on, self.item.last_seen_on)),
            **{name: value for name, value in said.items() if value not in (None, "")},
            "object_marking_refs": [MARKING_IDS[self.item.label]],
        }

    def main(self, kind: str, *, value: str | None = None, **said: object) -> Stix:
        """The object that stands for the item."""
        item = self.item
        extensions = extended(
            ITEM,
            kind=item.kind.value,
            reliability=item.reliability.value,
            value=value,
            category=item.category,
            marketplace=item.marketplace,
            account=item.account,
            sellers=list(item.sellers),
            audience="group" if item.for_group else None,
        )
        return self.made(kind, **said, confidence=item.confidence, extensions=extensions)


def _main_type(item: ItemOut) -> str:
    if item.kind is IntelKind.LISTING:
        return "observed-data" if item.is_url else "indicator"
    return {
        IntelKind.SELLER: "threat-actor",
        IntelKind.TITLE: "indicator",
        IntelKind.KEYWORD: "indicator",
        IntelKind.IMAGE: "indicator",
        IntelKind.METHOD: "attack-pattern",
        IntelKind.NOTE: "note",
    }.get(item.kind, "infrastructure")


def _listing(item: ItemOut, common: _Common) -> Iterator[Stix]:
    if not item.is_url:
        yield from _indicator(item, common)
        return
    address = item.value or ""
    if item.carries_url:
        yield {
            "type": "url",
            "spec_version": SPEC,
            "id": url_id(address),
            "value": address,
            "object_marking_refs": [MARKING_IDS[item.url_label or item.label]],
            "extensions": extended(LISTING, marketplace=item.marketplace, category=item.category),
        }
    observed = common.main(
        "observed-data",
        first_observed=day(item.shared_on),
        last_observed=day(max(item.shared_on, item.last_seen_on)),
        number_observed=1,
        object_refs=[url_id(address)],
    )
    yield observed
    if item.text:
        yield _remark(item, common, observed["id"])


def _remark(item: ItemOut, common: _Common, about: str) -> Stix:
    """An observation has no description: what its source wrote stands in a note on it."""
    return common.made("note", content=item.text, object_refs=[about])


def _indicator(item: ItemOut, common: _Common) -> Iterator[Stix]:
    yield common.main(
        "indicator",
        name=f"{item.kind.value.capitalize()}: {item.value}"[:_NAME_LIMIT],
        description=item.text or described(item.kind),
        pattern=item.value,
        pattern_type=PATTERN_TYPES[item.kind],
        **_valid(item),
    )


def described(kind: IntelKind) -> str:
    """What an indicator says of itself where its source wrote nothing: tools expect a description."""
    return f"Met by a member of the alliance ({kind.value})."


def _valid(item: ItemOut) -> dict[str, str]:
    until = max(item.shared_on, item.last_seen_on) + max(lifetime_of(item.kind), timedelta(days=1))
    return {"valid_from": day(item.shared_on), "valid_until": day(until)}


def _seller(item: ItemOut, common: _Common) -> Iterator[Stix]:
    """Under a neutral name: an account is no person, and nothing here says what anybody is guilty of."""
    yield common.main(
        "threat-actor", value=item.value, name=f"Seller cluster {item.id[:8]}", description=item.text
    )


def _infrastructure(item: ItemOut, common: _Common) -> Iterator[Stix]:
    hashed = TRAITS[item.kind].hashed
    name = _NAMES[item.kind] if hashed else (item.value or item.kind.value)
    own = common.main("infrastructure", name=name[:_NAME_LIMIT], description=item.text, value=item.value)
    yield own
    area = None if hashed or item.is_url else area_of(item.value or "")
    if area is not None and item.kind in {IntelKind.WAREHOUSE, IntelKind.FACILITY}:
        place = common.made("location", **area)
        yield place
        yield _between(common, own, "located-at", place)
    if item.is_url:
        sign = common.made(
            "indicator",
            name=f"Address of a storefront: {item.value}"[:_NAME_LIMIT],
            description="The address of a storefront that a member of the alliance met.",
            pattern=url_pattern(item.value or ""),
            pattern_type=STIX,
            **_valid(item),
        )
        yield sign
        yield _between(common, sign, "indicates", own)


def _between(common: _Common, source: Stix, how: str, target: Stix) -> Stix:
    return common.made(
        "relationship", relationship_type=how, source_ref=source["id"], target_ref=target["id"]
    )


def _method(item: ItemOut, common: _Common) -> Iterator[Stix]:
    yield common.main("attack-pattern", name=_title(item), description=item.text, value=item.value)


def _note(item: ItemOut, common: _Common) -> Iterator[Stix]:
    yield common.main(
        "note",
        abstract=item.value,
        content=item.text or item.value,
        object_refs=[common.producer],
        value=item.value,
    )


def _title(item: ItemOut) -> str:
    return (item.value or item.text.splitlines()[0])[:_NAME_LIMIT]


_MAKERS = {
    IntelKind.LISTING: _listing,
    IntelKind.SELLER: _seller,
    IntelKind.STOREFRONT: _infrastructure,
    IntelKind.TITLE: _indicator,
    IntelKind.KEYWORD: _indicator,
    IntelKind.IMAGE: _indicator,
    IntelKind.PAYMENT: _infrastructure,
    IntelKind.CONTACT: _infrastructure,
    IntelKind.WAREHOUSE: _infrastructure,
    IntelKind.FACILITY: _infrastructure,
    IntelKind.METHOD: _method,
    IntelKind.NOTE: _note,
}


def _said_of(item: ItemOut, common: _Common, about: str) -> Iterator[Stix]:
    """What other members said of it, from as many on as betray nobody."""
    if item.met >= LEAST_COUNT:
        yield common.made(
            "sighting", sighting_of_ref=about, where_sighted_refs=[common.producer], count=item.met
        )
    if item.wrong >= LEAST_COUNT:
        yield common.made(
            "opinion",
            opinion="strongly-disagree",
            explanation=f"{item.wrong} members call it wrong.",
            object_refs=[about],
        )
    if item.outdated >= LEAST_COUNT:
        yield common.made(
            "opinion",
            second_id("opinion", item.id, "outdated"),
            opinion="disagree",
            explanation=f"{item.outdated} members call it out of date.",
            object_refs=[about],
        )

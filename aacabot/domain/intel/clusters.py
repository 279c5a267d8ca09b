"""Sellers who belong together, as far as a reader may know: the connected part of the links they may read.

A link is made of items of intel, and carries their audience: a reader who may not read an item does not have
its link, and may see two clusters where another sees one. A store's name alone makes a candidate, no link.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aacabot.domain.intel.kinds import TRAITS, IntelKind
from aacabot.domain.intel.labels import ORDER, Label

_ADDRESS = re.compile(r"^([a-z][a-z0-9+.-]*://|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$))", re.IGNORECASE)


class Tie(StrEnum):
    """What ties sellers: the same value of a kind, or one item that names them together."""

    STOREFRONT = "storefront"
    TITLE = "title"
    IMAGE = "image"
    PAYMENT = "payment"
    CONTACT = "contact"
    NAMED = "named"
    NAME = "name"


@dataclass(frozen=True, kw_only=True)
class LinkItem:
    """An item as far as clusters look at it. `value` is only asked whether it is an address."""

    id: str
    kind: IntelKind
    key: str | None
    value: str | None
    label: Label
    shared_on: date
    sellers: frozenset[str]

    @property
    def tie(self) -> Tie | None:
        """How sellers with the same key are tied; None where this kind ties nobody."""
        if self.key is None or not TRAITS[self.kind].links:
            return None
        if self.kind is IntelKind.STOREFRONT and not _ADDRESS.match((self.value or "").strip()):
            return Tie.NAME
        return Tie(self.kind.value)


@dataclass(frozen=True, kw_only=True)
class Link:
    """Two or more sellers, what ties them, and the items it rests on.

    `label` is the narrowest of those items', `shared_on` the day of the latest.
    """

    tie: Tie
    sellers: frozenset[str]
    items: tuple[str, ...]
    label: Label
    shared_on: date


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """What hangs together with the sellers asked for. `partial` says that the search was cut short."""

    sellers: frozenset[str]
    links: tuple[Link, ...] = ()
    candidates: tuple[Link, ...] = ()
    items: frozenset[str] = frozenset()
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class SellerNamed:
    """A seller to show: the storefront's name, or the marketplace's id of it."""

    id: str
    name: str
    marketplace_id: str


@dataclass(frozen=True, kw_only=True)
class ClusterShown:
    """A cluster as its reader sees it, named after the seller they asked about and nothing else.

    `item_id` is the item they asked from, `named` has every seller in it; `same_name` are sellers with a
    storefront's name in common, and no more. `follow_id` is the reader's own watch of it.
    """

    item_id: str
    about: SellerNamed
    cluster: Cluster
    named: Mapping[str, SellerNamed]
    same_name: tuple[SellerNamed, ...]
    marketplaces: Mapping[str, str]
    follow_id: str | None = None


def links_of(items: Iterable[LinkItem]) -> list[Link]:
    """Every link these items make, candidates (`Tie.NAME`) among them, in a steady order."""
    made: dict[tuple[Tie, str], list[LinkItem]] = defaultdict(list)
    for item in items:
        if item.tie is not None:
            made[item.tie, str(item.key)].append(item)
        if len(item.sellers) > 1:
            made[Tie.NAMED, item.id].append(item)
    links = [_link(tie, found) for (tie, _), found in made.items()]
    return sorted((one for one in links if len(one.sellers) > 1), key=lambda one: (one.tie, one.items))


def _link(tie: Tie, items: Collection[LinkItem]) -> Link:
    return Link(
        tie=tie,
        sellers=frozenset().union(*(one.sellers for one in items)),
        items=tuple(sorted(one.id for one in items)),
        label=max((one.label for one in items), key=ORDER.index),
        shared_on=max(one.shared_on for one in items),
    )


def cluster_around(asked: Collection[str], items: Collection[LinkItem], *, partial: bool = False) -> Cluster:
    """The sellers that links lead to from those asked for, with the links and candidates among them."""
    links = links_of(items)
    joined = _reached(asked, [one for one in links if one.tie is not Tie.NAME])
    return Cluster(
        sellers=joined,
        links=tuple(one for one in links if one.tie is not Tie.NAME and one.sellers & joined),
        candidates=tuple(
            one for one in links if one.tie is Tie.NAME and one.sellers & joined and one.sellers - joined
        ),
        items=frozenset(one.id for one in items if one.sellers & joined),
        partial=partial,
    )


def parts_of(items: Collection[LinkItem]) -> dict[str, str]:
    """Which part each seller is in, named by one seller of it: those of a part hang together by links."""
    above: dict[str, str] = {seller: seller for item in items for seller in item.sellers}

    def top(seller: str) -> str:
        while above[seller] != seller:
            above[seller] = above[above[seller]]
            seller = above[seller]
        return seller

    for link in links_of(items):
        if link.tie is not Tie.NAME:
            first, *others = link.sellers
            for other in others:
                above[top(other)] = top(first)
    return {seller: top(seller) for seller in above}


def _reached(asked: Collection[str], links: Collection[Link]) -> frozenset[str]:
    by_seller: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        for seller in link.sellers:
            by_seller[seller].append(link)
    reached, edge, gone = set(asked), list(asked), set()
    while edge:
        for link in by_seller[edge.pop()]:
            if id(link) in gone:
                continue
            gone.add(id(link))
            edge += link.sellers - reached
            reached |= link.sellers
    return frozenset(reached)

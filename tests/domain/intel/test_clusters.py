"""Clusters are the connected part of the links one reader has, and nothing more."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.intel.clusters import Cluster, LinkItem, Tie, cluster_around, links_of, parts_of
from aacabot.domain.intel.kinds import TRAITS, IntelKind
from aacabot.domain.intel.labels import Label

DAY = date(2026, 11, 22)
SELLERS = [f"s{number}" for number in range(8)]


def item(
    ident: str,
    *sellers: str,
    kind: IntelKind = IntelKind.PAYMENT,
    key: str | None = "k",
    value: str | None = None,
    label: Label = Label.AMBER_STRICT,
    day: date = DAY,
) -> LinkItem:
    return LinkItem(
        id=ident, kind=kind, key=key, value=value, label=label, shared_on=day, sellers=frozenset(sellers)
    )


@st.composite
def histories(draw: st.DrawFn) -> list[LinkItem]:
    count = draw(st.integers(0, 12))
    return [
        item(
            f"i{number}",
            *draw(st.lists(st.sampled_from(SELLERS), min_size=1, max_size=3, unique=True)),
            kind=draw(st.sampled_from(list(IntelKind))),
            key=draw(st.sampled_from(["a", "b", "c", None])),
            value=draw(st.sampled_from(["Best Deals", "https://market.example/shop/best", None])),
        )
        for number in range(count)
    ]


def joined_by_union_find(items: Sequence[LinkItem], start: str) -> set[str]:
    """The plain reference: sellers of one item are one, and so are those of items with the same key."""
    parent = {seller: seller for seller in SELLERS}

    def root(seller: str) -> str:
        while parent[seller] != seller:
            seller = parent[seller]
        return seller

    def same(sellers: Sequence[str]) -> None:
        for other in sellers[1:]:
            parent[root(other)] = root(sellers[0])

    for one in items:
        same(sorted(one.sellers))
        for other in items:
            is_name = one.kind is IntelKind.STOREFRONT and (
                "://" not in (one.value or "") or "://" not in (other.value or "")
            )
            is_tie = TRAITS[one.kind].links and one.kind is other.kind and not is_name
            if is_tie and one.key is not None and one.key == other.key:
                same([*sorted(one.sellers), *sorted(other.sellers)])
    return {seller for seller in SELLERS if root(seller) == root(start)}


@given(histories(), st.sampled_from(SELLERS))
def test_a_cluster_is_the_connected_part_of_the_links(items: list[LinkItem], start: str) -> None:
    found = cluster_around([start], items)
    assert found.sellers == joined_by_union_find(items, start)
    assert all(one.sellers <= found.sellers for one in found.links)
    assert all(one.tie is Tie.NAME and one.sellers - found.sellers for one in found.candidates)
    assert found.items == {one.id for one in items if one.sellers & found.sellers}


@given(histories(), st.data())
def test_who_may_read_less_has_no_larger_cluster(items: list[LinkItem], data: st.DataObject) -> None:
    fewer = [one for one in items if data.draw(st.booleans())]
    for start in SELLERS:
        assert cluster_around([start], fewer).sellers <= cluster_around([start], items).sellers


def test_a_link_carries_the_narrowest_label_and_the_latest_day() -> None:
    old = item("a", "s1", label=Label.GREEN, day=date(2026, 1, 1))
    (link,) = links_of([old, item("b", "s2", label=Label.RED)])
    assert (link.tie, link.label, link.shared_on) == (Tie.PAYMENT, Label.RED, DAY)
    assert (link.sellers, link.items) == (frozenset({"s1", "s2"}), ("a", "b"))


def test_a_store_name_alone_is_a_candidate_and_an_address_is_a_link() -> None:
    shop = IntelKind.STOREFRONT
    named = [item("a", "s1", kind=shop, value="Best Deals"), item("b", "s2", kind=shop, value="best deals")]
    found = cluster_around(["s1"], named)
    assert (found.sellers, found.links) == (frozenset({"s1"}), ())
    assert [one.tie for one in found.candidates] == [Tie.NAME]
    for address in ("https://market.example/shop/x", "market.example/shop/x", "shop.example"):
        tied = [item("a", "s1", kind=shop, value=address), item("b", "s2", kind=shop, value=address)]
        assert cluster_around(["s1"], tied).sellers == {"s1", "s2"}


def test_one_item_about_several_sellers_ties_them() -> None:
    found = cluster_around(["s1"], [item("a", "s1", "s2", kind=IntelKind.NOTE, key=None)])
    assert [one.tie for one in found.links] == [Tie.NAMED]
    assert found.sellers == {"s1", "s2"}


def test_what_was_asked_for_is_in_its_own_cluster() -> None:
    assert cluster_around(["s1"], []) == Cluster(sellers=frozenset({"s1"}))


@given(histories())
def test_the_parts_are_the_clusters_around_each_of_their_sellers(items: list[LinkItem]) -> None:
    parts = parts_of(items)
    assert set(parts) == set().union(*(one.sellers for one in items))
    for seller, part in parts.items():
        together = {other for other in parts if parts[other] == part}
        assert together == cluster_around([seller], items).sellers

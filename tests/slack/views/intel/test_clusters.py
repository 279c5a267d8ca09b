"""A cluster in a modal and a watch in the home: paged, explained in words, and deaf to hostile names."""

from datetime import date

import pytest

from aacabot.domain.intel.clusters import Cluster, ClusterShown, Link, SellerNamed, Tie
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.watching import Watch, Watches
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.clusters import cluster_modal
from aacabot.slack.views.intel.watching import moved, too_many_modal, watches_list
from aacabot.slack.views.message import Message
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, texts
from tests.slack.views.intel.samples import HOSTILE
from tests.slack.views.samples import EN

DAY = date(2026, 11, 22)


def seller(number: int, name: str) -> SellerNamed:
    return SellerNamed(id=f"s{number:03}", name=name, marketplace_id="m")


def found(names: list[str], *, links: int = 1, partial: bool = False, same: int = 1) -> ClusterShown:
    named = {one.id: one for one in (seller(n, name) for n, name in enumerate(names))}
    joined = frozenset(named)
    return ClusterShown(
        item_id="a" * 32,
        about=named["s000"],
        cluster=Cluster(
            sellers=joined,
            links=tuple(
                Link(
                    tie=list(Tie)[n % 6], sellers=joined, items=(f"i{n}",), label=Label.AMBER, shared_on=DAY
                )
                for n in range(links)
            ),
            items=frozenset({"i"}),
            partial=partial,
        ),
        named=named,
        same_name=tuple(seller(900 + n, names[0]) for n in range(same)),
        marketplaces={"m": "Market"},
    )  # fmt: skip


def read(view: dict[str, object]) -> str:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return texts(Message("cluster", blocks))


def test_a_cluster_says_what_ties_whom_since_when_and_under_which_label() -> None:
    view = cluster_modal(found(["Best Deals", "Other Shop"], links=4), 1, EN)
    is_sound_modal(view)
    said = read(view)
    assert "Around “Best Deals”, as far as you may know" in said
    assert "Same payment handle · Best Deals and Other Shop · shared on 22 Nov 2026 · TLP:AMBER" in said
    assert "Same storefront name, and nothing else · Best Deals · Market" in said


def test_a_seller_nothing_ties_to_another_says_so() -> None:
    view = cluster_modal(found(["Best Deals"], links=0, same=0), 1, EN)
    is_sound_modal(view)
    assert "Nothing you may read ties it to another seller." in read(view)


@pytest.mark.parametrize("name", HOSTILE)
def test_large_clusters_with_hostile_names_are_paged(name: str) -> None:
    shown = found([name] * 200, links=60, partial=True, same=50)
    for page in (1, 2, 20, 99):
        view = cluster_modal(shown, page, EN)
        is_sound_modal(view)
        assert "There is more than is shown here." in read(view)
    ids = action_ids(Message("cluster", cluster_modal(shown, 2, EN)["blocks"]))
    assert ids == ["intel_cluster_back", "intel_cluster_on", "intel_watch"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_one_watches_is_listed_with_a_way_to_stop(name: str) -> None:
    watches = Watches(
        watches=tuple(Watch(id=f"w{n}", seller=name, since=DAY) for n in range(10)), page=2, more=True
    )
    message = Message("watches", watches_list(watches, Place(tab=HomeTab.INTEL, of="watches", page=2), EN))
    is_sound(message)
    assert action_ids(message) == [*["intel_unwatch"] * 10, "home_page_back", "home_page_on"]
    empty = Watches(watches=(), page=1, more=False)
    assert "You watch no seller yet." in str(watches_list(empty, Place(tab=HomeTab.INTEL), EN))


@pytest.mark.parametrize("about", HOSTILE)
@pytest.mark.parametrize("kind", ["seller", "search"])
def test_news_name_kinds_and_labels_and_lead_to_the_item(kind: str, about: str) -> None:
    items = [
        {"id": f"i{n}", "kind": "payment", "label": "amber+strict", "what": what}
        for n, what in enumerate(("shared", "widened", "seen"))
    ]
    message = moved({"kind": kind, "about": about, "items": items, "more": 4}, EN)
    is_sound(message)
    said = texts(message)
    assert "Payment handle · met again · TLP:AMBER+STRICT" in said and "4 more" in said
    assert action_ids(message) == ["intel_open", *(["intel_cluster"] if kind == "seller" else [])]


def test_whoever_watches_as_many_as_one_can_is_told_the_number() -> None:
    view = too_many_modal(EN)
    is_sound_modal(view)
    assert "You watch 20 sellers" in str(view)

"""A seller cluster as one reader may know it: sellers, what ties each, and candidates apart from them."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from aacabot.domain.intel.clusters import ClusterShown, Link, SellerNamed, Tie
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import actions, button, context
from aacabot.slack.views.forms import modal
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import quoted, shown

PER_PAGE = 10
_NAME = 60
_NAMES = 5
_T = TypeVar("_T")
TIES: Mapping[Tie, str] = {
    Tie.STOREFRONT: N_("Same storefront address"),
    Tie.TITLE: N_("Same title pattern"),
    Tie.IMAGE: N_("Same image"),
    Tie.PAYMENT: N_("Same payment handle"),
    Tie.CONTACT: N_("Same phone or other contact"),
    Tie.NAMED: N_("Named together in one item"),
    Tie.NAME: N_("Same storefront name, and nothing else"),
}


def cluster_modal(found: ClusterShown, page: int, words: Words) -> Block:
    """A page of the sellers, of the links and of the candidates; a number would name it for others too."""
    cluster = found.cluster
    candidates = _candidates(found, words)
    longest = max(len(cluster.sellers), len(cluster.links), len(candidates))
    last = max((longest + PER_PAGE - 1) // PER_PAGE, 1)
    page = min(max(page, 1), last)
    names = sorted((found.named[one] for one in cluster.sellers if one in found.named), key=_order)
    blocks = [
        context(BlockId.TEXT, words("Around {seller}, as far as you may know", seller=_quoted(found, words))),
        *_part("sellers", words("Sellers"), [_seller(one, found) for one in _page(names, page)]),
        *_part(
            "links", words("What ties them"), [_link(one, found, words) for one in _page(cluster.links, page)]
        ),
        *_part("candidates", words("Perhaps the same, not joined"), _page(candidates, page)),
        *([context(BlockId.HINT, words("There is more than is shown here."))] if cluster.partial else []),
        actions(BlockId.ACTIONS, *_buttons(found, page, last, words)),
    ]
    if not cluster.links:
        blocks.insert(
            2, context(f"{BlockId.HINT}_alone", words("Nothing you may read ties it to another seller."))
        )
    return modal(IntelActionId.INTEL_CLUSTER, words("Seller cluster"), blocks, close=words("Close"))


def _quoted(found: ClusterShown, words: Words) -> str:
    return quoted(words, shown(found.about.name, _NAME) or "?")


def _order(seller: SellerNamed) -> tuple[str, str]:
    return seller.name, seller.id


def _page(rows: Sequence[_T], page: int) -> list[_T]:
    return list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])


def _part(name: str, title: str, lines: list[str]) -> list[Block]:
    if not lines:
        return []
    return [rich(f"{BlockId.LINE}_{name}", line(bold(title)), bullets(*(line(one) for one in lines)))]


def _seller(seller: SellerNamed, found: ClusterShown) -> str:
    marketplace = shown(found.marketplaces.get(seller.marketplace_id), _NAME)
    return " · ".join(part for part in (shown(seller.name, _NAME) or "?", marketplace) if part)


def _link(link: Link, found: ClusterShown, words: Words) -> str:
    return " · ".join(
        (
            words(TIES[link.tie]),
            _names(
                sorted((found.named[one] for one in link.sellers if one in found.named), key=_order), words
            ),
            words("shared on {day}", day=words.day(link.shared_on)),
            link.label.mark,
        )
    )


def _names(sellers: Sequence[SellerNamed], words: Words) -> str:
    said = [shown(one.name, _NAME) or "?" for one in sellers[:_NAMES]]
    left = len(sellers) - len(said)
    return words.listing_of([*said, *([words.plural("{n} more", "{n} more", left)] if left else [])])


def _candidates(found: ClusterShown, words: Words) -> list[str]:
    by_item = [_link(one, found, words) for one in found.cluster.candidates]
    same = [f"{words(TIES[Tie.NAME])} · {_seller(one, found)}" for one in found.same_name]
    return [*by_item, *same]


def _buttons(found: ClusterShown, page: int, last: int, words: Words) -> list[Block | None]:
    follow_id = found.follow_id
    return [
        button(IntelActionId.INTEL_CLUSTER_BACK, words("Back"), f"{found.item_id}:{page - 1}")
        if page > 1
        else None,
        button(IntelActionId.INTEL_CLUSTER_ON, words("More"), f"{found.item_id}:{page + 1}")
        if page < last
        else None,
        button(IntelActionId.INTEL_UNWATCH, words("Stop watching"), follow_id)
        if follow_id
        else button(IntelActionId.INTEL_WATCH, words("Watch this seller"), found.item_id),
    ]

"""The Brands tab: a member's brands, each with what it holds counted."""

from dataclasses import replace

from aacabot.domain.portfolio import BrandLine, Portfolio
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.portfolio import PortfolioActionId, PortfolioInputId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.texts import shown

NAME = 80


def brands_tab(portfolio: Portfolio, place: Place, per_page: int, words: Words) -> list[Block]:
    """A page of brands. The brands of several members are shown with the names of their members."""
    several = len({brand.member_id for brand in portfolio.brands}) > 1
    return [
        section(BlockId.TEXT, _heading(portfolio, place, words)),
        *_ways(portfolio, place, words),
        *_search(portfolio, place, words),
        *(_line(brand, place, words, named=several) for brand in portfolio.brands),
        *pages(place, per_page, portfolio.total, words),
    ]


def _heading(portfolio: Portfolio, place: Place, words: Words) -> str:
    if place.words and not portfolio.total:
        return words("No brand and no mark is named like this. Try fewer letters.")
    if place.words:
        return words.plural("{n} brand found", "{n} brands found", portfolio.total)
    if not portfolio.total and portfolio.may_add_for:
        return words("There are no brands yet. Add the first, then its marks and rights.")
    if not portfolio.total:
        return words("There are no brands yet. An admin or counsel can add them.")
    counted = words.plural("{n} brand", "{n} brands", portfolio.total)
    return f"{shown(portfolio.member, NAME)} · {counted}" if portfolio.member else counted


def _ways(portfolio: Portfolio, place: Place, words: Words) -> list[Block]:
    every = replace(place, words="", page=1).value
    back = button(PortfolioActionId.BRANDS_ALL, words("Show all"), every) if place.words else None
    of = portfolio.may_add_for[0][0] if len(portfolio.may_add_for) == 1 else "several"
    add = button(PortfolioActionId.BRAND_ADD, words("Add a brand"), of) if portfolio.may_add_for else None
    return [actions(BlockId.ACTIONS, add, back)] if add or back else []


def _search(portfolio: Portfolio, place: Place, words: Words) -> list[Block]:
    if not portfolio.total and not place.words:
        return []
    return [search(place, words("Find a brand"), words("A brand or a mark, in any script"))]


def search(place: Place, label: str, placeholder: str) -> Block:
    """A field to search this place in, with a block id of its own: Slack keeps what was typed under one."""
    block_id = f"{BlockId.SEARCH}:{place.of}:{place.words}"
    return search_field(block_id, PortfolioInputId.BRAND_SEARCH, label, placeholder, place.words)


def _line(brand: BrandLine, place: Place, words: Words, *, named: bool) -> Block:
    parts = [shown(brand.name, NAME), shown(brand.category, NAME)]
    first = " · ".join(part for part in (*parts, shown(brand.member, NAME) if named else "") if part)
    there = Place(tab=place.tab, of=brand.id).value
    opening = button(PortfolioActionId.BRAND_OPEN, words("Open"), there)
    return section(f"{BlockId.LINE}_{brand.id}", f"{first}\n{counts(brand, words)}", opening)


def counts(brand: BrandLine, words: Words) -> str:
    """What a brand holds, in numbers; what is nothing is left out, but for marks and rights."""
    told = [
        words.plural("{n} mark", "{n} marks", brand.marks),
        words.plural("{n} right in force", "{n} rights in force", brand.rights_in_force),
    ]
    if brand.rights_expiring:
        told.append(words.plural("{n} right ends soon", "{n} rights end soon", brand.rights_expiring))
    if brand.sellers:
        told.append(words.plural("{n} authorised seller", "{n} authorised sellers", brand.sellers))
    if brand.waiting:
        told.append(words.plural("{n} case waits", "{n} cases wait", brand.waiting))
    return " · ".join(told)

"""One brand in the home: what it is, and its marks, rights or authorised sellers, a page at a time."""

from collections.abc import Mapping

from aacabot.domain.portfolio import (
    BrandLine,
    BrandShown,
    Holding,
    MarkShown,
    RightShown,
    RightState,
    Section,
    SellerShown,
)
from aacabot.domain.written_lists import listed
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.portfolio import PortfolioActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.home.brands import NAME, search
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, channel, line, rich
from aacabot.slack.views.texts import shown

SPELLINGS = 40
"""Of one mark, in its line; all of them are in its form."""
TERRITORIES = 600
TABS: Mapping[Section, tuple[PortfolioActionId, str]] = {
    Section.MARKS: (PortfolioActionId.BRAND_MARKS, N_("Marks")),
    Section.RIGHTS: (PortfolioActionId.BRAND_RIGHTS, N_("Rights")),
    Section.SELLERS: (PortfolioActionId.BRAND_SELLERS, N_("Authorised sellers")),
}
ADDING: Mapping[Section, tuple[PortfolioActionId, str]] = {
    Section.MARKS: (PortfolioActionId.MARK_ADD, N_("Add a mark")),
    Section.RIGHTS: (PortfolioActionId.RIGHT_ADD, N_("Add a right")),
    Section.SELLERS: (PortfolioActionId.SELLER_ADD, N_("Add an authorised seller")),
}
EMPTY: Mapping[Section, str] = {
    Section.MARKS: N_("There are no marks yet: nothing is looked for."),
    Section.RIGHTS: N_("There are no rights yet: nothing can be reported."),
    Section.SELLERS: N_("There are no authorised sellers."),
}


def place_of(brand_id: str, part: Section | None = None) -> Place:
    """Where a brand is in the home, opened at one section of it."""
    return Place(tab=HomeTab.BRANDS, of=f"{brand_id}/{part}" if part else brand_id)


def brand_page(brand: BrandShown, place: Place, back: Place, per_page: int, words: Words) -> list[Block]:
    """The brand, the way back, its sections with their counts, and a page of the one that is open."""
    return [
        _headline(brand.brand, words),
        _ways(brand, back, words),
        _sections(brand, words),
        *_finding(brand, place, per_page, words),
        *(_line(holding, brand, words) for holding in brand.holdings),
        *pages(place, per_page, brand.total, words),
    ]


def _headline(brand: BrandLine, words: Words) -> Block:
    facts = " · ".join(filter(None, (shown(brand.category, NAME), shown(brand.member, NAME))))
    waiting = words.plural("{n} case waits", "{n} cases wait", brand.waiting) if brand.waiting else ""
    parts = [line(bold(shown(brand.name, NAME))), line(facts), line(waiting)]
    if brand.channel_id:
        parts.append(line(words("Alerts go to"), " ", channel(brand.channel_id)))
    return rich(BlockId.TEXT, *(part for part in parts if part["elements"]))


def _ways(brand: BrandShown, back: Place, words: Words) -> Block:
    adding, label = ADDING[brand.section]
    return actions(
        BlockId.ACTIONS,
        button(PortfolioActionId.BRANDS_BACK, words("All brands"), back.value),
        button(adding, words(label), brand.brand.id) if brand.may_keep else None,
        button(PortfolioActionId.BRAND_CHANGE, words("Change the brand"), brand.brand.id)
        if brand.may_keep
        else None,
    )


def _sections(brand: BrandShown, words: Words) -> Block:
    counts = {
        Section.MARKS: brand.brand.marks,
        Section.RIGHTS: brand.brand.rights,
        Section.SELLERS: brand.brand.sellers,
    }
    return actions(
        BlockId.KINDS,
        *(
            button(
                action,
                f"{words(label)} ({words.number(counts[part])})",
                place_of(brand.brand.id, part).value,
                style="primary" if part is brand.section else None,
            )
            for part, (action, label) in TABS.items()
        ),
    )


def _finding(brand: BrandShown, place: Place, per_page: int, words: Words) -> list[Block]:
    field = search(place, words("Find"), words("A few letters or digits"))
    if place.words:
        found = words.plural("{n} found", "{n} found", brand.total)
        everything = place_of(brand.brand.id, brand.section).value
        every = button(PortfolioActionId.BRANDS_ALL, words("Show all"), everything)
        return [field, section(BlockId.HINT, found, every)]
    if not brand.total:
        return [context(BlockId.HINT, words(EMPTY[brand.section]))]
    return [field] if brand.total > per_page else []


def _line(holding: Holding, brand: BrandShown, words: Words) -> Block:
    match holding:
        case MarkShown():
            ident, action, text = holding.id, PortfolioActionId.MARK_CHANGE, _mark(holding, words)
        case RightShown():
            ident, action, text = holding.right.id, PortfolioActionId.RIGHT_CHANGE, _right(holding, words)
        case SellerShown():
            ident, action = holding.id, PortfolioActionId.SELLER_CHANGE
            text = f"{shown(holding.seller_id, 200)}\n{shown(holding.marketplace, NAME)}"
    changing = button(action, words("Change"), ident) if brand.may_keep else None
    return section(f"{BlockId.LINE}_{ident}", text, changing)


def _mark(mark: MarkShown, words: Words) -> str:
    common = words("also an ordinary word") if mark.common else ""
    first = " · ".join(part for part in (shown(mark.text, 200) or "?", common) if part)
    spelt = [(script, text) for script, texts in mark.forms for text in texts]
    told = [f"{shown(script, 40)}: {shown(text, 60)}" for script, text in spelt[:SPELLINGS]]
    left = len(spelt) - len(told)
    more = [words.plural("{n} more spelling", "{n} more spellings", left)] if left else []
    return "\n".join(part for part in (first, " · ".join([*told, *more])) if part)


def _right(right: RightShown, words: Words) -> str:
    classes = listed(right.right.classes)
    parts = [
        state_of(right, words),
        words("classes {classes}", classes=classes) if classes else "",
        shown(listed(right.right.territories), TERRITORIES),
    ]
    return f"{right_cited(right, words)}\n{' · '.join(part for part in parts if part)}"


def right_cited(right: RightShown, words: Words) -> str:
    """Its kind, and how its office cites it, whole."""
    kind = reasons.said(right.right.kind, reasons.RIGHTS, words)
    return words("{kind} {label}", kind=kind, label=shown(right.right.label, 410))


def state_of(right: RightShown, words: Words) -> str:
    """Whether a right is in force, and until when."""
    if right.right.expires is None or right.days_left is None:
        return words("In force; it does not end")
    day = words.day(right.right.expires)
    if right.state is RightState.EXPIRED:
        return words("Expired: its last day was {day}", day=day)
    if right.days_left == 0:
        return words("Ends today, {day}", day=day)
    if right.state is RightState.EXPIRING:
        return words.plural(
            "Ends in {n} day, on {day}", "Ends in {n} days, on {day}", right.days_left, day=day
        )
    return words("In force until {day}", day=day)

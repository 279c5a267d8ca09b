"""Forms for brands, marks, rights and authorised sellers.

What makes a mark, right or seller one of a kind cannot be changed: cases rest on it. It is withdrawn, and the
right one added.
"""

from collections.abc import Sequence

from aacabot.domain.portfolio import MarkShown, RightShown, SellerShown
from aacabot.domain.rights import RightKind
from aacabot.domain.untrusted import utf16_length
from aacabot.domain.written_lists import listed, spellings_written
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.portfolio import PortfolioActionId
from aacabot.slack.ids.portfolio import PortfolioInputId as Input
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import context, section
from aacabot.slack.views.forms import field, modal, option, options_of, select, text_input
from aacabot.slack.views.home.brand import right_cited
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import checkboxes, date_picker, line_input
from aacabot.slack.views.texts import shown

NAME = 80
CHOSEN = "yes"


def brand_modal(
    place: Place,
    words: Words,
    *,
    brand_id: str | None = None,
    name: str | None = None,
    category: str | None = None,
    members: Sequence[tuple[str, str]] = (),
) -> Block:
    """A brand to add, for one of `members`; or, with its id, to change."""
    blocks = [
        *_member_field(members, words),
        field(Input.BRAND_NAME, words("Name"), line_input(Input.BRAND_NAME, name)),
        field(
            Input.BRAND_CATEGORY,
            words("What it is on, such as shoes or bags"),
            line_input(Input.BRAND_CATEGORY, category),
            optional=True,
        ),
    ]
    if brand_id is None:
        kept = {"member": members[0][0]} if len(members) == 1 else {}
        return _form(PortfolioActionId.BRAND_ADD, words("Add a brand"), blocks, place, kept, words)
    said = words("Its marks are then looked for no more. Open cases can still be decided.")
    blocks += _withdrawing(words("Withdraw this brand"), said, words)
    return _form(
        PortfolioActionId.BRAND_CHANGE, words("Change the brand"), blocks, place, {"brand": brand_id}, words
    )


def _member_field(members: Sequence[tuple[str, str]], words: Words) -> list[Block]:
    if len(members) < 2:
        return []
    options = [option(shown(name, 75) or "?", member_id) for member_id, name in members]
    menu = select(Input.BRAND_MEMBER, words("Choose a member"), options)
    return [field(Input.BRAND_MEMBER, words("Member"), menu)]


def mark_modal(
    place: Place, words: Words, *, brand: str, brand_id: str, mark: MarkShown | None = None
) -> Block:
    """A mark to add to a brand, or to change. More spellings than a field takes stay as they are."""
    spelt = spellings_written(dict(mark.forms)) if mark else ""
    blocks = [
        _about(brand, words) if mark is None else _fixed(shown(mark.text, 200), words),
        *(_mark_text(words) if mark is None else []),
        *(_spellings(spelt, words) if utf16_length(spelt) <= limits.INPUT_TEXT else []),
        _common(mark is not None and mark.common, words),
    ]
    if mark is None:
        return _form(
            PortfolioActionId.MARK_ADD, words("Add a mark"), blocks, place, {"brand": brand_id}, words
        )
    blocks += _withdrawing(words("Withdraw this mark"), words("It is then looked for no more."), words)
    return _form(
        PortfolioActionId.MARK_CHANGE, words("Change the mark"), blocks, place, {"mark": mark.id}, words
    )


def _mark_text(words: Words) -> list[Block]:
    return [field(Input.MARK_TEXT, words("The mark, as registered"), line_input(Input.MARK_TEXT))]


def _spellings(spelt: str, words: Words) -> list[Block]:
    element = text_input(Input.MARK_SPELLINGS, words("zh: 艾克美"))
    element |= {"initial_value": spelt} if spelt else {}
    label = words("Spellings in other scripts, one to a line, each after its script")
    return [field(Input.MARK_SPELLINGS, label, element, optional=True)]


def _common(common: bool, words: Words) -> Block:
    label = words("Yes: look for it only where the goods or the brand field agree")
    boxes = checkboxes(Input.MARK_COMMON, [option(label, CHOSEN)], [CHOSEN] if common else [])
    return field(Input.MARK_COMMON, words("Is it also an ordinary word?"), boxes, optional=True)


def right_modal(
    place: Place, words: Words, *, brand: str, brand_id: str, right: RightShown | None = None
) -> Block:
    """A right to add to a brand, or to change: its classes, territories and last day."""
    known = right.right if right else None
    blocks = [
        _about(brand, words) if right is None else _fixed(right_cited(right, words), words),
        *(_citation(words) if known is None else []),
        _line(
            Input.RIGHT_CLASSES,
            words("Classes, such as 25, 18"),
            listed(known.classes) if known else "",
            words,
        ),
        _line(
            Input.RIGHT_TERRITORIES,
            words("Territories, such as EU, CN"),
            listed(known.territories) if known else "",
            words,
        ),
        field(
            Input.RIGHT_EXPIRES,
            words("Last day in force; leave it empty if it does not end"),
            date_picker(Input.RIGHT_EXPIRES, known.expires.isoformat() if known and known.expires else None),
            optional=True,
        ),
    ]
    if known is None:
        return _form(
            PortfolioActionId.RIGHT_ADD, words("Add a right"), blocks, place, {"brand": brand_id}, words
        )
    said = words("Nothing can then be reported under it. What was reported stays.")
    blocks += _withdrawing(words("Withdraw this right"), said, words)
    return _form(
        PortfolioActionId.RIGHT_CHANGE, words("Change the right"), blocks, place, {"right": known.id}, words
    )


def _citation(words: Words) -> list[Block]:
    kinds = select(Input.RIGHT_KIND, words("Choose a kind"), options_of(RightKind, reasons.RIGHTS, words))
    return [
        field(Input.RIGHT_KIND, words("Kind"), kinds),
        field(Input.RIGHT_OFFICE, words("Office, such as EUIPO"), line_input(Input.RIGHT_OFFICE)),
        field(Input.RIGHT_NUMBER, words("Registration number"), line_input(Input.RIGHT_NUMBER)),
    ]


def _line(input_id: Input, label: str, initial: str, words: Words) -> Block:
    element = line_input(input_id, initial or None, most=limits.INPUT_TEXT)
    return field(input_id, label, element, optional=True)


def seller_modal(
    place: Place,
    words: Words,
    *,
    brand: str,
    brand_id: str,
    marketplaces: Sequence[tuple[str, str]] = (),
    seller: SellerShown | None = None,
) -> Block:
    """A seller to authorise at one of `marketplaces`, or one to authorise no more."""
    if seller is not None:
        about = _fixed(f"{shown(seller.seller_id, 200)} · {shown(seller.marketplace, NAME)}", words)
        said = words("Their listings are then treated like anybody's.")
        blocks = [about, *_withdrawing(words("Withdraw this seller"), said, words)]
        kept = {"seller": seller.id}
        return _form(PortfolioActionId.SELLER_CHANGE, words("Authorised seller"), blocks, place, kept, words)
    options = [option(shown(name, 75) or "?", key) for key, name in marketplaces]
    menu = select(Input.SELLER_MARKETPLACE, words("Choose a marketplace"), options)
    blocks = [
        _about(brand, words),
        field(Input.SELLER_MARKETPLACE, words("Marketplace"), menu),
        field(Input.SELLER_ID, words("The seller's id there"), line_input(Input.SELLER_ID)),
    ]
    return _form(
        PortfolioActionId.SELLER_ADD, words("Authorise a seller"), blocks, place, {"brand": brand_id}, words
    )


def _about(brand: str, words: Words) -> Block:
    return section(BlockId.TEXT, words("For {brand}", brand=shown(brand, NAME)))


def _fixed(named: str, words: Words) -> Block:
    hint = words("This itself stays as it is. Where it is wrong, withdraw it and add the right one.")
    return section(BlockId.TEXT, f"{named}\n{hint}")


def _withdrawing(label: str, said: str, words: Words) -> list[Block]:
    again = words("Adding it again brings it back.")
    boxes = checkboxes(Input.WITHDRAW, [option(label, CHOSEN)])
    return [
        field(Input.WITHDRAW, words("No longer yours?"), boxes, optional=True),
        context(BlockId.HINT, f"{said} {again}"),
    ]


def _form(
    action: PortfolioActionId,
    title: str,
    blocks: list[Block],
    place: Place,
    kept: dict[str, str],
    words: Words,
) -> Block:
    metadata = {"place": place.value, **kept}
    return modal(action, title, blocks, close=words("Cancel"), submit=words("Save"), metadata=metadata)

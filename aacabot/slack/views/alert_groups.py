"""One card for alerts that belong together: tick the cases, decide them at once, each its own case."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from aacabot.domain.alert_groups import AlertGroupShown, GroupKind
from aacabot.domain.alerts import Alert
from aacabot.domain.bulk_acts import BulkPreview
from aacabot.domain.cases import OPEN_STATES, CaseState
from aacabot.domain.untrusted import inert
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import COMMAND, ActionId, BlockId
from aacabot.slack.ids.alert_groups import AlertGroupActionId, AlertGroupBlockId, AlertGroupInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.alerts import BRAND
from aacabot.slack.views.blocks import actions, button, context, header, section
from aacabot.slack.views.bulk_acts import bulk_modal
from aacabot.slack.views.forms import option
from aacabot.slack.views.intel.met import on_grouped_card
from aacabot.slack.views.listing import title_of
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import plain, quoted, shown

BOXES = 10
"""Options of one group of checkboxes (docs.slack.dev/reference/block-kit/block-elements)."""
TITLE = 60
BRAND_IN_ROW = 20
STOREFRONT = 80


def group_card(group: AlertGroupShown, words: Words) -> Message:
    """What the cases have in common, a box to tick for each that waits, a line for each that is decided."""
    title = _title(group, words)
    waiting = [row for row in group.rows if row.state in OPEN_STATES]
    decided = [row for row in group.rows if row.state not in OPEN_STATES]
    blocks = [
        header(BlockId.HEADER, title),
        rich(BlockId.STATUS, *(line(said) for said in _status(group, words))),
        *_rights(waiting, words),
        *_boxes(group, words),
        *(on_grouped_card(waiting, words) if group.kind.names_all else []),
        *_decided(decided, words),
        *_more(group, len(waiting), words),
        *_buttons(group, waiting, words),
    ]
    return Message(inert(title, 200), blocks)


def _title(group: AlertGroupShown, words: Words) -> str:
    n, brand = group.total, shown(group.brand or group.member, BRAND)
    match group.kind:
        case GroupKind.SELLER:
            return words.plural(
                "{brand}: {n} alert on one seller", "{brand}: {n} alerts on one seller", n, brand=brand
            )
        case GroupKind.COPIES:
            return words.plural(
                "{brand}: {n} copy of one listing", "{brand}: {n} copies of one listing", n, brand=brand
            )
        case GroupKind.QUIET:
            return words.plural(
                "{brand}: {n} alert from your quiet hours",
                "{brand}: {n} alerts from your quiet hours",
                n,
                brand=brand,
            )
        case GroupKind.DIGEST:
            return words.plural("{brand}: {n} new alert", "{brand}: {n} new alerts", n, brand=brand)
        case GroupKind.BURST:
            return words.plural(
                "{brand}: {n} more alert in a short time",
                "{brand}: {n} more alerts in a short time",
                n,
                brand=brand,
            )


def _status(group: AlertGroupShown, words: Words) -> Iterable[Block | str]:
    if storefront := shown(group.storefront, STOREFRONT):
        where = shown(group.marketplace, STOREFRONT)
        yield words("Storefront {name} at {marketplace}", name=quoted(words, storefront), marketplace=where)
    if group.waiting:
        waits = words.plural("{n} waits for your decision", "{n} wait for your decision", group.waiting)
        yield bold(waits)
    else:
        yield bold(words("All are decided"))
    yield _came(group, words)
    if group.next_by is not None:
        yield _clock(group.next_by, group.at, words)


def _came(group: AlertGroupShown, words: Words) -> str:
    if group.first_at == group.last_at:
        return words("Came at {at}", at=words.moment(group.first_at))
    first, last = words.moment(group.first_at), words.moment(group.last_at)
    return words("Came from {first} to {last}", first=first, last=last)


def _clock(due: datetime, at: datetime, words: Words) -> str:
    """The card is not written anew with each minute: it says when what it says was so."""
    if due <= at:
        return words("The first was to be decided by {at}", at=words.moment(due))
    return words(
        "Decide the first by {at} ({left} left at {now})",
        at=words.moment(due),
        left=words.duration(due - at),
        now=words.clock(at),
    )


def _rights(waiting: Sequence[Alert], words: Words) -> list[Block]:
    """What a confirmation would report the listings for, once for all of which it is the same."""
    numbers: dict[str, list[str]] = {}
    for row in waiting:
        numbers.setdefault(_report_as(row, words), []).append(row.number)
    if not numbers:
        return []
    if len(numbers) == 1:
        return [rich(BlockId.REPORT_AS, *(line(said) for said in numbers))]
    lines = [line(words("{what}: {which}", what=what, which=", ".join(of))) for what, of in numbers.items()]
    return [rich(BlockId.REPORT_AS, bullets(*lines))]


def _report_as(row: Alert, words: Words) -> str:
    if row.right is None:
        return words("No registration in force: cannot be reported")
    return words(
        "Report as: {reason}, under {right}",
        reason=reasons.said(row.reason_code, reasons.REPORTED_FOR, words),
        right=reasons.right_named(row.right, words),
    )


def _boxes(group: AlertGroupShown, words: Words) -> list[Block]:
    """Checkboxes in tens. A case keeps its place, so that what others decide unticks nothing."""
    tens = [group.rows[start : start + BOXES] for start in range(0, len(group.rows), BOXES)]
    blocks = []
    for place, rows in enumerate(tens, start=1):
        options = [_box(row, group.brand is None, words) for row in rows if row.state in OPEN_STATES]
        if options:
            boxes: Block = {
                "type": "checkboxes",
                "action_id": AlertGroupInputId.TICKED.value,
                "options": options,
            }
            blocks.append(actions(f"{AlertGroupBlockId.ROWS}_{place}", boxes))
    return blocks


def _box(row: Alert, with_brand: bool, words: Words) -> Block:
    facts = " · ".join(_facts(row, words))
    box = option(_name(row, with_brand, words), f"{row.case_id}:{row.affirmation}")
    return box | ({"description": plain(facts, limits.OPTION_LABEL)} if facts else {})


def _name(row: Alert, with_brand: bool, words: Words) -> str:
    brand = shown(row.brand, BRAND_IN_ROW) if with_brand else ""
    return " · ".join(part for part in (row.number, brand, title_of(row.listing, words, TITLE)) if part)


def _facts(row: Alert, words: Words) -> Iterable[str]:
    if row.authorised_seller:
        yield words("⚠ authorised seller")
    if row.listing.price:
        yield words.money(row.listing.price.minor, row.listing.price.currency)
    if row.state is CaseState.NEEDS_INFO:
        yield words("the desk was asked")
    elif row.decide_by:
        yield words("decide by {at}", at=f"{words.weekday(row.decide_by)} {words.clock(row.decide_by)}")
    if row.met:
        yield words("the alliance knows it")


def _decided(rows: Sequence[Alert], words: Words) -> list[Block]:
    if not rows:
        return []
    return [rich(AlertGroupBlockId.DECIDED, bullets(*(line(_outcome(row, words)) for row in rows)))]


def _outcome(row: Alert, words: Words) -> str:
    parts = [row.number, words(reasons.STATES[row.state]), title_of(row.listing, words, 40)]
    if row.decision and (who := shown(row.decision.person, 40)):
        parts.insert(2, who)
    return " · ".join(parts)


def _more(group: AlertGroupShown, named: int, words: Words) -> list[Block]:
    """Cases the card does not name: they come up as others are decided, and stand in the queue."""
    left = group.waiting - named
    if left <= 0:
        return []
    said = words.plural(
        "{n} more waits. The most urgent are named here; others come up as you decide. All: {command} queue",
        "{n} more wait. The most urgent are named here; others come up as you decide. All: {command} queue",
        left,
        command=COMMAND,
    )
    return [context(AlertGroupBlockId.MORE, said)]


def _buttons(group: AlertGroupShown, waiting: Sequence[Alert], words: Words) -> list[Block]:
    open_each = button(AlertGroupActionId.GROUP_OPEN, words("Open one by one"), group.group_id)
    if not waiting:
        return [actions(BlockId.ACTIONS, open_each)]
    can_confirm = any(row.right is not None and row.not_open is None for row in waiting)
    return [
        actions(
            BlockId.ACTIONS,
            button(
                AlertGroupActionId.GROUP_CONFIRM,
                words("Confirm ticked & take down"),
                group.group_id,
                style="danger",
            )
            if can_confirm
            else None,
            button(AlertGroupActionId.GROUP_DISMISS, words("Ticked are not infringing"), group.group_id),
            open_each,
        )
    ]


def confirm_ticked_modal(preview: BulkPreview, rows: Sequence[Alert], words: Words) -> Block:
    """The count, each listing with the right it would be reported under, and what is affirmed of them."""
    view = bulk_modal(preview, "", words)
    affirmed = words(
        "In good faith we believe that each listing named here infringes the right named beside it, "
        "and that what we say is accurate and complete. We own these rights or act for their owner."
    )
    named = rich(AlertGroupBlockId.ROWS, bullets(*(line(_named(row, words)) for row in rows)))
    count, *rest = view["blocks"]
    return view | {"blocks": [count, named, section(AlertGroupBlockId.STATEMENT, affirmed), *rest]}


def _named(row: Alert, words: Words) -> str:
    return " · ".join((row.number, title_of(row.listing, words, TITLE), _report_as(row, words)))


def one_by_one(group: AlertGroupShown, words: Words) -> Message:
    """A card's cases for one person's eyes, what waits first, each with the way to a card of its own."""
    rows = sorted(group.rows, key=lambda row: row.state not in OPEN_STATES)
    title = words.plural("{n} case, one by one", "{n} cases, one by one", len(rows))
    lines = [_way_to(row, group.brand is None, words) for row in rows]
    return Message(title, [header(BlockId.HEADER, title), *lines])


def _way_to(row: Alert, with_brand: bool, words: Words) -> Block:
    decided = row.state not in OPEN_STATES
    facts = words(reasons.STATES[row.state]) if decided else " · ".join(_facts(row, words))
    said = "\n".join(part for part in (_name(row, with_brand, words), facts) if part)
    look_up = button(ActionId.CASE_HISTORY, words("Look up"), row.case_id)
    return section(f"{BlockId.LINE}_{row.number}", said, look_up)

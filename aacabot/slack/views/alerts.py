"""The card of a case, for every state: full while somebody must look, short once it is decided."""

from aacabot.domain.alerts import Alert, Suspicion
from aacabot.domain.cases import OPEN_STATES, CaseState
from aacabot.domain.keywords import TitleSpan
from aacabot.domain.rights import REASONS_BY_RIGHT
from aacabot.locales import Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.views import findings, guided, listing, reasons, strikes
from aacabot.slack.views.blocks import button, header, section
from aacabot.slack.views.buttons import case_buttons
from aacabot.slack.views.desk import purchase, question_to_brand
from aacabot.slack.views.intel import met
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.progress import progress
from aacabot.slack.views.rich import bold, bullets, line, quote, rich, text
from aacabot.slack.views.status import status
from aacabot.slack.views.texts import lock_screen, quoted, shown

BRAND = 80
MARK = 80
ANSWER = 600
SUSPICIONS = 5
SIDE = 80


def alert_card(alert: Alert, words: Words, *, with_pictures: bool = True) -> Message:
    """The message of one case. Without pictures where Slack refused to fetch one of them.

    The first picture stands above the buttons and the rest below, so that a phone reaches the buttons soon.
    """
    looking = alert.state in OPEN_STATES or alert.state is CaseState.PENDING_SECOND
    blocks = _full(alert, words, with_pictures) if looking else _short(alert, words)
    state = words("changed, look again") if alert.held else words(reasons.STATES[alert.state])
    return Message(lock_screen(words, alert.number, alert.brand, state), blocks)


def card_header(alert: Alert, words: Words) -> Block:
    named = {"brand": shown(alert.brand, BRAND), "number": alert.number}
    title = (
        words("{brand} · {number} · round {round}", round=alert.round, **named)
        if alert.round > 1
        else words("{brand} · {number}", **named)
    )
    return header(BlockId.HEADER, title)


def _full(alert: Alert, words: Words, with_pictures: bool) -> list[Block]:
    above = [
        card_header(alert, words),
        status(alert, words),
        *_changes(alert, words),
        listing.offer(alert.listing, words),
        *why(alert, words),
        *met.on_card(alert, words),
        *_answer(alert, words),
    ]
    plain = alert.guided and alert.state in OPEN_STATES
    below = (
        [*guided.what_is_asked(alert, words), *guided.answers(alert, words)]
        if plain
        else [report_as(alert, words), *findings.on_card(alert, words), *case_buttons(alert, words)]
    )
    pictures = listing.pictures(alert.listing, words) if with_pictures else []
    fitting = listing.that_fit(pictures, [*above, *below], words)
    return [*above, *fitting[:1], *below, *fitting[1:]]


def _short(alert: Alert, words: Words) -> list[Block]:
    return [
        card_header(alert, words),
        status(alert, words),
        listing.offer_in_short(alert.listing, words),
        *(_changes(alert, words) if alert.state is CaseState.EDITED else []),
        *(question_to_brand(alert, words) if alert.state is CaseState.ANSWER_NEEDED else []),
        *progress(alert, words),
        *(guided.what_happens(alert, words) if alert.guided else []),
        *case_buttons(alert, words),
    ]


def _changes(alert: Alert, words: Words) -> list[Block]:
    if not alert.changes:
        return []
    if alert.held:
        heading = words("What changed")
    elif alert.state is CaseState.EDITED:
        heading = words("What the marketplace changed")
    else:
        heading = words("Changed since this alert")
    return [listing.changes(heading, alert.changes, words)]


def why(alert: Alert, words: Words) -> list[Block]:
    found = [_suspicion(suspicion, words) for suspicion in alert.suspicions[:SUSPICIONS]]
    if alert.title_span is not None:
        found.append(_in_title(alert.title_span, words))
    found += strikes.on_card(alert.strikes, words)
    if given := shown(alert.marketplace_reason, 300):
        marketplace = shown(alert.listing.marketplace, MARK)
        found.append(
            line(words("{marketplace} says: {reason}", marketplace=marketplace, reason=quoted(words, given)))
        )
    return [rich(BlockId.WHY, line(bold(words("Why it is suspected"))), bullets(*found))] if found else []


def _suspicion(suspicion: Suspicion, words: Words) -> Block:
    disguise = reasons.said(suspicion.kind, reasons.DISGUISES, words)
    said = {
        "mark": shown(suspicion.mark, MARK),
        "surface": quoted(words, shown(suspicion.surface, MARK) or "?"),
        "field": reasons.said(suspicion.field, reasons.FIELDS, words),
        "disguise": disguise,
    }
    return line(words("{mark}: {surface} in the {field}, {disguise}", **said))


def _in_title(span: TitleSpan, words: Words) -> Block:
    """The title around the mark, which stands out: what a complaint of keyword misuse is about."""
    return line(
        words("In the title:"),
        " ",
        _side(span.before),
        bold(shown(span.marked, MARK) or "?"),
        _side(span.after),
    )


def _side(text_beside: str) -> str:
    """One side of the span, with the blank that parts it from the mark where there is one."""
    cleaned = shown(text_beside, SIDE)
    before, after = text_beside[:1].isspace(), text_beside[-1:].isspace()
    return f"{' ' if before else ''}{cleaned}{' ' if after and cleaned else ''}"


def _answer(alert: Alert, words: Words) -> list[Block]:
    """The question to the desk and, once given, its answer."""
    if alert.info is None:
        return []
    parts = []
    if question := shown(alert.info.question, ANSWER):
        asked_by = shown(alert.info.asked_by, BRAND)
        parts += [line(bold(words("{person} asked", person=asked_by))), quote(question)]
    parts += purchase(alert, words)
    if answer := shown(alert.info.answer, ANSWER):
        parts += [line(bold(words("The desk answered"))), quote(answer)]
    return [rich(BlockId.QUESTION, *parts)] if parts else []


def report_as(alert: Alert, words: Words) -> Block:
    """The right and reason a confirmation would report the listing under, or why there is none."""
    if alert.right is None:
        return _no_right(alert, words)
    named = words(
        "Report as: {reason}, under {right}",
        reason=reasons.said(alert.reason_code, reasons.REPORTED_FOR, words),
        right=reasons.right_named(alert.right, words),
    )
    choices = alert.right_choices > 1 or len(REASONS_BY_RIGHT[alert.right.kind]) > 1
    change = button(ActionId.CASE_REPORT_AS, words("Change"), alert.case_id)
    return section(BlockId.REPORT_AS, named, change if choices and alert.state in OPEN_STATES else None)


def _no_right(alert: Alert, words: Words) -> Block:
    said = words(
        "{brand} has no registration in force, so this listing cannot be reported. "
        "An admin of {member} can add or renew one; the desk can help.",
        brand=shown(alert.brand, BRAND),
        member=shown(alert.member, BRAND),
    )
    return rich(BlockId.REPORT_AS, line(text(said)))

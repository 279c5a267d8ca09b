"""The desk's cards: a brand's request to review, and a brand's question."""

from aacabot.domain.alerts import Alert, Decision, InfoRequest
from aacabot.domain.cases import CaseState
from aacabot.locales import N_, Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.ids.evidence import EvidenceActionId
from aacabot.slack.ids.reviews import ReviewActionId
from aacabot.slack.views import listing, reasons
from aacabot.slack.views.alerts import BRAND, card_header, why
from aacabot.slack.views.blocks import actions, button, context, dialog, section
from aacabot.slack.views.buttons import description_button, open_button, second_person
from aacabot.slack.views.counter_notices import desk_buttons
from aacabot.slack.views.desk import (
    claiming,
    purchase,
    question_to_brand,
    sent_again,
    who_is_on_it,
    whom_it_needs,
)
from aacabot.slack.views.findings import on_card
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.progress import NOTE
from aacabot.slack.views.rich import bold, line, quote, rich
from aacabot.slack.views.second_person import missing
from aacabot.slack.views.status import fixing_step
from aacabot.slack.views.texts import lock_screen, quoted, shown

QUESTION = 1_500


def review_card(alert: Alert, words: Words, *, with_pictures: bool = True) -> Message:
    """What the desk accepts or declines; short once that is done, or the brand has taken its word back.

    Where a member has nobody else, also what an operator's admin approves as the second person.
    """
    if alert.state not in _TO_BE_LOOKED_AT and not _stands_in(alert):
        return _reviewed(alert, words)
    asked = [card_header(alert, words), _asked(alert, words), listing.offer(alert.listing, words)]
    before = [*sent_again(alert, words), *question_to_brand(alert, words)]
    above = [*asked, *before, *why(alert, words), _report(alert, words), *on_card(alert, words)]
    below = [_seconding(alert, words) if _stands_in(alert) else _buttons(alert, words)]
    pictures = listing.pictures(alert.listing, words) if with_pictures else []
    fitting = listing.that_fit(pictures, [*above, *below], words)
    text = lock_screen(words, alert.number, alert.brand, words("for the desk's review"))
    return Message(text, [*above, *fitting[:1], *below, *fitting[1:]])


_TO_BE_LOOKED_AT = frozenset({CaseState.PLATFORM_REVIEW, CaseState.ANSWER_NEEDED})


def _stands_in(alert: Alert) -> bool:
    return alert.second_needed is not None and alert.second_needed.desk


def _seconding(alert: Alert, words: Words) -> Block:
    return actions(
        BlockId.ACTIONS,
        *second_person(alert, words),
        open_button(alert, words),
        description_button(alert, words),
    )


def _asked(alert: Alert, words: Words) -> Block:
    member = shown(alert.member, BRAND)
    if _stands_in(alert):
        headline = words("{member} has nobody else who may approve this takedown", member=member)
        told = [line(words(_AS_SECOND)), *(line(said) for said in missing(alert, words, to_desk=True))]
        return rich(BlockId.STATUS, line(bold(headline)), *told)
    who = _who(alert.decision, words)
    at = words.moment(alert.decision.at) if alert.decision else ""
    return rich(
        BlockId.STATUS,
        line(bold(words("For review: {member} asks for a takedown", member=member))),
        line(words("Confirmed by {person}, {at}", person=who, at=at) if at else ""),
        *_waits_for_brand(alert, words),
        *whom_it_needs(alert, words),
        *who_is_on_it(alert, words),
    )


_AS_SECOND = N_("An admin of the operator who does not act for them can stand in.")


def _waits_for_brand(alert: Alert, words: Words) -> list[Block]:
    if alert.state is not CaseState.ANSWER_NEEDED:
        return []
    return [line(words("Waiting for the brand's answer; the review stands still until then."))]


def _report(alert: Alert, words: Words) -> Block:
    named = {
        "reason": reasons.said(alert.reason_code, reasons.REPORTED_FOR, words),
        "right": reasons.right_named(alert.right, words) if alert.right else words("no right in force"),
    }
    if not alert.evidence_count:
        return section(BlockId.REPORT_AS, words("Reported as: {reason}, under {right}.", **named))
    pieces = words.plural("{n} piece of evidence", "{n} pieces of evidence", alert.evidence_count)
    said = words("Reported as: {reason}, under {right}. {pieces}.", pieces=pieces, **named)
    look = button(EvidenceActionId.EVIDENCE_LIST, words("Evidence"), alert.case_id)
    return section(BlockId.REPORT_AS, said, look)


def _buttons(alert: Alert, words: Words) -> Block:
    asked = dialog(
        words("Accept the request?"),
        words("{number} goes to the marketplace at once.", number=alert.number),
        words("Accept"),
        words("Not yet"),
        style="primary",
    )
    accept = button(ActionId.REVIEW_ACCEPT, words("Accept"), alert.case_id, style="primary", dialog=asked)
    ask = button(ReviewActionId.REVIEW_ASK, words("Ask the brand"), alert.case_id)
    waits = alert.state is CaseState.ANSWER_NEEDED
    return actions(
        BlockId.ACTIONS,
        None if waits else accept,
        button(ActionId.REVIEW_DECLINE, words("Decline"), alert.case_id),
        None if waits else ask,
        *claiming(alert, words),
        open_button(alert, words),
        description_button(alert, words),
    )


def _reviewed(alert: Alert, words: Words) -> Message:
    blocks = [
        card_header(alert, words),
        _answered(alert, words),
        listing.offer_in_short(alert.listing, words),
        *desk_buttons(alert, words),
    ]
    state = words(reasons.STATES[alert.state])
    return Message(lock_screen(words, alert.number, alert.brand, state), blocks)


def _answered(alert: Alert, words: Words) -> Block:
    if alert.review is None:
        state = words(reasons.STATES[alert.state])
        return rich(BlockId.STATUS, line(bold(words("No review needed any more: {state}", state=state))))
    by = {"person": _who(alert.review, words), "at": words.moment(alert.review.at)}
    if alert.state is not CaseState.DECLINED:
        return rich(BlockId.STATUS, line(bold(words("Accepted by {person}, {at}", **by))))
    reason = reasons.said(alert.review.reason, reasons.DECLINED_BECAUSE, words)
    note = shown(alert.review.note, NOTE)
    return rich(
        BlockId.STATUS,
        line(bold(words("Declined by {person}, {at}", **by))),
        line(words("Reason: {reason}", reason=reason) if reason else ""),
        line(quoted(words, note) if note else ""),
        line(fixing_step(alert.review.reason, words)),
    )


def _who(decision: Decision | None, words: Words) -> str:
    return shown(decision.person, BRAND) if decision else words("Somebody")


def info_request_card(alert: Alert, words: Words) -> Message:
    """A brand's question to the desk, and its answer once given; the brand's clock stands still meanwhile."""
    info = alert.info
    if info is None:
        raise ValueError(f"case {alert.number} has no question to the desk")
    waiting = info.answer is None and alert.state is CaseState.NEEDS_INFO
    blocks = [card_header(alert, words), _question(alert, info, waiting, words)]
    if not waiting:
        return Message(_said(alert, words("question closed"), words), [*blocks, _info_closed(info, words)])
    offered = actions(
        BlockId.ACTIONS,
        button(ActionId.INFO_ANSWER, words("Answer"), alert.case_id, style="primary"),
        button(ReviewActionId.TEST_BUY, words("Order a test buy"), alert.case_id),
        *claiming(alert, words),
        open_button(alert, words),
        description_button(alert, words),
    )
    blocks = [*blocks, listing.offer_in_short(alert.listing, words), offered]
    return Message(_said(alert, words("a question for the desk"), words), blocks)


def _question(alert: Alert, info: InfoRequest, waiting: bool, words: Words) -> Block:
    asked = words(
        "{person} of {member} needs more to decide",
        person=shown(info.asked_by, BRAND),
        member=shown(alert.member, BRAND),
    )
    question = shown(info.question, QUESTION)
    return rich(
        BlockId.QUESTION,
        line(bold(asked)),
        line(words("Asked {at}.", at=words.moment(info.asked_at))),
        *([line(words("Their clock stands still until you answer."))] if waiting else []),
        *purchase(alert, words),
        *(who_is_on_it(alert, words) if waiting else []),
        *([quote(question)] if question else []),
    )


def _info_closed(info: InfoRequest, words: Words) -> Block:
    if info.answer is None:
        return context(BlockId.STATUS, words("Closed without an answer: the case moved on."))
    who = shown(info.answered_by, BRAND) or words("Somebody")
    return rich(
        BlockId.STATUS,
        line(bold(words("✓ Answered by {person}", person=who))),
        *([quote(answer)] if (answer := shown(info.answer, QUESTION)) else []),
    )


def _said(alert: Alert, state: str, words: Words) -> str:
    return lock_screen(words, alert.number, alert.brand, state)

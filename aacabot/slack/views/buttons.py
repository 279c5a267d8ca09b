"""The buttons of a case's card, and the dialogs that make one tap enough on a phone."""

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CLAIMABLE_STATES, OPEN_STATES, RETRACTABLE_STATES, CaseState
from aacabot.domain.untrusted import utf16_length
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.ids.evidence import EvidenceActionId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, dialog
from aacabot.slack.views.counter_notices import counter_buttons
from aacabot.slack.views.desk import brands_part
from aacabot.slack.views.findings import with_warnings
from aacabot.slack.views.forms import liable
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import quoted, shown
from aacabot.slack.views.undoing import undo_buttons

_STOREFRONT_IN_DIALOG = 60
_WORTH_SHARING = frozenset(
    {
        CaseState.PLATFORM_REVIEW,
        CaseState.CONFIRMED,
        CaseState.SUBMITTED,
        CaseState.TAKEN_DOWN,
        CaseState.EDITED,
        CaseState.FAILED,
    }
)
"""States in which the brand has said that it infringes, and nobody has contested it."""


def case_buttons(alert: Alert, words: Words, *, with_history: bool = True) -> list[Block]:
    """The actions block a state allows; an empty list where there is nothing to press."""
    if alert.state in OPEN_STATES:
        pressed = _to_decide(alert, words)
    elif alert.state is CaseState.PENDING_SECOND:
        pressed = [*second_person(alert, words), open_button(alert, words), description_button(alert, words)]
    else:
        answers = counter_buttons(alert, words) if alert.state is CaseState.COUNTER_NOTICED else []
        pressed = [*answers, open_button(alert, words), _history(alert, words) if with_history else None]
    offered = [b for b in [*pressed, *_beside(alert, words)] if b]
    block_id = f"{BlockId.ACTIONS}:{alert.affirmation}" if alert.affirmation else BlockId.ACTIONS
    return [actions(block_id, *offered)] if offered else []


def _beside(alert: Alert, words: Words) -> list[Block | None]:
    """Being on it, and taking it back, whatever else the state allows."""
    return [
        _claim(alert, words),
        evidence_button(alert, words),
        _share(alert, words),
        _retract(alert, words),
        *undo_buttons(alert, words),
        *brands_part(alert, words),
    ]


def _to_decide(alert: Alert, words: Words) -> list[Block | None]:
    return [
        _confirm(alert, words),
        button(ActionId.CASE_DISMISS, words("Not infringing"), alert.case_id),
        None
        if alert.state is CaseState.NEEDS_INFO
        else button(ActionId.CASE_ASK_INFO, words("Need more"), alert.case_id),
        open_button(alert, words),
        description_button(alert, words),
    ]


def _claim(alert: Alert, words: Words) -> Block | None:
    """Saying that one is on it, or giving it back: a card is everybody's, so the click asks who may."""
    if alert.state not in CLAIMABLE_STATES:
        return None
    if alert.assignee is not None:
        return button(ActionId.CASE_RELEASE, words("Release"), alert.case_id)
    return button(ActionId.CASE_CLAIM, words("I am on it"), alert.case_id)


def evidence_button(alert: Alert, words: Words) -> Block | None:
    """Adding evidence, while it can still change an answer."""
    if alert.state not in {*OPEN_STATES, CaseState.ANSWER_NEEDED, CaseState.DECLINED}:
        return None
    return button(EvidenceActionId.CASE_EVIDENCE, words("Add evidence"), alert.case_id)


def _share(alert: Alert, words: Words) -> Block | None:
    """Warning the other members, once the brand has decided: two clicks."""
    if alert.state not in _WORTH_SHARING:
        return None
    return button(IntelActionId.INTEL_SHARE_CASE, words("Share"), alert.case_id)


def _confirm(alert: Alert, words: Words) -> Block | None:
    if alert.right is None or alert.not_open is not None:
        return None
    return button(
        ActionId.CASE_CONFIRM,
        words("Confirm & take down"),
        alert.case_id,
        style="danger",
        dialog=dialog(
            costs(words("Confirm and take down?"), words),
            with_warnings(statement(alert, words), alert.findings, words),
            words("Confirm & take down"),
            words("Not yet"),
        ),
    )


def costs(title: str, words: Words) -> str:
    """A dialog's title with what a wrong notice costs: its text is the statement, and full."""
    return f"{title} {liable(words)}"


def statement(alert: Alert, words: Words) -> str:
    """What a person affirms by confirming: case, storefront, reason, right and the notice's own statement.

    Slack allows 300 characters; the storefront's name gives way where there are more, never the statement.
    """
    room = _STOREFRONT_IN_DIALOG
    while utf16_length(said := _statement(alert, words, room)) > limits.DIALOG_TEXT and room > 1:
        room -= 1
    return said


def _statement(alert: Alert, words: Words, room: int) -> str:
    storefront = shown(alert.listing.storefront, room)
    return words(
        "{number}, {storefront}: {reason}, {right}. "
        "In good faith we believe that this listing infringes the right named here, "
        "and that what we say is accurate and complete. We own this right or act for its owner.",
        number=alert.number,
        storefront=quoted(words, storefront) if storefront else words("storefront unknown"),
        reason=reasons.said(alert.reason_code, reasons.REPORTED_FOR, words),
        right=shown(alert.right.label, 40) if alert.right else "",
    )


def second_person(alert: Alert, words: Words) -> list[Block | None]:
    """What a second person says: the statement again, and yes or no."""
    title, yes = costs(words("Approve the takedown?"), words), words("Approve")
    asked = dialog(title, statement(alert, words), yes, words("Not yet"))
    return [
        None
        if alert.not_open
        else button(ActionId.CASE_APPROVE, yes, alert.case_id, style="danger", dialog=asked),
        button(ActionId.CASE_REFUSE, words("Refuse"), alert.case_id),
    ]


def open_button(alert: Alert, words: Words) -> Block | None:
    if not fetchable(alert.listing.url):
        return None
    return button(ActionId.CASE_OPEN, words("Open listing"), alert.case_id, url=alert.listing.url)


def description_button(alert: Alert, words: Words) -> Block | None:
    if not alert.listing.has_description:
        return None
    return button(ActionId.CASE_DESCRIPTION, words("Description"), alert.case_id)


def _history(alert: Alert, words: Words) -> Block:
    return button(ActionId.CASE_HISTORY, words("History"), alert.case_id)


def _retract(alert: Alert, words: Words) -> Block | None:
    if alert.state not in RETRACTABLE_STATES:
        return None
    sent = alert.takedown is not None and alert.takedown.sent_at is not None
    effect = (
        words("The marketplace will be asked to withdraw the takedown of {number}.", number=alert.number)
        if sent
        else words("Nothing has been sent for {number} yet, and nothing will be.", number=alert.number)
    )
    asked = dialog(words("Take the confirmation back?"), effect, words("Retract"), words("Keep it"))
    return button(ActionId.CASE_RETRACT, words("Retract"), alert.case_id, dialog=asked)

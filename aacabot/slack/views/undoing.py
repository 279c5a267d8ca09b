"""Taking a decision back, and opening a case again: buttons, and what they ask."""

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import RETRACTABLE_STATES
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.undoing import UndoActionId, UndoInputId
from aacabot.slack.views.blocks import button, dialog, section
from aacabot.slack.views.forms import NOTE, modal, note_field, text_input
from aacabot.slack.views.message import Block


def undo_buttons(alert: Alert, words: Words) -> list[Block | None]:
    """What can still be taken back about a case, beside `case_retract`."""
    return [_undo(alert, words), _retract_why(alert, words), _reopen(alert, words)]


def _undo(alert: Alert, words: Words) -> Block | None:
    if alert.undo_until is None:
        return None
    effect = words(
        "{number} waits for a decision again, as if it had not been confirmed. Only who confirmed can do "
        "this, until {at}.",
        number=alert.number,
        at=words.clock(alert.undo_until),
    )
    asked = dialog(words("Undo the confirmation?"), effect, words("Undo"), words("Keep it"), style="primary")
    return button(UndoActionId.CASE_UNDO, words("Undo"), alert.case_id, dialog=asked)


def _retract_why(alert: Alert, words: Words) -> Block | None:
    """Once something went out the seller is told why it is taken back."""
    sent = alert.takedown is not None and alert.takedown.sent_at is not None
    if alert.state not in RETRACTABLE_STATES or not sent:
        return None
    return button(UndoActionId.CASE_RETRACT_WHY, words("Retract, say why"), alert.case_id)


def _reopen(alert: Alert, words: Words) -> Block | None:
    if not alert.can_reopen:
        return None
    return button(UndoActionId.CASE_REOPEN, words("Open again"), alert.case_id)


def retract_modal(case_id: str, number: str, words: Words) -> Block:
    """Why a confirm is taken back, in words the marketplace passes on to the seller."""
    effect = words(
        "The marketplace is asked to withdraw the takedown of {number} and to put the listing back. "
        "The seller is told what you write here.",
        number=number,
    )
    why = text_input(UndoInputId.RETRACT_REASON, words("Such as: the goods are genuine"), most=NOTE)
    return modal(
        UndoActionId.CASE_RETRACT_WHY,
        words("Retract"),
        [
            section(BlockId.TEXT, effect),
            note_field(UndoInputId.RETRACT_REASON, words("Reason"), why, words),
        ],
        close=words("Cancel"),
        submit=words("Retract"),
        metadata={"case": case_id},
    )


def reopen_modal(case_id: str, number: str, words: Words) -> Block:
    """Why a case that ended is opened again."""
    why = text_input(UndoInputId.REOPEN_REASON, words("What has changed, or was not known"), most=NOTE)
    return modal(
        UndoActionId.CASE_REOPEN,
        words("Open again"),
        [
            section(
                BlockId.TEXT, words("{number} waits for a decision again, with a new clock.", number=number)
            ),
            note_field(UndoInputId.REOPEN_REASON, words("Reason"), why, words),
        ],
        close=words("Cancel"),
        submit=words("Open again"),
        metadata={"case": case_id},
    )

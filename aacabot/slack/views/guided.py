"""The card of a guided member: plain words, one step at a time, and what happens when a button is pressed."""

from collections.abc import Mapping

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseState, DismissReason
from aacabot.locales import N_, Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, context, dialog, section
from aacabot.slack.views.buttons import costs, description_button, open_button, statement
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import shown

BRAND = 80

DISMISSED_BECAUSE: Mapping[str, str] = {
    DismissReason.GENUINE: N_("It is genuine: we made it"),
    DismissReason.AUTHORISED_SELLER: N_("We allow this shop to sell our goods"),
    DismissReason.NOT_OUR_RIGHT: N_("It has nothing to do with our brand"),
    DismissReason.GREY_MARKET: N_("We made it, but for another country"),
    DismissReason.CANNOT_TELL: N_("I cannot tell from what is shown"),
    DismissReason.DUPLICATE: N_("I have answered this already"),
}
"""Why a listing does not infringe, as somebody says it who has never done this before."""

_NEXT: Mapping[CaseState, str] = {
    CaseState.PLATFORM_REVIEW: N_("The desk looks at it first, then it goes to the marketplace."),
    CaseState.CONFIRMED: N_("We are asking the marketplace to remove it. You need not do anything."),
    CaseState.SUBMITTED: N_("The marketplace has your request. We look until it is gone."),
    CaseState.TAKEN_DOWN: N_("The offer is gone. If it comes back, we tell you here."),
    CaseState.EDITED: N_("Your name is gone from the offer. The offer itself stays."),
    CaseState.DISMISSED: N_("You said that it is fine. The offer stays."),
    CaseState.COUNTER_NOTICED: N_(
        "The shop disagrees. Ask for help in the Home tab: the desk goes on with you."
    ),
    CaseState.DECLINED: N_("It was not removed. Ask for help in the Home tab: the desk goes on with you."),
    CaseState.RESTORED: N_("The offer is back. Ask for help in the Home tab: the desk goes on with you."),
}


def what_is_asked(alert: Alert, words: Words) -> list[Block]:
    """The one question, and what each answer does."""
    if alert.right is None:
        return _not_yet(alert, words)
    brand = shown(alert.brand, BRAND)
    asked = words("Step 1: is it yours, and genuine?")
    effects = (
        words("If it is fake: we ask the marketplace to take it down. You can still take that back."),
        words("If it is genuine: the offer stays, and you are not asked about it again."),
        words("If you are not sure: ask. Your time stands still until the desk has answered."),
    )
    return [
        rich(
            BlockId.REPORT_AS,
            line(bold(asked)),
            line(words("Somebody offers it with the name {brand}.", brand=brand)),
            bullets(*(line(effect) for effect in effects)),
        )
    ]


def _not_yet(alert: Alert, words: Words) -> list[Block]:
    brand = shown(alert.brand, BRAND)
    title = words("Before step 1: show that the name is yours")
    said = words("To have it taken down we need the paper that shows that {brand} is your name.", brand=brand)
    after = words("Add it in the Home tab under Brands, or ask the desk: they do it with you.")
    return [rich(BlockId.REPORT_AS, line(bold(title)), line(said), line(after))]


def answers(alert: Alert, words: Words) -> list[Block]:
    """The same buttons in plain words."""
    yes, no = words("It is fake: take it down"), words("It is genuine")
    title = costs(words("Take it down?"), words)
    asked = dialog(title, statement(alert, words), words("Take it down"), words("Not yet"))
    confirm = button(ActionId.CASE_CONFIRM, yes, alert.case_id, style="danger", dialog=asked)
    ask = button(ActionId.CASE_ASK_INFO, words("I am not sure: ask the desk"), alert.case_id)
    offered = (
        confirm if alert.right else None,
        button(ActionId.CASE_DISMISS, no, alert.case_id),
        None if alert.state is CaseState.NEEDS_INFO else ask,
        open_button(alert, words),
        description_button(alert, words),
    )
    block_id = f"{BlockId.ACTIONS}:{alert.affirmation}" if alert.affirmation else BlockId.ACTIONS
    blocks = [actions(block_id, *offered)]
    if alert.right:
        used = words("We say it in the name of {right}.", right=reasons.right_named(alert.right, words))
        blocks.append(context(BlockId.HINT, used))
    return blocks


def what_happens(alert: Alert, words: Words) -> list[Block]:
    """What happens next, once it is decided; nothing where there is nothing to add."""
    said = _NEXT.get(alert.state)
    return [section(BlockId.HINT, words(said))] if said else []

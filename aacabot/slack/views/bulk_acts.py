"""Acting on many cases at once: what is asked before, and the card that shows how far it is."""

from collections.abc import Mapping

from aacabot.domain.bulk_acts import BulkDeed, BulkException, BulkPreview, BulkShown, Forecast, ItemProblem
from aacabot.domain.cases import DeclineReason, DismissReason
from aacabot.locales import N_, Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.ids.bulk_acts import BulkActionId, BulkInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, context, dialog, header, section
from aacabot.slack.views.forms import NOTE, field, liable, modal, note_field, options_of, select, text_input
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bullets, line, rich
from aacabot.slack.views.texts import shown

NAME = 80

ACTIONS: Mapping[BulkDeed, BulkActionId] = {
    BulkDeed.CONFIRM: BulkActionId.BULK_CONFIRM,
    BulkDeed.DISMISS: BulkActionId.BULK_DISMISS,
    BulkDeed.CLAIM: BulkActionId.BULK_CLAIM,
    BulkDeed.APPROVE: BulkActionId.BULK_APPROVE,
    BulkDeed.ACCEPT: BulkActionId.BULK_ACCEPT,
    BulkDeed.DECLINE: BulkActionId.BULK_DECLINE,
}

TITLES: Mapping[BulkDeed, str] = {
    BulkDeed.CONFIRM: N_("Confirm takedowns"),
    BulkDeed.DISMISS: N_("Not infringing"),
    BulkDeed.CLAIM: N_("I am on it"),
    BulkDeed.APPROVE: N_("Approve takedowns"),
    BulkDeed.ACCEPT: N_("Accept requests"),
    BulkDeed.DECLINE: N_("Decline requests"),
    BulkDeed.TAKE_BACK: N_("Taking it back"),
}

PROBLEMS: Mapping[ItemProblem, str] = {
    ItemProblem.DECIDED: N_("already decided"),
    ItemProblem.MOVED_ON: N_("has moved on; this is no longer possible"),
    ItemProblem.NOT_YOURS: N_("not yours to decide"),
    ItemProblem.NOT_FOUND: N_("no longer among your cases"),
    ItemProblem.NO_RIGHT: N_("no right in force"),
    ItemProblem.AUTHORISED_SELLER: N_("the seller is on the brand's list: confirm it on its card"),
    ItemProblem.CHANGED: N_("changed since it was shown: look at its card"),
    ItemProblem.NOT_OPEN: N_("confirming is not open to this member yet"),
    ItemProblem.SOMEBODY_ON_IT: N_("somebody else is on it"),
    ItemProblem.OWN_REQUEST: N_("you act for this member: another reviewer must decide"),
    ItemProblem.SAME_PERSON: N_("you confirmed it: somebody else must approve"),
    ItemProblem.SAME_AGENCY: N_("your agency confirmed it: somebody of the brand must approve"),
    ItemProblem.TAKEN_BACK: N_("not begun: you took it back before"),
    ItemProblem.NOTICE_INCOMPLETE: N_("its notice lacks what the law asks for: see its card"),
    ItemProblem.REFUSED: N_("could not be done: see its card"),
    ItemProblem.BROKEN: N_("something went wrong; please do it on its card"),
}


UNDONE: Mapping[BulkDeed, str] = {
    BulkDeed.CONFIRM: N_(
        "What went out is withdrawn at the marketplace. What was confirmed minutes ago waits for you again."
    ),
    BulkDeed.DISMISS: N_("The cases wait for a decision again, and the marketplace hears of it."),
    BulkDeed.CLAIM: N_("Nobody is on these cases from then on."),
}
"""What taking it back comes to, for the deeds that can be."""


def bulk_modal(preview: BulkPreview, place: str, words: Words) -> Block:
    """What would become of the cases, with their exceptions, before it is asked for: one confirmation."""
    action = ACTIONS[preview.deed]
    going = preview.total - _hindered(preview)
    blocks = [
        section(BlockId.TEXT, _chosen(preview, words)),
        *_foretold(preview, words),
        *_exceptions(preview.exceptions, _hindered(preview), words),
        *(_inputs(preview.deed, words) if going else []),
        context(
            BlockId.HINT,
            words("Each case is checked again when its turn comes, and told if it cannot."),
            *([liable(words)] if preview.deed in {BulkDeed.CONFIRM, BulkDeed.APPROVE} else []),
        ),
    ]
    return modal(
        action,
        words(TITLES[preview.deed]),
        blocks,
        close=words("Cancel"),
        submit=_submit(preview.deed, going, words) if going else None,
        metadata={"act": preview.act_id, **({"place": place} if place else {})},
    )


def _hindered(preview: BulkPreview) -> int:
    return preview.total - sum(preview.forecasts.values())


def _chosen(preview: BulkPreview, words: Words) -> str:
    said = words.plural("You chose {n} case.", "You chose {n} cases.", preview.total)
    if not preview.left_out:
        return said
    more = words.plural(
        "{n} more was found; one act takes at most 200, the most urgent first.",
        "{n} more were found; one act takes at most 200, the most urgent first.",
        preview.left_out,
    )
    return f"{said} {more}"


def _foretold(preview: BulkPreview, words: Words) -> list[Block]:
    lines = [
        line(_forecast(forecast, preview.deed, preview.forecasts[forecast], words))
        for forecast in Forecast
        if preview.forecasts.get(forecast)
    ]
    return [rich(BlockId.STATUS, bullets(*lines))] if lines else []


def _forecast(forecast: Forecast, deed: BulkDeed, count: int, words: Words) -> str:
    match forecast:
        case Forecast.GOES_OUT:
            return words.plural("{n} goes out at once", "{n} go out at once", count)
        case Forecast.TO_THE_DESK:
            return words.plural("{n} goes to the desk first", "{n} go to the desk first", count)
        case Forecast.SECOND_PERSON:
            return words.plural("{n} waits for a second person", "{n} wait for a second person", count)
    return _settled(deed, count, words)


def _settled(deed: BulkDeed, count: int, words: Words) -> str:
    match deed:
        case BulkDeed.DISMISS:
            return words.plural(
                "{n} is closed, and nothing is sent", "{n} are closed, and nothing is sent", count
            )
        case BulkDeed.CLAIM:
            return words.plural("{n} is yours from then on", "{n} are yours from then on", count)
        case BulkDeed.ACCEPT:
            return words.plural("{n} goes to the marketplace", "{n} go to the marketplace", count)
    return words.plural("{n} is declined", "{n} are declined", count)


def _inputs(deed: BulkDeed, words: Words) -> list[Block]:
    if deed not in {BulkDeed.DISMISS, BulkDeed.DECLINE}:
        return []
    kinds = (DismissReason, reasons.DISMISSED_BECAUSE)
    if deed is BulkDeed.DECLINE:
        kinds = (DeclineReason, reasons.DECLINED_BECAUSE)  # type: ignore[assignment]
    menu = select(BulkInputId.REASON, words("Choose a reason"), options_of(kinds[0], kinds[1], words))
    note = text_input(BulkInputId.NOTE, words("Optional"), most=NOTE)
    return [
        field(BulkInputId.REASON, words("Reason for all of them"), menu),
        note_field(BulkInputId.NOTE, words("Note"), note, words, optional=True),
    ]


def _submit(deed: BulkDeed, count: int, words: Words) -> str:
    match deed:
        case BulkDeed.CONFIRM:
            return words("Confirm {count}", count=words.number(count))
        case BulkDeed.DISMISS:
            return words("Close {count}", count=words.number(count))
        case BulkDeed.APPROVE:
            return words("Approve {count}", count=words.number(count))
        case BulkDeed.CLAIM:
            return words("Take {count} on", count=words.number(count))
        case BulkDeed.ACCEPT:
            return words("Accept {count}", count=words.number(count))
    return words("Decline {count}", count=words.number(count))


def _exceptions(exceptions: tuple[BulkException, ...], count: int, words: Words) -> list[Block]:
    """One block a case, with the way to its card; how many more there are."""
    if not count:
        return []
    told = words.plural("{n} case is not done:", "{n} cases are not done:", count)
    more = count - len(exceptions)
    rest = [context(BlockId.PAGE, words.plural("and {n} more", "and {n} more", more))] if more > 0 else []
    return [section(BlockId.WHY, told), *(_exception(one, words) for one in exceptions), *rest]


def _exception(one: BulkException, words: Words) -> Block:
    why = words(PROBLEMS[one.problem])
    if one.who:
        why = words("{why} ({person} was first)", why=why, person=shown(one.who, NAME))
    said = f"{one.number} · {shown(one.brand, NAME)}\n{why}"
    if one.card_url and fetchable(one.card_url):
        way = button(ActionId.CASE_CARD, words("Open card"), one.case_id, url=one.card_url)
    else:
        way = button(ActionId.CASE_HISTORY, words("Look up"), one.case_id)
    return section(f"{BlockId.LINE}_{one.number}", said, way)


def act_card(act: BulkShown, words: Words) -> Message:
    """How far an act is, what could not be done and why, and the one button that takes it all back."""
    title = words("{deed}: {progress}", deed=words(TITLES[act.deed]), progress=_bar(act, words))
    blocks = [
        header(BlockId.HEADER, title),
        *_told(act, words),
        *_exceptions(act.exceptions, act.not_done, words),
        *_take_back(act, words),
    ]
    return Message(title, blocks)


def _bar(act: BulkShown, words: Words) -> str:
    numbers = {"done": words.number(act.done), "total": words.number(act.total)}
    if not act.not_done:
        return words("{done} of {total} done", **numbers)
    return words("{done} of {total} done, {failed} could not", failed=words.number(act.not_done), **numbers)


def _told(act: BulkShown, words: Words) -> list[Block]:
    lines = []
    if act.finished_at is None:
        lines.append(words("Under way since {at}. You need not wait here.", at=words.moment(act.asked_at)))
    elif act.retracted_at is not None:
        lines.append(words("You took it back, {at}.", at=words.moment(act.retracted_at)))
    else:
        lines.append(words("Finished, {at}.", at=words.moment(act.finished_at)))
    if act.second:
        lines.append(
            words.plural("{n} waits for a second person.", "{n} wait for a second person.", act.second)
        )
    if act.at_desk:
        lines.append(words.plural("{n} waits for the desk.", "{n} wait for the desk.", act.at_desk))
    return [rich(BlockId.PROGRESS, *(line(said) for said in lines))]


def _take_back(act: BulkShown, words: Words) -> list[Block]:
    if not act.can_be_taken_back:
        return []
    asked = dialog(
        words("Take it all back?"),
        words(UNDONE[act.deed]),
        words("Take it all back"),
        words("Leave it"),
    )
    pressed = button(
        BulkActionId.BULK_TAKE_BACK, words("Take it all back"), act.act_id, style="danger", dialog=asked
    )
    return [actions(BlockId.ACTIONS, pressed)]

"""What a click on an item is answered, and what its source hears of others' clicks."""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.verdicts import Judged, Verdict
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.intel.said import kind_said
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

_NAME = 80
ACTIONS: Mapping[IntelActionId, Verdict] = {
    IntelActionId.INTEL_MET: Verdict.MET,
    IntelActionId.INTEL_WRONG: Verdict.WRONG,
    IntelActionId.INTEL_OUTDATED: Verdict.OUTDATED,
}
LABELS: Mapping[Verdict, str] = {
    Verdict.MET: N_("Met it too"),
    Verdict.WRONG: N_("Wrong"),
    Verdict.OUTDATED: N_("Out of date"),
}
_DONE: Mapping[Verdict, str] = {
    Verdict.MET: N_("Noted: you met it too. It counts as fresh again."),
    Verdict.WRONG: N_("Noted: you call it wrong. Its source is told, not by whom."),
    Verdict.OUTDATED: N_("Noted: you call it out of date. Its source is told, not by whom."),
}
SOME: Mapping[Verdict, str] = {
    Verdict.MET: N_("Met by others too"),
    Verdict.WRONG: N_("Called wrong"),
    Verdict.OUTDATED: N_("Called out of date"),
}
"""Where so few could be meant that a number would count them off."""


def verdict_buttons(item_id: str, words: Words) -> list[Block]:
    """One click each, for whoever reads another member's item."""
    return [button(action, words(LABELS[verdict]), item_id) for action, verdict in ACTIONS.items()]


def judged_said(judged: Judged, words: Words) -> str:
    """What was noted, and what the own organisation had said before."""
    said = [words(_DONE[judged.verdict])]
    if judged.before is not None and not judged.before.by_oneself:
        said.append(
            words(
                "Before you, {name} had said “{verdict}” for your side, on {day}. The last word counts.",
                name=shown(judged.before.name, _NAME) or words("a colleague"),
                verdict=words(LABELS[judged.before.verdict]),
                day=words.day(judged.before.on),
            )
        )
    if judged.doubted:
        said.append(words("Several members doubt it: it no longer appears on cards."))
    return " ".join(said)


def whose_word_modal(
    action: IntelActionId, item_id: str, members: list[tuple[str, str]], words: Words
) -> Block:
    """An agency says for which of its clients it speaks."""
    offered = [option(shown(name, _NAME) or "?", member_id) for member_id, name in members]
    which = select(IntelInputId.JUDGE_FOR, words("Client"), offered)
    return modal(
        action,
        words(LABELS[ACTIONS[action]]),
        [field(IntelInputId.JUDGE_FOR, words("For which client do you say so?"), which)],
        close=words("Cancel"),
        submit=words("Say so"),
        metadata={"item": item_id},
    )


def source_told(values: Mapping[str, Any], words: Words) -> Message:
    """To the author of an item: what was made of it by the end of a day."""
    kind = kind_said(IntelKind(values["item_kind"]), words)
    title = words("What others made of what you shared")
    about = shown(values["about"], _NAME)
    lines = [
        line(bold(title)),
        line(" · ".join(part for part in (Label(values["label"]).mark, kind, about) if part)),
        *(line(_told(Verdict(one), values["counts"], words)) for one in values["said"]),
    ]
    blocks = [rich(BlockId.TEXT, *lines)]
    if values["doubted"]:
        doubt = words("Several members doubt it: it no longer appears on cards. Please look at it again.")
        blocks.append(section(BlockId.HINT, doubt))
    opened = button(IntelActionId.INTEL_OPEN, words("Open"), values["item_id"])
    return Message(title, [*blocks, actions(BlockId.ACTIONS, opened)])


def _told(verdict: Verdict, counts: Mapping[str, int] | None, words: Words) -> str:
    if not counts:
        return words(SOME[verdict])
    n = counts[verdict.value]
    match verdict:
        case Verdict.MET:
            return words.plural("{n} other member met it too", "{n} other members met it too", n)
        case Verdict.WRONG:
            return words.plural("{n} other member calls it wrong", "{n} other members call it wrong", n)
        case Verdict.OUTDATED:
            return words.plural(
                "{n} other member calls it out of date", "{n} other members call it out of date", n
            )

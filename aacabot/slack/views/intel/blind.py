"""The answer to a blind question: buckets and months, never names, and never the question itself."""

from collections.abc import Mapping

from aacabot.domain.intel.blind import BlindAnswer
from aacabot.domain.intel.met import LastSeen, Told
from aacabot.locales import N_, Words
from aacabot.slack.ids import COMMAND, BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import actions, section
from aacabot.slack.views.intel.introductions import ask_button
from aacabot.slack.views.intel.operator import operator_sees_button
from aacabot.slack.views.message import Message
from aacabot.slack.views.rich import bold, line, rich

LAST_SEEN: Mapping[LastSeen, str] = {
    LastSeen.THIS_MONTH: N_("Last seen this month."),
    LastSeen.LAST_MONTH: N_("Last seen last month."),
    LastSeen.HALF_YEAR: N_("Last seen within half a year."),
}


def blind_reply(answer: BlindAnswer, words: Words) -> Message:
    """For who asked alone. Nobody, too few, and too few who could be meant are one answer."""
    kept = words("Your question was shown to nobody and is not kept; only how many you asked today is.")
    told = answer.told
    if told is None:
        title = words("I cannot read that as an address or a seller")
        how = words(
            "Write {command} intel seller and the address of a listing or shop, or a marketplace and its id "
            "of the seller.",
            command=COMMAND,
        )
        return _reply(title, [how], words, None)
    if not told.says_something:
        return _reply(words("Nothing can be said about this"), [_nothing(words), kept], words, None)
    title = words("Others in the alliance know this")
    return _reply(title, [*_said(told, words), kept], words, answer.ask)


def _nothing(words: Words) -> str:
    return words(
        "Nobody else holds anything on it, or too few do to say so without pointing at somebody. "
        "Which of these it is, nobody is told."
    )


def _said(told: Told, words: Words) -> list[str]:
    seen = told.last_seen
    return [
        *([words("Another member shared something on it.")] if told.held else []),
        *(
            [words("{n} members or more met it in their cases.", n=words.number(told.met_by))]
            if told.met_by is not None
            else []
        ),
        *([words("Upheld cases are among them.")] if told.upheld_among else []),
        *([words(LAST_SEEN[seen])] if seen is not None else []),
    ]


def _reply(title: str, said: list[str], words: Words, ask: str | None) -> Message:
    lines = [line(bold(title)), *(line(one) for one in said[:-1] or said)]
    ends = [section(BlockId.HINT, said[-1])] if len(said) > 1 else []
    asked = ask_button(IntelActionId.INTEL_ASK_BLIND, ask, words) if ask else None
    row = actions(f"{BlockId.ACTIONS}_blind", asked, operator_sees_button(words))
    return Message(title, [rich(BlockId.TEXT, *lines), *ends, row])

"""One item as its reader sees it, in the home, in results and in a modal: nothing in it is ever a link."""

from aacabot.domain.intel.items import VALUE_LIMIT, ItemShown, ItemState
from aacabot.domain.intel.score import HIDDEN_BELOW
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views.blocks import actions
from aacabot.slack.views.intel.buttons import buttons_of
from aacabot.slack.views.intel.said import RELIABILITIES, STATES, confidence_said, kind_said
from aacabot.slack.views.intel.verdicts import LABELS, SOME
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, line, quote, rich
from aacabot.slack.views.texts import paragraphs, shown

_NAME = 80
_IN_LIST = 200
"""Characters of a value or a text in a list; "Open" shows all of it."""
_FULL = 2_000


def item_blocks(item: ItemShown, words: Words, *, buttons: bool = True, full: bool = False) -> list[Block]:
    """Two blocks, or one without buttons; `full` shows all of the text, a list only its beginning."""
    blocks = [rich(f"{BlockId.LINE}_{item.id}", *_lines(item, words, full))]
    offered = buttons_of(item, words, opened=full) if buttons else []
    return [*blocks, actions(f"{BlockId.ACTIONS}_{item.id}", *offered)] if offered else blocks


def item_title(item: ItemShown, words: Words) -> str:
    """The label in the standard's writing, and the kind in words."""
    return f"{item.label.mark} · {kind_said(item.kind, words)}"


def _lines(item: ItemShown, words: Words, full: bool) -> list[Block]:
    text = paragraphs(item.text, _FULL if full else _IN_LIST)
    return [
        line(bold(item_title(item, words))),
        line(_value(item, words, full)),
        *([quote(text)] if text else []),
        *(line(" · ".join(facts)) for facts in _facts(item, words) if facts),
        *([line(bold(words(STATES[item.state])))] if item.state is not ItemState.SHARED else []),
    ]


def _value(item: ItemShown, words: Words, full: bool) -> str:
    if item.value is None:
        return words("(kept as a hash: it can be compared, not read)")
    return shown(item.value, VALUE_LIMIT if full else _IN_LIST) or words("(no value)")


def _facts(item: ItemShown, words: Words) -> list[list[str]]:
    return [_about(item, words), _said_of_it(item, words), _trust(item, words), _for_whom(item, words)]


def _about(item: ItemShown, words: Words) -> list[str]:
    facts = [item.marketplace, item.category, *item.sellers]
    return [text for fact in facts if (text := shown(fact, _NAME))]


def _said_of_it(item: ItemShown, words: Words) -> list[str]:
    """What others said only where a number, or a word, tells of nobody; and what one's own side said."""
    return [
        words("seen today")
        if item.age < 1
        else words.plural("seen {n} day ago", "seen {n} days ago", item.age),
        *([words.plural("{n} member met it too", "{n} members met it too", item.met)] if item.met else []),
        *([words.plural("{n} calls it wrong", "{n} call it wrong", item.wrong)] if item.wrong else []),
        *(
            [words.plural("{n} calls it out of date", "{n} call it out of date", item.outdated)]
            if item.outdated
            else []
        ),
        *(words(SOME[one]) for one in item.some),
        *(words("your side said “{verdict}”", verdict=words(LABELS[one])) for one in item.own_said),
    ]


def _trust(item: ItemShown, words: Words) -> list[str]:
    old = item.score < HIDDEN_BELOW
    return [
        words(
            "source {letter}: {reliability}",
            letter=item.reliability.value.upper(),
            reliability=words(RELIABILITIES[item.reliability]),
        ),
        words("confidence {confidence}", confidence=confidence_said(item.confidence, words)),
        words("score {score} of 100", score=item.score),
        *([words("old")] if old else []),
        *(
            [words.plural("{n} piece of evidence", "{n} pieces of evidence", item.evidence)]
            if item.evidence
            else []
        ),
        *([words("doubted by several members")] if item.doubted else []),
    ]


def _for_whom(item: ItemShown, words: Words) -> list[str]:
    """The group, which only its own people read of; to the source how often it was read."""
    group = shown(item.group, _NAME)
    read = item.views is not None and item.is_own
    return [
        *([words("only in the group {name}", name=group)] if group else []),
        *([words.plural("read {n} time", "read {n} times", item.views or 0)] if read else []),
    ]

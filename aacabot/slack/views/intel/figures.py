"""The alliance's intel in figures: a number, or in words why there is none."""

from collections.abc import Sequence

from aacabot.domain.intel.aggregates import Figure, Hidden
from aacabot.domain.intel.rules import SharingRules
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views.blocks import context, section
from aacabot.slack.views.intel.said import kind_said
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, bullets, line, rich


def figures_section(figures: Sequence[Figure], rules: SharingRules, words: Words) -> list[Block]:
    """A block for each quarter, the rule above and its reason below."""
    quarters = dict.fromkeys(one.quarter for one in figures)
    intro = words("What all members shared and met, by quarter. No figure tells of one member.")
    why = words(
        "Shown are figures over {members} or more members, none of them more than {share} of it, older than "
        "{months} months.",
        members=rules.least_members,
        share=words.percent(rules.largest_share),
        months=rules.months,
    )
    blocks = [section(f"{BlockId.TEXT}_intel", intro)]
    for quarter in quarters:
        name = words("Quarter {number} of {year}", number=quarter.number, year=str(quarter.year))
        lines = [line(_said(one, rules, words)) for one in figures if one.quarter == quarter]
        block_id = f"{BlockId.LINE}_{quarter.year}_{quarter.number}"
        blocks.append(rich(block_id, line(bold(name)), bullets(*lines)))
    return [*blocks, context(f"{BlockId.HINT}_intel", why)]


def _said(figure: Figure, rules: SharingRules, words: Words) -> str:
    name = kind_said(figure.kind, words) if figure.kind else words("All kinds together")
    return f"{name}: {_number(figure, rules, words)}"


def _number(figure: Figure, rules: SharingRules, words: Words) -> str:
    if figure.hidden is Hidden.RECENT:
        return words("not shown: too recent")
    if figure.shared is None:
        return words("not shown: fewer than {n} members, or one of them too large", n=rules.least_members)
    shared = words.plural("{n} item shared", "{n} items shared", figure.shared)
    if figure.met is None:
        return shared
    return f"{shared}, {words.plural('met {n} time by others', 'met {n} times by others', figure.met)}"

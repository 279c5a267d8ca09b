"""The directory in words: who is in the alliance, where, and how it has grown."""

from collections.abc import Mapping, Sequence

from aacabot.domain.directory import DirectorySummary, Quarter, RegionCount
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import context, header, section
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bullets, line, rich

REGIONS: Mapping[str, str] = {
    "americas": N_("Americas"),
    "europe": N_("Europe"),
    "china": N_("China"),
    "asia_pacific": N_("Asia-Pacific"),
}
_QUARTERS_IN_WORDS = 4


def region_named(region: str | None, words: Words) -> str:
    return reasons.said(region, REGIONS, words) if region else words("No region given")


def counted(members: int, brands: int, words: Words) -> str:
    """Rights holders apart from brands, such as `700 rights holders with 1,200 brands`."""
    holders = words.plural("{n} rights holder", "{n} rights holders", members)
    return words("{holders} with {brands}", holders=holders, brands=brands_counted(brands, words))


def brands_counted(brands: int, words: Words) -> str:
    return words.plural("{n} brand", "{n} brands", brands)


def regions(counts: Sequence[RegionCount], words: Words) -> Block:
    said = [
        line(
            words(
                "{region}: {counted}",
                region=region_named(one.region, words),
                counted=counted(one.members, one.brands, words),
            )
        )
        for one in counts
    ]
    return rich("regions", bullets(*said))


def growth_in_words(growth: Sequence[Quarter], words: Words) -> str:
    """Members at the end of the last few quarters, one after the other."""
    last = growth[-_QUARTERS_IN_WORDS:]
    told = [f"{one.label}: {words.number(one.members)}" for one in last]
    return words("Members at each quarter's end: {quarters}", quarters=" · ".join(told))


def growth_chart(growth: Sequence[Quarter], words: Words) -> list[Block]:
    """The same as Slack's own chart, once there is something to compare.

    docs.slack.dev/reference/block-kit/blocks/data-visualization-block
    """
    if len(growth) < 2:
        return []
    data = [{"label": one.label, "value": one.members} for one in growth]
    chart = {
        "type": "line",
        "series": [{"name": words("Members")[:20], "data": data}],
        "axis_config": {"categories": [one.label for one in growth]},
    }
    title = words("Members by quarter")
    return [{"type": "data_visualization", "block_id": "growth", "title": title[:50], "chart": chart}]


def directory_reply(summary: DirectorySummary, words: Words) -> Message:
    """For one operator's eyes: how many, where, how it has grown, and where the rest is."""
    title = counted(summary.members, summary.brands, words)
    hint = words("The Members tab of my home lists them, to search and to open.")
    blocks = [
        header(BlockId.HEADER, title),
        *([regions(summary.regions, words)] if summary.regions else []),
        section(BlockId.TEXT, growth_in_words(summary.growth, words)),
        context(BlockId.HINT, hint),
    ]
    return Message(title, blocks)

"""How long something took or may still take, in words short enough for a card."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aacabot.locales.words import Words


def duration(words: "Words", span: timedelta) -> str:
    """Say a span in its one or two largest units, rounded down; a negative one gets a minus sign."""
    if span < timedelta(0):
        return words("-{duration}", duration=duration(words, -span))
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [
        words("{n} d", n=words.number(days)) if days else "",
        words("{n} h", n=hours) if hours else "",
        words("{n} min", n=minutes) if minutes else "",
    ]
    largest = next((index for index, unit in enumerate(units) if unit), None)
    if largest is None:
        return words("{n} s", n=seconds)
    return " ".join(unit for unit in units[largest : largest + 2] if unit)

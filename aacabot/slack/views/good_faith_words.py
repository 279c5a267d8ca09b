"""A record of good faith in words: numerators and denominators always beside the rate."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from aacabot.domain.good_faith import (
    Counts,
    GoodFaithStatus,
    Margin,
    Standing,
    Thresholds,
    lower_bound,
    margin,
)
from aacabot.domain.good_faith.shown import RecordLine
from aacabot.locales import N_, Words
from aacabot.slack.views import reasons

STATUSES: Mapping[str, str] = {
    GoodFaithStatus.PROVISIONAL: N_("provisional: too few decisions yet"),
    GoodFaithStatus.GRANTED: N_("granted: a confirm goes out at once"),
    GoodFaithStatus.WATCH: N_("on watch: a confirm still goes out at once, but this is nearly lost"),
    GoodFaithStatus.REVOKED: N_("revoked: the desk looks at each confirm first"),
}
SHORT: Mapping[str, str] = {
    GoodFaithStatus.PROVISIONAL: N_("provisional"),
    GoodFaithStatus.GRANTED: N_("granted"),
    GoodFaithStatus.WATCH: N_("on watch"),
    GoodFaithStatus.REVOKED: N_("revoked"),
}
_TENTH = Decimal("0.001")
_CONFIDENCE = Decimal("0.95")


def reason_named(reason_code: str, words: Words) -> str:
    """The words for a reason code; the empty one is all of them together."""
    return reasons.said(reason_code, reasons.REPORTED_FOR, words) if reason_code else words("Overall")


def rates(counts: Counts, words: Words) -> str:
    """Both rates with what they are made of. Rounded to the worse side: 89.96 % never reads as 90 %."""
    if not counts.decided:
        return words("nothing decided in this time")
    taken = words(
        "{rate} taken down and not restored ({part} of {whole})",
        rate=_rate(counts.stayed_down, counts.decided, ROUND_FLOOR, words),
        part=words.number(counts.stayed_down),
        whole=words.number(counts.decided),
    )
    if not counts.taken_down:
        return taken
    back = words(
        "{rate} came back ({part} of {whole})",
        rate=_rate(counts.restored, counts.taken_down, ROUND_CEILING, words),
        part=words.number(counts.restored),
        whole=words.number(counts.taken_down),
    )
    return f"{taken} · {back}"


def _rate(part: int, whole: int, rounding: str, words: Words) -> str:
    return words.percent((Decimal(part) / Decimal(whole)).quantize(_TENTH, rounding=rounding))


def standing_said(line: RecordLine, thresholds: Thresholds, words: Words) -> str:
    """The status, what it still lacks or how far it is from being lost."""
    status = line.standing.status
    if status is GoodFaithStatus.PROVISIONAL:
        return _provisional(line.counts, thresholds, words)
    if status is GoodFaithStatus.REVOKED:
        return _revoked(line.standing, line.counts, thresholds, words)
    return margin_said(margin(line.counts, thresholds), words)


def _provisional(counts: Counts, thresholds: Thresholds, words: Words) -> str:
    needed = words(
        "{n} of the {minimum} decisions a status needs.",
        n=words.number(counts.decided),
        minimum=words.number(thresholds.minimum),
    )
    if not counts.decided:
        return needed
    bound = Decimal(lower_bound(counts)).quantize(_TENTH, rounding=ROUND_FLOOR)
    sure = words(
        "The takedown rate is {bound} or more, with a confidence of {level}.",
        bound=words.percent(bound),
        level=words.percent(_CONFIDENCE),
    )
    return f"{needed} {sure}"


def _revoked(standing: Standing, counts: Counts, thresholds: Thresholds, words: Words) -> str:
    until = words("It can come back from {day} on.", day=words.day(standing.readmit_at)) if (
        standing.readmit_at
    ) else ""  # fmt: skip
    asked = asked_of(thresholds, words)
    return f"{until} {asked}".strip()


def asked_of(thresholds: Thresholds, words: Words) -> str:
    """What the marketplace asks, in one sentence."""
    return words(
        "Asked: {takedown} taken down, at most {scn} come back, {minimum} decisions in {months} months.",
        takedown=words.percent(Decimal(thresholds.takedown_rate) / 10_000),
        scn=words.percent(Decimal(thresholds.scn_rate) / 10_000),
        minimum=words.number(thresholds.minimum),
        months=words.number(thresholds.months),
    )


def margin_said(left: Margin, words: Words) -> str:
    """How many more lose it: “2 more declines, or 1 more restore, and it is lost.”"""
    if 0 in (left.declines, left.restores):
        return words("By these numbers it is lost.")
    declines = (
        words.plural("{n} more decline", "{n} more declines", left.declines)
        if left.declines is not None
        else ""
    )
    restores = (
        words.plural("{n} more restore", "{n} more restores", left.restores)
        if left.restores is not None
        else ""
    )
    if declines and restores:
        return words("{declines}, or {restores}, and it is lost.", declines=declines, restores=restores)
    if declines or restores:
        return words("{more}, and it is lost.", more=declines or restores)
    return words("No number of declines or restores can lose it.")

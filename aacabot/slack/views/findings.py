"""What a notice lacks, in words: the decline it would get, the step that mends it, what to expect."""

from collections.abc import Iterator, Mapping, Sequence

from aacabot.domain.acceptance import Score, Whose
from aacabot.domain.alerts import Alert
from aacabot.domain.linting import Finding, Findings, Rule
from aacabot.domain.untrusted import utf16_length
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import line, rich

SHOWN = 3
"""Findings on a card: the first are what matters most."""

MENDS: Mapping[Rule, str] = {
    Rule.RIGHT_OF_BRAND: N_("report it under a right of this brand"),
    Rule.RIGHT_IN_FORCE: reasons.WOULD_CHANGE_THE_ANSWER["IP_EXPIRED"],
    Rule.REASON_FITS_RIGHT: N_("choose a reason that the right supports, or another right"),
    Rule.ADDRESS: N_("give the exact web address of the listing"),
    Rule.COMPLAINANT: N_("an admin must name a contact with an e-mail address for notices"),
    Rule.STATEMENT: N_("make the statement of good faith"),
    Rule.TERRITORY: reasons.WOULD_CHANGE_THE_ANSWER["WRONG_TERRITORY"],
    Rule.GOODS: reasons.WOULD_CHANGE_THE_ANSWER["WRONG_CLASS"],
    Rule.COUNTERFEIT_SHOWN: N_("say what gives it away, or add a test purchase"),
    Rule.TITLE_SHOWN: N_("report another reason: the title does not show the mark"),
    Rule.ORIGINAL_SHOWN: N_("add the original and its date"),
    Rule.CHART_SHOWN: N_("add a claim chart: the right beside the goods, feature by feature"),
    Rule.ANOTHER_CASE: reasons.WOULD_CHANGE_THE_ANSWER["DUPLICATE"],
    Rule.STILL_LISTED: N_("open the listing first: it was last seen gone"),
}


def on_card(alert: Alert, words: Words) -> list[Block]:
    """The warnings under a card's right and reason; nothing where there are none."""
    if not alert.findings.found:
        return []
    return [rich(BlockId.FINDINGS, *(line(said) for said in lines(alert.findings, words)))]


def lines(findings: Findings, words: Words) -> Iterator[str]:
    """One line a finding, and one for what to expect."""
    for finding in findings.found[:SHOWN]:
        yield words("⚠ It may be declined: {reason}. To mend it: {step}.", **_named(finding, words))
    if findings.score is not None:
        yield expected(findings.score, words)


def missing(findings: Sequence[Finding], words: Words) -> str:
    """Why a notice cannot go out: each gap with the decline it would get and the step that mends it."""
    return " ".join(
        words("It would be declined: {reason}. To mend it: {step}.", **_named(finding, words))
        for finding in findings
    )


def _named(finding: Finding, words: Words) -> dict[str, str]:
    reason = reasons.said(finding.code, reasons.DECLINED_BECAUSE, words)
    return {"reason": reason, "step": words(MENDS[finding.rule])}


def expected(score: Score, words: Words) -> str:
    """How notices like it came out: never a bare figure."""
    counted = {"upheld": words.number(score.upheld), "points": words.number(score.points)}
    if score.whose is Whose.MEMBER:
        return words.plural(
            "Of your {n} decided notice like this one {upheld} were upheld: expect {points} of 100 or more.",
            "Of your {n} decided notices like this one {upheld} were upheld: expect {points} of 100 or more.",
            score.decided,
            **counted,
        )
    return words.plural(
        "Of the alliance's {n} decided notice like this one {upheld} were upheld: "
        "expect {points} of 100 or more.",
        "Of the alliance's {n} decided notices like this one {upheld} were upheld: "
        "expect {points} of 100 or more.",
        score.decided,
        **counted,
    )


def with_warnings(statement: str, findings: Findings, words: Words) -> str:
    """A dialog's statement, with how many warnings the card has where there is room: it never gives way."""
    count = len(findings.warnings)
    if not count:
        return statement
    warned = words.plural("⚠ {n} warning on the card.", "⚠ {n} warnings on the card.", count)
    said = f"{statement} {warned}"
    return said if utf16_length(said) <= limits.DIALOG_TEXT else statement

"""Words for why a reported address was not reported, and what would mend it."""

from collections.abc import Mapping

from aacabot.domain.complaints import MOST_LISTINGS, RowProblem, RowResult, RowState
from aacabot.locales import N_, Words
from aacabot.slack.ids import COMMAND
from aacabot.slack.views import reasons

SAID: Mapping[RowProblem, str] = {
    RowProblem.BAD_ADDRESS: N_("This is no web address."),
    RowProblem.NO_MARKETPLACE: N_("This address is on no marketplace of the alliance."),
    RowProblem.NO_LISTING_ID: N_("This address does not lead to one listing."),
    RowProblem.TWICE: N_("This listing stands in the list already."),
    RowProblem.TOO_MANY: N_(
        "A complaint reports {most} listings at most. Please report this one in another."
    ),
    RowProblem.GONE: N_("The listing is already gone, or was never there."),
    RowProblem.IN_A_CASE: N_("The listing is in a case of this brand already."),
    RowProblem.AUTHORISED_SELLER: N_("The seller is on the brand's list of authorised sellers."),
    RowProblem.RIGHT_NOT_IN_FORCE: N_("The right is no longer in force."),
    RowProblem.NOT_COVERED: N_(
        "The notice would lack what the law asks for, such as a contact of the member. An admin can mend it."
    ),
    RowProblem.NOT_ALLOWED: N_("Whoever reported it may no longer decide for the brand."),
    RowProblem.NOT_OPEN: N_("Confirming is not open to the member."),
    RowProblem.UNREADABLE: N_("The marketplace does not say what the listing offers."),
    RowProblem.NOT_ANSWERED: N_("The marketplace did not answer. Please report it again."),
}

COUNTED: Mapping[RowProblem, str] = {
    RowProblem.BAD_ADDRESS: N_("no web address"),
    RowProblem.NO_MARKETPLACE: N_("on no marketplace of the alliance"),
    RowProblem.NO_LISTING_ID: N_("not the address of one listing"),
    RowProblem.TWICE: N_("twice in the list"),
    RowProblem.TOO_MANY: N_("more than one complaint takes"),
    RowProblem.GONE: N_("already gone"),
    RowProblem.IN_A_CASE: N_("in a case already"),
    RowProblem.AUTHORISED_SELLER: N_("of an authorised seller"),
    RowProblem.RIGHT_NOT_IN_FORCE: N_("right no longer in force"),
    RowProblem.NOT_COVERED: N_("without what the law asks of a notice"),
    RowProblem.NOT_ALLOWED: N_("reported by somebody who may no longer decide"),
    RowProblem.NOT_OPEN: N_("confirming not open yet"),
    RowProblem.UNREADABLE: N_("not described by the marketplace"),
    RowProblem.NOT_ANSWERED: N_("not answered by the marketplace"),
}


def row_words(row: RowResult, words: Words) -> str:
    """How one address came out, in a sentence or two."""
    if row.state is RowState.WAITING:
        return words("The marketplace is being asked for the listing.")
    if row.problem is None:
        return words("Reported as {number}: {state}.", number=row.number or "", state=_state(row, words))
    said = words(SAID[row.problem], most=words.number(MOST_LISTINGS))
    if row.number is None:
        return said
    return words(
        "{said} {number}: {state}. {command} case {number} shows it.",
        said=said,
        number=row.number,
        state=_state(row, words),
        command=COMMAND,
    )


def _state(row: RowResult, words: Words) -> str:
    return words(reasons.STATES[row.case_state]) if row.case_state else ""

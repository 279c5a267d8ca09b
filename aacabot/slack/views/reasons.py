"""Words for the values of closed sets: why listings are reported or dismissed, and what happened."""

from collections.abc import Mapping

from aacabot.domain.cases import CaseEventKind as Kind
from aacabot.domain.cases import CaseState as State
from aacabot.domain.cases import DeclineReason, DismissReason
from aacabot.domain.rights import ReasonCode, Right, RightKind
from aacabot.locales import N_, Words
from aacabot.slack.views.texts import shown

REPORTED_FOR: Mapping[str, str] = {
    ReasonCode.COUNTERFEIT: N_("counterfeit goods"),
    ReasonCode.TRADEMARK_USE: N_("unauthorised use of the trade mark"),
    ReasonCode.KEYWORD_MISUSE: N_("the trade mark used as a search keyword"),
    ReasonCode.COPYRIGHT_IMAGE: N_("copied pictures"),
    ReasonCode.COPYRIGHT_TEXT: N_("copied text"),
    ReasonCode.DESIGN: N_("copied design"),
    ReasonCode.PATENT: N_("patent infringement"),
}

DISMISSED_BECAUSE: Mapping[str, str] = {
    DismissReason.GENUINE: N_("genuine goods"),
    DismissReason.AUTHORISED_SELLER: N_("authorised seller"),
    DismissReason.NOT_OUR_RIGHT: N_("not our right"),
    DismissReason.GREY_MARKET: N_("genuine goods from another market"),
    DismissReason.CANNOT_TELL: N_("cannot tell from the listing"),
    DismissReason.DUPLICATE: N_("already handled in another case"),
}

DECLINED_BECAUSE: Mapping[str, str] = {
    DeclineReason.EVIDENCE_INSUFFICIENT: N_("the evidence is not enough"),
    DeclineReason.LISTING_IP_MISMATCH: N_("the listing does not show what the right protects"),
    DeclineReason.IP_NOT_VERIFIED: N_("the right has not been verified"),
    DeclineReason.IP_EXPIRED: N_("the right has expired"),
    DeclineReason.WRONG_TERRITORY: N_("the right does not cover the country of sale"),
    DeclineReason.WRONG_CLASS: N_("the right does not cover these goods"),
    DeclineReason.WRONG_REASON: N_("the reason given does not fit"),
    DeclineReason.AUTHORISED_SELLER: N_("the seller is authorised"),
    DeclineReason.GENUINE_RESALE: N_("genuine goods, lawfully resold"),
    DeclineReason.DUPLICATE: N_("already reported"),
    DeclineReason.NOT_AUTHORISED_AGENT: N_("the complainant's authority has not been shown"),
    DeclineReason.REFERENTIAL_USE: N_("the mark is only used to describe the goods"),
    DeclineReason.LISTING_GONE: N_("the listing was gone already"),
    DeclineReason.LISTING_CHANGED: N_("the listing has changed since"),
    DeclineReason.DOCUMENT_ILLEGIBLE: N_("a document cannot be read"),
    DeclineReason.ABUSE: N_("the request looks like a misuse of the procedure"),
    DeclineReason.RESTRICTION: N_("the goods may not be sold there anyway"),
}

WOULD_CHANGE_THE_ANSWER: Mapping[str, str] = {
    DeclineReason.EVIDENCE_INSUFFICIENT: N_("send a test purchase or a comparison with the genuine goods"),
    DeclineReason.LISTING_IP_MISMATCH: N_("report it under the right that the listing uses"),
    DeclineReason.IP_NOT_VERIFIED: N_("send the certificate of registration to the desk"),
    DeclineReason.IP_EXPIRED: N_("send the renewal, or report it under a right in force"),
    DeclineReason.WRONG_TERRITORY: N_("report it under a right for the country of sale"),
    DeclineReason.WRONG_CLASS: N_("report it under a right that covers these goods"),
    DeclineReason.WRONG_REASON: N_("report it again with the reason that fits"),
    DeclineReason.AUTHORISED_SELLER: N_("show that the authorisation has ended"),
    DeclineReason.GENUINE_RESALE: N_("show why the goods are not genuine, such as a test purchase"),
    DeclineReason.DUPLICATE: N_("nothing is needed; follow the earlier case"),
    DeclineReason.NOT_AUTHORISED_AGENT: N_("send the power of attorney to the desk"),
    DeclineReason.REFERENTIAL_USE: N_("show what the goods themselves copy"),
    DeclineReason.LISTING_GONE: N_("nothing is needed; the listing is gone"),
    DeclineReason.LISTING_CHANGED: N_("look at the listing again and report what it shows now"),
    DeclineReason.DOCUMENT_ILLEGIBLE: N_("send the document again, legible and whole"),
    DeclineReason.ABUSE: N_("talk to your account manager before you report again"),
    DeclineReason.RESTRICTION: N_("nothing is needed; the marketplace handles it under its own rules"),
}

FAILED_BECAUSE: Mapping[str, str] = {
    "NOT_ANSWERING": N_("the marketplace did not answer"),
    "REFUSED": N_("the marketplace does not take the request"),
    "STILL_LIVE": N_("reported removed, but still live"),
    "WITHDRAWN_AT_MARKETPLACE": N_("the marketplace has withdrawn it"),
    "WITHDRAW_FAILED": N_("the marketplace did not take the withdrawal"),
    "NO_RIGHT_IN_FORCE": N_("no right in force"),
    "INTERNAL": N_("the hub could not carry it out"),
    "NO_CONTACT": N_("the member has no contact address for notices"),
}

DISGUISES: Mapping[str, str] = {
    "exact": N_("written plainly"),
    "native_script": N_("written in another script"),
    "fullwidth": N_("full-width letters"),
    "styled": N_("decorative letters"),
    "hidden": N_("invisible characters inside"),
    "lookalike": N_("look-alike letters"),
    "spaced": N_("spaces or signs between the letters"),
    "reversed": N_("written backwards"),
    "upside_down": N_("letters turned upside down"),
    "leet": N_("digits or signs for letters"),
    "transliterated": N_("spelt in another alphabet"),
    "soundalike": N_("spelt as it sounds"),
    "misspelt": N_("misspelt"),
}

FIELDS: Mapping[str, str] = {
    "title": N_("title"),
    "description": N_("description"),
    "seller": N_("seller"),
    "price": N_("price"),
    "images": N_("pictures"),
    "category": N_("category"),
}

RIGHTS: Mapping[str, str] = {
    RightKind.TRADEMARK: N_("trade mark"),
    RightKind.DESIGN: N_("design right"),
    RightKind.COPYRIGHT: N_("copyright"),
    RightKind.PATENT: N_("patent"),
}

STATES: Mapping[str, str] = {
    State.ALERTED: N_("waiting for your decision"),
    State.NEEDS_INFO: N_("waiting for the desk's answer"),
    State.PENDING_SECOND: N_("waiting for a second person"),
    State.PLATFORM_REVIEW: N_("waiting for the desk's review"),
    State.CONFIRMED: N_("confirmed"),
    State.SUBMITTED: N_("sent to the marketplace"),
    State.TAKEN_DOWN: N_("taken down"),
    State.COUNTER_NOTICED: N_("the seller objects"),
    State.DECLINED: N_("declined"),
    State.DISMISSED: N_("not infringing"),
    State.RETRACTED: N_("retracted"),
    State.RESTORED: N_("the listing is back"),
    State.FAILED: N_("the takedown failed"),
    State.CLOSED: N_("already removed"),
    State.ANSWER_NEEDED: N_("the desk waits for your answer"),
    State.EDITED: N_("changed by the marketplace"),
    State.EXPIRED: N_("nobody decided in time"),
    State.ARCHIVED: N_("archived"),
}

EVENTS: Mapping[str, str] = {
    Kind.OPENED: N_("case opened"),
    Kind.LISTING_CHANGED: N_("the listing changed"),
    Kind.REPORTED_AS: N_("right or reason changed"),
    Kind.ASKED_INFO: N_("asked the desk"),
    Kind.INFO_GIVEN: N_("the desk answered"),
    Kind.DISMISSED: N_("found not infringing"),
    Kind.CONFIRMED: N_("confirmed"),
    Kind.SECOND_ASKED: N_("a second person was asked"),
    Kind.SECOND_APPROVED: N_("a second person approved"),
    Kind.SECOND_REFUSED: N_("a second person refused"),
    Kind.REVIEW_ASKED: N_("the desk was asked to review"),
    Kind.REVIEW_ACCEPTED: N_("the desk accepted"),
    Kind.REVIEW_DECLINED: N_("the desk declined"),
    Kind.HELD: N_("held: the listing had changed"),
    Kind.FOUND_GONE: N_("found already removed"),
    Kind.SENT: N_("sent to the marketplace"),
    Kind.PENDING: N_("the marketplace is looking at it"),
    Kind.REPORTED_REMOVED: N_("reported removed"),
    Kind.VERIFIED: N_("verified gone"),
    Kind.DECLINED: N_("declined by the marketplace"),
    Kind.FAILED: N_("the takedown failed"),
    Kind.RETRIED: N_("tried again"),
    Kind.CLAIMED: N_("taken on"),
    Kind.RELEASED: N_("given back"),
    Kind.RETRACTED: N_("retracted"),
    Kind.WITHDRAWN: N_("withdrawn at the marketplace"),
    Kind.COUNTER_NOTICED: N_("the seller objected"),
    Kind.RESTORED: N_("the listing is back"),
    Kind.EXPIRED: N_("nobody decided in time"),
    Kind.REOPENED: N_("opened again"),
    Kind.UNDONE: N_("confirmation undone"),
    Kind.SECOND_EXPIRED: N_("no second person came in time"),
    Kind.DESK_ASKED: N_("the desk asked for more"),
    Kind.BRAND_ANSWERED: N_("the brand answered the desk"),
    Kind.REVIEW_CLAIMED: N_("a reviewer took it on"),
    Kind.REVIEW_RELEASED: N_("the reviewer gave it back"),
    Kind.ROUTED: N_("routed to a specialist"),
    Kind.TEST_BUY_ASKED: N_("a test purchase was ordered"),
    Kind.EVIDENCE_ADDED: N_("evidence added"),
    Kind.RESUBMITTED: N_("sent again with new evidence"),
    Kind.EDITED: N_("the marketplace changed the listing"),
    Kind.REBUTTAL_ASKED: N_("a rebuttal was written"),
    Kind.REBUTTAL_REFUSED: N_("the rebuttal was not approved"),
    Kind.REBUTTED: N_("the seller's objection was rebutted"),
    Kind.COUNTER_ACCEPTED: N_("the seller's objection was accepted"),
    Kind.COUNTER_LAPSED: N_("no answer in time: the listing comes back"),
    Kind.COUNTER_STOOD: N_("no answer in time: the takedown stands"),
    Kind.LEGAL_HOLD_SET: N_("put on legal hold"),
    Kind.LEGAL_HOLD_RELEASED: N_("released from legal hold"),
    Kind.ARCHIVED: N_("archived"),
}

_MOST = 200


def said(value: str | None, known: Mapping[str, str], words: Words) -> str:
    """The words for a value; a value this list does not know (a marketplace's own code) shows as written."""
    if value is None:
        return ""
    return words(known[value]) if value in known else shown(value, _MOST)


def any_reason(value: str | None, words: Words) -> str:
    """The words for a reason of any kind, for a case's history."""
    return said(value, {**REPORTED_FOR, **DECLINED_BECAUSE, **DISMISSED_BECAUSE, **FAILED_BECAUSE}, words)


def right_named(right: Right, words: Words) -> str:
    """A registration as people name it: `trade mark EUIPO 018000001`."""
    return words("{kind} {label}", kind=said(right.kind, RIGHTS, words), label=shown(right.label, 60))

"""Words for what an item is, how far it may go, and how sure its source is."""

from collections.abc import Mapping

from aacabot.domain.intel.items import Confidence, ItemState, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.locales import N_, Words

KINDS: Mapping[IntelKind, str] = {
    IntelKind.LISTING: N_("Listing"),
    IntelKind.SELLER: N_("Seller"),
    IntelKind.STOREFRONT: N_("Storefront"),
    IntelKind.TITLE: N_("Title pattern"),
    IntelKind.KEYWORD: N_("Keyword"),
    IntelKind.IMAGE: N_("Image"),
    IntelKind.PAYMENT: N_("Payment handle"),
    IntelKind.CONTACT: N_("Phone or other contact"),
    IntelKind.WAREHOUSE: N_("Warehouse"),
    IntelKind.FACILITY: N_("Facility"),
    IntelKind.METHOD: N_("Method"),
    IntelKind.NOTE: N_("Note"),
}
LABELS: Mapping[Label, str] = {
    Label.CLEAR: N_("anybody may know it"),
    Label.GREEN: N_("everybody in the alliance"),
    Label.AMBER: N_("members, and whoever acts for them"),
    Label.AMBER_STRICT: N_("members' own people"),
    Label.RED: N_("only people you name"),
}
"""What each label of TLP 2.0 means here, in a few words: the reader is given the standard's name besides."""
RELIABILITIES: Mapping[Reliability, str] = {
    Reliability.A: N_("completely reliable"),
    Reliability.B: N_("usually reliable"),
    Reliability.C: N_("fairly reliable"),
    Reliability.D: N_("not usually reliable"),
    Reliability.E: N_("unreliable"),
    Reliability.F: N_("cannot be judged"),
}
CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.LOW: N_("low"),
    Confidence.MEDIUM: N_("medium"),
    Confidence.HIGH: N_("high"),
}
STATES: Mapping[ItemState, str] = {
    ItemState.WITH_COUNSEL: N_("Waits for your counsel: nobody else reads it yet"),
    ItemState.REFUSED: N_("Not shared: your counsel refused it"),
    ItemState.WITHDRAWN: N_("Withdrawn: nobody else reads it any more"),
}


def kind_said(kind: IntelKind, words: Words) -> str:
    return words(KINDS[kind])


def label_said(label: Label, words: Words) -> str:
    """The label as the standard writes it, and what it means."""
    return f"{label.mark}: {words(LABELS[label])}"


def confidence_said(number: int, words: Words) -> str:
    """A confidence of 0 to 100 in a word, by the ranges of STIX 2.1, appendix A (None / Low / Med / High)."""
    sure = Confidence.LOW if number < 30 else Confidence.MEDIUM if number < 70 else Confidence.HIGH
    return words(CONFIDENCES[sure])

"""What is typed for each kind of intel: the example its field shows."""

from collections.abc import Mapping

from aacabot.domain.intel.kinds import IntelKind
from aacabot.locales import N_

EXAMPLES: Mapping[IntelKind, str] = {
    IntelKind.LISTING: N_("The listing's address"),
    IntelKind.SELLER: N_("The seller's id, or the address of a listing in your cases"),
    IntelKind.STOREFRONT: N_("The shop's address"),
    IntelKind.TITLE: N_("The words that come again in titles"),
    IntelKind.KEYWORD: N_("One word or a disguise of a mark"),
    IntelKind.IMAGE: N_("The picture's PDQ hash, 64 hex digits"),
    IntelKind.PAYMENT: N_("The account or handle: only its hash is kept"),
    IntelKind.CONTACT: N_("A number or address: only its hash is kept"),
    IntelKind.WAREHOUSE: N_("The town and what marks the place, no person's home"),
    IntelKind.FACILITY: N_("The town and what marks the place, no person's home"),
    IntelKind.METHOD: N_("How they do it, in a few words"),
    IntelKind.NOTE: N_("What it is about, in a few words"),
}

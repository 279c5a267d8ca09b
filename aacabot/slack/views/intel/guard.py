"""Why something is not shared as it is written: each rule in words, with what to change."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from aacabot.domain.intel.guard import GuardRule
from aacabot.domain.intel.reviews import Outcome
from aacabot.locales import N_, Words
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import shown

_NAME = 80
_PIECE = 60
_MOST = 5
"""Pieces quoted; those beyond are found again when it is tried again."""
RULES: Mapping[GuardRule, str] = {
    GuardRule.EMAIL: N_(
        "“{piece}” reads like an e-mail address. It reaches a person: leave it out here, and share it as "
        "a phone or other contact, which is kept as a hash."
    ),
    GuardRule.PHONE: N_(
        "“{piece}” reads like a telephone number. It reaches a person: leave it out here, and share it "
        "as a phone or other contact, which is kept as a hash."
    ),
    GuardRule.ACCOUNT: N_(
        "“{piece}” is a bank account or a wallet. It belongs to a person: leave it out here, and share "
        "it as a payment handle, which is kept as a hash."
    ),
    GuardRule.CARD: N_(
        "“{piece}” is a card's number. It belongs to a person and is never shared: leave it out."
    ),
    GuardRule.IDENTITY: N_(
        "“{piece}” reads like an identity document or a date of birth. It is never shared: leave it out."
    ),
    GuardRule.ADDRESS: N_(
        "“{piece}” is an address to the door. Name the city or the area; the exact place goes to the "
        "authorities, or to a member you are introduced to."
    ),
    GuardRule.HANDLE: N_(
        "“{piece}” is somebody's name on a messenger or a network. Leave it out here, and share it as a "
        "phone or other contact, which is kept as a hash."
    ),
    GuardRule.NAME: N_(
        "“{piece}” reads like a person's name. Write what they do instead, such as “the seller”; a "
        "shop's or a company's name can stay."
    ),
    GuardRule.CUSTOMER: N_(
        "“{piece}” leads to somebody who bought something. Customers' data is never shared: leave it out."
    ),
    GuardRule.CRIMINAL: N_(
        "“{piece}” calls somebody a criminal. The law keeps that to courts and authorities (GDPR, Art. "
        "10): write what you saw, such as “suspected listing”."
    ),
    GuardRule.NOT_A_HASH: N_(
        "“{piece}” is no image hash. An image is shared as the hash of its content, in hex."
    ),
}
_FIRST = N_("This is not shared yet, and nothing was stored.")


def refused_said(found: Sequence[tuple[str, str, str]], words: Words) -> str:
    """Every rule that applies, with what was written."""
    return " ".join([words(_FIRST), *pieces_said(found, words)])


def pieces_said(found: Sequence[tuple[str, str, str]], words: Words) -> list[str]:
    """One sentence or two for each piece, the same said once."""
    said = [words(RULES[GuardRule(rule)], piece=shown(piece, _PIECE) or "?") for rule, _, piece in found]
    return list(dict.fromkeys(said))[:_MOST]


def fields_said(found: Sequence[tuple[str, str, str]], words: Words) -> dict[str, str]:
    """By field of a draft (`value`, `text`, `category`), what is wrong in it."""
    fields = dict.fromkeys(place for _, place, _ in found)
    return {
        field: " ".join(pieces_said([one for one in found if one[1] == field], words)) for field in fields
    }


def errors_in(found: Sequence[tuple[str, str, str]], view: Block, words: Words) -> dict[str, str]:
    """What `response_action: errors` takes: nothing typed is lost. Empty where the form lacks a field."""
    ids = {block["block_id"].partition(":")[0]: block["block_id"] for block in view["blocks"]}
    said = {f"intel_{field}": text for field, text in fields_said(found, words).items()}
    return {ids[field]: text for field, text in said.items()} if set(said) <= set(ids) else {}


def review_settled(name: str, outcome: str, at: datetime | None, words: Words) -> str:
    """To whoever comes second: who was first."""
    person = shown(name, _NAME)
    if at is not None and person and outcome == Outcome.RELEASED:
        return words("{person} was first: released on {time}.", person=person, time=words.moment(at))
    if at is not None and person and outcome == Outcome.REFUSED:
        return words("{person} was first: refused on {time}.", person=person, time=words.moment(at))
    return words("This waits for nobody any more: its author changed it or took it back.")

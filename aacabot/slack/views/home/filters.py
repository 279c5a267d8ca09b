"""The form that narrows the queue down further, and how its place writes that down."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from aacabot.domain.ids import is_id
from aacabot.domain.rights import ReasonCode
from aacabot.domain.severity import Severity
from aacabot.domain.waiting import Narrowed, Urgency, WaitingKind
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids.waiting import WaitingFormActionId, WaitingInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.forms import field, modal, option, options_of, select
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import line_input
from aacabot.slack.views.texts import shown

E = TypeVar("E", bound=StrEnum)
URGENCIES: Mapping[str, str] = {
    Urgency.OVERDUE: N_("overdue"),
    Urgency.TODAY: N_("due today"),
    Urgency.LATER: N_("due later"),
    Urgency.PAUSED: N_("clock stands still"),
}
SEVERITIES: Mapping[str, str] = {
    Severity.CRITICAL: N_("critical: can hurt people"),
    Severity.HIGH: N_("high"),
    Severity.NORMAL: N_("normal"),
}
SELLER = 60


def narrowed_at(place: Place) -> Narrowed:
    """What a place of the queue asks for; what it does not know asks for nothing in particular."""
    given = dict(parse_qsl(place.also))
    return Narrowed(
        kind=_one_of(WaitingKind, place.words),
        brand_id=place.of if is_id(place.of) else None,
        marketplace_id=given["m"] if is_id(given.get("m", "")) else None,
        seller=given.get("s", "")[:SELLER] or None,
        urgency=_one_of(Urgency, given.get("u")),
        severity=_one_of(Severity, given.get("v")),
        reason=_one_of(ReasonCode, given.get("r")),
    )


def _one_of(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in set(kind) else None


def written(given: Mapping[WaitingInputId, str | None]) -> str:
    """How a place writes down what the form was filled in with."""
    pairs = {key: (given.get(name) or "").strip()[:SELLER] for name, key in _KEYS.items()}
    return urlencode({key: value for key, value in pairs.items() if value})


_KEYS = {
    WaitingInputId.MARKETPLACE: "m",
    WaitingInputId.SELLER: "s",
    WaitingInputId.URGENCY: "u",
    WaitingInputId.SEVERITY: "v",
    WaitingInputId.REASON: "r",
}


def filter_modal(
    place: Place, marketplaces: Sequence[tuple[str, str]], metadata: Mapping[str, str], words: Words
) -> Block:
    """Marketplace, seller, how urgent, how severe, and what for; all may be left empty."""
    now = narrowed_at(place)
    offered = [option(shown(name, 75) or "?", ident) for ident, name in marketplaces]
    blocks = [
        _menu(
            WaitingInputId.URGENCY,
            words("Urgency"),
            options_of(Urgency, URGENCIES, words),
            now.urgency,
            words,
        ),
        _menu(
            WaitingInputId.SEVERITY,
            words("Severity"),
            options_of(Severity, SEVERITIES, words),
            now.severity,
            words,
        ),
        _menu(
            WaitingInputId.REASON,
            words("Reported for"),
            options_of(ReasonCode, reasons.REPORTED_FOR, words),
            now.reason,
            words,
        ),
        _menu(WaitingInputId.MARKETPLACE, words("Marketplace"), offered, now.marketplace_id, words),
        field(
            WaitingInputId.SELLER,
            words("Seller: how the name begins, or the marketplace's id"),
            line_input(WaitingInputId.SELLER, now.seller, most=SELLER),
            optional=True,
        ),
    ]
    return modal(
        WaitingFormActionId.WAITING_FILTER,
        words("Filter the queue"),
        [block for block in blocks if block["element"].get("options") != []],
        close=words("Cancel"),
        submit=words("Show"),
        metadata=dict(metadata),
    )


def _menu(
    input_id: WaitingInputId, label: str, offered: list[Block], initial: str | None, words: Words
) -> Block:
    menu = select(input_id, words("Any"), offered[: limits.OPTIONS], initial)
    return field(input_id, label, menu, optional=True)

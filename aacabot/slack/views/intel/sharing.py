"""The form for sharing: from a case it is filled in, and needs one more click."""

from aacabot.domain.intel.forms import FormOffered
from aacabot.domain.intel.items import TEXT_LIMIT, VALUE_LIMIT, Confidence, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import DEFAULT, Label
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views import evidence
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import field, modal, note_field, option, select, text_input
from aacabot.slack.views.intel.hints import EXAMPLES
from aacabot.slack.views.intel.said import CONFIDENCES, KINDS, RELIABILITIES, label_said
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import line_input, people_picker, several, suggesting
from aacabot.slack.views.reasons import said
from aacabot.slack.views.texts import plain, shown

WHOLE_ALLIANCE = "all"
NAMED_AT_MOST = 10
_CATEGORY = 80
_I = IntelInputId


def sharing_modal(
    form: FormOffered, kind: IntelKind | None, words: Words, *, place: str | None = None
) -> Block:
    """The form for a kind, the first the case knows unless one is chosen; `form.case` fills it in.

    `place` is shown in the home once it is sent.
    """
    case = form.case
    chosen = kind or next(iter(case.values), IntelKind.SELLER) if case else kind or IntelKind.SELLER
    return modal(
        IntelActionId.INTEL_SHARE,
        words("Share"),
        [
            *_for_whom(form, words),
            _kind(chosen, words),
            _value(form, chosen, words),
            *_marketplace(form, chosen, words),
            _text(words),
            _label(words),
            *_audience(form, words),
            _named(words),
            *_trust(case.confidence if case else Confidence.MEDIUM, words),
            _category(case.category if case else None, words),
            *_evidence(form, words),
        ],
        close=words("Cancel"),
        submit=words("Share"),
        metadata={
            "case": case.case_id if case else "",
            "whom": form.whom.value,
            **({"place": place} if place else {}),
        },
    )


def _for_whom(form: FormOffered, words: Words) -> list[Block]:
    name = shown(form.whom.name, 75) or "?"
    if form.several:
        menu = suggesting(_I.MEMBER, words("Search members"), option(name, form.whom.value))
        return [field(_I.MEMBER, words("On behalf of"), menu, dispatch=True)]
    if form.case:
        about = words("From {number}, on behalf of {name}", number=form.case.number, name=name)
    else:
        about = words("On behalf of {name}", name=name)
    never = words("Readers are never told who shared it.")
    return [section(BlockId.TEXT, f"{about}. {never}")]


def _kind(chosen: IntelKind, words: Words) -> Block:
    options = [option(words(KINDS[kind]), kind.value) for kind in IntelKind]
    menu = select(_I.KIND, words("Choose"), options, chosen.value)
    return field(_I.KIND, words("What is it?"), menu, dispatch=True)


def _value(form: FormOffered, kind: IntelKind, words: Words) -> Block:
    """Its block's id carries the kind: under the same id Slack would keep what was typed for another."""
    known = form.case.values.get(kind) if form.case else None
    example = {"placeholder": plain(words(EXAMPLES[kind]), limits.PLACEHOLDER)}
    element = line_input(_I.VALUE, shown(known, VALUE_LIMIT) or None, most=VALUE_LIMIT) | example
    return field(f"{_I.VALUE}:{kind}", words(KINDS[kind]), element)


def _marketplace(form: FormOffered, kind: IntelKind, words: Words) -> list[Block]:
    """A seller's id is theirs at one marketplace alone; a case brings its own with the seller it names."""
    if kind is not IntelKind.SELLER or not form.marketplaces:
        return []
    options = [option(shown(name, 75) or "?", ident) for ident, name in form.marketplaces]
    menu = select(_I.MARKETPLACE, words("Choose"), options)
    hint = words("Where the seller has the id you typed: then it is found on cases, too.")
    block = field(_I.MARKETPLACE, words("Marketplace"), menu, optional=True)
    return [block | {"hint": plain(hint, limits.INPUT_HINT)}]


def _text(words: Words, initial: str = "") -> Block:
    element = text_input(_I.TEXT, words("Optional"), most=TEXT_LIMIT)
    element |= {"initial_value": initial} if initial else {}
    return note_field(_I.TEXT, words("What others should know"), element, words, optional=True)


def _label(words: Words) -> Block:
    options = [option(label_said(label, words), label.value) for label in reversed(Label)]
    menu = select(_I.LABEL, words("Choose"), options, DEFAULT.value)
    return field(_I.LABEL, words("Who may read it"), menu)


def _audience(form: FormOffered, words: Words) -> list[Block]:
    """The groups of whom it is for, where there are any; another's are not kept as a choice."""
    if not form.groups:
        return []
    options = [option(words("The whole alliance"), WHOLE_ALLIANCE)]
    options += [option(shown(name, 75) or "?", group_id) for group_id, name in form.groups]
    menu = select(_I.AUDIENCE, words("Choose"), options, WHOLE_ALLIANCE)
    return [field(f"{_I.AUDIENCE}:{form.whom.member_id}", words("Within"), menu)]


def _named(words: Words) -> Block:
    menu = people_picker(_I.NAMED, words("Choose people"), most=NAMED_AT_MOST)
    hint = words("Only for TLP:RED, and only members' own people.")
    block = field(_I.NAMED, words("People it is for"), menu, optional=True)
    return block | {"hint": plain(hint, limits.INPUT_HINT)}


def _trust(confidence: Confidence, words: Words) -> list[Block]:
    letters = [option(f"{one.value.upper()}: {words(RELIABILITIES[one])}", one.value) for one in Reliability]
    sure = [option(words(CONFIDENCES[one]), one.value) for one in Confidence]
    return [
        field(
            _I.RELIABILITY,
            words("How reliable is where you have it from?"),
            select(_I.RELIABILITY, words("Choose"), letters, Reliability.B.value),
        ),
        field(
            _I.CONFIDENCE,
            words("How sure are you?"),
            select(_I.CONFIDENCE, words("Choose"), sure, confidence.value),
        ),
    ]


def _category(category: str | None, words: Words) -> Block:
    element = line_input(_I.CATEGORY, shown(category, _CATEGORY) or None, most=_CATEGORY)
    return field(_I.CATEGORY, words("Kind of goods, such as shoes"), element, optional=True)


def _evidence(form: FormOffered, words: Words) -> list[Block]:
    if not form.case or not form.case.evidence:
        return []
    options = [
        option(f"{said(one.kind, evidence.KINDS, words)} · {one.day} · {one.sha256[:8]}", one.id)
        for one in form.case.evidence
    ]
    hint = words("The files stay with you: readers are told how many there are, and their hashes stay here.")
    block = field(
        _I.EVIDENCE, words("Evidence you have"), several(_I.EVIDENCE, words("Choose"), options), optional=True
    )
    return [block | {"hint": plain(hint, limits.INPUT_HINT)}]


def text_modal(item_id: str, text: str, words: Words, *, place: str | None = None) -> Block:
    """Other words for an item of one's own; its value and label stay."""
    return modal(
        IntelActionId.INTEL_EDIT,
        words("Edit text"),
        [_text(words, text)],
        close=words("Cancel"),
        submit=words("Save"),
        metadata={"item": item_id, **({"place": place} if place else {})},
    )

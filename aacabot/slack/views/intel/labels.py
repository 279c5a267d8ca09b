"""The form that says how far an item may go, and what became of a wish for another label."""

from collections.abc import Mapping, Sequence
from typing import Any

from aacabot.domain.intel.items import ItemShown
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.relabelling import RequestOutcome
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.intel.refused import OUTCOMES
from aacabot.slack.views.intel.said import label_said
from aacabot.slack.views.intel.sharing import NAMED_AT_MOST, WHOLE_ALLIANCE
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.pickers import people_picker
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.texts import shown

_I = IntelInputId


def label_modal(
    item: ItemShown, group_id: str | None, groups: Sequence[tuple[str, str]], words: Words
) -> Block:
    """The label, the group where the source is in any, and people for RED."""
    labels = [option(label_said(label, words), label.value) for label in reversed(Label)]
    said = words(
        "Narrower is done at once. For wider, or for people who cannot read it now, an admin or counsel of "
        "yours must approve within 72 hours."
    )
    menu = select(_I.LABEL, words("Choose"), labels, item.label.value)
    people = people_picker(_I.NAMED, words("Choose people"), most=NAMED_AT_MOST)
    blocks = [
        section(BlockId.TEXT, said),
        field(_I.LABEL, words("Who may read it"), menu),
        *_audience(group_id, groups, words),
        field(_I.NAMED, words("For TLP:RED: everybody it is for"), people, optional=True),
    ]
    return modal(
        IntelActionId.INTEL_LABEL,
        words("Change label"),
        blocks,
        close=words("Cancel"),
        submit=words("Save"),
        metadata={"item": item.id},
    )


def _audience(group_id: str | None, groups: Sequence[tuple[str, str]], words: Words) -> list[Block]:
    if not groups:
        return []
    options = [option(words("The whole alliance"), WHOLE_ALLIANCE)]
    options += [option(shown(name, 75) or "?", ident) for ident, name in groups]
    menu = select(_I.AUDIENCE, words("Choose"), options, group_id or WHOLE_ALLIANCE)
    return [field(_I.AUDIENCE, words("Within"), menu)]


def relabelled_modal(words: Words, *, asked: bool) -> Block:
    said = (
        words("Your admins and counsel are asked. Until one of them approves, the item stays as it is.")
        if asked
        else words("The item goes no further from now on. What others have read already, they know.")
    )
    return notice(IntelActionId.INTEL_LABEL, words("Change label"), [said], words)


def decided_reply(words: Words, *, approved: bool) -> Message:
    if approved:
        return said_reply(words("Approved. The item goes further from now on."))
    return said_reply(words("Refused. The item stays as it is, and your colleague is told."))


def label_settled(values: Mapping[str, Any], words: Words) -> Message:
    """To whoever asked."""
    outcome = words(OUTCOMES[RequestOutcome(values["outcome"])])
    label, who = Label(values["label"]).mark, shown(values.get("by"), 80)
    if who:
        return said_reply(
            words(
                "Your request for {label}, by {person}: {outcome}.", label=label, person=who, outcome=outcome
            )
        )
    return said_reply(words("Your request for {label}: {outcome}.", label=label, outcome=outcome))

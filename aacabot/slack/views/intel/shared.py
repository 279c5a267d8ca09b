"""What somebody is told once they shared something: who reads it now, and whether they may be guessed."""

from collections.abc import Mapping

from aacabot.domain.intel.forms import SharedShown
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import modal
from aacabot.slack.views.intel.items import item_blocks
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from aacabot.slack.views.texts import quoted, shown

WHO_READS: Mapping[Label, str] = {
    Label.CLEAR: N_("Everybody in the alliance can read it, and may tell anybody."),
    Label.GREEN: N_("Everybody in the alliance can read it: members, agencies, the operator and observers."),
    Label.AMBER: N_("Members' own people and the agencies that act for them can read it."),
    Label.AMBER_STRICT: N_("Members' own people can read it. Agencies cannot."),
}
IN_GROUP: Mapping[Label, str] = {
    Label.AMBER: N_("The people of members in the group {name}, and their agencies, can read it."),
    Label.AMBER_STRICT: N_("The people of members in the group {name} can read it. Agencies cannot."),
}
_GROUP = 80


def shared_modal(told: SharedShown, words: Words) -> Block:
    """In the form's place: what was shared, who reads it, and a warning where its source can be guessed."""
    said = [*_first(told, words), who_reads(told, words), *_warning(told, words)]
    return modal(
        IntelActionId.INTEL_SHARE,
        words("Shared") if told.item.state is ItemState.SHARED else words("With your counsel"),
        [
            *(section(f"{BlockId.TEXT}_{place}", one) for place, one in enumerate(said)),
            *item_blocks(told.item, words, full=True),
        ],
        close=words("Close"),
    )


def shared_before_modal(words: Words) -> Block:
    """Where an agency shares what its client's own people did: it counts, and is not theirs to read."""
    return notice(IntelActionId.INTEL_SHARE, words("Shared"), [_shared_before(words)], words)


def _shared_before(words: Words) -> str:
    return words(
        "Your side shared this before. It counts as seen today; its label, its text and who can read "
        "it stay as they were."
    )


def who_reads(told: SharedShown, words: Words) -> str:
    """For whom the item's label and group are, in a sentence."""
    label, group = told.item.label, shown(told.item.group, _GROUP)
    if label is Label.RED:
        return words.plural(
            "Only you and the {n} person you named can read it.",
            "Only you and the {n} people you named can read it.",
            told.named,
        )
    if group and label in IN_GROUP:
        return words(IN_GROUP[label], name=quoted(words, group))
    return words(WHO_READS[label])


def _first(told: SharedShown, words: Words) -> list[str]:
    if told.merged:
        return [_shared_before(words)]
    if told.item.state is ItemState.WITH_COUNSEL:
        return [
            words(
                "Your counsel looks at it first, and you are told what they say. Until then nobody else "
                "reads it. Once it is let through:"
            )
        ]
    return []


def _warning(told: SharedShown, words: Words) -> list[str]:
    if told.names_source:
        return [
            words(
                "It names you or one of your brands, so readers will know that it is yours. You can withdraw "
                "it, and share it again in other words."
            )
        ]
    if not told.guessable:
        return []
    return [
        words(
            "So few members could be meant as its source that readers may guess that it is you. "
            "You can withdraw it."
        )
    ]

"""Groups of members: the list in the Intel tab, its forms, and what the others' admins are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from aacabot.domain.intel.groups import NAME_LIMIT, PURPOSE_LIMIT, GroupShown, MadeCode
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import actions, button, context, dialog, section
from aacabot.slack.views.forms import field, modal
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.pickers import line_input
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import plain, shown

_NAME = 80
_TOLD: Mapping[str, str] = {
    "joined": N_("{member} has joined your group {group} and reads what is shared in it."),
    "left": N_("{member} has left your group {group} and no longer reads what others share in it."),
    "closed": N_("{member} has closed your group {group}. What you shared in it stays yours."),
}


def groups_list(groups: Sequence[GroupShown], words: Words, *, may_manage: bool) -> list[Block]:
    """The groups of the reader's member, and for its admins and counsel the ways in."""
    said = words(
        "Members of a group share among themselves. Nobody else, the operator included, is told that a group "
        "exists or who is in it."
    )
    ways = [
        button(IntelActionId.INTEL_GROUP_MAKE, words("Make a group"), "make"),
        button(IntelActionId.INTEL_GROUP_ENTER, words("Enter a code"), "enter"),
    ]
    nothing = section(f"{BlockId.TEXT}_none", words("Your organisation is in no group."))
    return [
        section(f"{BlockId.TEXT}_groups", said),
        actions(f"{BlockId.ACTIONS}_groups", *ways)
        if may_manage
        else context(BlockId.HINT, words("Your admins and counsel make groups, join and leave them.")),
        *(block for group in groups for block in _group(group, words)),
        *([] if groups else [nothing]),
    ]


def _group(group: GroupShown, words: Words) -> list[Block]:
    purpose, names = shown(group.purpose, PURPOSE_LIMIT), [shown(one, _NAME) or "?" for one in group.members]
    lines = [line(bold(shown(group.name, NAME_LIMIT) or "?"))]
    lines += [line(purpose)] if purpose else []
    if group.is_in:
        lines.append(line(words("In it: {members}", members=words.listing_of(names))))
    else:
        lines.append(line(words("You are invited. You see who is in it, and they see you, once you join.")))
    blocks = [rich(f"{BlockId.LINE}_{group.id}", *lines)]
    offered = _ways(group, words) if group.may_manage else []
    return [*blocks, actions(f"{BlockId.ACTIONS}_{group.id}", *offered)] if offered else blocks


def _ways(group: GroupShown, words: Words) -> list[Block]:
    if not group.is_in:
        return [
            button(IntelActionId.INTEL_GROUP_JOIN, words("Join"), group.id, style="primary"),
            button(IntelActionId.INTEL_GROUP_DECLINE, words("Decline"), group.id),
        ]
    leaving = dialog(
        words("Leave this group?"),
        words("You no longer read what others share in it. What you shared stays there, and yours."),
        words("Leave"),
        words("Stay"),
    )
    closing = dialog(
        words("Close this group?"),
        words("Nobody reads in it any more what others shared. It cannot be opened again."),
        words("Close"),
        words("Keep it"),
    )
    offered = [
        button(IntelActionId.INTEL_GROUP_INVITE, words("Invite a member"), group.id),
        button(IntelActionId.INTEL_GROUP_LEAVE, words("Leave"), group.id, dialog=leaving),
    ]
    if group.may_close:
        close = button(
            IntelActionId.INTEL_GROUP_CLOSE, words("Close group"), group.id, style="danger", dialog=closing
        )
        offered.append(close)
    return offered


def group_modal(place: Place, words: Words) -> Block:
    """A new group: a name and what it is for."""
    name = line_input(IntelInputId.GROUP_NAME, most=NAME_LIMIT)
    purpose = line_input(IntelInputId.GROUP_PURPOSE, most=PURPOSE_LIMIT)
    return modal(
        IntelActionId.INTEL_GROUP_MAKE,
        words("Make a group"),
        [
            field(IntelInputId.GROUP_NAME, words("Name, which only its members see"), name),
            field(IntelInputId.GROUP_PURPOSE, words("What is it for?"), purpose, optional=True),
        ],
        close=words("Cancel"),
        submit=words("Make"),
        metadata={"place": place.value},
    )


def enter_modal(place: Place, words: Words) -> Block:
    """A code that somebody in a group gave out."""
    hint = plain(words("Somebody in the group has given it to you."), limits.INPUT_HINT)
    code = line_input(IntelInputId.GROUP_CODE, most=40)
    return modal(
        IntelActionId.INTEL_GROUP_ENTER,
        words("Enter a code"),
        [field(IntelInputId.GROUP_CODE, words("Code"), code) | {"hint": hint}],
        close=words("Cancel"),
        submit=words("Enter"),
        metadata={"place": place.value},
    )


def code_modal(made: MadeCode, words: Words) -> Block:
    """The one time a code is shown."""
    said = [
        words("This code brings one member into {group}:", group=shown(made.group, NAME_LIMIT)),
        made.code,
        words(
            "It is shown once and works until {day}. Give it to the admin or counsel you mean alone.",
            day=words.day(made.expires_on),
        ),
    ]
    return notice(IntelActionId.INTEL_GROUP_INVITE, words("Invite a member"), said, words)


def group_told(values: Mapping[str, Any], words: Words) -> Message:
    """To the admins and counsel of the other members of a group."""
    member, group = shown(values["member"], _NAME) or "?", shown(values["group"], _NAME) or "?"
    return said_reply(words(_TOLD[str(values["what"])], member=member, group=group))

"""Making an invite code: for whom, for how long, and the one time it is shown."""

from collections.abc import Sequence

from aacabot.domain.alliance_file.entries import Region
from aacabot.domain.invites import DAYS, MadeInvite
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.joining import JoiningActionId, JoiningInputId
from aacabot.slack.views.blocks import header, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import channel_picker, line_input, suggesting
from aacabot.slack.views.rich import bullets, line, rich
from aacabot.slack.views.texts import shown

NAME = 75
DAYS_OFFERED = (1, 3, 7, DAYS, 30)
REGIONS = {
    Region.AMERICAS: N_("Americas"),
    Region.EUROPE: N_("Europe"),
    Region.CHINA: N_("China"),
    Region.ASIA_PACIFIC: N_("Asia-Pacific"),
}


def invite_modal(
    words: Words,
    kept: dict[str, str],
    *,
    own: Sequence[tuple[str, str]] = (),
    chosen: tuple[str, str] | None = None,
    with_channel: bool = False,
    here: str | None = None,
) -> Block:
    """For an operator's person every member, by search, or a new one; for a member's admin `own` members.

    `with_channel` asks where a card to join with is posted, beforehand the channel `here`.
    """
    blocks = _own_member(own, words) if own else _any_member(chosen, words)
    options = [option(words.plural("{n} day", "{n} days", days), str(days)) for days in DAYS_OFFERED]
    days = select(JoiningInputId.INVITE_DAYS, words("Choose how long"), options, str(DAYS))
    blocks.append(field(JoiningInputId.INVITE_DAYS, words("The code is good for"), days))
    if with_channel:
        picker = channel_picker(JoiningInputId.INVITE_CHANNEL, words("Choose a channel"), here)
        label = words(
            "Post a card to join with in this private or shared channel (leave empty where they have a "
            "workspace of their own)"
        )
        blocks.append(field(JoiningInputId.INVITE_CHANNEL, label, picker, optional=True))
    return modal(
        JoiningActionId.INVITE_MAKE,
        words("Invite a member"),
        blocks,
        close=words("Cancel"),
        submit=words("Make a code"),
        metadata=kept,
    )


def _own_member(own: Sequence[tuple[str, str]], words: Words) -> list[Block]:
    options = [option(shown(name, NAME) or "?", ident) for ident, name in own]
    menu = select(JoiningInputId.INVITE_MEMBER, words("Choose a member"), options, own[0][0])
    said = words("Bring in another workspace or channel of your organisation with a code that works once.")
    return [
        section(BlockId.TEXT, said),
        field(JoiningInputId.INVITE_MEMBER, words("For"), menu),
    ]


def _any_member(chosen: tuple[str, str] | None, words: Words) -> list[Block]:
    initial = option(shown(chosen[1], NAME) or "?", chosen[0]) if chosen else None
    search = suggesting(JoiningInputId.INVITE_MEMBER, words("Type a name or key"), initial)
    regions = [option(words(label), region.value) for region, label in REGIONS.items()]
    return [
        field(JoiningInputId.INVITE_MEMBER, words("Member"), search, optional=True),
        section(f"{BlockId.TEXT}_new", words("Or a new member:")),
        field(
            JoiningInputId.INVITE_NAME,
            words("Name of the organisation"),
            line_input(JoiningInputId.INVITE_NAME),
            optional=True,
        ),
        field(
            JoiningInputId.INVITE_KEY,
            words("Key for the alliance file, such as acme-group"),
            line_input(JoiningInputId.INVITE_KEY, most=64),
            optional=True,
        ),
        field(
            JoiningInputId.INVITE_REGION,
            words("Region"),
            select(JoiningInputId.INVITE_REGION, words("Choose a region"), regions),
            optional=True,
        ),
    ]


def code_modal(made: MadeInvite, words: Words, *, in_channel: bool) -> Block:
    """The code, this once, and what whoever gets it has to do."""
    first = (
        words("They press Join on the card in the channel and enter it.")
        if in_channel
        else words(
            "They install the app in their Slack, open its Home tab and press “I have an invite code”."
        )
    )
    steps = bullets(
        line(words("Send it to one person you know, not to a channel.")),
        line(first),
        line(words("Whoever enters it becomes an admin of {member}.", member=shown(made.member, NAME))),
        line(words("It works once, until {at}.", at=words.moment(made.expires_at))),
    )
    blocks = [
        section(BlockId.TEXT, words("This code is shown once. Copy it now.")),
        header(BlockId.HEADER, made.code),
        rich(BlockId.HINT, steps),
    ]
    return modal(JoiningActionId.INVITE_MAKE, words("Invite code"), blocks, close=words("Close"))

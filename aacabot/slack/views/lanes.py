"""The desk's control card: whether takedowns go out."""

from aacabot.domain.alerts import LaneShown
from aacabot.locales import Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.views.blocks import actions, button, dialog, header
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import shown

NAME = 80
MEMBERS = 20
LANE = "lane"
"""The value of the card's buttons: there is one lane, and no case to name."""


def lane_card(lane: LaneShown, words: Words) -> Message:
    """Flowing or stopped, by whom and since when, which members are stopped, and the buttons for it."""
    said = words("Takedowns are stopped") if _stopped(lane) else words("Takedowns are going out")
    blocks = [header(BlockId.HEADER, said), _state(lane, words), _buttons(lane, words)]
    return Message(said, blocks)


def _stopped(lane: LaneShown) -> bool:
    return lane.stopped_at is not None


def _state(lane: LaneShown, words: Words) -> Block:
    if lane.stopped_at is None:
        now = words("What brands confirm goes to the marketplaces at once.")
    else:
        who = shown(lane.stopped_by, NAME) or words("Somebody")
        now = words("Stopped by {person}, {at}.", person=who, at=words.moment(lane.stopped_at))
    waiting = words("Brands can still decide; their takedowns wait until you open again.")
    lines = [line(now), *([line(waiting)] if _stopped(lane) else [])]
    return rich(BlockId.STATUS, *lines, *_members(lane, words))


def _members(lane: LaneShown, words: Words) -> list[Block]:
    if not lane.stopped_members:
        return []
    named = [line(shown(name, NAME) or "?") for name in lane.stopped_members[:MEMBERS]]
    more = len(lane.stopped_members) - MEMBERS
    rest = [line(words.plural("and {n} more", "and {n} more", more))] if more > 0 else []
    return [line(bold(words("Members stopped"))), bullets(*named, *rest)]


def _buttons(lane: LaneShown, words: Words) -> Block:
    stopped = _stopped(lane) or bool(lane.stopped_members)
    return actions(
        BlockId.ACTIONS,
        None if _stopped(lane) else _stop_all(words),
        button(ActionId.LANE_STOP_MEMBER, words("Stop one member…"), LANE),
        _open_again(words) if stopped else None,
    )


def _stop_all(words: Words) -> Block:
    asked = dialog(
        words("Stop all takedowns?"),
        words("Nothing goes out to any marketplace until you open again. What is confirmed meanwhile waits."),
        words("Stop all"),
        words("Keep going"),
    )
    return button(ActionId.LANE_STOP, words("Stop all"), LANE, style="danger", dialog=asked)


def _open_again(words: Words) -> Block:
    asked = dialog(
        words("Open again?"),
        words("Everything that waits goes out, for all members."),
        words("Open again"),
        words("Keep stopped"),
        style="primary",
    )
    return button(ActionId.LANE_OPEN, words("Open again"), LANE, style="primary", dialog=asked)

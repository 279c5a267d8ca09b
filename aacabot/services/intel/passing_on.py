"""Items in Slack messages: to people named under RED, in channels, and with a request about their label.

A message keeps no content: it is read when it is sent, with the eyes of whom it is for. What was withdrawn
meanwhile, or is no longer theirs to read, is not sent, and what stands already is taken back.
"""

from collections.abc import Collection
from datetime import datetime

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel.items import ItemShown, ItemState
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import ItemPassed, PassedAs, PostCheck
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.services.intel.label_requests import request_shown
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.showing import show_items
from aacabot.store.intel.items import read_item
from aacabot.store.intel.recipients import members_of_people, recipients_of
from aacabot.store.models import IntelItem, IntelRecipient, SlackMessageRow
from aacabot.store.people import person_by_id, slack_ids_of


async def name_people(unit: Unit, item_id: str, named: Collection[str]) -> None:
    """Whom an item under RED is for. Raises FieldProblem where one of them is nobody of the alliance's."""
    found = await members_of_people(unit.session, named, unit.now)
    if not named or set(found) != set(named):
        raise FieldProblem("intel_named", "unknown" if named else "required")
    unit.session.add_all(
        IntelRecipient(item_id=item_id, person_id=person_id, member_id=of_member)
        for person_id, of_member in sorted(found.items())
    )


async def deliver_red(unit: Unit, row: IntelItem) -> None:
    """An item under RED goes to each person named, in a direct message from the app and nowhere else."""
    if row.label != Label.RED.value or row.state != ItemState.SHARED.value:
        return
    await unit.session.flush()
    for one in await recipients_of(unit.session, row.id):
        for home_id, user_id in await slack_ids_of(unit.session, one.person_id):
            team_id = await messages.reached_from(unit, home_id, one.member_id)
            values = {"person": one.person_id, "item": row.id}
            await messages.pass_on(unit, team_id, user_id, f"{PassedAs.RED}:{row.id}", values, one.member_id)


def show_again(unit: Unit, item_id: str) -> None:
    """An item was changed, withdrawn or labelled anew: every message that shows it should follow.

    To be called in the unit that changes it.
    """
    unit.at_the_end("show_intel_again", item_id, item_id, _show_again)


async def _show_again(unit: Unit, item_ids: list[str]) -> None:
    await unit.session.flush()
    subjects = [f"{kind}:{item_id}" for kind in (PassedAs.RED, PassedAs.POST) for item_id in item_ids]
    await messages.show_intel_again(unit, subjects)


async def shown(unit: Unit, row: SlackMessageRow) -> ItemPassed:
    """What a message shows now, for the person it is read by."""
    kind, _, ident = row.subject.partition(":")
    if kind == PassedAs.REQUEST:
        request = await request_shown(unit, ident, str(row.values["person"]))
        return ItemPassed(kind=PassedAs.REQUEST, request=request)
    item, group_id = await _item(unit, str(row.values["person"]), ident, to_others=kind == PassedAs.POST)
    if kind == PassedAs.RED:
        is_red = item is not None and item.label is Label.RED
        return ItemPassed(kind=PassedAs.RED, item=item if is_red else None)
    asked = PostCheck(
        person_id=str(row.values["person"]),
        user_id=str(row.values["user"]),
        member_id=str(row.member_id),
        label=Label(row.values["label"]),
        group_id=row.values.get("group"),
        anew=row.ts is not None and _asked_since(row),
    )
    stays = item is not None and not row.values.get("stopped") and _still_so(item, group_id, asked)
    return ItemPassed(kind=PassedAs.POST, item=item if stays else None, check=asked)


def _asked_since(row: SlackMessageRow) -> bool:
    """Whether somebody asked for a message after it was last shown."""
    asked_at = row.values.get("asked_at")
    return asked_at is not None and (row.sent_at is None or datetime.fromisoformat(asked_at) > row.sent_at)


def _still_so(item: ItemShown, group_id: str | None, asked: PostCheck) -> bool:
    """Whether the item may stand where it was posted: its audience is no narrower than it was then."""
    narrower = asked.label.is_wider_than(item.label)
    return item.state is ItemState.SHARED and not narrower and group_id in {None, asked.group_id}


async def _item(
    unit: Unit, person_id: str, item_id: str, *, to_others: bool
) -> tuple[ItemShown | None, str | None]:
    """The item as a person may read it now, and its group.

    `to_others`: as they may show it. A post says the same whoever asked for it, its source too.
    """
    person = await person_by_id(unit.session, person_id, unit.now)
    if person is None:
        return None, None
    reader = await reader_of(unit, person)
    row = await read_item(unit.session, reader, item_id)
    if row is None or row.state != ItemState.SHARED.value:
        return None, None
    (item,) = await show_items(unit, reader, [row], to_others=to_others)
    return item, row.group_id

"""Passing an item on into a channel: asked for by a reader, looked at once more right before it is sent."""

from aacabot.domain.audit import Deed
from aacabot.domain.errors import IntelNotFound, NotForThisRoom
from aacabot.domain.ids import is_id
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import PassedAs, PostCheck
from aacabot.domain.intel.rooms import Outsider, RoomSeen
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.rooms import audience_of_cards, outsider_for, outsider_in
from aacabot.store.intel.items import read_item
from aacabot.store.messages import get_message
from aacabot.store.models import SlackMessageRow
from aacabot.store.people import person_by_id


async def post(hub: Hub, person: Person, item_id: str, room: RoomSeen) -> None:
    """Post an item a person reads in a channel. It is sent only after another look at the channel.

    Where it stands there already, that message is shown anew, on behalf of this person.

    Raises IntelNotFound, or NotForThisRoom with the kind of outsider it has: that is written down too.
    """
    async with hub.unit(EVERYONE) as unit:
        reader = await reader_of(unit, person)
        row = await read_item(unit.session, reader, item_id) if is_id(item_id) else None
        member_id = person.of_member or min(reader.client_ids, default=None)
        if row is None or row.state != ItemState.SHARED.value or member_id is None:
            raise IntelNotFound
        asked = PostCheck(
            person_id=person.id,
            user_id=person.user_id,
            member_id=member_id,
            label=Label(row.label),
            group_id=row.group_id,
        )
        outsider = await outsider_for(unit, person, asked, room)
        if outsider is None:
            values = {
                "person": person.id, "user": person.user_id, "label": row.label, "group": row.group_id,
                "asked_at": unit.now.isoformat(),
            }  # fmt: skip
            subject = f"{PassedAs.POST}:{row.id}"
            await messages.pass_on(unit, room.team_id, room.channel_id, subject, values, member_id)
        _note(unit, person, member_id, row.id, f"{room.team_id}:{room.channel_id}", asked.label, outsider)
    if outsider is not None:
        raise NotForThisRoom(outsider)


async def may_be_posted(hub: Hub, asked: PostCheck, room: RoomSeen) -> Outsider | None:
    """What kind of outsider the channel has right now, or None: asked right before it is posted."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        person = await person_by_id(session, asked.person_id, hub.clock())
        return await outsider_for(unit, person, asked, room) if person else Outsider.NOT_IN_IT


async def not_posted(hub: Hub, delivery: Delivery, asked: PostCheck, outsider: Outsider) -> None:
    """The item does not go there: nothing is owed any more, and who asked is told why.

    What was posted before, and asked for anew, is emptied until somebody may post it again.
    """
    async with hub.unit(EVERYONE) as unit:
        row = await get_message(unit.session, delivery.message_id)
        await unit.session.refresh(row, with_for_update=True)
        if row.ts is not None and not asked.anew:
            return
        item_id = row.subject.partition(":")[2]
        person = await person_by_id(unit.session, asked.person_id, unit.now)
        _note(unit, person, asked.member_id, item_id, row.channel, asked.label, outsider)
        await _tell(unit, row, asked, outsider)
        if row.ts is None:
            await unit.session.delete(row)
        else:
            row.values = {**row.values, "stopped": True}


async def _tell(unit: Unit, row: SlackMessageRow, asked: PostCheck, outsider: Outsider) -> None:
    values = {"outsider": outsider.value, "label": asked.label.value}
    notice = Notice(kind=NoticeKind.INTEL_NOT_POSTED, values=values)
    subject = f"{row.id}:{row.wanted_rev}"
    await messages.tell_person(unit, asked.person_id, notice, subject, member_id=asked.member_id)


def _note(
    unit: Unit,
    person: Person | None,
    member_id: str,
    item_id: str,
    channel: str,
    label: Label,
    outsider: Outsider | None,
) -> None:
    note_deed(
        unit, Deed.INTEL_POSTED, "intel", by=person, member_id=member_id, subject_id=item_id,
        details={
            "channel": channel, "label": label.value, **({"not_posted": outsider.value} if outsider else {})
        },
    )  # fmt: skip


async def is_among_themselves(hub: Hub, delivery: Delivery, room: RoomSeen) -> bool:
    """Whether a card's channel has nobody but its member's own people, and those who act for it."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        row = await get_message(session, delivery.message_id)
        if row.member_id is None or room.is_direct:
            return False
        return await outsider_in(unit, await audience_of_cards(unit, row.member_id), room) is None

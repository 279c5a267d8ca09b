"""Setting a member up and changing it: by its admins, all or nothing, with before and after in the audit."""

from typing import Any

from sqlalchemy import update
from sqlmodel import col

from aacabot.domain import connections as rules
from aacabot.domain.audit import Deed
from aacabot.domain.connections import Preferences, Room, SetUp, SetUpProblem
from aacabot.domain.errors import FieldProblem
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.quiet_hours import DIGEST_EVERY, AlertTimes
from aacabot.domain.viewers import EVERYONE
from aacabot.domain.zones import is_zone
from aacabot.services import messages, placement
from aacabot.services.audit import note_deed
from aacabot.services.connections import require_admin
from aacabot.services.hub import Hub, Unit
from aacabot.store import connections as store
from aacabot.store.alert_groups import hasten
from aacabot.store.alliance import wait_for_turn
from aacabot.store.messages import channel_works
from aacabot.store.models import Brand, Member


async def set_up(hub: Hub, person: Person, member_id: str, chosen: SetUp) -> None:
    """Choose where alerts arrive, time zone, language and digest hour; cards that waited follow.

    The caller has made sure that the bot can write in the channel. Raises NeedsRole; and FieldProblem for a
    zone, language or hour that is none, and for a channel that is another's or in a workspace that is not
    the member's. Nothing is changed then.
    """
    await require_admin(hub, person, member_id)
    async with hub.unit(EVERYONE) as unit:
        await wait_for_turn(unit.session)
        member = await unit.session.get_one(Member, member_id, with_for_update=True)
        _check(chosen, member)
        settings = {
            "timezone": chosen.timezone, "locale": chosen.locale, "digest_hour": chosen.digest_hour,
        }  # fmt: skip
        if chosen.room is not None:
            await _require_free(unit, member, chosen.room, "alert_channel")
            await _let_brands_follow(unit, person, member, chosen.room)
            settings |= {"team_id": chosen.room.team_id, "channel_id": chosen.room.channel_id}
        changed = _change(unit, person, member, settings)
        if chosen.room is not None:
            await _meet(unit, member, chosen.room, is_new="channel_id" in changed or "team_id" in changed)
    # What was not shown anywhere until now; were the hub to stop here, the next minute's tick does it.
    await placement.place_cards(hub)


async def prefer(hub: Hub, person: Person, member_id: str, chosen: Preferences) -> None:
    """Choose guided mode, who hears critical alerts, and whether cases count for others. Raises NeedsRole."""
    await require_admin(hub, person, member_id)
    async with hub.unit(EVERYONE) as unit:
        member = await unit.session.get_one(Member, member_id, with_for_update=True)
        settings = {"guided": chosen.guided, "cover": chosen.cover.value}
        if chosen.shares_encounters is not None:
            settings["shares_encounters"] = chosen.shares_encounters
        _change(unit, person, member, settings)


async def choose_alert_times(hub: Hub, person: Person, member_id: str, times: AlertTimes) -> None:
    """Choose when alerts come; what was held back until now comes with the next minute.

    Raises NeedsRole; FieldProblem for hours that are none, or where only one end of the quiet hours is given.
    """
    await require_admin(hub, person, member_id)
    _check_times(times)
    async with hub.unit(EVERYONE) as unit:
        member = await unit.session.get_one(Member, member_id, with_for_update=True)
        settings = {
            "quiet_from": times.quiet_from, "quiet_until": times.quiet_until,
            "alert_mode": times.mode.value, "digest_every": times.digest_every,
        }  # fmt: skip
        if _change(unit, person, member, settings):
            await hasten(unit.session, member_id, unit.now)


def _check_times(times: AlertTimes) -> None:
    for name, hour in (("quiet_from", times.quiet_from), ("quiet_until", times.quiet_until)):
        if hour is not None and hour not in rules.HOURS:
            raise FieldProblem(name, SetUpProblem.UNKNOWN)
    if (times.quiet_from is None) != (times.quiet_until is None):
        raise FieldProblem("quiet_until" if times.quiet_until is None else "quiet_from", "both_or_neither")
    if times.quiet_from is not None and times.quiet_from == times.quiet_until:
        raise FieldProblem("quiet_until", "same_hour")
    if times.digest_every not in DIGEST_EVERY:
        raise FieldProblem("digest_every", SetUpProblem.UNKNOWN)


async def choose_brand_room(
    hub: Hub, person: Person, member_id: str, brand_id: str, room: Room | None
) -> None:
    """Give a brand a channel of its own; with None its alerts go where the others go.

    Raises as `set_up`, and FieldProblem for a brand that is not the member's, or a channel in a workspace
    other than that of the alert channel.
    """
    await require_admin(hub, person, member_id)
    async with hub.unit(EVERYONE) as unit:
        await wait_for_turn(unit.session)
        member = await unit.session.get_one(Member, member_id)
        brand = await unit.session.get(Brand, brand_id, with_for_update=True)
        if brand is None or brand.member_id != member_id or brand.withdrawn_at is not None:
            raise FieldProblem("channel_brand", SetUpProblem.UNKNOWN)
        if room is not None:
            if room.team_id != member.team_id:
                raise FieldProblem("own_channel", SetUpProblem.NOT_LINKED)
            await _require_free(unit, member, room, "own_channel")
        is_new = _change_room_of(unit, person, brand, room)
        if room is not None:
            await _meet(unit, member, room, is_new=is_new, brand=brand.name)
    await placement.place_cards(hub)


def _check(chosen: SetUp, member: Member) -> None:
    """What the alliance file set stays allowed: it knows more languages than the menu."""
    if not is_zone(chosen.timezone):
        raise FieldProblem("time_zone", SetUpProblem.ZONE)
    if chosen.locale not in (*rules.LANGUAGES, member.locale):
        raise FieldProblem("language", SetUpProblem.LANGUAGE)
    if chosen.digest_hour not in rules.HOURS:
        raise FieldProblem("digest_hour", SetUpProblem.UNKNOWN)


async def _require_free(unit: Unit, member: Member, room: Room, field: str) -> None:
    if not await store.is_linked(unit.session, EVERYONE, member.id, room.team_id):
        raise FieldProblem(field, SetUpProblem.NOT_LINKED)
    if await store.room_is_taken(unit.session, room, member.id):
        raise FieldProblem(field, SetUpProblem.CHANNEL_TAKEN)


async def _let_brands_follow(unit: Unit, person: Person, member: Member, room: Room) -> None:
    """Brands' own channels are in the workspace that is left: their alerts go with the others from now on."""
    if member.team_id in (None, room.team_id):
        return
    left = await unit.session.execute(
        update(Brand)
        .where(col(Brand.member_id) == member.id, col(Brand.channel_id).is_not(None))
        .values(channel_id=None)
        .returning(col(Brand.id))
    )
    for brand_id in left.scalars():
        details = {"channel_id": {"before": "own", "after": None}}
        note_deed(
            unit, Deed.SETTING_CHANGED, "brand", by=person, member_id=member.id, subject_id=brand_id,
            details=details,
        )  # fmt: skip


def _change(unit: Unit, person: Person, member: Member, settings: dict[str, Any]) -> dict[str, Any]:
    """Set what differs and write it down; returns it."""
    before = {name: getattr(member, name) for name in settings}
    changed = rules.changes(before, settings)
    for name in changed:
        setattr(member, name, settings[name])
    if changed:
        note_deed(
            unit, Deed.SETTING_CHANGED, "member", by=person, member_id=member.id, subject_id=member.id,
            details=changed,
        )  # fmt: skip
    return changed


def _change_room_of(unit: Unit, person: Person, brand: Brand, room: Room | None) -> bool:
    after = room.channel_id if room else None
    changed = rules.changes({"channel_id": brand.channel_id}, {"channel_id": after})
    if not changed:
        return False
    brand.channel_id = after
    note_deed(
        unit, Deed.SETTING_CHANGED, "brand", by=person, member_id=brand.member_id, subject_id=brand.id,
        details=changed,
    )  # fmt: skip
    return True


async def _meet(unit: Unit, member: Member, room: Room, *, is_new: bool, brand: str | None = None) -> None:
    """The channel works, as far as Slack says; a new one gets a word, which is the test."""
    waiting = await channel_works(unit.session, room.team_id, room.channel_id)
    if waiting:
        unit.wake(messages.CHANNEL_WORKER, waiting)
    if is_new:
        values = {"member_id": member.id, "member": member.name, "brand": brand}
        notice = Notice(kind=NoticeKind.ALERTS_HERE, values=values)
        subject = f"{member.id}:{unit.now.isoformat()}"
        await messages.tell_channel(unit, room.team_id, room.channel_id, notice, subject, member_id=member.id)

"""Which card a new alert comes on: its own, or one with others that belong together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from aacabot.domain.alert_groups import (
    MOST,
    WINDOW,
    Content,
    GroupKind,
    content_of,
    is_copy,
)
from aacabot.domain.cases import OPEN_STATES
from aacabot.domain.ids import new_id
from aacabot.domain.quiet_hours import AlertMode, AlertTimes
from aacabot.domain.severity import Severity
from aacabot.services.hub import Unit
from aacabot.store import alert_groups as store
from aacabot.store.messages import channel_key, ensure_channel
from aacabot.store.models import AlertGroup, Brand, CaseRow, Member

LOOK_BACK = 60
"""Alerts of a brand that a new listing is held against for likeness."""


@dataclass(frozen=True)
class Placed:
    """A case without a card, and the channel its alert belongs in."""

    case: CaseRow
    member: Member
    channel: str


@dataclass
class Gathered:
    """What is to be shown: cards of single cases, and grouped cards that are new or hold more now."""

    singles: list[Placed] = field(default_factory=list)
    groups: dict[str, AlertGroup] = field(default_factory=dict)


async def gather(unit: Unit, cases: Sequence[CaseRow]) -> Gathered:
    """Put each new case on a card of its own, or on one with others. Cases nobody can be shown are left out.

    What is critical is never held back. What comes from one seller, or is one listing again, shares a card
    from the third on; beyond ten new cards in ten minutes a channel gets one more with all the rest.
    """
    gathered = Gathered()
    by_channel: dict[str, list[Placed]] = defaultdict(list)
    for case in cases:
        if (placed := await _placed(unit, case)) is not None:
            by_channel[placed.channel].append(placed)
    for channel in sorted(by_channel):
        await _gather_in(unit, by_channel[channel], gathered)
    return gathered


async def _placed(unit: Unit, case: CaseRow) -> Placed | None:
    member = await unit.session.get_one(Member, case.member_id)
    brand = await unit.session.get_one(Brand, case.brand_id)
    channel_id = brand.channel_id or member.channel_id
    if not member.team_id or not channel_id:
        return None
    return Placed(case, member, channel_key(member.team_id, channel_id))


async def _gather_in(unit: Unit, placed: Sequence[Placed], gathered: Gathered) -> None:
    """Share out what comes to one channel in one commit."""
    team_id, channel_id = placed[0].channel.split(":", 1)
    await ensure_channel(unit.session, team_id, channel_id)
    now_shown = [one for one in placed if not await _hold_back(unit, one)]
    alerts = [one for one in now_shown if one.case.state in OPEN_STATES]
    rest = [one for one in now_shown if one.case.state not in OPEN_STATES]
    clusters = [*await _by_seller(unit, alerts)]
    alone = _without(alerts, clusters)
    clusters += await _copies(unit, alone)
    for cluster in clusters:
        rest += await _share(unit, cluster, gathered)
    await _singly(unit, [*_without(alerts, clusters), *rest], gathered)


def times_of(member: Member) -> AlertTimes:
    """How a member wants its alerts."""
    return AlertTimes(
        quiet_from=member.quiet_from,
        quiet_until=member.quiet_until,
        mode=AlertMode(member.alert_mode),
        digest_every=member.digest_every,
    )


async def _hold_back(unit: Unit, one: Placed) -> bool:
    """Let an alert wait for the end of quiet hours, or the next digest. True where it waits."""
    if one.case.severity == Severity.CRITICAL or one.case.state not in OPEN_STATES:
        return False
    times = times_of(one.member)
    until = times.held_until(unit.now, ZoneInfo(one.member.timezone))
    if until is None:
        return False
    kind = GroupKind.DIGEST if times.mode is AlertMode.DIGEST else GroupKind.QUIET
    open_now = await store.open_groups(unit.session, kind, one.channel, one.member.id)
    waiting = next((group for group in open_now if group.shown_at > unit.now), None)
    group = waiting or _open(unit, one, kind, "", shown_at=until)
    one.case.group_id = group.id
    await unit.session.flush()
    return True


@dataclass(frozen=True)
class Cluster:
    """Alerts that belong together; `known` is the open card they join, if there is one."""

    kind: GroupKind
    key: str
    members: tuple[Placed, ...]
    known: AlertGroup | None


async def _by_seller(unit: Unit, alerts: Sequence[Placed]) -> list[Cluster]:
    """What comes from one seller, for one brand."""
    by_key = _sorted_by(alerts, lambda one: one.case.seller_row_id and _key_of_seller(one.case))
    if not by_key:
        return []
    sellers = {one.case.seller_row_id for ones in by_key.values() for one in ones if one.case.seller_row_id}
    known = await _known(unit, GroupKind.SELLER, alerts, by_key)
    lately: dict[str, set[str]] = defaultdict(set)
    for seller, brand, ident in await store.alerts_of_sellers(unit.session, sellers, unit.now - WINDOW):
        lately[f"{brand}:{seller}"].add(ident)
    return [
        Cluster(GroupKind.SELLER, key, tuple(ones), known.get(key))
        for key, ones in by_key.items()
        if key in known or len(lately[key] | {one.case.id for one in ones}) >= unit.thresholds.together
    ]


def _key_of_seller(case: CaseRow) -> str:
    return f"{case.brand_id}:{case.seller_row_id}"


async def _known(
    unit: Unit, kind: GroupKind, alerts: Sequence[Placed], keys: Iterable[str] | None = None
) -> dict[str, AlertGroup]:
    """The cards that gather now, by what their cases have in common."""
    found: dict[str, AlertGroup] = {}
    for member_id in sorted({one.member.id for one in alerts}):
        wanted = list(keys) if keys is not None else None
        for group in await store.open_groups(unit.session, kind, alerts[0].channel, member_id, wanted):
            if group.opened_at + WINDOW > unit.now:
                found.setdefault(group.key, group)
    return found


async def _copies(unit: Unit, alerts: Sequence[Placed]) -> list[Cluster]:
    """One listing put up again and again, whoever sells it."""
    clusters = []
    for brand_id, ones in _sorted_by(alerts, lambda one: one.case.brand_id).items():
        ids = [one.case.id for one in ones]
        contents = _contents(await store.bodies_of(unit.session, ids))
        lately = await store.latest_alerts(unit.session, brand_id, unit.now - WINDOW, ids, LOOK_BACK)
        others = list(_contents(await store.bodies_of(unit.session, lately)).values()) if lately else []
        known_now = (await _known(unit, GroupKind.COPIES, ones)).values()
        groups = [group for group in known_now if group.brand_id == brand_id]
        left = list(ones)
        while left:
            same = [one for one in left if one is left[0] or _alike(contents, left[0], one)]
            left = [one for one in left if one not in same]
            first = contents[same[0].case.id]
            known = next(
                (group for group in groups if is_copy(Content(group.key), Content(first.title))), None
            )
            seen = sum(is_copy(first, other) for other in others)
            if known is not None or len(same) + seen >= unit.thresholds.together:
                clusters.append(Cluster(GroupKind.COPIES, first.title[:300], tuple(same), known))
    return clusters


def _alike(contents: dict[str, Content], one: Placed, other: Placed) -> bool:
    return is_copy(contents[one.case.id], contents[other.case.id])


def _contents(bodies: dict[str, bytes]) -> dict[str, Content]:
    found = {}
    for ident, body in bodies.items():
        listing: dict[str, Any] = orjson.loads(body)
        pictures = [str(image.get("pdq") or image.get("url")) for image in listing.get("images") or ()]
        found[ident] = content_of(str(listing.get("title") or ""), pictures)
    return found


async def _share(unit: Unit, cluster: Cluster, gathered: Gathered) -> list[Placed]:
    """Put a cluster on its card, or on several of 25 each; returns those the channel has no room for."""
    left, group = list(cluster.members), cluster.known
    held = sum((await store.counts(unit.session, group.id)).values()) if group else 0
    while left:
        if group is None or held >= MOST:
            if group is not None:
                group.closed_at = unit.now
            if not await _room(unit, left[0].channel, 1):
                return left
            group, held = _open(unit, left[0], cluster.kind, cluster.key, left[0].case.brand_id), 0
        taken, left = left[: MOST - held], left[MOST - held :]
        await _join(unit, group, taken, gathered)
        held += len(taken)
    return []


async def _singly(unit: Unit, alone: Sequence[Placed], gathered: Gathered) -> None:
    """A card for each while the channel has room; the rest on one card more."""
    if not alone:
        return
    room = await _room(unit, alone[0].channel, len(alone))
    gathered.singles += alone[:room]
    for ones in _sorted_by(alone[room:], lambda one: one.member.id).values():
        known = (await _known(unit, GroupKind.BURST, ones)).get("")
        await _join(unit, known or _open(unit, ones[0], GroupKind.BURST, ""), ones, gathered)


async def _room(unit: Unit, channel: str, wanted: int) -> int:
    return await store.take_room(unit.session, channel, wanted, unit.thresholds.new_cards, unit.now)


def _open(
    unit: Unit,
    first: Placed,
    kind: GroupKind,
    key: str,
    brand_id: str | None = None,
    *,
    shown_at: datetime | None = None,
) -> AlertGroup:
    group = AlertGroup(
        id=new_id(),
        member_id=first.member.id,
        brand_id=brand_id,
        channel=first.channel,
        kind=kind.value,
        key=key,
        opened_at=unit.now,
        shown_at=shown_at or unit.now,
    )
    unit.session.add(group)
    return group


async def _join(unit: Unit, group: AlertGroup, ones: Sequence[Placed], gathered: Gathered) -> None:
    await unit.session.flush()
    for one in ones:
        one.case.group_id = group.id
    await unit.session.flush()
    gathered.groups[group.id] = group


def _without(alerts: Sequence[Placed], clusters: Sequence[Cluster]) -> list[Placed]:
    shared = {one.case.id for cluster in clusters for one in cluster.members}
    return [one for one in alerts if one.case.id not in shared]


def _sorted_by(alerts: Sequence[Placed], key: Callable[[Placed], str | None]) -> dict[str, list[Placed]]:
    """By key in the order of the keys; without those that have none."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for one in alerts:
        if named := key(one):
            found[named].append(one)
    return {name: found[name] for name in sorted(found)}

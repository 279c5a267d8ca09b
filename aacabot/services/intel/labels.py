"""How far an item may go: its source alone changes it, narrower at once, wider with a second person of it."""

from datetime import datetime

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, IntelNotFound, LabelNeedsAnother, LabelSettled, NeedsRole
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.intel.audience import Audience
from aacabot.domain.intel.items import Draft, ItemState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import PassedAs
from aacabot.domain.intel.relabelling import REQUEST_LIVES, Relabelled, RequestOutcome, Wish, widens
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import guard
from aacabot.services.intel.groups import hold_group_for
from aacabot.services.intel.indexing import index_item
from aacabot.services.intel.label_requests import replace_open, settle
from aacabot.services.intel.moves import Move, note_move
from aacabot.services.intel.own_items import LIVE, own_item
from aacabot.services.intel.passing_on import deliver_red, name_people, show_again
from aacabot.services.intel.readers import reader_of
from aacabot.services.sweeps import each
from aacabot.store.intel import label_requests as store
from aacabot.store.intel.items import lock_item, origin_of
from aacabot.store.intel.keepers import Keeper, keepers_of
from aacabot.store.intel.recipients import forget_recipients, members_of_people, recipients_of
from aacabot.store.models import IntelItem, IntelLabelRequest, IntelOrigin, Member, PersonRow
from aacabot.store.people import names, person_by_id, slack_ids_of

_AT_ONCE = 100


async def relabel(hub: Hub, person: Person, item_id: str, wish: Wish) -> Relabelled:
    """Let an item go as far as wished: at once where nobody more may read it then, else by a request.

    Raises IntelNotFound for what is not the person's own, NeedsRole, or FieldProblem.
    """
    async with hub.unit(EVERYONE) as unit:
        row, origin = await own_item(unit, person, item_id)
        if ItemState(row.state) not in LIVE:
            raise IntelNotFound
        before, after = await _before(unit, row, origin), await _after(unit, person, origin, wish)
        if (before.label, before.group_id, before.named) == (after.label, after.group_id, after.named):
            raise FieldProblem("intel_label", "taken")
        if await _widens(unit, before, after):
            await _ask(unit, person, row, origin, wish)
            return Relabelled(asked=True)
        await _apply(unit, row, wish)
        _note(unit, person, origin, row, before.label, wish.label, what="narrowed")
        return Relabelled(asked=False)


async def approve(hub: Hub, person: Person, request_id: str) -> None:
    """The second person lets the item go further from now on.

    Raises IntelNotFound, NeedsRole, LabelNeedsAnother, or LabelSettled with who was first.
    """
    async with hub.unit(EVERYONE) as unit:
        request, row, origin = await _held(unit, person, request_id)
        wish = Wish(
            label=Label(request.to_label), group_id=request.to_group, named=frozenset(request.to_named)
        )
        if wish.group_id is not None:
            await hold_group_for(unit, origin.member_id, wish.group_id)
        await _examine_again(unit, person, row, origin)
        await settle(unit, request, RequestOutcome.APPROVED, person)
        await _apply(unit, row, wish)
        _note(
            unit, person, origin, row, Label(request.from_label), wish.label,
            what="approved", asked_by=request.asked_by,
        )  # fmt: skip


async def refuse(hub: Hub, person: Person, request_id: str) -> None:
    """The item stays as it is. Raises as `approve`."""
    async with hub.unit(EVERYONE) as unit:
        request, row, origin = await _held(unit, person, request_id)
        await settle(unit, request, RequestOutcome.REFUSED, person)
        _note(
            unit, person, origin, row, Label(request.from_label), Label(request.to_label),
            what="refused", asked_by=request.asked_by,
        )  # fmt: skip


async def expire_label_requests(hub: Hub) -> None:
    """End requests nobody decided within 72 hours; made to run every minute on every node."""
    async with hub.database.read(EVERYONE) as session:
        due = await store.overdue(session, hub.clock() - REQUEST_LIVES, _AT_ONCE)
    await each(due, lambda request_id: _expire(hub, request_id))


async def _expire(hub: Hub, request_id: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        request = await store.hold_request(unit.session, request_id)
        if request is None or request.decided_at is not None or not _is_over(request, unit.now):
            return
        await settle(unit, request, RequestOutcome.EXPIRED, None)
        note_deed(
            unit, Deed.INTEL_LABELLED, "intel", by=None, member_id=request.member_id,
            subject_id=request.item_id, details={"what": "expired", "asked_by": request.asked_by},
        )  # fmt: skip


def _is_over(request: IntelLabelRequest, now: datetime) -> bool:
    return request.asked_at + REQUEST_LIVES <= now


async def _before(unit: Unit, row: IntelItem, origin: IntelOrigin) -> Audience:
    named = await recipients_of(unit.session, row.id)
    return Audience(
        label=Label(row.label),
        source_id=origin.member_id,
        author_id=origin.person_id,
        group_id=row.group_id,
        named=frozenset(one.person_id for one in named),
    )


async def _after(unit: Unit, person: Person, origin: IntelOrigin, wish: Wish) -> Audience:
    """The audience wished for. Raises FieldProblem where there is no such."""
    if wish.label is Label.RED:
        found = await members_of_people(unit.session, wish.named, unit.now)
        if not wish.named or set(found) != wish.named:
            raise FieldProblem("intel_named", "unknown" if wish.named else "required")
    if wish.group_id is not None:
        if wish.label.is_open:
            raise FieldProblem("intel_label", "too_wide_for_group")
        if person.of_agency is not None and wish.label is not Label.AMBER:
            raise FieldProblem("intel_label", "agency_amber")
        await hold_group_for(unit, origin.member_id, wish.group_id)
    return Audience(
        label=wish.label,
        source_id=origin.member_id,
        author_id=origin.person_id,
        group_id=wish.group_id,
        named=wish.named if wish.label is Label.RED else frozenset(),
    )


async def _widens(unit: Unit, before: Audience, after: Audience) -> bool:
    people = [await person_by_id(unit.session, one, unit.now) for one in sorted(after.named)]
    readers = [await reader_of(unit, one) for one in people if one is not None]
    return len(readers) < len(people) or widens(before, after, readers)


async def _ask(unit: Unit, person: Person, row: IntelItem, origin: IntelOrigin, wish: Wish) -> None:
    may = await _who_may(unit, origin.member_id, person.id, person.of_agency)
    if not may:
        raise FieldProblem("intel_label", "nobody_to_approve")
    await replace_open(unit, row.id)
    await guard.examine(unit, origin.member_id, _as_draft(row))
    request = IntelLabelRequest(
        id=new_id(),
        item_id=row.id,
        member_id=origin.member_id,
        from_label=row.label,
        to_label=wish.label.value,
        from_group=row.group_id,
        to_group=wish.group_id,
        to_named=sorted(wish.named) if wish.label is Label.RED else [],
        asked_by=person.id,
        asked_at=unit.now,
    )
    unit.session.add(request)
    await unit.session.flush()
    for keeper in may:
        await _put_before(unit, keeper, request)
    _note(unit, person, origin, row, Label(row.label), wish.label, what="asked")


async def _who_may(unit: Unit, member_id: str, asker_id: str, asker_agency: str | None) -> list[Keeper]:
    """The member's admins and counsel, without who asked and without their own agency's people."""
    return [
        one
        for one in await keepers_of(unit.session, member_id, unit.now)
        if one.person_id != asker_id and (one.agency_id is None or one.agency_id != asker_agency)
    ]


async def _put_before(unit: Unit, keeper: Keeper, request: IntelLabelRequest) -> None:
    for home_id, user_id in await slack_ids_of(unit.session, keeper.person_id):
        team_id = await messages.reached_from(unit, home_id, request.member_id)
        subject, values = f"{PassedAs.REQUEST}:{request.id}", {"person": keeper.person_id}
        await messages.pass_on(unit, team_id, user_id, subject, values, request.member_id)


async def _held(
    unit: Unit, person: Person, request_id: str
) -> tuple[IntelLabelRequest, IntelItem, IntelOrigin]:
    """A request that waits, with its item, both held; for somebody who may decide it."""
    asked = await unit.session.get(IntelLabelRequest, request_id) if is_id(request_id) else None
    if asked is None or not person.acts_for(asked.member_id):
        raise IntelNotFound
    row, origin = await lock_item(unit.session, asked.item_id), await origin_of(unit.session, asked.item_id)
    request = await store.hold_request(unit.session, request_id)
    if row is None or origin is None or request is None or ItemState(row.state) not in LIVE:
        raise IntelNotFound
    await _require_second(unit, person, request)
    if request.decided_at is not None or _is_over(request, unit.now):
        known = await names(unit.session, {request.decided_by} if request.decided_by else set())
        raise LabelSettled(known.get(request.decided_by or ""), request.outcome or RequestOutcome.EXPIRED)
    return request, row, origin


async def _require_second(unit: Unit, person: Person, request: IntelLabelRequest) -> None:
    if not person.may(Permission.KEEP, request.member_id):
        member = await unit.session.get_one(Member, request.member_id)
        raise NeedsRole("approve_label", member.name)
    asker = await unit.session.get(PersonRow, request.asked_by)
    same_agency = asker is not None and asker.agency_id is not None and asker.agency_id == person.of_agency
    if person.id == request.asked_by or same_agency:
        raise LabelNeedsAnother


async def _examine_again(unit: Unit, person: Person, row: IntelItem, origin: IntelOrigin) -> None:
    """What goes further is examined as if it were shared anew: what the guard marks, counsel approves.

    Raises SharingRefused, or NeedsRole.
    """
    found = await guard.examine(unit, origin.member_id, _as_draft(row))
    is_counsel = any(
        grant.role is Role.COUNSEL and grant.covers(origin.member_id, origin.brand_id or "")
        for grant in person.grants
    )
    if found.marked and not is_counsel:
        raise NeedsRole("approve_marked", (await unit.session.get_one(Member, origin.member_id)).name)


def _as_draft(row: IntelItem) -> Draft:
    return Draft(kind=IntelKind(row.kind), value=row.value or "", text=row.text, category=row.category)


async def _apply(unit: Unit, row: IntelItem, wish: Wish) -> None:
    """From this commit on: what is asked for besides is out of date, and messages follow."""
    await replace_open(unit, row.id)
    await forget_recipients(unit.session, row.id)
    is_wider = wish.label.is_wider_than(Label(row.label))
    is_elsewhere = row.group_id is not None and wish.group_id != row.group_id
    if is_wider or is_elsewhere:
        origin = await origin_of(unit.session, row.id)
        if origin is not None:
            await note_move(unit, row.id, origin.member_id, Move.WIDENED)
    row.label, row.group_id, row.rev = wish.label.value, wish.group_id, row.rev + 1
    if wish.label is Label.RED:
        await name_people(unit, row.id, wish.named)
    await unit.session.flush()
    index_item(unit, row, unit.now.date() if is_wider or is_elsewhere else None)
    await deliver_red(unit, row)
    show_again(unit, row.id)


def _note(
    unit: Unit, person: Person, origin: IntelOrigin, row: IntelItem, before: Label, after: Label, **more: str
) -> None:
    note_deed(
        unit, Deed.INTEL_LABELLED, "intel", by=person, member_id=origin.member_id, subject_id=row.id,
        details={"from": before.value, "to": after.value, **more},
    )  # fmt: skip

"""Saying what Slack should show: one wanted state per message, sent by the channel's worker."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from aacabot.domain.cases import CaseState
from aacabot.domain.ids import new_id
from aacabot.domain.messages import MessageKind, Priority
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.services import alert_groups
from aacabot.services.hub import Unit
from aacabot.store import messages as store
from aacabot.store.installations import find_covering
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import AlertGroup, Brand, BulkAct, CaseRow, Complaint, Member, SlackMessageRow
from aacabot.store.people import slack_ids_of

CHANNEL_WORKER = "fill_channel"
TOKEN_REVOKED = "token_revoked"


_ABOUT_CASES = (
    *(MessageKind.CASE, MessageKind.GROUP, MessageKind.COMPLAINT),
    *(MessageKind.REVIEW, MessageKind.INFO),
)


def show_case(unit: Unit, case: CaseRow) -> None:
    """The case's card, and the desk's cards about it where there are any, should be shown as they are now."""
    unit.at_the_end("show_case", case.id, case, _show_cases)


async def _show_cases(unit: Unit, cases: list[CaseRow]) -> None:
    subjects = {case.id for case in cases} | {case.group_id for case in cases if case.group_id}
    subjects |= {case.complaint_id for case in cases if case.complaint_id}
    shown = await store.want_subjects_again(
        unit.session, _ABOUT_CASES, sorted(subjects), Priority.OUTCOME, unit.now
    )
    for message in shown:
        unit.wake(CHANNEL_WORKER, message.channel)
    with_card = {message.subject for message in shown if message.kind == MessageKind.CASE}
    new = [case for case in cases if case.id not in with_card and _wants_card(case)]
    gathered = await alert_groups.gather(unit, new)
    for placed in gathered.singles:
        team_id, channel_id = placed.channel.split(":", 1)
        case = placed.case
        await _add(unit, team_id, channel_id, MessageKind.CASE, case.id, Priority.NEW_CARD, case=case)
    for group in gathered.groups.values():
        await show_group(unit, group)


def _wants_card(case: CaseRow) -> bool:
    """Whether the case has a card of its own: a complaint's share its card until one needs an answer."""
    if case.complaint_id is not None:
        return CaseState(case.state) in _ANSWERED_ONE_BY_ONE
    return case.group_id is None


_ANSWERED_ONE_BY_ONE = frozenset(
    {CaseState.ANSWER_NEEDED, CaseState.COUNTER_NOTICED, CaseState.DECLINED, CaseState.FAILED}
)


def show_complaint(unit: Unit, complaint: Complaint) -> None:
    """The complaint's card should show it as it is now: in the brand's channel, or to whoever made it."""
    unit.at_the_end("show_complaint", complaint.id, complaint, _show_complaints)


async def _show_complaints(unit: Unit, complaints: list[Complaint]) -> None:
    for complaint in complaints:
        known = await store.find_message(unit.session, MessageKind.COMPLAINT, complaint.id)
        if known is not None:
            await _again(unit, known)
            continue
        for team_id, channel_id in await _places_of(unit, complaint):
            await _add(
                unit,
                team_id,
                channel_id,
                MessageKind.COMPLAINT,
                complaint.id,
                Priority.NEW_CARD,
                member_id=complaint.member_id,
            )


async def _places_of(unit: Unit, complaint: Complaint) -> list[tuple[str, str]]:
    member = await unit.session.get_one(Member, complaint.member_id)
    brand = await unit.session.get_one(Brand, complaint.brand_id)
    channel_id = brand.channel_id or member.channel_id
    if member.team_id and channel_id:
        return [(member.team_id, channel_id)]
    known = await slack_ids_of(unit.session, complaint.person_id) if complaint.person_id else []
    return [(await reached_from(unit, home_id, member.id), user_id) for home_id, user_id in known[:1]]


async def show_group(unit: Unit, group: AlertGroup) -> None:
    """The card of alerts that belong together should be shown as it is now."""
    known = await store.find_message(unit.session, MessageKind.GROUP, group.id)
    if known is not None:
        await _again(unit, known)
        return
    team_id, channel_id = group.channel.split(":", 1)
    kind, priority = MessageKind.GROUP, Priority.NEW_CARD
    await _add(unit, team_id, channel_id, kind, group.id, priority, member_id=group.member_id)


async def card_of(unit: Unit, case: CaseRow) -> SlackMessageRow | None:
    """The message that shows a case to its brand: a card of its own, or the one it shares."""
    card = await store.find_message(unit.session, MessageKind.CASE, case.id)
    if card is None and case.group_id is not None:
        return await store.find_message(unit.session, MessageKind.GROUP, case.group_id)
    if card is None and case.complaint_id is not None:
        return await store.find_message(unit.session, MessageKind.COMPLAINT, case.complaint_id)
    return card


async def _again(unit: Unit, message: SlackMessageRow) -> None:
    priority = Priority.OUTCOME if message.ts else Priority(message.priority)
    await store.want_again(unit.session, message.id, priority, unit.now)
    unit.wake(CHANNEL_WORKER, message.channel)


async def _add(
    unit: Unit,
    team_id: str,
    channel_id: str,
    kind: MessageKind,
    subject: str,
    priority: Priority,
    *,
    case: CaseRow | None = None,
    member_id: str | None = None,
    parent_id: str | None = None,
    values: dict[str, Any] | None = None,
) -> str | None:
    """A message that should be shown; None where the channel already has one of this kind and subject."""
    channel = await store.ensure_channel(unit.session, team_id, channel_id)
    added = await store.add_message(
        unit.session,
        id=new_id(),
        channel=channel,
        member_id=case.member_id if case else member_id,
        kind=kind.value,
        subject=subject,
        case_id=case.id if case else None,
        parent_id=parent_id,
        values=values or {},
        priority=int(priority),
        wanted_at=unit.now,
    )
    unit.wake(CHANNEL_WORKER, channel)
    return added


async def ask_desk(unit: Unit, kind: MessageKind, case: CaseRow) -> None:
    """Put a case before the operator's desk: a review, or a question."""
    alliance = await get_alliance(unit.session)
    if alliance is None:
        return
    known = await store.find_message(unit.session, kind, case.id)
    if known is not None:
        await _again(unit, known)
        return
    await _add(
        unit,
        alliance.operator_team_id,
        alliance.operator_channel_id,
        kind,
        case.id,
        Priority.NEW_CARD,
        case=case,
    )


async def show_lane(unit: Unit) -> None:
    """The desk's control card should show whether takedowns flow."""
    alliance = await get_alliance(unit.session)
    if alliance is None:
        return
    known = await store.find_message(unit.session, MessageKind.LANE, alliance.id)
    if known is not None:
        await _again(unit, known)
        return
    await _add(
        unit,
        alliance.operator_team_id,
        alliance.operator_channel_id,
        MessageKind.LANE,
        alliance.id,
        Priority.NOTE,
    )


async def show_act(unit: Unit, act: BulkAct, member_id: str | None) -> None:
    """Who asked for an act over many cases should be shown how far it is, in a direct message.

    The words are in the language of the member named. Nothing where the person has been erased.
    """
    if not act.user_id:
        return
    known = await store.find_message(unit.session, MessageKind.ACT, act.id)
    if known is not None:
        await _again(unit, known)
        return
    team_id = await reached_from(unit, act.team_id, member_id)
    await _add(unit, team_id, act.user_id, MessageKind.ACT, act.id, Priority.OUTCOME, member_id=member_id)


async def note_in_thread(unit: Unit, case: CaseRow, note: Note, about: str = "") -> None:
    """Say bad news under the case's card, not as an edit nobody sees: once an event and `about`."""
    card = await card_of(unit, case)
    if card is None and case.group_id is not None:
        # Held back for the end of quiet hours: bad news does not wait for that.
        await show_group(unit, await unit.session.get_one(AlertGroup, case.group_id))
        card = await card_of(unit, case)
    if card is not None:
        await _note_under(unit, card, case, note, about)


async def note_under_review(unit: Unit, case: CaseRow, note: Note) -> None:
    """Say something under the desk's card of the case, so that it is not an edit nobody sees."""
    card = await store.find_message(unit.session, MessageKind.REVIEW, case.id)
    if card is not None:
        await _note_under(unit, card, case, note)


async def _note_under(unit: Unit, card: SlackMessageRow, case: CaseRow, note: Note, about: str = "") -> None:
    team_id, channel_id = card.channel.split(":", 1)
    await _add(
        unit,
        team_id,
        channel_id,
        MessageKind.NOTE,
        f"{case.id}:{case.event_count}:{note.kind}{about}",
        Priority.NOTE,
        case=case,
        parent_id=card.id,
        values=_values(note),
    )


async def note_in_person(unit: Unit, case: CaseRow, note: Note, person_id: str, about: str = "") -> None:
    """Tell a person in a direct message, in each workspace they are known in."""
    for home_id, user_id in await slack_ids_of(unit.session, person_id):
        await _add(
            unit,
            await reached_from(unit, home_id, case.member_id),
            user_id,
            MessageKind.NOTE,
            f"{case.id}:{case.event_count}:{note.kind}{about}",
            Priority.NOTE,
            case=case,
            values=_values(note),
        )


async def note_to_desk(unit: Unit, note: Note, subject: str) -> None:
    """Tell the operator's desk once per subject."""
    alliance = await get_alliance(unit.session)
    if alliance is None:
        return
    await _add(
        unit,
        alliance.operator_team_id,
        alliance.operator_channel_id,
        MessageKind.NOTE,
        f"{note.kind}:{subject}",
        Priority.NOTE,
        values=_values(note),
    )


async def tell_person(
    unit: Unit, person_id: str, notice: Notice, subject: str, *, member_id: str | None = None
) -> None:
    """Tell a person in a direct message, in each workspace they are known in, once per kind and subject.

    The words are in the language of the member named, which is whose data the notice carries.
    """
    for home_id, user_id in await slack_ids_of(unit.session, person_id):
        team_id = await reached_from(unit, home_id, member_id)
        await tell_channel(unit, team_id, user_id, notice, subject, member_id=member_id)


async def reached_from(unit: Unit, home_id: str, member_id: str | None) -> str:
    """The workspace to write to somebody from: their own; where the app is not in it, the member's, with
    which they share a channel.
    """
    member = await unit.session.get(Member, member_id) if member_id else None
    if member is None or not member.team_id or member.team_id == home_id:
        return home_id
    return home_id if await find_covering(unit.session, home_id) else member.team_id


async def tell_member(unit: Unit, member: Member, notice: Notice, subject: str) -> None:
    """Tell a member in its alert channel, once per kind and subject; nothing where it has chosen none."""
    if member.team_id and member.channel_id:
        await tell_channel(unit, member.team_id, member.channel_id, notice, subject, member_id=member.id)


async def tell_desk(unit: Unit, notice: Notice, subject: str) -> None:
    """Tell the operator's desk, once per kind and subject."""
    alliance = await get_alliance(unit.session)
    if alliance is not None:
        place = (alliance.operator_team_id, alliance.operator_channel_id)
        await tell_channel(unit, *place, notice, subject)


async def tell_channel(
    unit: Unit,
    team_id: str,
    channel_id: str,
    notice: Notice,
    subject: str,
    *,
    member_id: str | None = None,
) -> None:
    """Tell a channel, or a person by their user id, once per kind and subject."""
    await _add(
        unit,
        team_id,
        channel_id,
        MessageKind.NOTICE,
        f"{notice.kind}:{subject}",
        Priority.NOTE,
        member_id=member_id,
        values={"kind": notice.kind.value, "values": dict(notice.values)},
    )


async def pass_on(
    unit: Unit, team_id: str, channel_id: str, subject: str, values: dict[str, Any], member_id: str
) -> None:
    """Show intel in a channel, or to a person by their user id, read when it is sent.

    Where it stands there already, that message is shown anew, on behalf of who asked last.
    """
    kind, priority = MessageKind.INTEL, Priority.NOTE
    new = await _add(unit, team_id, channel_id, kind, subject, priority, member_id=member_id, values=values)
    if new is None:
        channel = store.channel_key(team_id, channel_id)
        await store.ask_anew(unit.session, channel, kind, subject, values, member_id, unit.now)


async def show_intel_again(unit: Unit, subjects: list[str]) -> None:
    """What stands in Slack about these subjects should be shown as it is now."""
    for shown in await store.want_subjects_again(
        unit.session, [MessageKind.INTEL.value], sorted(subjects), Priority.OUTCOME, unit.now
    ):
        unit.wake(CHANNEL_WORKER, shown.channel)


async def change_notice(unit: Unit, message: SlackMessageRow, values: dict[str, Any]) -> None:
    """A notice that stands in Slack should say something else from now on."""
    message.values = {**message.values, "values": {**message.values["values"], **values}}
    await unit.session.flush()
    await _again(unit, message)


async def show_help(unit: Unit, request_id: str) -> None:
    """The card of a conversation with the desk should be shown as it is now, in the operator's channel."""
    known = await store.find_message(unit.session, MessageKind.HELP, request_id)
    if known is not None:
        await _again(unit, known)
        return
    alliance = await get_alliance(unit.session)
    if alliance is not None:
        place = (alliance.operator_team_id, alliance.operator_channel_id)
        await _add(unit, *place, MessageKind.HELP, request_id, Priority.NEW_CARD)


async def tell_under_help(unit: Unit, request_id: str, notice: Notice, subject: str) -> None:
    """Tell in the thread of a conversation's card, once per kind and subject; nothing where it has none."""
    card = await store.find_message(unit.session, MessageKind.HELP, request_id)
    if card is None:
        return
    team_id, channel_id = card.channel.split(":", 1)
    await _add(
        unit,
        team_id,
        channel_id,
        MessageKind.NOTICE,
        f"{notice.kind}:{subject}",
        Priority.NOTE,
        parent_id=card.id,
        values={"kind": notice.kind.value, "values": dict(notice.values)},
    )


def as_notice(values: dict[str, Any]) -> Notice:
    """The notice a message row carries."""
    return Notice(kind=NoticeKind(values["kind"]), values=values["values"])


async def app_removed(unit: Unit, team_id: str) -> None:
    """Nothing can be said in this workspace: the desk is told whose it is, once for all its channels."""
    problem = TOKEN_REVOKED
    if await store.any_channel_has(unit.session, team_id, problem):
        return
    await store.mark_channels(unit.session, team_id, problem, unit.now)
    names = await store.members_told_in(unit.session, team_id)
    note = Note(kind=NoteKind.TOKEN_REVOKED, member=", ".join(names) or team_id, at=unit.now)
    await note_to_desk(unit, note, f"{team_id}:{int(unit.now.timestamp())}")


def _values(note: Note) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(note).items()
        if value is not None
    }


def as_note(values: dict[str, Any]) -> Note:
    """The note a message row carries."""
    moments: dict[str, Any] = {
        name: datetime.fromisoformat(values[name]) for name in ("at", "due") if name in values
    }
    given: dict[str, Any] = dict(values)
    given |= {**moments, "kind": NoteKind(values["kind"])}
    return Note(**given)

"""Legal holds: who sets them, that nothing held is archived, and that releasing one says why."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import ARCHIVE_AFTER, DismissReason
from aacabot.domain.errors import CaseNotFound, FieldProblem, HoldSettled, NeedsRole
from aacabot.services import enforcement, legal_holds
from aacabot.services.case_ends import archive_ended
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow, LegalHold
from tests.journeys.alliance import ANN, BEA, BEN, OLA
from tests.services.casework import Casework
from tests.services.recorded import keepers


async def ended_case(hub: Hub) -> tuple[Casework, str]:
    work = await Casework.begun(hub)
    await keepers(work, ANN)
    await keepers(work, BEA)
    case_id = await work.suspect()
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    return work, case_id


async def test_a_held_case_is_not_archived_until_it_is_released(hub: Hub) -> None:
    work, case_id = await ended_case(hub)
    ann = await work.person(ANN)
    await legal_holds.hold_case(work.hub, ann, case_id, "Zephyrine v. Doe")
    work.now += ARCHIVE_AFTER + timedelta(days=1)
    assert await archive_ended(work.hub) == 0
    (hold,) = await work.rows(LegalHold)
    seen = await legal_holds.record_of_case(work.hub, ann, case_id)
    assert (seen.may_keep, seen.hold_id, seen.held_since) == (True, hold.id, hold.set_at)
    await legal_holds.release_hold(work.hub, ann, hold.id, "Settled")
    assert [event.kind for event in await work.events(case_id)][-2:] == [
        "legal_hold_set",
        "legal_hold_released",
    ]
    assert await archive_ended(work.hub) == 1
    with pytest.raises(HoldSettled):
        await legal_holds.release_hold(work.hub, ann, hold.id, "Again")


async def test_a_members_hold_keeps_every_case_of_its_own_and_no_others(hub: Hub) -> None:
    work, case_id = await ended_case(hub)
    beta = await work.suspect("beta")
    bea, ola = await work.person(BEA), await work.person(OLA)
    await enforcement.dismiss(work.hub, bea, beta, DismissReason.GENUINE)
    await legal_holds.hold_member(work.hub, ola, (await work.case(case_id)).member_id, "Asked by a court")
    with pytest.raises(HoldSettled):
        await legal_holds.hold_member(work.hub, ola, (await work.case(case_id)).member_id, "Again")
    work.now += ARCHIVE_AFTER + timedelta(days=1)
    assert await archive_ended(work.hub) == 1
    assert (await work.case(beta)).state == "archived"
    assert (await work.case(case_id)).state == "dismissed"
    shown, total = await legal_holds.holds_in_force(work.hub, ola)
    assert (total, shown[0].number, shown[0].set_by) == (1, None, "Ola")
    assert await legal_holds.holds_in_force(work.hub, bea) == ([], 0)
    deeds = [one.action for one in await work.rows(AuditEntryRow, subject="hold")]
    assert deeds == ["hold.set"]


async def test_only_who_keeps_the_record_holds_and_releases(hub: Hub) -> None:
    work, case_id = await ended_case(hub)
    ann, ben, bea = [await work.person(user) for user in (ANN, BEN, BEA)]
    member_id = (await work.case(case_id)).member_id
    await legal_holds.hold_case(work.hub, ann, case_id, "Why")
    (hold,) = await work.rows(LegalHold)
    with pytest.raises(CaseNotFound):
        await legal_holds.hold_case(work.hub, bea, case_id, "Mine")
    for other in (ben, bea):
        with pytest.raises(NeedsRole):
            await legal_holds.hold_member(work.hub, other, member_id, "Mine")
        with pytest.raises(NeedsRole):
            await legal_holds.release_hold(work.hub, other, hold.id, "Mine")
    with pytest.raises(NeedsRole):
        await legal_holds.holds_in_force(work.hub, ben)
    assert not (await legal_holds.record_of_case(work.hub, ben, case_id)).may_keep
    for reason in ("", " ", "x" * 1_001):
        with pytest.raises(FieldProblem):
            await legal_holds.release_hold(work.hub, ann, hold.id, reason)
    assert [one.released_at for one in await work.rows(LegalHold)] == [None]

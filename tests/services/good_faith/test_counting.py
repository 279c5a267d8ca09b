"""The record follows every decision in its own commit, and a simple model of it agrees whatever happens."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from aacabot.domain.cases import CaseEventKind, CaseState, DeclineReason
from aacabot.domain.rights import ReasonCode
from aacabot.domain.viewers import EVERYONE
from aacabot.services import resubmission, reviews
from aacabot.services.good_faith import compute_all, compute_nightly
from aacabot.services.hub import Hub
from aacabot.services.retraction import retract
from aacabot.store import nights
from aacabot.store.models import AuditEntryRow, CaseRow, GoodFaith, GoodFaithDay
from tests.journeys.alliance import GIL, OLA
from tests.services.casework import Casework
from tests.services.records import happen, sent_cases
from tests.services.reviewing import add_evidence, for_review

E = CaseEventKind
REASONS = ("COUNTERFEIT", "TRADEMARK_USE")


async def standing(work: Casework, reason_code: str = "") -> GoodFaith:
    (row,) = await work.rows(GoodFaith, reason_code=reason_code)
    assert isinstance(row, GoodFaith)
    return row


def counts(row: GoodFaith | GoodFaithDay) -> tuple[int, int, int]:
    return row.taken_down, row.declined, row.restored


async def test_twenty_takedowns_grant_it_and_two_restores_lose_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 20)
    await happen(work, E.VERIFIED, sent[:19])
    assert (await standing(work)).status == "provisional"
    await happen(work, E.VERIFIED, sent[19:])
    granted = await standing(work)
    assert (granted.status, counts(granted)) == ("granted", (20, 0, 0))
    await happen(work, E.RESTORED, sent[:1])
    assert (await standing(work)).status == "watch", "1 of 20 is 5 %, the limit itself"
    await happen(work, E.RESTORED, sent[1:2])
    lost = await standing(work)
    assert (lost.status, counts(lost)) == ("revoked", (20, 0, 2))
    assert lost.readmit_at is not None
    assert lost.readmit_at.date() == date(2027, 2, 22)
    changes = [row.details for row in await work.rows(AuditEntryRow, action="good_faith.changed")]
    overall = [(one["from"], one["to"]) for one in changes if one["reason_code"] is None]
    assert overall == [("provisional", "granted"), ("granted", "watch"), ("watch", "revoked")]


async def test_only_the_reason_code_that_fails_is_lost(hub: Hub) -> None:
    work = await Casework.begun(hub)
    good = await sent_cases(work, 300)
    await happen(work, E.VERIFIED, good)
    bad = await sent_cases(work, 20, ["TRADEMARK_USE"])
    await happen(work, E.VERIFIED, bad[:15])
    await happen(work, E.DECLINED, bad[15:])
    assert (await standing(work, "TRADEMARK_USE")).status == "revoked"
    assert (await standing(work, "COUNTERFEIT")).status == "granted"
    assert (await standing(work)).status == "granted"


async def test_abuse_found_when_a_request_is_declined_again_the_same_day_is_heard(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, ola = await for_review(work), await work.person(OLA)
    await reviews.decline(work.hub, ola, case_id, DeclineReason.WRONG_CLASS, None)
    right_id = (await work.case(case_id)).right_id or ""
    again = resubmission.Again(right_id, ReasonCode.COUNTERFEIT, "A photo.")
    await add_evidence(work, case_id, GIL)
    await resubmission.send_again(work.hub, await work.person(GIL), case_id, again)
    await reviews.decline(work.hub, ola, case_id, DeclineReason.ABUSE, None)
    overall = await standing(work)
    assert (overall.status, overall.declined) == ("revoked", 1)


async def test_a_decline_for_abuse_revokes_at_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 60)
    await happen(work, E.VERIFIED, sent[:59])
    await happen(work, E.DECLINED, sent[59:], reason="ABUSE")
    assert (await standing(work)).status == "revoked"


async def test_a_decline_turned_into_a_takedown_moves(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (case,) = await sent_cases(work, 1)
    await happen(work, E.DECLINED, [case])
    work.later(days=2)
    await happen(work, E.RESUBMITTED, [case], person=await work.person("U0ANN"))
    await happen(work, E.SENT, [case])
    assert counts(await standing(work)) == (0, 1, 0), "until it is decided anew"
    await happen(work, E.VERIFIED, [case])
    assert counts(await standing(work)) == (1, 0, 0)
    days = {row.day.day: counts(row) for row in await work.rows(GoodFaithDay)}
    assert days == {22: (0, 0, 0), 24: (1, 0, 0)}


async def test_what_is_too_old_counts_no_more(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 20)
    await happen(work, E.VERIFIED, sent)
    work.later(days=91)
    await compute_all(work.hub)
    assert counts(await standing(work)) == (20, 0, 0)
    work.later(days=2)
    done = await compute_all(work.hub)
    assert (done.changed, done.mended) == (2, 0)
    row = await standing(work)
    assert (row.status, counts(row)) == ("provisional", (0, 0, 0))


async def test_the_night_mends_counts_that_differ_and_says_how_many(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 20)
    await happen(work, E.VERIFIED, sent)
    async with work.hub.unit(EVERYONE) as unit:
        row = (await work.rows(GoodFaithDay))[0]
        row = await unit.session.merge(row)
        row.taken_down, row.declined = 17, 9
    done = await compute_all(work.hub)
    assert done.mended == 1
    assert counts((await work.rows(GoodFaithDay))[0]) == (20, 0, 0)
    assert (await standing(work)).status == "granted"
    assert (await compute_all(work.hub)).mended == 0


def three_months(day: date, direction: int) -> date:
    """The same day three months on or back, counted down to one that month has: 31 January, 30 April."""
    month = day.year * 12 + day.month - 1 + 3 * direction
    for at in range(day.day, 0, -1):
        with suppress(ValueError):
            return date(month // 12, month % 12 + 1, at)
    raise AssertionError(day)


@dataclass
class Told:
    """What a very simple reader keeps of one case: its last outcome."""

    reason: str
    day: date | None = None
    taken: bool = False
    back: bool = False


@dataclass
class Model:
    """All outcomes in a list, judged anew with fractions each time."""

    cases: dict[str, Told] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    until: dict[str, datetime] = field(default_factory=dict)

    def happen(self, case_id: str, event: CaseEventKind, now: datetime) -> None:
        told = self.cases[case_id]
        if event in {E.VERIFIED, E.DECLINED}:
            told.day, told.taken, told.back = now.date(), event is E.VERIFIED, False
        elif event is E.RESTORED and told.taken:
            told.back = True

    def counts(self, reason: str, now: datetime) -> tuple[int, int, int]:
        begins = three_months(now.date(), -1) + timedelta(days=1)
        found = [t for t in self.cases.values() if t.day and t.day >= begins and reason in {"", t.reason}]
        taken = [t for t in found if t.taken]
        return len(taken), len(found) - len(taken), sum(t.back for t in taken)

    def judge(self, reason: str, now: datetime) -> None:
        taken, declined, back = self.counts(reason, now)
        if self.statuses.get(reason) == "revoked" and now < self.until[reason]:
            return
        if taken + declined < 20:
            status = "provisional"
        else:
            rate = Fraction(taken - back, taken + declined)
            returned = Fraction(back, taken) if taken else Fraction(0)
            status = "granted"
            if rate < Fraction(92, 100) or returned > Fraction(4, 100):
                status = "watch"
            if rate < Fraction(9, 10) or returned > Fraction(5, 100):
                status = "revoked"
        if status == "revoked" and self.statuses.get(reason) != "revoked":
            self.until[reason] = datetime.combine(three_months(now.date(), 1), now.timetz())
        self.statuses[reason] = status


LEGAL = {
    CaseState.SUBMITTED: [E.VERIFIED] * 12 + [E.DECLINED],
    CaseState.TAKEN_DOWN: [E.RESTORED],
    CaseState.DECLINED: [E.RESUBMITTED],
    CaseState.CONFIRMED: [E.SENT],
}


def steps(rng: random.Random, rows: list[CaseRow]) -> Iterator[tuple[CaseEventKind, list[str]]]:
    """Some commits of one kind of event each, legal for the cases as they stand."""
    by_event: dict[CaseEventKind, list[str]] = {}
    for row in rows:
        can = LEGAL.get(CaseState(row.state), [])
        if can and rng.random() < (0.04 if row.state == "taken_down" else 0.5):
            by_event.setdefault(rng.choice(can), []).append(row.id)
    yield from by_event.items()


async def test_a_simple_model_agrees_over_random_histories(hub: Hub) -> None:
    work = await Casework.begun(hub)
    work.now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    seed = random.randrange(2**32)
    rng, model = random.Random(seed), Model()
    ann = await work.person("U0ANN")
    for case_id in await sent_cases(work, 90, REASONS):
        model.cases[case_id] = Told((await work.case(case_id)).reason_code or "")
    for _ in range(8):
        rows = [row for row in await work.rows(CaseRow) if row.id in model.cases]
        for event, case_ids in steps(rng, rows):
            person = ann if event is E.RESUBMITTED else None
            before = {row.id: (row.outcome, row.restored_at) for row in rows}
            await happen(work, event, case_ids, person=person)
            for case_id in case_ids:
                model.happen(case_id, event, work.now)
            after = {row.id: (row.outcome, row.restored_at) for row in await work.rows(CaseRow)}
            if any(after[case_id] != before[case_id] for case_id in case_ids):
                for reason in ("", *REASONS):
                    model.judge(reason, work.now)
            for reason in ("", *REASONS):
                rows_now = await work.rows(GoodFaith, reason_code=reason)
                if rows_now:
                    (row,) = rows_now
                    assert counts(row) == model.counts(reason, work.now), f"seed {seed}"
                    assert row.status == model.statuses[reason], f"seed {seed}"
        work.later(days=rng.randrange(0, 25))
        done = await compute_all(work.hub)
        assert done.mended == 0, f"seed {seed}"
        for reason in ("", *REASONS):
            model.judge(reason, work.now)


async def test_outcomes_that_come_at_once_are_all_counted(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 24, REASONS)
    await asyncio.gather(*(happen(work, E.VERIFIED, sent[start::6]) for start in range(6)))
    assert counts(await standing(work)) == (24, 0, 0)
    assert (await standing(work)).status == "granted"
    await asyncio.gather(
        compute_all(work.hub), compute_all(work.hub), *(happen(work, E.RESTORED, [one]) for one in sent[:4])
    )
    assert counts(await standing(work)) == (24, 0, 4)
    assert (await compute_all(work.hub)).mended == 0


async def test_a_brand_that_retracts_its_own_takedown_counts_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 20)
    await happen(work, E.VERIFIED, sent)
    ann = await work.person("U0ANN")
    for case_id in sent[:2]:
        await retract(work.hub, ann, case_id, "The seller is ours")
    row = await standing(work)
    assert (row.status, counts(row)) == ("revoked", (20, 0, 2))


async def test_the_night_is_one_nodes_and_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    done = await asyncio.gather(compute_nightly(work.hub), compute_nightly(work.hub))
    assert sum(one is not None for one in done) == 1
    assert await compute_nightly(work.hub) is None
    work.later(hours=13)
    assert await compute_nightly(work.hub) is not None


async def test_a_night_that_died_is_begun_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        assert await nights.claim(unit.session, "good_faith", unit.now, unit.now + timedelta(minutes=10))
    assert await compute_nightly(work.hub) is None
    work.later(minutes=10)
    assert await compute_nightly(work.hub) is not None

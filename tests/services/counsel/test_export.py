"""The record as it is written: whole, the same twice, for those who keep it, and checkable by anybody."""

import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlmodel import col

from aacabot.domain.counsel import Scope
from aacabot.domain.counsel_verifier import lines_of, verify
from aacabot.domain.errors import CaseNotFound, FieldProblem, NeedsRole
from aacabot.domain.evidence import HandedIn
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import evidence
from aacabot.services.chain_roots import make_roots
from aacabot.services.counsel import case_scope, member_scope
from aacabot.services.counsel import export as exporting
from aacabot.services.counsel.asking import NoSuchRecord, brands_offered
from aacabot.services.counsel.check import Checked, check_chains
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow, CounselExport, GrantRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA
from tests.services.casework import EVE, Casework
from tests.services.recorded import exported, keepers, path_of, read, two_cases

TODAY = date(2026, 11, 22)


async def test_a_record_is_whole_checks_out_and_is_the_same_twice(hub: Hub, tmp_path: Path) -> None:
    work, first, _ = await two_cases(hub)
    made = await exported(work, tmp_path / "one.zip")
    await exported(work, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    verdict = verify(str(tmp_path / "one.zip"), made.fingerprint)
    assert verdict.is_sound, list(lines_of(verdict))
    assert len(verdict.cases) == made.cases == 2
    number = (await work.case(first)).number
    takedown = await work.takedown(first)
    assert takedown is not None
    notice = read(tmp_path / "one.zip", f"cases/{number}/notice-{takedown.id}.json")
    assert notice == takedown.notice
    case = json.loads(read(tmp_path / "one.zip", f"cases/{number}/case.json"))
    assert case["state"] == "taken_down" and case["takedowns"][0]["receipt"] == "R-1"
    assert case["takedowns"][0]["statement"] == json.loads(notice)["statement"]
    assert [act["event"] for act in case["acts"]] == ["confirmed"]
    assert [row.size for row in await work.rows(CounselExport)] == [made.size] * 2
    deeds = await work.rows(AuditEntryRow, action="record.exported")
    assert [one.details["sha256"] for one in deeds] == [made.sha256] * 2


async def test_what_people_and_sellers_wrote_is_text_on_the_pages(hub: Hub, tmp_path: Path) -> None:
    work, _, second = await two_cases(hub)
    await exported(work, tmp_path / "r.zip", second)
    page = read(tmp_path / "r.zip", path_of(tmp_path / "r.zip", "summary.html")).decode()
    assert "Bought &lt;b&gt;here&lt;/b&gt; by us." in page
    assert "<script" not in page and "default-src 'none'" in page


async def test_evidence_lies_beside_its_case_and_what_is_lost_is_said(hub: Hub, tmp_path: Path) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    given = HandedIn(kind=EvidenceKind.TELL, sentence="The seam is glued.")
    await evidence.add(work.hub, await work.person(ANN), case_id, given, [])
    await exported(work, tmp_path / "r.zip", case_id)
    case = json.loads(read(tmp_path / "r.zip", path_of(tmp_path / "r.zip", "case.json")))
    (piece,) = case["evidence"]
    assert read(tmp_path / "r.zip", path_of(tmp_path / "r.zip", piece["file"])) == b"The seam is glued."
    (kept,) = Path(work.hub.settings.evidence_url.removeprefix("file://")).rglob(piece["sha256"])
    kept.unlink()
    await exported(work, tmp_path / "lost.zip", case_id)
    assert verify(str(tmp_path / "lost.zip")).is_sound
    case = json.loads(read(tmp_path / "lost.zip", path_of(tmp_path / "lost.zip", "case.json")))
    assert case["evidence"][0]["file"] is None and "FileNotFoundError" in case["evidence"][0]["missing"]


async def test_a_role_that_was_taken_later_still_shows(hub: Hub, tmp_path: Path) -> None:
    work, first, _ = await two_cases(hub)
    ann = await work.person(ANN)
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(delete(GrantRow).where(col(GrantRow.person_id) == ann.id))
    await exported(work, tmp_path / "r.zip", first)
    case = json.loads(read(tmp_path / "r.zip", path_of(tmp_path / "r.zip", "case.json")))
    (act,) = case["acts"]
    assert act["recorded"] and [role["role"] for role in act["roles"]] == ["enforcer", "counsel"]
    assert case["people"][ann.id]["name"] == "Ann"


async def test_a_daily_root_covers_a_case_and_proves_it(hub: Hub, tmp_path: Path) -> None:
    work, _, _ = await two_cases(hub)
    work.later(days=1)
    assert await make_roots(work.hub) == 1
    await exported(work, tmp_path / "r.zip")
    manifest = json.loads(read(tmp_path / "r.zip", "manifest.json"))
    assert [case["root"]["day"] for case in manifest["cases"]] == ["2026-11-22"] * 2
    assert verify(str(tmp_path / "r.zip")).is_sound


async def test_a_period_takes_the_cases_with_an_event_in_it(hub: Hub, tmp_path: Path) -> None:
    work, _, _ = await two_cases(hub)
    for first, last, cases in ((TODAY, TODAY, 2), (TODAY + timedelta(1), TODAY + timedelta(9), 0)):
        scope = await member_scope(work.hub, "cli:root", "acme", None, first, last)
        made = await exporting.write_record(work.hub, "cli:root", scope, tmp_path / "p.zip")
        assert made.cases == cases
        assert verify(str(tmp_path / "p.zip")).is_sound
    scope = await member_scope(work.hub, "cli:root", "acme", "second-brand", TODAY, TODAY)
    assert (await exporting.write_record(work.hub, "cli:root", scope, tmp_path / "b.zip")).cases == 0


async def test_only_who_keeps_the_record_gets_it(hub: Hub) -> None:
    work, first, _ = await two_cases(hub)
    await keepers(work, ANN)
    await keepers(work, BEA)
    await keepers(work, EVE, "counsel", (await work.case(first)).brand_id)
    ann, bea, ben, eve, ola = [await work.person(user) for user in (ANN, BEA, BEN, EVE, OLA)]
    member_id = str(ann.of_member)
    for keeper in (ann, eve, ola):
        assert (await case_scope(work.hub, keeper, first)) == Scope(member_id=member_id, case_id=first)
    for keeper in (ann, ola):
        assert (await member_scope(work.hub, keeper, member_id, None, TODAY, TODAY)).member_id == member_id
    with pytest.raises(CaseNotFound):
        await case_scope(work.hub, bea, first)
    for other in (ben, await work.person(GIL)):
        with pytest.raises((NeedsRole, CaseNotFound)):
            await case_scope(work.hub, other, first)
    for other in (bea, ben, eve):
        with pytest.raises(NeedsRole):
            await member_scope(work.hub, other, member_id, None, TODAY, TODAY)
    with pytest.raises(FieldProblem):
        await member_scope(work.hub, ann, member_id, "no brand", TODAY, TODAY)
    with pytest.raises(NoSuchRecord):
        await case_scope(work.hub, "cli:root", "AC-NONE0")
    assert {name for _, name in await brands_offered(work.hub, bea, "", 100)} == {"Quorvane (Quorvane Group)"}


async def test_a_large_export_is_kept_and_fetched(hub: Hub, tmp_path: Path) -> None:
    work, first, _ = await two_cases(hub)
    made = await exported(work, tmp_path / "r.zip", first)
    with pytest.raises(exporting.NoSuchExport):
        await exporting.fetch(work.hub, "cli:root", made.id, tmp_path / "none.zip")
    await exporting.keep(work.hub, made.id, tmp_path / "r.zip")
    await exporting.fetch(work.hub, "cli:root", made.id, tmp_path / "back.zip")
    assert (tmp_path / "back.zip").read_bytes() == (tmp_path / "r.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "back.zip").testzip() is None


async def test_the_check_of_the_live_chains_finds_nothing_wrong(hub: Hub) -> None:
    work, _, _ = await two_cases(hub)
    work.later(days=1)
    await make_roots(work.hub)
    checked = Checked()
    assert [problem async for problem in check_chains(work.hub, checked)] == []
    assert (checked.cases, checked.roots) == (2, 1) and checked.events > 4

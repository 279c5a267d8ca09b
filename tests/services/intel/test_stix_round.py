"""What is exported can be taken in: by its own alliance without a trace, by another one item for item."""

import json
from dataclasses import replace
from typing import Any

import pytest
from stix2validator import ValidationOptions, validate_string

from aacabot.domain.intel import Confidence, Draft, IntelKind, Label, Origin, Reliability
from aacabot.domain.intel.stix.ids import item_of
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.imports import Imported, import_file
from aacabot.services.intel.sharing import share
from aacabot.services.intel.stix_export import export_stix
from aacabot.store.models import AuditEntryRow, IntelImport, IntelItem, IntelView, Member, Table
from tests.journeys.alliance import ANN, BEA, RAY
from tests.services.casework import Casework

VALUES = {
    IntelKind.LISTING: "https://market.example/item/7",
    IntelKind.SELLER: "sandbox:s-77",
    IntelKind.STOREFRONT: "https://market.example/shop/best-deals",
    IntelKind.TITLE: "runner last pairs",
    IntelKind.KEYWORD: "zephyrin runner",
    IntelKind.IMAGE: "0f" * 32,
    IntelKind.PAYMENT: "pay.me/best77",
    IntelKind.CONTACT: "wx-best77",
    IntelKind.WAREHOUSE: "Yiwu, Zhejiang, China",
    IntelKind.FACILITY: "Putian, Fujian",
    IntelKind.METHOD: "Empty boxes first",
    IntelKind.NOTE: "Ships at night",
}
OPEN = [label for label in Label if label is not Label.RED]


async def member(work: Casework, key: str = "acme") -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def exported(work: Casework, person: Person, member_id: str | None = None) -> bytes:
    export = await export_stix(work.hub, person, member_id)
    return b"".join([chunk async for chunk in export.chunks])


async def objects(work: Casework, person: Person) -> list[dict[str, Any]]:
    return list(json.loads(await exported(work, person))["objects"])


async def of_every_kind(work: Casework) -> None:
    ann, acme, market = await work.person(ANN), await member(work), await work.marketplace()
    for number, (kind, value) in enumerate(VALUES.items()):
        for label in OPEN:
            marked = value if label is OPEN[0] else f"{value[:60]}{OPEN.index(label)}{number}"
            if kind is IntelKind.IMAGE:
                marked = f"{OPEN.index(label)}f" * 32
            await share(
                work.hub, ann, acme,
                Draft(
                    kind=kind, value=marked, label=label, text=f"As seen {label.value}", category="shoes",
                    confidence=Confidence.HIGH, reliability=Reliability.A, marketplace_id=market.id,
                ),
            )  # fmt: skip


def said(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What objects say, without what each alliance makes anew: ids and days."""
    told = [
        (
            one["type"],
            one.get("pattern"),
            one.get("value"),
            one.get("description"),
            one.get("content"),
            one.get("confidence"),
            json.dumps(one.get("extensions"), sort_keys=True),
            one.get("object_marking_refs"),
        )
        for one in found
        if "object_marking_refs" in one and "hash" not in one.get("name", "")
    ]
    return sorted(told, key=repr)


@pytest.mark.timeout(300)
async def test_every_kind_under_every_label_is_valid_stix(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await of_every_kind(work)
    async with work.hub.unit(EVERYONE) as unit:
        for row in await work.rows(IntelItem):
            kept = await unit.session.get_one(IntelItem, row.id)
            kept.met, kept.wrong, kept.outdated = 3, 4, 5
    bundle = await exported(work, await work.person(BEA))
    results = validate_string(bundle.decode(), ValidationOptions(version="2.1", enforce_refs=True))
    assert results.is_valid, results
    found = json.loads(bundle)["objects"]
    mains = {item_of(one["id"]) for one in found if "confidence" in one}
    assert mains == {row.id for row in await work.rows(IntelItem)}
    assert {one["created_by_ref"] for one in found if "created_by_ref" in one} == {
        one["id"] for one in found if one["type"] == "identity"
    }
    hashes = {row.key for row in await work.rows(IntelItem)}
    assert not any(key and key in bundle.decode() for key in hashes)
    assert {one.get("count") for one in found if one["type"] == "sighting"} == {3}


async def test_counts_below_three_are_told_to_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    shared = await share(
        work.hub, await work.person(ANN), await member(work), Draft(kind=IntelKind.TITLE, value="last pairs")
    )
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(IntelItem, shared.item_id)
        row.met, row.wrong, row.outdated = 2, 2, 2
    kinds = {one["type"] for one in await objects(work, await work.person(BEA))}
    assert kinds.isdisjoint({"sighting", "opinion"}) and "indicator" in kinds


async def test_an_import_of_ones_own_export_changes_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await of_every_kind(work)
    before = [row.model_dump() for row in await work.rows(IntelItem)]
    ann, bea = await work.person(ANN), await work.person(BEA)
    for person, key in ((ann, "acme"), (bea, "beta")):
        content = await exported(work, person)
        work.later(days=2)
        report = await import_file(work.hub, person, await member(work, key), content, "stix", Origin.API)
        assert report.counts.keys() <= {"known", "read"}, [one for one in report.lines if one.problem]
        assert report.counts["known"] == len(before)
    assert [row.model_dump() for row in await work.rows(IntelItem)] == before


async def forget_all(work: Casework) -> None:
    """Make it an alliance that has never shared anything."""
    async with work.hub.unit(EVERYONE) as unit:
        for table in reversed(Table.metadata.sorted_tables):
            if table.name.startswith("intel_"):
                await unit.session.execute(table.delete())


async def test_an_export_taken_in_elsewhere_says_the_same_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await of_every_kind(work)
    first = await exported(work, await work.person(ANN))
    await forget_all(work)
    report = await _import(work, first)
    hashed = 2 * len(OPEN)
    assert report.counts["shared"] == len(VALUES) * len(OPEN) - hashed, report.lines
    assert {one.problem for one in report.lines if one.outcome == "refused"} == {"hashed"}
    again = await exported(work, await work.person(ANN))
    assert said(json.loads(again)["objects"]) == said(json.loads(first)["objects"])


async def _import(work: Casework, content: bytes, who: str = ANN, key: str = "acme") -> Imported:
    person = await work.person(who)
    return await import_file(work.hub, person, await member(work, key), content, "stix", Origin.FILE)


async def test_what_another_member_brings_meets_what_is_there(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await of_every_kind(work)
    text = (await exported(work, await work.person(ANN))).decode()
    for row in await work.rows(IntelItem):
        part = f"{row.id[:8]}-{row.id[8:12]}-{row.id[12:16]}-{row.id[16:20]}-{row.id[20:]}"
        text = text.replace(part, f"{part[:-4]}0000")
    before = len(await work.rows(IntelItem))
    report = await _import(work, text.encode(), BEA, "beta")
    without_key = [row for row in await work.rows(IntelItem) if row.kind in {"method", "note"}]
    assert report.counts["seen"] == before - 2 * len(OPEN) - 2 * len(OPEN)
    assert len(await work.rows(IntelItem)) == before + len(without_key) // 2


async def test_the_same_bytes_twice_are_one_file(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await of_every_kind(work)
    content = await exported(work, await work.person(ANN))
    first, second = await _import(work, content), await _import(work, content)
    assert (first.again, second.again) == (False, True)
    assert replace(first, again=True) == second
    assert len(await work.rows(IntelImport)) == 1
    deeds = [row.action for row in await work.rows(AuditEntryRow) if row.action.startswith("intel.")]
    assert deeds.count("intel.exported") == deeds.count("intel.imported") == 1


async def test_each_label_leaves_for_whom_it_is_and_red_for_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ray = await work.person(ANN), await work.person(RAY)
    for label in Label:
        named = frozenset({ann.id}) if label is Label.RED else frozenset()
        await share(
            work.hub, ann, await member(work),
            Draft(kind=IntelKind.TITLE, value=f"marked {label.name}", label=label, named=named),
        )  # fmt: skip
    told = {
        who: {one["pattern"] for one in await objects(work, await work.person(who)) if "pattern" in one}
        for who in (ANN, BEA, RAY)
    }
    amber = {"marked CLEAR", "marked GREEN", "marked AMBER"}
    assert told == {ANN: {*amber, "marked AMBER_STRICT"}, BEA: {*amber, "marked AMBER_STRICT"}, RAY: amber}
    assert ray.of_agency is not None


async def test_an_export_counts_as_a_view_for_the_source(hub: Hub) -> None:
    work = await Casework.begun(hub)
    shared = await share(
        work.hub, await work.person(ANN), await member(work), Draft(kind=IntelKind.TITLE, value="last pairs")
    )
    await exported(work, await work.person(ANN))
    await exported(work, await work.person(BEA))
    assert [(row.item_id, row.views) for row in await work.rows(IntelView)] == [(shared.item_id, 1)]

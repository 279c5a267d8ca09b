"""What bad and strange files of intel become: refused or merged, with a line each."""

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from aacabot.domain.errors import NeedsRole
from aacabot.domain.intel import Draft, IntelKind, Label, Origin
from aacabot.domain.intel.imports import LineReport, UnreadableImport
from aacabot.domain.intel.stix.extensions import ITEM
from aacabot.domain.intel.stix.markings import MARKING_IDS
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel import imports
from aacabot.services.intel.imports import import_file, report_of
from aacabot.services.intel.sharing import share
from aacabot.services.intel.stix_export import export_stix
from aacabot.store.intel.items import lock_item
from aacabot.store.models import IntelImport, IntelImportLine, IntelItem, IntelOrigin, Member
from tests.domain.intel.stix.test_door import bundle, title
from tests.journeys.alliance import ANN, BEA, BEN, OLA
from tests.services.casework import Casework

# What is no matter of the database is shown on one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def member(work: Casework, key: str = "acme") -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def taken(
    work: Casework, content: bytes, who: str = ANN, key: str = "acme", form: str = "stix"
) -> list[LineReport]:
    person = await work.person(who)
    made = await import_file(work.hub, person, await member(work, key), content, form, Origin.FILE)
    return made.lines


def told(lines: list[LineReport]) -> list[tuple[str, str | None]]:
    return [(one.outcome.value, one.problem.value if one.problem else None) for one in lines]


async def test_a_file_becomes_items_and_a_report_that_can_be_read_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    found = title("last pairs", object_marking_refs=[MARKING_IDS[Label.GREEN]])
    lines = await taken(work, bundle(found, 7, title("LAST  pairs"), title("other")))
    assert told(lines) == [
        ("shared", None),
        ("refused", "not_an_object"),
        ("duplicate", None),
        ("shared", None),
    ]
    rows = {row.value: row for row in await work.rows(IntelItem)}
    assert {value: row.label for value, row in rows.items()} == {
        "last pairs": "green",
        "other": "amber+strict",
    }
    assert rows["last pairs"].stix_id == found["id"]
    (kept,) = await work.rows(IntelImport)
    assert kept.counts == {"duplicate": 1, "refused": 1, "shared": 2}
    assert {row.import_id for row in await work.rows(IntelOrigin)} == {kept.id}
    ann = await work.person(ANN)
    again = await report_of(work.hub, ann, await member(work), kept.id)
    assert again is not None and again.lines == lines


async def test_a_label_is_never_widened_by_a_file(hub: Hub) -> None:
    work = await Casework.begun(hub)
    shared = await share(
        work.hub, await work.person(ANN), await member(work),
        Draft(kind=IntelKind.TITLE, value="last pairs", label=Label.AMBER),
    )  # fmt: skip
    clear = [MARKING_IDS[Label.CLEAR]]
    claims = title("last pairs", object_marking_refs=clear)
    ours = title("last pairs", object_marking_refs=clear, id=f"indicator--{UUID(shared.item_id)}")
    for who, key in ((ANN, "acme"), (BEA, "beta")):
        assert told(await taken(work, bundle(ours), who, key)) == [("known", "label_kept")]
    assert told(await taken(work, bundle(claims))) == [("known", "label_kept")]
    assert told(await taken(work, bundle(claims), BEA, "beta")) == [("seen", None)]
    assert [row.label for row in await work.rows(IntelItem)] == ["amber"]


async def test_an_id_of_ours_proves_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, bea = await work.person(ANN), await work.person(BEA)
    open_item = await share(
        work.hub, ann, await member(work), Draft(kind=IntelKind.TITLE, value="last pairs")
    )
    red = Draft(kind=IntelKind.TITLE, value="secret", label=Label.RED, named=frozenset({ann.id}))
    closed = await share(work.hub, ann, await member(work), red)
    forged = title("something else", id=f"indicator--{UUID(open_item.item_id)}")
    hidden = title("secret", id=f"indicator--{UUID(closed.item_id)}")
    lines = await taken(work, bundle(forged, hidden), BEA, "beta")
    assert told(lines) == [("refused", "forged_id"), ("refused", "not_open")]
    assert bea.of_member is not None
    assert len(await work.rows(IntelItem)) == 2


async def test_a_file_tells_nobody_of_a_colleagues_red_item(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben = await work.person(ANN), await work.person(BEN)
    for kind in (IntelKind.TITLE, IntelKind.NOTE):
        red = Draft(kind=kind, value="secret", label=Label.RED, named=frozenset({ann.id}), text="x")
        await share(work.hub, ann, await member(work), red)
    content = b"kind,value,text\r\ntitle,secret,\r\nnote,secret,x\r\n"
    assert told(await taken(work, content, BEN, form="csv")) == [("shared", None)] * 2
    assert ben.of_member == ann.of_member


@pytest.mark.parametrize("kind", [IntelKind.TITLE, IntelKind.SELLER])
async def test_a_report_is_its_own_persons_and_tells_a_colleague_nothing(hub: Hub, kind: IntelKind) -> None:
    work = await Casework.begun(hub)
    ann, ben, acme = await work.person(ANN), await work.person(BEN), await member(work)
    red = Draft(kind=kind, value="secret", label=Label.RED, named=frozenset({ann.id}))
    mine = (await share(work.hub, ann, acme, red)).item_id
    content = f"kind,value\r\n{kind},secret\r\n".encode()
    made = await import_file(work.hub, ann, acme, content, "csv", Origin.FILE)
    assert [(one.outcome.value, one.item_id) for one in made.lines] == [("known", mine)]
    assert await report_of(work.hub, ben, acme, made.id) is None
    theirs = await import_file(work.hub, ben, acme, content, "csv", Origin.FILE)
    assert (theirs.again, told(theirs.lines)) == (False, [("shared", None)])
    assert theirs.lines[0].item_id != mine
    for person in (ann, ben):
        assert (await import_file(work.hub, person, acme, content, "csv", Origin.FILE)).again


async def test_a_report_does_not_speak_of_red_to_whom_it_names(hub: Hub) -> None:
    work = await Casework.begun(hub)
    named = frozenset({(await work.person(BEA)).id})
    red = Draft(kind=IntelKind.TITLE, value="secret", label=Label.RED, named=named)
    item_id = (await share(work.hub, await work.person(ANN), await member(work), red)).item_id
    by_id = title("secret", id=f"indicator--{UUID(item_id)}")
    by_value = title("Secret")
    assert told(await taken(work, bundle(by_id, by_value), BEA, "beta")) == [
        ("refused", "not_open"),
        ("shared", None),
    ]


async def test_what_was_for_a_group_or_kept_as_a_hash_is_not_made_anew(hub: Hub) -> None:
    work = await Casework.begun(hub)

    def item(**said: Any) -> dict[str, Any]:
        return {ITEM.id: {"extension_type": "property-extension", "reliability": "b", **said}}

    grouped = title("for some", extensions=item(kind="title", audience="group"))
    hashed = title("x", extensions=item(kind="payment"))
    hashed |= {
        "type": "infrastructure",
        "id": hashed["id"].replace("indicator", "infrastructure"),
        "name": "p",
    }
    for name in ("pattern", "pattern_type", "valid_from"):
        del hashed[name]
    assert told(await taken(work, bundle(grouped, hashed))) == [("refused", "group"), ("refused", "hashed")]
    assert await work.rows(IntelItem) == []


async def test_customer_data_has_its_line_and_stays_out(hub: Hub) -> None:
    work = await Casework.begun(hub)
    private = title("last pairs", description="Buyer: Jane Example, +44 7700 900123, jane@example.org")
    lines = await taken(work, bundle(private, title("other")))
    assert told(lines) == [("refused", "guard"), ("shared", None)]
    assert lines[0].rule
    assert [row.value for row in await work.rows(IntelItem)] == ["other"]
    kept = str([row.model_dump() for row in await work.rows(IntelImportLine)])
    assert "Jane" not in kept and "7700" not in kept


async def test_a_file_holds_what_it_makes_fresh_in_one_order_whatever_its_own(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await taken(work, bundle(title("pattern 1"), title("pattern 2")))
    low, high = sorted(await work.rows(IntelItem), key=lambda row: row.id)
    again = f"kind,value\r\ntitle,{high.value}\r\ntitle,new\r\ntitle,{low.value}\r\n".encode()
    work.later(days=2)
    async with work.hub.unit(EVERYONE) as unit:
        await lock_item(unit.session, low.id)
        taking = asyncio.create_task(taken(work, again, form="csv"))
        await asyncio.sleep(0.5)
        await lock_item(unit.session, high.id)
    assert told(await taking) == [("known", None), ("shared", None), ("known", None)]
    assert {row.last_seen_on for row in await work.rows(IntelItem)} == {work.now.date()}


async def test_a_file_that_was_broken_off_is_taken_in_to_its_end(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = await Casework.begun(hub)
    content = bundle(*(title(f"pattern {n}") for n in range(5)))
    monkeypatch.setattr(imports, "PAGE", 2)
    with monkeypatch.context() as broken:
        broken.setattr(imports, "_end", None)
        with pytest.raises(TypeError):
            await taken(work, content)
    with pytest.raises(imports.ImportUnderWay):
        work.later(minutes=1)
        await taken(work, content)
    work.later(hours=1)
    assert told(await taken(work, content)) == [("known", None)] * 5
    assert len(await work.rows(IntelItem)) == len(await work.rows(IntelImportLine)) == 5


async def test_rows_of_a_csv_become_items_with_a_line_each(hub: Hub) -> None:
    work = await Casework.begun(hub)
    content = (
        "Kind,value,label,confidence,colour\r\n"
        "title,last pairs,TLP:GREEN,high,red\r\n"
        "storefront,https://market.example/shop/1,,,\r\n"
        "shoe,box,,,\r\n"
        "title,secret,TLP:RED,,\r\n"
        "title,x,TLP:PINK,,\r\n"
        "title,,,,\r\n"
        "title,Last  Pairs,CLEAR,,\r\n"
    ).encode("utf-8-sig")
    lines = await taken(work, content, form="csv")
    assert told(lines) == [
        ("shared", None),
        ("shared", None),
        ("refused", "kind_unknown"),
        ("refused", "red"),
        ("refused", "column"),
        ("refused", "no_value"),
        ("duplicate", "label_kept"),
    ]
    assert [one.line for one in lines] == [2, 3, 4, 5, 6, 7, 8]
    assert {row.label for row in await work.rows(IntelItem)} == {"green", "amber+strict"}


@on_sqlite
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file_empty"),
        (b"a,b\r\n1,2", "file_columns"),
        (b"kind,value\r\n" + b"title,x\r\n" * 10_001, "file_too_long"),
        (b"kind,value\r\ntitle,\0", "file_not_text"),
    ],
)
async def test_a_csv_that_is_none_is_refused_as_a_whole(hub: Hub, content: bytes, problem: str) -> None:
    work = await Casework.begun(hub)
    with pytest.raises(UnreadableImport) as refused:
        await taken(work, content, form="csv")
    assert refused.value.problem == problem
    assert await work.rows(IntelImport) == []


async def test_nobody_brings_files_in_for_a_member_they_have_no_role_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for who in (BEA, OLA):
        with pytest.raises(NeedsRole):
            await taken(work, bundle(title()), who)
    assert await work.rows(IntelItem) == []


async def test_a_key_of_one_member_exports_nothing_of_another_client(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme, beta = await work.person(ANN), await member(work), await member(work, "beta")
    strict = Draft(kind=IntelKind.TITLE, value="for acme", label=Label.AMBER_STRICT)
    await share(work.hub, ann, acme, strict)
    agent = replace(
        ann,
        of_member=None,
        of_agency="agency",
        grants=(*ann.grants, *(replace(one, member_id=beta) for one in ann.grants)),
    )
    for member_id, expected in ((acme, True), (beta, False), (None, True)):
        export = await export_stix(work.hub, agent, member_id)
        content = b"".join([chunk async for chunk in export.chunks])
        assert ("for acme" in content.decode()) is expected, member_id
        assert export.items == int(expected)
        assert json.loads(content)["type"] == "bundle"

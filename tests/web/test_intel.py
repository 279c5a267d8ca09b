"""Members' own tools read and share intelligence with a key."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from aacabot.domain.api_tokens import Scope
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.imports import MOST_BYTES
from aacabot.domain.intel.stix.extensions import EXTENSIONS, SCHEMAS, schema, schema_text
from aacabot.domain.people import Grant, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import api_tokens
from aacabot.services.intel.sharing import share
from aacabot.store.models import GrantRow, IntelImport, IntelItem, IntelView, Member
from aacabot.web.errors import errors_in_one_shape
from aacabot.web.intel import IntelRoutes
from tests.domain.intel.stix.test_door import bundle, title
from tests.journeys.alliance import ANN, BEA
from tests.services.casework import Casework

# What is no matter of the database is shown on one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOTH = (Scope.INTEL_READ, Scope.INTEL_WRITE)


@dataclass
class Tool:
    """A member's tool that talks to a served hub with a key."""

    session: aiohttp.ClientSession
    address: str
    work: Casework
    key: str = ""

    async def of(self, who: str, member: str, *scopes: Scope) -> "Tool":
        (row,) = await self.work.rows(Member, key=member)
        person = await self.work.person(who)
        admin = replace(person, grants=(*person.grants, Grant(role=Role.ADMIN, member_id=row.id)))
        made = await api_tokens.make_token(self.work.hub, admin, row.id, "Sharer", scopes or BOTH, 30)
        return replace(self, key=made.token)

    async def send(self, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = f"{self.address}/api/v1{path}"
        async with self.session.request(method, address, headers=headers, **more) as answered:
            return answered.status, json.loads(await answered.read())


@pytest.fixture
async def work(hub: Any) -> Casework:
    return await Casework.begun(hub)


@pytest.fixture
async def tool(work: Casework) -> AsyncIterator[Tool]:
    app = web.Application(middlewares=[errors_in_one_shape], client_max_size=8 * 2**20)
    app.add_routes(IntelRoutes(work.hub).routes())
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        yield Tool(session, str(server.make_url("")).rstrip("/"), work)


async def test_what_one_member_sends_another_reads(tool: Tool) -> None:
    acme, beta = await tool.of(ANN, "acme"), await tool.of(BEA, "beta")
    status, line = await acme.send("POST", "/intel", json={"kind": "title", "value": "last pairs"})
    assert (status, line["outcome"], line["problem"]) == (200, "shared", None)
    status, again = await acme.send("POST", "/intel", json={"kind": "title", "value": "Last  pairs"})
    assert (status, again["outcome"], again["item_id"]) == (200, "known", line["item_id"])
    status, found = await beta.send("GET", "/intel/stix")
    patterns = [one["pattern"] for one in found["objects"] if "pattern" in one]
    assert (status, found["type"], patterns) == (200, "bundle", ["last pairs"])
    status, report = await beta.send("POST", "/intel/stix", data=json.dumps(found).encode())
    assert (status, report["counts"]["known"]) == (200, 1)
    assert "shared" not in report["counts"]
    status, kept = await beta.send("GET", f"/intel/imports/{report['import_id']}")
    assert (status, kept) == (200, {**report, "again": True})
    assert (await acme.send("GET", f"/intel/imports/{report['import_id']}"))[0] == 404


async def test_a_search_finds_what_may_leave(tool: Tool) -> None:
    work, acme, beta = tool.work, await tool.of(ANN, "acme"), await tool.of(BEA, "beta")
    await acme.send("POST", "/intel", json={"kind": "title", "value": "last pairs"})
    (row,) = await work.rows(Member, key="acme")
    red = frozenset({(await work.person(BEA)).id})
    secret = Draft(kind=IntelKind.TITLE, value="last secret", label=Label.RED, named=red)
    await share(work.hub, await work.person(ANN), row.id, secret)
    status, found = await beta.send("GET", "/intel?words=last&page=1")
    assert (status, found["pages"]) == (200, 1)
    assert [(one["value"], one["label"], one["met"]) for one in found["items"]] == [
        ("last pairs", "amber+strict", None)
    ]
    assert set(found["items"][0]).isdisjoint({"is_own", "views", "member", "source"})
    status, nothing = await beta.send("GET", "/intel?words=%25%27%3B--&page=nan")
    assert (status, nothing["items"] == [] or nothing["page"] == 1) == (200, True)


async def test_red_takes_no_place_in_what_a_tool_finds_and_is_not_counted_as_read(tool: Tool) -> None:
    work, beta = tool.work, await tool.of(BEA, "beta")
    ann, named = await work.person(ANN), frozenset({(await work.person(BEA)).id})
    (row,) = await work.rows(Member, key="acme")
    for at in range(5):
        await share(work.hub, ann, row.id, Draft(kind=IntelKind.TITLE, value=f"last pairs {at}"))
        secret = Draft(kind=IntelKind.TITLE, value=f"last secret {at}", label=Label.RED, named=named)
        await share(work.hub, ann, row.id, secret)
    pages = [(await beta.send("GET", f"/intel?words=last&page={at}"))[1] for at in (1, 2)]
    assert [(len(one["items"]), one["pages"]) for one in pages] == [(4, 2), (1, 2)]
    (_, nothing), read = await beta.send("GET", "/intel?words=secret"), await work.rows(IntelView)
    assert (nothing["items"], nothing["pages"]) == ([], 1)
    assert {one.item_id for one in read} == {one["id"] for page in pages for one in page["items"]}


async def test_a_csv_is_answered_row_by_row(tool: Tool) -> None:
    keyed = await tool.of(ANN, "acme")
    status, report = await keyed.send("POST", "/intel/csv", data=b"kind,value\r\ntitle,x\r\nshoe,y\r\n")
    assert (status, [(one["line"], one["outcome"]) for one in report["lines"]]) == (
        200,
        [(2, "shared"), (3, "refused")],
    )


async def test_without_a_key_that_may_there_is_nothing(tool: Tool) -> None:
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", "/intel/stix", {}),
        ("POST", "/intel/stix", {"data": bundle(title())}),
        ("POST", "/intel/csv", {"data": b"kind,value\r\ntitle,x"}),
        ("POST", "/intel", {"json": {"kind": "title", "value": "x"}}),
        ("GET", f"/intel/imports/{'0' * 32}", {}),
        ("GET", "/intel?words=x", {}),
    ]
    other = await tool.of(ANN, "acme", Scope.COMPLAINTS_READ)
    expired = await tool.of(ANN, "acme")
    for method, path, more in asked:
        assert (await tool.send(method, path, **more))[0] == 401, path
        assert (await replace(tool, key="aaca_foreign").send(method, path, **more))[0] == 401, path
        status, answer = await other.send(method, path, **more)
        assert (status, answer["error"]["code"]) == (403, "scope"), path
    tool.work.later(days=31)
    for method, path, more in asked:
        assert (await expired.send(method, path, **more))[0] == 401, path
    assert await tool.work.rows(IntelItem) == await tool.work.rows(IntelImport) == []


async def test_a_key_can_do_no_more_than_its_maker_can_now(tool: Tool) -> None:
    keyed = await tool.of(ANN, "acme")
    async with tool.work.hub.unit(EVERYONE) as unit:
        for grant in await tool.work.rows(GrantRow, person_id=(await tool.work.person(ANN)).id):
            await unit.session.delete(await unit.session.get_one(GrantRow, grant.id))
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", "/intel/stix", {}),
        ("POST", "/intel/stix", {"data": bundle(title())}),
        ("POST", "/intel", {"json": {"kind": "title", "value": "x"}}),
    ]
    for method, path, more in asked:
        status, answer = await keyed.send(method, path, **more)
        assert (status, answer["error"]["code"]) == (403, "not_allowed"), path
    assert await tool.work.rows(IntelItem) == []


@on_sqlite
async def test_files_that_are_none_are_refused_at_the_door(tool: Tool) -> None:
    keyed = await tool.of(ANN, "acme")
    for content, status in (
        (b"{", 400),
        (b"[NaN]", 400),
        (b"[]", 400),
        (b"\xff", 400),
        (b'{"a":' * 50, 400),
        (b'{"type":"bundle","objects":[' + b"{}," * 20_000 + b"{}]}", 413),
        (b" " * (MOST_BYTES + 1), 413),
    ):
        answered, said = await keyed.send("POST", "/intel/stix", data=BytesIO(content))
        assert (answered, bool(said["error"]["message"])) == (status, True), content[:20]
    assert await tool.work.rows(IntelImport) == []


@on_sqlite
@pytest.mark.parametrize(
    ("item", "status"),
    [
        ({"kind": "shoe", "value": "x"}, 400),
        ({"kind": "title", "value": "x", "colour": "red"}, 400),
        ({"kind": "title", "value": "x" * 501}, 400),
        ({"kind": "title"}, 422),
        ({"kind": "title", "value": "x", "label": "red"}, 422),
        ({"kind": "title", "value": "x", "text": "Buyer: Jane Example, jane@example.org"}, 422),
    ],
)
async def test_an_item_that_cannot_be_shared_says_why(tool: Tool, item: dict[str, Any], status: int) -> None:
    answered, said = await (await tool.of(ANN, "acme")).send("POST", "/intel", json=item)
    assert answered == status
    assert said["error"]["fields"]
    assert await tool.work.rows(IntelItem) == []


@on_sqlite
async def test_every_extension_has_a_public_schema_that_exports_keep(tool: Tool) -> None:
    keyed = await tool.of(ANN, "acme")
    await keyed.send("POST", "/intel", json={"kind": "listing", "value": "https://market.example/item/1"})
    _, found = await keyed.send("GET", "/intel/stix")
    checked = 0
    for extension in EXTENSIONS:
        status, said = await tool.send("GET", f"/schemas/{extension.schema}.json")
        assert (status, said) == (200, schema(extension.schema))
        for one in found["objects"]:
            if one["type"] != "extension-definition" and extension.id in one.get("extensions", {}):
                jsonschema.validate(one["extensions"][extension.id], said)
                checked += 1
    assert checked == len(EXTENSIONS)
    assert (await tool.send("GET", "/schemas/other.json"))[0] == 404


def test_the_schemas_of_the_docs_are_those_the_hub_serves() -> None:
    published = Path(__file__).parents[2] / "docs" / "schemas"
    assert {one.stem for one in published.glob("*.json")} == SCHEMAS
    for name in SCHEMAS:
        assert (published / f"{name}.json").read_bytes() == schema_text(name)

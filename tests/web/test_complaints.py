"""Members' own tools report listings with a key, and read what became of them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from aacabot.domain.api_tokens import Scope
from aacabot.domain.people import Grant, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import api_tokens
from aacabot.services.tool_complaints import REQUESTS_A_MINUTE
from aacabot.store.models import Complaint, GrantRow, Member
from aacabot.web.complaints import MAX_REQUEST, ComplaintRoutes
from aacabot.web.errors import errors_in_one_shape
from tests.journeys.alliance import ANN
from tests.services.casework import Casework

# What is no matter of the database is shown on one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOTH = [scope.value for scope in Scope]


@dataclass
class Tool:
    """A member's tool that talks to a served hub with a key."""

    session: aiohttp.ClientSession
    address: str
    work: Casework
    key: str = ""

    async def with_key(self, *scopes: str) -> "Tool":
        (member,) = await self.work.rows(Member, key="acme")
        ann = await self.work.person(ANN)
        admin = replace(ann, grants=(*ann.grants, Grant(role=Role.ADMIN, member_id=member.id)))
        made = await api_tokens.make_token(self.work.hub, admin, member.id, "Sweeper", scopes or BOTH, 30)
        return replace(self, key=made.token)

    async def report(self, **changed: Any) -> tuple[int, dict[str, Any]]:
        body = {
            "brand": "acme-brand",
            "right": "EUIPO 018000001",
            "reason": "COUNTERFEIT",
            "listings": [{"url": "https://market.example/item/L1"}, {"url": "https://else.example/2"}],
            "statement": {"bona_fide": True},
            **changed,
        }
        return await self.send("POST", "/api/v1/complaints", json=body)

    async def send(self, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        async with self.session.request(method, self.address + path, headers=headers, **more) as answered:
            return answered.status, await answered.json()


@pytest.fixture
async def tool(work: Casework) -> AsyncIterator[Tool]:
    app = web.Application(middlewares=[errors_in_one_shape], client_max_size=8 * 2**20)
    app.add_routes(ComplaintRoutes(work.hub).routes())
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        yield Tool(session, str(server.make_url("")).rstrip("/"), work)


async def test_a_report_is_taken_in_row_by_row_and_can_be_read_again(tool: Tool) -> None:
    keyed = await tool.with_key()
    status, answer = await keyed.report()
    assert (status, answer["again"]) == (202, False)
    assert [(row["line"], row["state"], row["problem"]) for row in answer["rows"]] == [
        (1, "waiting", None),
        (2, "not_reported", "no_marketplace"),
    ]
    status, shown = await keyed.send("GET", f"/api/v1/complaints/{answer['complaint_id']}")
    assert (status, shown["rows"]) == (200, answer["rows"])
    (complaint,) = await tool.work.rows(Complaint)
    assert (complaint.via, complaint.person_id) == ("api", (await tool.work.person(ANN)).id)


async def test_the_same_report_twice_is_one_complaint(tool: Tool) -> None:
    keyed = await tool.with_key()
    _, first = await keyed.report()
    status, second = await keyed.report()
    assert (status, second["again"], second["complaint_id"]) == (202, True, first["complaint_id"])
    assert len(await tool.work.rows(Complaint)) == 1


async def test_without_a_key_that_may_there_is_nothing(tool: Tool) -> None:
    assert (await tool.report())[0] == 401
    assert (await replace(tool, key="aaca_made-up").report())[0] == 401
    reader = await tool.with_key(Scope.COMPLAINTS_READ)
    status, answer = await reader.report()
    assert (status, answer["error"]["code"]) == (403, "scope")
    assert await tool.work.rows(Complaint) == []


async def test_a_key_can_do_no_more_than_its_maker_can_now(tool: Tool) -> None:
    keyed = await tool.with_key()
    async with tool.work.hub.unit(EVERYONE) as unit:
        for grant in await tool.work.rows(GrantRow, person_id=(await tool.work.person(ANN)).id):
            await unit.session.delete(await unit.session.get_one(GrantRow, grant.id))
    status, answer = await keyed.report()
    assert status == 403
    assert answer["error"]["message"]
    assert await tool.work.rows(Complaint) == []


@on_sqlite
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"brand": "beta-brand"}, "brand"),
        ({"right": "EUIPO 017000009"}, "right"),
        ({"right": "EUIPO 999"}, "right"),
        ({"reason": "PATENT"}, "reason"),
        ({"listings": []}, "listings"),
        ({"listings": [{"url": "x"}] * 301}, "listings"),
        ({"statement": {"bona_fide": False}}, "statement.bona_fide"),
        ({"note": "x" * 1_001}, "note"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_what_cannot_be_used_is_named_and_has_no_effect(
    tool: Tool, changed: dict[str, Any], field: str
) -> None:
    status, answer = await (await tool.with_key()).report(**changed)
    assert (status, list(answer["error"]["fields"])) == (400, [field])
    assert await tool.work.rows(Complaint) == []


@on_sqlite
async def test_bodies_that_are_no_complaint_are_refused(tool: Tool) -> None:
    keyed = await tool.with_key()
    assert (await keyed.send("POST", "/api/v1/complaints", data=b"{"))[0] == 400
    assert (await keyed.send("POST", "/api/v1/complaints", data=b"[]"))[0] == 400
    assert (await keyed.send("POST", "/api/v1/complaints", data=BytesIO(b"x" * (MAX_REQUEST + 1))))[0] == 413


async def test_another_members_complaint_is_not_there(tool: Tool) -> None:
    keyed = await tool.with_key()
    for ident in ("nonsense", "0" * 32, "%00"):
        assert (await keyed.send("GET", f"/api/v1/complaints/{ident}"))[0] == 404


@on_sqlite
async def test_a_tool_that_asks_too_often_is_told_to_wait(tool: Tool) -> None:
    keyed = await tool.with_key()
    statuses = [(await keyed.send("GET", "/api/v1/complaints/none"))[0] for _ in range(REQUESTS_A_MINUTE + 1)]
    assert statuses == [404] * REQUESTS_A_MINUTE + [429]
    tool.work.later(minutes=2)
    assert (await keyed.send("GET", "/api/v1/complaints/none"))[0] == 404

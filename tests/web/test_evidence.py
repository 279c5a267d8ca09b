"""Fetching evidence by an address that was given out, and by no other."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from aacabot.domain.evidence import HandedIn
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.services import evidence
from aacabot.web.errors import errors_in_one_shape
from aacabot.web.evidence import EvidenceRoutes
from tests.domain.evidence_samples import PDF, PNG
from tests.journeys.alliance import ANN
from tests.services.casework import REX, Casework

BUY = HandedIn(kind=EvidenceKind.TEST_BUY)


@pytest.fixture
async def base(work: Casework) -> AsyncIterator[str]:
    app = web.Application(middlewares=[errors_in_one_shape])
    app.add_routes(EvidenceRoutes(work.hub).routes())
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def given_out(work: Casework, name: str, content: bytes) -> str:
    """The path the desk is shown for a file that Ann handed in."""
    case_id = await work.suspect()
    file = await evidence.check_file(work.hub, name, content)
    await evidence.add(work.hub, await work.person(ANN), case_id, BUY, [file])
    _, (piece,) = await evidence.pieces_of(work.hub, await work.person(REX), case_id)
    assert piece.url is not None
    return urlsplit(piece.url).path


async def get(url: str) -> tuple[int, bytes, dict[str, str]]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read(), dict(answer.headers)


async def test_the_file_comes_as_it_was_handed_in_and_runs_nowhere(work: Casework, base: str) -> None:
    path = await given_out(work, 'evil"\r\nX: y.png', PNG)
    status, content, headers = await get(base + path)
    assert (status, content) == (200, PNG)
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''evidence-")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    assert "X" not in headers


async def test_after_ten_minutes_the_address_is_nothing(work: Casework, base: str) -> None:
    path = await given_out(work, "r.pdf", PDF)
    work.later(minutes=9)
    assert (await get(base + path))[0] == 200
    work.later(minutes=2)
    assert (await get(base + path))[0] == 404


async def test_what_was_changed_in_an_address_makes_it_nothing(work: Casework, base: str) -> None:
    path = await given_out(work, "r.pdf", PDF)
    _, _, ident, until, signed = path.split("/")
    for forged in (
        f"/evidence/{ident}/{int(until) + 60}/{signed}",
        f"/evidence/{ident[:-1]}x/{until}/{signed}",
        f"/evidence/{ident}/{until}/{signed[:-1]}",
        f"/evidence/{ident}/{until}/é",
        f"/evidence/{ident}/soon/{signed}",
    ):
        assert (await get(base + forged))[0] == 404

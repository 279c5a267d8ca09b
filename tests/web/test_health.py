"""Whether the hub is up, what it counts, and how its interface is described."""

from typing import Any

import jsonschema
import orjson
import pytest
from sqlalchemy.exc import OperationalError

from aacabot.domain.listings import MarketplaceEventType
from aacabot.web.health import HealthRoutes
from tests.web.market import Market

# What is no matter of the database is shown on one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
async def test_healthz_says_that_the_process_answers(market: Market) -> None:
    answer = await market.ask("GET", "/healthz")
    assert (answer.status, answer.body) == (200, {"ok": True})


async def test_readyz_names_what_is_not_up_yet(market: Market, health: HealthRoutes) -> None:
    answer = await market.ask("GET", "/readyz")
    assert answer.status == 503
    assert answer.body == {
        "ready": False,
        "checks": {"database": "ok", "queues": "starting", "slack": "not asked yet"},
    }
    health.readiness.queues = True
    health.readiness.slack = "invalid_auth"
    assert (await market.ask("GET", "/readyz")).body["checks"]["slack"] == "invalid_auth"
    health.readiness.slack = ""
    answer = await market.ask("GET", "/readyz")
    assert (answer.status, answer.body["ready"]) == (200, True)


@on_sqlite
async def test_readyz_says_when_the_database_is_gone(
    market: Market, health: HealthRoutes, monkeypatch: Any
) -> None:
    def gone(_: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("no connection"))

    monkeypatch.setattr(health.hub.database, "read", gone)
    answer = await market.ask("GET", "/readyz")
    assert (answer.status, answer.body["checks"]["database"]) == (503, "OperationalError")
    assert (await market.ask("GET", "/healthz")).status == 200


async def test_metrics_count_the_intake_and_what_waits(market: Market) -> None:
    await market.send(market.row("1"), market.row("2"), market.row("2"), {})
    said = (await market.ask("GET", "/metrics")).body
    for line in (
        'aacabot_intake_listings_total{marketplace="sandbox",outcome="accepted"} 2.0',
        'aacabot_intake_listings_total{marketplace="sandbox",outcome="duplicates"} 1.0',
        'aacabot_intake_listings_total{marketplace="sandbox",outcome="rejected"} 1.0',
        'aacabot_queue_depth{queue="screening"} 1.0',
        'aacabot_queue_depth{queue="marketplaces"} 0.0',
    ):
        assert line in said, said
    assert 'aacabot_queue_age_seconds{queue="screening"}' in said


@on_sqlite
async def test_addresses_and_methods_the_hub_has_not_are_refused_in_the_one_shape(market: Market) -> None:
    missing = await market.ask("GET", "/api/v1/nothing")
    assert (missing.status, missing.code) == (404, "not_found")
    wrong = await market.ask("GET", "/api/v1/marketplaces/sandbox/listings")
    assert (wrong.status, wrong.code, wrong.headers["Allow"]) == (405, "method_not_allowed", "POST")


@on_sqlite
async def test_a_bug_of_ours_is_500_in_the_one_shape_and_says_nothing_of_the_inside(
    market: Market, monkeypatch: Any
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("aacabot.web.marketplaces.receive_listings", broken)
    answer = await market.send(market.row("1"))
    assert (answer.status, answer.code) == (500, "internal")
    assert "secret inside" not in str(answer.body)


@on_sqlite
async def test_the_description_is_valid_and_describes_what_is_sent_and_answered(market: Market) -> None:
    document = (await market.ask("GET", "/api/openapi.json")).body
    assert document["openapi"].startswith("3.1.")
    for path in ("listings", "events"):
        operation = document["paths"][f"/api/v1/marketplaces/{{key}}/{path}"]["post"]
        assert set(operation["responses"]) >= {"202", "400", "401", "404", "413", "429"}
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
        assert headers == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    good = {"listings": [market.row("1", seller={"id": "s"}, price={"amount": "1.00", "currency": "EUR"})]}
    _check(document, "listings", good)
    _check(document, "events", {"type": "listing.removed", "listing_id": "1", "at": "2026-11-22T10:00:00Z"})
    taken = await market.send(*good["listings"])
    _check(document, "listings", taken.body, "202")
    refused = await market.post(b"[]")
    _check(document, "listings", refused.body, "400")
    types = document["components"]["schemas"]["MarketplaceEventType"]["enum"]
    assert sorted(types) == sorted(MarketplaceEventType)


def _check(document: Any, path: str, sent: Any, status: str | None = None) -> None:
    """Hold what is sent, or answered with `status`, against the document's own schema for it."""
    operation = document["paths"][f"/api/v1/marketplaces/{{key}}/{path}"]["post"]
    said = operation["responses"][status] if status else operation["requestBody"]
    schema = {**said["content"]["application/json"]["schema"], "components": document["components"]}
    jsonschema.validate(orjson.loads(orjson.dumps(sent)), schema, cls=jsonschema.Draft202012Validator)

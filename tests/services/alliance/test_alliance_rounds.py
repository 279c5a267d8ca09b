"""Whatever valid file is applied: a second time changes nothing, nor does what is exported."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aacabot.domain.alliance_file import read_alliance_file, to_yaml
from aacabot.services import alliance
from aacabot.store.database import Database

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def apply(database: Database, text: str, *, prune: bool = False) -> list[str]:
    return await alliance.apply(database, lambda: NOW, read_alliance_file(text, "file.yaml"), prune)


async def exported(database: Database) -> str:
    return to_yaml(await alliance.export(database))


NAME = st.sampled_from(["Acme", "NO", "null", "018", "1e3", "a: b", "- x", "艾克美", "😀 shop", "it's #1"])
SPELLING = st.sampled_from(["Acme", "NO", "null", "0180", "艾克美", "Łódź", "it's", "آدی‌داس"])
ROLES = st.lists(st.sampled_from(["admin", "counsel", "enforcer", "analyst", "viewer"]), max_size=3)
DAYS = st.sampled_from(["2027-03-31", "2030-01-01"])
USERS = ["U0A", "U0B", "U0C", "U0D"]


def entry(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def some(values: list[str], each: Callable[[str], st.SearchStrategy[Any]]) -> st.SearchStrategy[list[Any]]:
    """Entries for some of `values`, each of them once."""
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).flatmap(
        lambda chosen: st.tuples(*map(each, chosen)).map(list)
    )


def a_mark(text: str) -> st.SearchStrategy[dict[str, Any]]:
    forms = st.dictionaries(st.sampled_from(["zh", "ru"]), st.lists(SPELLING, max_size=2), max_size=2)
    return entry({"text": st.just(text)}, {"forms": forms, "common": st.booleans()})


def a_right(number: str) -> st.SearchStrategy[dict[str, Any]]:
    return entry(
        {"kind": st.just("trademark"), "office": st.just("EUIPO"), "number": st.just(number)},
        {
            "classes": st.lists(st.integers(1, 45), max_size=2),
            "territories": st.just(["NO"]),
            "expires": DAYS | st.none(),
        },
    )


def a_brand(key: str) -> st.SearchStrategy[dict[str, Any]]:
    return entry(
        {"key": st.just(key), "name": NAME},
        {
            "category": NAME | st.none(),
            "channel": st.sampled_from(["C0ONE", "G0TWO", None]),
            "marks": some(["Acme", "艾克美", "NO", "0180"], a_mark),
            "rights": some(["018", "1e3"], a_right),
            "authorised_sellers": some(
                ["s-1", "s 2"], lambda s: st.just({"marketplace": "m1", "seller_id": s})
            ),
        },
    )


def a_marketplace(key: str) -> st.SearchStrategy[dict[str, Any]]:
    return entry(
        {
            "key": st.just(key),
            "name": NAME,
            "connector": st.just("signed_webhook"),
            "base_url": st.sampled_from(["http://127.0.0.1:1/", "https://market.example/api"]),
            "secret_env": st.just("MARKET_SECRET"),
            "hosts": st.sampled_from([["market.example"], ["a.example", "B.example"]]),
        },
        {
            "requests_per_second": st.sampled_from([0.5, 10]),
            "counter_notice_days": st.sampled_from([10, 15]),
            "listing_pattern": st.sampled_from([r"/item/(?P<id>\w+)", "(?P<id>x)", None]),
            "counter_notices": st.sampled_from(
                [[{"procedure": "dmca"}], [{"procedure": "own", "days": 3, "rights": ["design"]}]]
            ),
            "good_faith": st.sampled_from(
                [
                    {},
                    {"preset": "amazon"},
                    {"preset": "alibaba", "takedown_rate": 0.95, "scn_rate": 0.0001},
                    {"scn_rate": 1, "months": 6, "minimum": 5, "watch_scn_rate": 0.015},
                ]
            ),
        },
    )


@st.composite
def a_member(draw: st.DrawFn, key: str, users: list[str]) -> dict[str, Any]:
    brands = draw(some([f"{key}-a", f"{key}-b"], a_brand))
    keys = [brand["key"] for brand in brands]
    named = {"brands": st.lists(st.sampled_from(keys), min_size=1, unique=True)} if keys else {}
    people = [
        draw(entry({"slack": st.just(user), "name": st.just(f"Person {user}")}, {"roles": ROLES, **named}))
        for user in users
        for _ in range(draw(st.integers(1, 2)))
    ]
    fields = draw(
        entry(
            {"name": NAME},
            {
                "region": st.sampled_from(["europe", None]),
                "timezone": st.sampled_from(["UTC", "Asia/Tokyo"]),
                "contact": entry({}, {"name": NAME, "email": st.just("a@b.example")}),
                "fast_lane": st.just(["m1"]),
                "phase": st.integers(1, 3),
                "digest_hour": st.sampled_from([0, 9, 23]),
                "guided": st.booleans(),
                "cover": st.sampled_from(["agency", "desk", "nobody"]),
            },
        )
    )
    return {"key": key, "workspace": "T0ONE", **fields, "brands": brands, "people": people}


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """Valid files that mention more or less: every Slack user is of one organisation at most."""
    at = {user: draw(st.sampled_from(["desk", "acme", "beta", "redlens", "nobody"])) for user in USERS}
    users = {place: [user for user in USERS if at[user] == place] for place in set(at.values())}
    members = [draw(a_member(key, users.get(key, []))) for key in draw(some(["acme", "beta"], st.just))]
    brands = [brand["key"] for member in members for brand in member["brands"]]
    desk = [{"slack": user, "name": user, "roles": ["reviewer"]} for user in users.get("desk", [])]
    file: dict[str, Any] = {
        "alliance": {"name": draw(NAME)},
        "operator": {"key": "desk", "name": "Desk", "workspace": "T0ONE", "channel": "C0OPS", "people": desk},
        "marketplaces": [draw(a_marketplace("m1")), *draw(some(["m2"], a_marketplace))],
        "members": members,
    }
    if draw(st.booleans()):
        roles = st.lists(st.sampled_from(["enforcer", "viewer"]), min_size=1, unique=True)
        grant = {"roles": roles}
        grants = some(
            brands, lambda key: entry({"brand": st.just(key), **grant}, {"expires": DAYS | st.none()})
        )
        people = [{"slack": user, "slack_team": "T0RED", "name": user} for user in users.get("redlens", [])]
        firm = {"key": "redlens", "name": "Redlens", "people": people}
        file["agencies"] = [{**firm, "grants": draw(grants) if brands else []}]
    return file


def named_in(file: dict[str, Any]) -> dict[str, set[Any]]:
    """What a file names, whatever it says about it."""
    members = file.get("members", [])
    brands = [brand for member in members for brand in member.get("brands", [])]
    return {
        "marketplaces": {each["key"] for each in file.get("marketplaces", [])},
        "members": {each["key"] for each in members},
        "marks": {(brand["key"], mark["text"]) for brand in brands for mark in brand.get("marks", [])},
        "rights": {(brand["key"], right["number"]) for brand in brands for right in brand.get("rights", [])},
        "agencies": {each["key"] for each in file.get("agencies", [])},
        "roles": {
            (person["slack"], role, brand)
            for member in members
            for person in member.get("people", [])
            for role in person.get("roles", [])
            for brand in person.get("brands", [None])
        },
        "people": {
            (person["slack"], home["key"])
            for home in (*members, *file.get("agencies", []), file["operator"])
            for person in home.get("people", [])
        },
    }


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=files(), prune=st.booleans())
def test_whatever_is_applied_stays_put(database_url: str, drawn: dict[str, Any], prune: bool) -> None:
    text = yaml.safe_dump(drawn, allow_unicode=True)

    async def rounds(database: Database) -> None:
        before = await exported(database)
        changes = await apply(database, text, prune=prune)
        after = await exported(database)
        assert changes or before == after, "a change is always told"
        assert await apply(database, text, prune=prune) == []
        assert await apply(database, after) == []
        assert await apply(database, after, prune=True) == []
        if prune:
            assert named_in(yaml.load(after, yaml.BaseLoader)) == named_in(drawn)

    with_database(database_url, rounds)


def with_database(url: str, work: Callable[[Database], Awaitable[None]]) -> None:
    async def run() -> None:
        database = Database(url)
        try:
            await work(database)
        finally:
            await database.dispose()

    asyncio.run(run())

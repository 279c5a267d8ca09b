"""Who takes part: three members, an agency for one brand of one of them, the desk, and strangers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.walls.canaries import BAGS, CAPS, LAMPS, SHOES, SOCKS, WORDS, Owner

OPS, T_ACME, T_BETA, T_GAMMA, T_RED = "T0OPS", "T0ACME", "T0BETA", "T0GAMMA", "T0RED"
TOKENS = {team: f"xoxb-wall-{team.lower()}" for team in (OPS, T_ACME, T_BETA, T_RED)}
"""Where the app is installed. Gamma lives in a channel of the operator's workspace."""
TEAMS = (OPS, T_ACME, T_BETA, T_GAMMA, T_RED)


@dataclass(frozen=True)
class Someone:
    """A person in Slack: their own workspace, and the one in whose channels they meet the app."""

    user: str
    name: str
    team: str
    home: str | None
    """The organisation they belong to; None for a stranger."""
    meets: tuple[str, ...]
    word: str = ""
    """What marks the texts they write, where their organisation has such a word."""


def _one(user: str, name: str, team: str, home: str | None, *meets: str) -> Someone:
    word = next((word for owner, word in WORDS.items() if owner == Owner(home or "")), "")
    return Someone(user, f"{name} {word}".strip(), team, home, meets or (team,), word)


PEOPLE = [
    _one("U0ADA", "Ada", T_ACME, "acme"),
    _one("U0ANN", "Ann", T_ACME, "acme"),
    _one("U0EVE", "Eve", T_ACME, "acme"),
    _one("U0VIC", "Vic", T_ACME, "acme"),
    _one("U0BEA", "Bea", T_BETA, "beta"),
    _one("U0BOB", "Bob", T_BETA, "beta"),
    _one("U0BUD", "Bud", T_BETA, "beta"),
    _one("U0GIL", "Gil", OPS, "gamma"),
    _one("U0GUS", "Gus", T_GAMMA, "gamma", OPS),
    _one("U0RAY", "Ray", T_RED, "redlens", T_RED, T_ACME),
    _one("U0RIA", "Ria", T_RED, "redlens"),
    _one("U0OLA", "Ola", OPS, "ops"),
    _one("U0REX", "Rex", OPS, "ops"),
    _one("U0MAX", "Max", OPS, "ops"),
    _one("U0STU", "Stu", T_ACME, None),
    _one("U0SAM", "Sam", OPS, None),
]
BY_USER = {one.user: one for one in PEOPLE}


@dataclass(frozen=True)
class Room:
    """A channel, and whose data may stand in it (`ops`: everybody's)."""

    channel: str
    name: str
    team: str
    whose: str
    members: tuple[str, ...]
    is_private: bool = False
    is_shared: bool = False


ROOMS = [
    Room("C0ACME", f"{WORDS[SHOES]}-alerts".lower(), T_ACME, "acme",
         ("U0ADA", "U0ANN", "U0EVE", "U0VIC", "U0STU")),
    Room("C0SHOES", f"{WORDS[SHOES]}-agency".lower(), T_ACME, "acme",
         ("U0ADA", "U0ANN", "U0RAY"), is_shared=True),
    Room("C0BETA", f"{WORDS[CAPS]}-alerts".lower(), T_BETA, "beta", ("U0BEA", "U0BOB", "U0BUD")),
    Room("C0GAMMA", f"{WORDS[LAMPS]}-alerts".lower(), OPS, "gamma",
         ("U0GIL", "U0GUS", "U0SAM", "U0OLA"), True, True),
    Room("C0OPS", "desk", OPS, "ops", ("U0OLA", "U0REX", "U0MAX"), True),
]  # fmt: skip
BY_CHANNEL = {room.channel: room for room in ROOMS}


def _brand(owner: Owner, number: str, **more: Any) -> dict[str, Any]:
    word = WORDS[owner]
    right = {"kind": "trademark", "office": "EUIPO", "number": number, "territories": ["EU"]}
    design = {**right, "kind": "design", "number": f"{word}Design9", "expires": "2027-01-10"}
    return {
        "key": f"{word.lower()}-brand",
        "name": word,
        "category": "shoes",
        "marks": [{"text": word}, {"text": f"{word}Sport"}],
        "rights": [{**right, "number": f"{word}{number}", "classes": [25], "expires": "2035-01-01"}, design],
        "authorised_sellers": [{"marketplace": "sandbox", "seller_id": f"{word}-friend"}],
        **more,
    }


def _member(
    key: str, word: str, team: str, channel: str, brands: list[Any], people: list[Any]
) -> dict[str, Any]:
    contact = {"name": f"{word} Legal", "email": f"ip@{word.lower()}.example"}
    return {
        "key": f"{word.lower()}-{key}", "name": f"{word} Group", "contact": contact, "region": "europe",
        "timezone": "Europe/Paris", "locale": "en", "workspace": team, "channel": channel,
        "account_manager": "U0MAX", "fast_lane": ["sandbox"] if key != "gamma" else [],
        "brands": brands, "people": people,
    }  # fmt: skip


def _person(user: str, *roles: str, **more: Any) -> dict[str, Any]:
    one = BY_USER[user]
    return {"slack": user, "slack_team": one.team, "name": one.name, "roles": list(roles), **more}


def alliance(base_url: str, expires: date) -> dict[str, Any]:
    """The alliance file as data; the agency's grant ends after the day `expires`."""
    acme, beta, gamma, red = (WORDS[Owner(key)] for key in ("acme", "beta", "gamma", "redlens"))
    bags = f"{WORDS[BAGS].lower()}-brand"
    return {
        "alliance": {"name": "Wall Alliance"},
        "operator": {
            "key": "desk", "name": "IPR desk", "workspace": OPS, "channel": "C0OPS",
            "people": [
                {"slack": "U0OLA", "name": "Ola", "roles": ["operator_admin", "reviewer"]},
                {"slack": "U0REX", "name": "Rex", "roles": ["reviewer"]},
                {"slack": "U0MAX", "name": "Max", "roles": ["account_manager"]},
            ],
        },
        "marketplaces": [{
            "key": "sandbox", "name": "Sandbox Market", "connector": "signed_webhook", "base_url": base_url,
            "secret_env": "SANDBOX_SECRET", "hosts": ["market.example"], "requests_per_second": 200,
            "concurrency": 8,
        }],
        "members": [
            _member("acme", acme, T_ACME, "C0ACME",
                    [_brand(SHOES, "018000001", channel="C0SHOES"), _brand(BAGS, "018000002")],
                    [_person("U0ADA", "admin", "enforcer"), _person("U0ANN", "enforcer", "counsel"),
                     _person("U0EVE", "enforcer", brands=[bags]), _person("U0VIC", "viewer")]),
            _member("beta", beta, T_BETA, "C0BETA",
                    [_brand(CAPS, "018000003"), _brand(SOCKS, "018000004")],
                    [_person("U0BEA", "admin"), _person("U0BOB", "enforcer"), _person("U0BUD", "analyst")]),
            _member("gamma", gamma, OPS, "C0GAMMA",
                    [_brand(LAMPS, "018000005")],
                    [_person("U0GIL", "admin", "enforcer"), _person("U0GUS", "enforcer")]),
        ],
        "agencies": [{
            "key": f"{red.lower()}-agency", "name": "Redlens", "workspace": T_RED,
            "people": [{"slack": user, "name": BY_USER[user].name} for user in ("U0RAY", "U0RIA")],
            "grants": [{"brand": f"{WORDS[SHOES].lower()}-brand", "roles": ["enforcer"],
                        "expires": expires.isoformat()}],
        }],
    }  # fmt: skip

"""Who takes part: five members who share, two who look on, an agency, the desk, an observer, a stranger."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.journeys.alliance import RIGHT
from tests.walls.cast import Room

OPS = "T0LEAK"
TEAMS, TOKENS = (OPS,), {OPS: "xoxb-leak"}
SHARING = ("arbor", "basalt", "cobalt", "dorado", "ember")
MEMBERS = (*SHARING, "fjord", "garnet")
MARKS = {
    "arbor": "Arborvale", "basalt": "Basaltine", "cobalt": "Cobaltique", "dorado": "Doradelle",
    "ember": "Emberfold", "fjord": "Fjordessa", "garnet": "Garnetine",
}  # fmt: skip
AGENCY, CLIENT = "redlens", "basalt"


@dataclass(frozen=True)
class Someone:
    """A person in Slack; `member` and `agency` by key, neither for the operator's and for outsiders."""

    user: str
    name: str
    member: str | None = None
    agency: str | None = None
    known: bool = True
    team: str = OPS

    @property
    def shares_for(self) -> str | None:
        """The member they may share for."""
        return self.member or (CLIENT if self.agency else None)


STAFF = [
    Someone(f"U0{key.upper()}{number}", f"{key.title()} {number}", member=key)
    for key in MEMBERS
    for number in (1, 2)
]
RAY = Someone("U0RAY", "Ray", agency=AGENCY)
OLA, OBI, SAM = Someone("U0OLA", "Ola"), Someone("U0OBI", "Obi"), Someone("U0SAM", "Sam", known=False)
PEOPLE = [*STAFF, RAY, OLA, OBI, SAM]
BY_USER = {one.user: one for one in PEOPLE}


def room_of(member: str) -> str:
    return f"C0{member.upper()}"


ROOMS = [
    *(
        Room(
            room_of(key),
            f"{key}-alerts",
            OPS,
            key,
            tuple(one.user for one in STAFF if one.member == key),
            True,
        )
        for key in MEMBERS
    ),
    Room("C0OPS", "desk", OPS, "ops", (OLA.user,), True),
]
LOBBY = "C0LOBBY"
ROOMS.append(Room(LOBBY, "lobby", OPS, "lobby", tuple(one.user for one in PEOPLE)))
BY_CHANNEL = {room.channel: room for room in ROOMS}


def alliance(base_url: str, expires: date) -> dict[str, Any]:
    """The alliance file as data. All brands are of one category: of what somebody met, six could be meant."""
    return {
        "alliance": {"name": "Leak Alliance"},
        "operator": {
            "key": "desk", "name": "IPR desk", "workspace": OPS, "channel": "C0OPS",
            "people": [
                {"slack": OLA.user, "name": OLA.name, "roles": ["operator_admin", "reviewer"]},
                {"slack": OBI.user, "name": OBI.name, "roles": ["observer"]},
            ],
        },
        "marketplaces": [{
            "key": "sandbox", "name": "Sandbox Market", "connector": "signed_webhook", "base_url": base_url,
            "secret_env": "SANDBOX_SECRET", "hosts": ["market.example"], "requests_per_second": 200,
            "concurrency": 8,
        }],
        "members": [_member(key) for key in MEMBERS],
        "agencies": [{
            "key": AGENCY, "name": "Redlens", "workspace": OPS,
            "people": [{"slack": RAY.user, "name": RAY.name}],
            "grants": [
                {"brand": f"{CLIENT}-brand", "roles": ["enforcer"], "expires": expires.isoformat()}
            ],
        }],
    }  # fmt: skip


def _member(key: str) -> dict[str, Any]:
    right = {**RIGHT, "number": f"0180000{MEMBERS.index(key):02}"}
    brand = {"key": f"{key}-brand", "name": MARKS[key], "category": "shoes", "rights": [right]}
    return {
        "key": key,
        "name": f"{MARKS[key]} Group",
        "contact": {"name": f"{MARKS[key]} Legal", "email": f"ip@{key}.example"},
        "workspace": OPS,
        "channel": room_of(key),
        "fast_lane": ["sandbox"],
        "brands": [{**brand, "marks": [{"text": MARKS[key]}]}],
        "people": [
            {"slack": one.user, "name": one.name, "roles": ["admin", "counsel", "enforcer"]}
            for one in STAFF
            if one.member == key
        ],
    }

"""Three more members, each with one brand: enough that a seller met by several betrays none of them."""

from collections.abc import Iterator

import yaml

from aacabot.domain.alliance_file import AllianceFile, read_alliance_file
from aacabot.sandbox.demo.workspaces import DemoWorkspace, workspaces

_NEIGHBOURS = (
    ("ferrowick", "Ferrowick Tools", "Ferrowick", "tools", "U0TESSA", "Tessa Holm", "Europe/Stockholm", 8),
    ("murrelode", "Murrelode Toys", "Murrelode", "toys", "U0OMAR", "Omar Haddad", "Europe/London", 28),
    ("halcyrane", "Halcyrane Beauté", "Halcyrane", "cosmetics", "U0LEA", "Léa Vidal", "Europe/Paris", 3),
)


def neighbours_file() -> AllianceFile:
    """The members with their workspaces, as the operator lists them."""
    return read_alliance_file(
        yaml.safe_dump({"members": [_member(*one) for one in _NEIGHBOURS]}), "neighbours"
    )


def neighbours_workspaces() -> Iterator[DemoWorkspace]:
    yield from workspaces(neighbours_file())


def _member(
    key: str, name: str, mark: str, category: str, user: str, person: str, zone: str, nice_class: int
) -> dict[str, object]:
    right = {
        "kind": "trademark", "office": "EUIPO", "number": f"0199001{nice_class:02}", "classes": [nice_class],
        "territories": ["EU"], "expires": "2034-06-30",
    }  # fmt: skip
    return {
        "key": f"{key}-house",
        "name": name,
        "contact": {"name": person, "email": f"ip@{key}.example"},
        "region": "europe",
        "timezone": zone,
        "workspace": f"T0{key.upper()}",
        "channel": f"C0{key.upper()}",
        "fast_lane": ["sandbox"],
        "phase": 1,
        "brands": [
            {"key": key, "name": mark, "category": category, "marks": [{"text": mark}], "rights": [right]}
        ],
        "people": [{"slack": user, "name": person, "roles": ["admin", "enforcer"]}],
    }

"""The alliance of the journeys: two members with the fast lane, one without, one agency, one desk."""

from typing import Any

OPS, ANN, BEN, VIC, BEA, GIL, RAY, OLA = (
    "T0OPS", "U0ANN", "U0BEN", "U0VIC", "U0BEA", "U0GIL", "U0RAY", "U0OLA",
)  # fmt: skip
RIGHT = {
    "kind": "trademark",
    "office": "EUIPO",
    "number": "018000001",
    "classes": [25],
    "territories": ["EU"],
    "expires": "2035-01-01",
}


def member(key: str, brand: str, mark: dict[str, Any], channel: str, people: list[Any], **more: Any) -> Any:
    """One member with one brand, in the operator's workspace."""
    return {
        "key": key,
        "name": f"{brand} Group",
        "contact": {"name": f"{brand} Legal", "email": f"ip@{key}.example"},
        "region": "europe",
        "timezone": "Europe/Paris",
        "locale": "en",
        "workspace": OPS,
        "channel": channel,
        "brands": [
            {"key": f"{key}-brand", "name": brand, "category": "shoes", "marks": [mark], "rights": [RIGHT]}
        ],
        "people": people,
        **more,
    }


def alliance(base_url: str, **marketplace: Any) -> dict[str, Any]:
    """The alliance file as data; `marketplace` overrides the marketplace's settings."""
    return {
        "alliance": {"name": "Journey Alliance"},
        "operator": {
            "key": "desk",
            "name": "IPR desk",
            "workspace": OPS,
            "channel": "C0OPS",
            "people": [{"slack": OLA, "name": "Ola", "roles": ["operator_admin", "reviewer"]}],
        },
        "marketplaces": [
            {
                "key": "sandbox",
                "name": "Sandbox Market",
                "connector": "signed_webhook",
                "base_url": base_url,
                "secret_env": "SANDBOX_SECRET",
                "hosts": ["market.example"],
                "requests_per_second": 200,
                "concurrency": 16,
                **marketplace,
            }
        ],
        "members": [
            member(
                "acme",
                "Zephyrine",
                {"text": "Zephyrine", "forms": {"zh": ["泽菲琳"]}},
                "C0ACME",
                [
                    {"slack": ANN, "name": "Ann", "roles": ["enforcer", "counsel"]},
                    {"slack": BEN, "name": "Ben", "roles": ["enforcer"]},
                    {"slack": VIC, "name": "Vic", "roles": ["viewer"]},
                ],
                fast_lane=["sandbox"],
            ),
            member(
                "beta",
                "Quorvane",
                {"text": "Quorvane"},
                "C0BETA",
                [{"slack": BEA, "name": "Bea", "roles": ["enforcer"]}],
                fast_lane=["sandbox"],
            ),
            member(
                "gamma",
                "Ostrelle",
                {"text": "Ostrelle"},
                "C0GAMMA",
                [{"slack": GIL, "name": "Gil", "roles": ["enforcer"]}],
            ),
        ],
        "agencies": [
            {
                "key": "redlens",
                "name": "Redlens",
                "workspace": OPS,
                "people": [{"slack": RAY, "name": "Ray"}],
                "grants": [{"brand": "beta-brand", "roles": ["enforcer"], "expires": "2035-03-31"}],
            }
        ],
    }

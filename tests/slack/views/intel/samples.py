"""Items as readers see them, for the tests of views."""

from dataclasses import replace
from datetime import date
from typing import Any

from aacabot.domain.intel.items import ItemShown, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label

ITEM = ItemShown(
    id="a" * 32,
    kind=IntelKind.STOREFRONT,
    label=Label.AMBER_STRICT,
    value="https://market.example/shop/best-deals",
    text="Ships from two towns",
    reliability=Reliability.B,
    confidence=85,
    category="watches",
    marketplace="Market",
    shared_on=date(2026, 11, 1),
    last_seen_on=date(2026, 11, 19),
    met=5,
    wrong=3,
    outdated=0,
    score=63,
    age=3,
)
HOSTILE = (
    "<!channel> *bold* <https://evil.example|here>",
    "\u202eevil\u200b",
    "x" * 2_000,
    "安全联盟" * 60,
    "",
)


def item(**changed: Any) -> ItemShown:
    return replace(ITEM, **changed)

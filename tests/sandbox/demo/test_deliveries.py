"""A demo left alone stays readable."""

from aacabot.sandbox.demo.deliveries import undecided
from aacabot.sandbox.marketplace import Marketplace


def test_what_the_hub_told_a_decision_about_is_not_waiting_any_more() -> None:
    market = Marketplace(key="sandbox", secret="whsec_c2VjcmV0", hub_url="http://127.0.0.1:1")
    for ident in ("L1", "L2", "L3"):
        market.stock({"listing_id": ident, "url": market.listing_url(ident), "title": ident})
    market.decisions.append({"listing_id": "L2", "outcome": "confirmed"})
    assert undecided(market) == 2

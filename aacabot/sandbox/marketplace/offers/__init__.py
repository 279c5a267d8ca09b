"""The words of listings, as sellers write them in seven languages."""

from aacabot.sandbox.marketplace.offers.clothing import CLOTHING
from aacabot.sandbox.marketplace.offers.desk_and_nursery import DESK_AND_NURSERY
from aacabot.sandbox.marketplace.offers.electronics import ELECTRONICS
from aacabot.sandbox.marketplace.offers.harmless import HARMLESS
from aacabot.sandbox.marketplace.offers.offer import Offer

SUSPICIOUS = (*CLOTHING, *ELECTRONICS, *DESK_AND_NURSERY)

__all__ = ["HARMLESS", "SUSPICIOUS", "Offer"]

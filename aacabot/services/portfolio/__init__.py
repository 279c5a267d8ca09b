"""A member's brands with their marks, rights and authorised sellers: shown, added, changed, withdrawn."""

from aacabot.services.portfolio.brands import BrandAsked, add_brand, change_brand
from aacabot.services.portfolio.expiry import warn_expiring
from aacabot.services.portfolio.forms import (
    BrandForm,
    HoldingForm,
    brand_to_change,
    mark_to_change,
    marketplaces,
    members_to_add_for,
    right_to_change,
    seller_to_change,
)
from aacabot.services.portfolio.marks import MarkAsked, add_mark, change_mark
from aacabot.services.portfolio.rights import RightAsked, add_right, change_right
from aacabot.services.portfolio.sellers import SellerAsked, add_seller, withdraw_seller
from aacabot.services.portfolio.showing import (
    BRANDS_PER_PAGE,
    HOLDINGS_PER_PAGE,
    show_brand,
    show_portfolio,
)

__all__ = [
    "BRANDS_PER_PAGE",
    "HOLDINGS_PER_PAGE",
    "BrandAsked",
    "BrandForm",
    "HoldingForm",
    "MarkAsked",
    "RightAsked",
    "SellerAsked",
    "add_brand",
    "add_mark",
    "add_right",
    "add_seller",
    "brand_to_change",
    "change_brand",
    "change_mark",
    "change_right",
    "mark_to_change",
    "marketplaces",
    "members_to_add_for",
    "right_to_change",
    "seller_to_change",
    "show_brand",
    "show_portfolio",
    "warn_expiring",
    "withdraw_seller",
]

"""Ids of the Brands tab and of the forms it opens."""

from enum import StrEnum


class PortfolioActionId(StrEnum):
    """Buttons; also the `callback_id` of the form one opens."""

    BRANDS_BACK = "brands_back"
    BRANDS_ALL = "brands_all"
    BRAND_OPEN = "brand_open"
    BRAND_MARKS = "brand_marks"
    BRAND_RIGHTS = "brand_rights"
    BRAND_SELLERS = "brand_sellers"
    BRAND_ADD = "brand_add"
    BRAND_CHANGE = "brand_change"
    MARK_ADD = "mark_add"
    MARK_CHANGE = "mark_change"
    RIGHT_ADD = "right_add"
    RIGHT_CHANGE = "right_change"
    SELLER_ADD = "seller_add"
    SELLER_CHANGE = "seller_change"


class PortfolioInputId(StrEnum):
    """Inputs; services name them in what they refuse (`FieldProblem`)."""

    BRAND_SEARCH = "brand_search"
    BRAND_MEMBER = "brand_member"
    BRAND_NAME = "brand_name"
    BRAND_CATEGORY = "brand_category"
    MARK_TEXT = "mark_text"
    MARK_SPELLINGS = "mark_spellings"
    MARK_COMMON = "mark_common"
    RIGHT_KIND = "right_kind"
    RIGHT_OFFICE = "right_office"
    RIGHT_NUMBER = "right_number"
    RIGHT_CLASSES = "right_classes"
    RIGHT_TERRITORIES = "right_territories"
    RIGHT_EXPIRES = "right_expires"
    SELLER_MARKETPLACE = "seller_marketplace"
    SELLER_ID = "seller_id"
    WITHDRAW = "withdraw"

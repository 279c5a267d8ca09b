"""Ids of inviting, joining, and setting a member up."""

from enum import StrEnum


class JoiningActionId(StrEnum):
    """Buttons, and the `callback_id` of the modals they open. Values are ids or places, never rights."""

    INVITE_MAKE = "invite_make"
    INVITE_WITHDRAW = "invite_withdraw"
    JOIN_ENTER = "join_enter"
    SET_UP = "set_up"
    PREFERENCES = "preferences"
    BRAND_CHANNEL = "brand_channel"
    CONNECTIONS_OF = "connections_of"


class JoiningInputId(StrEnum):
    """Inputs: the `action_id`, and the `block_id` too."""

    CODE = "join_code"
    NAME = "join_name"
    INVITE_MEMBER = "invite_member"
    INVITE_KEY = "invite_key"
    INVITE_NAME = "invite_name"
    INVITE_REGION = "invite_region"
    INVITE_DAYS = "invite_days"
    INVITE_CHANNEL = "invite_channel"
    ALERT_CHANNEL = "alert_channel"
    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    DIGEST_HOUR = "digest_hour"
    GUIDED = "guided"
    COVER = "cover"
    SHARES_ENCOUNTERS = "shares_encounters"
    CHANNEL_BRAND = "channel_brand"
    OWN_CHANNEL = "own_channel"
    CONNECTIONS_SEARCH = "connections_search"


class ConnectionsBlockId(StrEnum):
    """Blocks of the home's tab of connections."""

    SEARCH = "connections_search"
    MEMBER = "connections_member"
    WHERE = "connections_where"
    BRANDS = "connections_brands"
    PREFERENCES = "connections_preferences"
    AGENCIES = "connections_agencies"
    LANES = "connections_lanes"
    INVITES = "connections_invites"

"""Ids of the keys of a member's own tools."""

from enum import StrEnum


class ApiTokenActionId(StrEnum):
    """Buttons, and the `callback_id` of the modals they open."""

    TOKENS = "api_tokens"
    TOKEN_REVOKE = "api_token_revoke"


class ApiTokenInputId(StrEnum):
    """Inputs: the `action_id`, and the `block_id` too."""

    NAME = "token_name"
    SCOPES = "token_scopes"
    DAYS = "token_days"

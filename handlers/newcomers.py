"""Who somebody is in Slack: their own workspace and name, asked of Slack when an admin chooses them."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.domain.membership import Newcomer
from aacabot.domain.untrusted import storable
from aacabot.slack.ids.people import PeopleInputId

_UNKNOWN = {"user_not_found", "user_not_visible", "users_not_found"}


async def newcomer(client: AsyncWebClient, user_id: str) -> Newcomer:
    """The person behind a picker's choice: guests and outsiders by the workspace they come from.

    Raises FieldProblem for apps, for deactivated accounts, and for whom Slack does not show.
    """
    try:
        user: dict[str, Any] = (await client.users_info(user=user_id))["user"]
    except SlackApiError as error:
        if error.response["error"] in _UNKNOWN:
            raise FieldProblem(PeopleInputId.PERSON, "not_found") from None
        raise
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        raise FieldProblem(PeopleInputId.PERSON, "is_app")
    if user.get("deleted"):
        raise FieldProblem(PeopleInputId.PERSON, "is_deactivated")
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or user_id
    return Newcomer(team_id=str(user["team_id"]), user_id=str(user["id"]), name=storable(str(name)))

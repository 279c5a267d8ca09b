"""Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects"""

from typing import Any

from aacabot.sandbox.slack.blockkit.report import Report
from aacabot.sandbox.slack.blockkit.rules import Flag, Items, Rule, Shape, Str, Typed, Url


def plain(most: int, least: int = 1) -> Rule:
    """A plain_text object of at most `most` characters (text-object: 1 to 3000)."""
    return Typed({"plain_text": Shape({"text": Str(most, least), "emoji": Flag()}, required=("text",))})


def text(most: int, least: int = 1) -> Rule:
    """A plain_text or mrkdwn object of at most `most` characters."""
    shapes: dict[str, Rule] = {
        "plain_text": Shape({"text": Str(most, least), "emoji": Flag()}, required=("text",)),
        "mrkdwn": Shape({"text": Str(most, least), "verbatim": Flag()}, required=("text",)),
    }
    return Typed(shapes)


STYLE = Str(one_of=("primary", "danger"))

# .../composition-objects/confirmation-dialog-object
CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30), "style": STYLE},
    required=("title", "text", "confirm", "deny"),
)

# .../composition-objects/option-object: mrkdwn only in checkboxes and radio buttons, url only in overflow
OPTION = Shape(
    {"text": plain(75), "value": Str(150, 1), "description": plain(75)}, required=("text", "value")
)
RICH_OPTION = Shape(
    {"text": text(75), "value": Str(150, 1), "description": text(75)}, required=("text", "value")
)
OVERFLOW_OPTION = Shape(
    {"text": plain(75), "value": Str(150, 1), "description": plain(75), "url": Url(3000)},
    required=("text", "value"),
)
OPTION_GROUP = Shape({"label": plain(75), "options": Items(OPTION, 100)}, required=("label", "options"))

CONVERSATION_FILTER = Shape(
    {
        "include": Items(Str(one_of=("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    any_of=("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
DISPATCH = Shape({"trigger_actions_on": Items(Str(one_of=("on_enter_pressed", "on_character_entered")), 2)})
SLACK_FILE = Shape({"id": Str(255, 1), "url": Url(3000)}, only_one_of=("id", "url"))


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Every option an element offers, flat, groups opened."""
    groups = [group.get("options") for group in element.get("option_groups") or [] if isinstance(group, dict)]
    lists = [element.get("options"), *groups]
    return [
        option
        for options in lists
        if isinstance(options, list)
        for option in options
        if isinstance(option, dict)
    ]


def initial_is_offered(element: dict[str, Any], pointer: str, report: Report) -> None:
    """An initial option must exactly match one of the options (select-menu-element, checkboxes-element)."""
    offered = options_of(element)
    chosen = element.get("initial_option")
    several = element.get("initial_options") or []
    if chosen is not None and chosen not in offered:
        report.add(f"{pointer}/initial_option", "must exactly match one of the provided options")
    for index, option in enumerate(several if isinstance(several, list) else []):
        if option not in offered:
            report.add(f"{pointer}/initial_options/{index}", "must exactly match one of the provided options")

"""Block elements and their limits: https://docs.slack.dev/reference/block-kit/block-elements"""

from typing import Any

from aacabot.sandbox.slack.blockkit.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    STYLE,
    initial_is_offered,
    plain,
    text,
)
from aacabot.sandbox.slack.blockkit.report import Report
from aacabot.sandbox.slack.blockkit.rules import Anything, Flag, Items, Number, Rule, Shape, Str, Typed, Url

ACTION_ID = Str(255, 1)
PLACEHOLDER = plain(150)
COMMON: dict[str, Rule] = {
    "action_id": ACTION_ID,
    "confirm": CONFIRM,
    "focus_on_load": Flag(),
    "placeholder": PLACEHOLDER,
}
INPUT: dict[str, Rule] = {
    "action_id": ACTION_ID,
    "placeholder": PLACEHOLDER,
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH,
}


def _lengths_in_order(element: dict[str, Any], pointer: str, report: Report) -> None:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        report.add(f"{pointer}/min_length", "must be less than or equal to max_length")
    initial = element.get("initial_value")
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        report.add(f"{pointer}/initial_value", f"must be less than {most + 1} characters")


BUTTON = Shape(
    {
        "text": plain(75),
        "action_id": ACTION_ID,
        "url": Url(3000),
        "value": Str(2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": Str(75),
    },
    required=("text",),
)
IMAGE = Shape(
    {"image_url": Url(3000), "slack_file": SLACK_FILE, "alt_text": Str(2000)},
    required=("alt_text",),
    only_one_of=("image_url", "slack_file"),
)
_STATIC = {**COMMON, "options": Items(OPTION, 100), "option_groups": Items(OPTION_GROUP, 100)}
_MULTI: dict[str, Rule] = {**COMMON, "max_selected_items": Number(1)}
_CONVERSATIONS: dict[str, Rule] = {
    "default_to_current_conversation": Flag(),
    "response_url_enabled": Flag(),
    "filter": CONVERSATION_FILTER,
}

SELECTS: dict[str, Rule] = {
    "static_select": Shape(
        {**_STATIC, "initial_option": OPTION},
        only_one_of=("options", "option_groups"),
        extra=(initial_is_offered,),
    ),
    "external_select": Shape({**COMMON, "initial_option": OPTION, "min_query_length": Number(0)}),
    "users_select": Shape({**COMMON, "initial_user": Str(255, 1)}),
    "conversations_select": Shape({**COMMON, **_CONVERSATIONS, "initial_conversation": Str(255, 1)}),
    "channels_select": Shape({**COMMON, "initial_channel": Str(255, 1), "response_url_enabled": Flag()}),
    "multi_static_select": Shape(
        {**_STATIC, **_MULTI, "initial_options": Items(OPTION, 100)},
        only_one_of=("options", "option_groups"),
        extra=(initial_is_offered,),
    ),
    "multi_external_select": Shape(
        {**_MULTI, "initial_options": Items(OPTION, 100), "min_query_length": Number(0)}
    ),
    "multi_users_select": Shape({**_MULTI, "initial_users": Items(Str(255, 1))}),
    "multi_conversations_select": Shape(
        {**_MULTI, **_CONVERSATIONS, "initial_conversations": Items(Str(255, 1))}
    ),
    "multi_channels_select": Shape({**_MULTI, "initial_channels": Items(Str(255, 1))}),
}
CHOICES: dict[str, Rule] = {
    "overflow": Shape(
        {"action_id": ACTION_ID, "confirm": CONFIRM, "options": Items(OVERFLOW_OPTION, 5)},
        required=("options",),
    ),
    "checkboxes": Shape(
        {**COMMON, "options": Items(RICH_OPTION, 10), "initial_options": Items(RICH_OPTION, 10)},
        required=("options",),
        extra=(initial_is_offered,),
    ),
    "radio_buttons": Shape(
        {**COMMON, "options": Items(RICH_OPTION, 10), "initial_option": RICH_OPTION},
        required=("options",),
        extra=(initial_is_offered,),
    ),
}
PICKERS: dict[str, Rule] = {
    "datepicker": Shape({**COMMON, "initial_date": Str(10, 10)}),
    "timepicker": Shape({**COMMON, "initial_time": Str(5, 5), "timezone": Str(255, 1)}),
    "datetimepicker": Shape({**COMMON, "initial_date_time": Number(1_000_000_000, 9_999_999_999)}),
}
WRITTEN: dict[str, Rule] = {
    "plain_text_input": Shape(
        {
            **INPUT,
            "initial_value": Str(3000),
            "multiline": Flag(),
            "min_length": Number(0, 3000),
            "max_length": Number(1, 3000),
        },
        extra=(_lengths_in_order,),
    ),
    "email_text_input": Shape({**INPUT, "initial_value": Str(3000)}),
    "url_text_input": Shape({**INPUT, "initial_value": Str(3000)}),
    "number_input": Shape(
        {
            **INPUT,
            "is_decimal_allowed": Flag(),
            "initial_value": Str(255),
            "min_value": Str(255),
            "max_value": Str(255),
        },
        required=("is_decimal_allowed",),
    ),
    "rich_text_input": Shape({**INPUT, "initial_value": Anything()}),
    "file_input": Shape(
        {"action_id": ACTION_ID, "filetypes": Items(Str(255, 1)), "max_files": Number(1, 10)}
    ),
}
WORKFLOW_BUTTON = Shape(
    {
        "text": plain(75),
        "action_id": ACTION_ID,
        "workflow": Anything(),
        "style": STYLE,
        "accessibility_label": Str(75),
    },
    required=("text", "workflow", "action_id"),
)

ELEMENTS = Typed(
    {
        "button": BUTTON,
        "image": IMAGE,
        "workflow_button": WORKFLOW_BUTTON,
        **SELECTS,
        **CHOICES,
        **PICKERS,
        **WRITTEN,
    }
)
ACCESSORY = ELEMENTS.only("button", "image", "workflow_button", *SELECTS, *CHOICES, *PICKERS)
IN_ACTIONS = ELEMENTS.only("button", "workflow_button", *SELECTS, *CHOICES, *PICKERS)
IN_INPUT = ELEMENTS.only(*SELECTS, "checkboxes", "radio_buttons", *PICKERS, *WRITTEN)
_CONTEXT_TEXT = text(3000)
IN_CONTEXT = Typed({"image": IMAGE, "plain_text": _CONTEXT_TEXT, "mrkdwn": _CONTEXT_TEXT})

_FEEDBACK = Shape(
    {"text": plain(75), "value": Str(2000), "accessibility_label": Str(75)}, required=("text", "value")
)
IN_CONTEXT_ACTIONS = Typed(
    {
        "feedback_buttons": Shape(
            {"action_id": ACTION_ID, "positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
            required=("positive_button", "negative_button"),
        ),
        "icon_button": Shape(
            {
                "action_id": ACTION_ID,
                "icon": Str(255, 1),
                "text": plain(75),
                "value": Str(2000),
                "confirm": CONFIRM,
                "accessibility_label": Str(75),
                "visible_to_user_ids": Items(Str(255, 1), 10),
            },
            required=("icon", "text"),
        ),
    }
)

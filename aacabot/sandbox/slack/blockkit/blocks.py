"""Layout blocks and their limits: https://docs.slack.dev/reference/block-kit/blocks"""

from typing import Any

from aacabot.sandbox.slack.blockkit.data import DATA_TABLE, DATA_VISUALIZATION, TABLE
from aacabot.sandbox.slack.blockkit.elements import (
    ACCESSORY,
    ELEMENTS,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
)
from aacabot.sandbox.slack.blockkit.objects import SLACK_FILE, plain, text
from aacabot.sandbox.slack.blockkit.report import Report
from aacabot.sandbox.slack.blockkit.rich_text import RICH_TEXT
from aacabot.sandbox.slack.blockkit.rules import Anything, Flag, Items, Rule, Shape, Str, Typed, Url

BLOCK_ID = Str(255, 1)


def _action_ids_differ(block: dict[str, Any], pointer: str, report: Report) -> None:
    seen: set[str] = set()
    for index, element in enumerate(block.get("elements") or []):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str) and action_id in seen:
            where = f"{pointer}/elements/{index}/action_id"
            report.add(where, f'`action_id` "{action_id}" already exists for another element')
        elif isinstance(action_id, str):
            seen.add(action_id)


_CARD = Shape(
    {
        "block_id": BLOCK_ID,
        "hero_image": Typed({"image": IMAGE}),
        "icon": Typed({"image": IMAGE}),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "slack_icon": Anything(),
        "actions": Items(ELEMENTS.only("button"), 3),
    },
    any_of=("hero_image", "title", "actions", "body"),
)
_VIDEO = Shape(
    {
        "block_id": BLOCK_ID,
        "alt_text": Str(2000, 1),
        "title": plain(199),
        "title_url": Url(3000),
        "video_url": Url(3000),
        "thumbnail_url": Url(3000),
        "author_name": Str(49),
        "description": plain(200),
        "provider_name": Str(),
        "provider_icon_url": Url(3000),
    },
    required=("alt_text", "title", "video_url", "thumbnail_url"),
)
_SECTION = Shape(
    {
        "block_id": BLOCK_ID,
        "text": text(3000),
        "fields": Items(text(2000), 10),
        "accessory": ACCESSORY,
        "expand": Flag(),
    },
    any_of=("text", "fields"),
)
_IMAGE_BLOCK = Shape(
    {
        "block_id": BLOCK_ID,
        "image_url": Url(3000),
        "slack_file": SLACK_FILE,
        "alt_text": Str(2000),
        "title": plain(2000),
    },
    required=("alt_text",),
    only_one_of=("image_url", "slack_file"),
)
_INPUT = Shape(
    {
        "block_id": BLOCK_ID,
        "label": plain(2000),
        "element": IN_INPUT,
        "hint": plain(2000),
        "optional": Flag(),
        "dispatch_action": Flag(),
    },
    required=("label", "element"),
)
_ACTIONS = Shape(
    {"block_id": BLOCK_ID, "elements": Items(IN_ACTIONS, 25)},
    required=("elements",),
    extra=(_action_ids_differ,),
)
_CONTEXT_ACTIONS = Shape(
    {"block_id": BLOCK_ID, "elements": Items(IN_CONTEXT_ACTIONS, 5)},
    required=("elements",),
    extra=(_action_ids_differ,),
)
_ALERT = Shape(
    {
        "block_id": BLOCK_ID,
        "text": text(200),
        "level": Str(one_of=("default", "info", "warning", "error", "success")),
    },
    required=("text",),
)
_TASK = Shape(
    {
        "block_id": BLOCK_ID,
        "task_id": Str(least=1),
        "title": Str(least=1),
        "details": Typed({"rich_text": RICH_TEXT}),
        "output": Typed({"rich_text": RICH_TEXT}),
        "sources": Anything(),
        "status": Str(one_of=("pending", "in_progress", "complete", "error")),
    },
    required=("task_id", "title"),
)
_PLAN = Shape(
    {"block_id": BLOCK_ID, "title": Str(least=1), "tasks": Items(Typed({"task_card": _TASK}), 50)},
    required=("title",),
)
_FILE = Shape(
    {"block_id": BLOCK_ID, "external_id": Str(255, 1), "source": Str(one_of=("remote",))},
    required=("external_id", "source"),
)

BLOCKS = Typed(
    {
        "actions": _ACTIONS,
        "alert": _ALERT,
        "card": _CARD,
        "carousel": Shape(
            {"block_id": BLOCK_ID, "elements": Items(Typed({"card": _CARD}), 10)}, required=("elements",)
        ),
        "context": Shape({"block_id": BLOCK_ID, "elements": Items(IN_CONTEXT, 10)}, required=("elements",)),
        "context_actions": _CONTEXT_ACTIONS,
        "data_table": DATA_TABLE,
        "data_visualization": DATA_VISUALIZATION,
        "divider": Shape({"block_id": BLOCK_ID}),
        "file": _FILE,
        "header": Shape({"block_id": BLOCK_ID, "text": plain(150)}, required=("text",)),
        "image": _IMAGE_BLOCK,
        "input": _INPUT,
        "markdown": Shape({"block_id": BLOCK_ID, "text": Str(12_000, 1)}, required=("text",)),
        "plan": _PLAN,
        "rich_text": RICH_TEXT,
        "section": _SECTION,
        "table": TABLE,
        "task_card": _TASK,
        "video": _VIDEO,
    }
)
_IN_CONTAINER = BLOCKS.only(
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
CONTAINER: Rule = Shape(
    {
        "block_id": BLOCK_ID,
        "title": text(150),
        "rich_text_title": Typed({"rich_text": RICH_TEXT}),
        "subtitle": text(150),
        "icon": Typed({"image": IMAGE}),
        "width": Str(one_of=("narrow", "standard", "wide", "full")),
        "child_blocks": Items(_IN_CONTAINER, 10),
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    required=("child_blocks",),
)
BLOCKS.shapes["container"] = CONTAINER

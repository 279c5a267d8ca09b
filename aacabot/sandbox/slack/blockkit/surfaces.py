"""What a message, a modal and a home tab may hold, and the rules that span their blocks."""

from typing import Any

from aacabot.sandbox.slack.blockkit.blocks import BLOCKS
from aacabot.sandbox.slack.blockkit.objects import plain
from aacabot.sandbox.slack.blockkit.report import Problem, Report
from aacabot.sandbox.slack.blockkit.rules import Flag, Items, Rule, Shape, Str, Typed

# https://docs.slack.dev/blocks.json and each block's page
_EVERYWHERE = (
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
)
IN_MESSAGE = BLOCKS.only(
    *_EVERYWHERE,
    *(
        "carousel",
        "container",
        "context_actions",
        "data_table",
        "data_visualization",
        "file",
        "markdown",
        "plan",
    ),
    *("table", "task_card"),
)
IN_MODAL = BLOCKS.only(*_EVERYWHERE, "alert")
IN_HOME = BLOCKS.only(*_EVERYWHERE, "carousel", "container", "data_table", "data_visualization", "table")

MOST_MARKDOWN = 12_000
_VIEW: dict[str, Rule] = {
    "callback_id": Str(255),
    "private_metadata": Str(3000),
    "external_id": Str(255),
}
MODAL = Shape(
    {
        **_VIEW,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "blocks": Items(IN_MODAL, 100, least=0),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
    required=("title", "blocks"),
)
HOME = Shape({**_VIEW, "blocks": Items(IN_HOME, 100, least=0)}, required=("blocks",))
VIEW = Typed({"modal": MODAL, "home": HOME})
ATTACHMENT_BLOCKS = Items(IN_MESSAGE, 50, least=0)


def message_problems(blocks: Any, attachments: Any = None) -> list[Problem]:
    """What Slack would refuse in a message's blocks and in the blocks of its attachments."""
    report = Report()
    Items(IN_MESSAGE, 50, least=0).check(blocks if blocks is not None else [], "/blocks", report)
    if isinstance(blocks, list):
        _check_across(blocks, "/blocks", report)
        _at_most(blocks, "data_visualization", 2, "/blocks", report)
        _at_most(blocks, "table", 1, "/blocks", report)
        _check_markdown(blocks, report)
    _check_attachments(attachments, report)
    return report.problems


def view_problems(view: Any) -> list[Problem]:
    """What Slack would refuse in a modal or a home tab."""
    report = Report()
    VIEW.check(view, "/view", report)
    blocks = view.get("blocks") if isinstance(view, dict) else None
    if isinstance(blocks, list):
        _check_across(blocks, "/view/blocks", report)
        has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
        if view.get("type") == "modal" and has_input and not view.get("submit"):
            report.add("/view/submit", "missing required field: submit")
        if view.get("type") == "home":
            _no_file_inputs(blocks, report)
    return report.problems


def _check_across(blocks: list[Any], pointer: str, report: Report) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(block_id, str) and block_id in seen:
            report.add(
                f"{pointer}/{index}/block_id", f'`block_id` "{block_id}" already exists for another block'
            )
        elif isinstance(block_id, str):
            seen.add(block_id)


def _at_most(blocks: list[Any], kind: str, most: int, pointer: str, report: Report) -> None:
    places = [
        index for index, block in enumerate(blocks) if isinstance(block, dict) and block.get("type") == kind
    ]
    if len(places) > most:
        word = "only_one_table_allowed" if kind == "table" else f"no more than {most} {kind} blocks allowed"
        report.add(f"{pointer}/{places[most]}", word)


def _check_markdown(blocks: list[Any], report: Report) -> None:
    texts = [
        block.get("text") for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"
    ]
    if sum(len(text) for text in texts if isinstance(text, str)) > MOST_MARKDOWN and len(texts) > 1:
        report.add("/blocks", f"markdown text must be less than {MOST_MARKDOWN + 1} characters in all")


def _check_attachments(attachments: Any, report: Report) -> None:
    if attachments is None:
        return None
    if not isinstance(attachments, list):
        return report.add("/attachments", "must be an array")
    if len(attachments) > 100:
        report.add("/attachments", "no more than 100 items allowed")
    for index, attachment in enumerate(attachments):
        if not isinstance(attachment, dict):
            report.add(f"/attachments/{index}", "must be an object")
        elif attachment.get("blocks") is not None:
            ATTACHMENT_BLOCKS.check(attachment["blocks"], f"/attachments/{index}/blocks", report)
    return None


def _no_file_inputs(blocks: list[Any], report: Report) -> None:
    for index, block in enumerate(blocks):
        element = block.get("element") if isinstance(block, dict) else None
        if isinstance(element, dict) and element.get("type") == "file_input":
            report.add(f"/view/blocks/{index}/element/type", "unsupported type: file_input")

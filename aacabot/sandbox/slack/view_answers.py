"""What a Slack client does with the app's answer to a submitted view.

https://docs.slack.dev/surfaces/modals#updating_response: nothing closes it; errors, update, push, clear.
"""

from typing import Any

from aacabot.sandbox.slack.deliveries import Delivery
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.views import check_view
from aacabot.sandbox.slack.views import SandboxView, Views


def apply_answer(views: Views, view: SandboxView, delivery: Delivery) -> None:
    """Carry the answer out. One that Slack cannot use leaves the view open and is the `problem`."""
    view.errors, view.notice = {}, None
    answer = delivery.json
    if delivery.succeeded and delivery.body.strip() and answer is None:
        delivery.problem = "Slack cannot read the answer to the submission."
    if delivery.problem is None:
        try:
            _carry_out(views, view, answer or {})
        except SlackError as error:
            details = error.extra.get("response_metadata", {}).get("messages", [])
            delivery.problem = " ".join(
                ["Slack cannot use the answer to the submission:", error.code, *details]
            )
    view.notice = delivery.problem
    views.touched()


def _carry_out(views: Views, view: SandboxView, answer: dict[str, Any]) -> None:
    action = answer.get("response_action")
    if action is None:
        views.close(view)
    elif action == "clear":
        views.close(view, whole_stack=True)
    elif action == "errors":
        view.errors = _checked_errors(view, answer.get("errors"))
    elif action in ("update", "push"):
        check_view(answer.get("view"), "modal")
        change = views.update if action == "update" else views.push
        change(view, answer["view"])
    else:
        raise SlackError("invalid_response_action")


def _checked_errors(view: SandboxView, errors: Any) -> dict[str, str]:
    """Errors must name input blocks of the view, each with words; the client shows nothing otherwise."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("errors_missing")
    strangers = sorted(block_id for block_id in errors if block_id not in inputs)
    if strangers:
        raise SlackError("errors_name_no_input_block: " + ", ".join(strangers))
    if not all(isinstance(words, str) and words for words in errors.values()):
        raise SlackError("errors_without_words")
    return dict(errors)

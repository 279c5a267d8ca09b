"""views.open, views.push, views.update, views.publish."""

from typing import Any

from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.request import ApiRequest, Method, invalid_arguments
from aacabot.sandbox.slack.views import view_json


def open_view(request: ApiRequest) -> dict[str, Any]:
    trigger = request.slack.triggers.find(request.args.get("trigger_id"), request.workspace.id)
    body = _view(request, "modal")
    view = request.slack.views.open(trigger, request.installation.bot_id, body)
    trigger.used = True
    return {"view": view_json(view)}


def push(request: ApiRequest) -> dict[str, Any]:
    """On top of the modal the trigger came from; a trigger from elsewhere is invalid here."""
    trigger = request.slack.triggers.find(request.args.get("trigger_id"), request.workspace.id)
    below = request.slack.views.get(trigger.view_id)
    if below is None:
        raise SlackError("invalid_trigger_id")
    body = _view(request, "modal")
    view = request.slack.views.push(below, body)
    trigger.used = True
    return {"view": view_json(view)}


def update(request: ApiRequest) -> dict[str, Any]:
    views = request.slack.views
    if not request.args.get("view_id") and not request.args.get("external_id"):
        raise invalid_arguments("[ERROR] missing required field: view_id")
    view = views.get(request.args.get("view_id")) or views.by_external_id(
        request.workspace.id, request.args.get("external_id")
    )
    if view is None or view.team != request.workspace.id:
        raise SlackError("not_found")
    views.update(view, _view(request, "modal"), request.args.get("hash"))
    return {"view": view_json(view)}


def publish(request: ApiRequest) -> dict[str, Any]:
    user = request.required("user_id")
    person = request.workspace.people.get(user)
    if person is None or person.is_deactivated:
        raise SlackError("user_not_found")
    body, hash = _view(request, "home"), request.args.get("hash")
    bot_id = request.installation.bot_id
    view = request.slack.views.publish(request.workspace.id, user, bot_id, body, hash)
    return {"view": view_json(view)}


def _view(request: ApiRequest, kind: str) -> dict[str, Any]:
    """The `view` argument, checked. Raises SlackError invalid_arguments with a JSON pointer per problem."""
    view = request.structure("view", "invalid_arguments")
    if view is None:
        raise invalid_arguments("[ERROR] missing required field: view")
    check_view(view, kind)
    return dict(view)


def check_view(view: Any, kind: str) -> None:
    problems = view_problems(view)
    if problems:
        raise invalid_arguments(*(f"[ERROR] {one}" for one in problems))
    if view["type"] != kind:
        raise invalid_arguments(f"[ERROR] unsupported type: {view['type']} [json-pointer:/view/type]")


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}

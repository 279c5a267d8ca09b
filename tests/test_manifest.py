"""The manifest is what the code listens to and calls: no more, no less."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

import aacabot.slack.ids
from aacabot.app import Application
from aacabot.config import project_root
from aacabot.services.hub import Hub
from aacabot.slack.ids import COMMAND, ActionId, HomeTab, InputId, ShortcutId
from aacabot.slack.listeners import ListenerBook
from aacabot.slack.manifest import (
    COMMANDS_SCOPE,
    SCOPES_OF_METHOD,
    method_page,
    needed_scopes,
    read_manifest,
)

ROOT = project_root()
METHOD = re.compile(
    r"(auth|chat|conversations|views|users|files|reactions|bots|team|pins|bookmarks|usergroups)"
    r"\.[a-z][A-Za-z.]+"
)
SENT_UNASKED = {"app_uninstalled", "tokens_revoked"}


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Listeners do not depend on the database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def listeners(hub: Hub) -> ListenerBook:
    """Everything the hub registers, as the composition root registers it."""
    book = ListenerBook()
    Application(hub).listen(book)
    return book


@pytest.fixture
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "app.yaml").read_text("utf-8"))
    return read


def test_commands_shortcuts_and_events_are_exactly_those_listened_to(listeners: ListenerBook) -> None:
    manifest = read_manifest()
    assert manifest.commands == listeners.commands == {COMMAND}
    assert manifest.shortcuts == listeners.shortcuts
    assert manifest.events == listeners.events
    assert manifest.has_home == ("app_home_opened" in listeners.events)
    assert manifest.events >= SENT_UNASKED
    assert manifest.is_interactive


def test_the_hint_of_the_command_names_its_words(document: dict[str, Any]) -> None:
    (command,) = document["features"]["slash_commands"]
    for word in ("case", "queue", "report", "share", "intel", "help"):
        assert re.search(rf"\b{word}\b", command["usage_hint"]), word


def test_shortcuts_bear_the_contracts_names() -> None:
    assert read_manifest().shortcuts <= {shortcut.value for shortcut in ShortcutId}


def test_every_action_a_view_renders_has_a_listener(listeners: ListenerBook) -> None:
    buttons = {ActionId[name].value for name in _first_arguments("ActionId", "button")}
    chosen_at_once = {InputId[name].value for name in _first_arguments("InputId", "field", "dispatch")}
    assert len(buttons) > 10
    assert chosen_at_once
    assert buttons | chosen_at_once <= listeners.actions
    assert {
        ActionId[name].value for name in _first_arguments("ActionId", "case_form")
    } <= listeners.submissions


def test_every_action_listened_to_is_rendered_somewhere(listeners: ListenerBook) -> None:
    rendered = {kind[name].value for kind in _ids("ActionId") for name in _mentioned(kind.__name__)}
    tabs = {f"home_{tab}" for tab in HomeTab}
    inputs = {one.value for kind in _ids("InputId") for one in kind}
    assert listeners.actions <= rendered | inputs | tabs


def test_scopes_are_exactly_what_the_calls_need() -> None:
    called = _called_methods()
    assert {"chat.postMessage", "conversations.history", "views.open"} <= called
    assert called <= set(SCOPES_OF_METHOD), "say which scopes these methods need in aacabot/slack/manifest.py"
    assert set(SCOPES_OF_METHOD) <= called, "nobody calls these methods any more"
    assert read_manifest().scopes == needed_scopes(called)
    assert COMMANDS_SCOPE in read_manifest().scopes


def test_each_method_has_the_page_that_names_its_scopes() -> None:
    assert method_page("chat.update") == "https://docs.slack.dev/reference/methods/chat.update"


def test_slacks_limits_on_manifests_are_kept(document: dict[str, Any]) -> None:
    # https://docs.slack.dev/reference/app-manifest
    shown, features = document["display_information"], document["features"]
    assert 1 <= len(shown["name"]) <= 35
    assert 1 <= len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", shown["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features.get("shortcuts", [])) <= 10
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2_000
    for shortcut in features.get("shortcuts", []):
        assert len(shortcut["name"]) <= 24
        assert shortcut["type"] in {"global", "message"}


def test_all_of_slack_comes_to_one_address_of_the_placeholder_host(document: dict[str, Any]) -> None:
    settings = document["settings"]
    assert {
        *(command["url"] for command in document["features"]["slash_commands"]),
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    } == {"https://aacabot.example.com/slack/events"}


def test_what_would_end_a_token_of_one_workspace_is_off(document: dict[str, Any]) -> None:
    settings = document["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["token_rotation_enabled"] is False


def test_organisations_and_browsers_can_install_it(document: dict[str, Any]) -> None:
    assert document["settings"]["org_deploy_enabled"] is True
    assert document["oauth_config"]["redirect_urls"] == ["https://aacabot.example.com/slack/oauth_redirect"]


@pytest.mark.parametrize("text", ["", "[]", "features: {}", "a: [", "just words"])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "app.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match="not an app manifest"):
        read_manifest(path)


# -- reading the code -----------------------------------------------------------------------------------


@cache
def _trees(folder: str) -> tuple[ast.Module, ...]:
    files = sorted((ROOT / folder).rglob("*.py"))
    return tuple(ast.parse(file.read_text("utf-8")) for file in files if "sandbox" not in file.parts)


def _first_arguments(kind: str, function: str, keyword: str | None = None) -> set[str]:
    """The members of `kind` that views hand first to `function` (with `keyword`, where it is given)."""
    return {
        call.args[0].attr
        for tree in _trees("aacabot/slack/views")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == function
        and call.args
        and isinstance(call.args[0], ast.Attribute)
        and isinstance(call.args[0].value, ast.Name)
        and call.args[0].value.id == kind
        and (keyword is None or keyword in {one.arg for one in call.keywords})
    }


def _ids(ending: str) -> list[type[StrEnum]]:
    """The enums of the ids package whose names end so: one for each subject."""
    modules = [
        aacabot.slack.ids,
        *(import_module(f"aacabot.slack.ids.{one.name}") for one in iter_modules(aacabot.slack.ids.__path__)),
    ]
    found = {
        kind
        for module in modules
        for name, kind in vars(module).items()
        if name.endswith(ending) and isinstance(kind, type) and issubclass(kind, StrEnum)
    }
    return sorted(found, key=lambda kind: kind.__name__)


def _mentioned(kind: str) -> set[str]:
    return {
        node.attr
        for tree in _trees("aacabot/slack/views")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == kind
    }


def _called_methods() -> set[str]:
    """Web API methods the code names in a string, or calls by the client's own function for them."""
    found = set()
    for node in _nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and METHOD.fullmatch(node.value):
            found.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if METHOD.fullmatch(name.replace("_", ".", 1)) and hasattr(AsyncWebClient, name):
                found.add(name.replace("_", ".", 1))
    return found


def _nodes() -> Iterator[ast.AST]:
    for folder in ("aacabot", "handlers", "jobs"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "sandbox" not in file.parts and file.name != "manifest.py":
                yield from ast.walk(ast.parse(file.read_text("utf-8")))

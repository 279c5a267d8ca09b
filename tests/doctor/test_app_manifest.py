"""A manifest that differs from what the hub listens to."""

import re
from dataclasses import replace

import pytest

from aacabot.doctor.app_manifest import compare
from aacabot.slack.ids import COMMAND
from aacabot.slack.listeners import ListenerBook
from aacabot.slack.manifest import read_manifest
from tests.doctor.conftest import only


@pytest.fixture
def book() -> ListenerBook:
    """Listeners as the manifest wants them."""
    book, manifest = ListenerBook(), read_manifest()
    for command in manifest.commands:
        book.command(command)
    for shortcut in manifest.shortcuts:
        book.shortcut(shortcut)
    for event in manifest.events:
        book.event(event)
    return book


def test_equal_is_good(book: ListenerBook) -> None:
    (found,) = compare(read_manifest(), book)
    assert found.ok


def test_an_event_nobody_hears_is_named(book: ListenerBook) -> None:
    manifest = read_manifest()
    asked = replace(manifest, events=manifest.events | {"reaction_added"})
    assert "events nobody listens to: reaction_added" in only(compare(asked, book)).said


def test_a_command_slack_would_not_send_is_named(book: ListenerBook) -> None:
    found = only(compare(replace(read_manifest(), commands=frozenset()), book))
    assert f"commands that app.yaml lacks: {COMMAND}" in found.said
    assert "App Manifest" in found.mend


def test_a_scope_not_asked_for_and_buttons_turned_off_are_failures(book: ListenerBook) -> None:
    manifest = read_manifest()
    poor = replace(manifest, scopes=manifest.scopes - {"chat:write"}, is_interactive=False)
    said = [one.said for one in compare(poor, book) if one.ok is False]
    assert said == ["app.yaml does not ask for: chat:write", "app.yaml turns buttons off"]


def test_a_pattern_cannot_be_compared_and_is_refused(book: ListenerBook) -> None:
    with pytest.raises(TypeError, match="plain string"):
        book.action(re.compile("case_.*"))

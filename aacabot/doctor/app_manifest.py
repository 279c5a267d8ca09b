"""The app manifest beside the code against what the code listens to."""

from collections.abc import Iterable

from aacabot.app import Application
from aacabot.doctor.checks import Finding, failure, good, listed
from aacabot.services.hub import Hub
from aacabot.slack.listeners import ListenerBook
from aacabot.slack.manifest import Manifest, needed_scopes, read_manifest

SUBJECT = "slack manifest"


def check_manifest(hub: Hub) -> list[Finding]:
    """Whether the hub hears everything `app.yaml` makes Slack send, and asks for every scope it needs."""
    try:
        manifest = read_manifest()
    except (OSError, ValueError) as error:
        said = f"app.yaml cannot be read: {type(error).__name__}"
        return [failure(SUBJECT, said, "restore app.yaml from the release beside aacabot/")]
    book = ListenerBook()
    Application(hub).listen(book)
    return compare(manifest, book)


def compare(manifest: Manifest, book: ListenerBook) -> list[Finding]:
    """A failure per kind that differs, or one line that all is equal."""
    findings = [
        *_unheard("commands", manifest.commands, book.commands),
        *_unheard("shortcuts", manifest.shortcuts, book.shortcuts),
        *_unheard("events", manifest.events, book.events),
    ]
    lacking = sorted(needed_scopes() - manifest.scopes)
    if lacking:
        mend = "put them under oauth_config, scopes, bot"
        findings.append(failure(SUBJECT, f"app.yaml does not ask for: {listed(lacking, 20)}", mend))
    if not manifest.is_interactive:
        mend = "set settings, interactivity, is_enabled to true"
        findings.append(failure(SUBJECT, "app.yaml turns buttons off", mend))
    return findings or [good(SUBJECT, "app.yaml is what the hub listens to and calls")]


def _unheard(kind: str, asked: Iterable[str], heard: Iterable[str]) -> list[Finding]:
    nobody, unasked = sorted(set(asked) - set(heard)), sorted(set(heard) - set(asked))
    findings = []
    if nobody:
        said = f"app.yaml has {kind} nobody listens to: {listed(nobody)}"
        findings.append(failure(SUBJECT, said, "take them out of app.yaml"))
    if unasked:
        said = f"the hub listens to {kind} that app.yaml lacks: {listed(unasked)}"
        mend = "restore app.yaml from this release, and paste it into your Slack app (App Manifest)"
        findings.append(failure(SUBJECT, said, mend))
    return findings

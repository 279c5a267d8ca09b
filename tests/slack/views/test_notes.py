"""Notes in threads and to the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.cases import DeclineReason
from aacabot.domain.notes import Note, NoteKind
from aacabot.slack.views.notes import HEADLINES, note_message
from tests.slack.views.checks import is_sound, parts, texts
from tests.slack.views.reading import as_read
from tests.slack.views.samples import EN, LANGUAGES, NOW

CASE = Note(
    kind=NoteKind.DECLINED,
    number="AC-7K3Q9",
    brand="Acme",
    marketplace="Sandbox",
    person="Ann",
    reason=DeclineReason.EVIDENCE_INSUFFICIENT,
    text="No pictures.",
    at=NOW,
)
NOTES = {
    NoteKind.DECLINED: CASE,
    NoteKind.RESTORED: replace(CASE, reason="counter-notice upheld", text=None),
    NoteKind.COUNTER_NOTICED: replace(CASE, reason=None, text="I live at …", due=NOW + timedelta(days=10)),
    NoteKind.FAILED: replace(CASE, reason="the listing id is not known", text=None),
    NoteKind.WITHDRAWN: replace(CASE, reason=None, text=None),
    NoteKind.COUNTER_NOTICE_FOR_DESK: replace(CASE, member="Acme Group", reason=None, text="I live at …"),
    NoteKind.PENDING_TOO_LONG: replace(CASE, reason=None, text=None),
    NoteKind.DEAD_LETTER: Note(kind=NoteKind.DEAD_LETTER, work="send_takedown", log_id="a1b2", at=NOW),
    NoteKind.FEEDBACK_OFF: Note(kind=NoteKind.FEEDBACK_OFF, marketplace="Sandbox", reason="501"),
}
CHANNEL = Note(kind=NoteKind.NOT_IN_CHANNEL, member="Acme Group", channel="C0ALERTS")
ALL = {kind: replace(NOTES.get(kind, CHANNEL), kind=kind) for kind in NoteKind}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoteKind)
def test_a_note_reads_as_agreed(kind: NoteKind, language: str, snapshot: SnapshotAssertion) -> None:
    message = note_message(ALL[kind], LANGUAGES[language])
    is_sound(message)
    assert as_read(message) == snapshot


def test_every_kind_has_a_headline() -> None:
    assert set(HEADLINES) == set(NoteKind)


def test_a_person_is_named_without_a_mention_unless_a_slack_user_is_given() -> None:
    named = note_message(CASE, EN)
    assert "Ann · " in texts(named)
    assert [part for part in parts(named.blocks) if part.get("type") == "user"] == []
    assert "Ann" not in texts(note_message(ALL[NoteKind.PENDING_TOO_LONG], EN))
    mentioned = note_message(replace(CASE, slack_user="U0ANN"), EN)
    assert [part["user_id"] for part in parts(mentioned.blocks) if part.get("type") == "user"] == ["U0ANN"]


def test_a_sellers_answer_is_not_kept_in_a_message() -> None:
    assert "I live at" not in texts(note_message(ALL[NoteKind.COUNTER_NOTICED], EN))


def test_a_channel_without_the_app_is_told_how_to_invite_it() -> None:
    assert "/invite @aacabot" in texts(note_message(ALL[NoteKind.NOT_IN_CHANNEL], EN))


def test_hostile_names_do_nothing_on_the_lock_screen() -> None:
    message = note_message(replace(CASE, brand="<!channel> evil.example", text="<!here>"), EN)
    is_sound(message)
    assert "<" not in message.text
    assert "evil.example" not in message.text

"""A seller's answer on the card, in the forms, and at the desk; and what can be taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aacabot.domain.alerts import Alert, CounterNotice, TakedownShown
from aacabot.domain.cases import CaseState
from aacabot.domain.counter_notices import PRESETS, procedures_of
from aacabot.domain.notes import Note, NoteKind
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.case_ends import cases_expired
from aacabot.slack.views.counter_forms import approve_modal, enter_modal, rebut_modal
from aacabot.slack.views.counter_notices import rebuttal_by_hand
from aacabot.slack.views.lookups import case_reply
from aacabot.slack.views.notes import note_message
from aacabot.slack.views.undoing import reopen_modal, retract_modal
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, texts
from tests.slack.views.samples import EN, NOW, OPEN, ZH

HOSTILE = "<!channel> <https://evil.example|bank.com> \u202egnp.exe *b* `c` 假货 " + "x" * 4_000
DUE = NOW + timedelta(days=15)
FILED = CounterNotice(filed_at=NOW, answer_by=DUE, reason=HOSTILE, text=HOSTILE, silence="restores")
GONE = TakedownShown(sent_at=NOW, reported_removed_at=NOW, verified_at=NOW)


def with_notice(where: CaseState, **changes: object) -> Alert:
    notice = replace(FILED, **changes)  # type: ignore[arg-type]
    return replace(OPEN, state=where, takedown=GONE, counter_notice=notice)


def said(alert: Alert) -> str:
    message = alert_card(alert, EN)
    is_sound(message)
    is_sound(alert_card(alert, ZH))
    return texts(message)


def test_the_card_says_until_when_and_what_silence_does() -> None:
    waiting = with_notice(CaseState.COUNTER_NOTICED, reason="authorised")
    assert "The seller objects. Answer by" in said(waiting)
    assert "If nobody answers by then, Sandbox puts the listing back." in said(waiting)
    stands = with_notice(CaseState.COUNTER_NOTICED, silence="stands")
    assert "If nobody answers by then, the takedown stands." in said(stands)
    offered = action_ids(alert_card(waiting, EN))
    assert {"counter_rebut", "counter_accept", "case_retract", "case_retract_why"} <= set(offered)


def test_a_rebuttal_that_waits_says_who_is_missing() -> None:
    asked = with_notice(
        CaseState.COUNTER_NOTICED,
        state="rebuttal_asked",
        rebutted_by="Ann",
        may_approve=("Ben", "Cy"),
        approve_by=NOW,
    )
    assert "Ann wrote a rebuttal." in said(asked)
    assert "Still missing: one of Ben and Cy to approve it." in said(asked)
    offered = action_ids(alert_card(asked, EN))
    assert {"counter_approve", "counter_refuse"} <= set(offered)
    assert "counter_rebut" not in offered
    alone = replace(asked, counter_notice=replace(asked.counter_notice, may_approve=()))  # type: ignore[type-var]
    assert "an admin of the operator can" in said(alone)


@pytest.mark.parametrize(
    ("state", "notice", "words"),
    [
        (CaseState.TAKEN_DOWN, {"state": "rebutted", "answered_by": "Ben"}, "Rebutted, approved by Ben"),
        (CaseState.TAKEN_DOWN, {"state": "rebutted", "by_hand": True}, "the desk passes the rebuttal on"),
        (CaseState.TAKEN_DOWN, {"state": "rebutted", "sent_at": NOW}, "The rebuttal was handed over"),
        (CaseState.TAKEN_DOWN, {"state": "stood"}, "the takedown stands"),
        (CaseState.RESTORED, {"state": "accepted", "answered_by": "Ann"}, "Ann accepted the objection"),
        (CaseState.RESTORED, {"state": "accepted"}, "withdrawn at the marketplace"),
        (CaseState.RESTORED, {"state": "lapsed"}, "Nobody answered the seller in time"),
    ],
)
def test_the_card_says_what_became_of_it(state: CaseState, notice: dict[str, object], words: str) -> None:
    assert words in said(with_notice(state, **notice))


def test_the_forms_hold_whatever_a_seller_wrote() -> None:
    for words in (EN, ZH):
        is_sound_modal(rebut_modal("c1", "AC-7K3Q9", HOSTILE, HOSTILE, DUE, words))
        is_sound_modal(rebut_modal("c1", "AC-7K3Q9", None, None, DUE, words))
        is_sound_modal(approve_modal("c1", "AC-7K3Q9", HOSTILE, HOSTILE, HOSTILE, words))
        is_sound_modal(retract_modal("c1", "AC-7K3Q9", words))
        is_sound_modal(reopen_modal("c1", "AC-7K3Q9", words))


def test_the_desk_chooses_among_the_marketplaces_procedures() -> None:
    known = procedures_of([{"procedure": name} for name in PRESETS] + [{"procedure": "own", "days": 1}], 15)
    view = enter_modal("c1", "AC-7K3Q9", known, date(2026, 11, 22), EN)
    is_sound_modal(view)
    menu = view["blocks"][1]["element"]
    assert [one["value"] for one in menu["options"]] == [
        *(n for n in PRESETS if n != "platform"),
        "own",
        "platform",
    ]
    assert menu["initial_option"]["value"] == "platform"
    assert menu["options"][0]["text"]["text"].startswith("10 business days")


def test_only_reviewers_are_offered_to_enter_an_answer_and_only_once_something_went_out() -> None:
    taken = with_notice(CaseState.TAKEN_DOWN, state="stood")
    assert "counter_enter" in action_ids(case_reply(taken, (), EN, desk=True))
    assert "counter_enter" not in action_ids(case_reply(taken, (), EN))
    assert "counter_enter" not in action_ids(case_reply(OPEN, (), EN, desk=True))


def test_what_can_be_taken_back_is_a_button() -> None:
    confirmed = replace(OPEN, state=CaseState.CONFIRMED, undo_until=NOW)
    assert {"case_undo", "case_retract"} <= set(action_ids(alert_card(confirmed, EN)))
    assert "case_retract_why" not in action_ids(alert_card(confirmed, EN))
    expired = replace(OPEN, state=CaseState.EXPIRED, can_reopen=True)
    assert "case_reopen" in action_ids(alert_card(expired, EN))
    is_sound(alert_card(expired, ZH))
    assert "case_reopen" not in action_ids(alert_card(replace(expired, can_reopen=False), EN))


def test_the_desk_hears_of_expired_cases_and_rebuttals_to_pass_on() -> None:
    cases = [{"id": f"c{n}", "number": f"AC-{n}", "brand": HOSTILE} for n in range(10)]
    message = cases_expired({"member": HOSTILE, "cases": cases, "total": 12}, EN)
    is_sound(message)
    assert "and 2 more" in texts(message)
    values = {
        "counter_notice": "n1",
        "number": "AC-7K3Q9",
        "brand": HOSTILE,
        "member": HOSTILE,
        "marketplace": HOSTILE,
        "text": HOSTILE,
        "answer_by": DUE.isoformat(),
    }
    waiting = rebuttal_by_hand(values, EN)
    is_sound(waiting)
    assert action_ids(waiting) == ["counter_passed_on"]
    done = rebuttal_by_hand({**values, "passed_on_by": HOSTILE, "passed_on_at": NOW.isoformat()}, EN)
    is_sound(done)
    assert action_ids(done) == []


@pytest.mark.parametrize(
    "kind",
    [
        *(NoteKind.COUNTER_REMINDER, NoteKind.REBUTTAL_ASKED, NoteKind.REBUTTAL_REFUSED, NoteKind.REBUTTED),
        *(NoteKind.COUNTER_ACCEPTED, NoteKind.COUNTER_LAPSED, NoteKind.COUNTER_STOOD),
        *(NoteKind.COUNTER_NOTICE_TOO_LATE, NoteKind.COUNTER_ENDED_FOR_DESK, NoteKind.REBUTTALS_OFF),
    ],
)
def test_notes_are_sound_and_say_what_is_to_come(kind: NoteKind) -> None:
    note = Note(
        kind=kind, number="AC-7K3Q9", brand=HOSTILE, marketplace=HOSTILE, text=HOSTILE, due=DUE,
        silence="stands", percent=80 if kind is NoteKind.COUNTER_REMINDER else None,
    )  # fmt: skip
    message = note_message(replace(note, text=None), EN)
    is_sound(message)
    is_sound(note_message(note, ZH))
    if kind is NoteKind.COUNTER_REMINDER:
        shown = texts(message)
        assert "80 % of the time has passed." in shown
        assert "the takedown stands" in shown

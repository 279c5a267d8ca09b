"""What one person is answered: refusals, confirmations, help, the queue, a case looked up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain import errors
from aacabot.domain.alerts import HistoryLine
from aacabot.domain.cases import CaseEventKind, DismissReason
from aacabot.domain.errors import Refusal
from aacabot.domain.linting import Finding, Rule
from aacabot.slack.ids import ActionId
from aacabot.slack.views.lookups import case_reply
from aacabot.slack.views.refusals import refusal_words
from aacabot.slack.views.replies import (
    DONE,
    LANE_DONE,
    bug_reply,
    done_reply,
    help_reply,
    lane_reply,
    refusal_reply,
    unknown_reply,
)
from tests.slack.views.checks import is_sound, texts
from tests.slack.views.reading import as_read
from tests.slack.views.samples import ALERTS, EN, LANGUAGES, NOW, OPEN

REFUSALS: dict[str, Refusal] = {
    "another must approve a status": errors.AnotherMustApprove(member="Acme Group"),
    "a status is no longer set by hand": errors.OverrideOver(),
    "unknown person": errors.UnknownPerson(team_id="T0X", user_id="U0X"),
    "not allowed": errors.NotAllowed(action="confirm", brand_name="Acme", who_may=("Ann", "Bob")),
    "not allowed, nobody may": errors.NotAllowed(action="confirm", brand_name="Acme", who_may=()),
    "evidence refused": errors.EvidenceRefused(name="report <!here>.exe", problem="runs"),
    "notice incomplete": errors.NoticeIncomplete(
        number="AC-7K3Q9", missing=(Finding.of(Rule.COMPLAINANT), Finding.of(Rule.RIGHT_IN_FORCE))
    ),
    "case not found": errors.CaseNotFound(asked="AC-7K3Q8", nearest="AC-7K3Q9"),
    "case not found, nothing near": errors.CaseNotFound(asked="shoe <!here>"),
    "already decided": errors.AlreadyDecided(number="AC-7K3Q9", state="confirmed", decider="Ann", at=NOW),
    "already decided by nobody": errors.AlreadyDecided(
        number="AC-7K3Q9", state="closed", decider=None, at=None
    ),
    "already decided, no time": errors.AlreadyDecided(
        number="AC-7K3Q9", state="dismissed", decider="Ann", at=None
    ),
    "illegal move": errors.IllegalMove(number="AC-7K3Q9", state="taken_down", move="dismissed"),
    "no right": errors.NoRightInForce(number="AC-7K3Q9", brand_name="Acme"),
    "own request": errors.OwnRequest(number="AC-7K3Q9"),
    "same person": errors.SamePerson(number="AC-7K3Q9"),
    "same agency": errors.SameAgency(number="AC-7K3Q9"),
    "review claimed": errors.ReviewClaimed(number="AC-7K3Q9", case_id="c1", person="Rae <!here>", since=NOW),
    "sharing refused": errors.SharingRefused(
        (("email", "text", "ann@acme.example"), ("criminal", "text", "fraudster <!here>"))
    ),
    "released already": errors.ReviewSettled(name="Cora <!here>", outcome="released", at=NOW),
    "turned down already": errors.ReviewSettled(name="Cora", outcome="refused", at=NOW),
    "waits for nobody": errors.ReviewSettled(name="", outcome="withdrawn", at=None),
    "own words": errors.OwnWords(),
    "held already": errors.HoldSettled(at=NOW, is_held=True),
    "hold released already": errors.HoldSettled(at=NOW, is_held=False),
    "own rebuttal": errors.OwnRebuttal("AC-7K3Q9"),
    "not gone yet": errors.NotGoneYet("AC-7K3Q9"),
    "too late to undo": errors.TooLateToUndo("AC-7K3Q9"),
    "too late to reopen": errors.TooLateToReopen("AC-7K3Q9"),
    "field": errors.FieldProblem(field="x", problem="required"),
    "second answer": errors.NeedsSecondAnswer(case_id="c1"),
    "holding not found": errors.HoldingNotFound(),
    "label needs another": errors.LabelNeedsAnother(),
    "label approved": errors.LabelSettled(person="Bob", outcome="approved"),
    "label expired": errors.LabelSettled(person=None, outcome="expired"),
    "not for this room": errors.NotForThisRoom(outsider="guest"),
    "intel not found": errors.IntelNotFound(),
    "own intel": errors.OwnIntel(),
    "introduction asked": errors.IntroductionAsked(until=datetime(2026, 11, 29, 12, tzinfo=UTC)),
    "introduction agreed": errors.IntroductionAnswered(person="Bob", agreed=True),
    "introduction refused": errors.IntroductionAnswered(person="", agreed=False),
    "introduction over": errors.IntroductionOver(),
    "introductions too often": errors.AskedTooOften(what="introductions", limit=10),
    "questions too often": errors.AskedTooOften(what="questions", limit=50),
    "form too late": errors.FormNotOpened(),
    "not invited": errors.NotInvited(),
    "card outdated": errors.CardOutdated("AC-7K3Q9"),
    "nothing chosen": errors.NothingChosen(),
    "too many chosen": errors.TooManyChosen(240, 200),
    "act not found": errors.ActNotFound(),
    "act taken back already": errors.ActNotTakenBack(again=True),
    "act of another kind": errors.ActNotTakenBack(again=False),
    "needs a role": errors.NeedsRole("grant", "Acme", ("Ann", "Bob")),
    "needs a role nobody has": errors.NeedsRole("grant", "Acme"),
    "last admin": errors.LastAdmin("Acme", "Ann"),
    "not theirs to give": errors.NotGrantable("operator_admin", "Acme"),
    "belongs elsewhere": errors.BelongsElsewhere("Ann"),
    "not on the list": errors.NoSuchColleague(),
    "agency without people": errors.AgencyWithoutPeople("Redlens"),
    "already claimed": errors.AlreadyClaimed("AC-7K3Q9", "Ann"),
    "not on it": errors.NotOnIt("AC-7K3Q9", "Ann"),
    "nobody on it": errors.NotOnIt("AC-7K3Q9", None),
    "nobody to ask": errors.NobodyToAsk(),
    "known already": errors.AlreadyKnown("Ann"),
    "let in already": errors.AccessSettled("Ann", "granted"),
    "not let in": errors.AccessSettled("Ann", "refused"),
    "not open yet": errors.FeatureNotOpen("confirm", "Acme", 2, date(2027, 2, 1)),
    "not open before a phase": errors.FeatureNotOpen("confirm", "Acme", 2, None),
    "not open, nobody knows when": errors.FeatureNotOpen("confirm", "Acme", None, None),
}
HISTORY = (
    HistoryLine(at=NOW, kind=CaseEventKind.OPENED, person=None, reason=None),
    HistoryLine(
        at=NOW + timedelta(hours=1), kind=CaseEventKind.DISMISSED, person="Ann", reason=DismissReason.GENUINE
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    reply = refusal_reply(REFUSALS[name], LANGUAGES[language])
    is_sound(reply)
    assert as_read(reply) == snapshot


def test_every_refusal_has_words_of_its_own() -> None:
    made_by_the_rules = {kind for kind in Refusal.__subclasses__() if kind.__module__ == errors.__name__}
    assert {type(refusal) for refusal in REFUSALS.values()} == made_by_the_rules

    class Unheard(Refusal):
        pass

    general = refusal_words(Unheard(), EN)
    assert general not in {refusal_words(refusal, EN) for refusal in REFUSALS.values()}


def test_a_second_click_names_the_first_decider_and_the_time() -> None:
    said = refusal_words(REFUSALS["already decided"], EN)
    assert said == "Ann was first, 22 Nov 2026, 14:05 CET. AC-7K3Q9: confirmed."


def test_a_refusal_names_who_may() -> None:
    assert "Ann and Bob can." in refusal_words(REFUSALS["not allowed"], EN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_replies_read_as_agreed(language: str, snapshot: SnapshotAssertion) -> None:
    words = LANGUAGES[language]
    replies = [
        *(done_reply(action, OPEN.number, words) for action in DONE),
        *(lane_reply(action, words) for action in LANE_DONE),
        help_reply(words),
        unknown_reply("<!channel> foo", words),
        bug_reply("a1b2", words),
    ]
    for reply in replies:
        is_sound(reply)
    assert "\n".join(as_read(reply) for reply in replies) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["alerted", "dismissed", "taken down"])
def test_a_look_up_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    url = "https://acme.slack.com/archives/C0/p1"
    reply = case_reply(ALERTS[name], HISTORY, LANGUAGES[language], card_url=url)
    is_sound(reply)
    assert as_read(reply) == snapshot


def test_a_long_history_shows_the_latest_events() -> None:
    reply = case_reply(OPEN, HISTORY * 20, EN)
    is_sound(reply)
    assert "15 earlier events" in texts(reply)


LOOKED_AT = {"case_open", "case_card", "case_claim", "case_description", "case_history"}


@pytest.mark.parametrize("action", [*(action for action in ActionId if action not in LOOKED_AT), "see"])
def test_what_somebody_may_not_do_is_said_in_words_and_not_by_its_id(action: str) -> None:
    refused = errors.NotAllowed(action=action, brand_name="Acme", who_may=("Ann",))
    assert "_" not in refusal_reply(refused, EN).text

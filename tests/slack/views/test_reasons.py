"""Every value of a closed set has words."""

import pytest

from aacabot.domain.cases import CaseEventKind, CaseState, DeclineReason, DismissReason
from aacabot.domain.rights import ReasonCode, RightKind
from aacabot.screening.marks import MatchKind
from aacabot.slack.views import reasons
from tests.slack.views.samples import EN, LANGUAGES, ZH


def test_every_value_has_words() -> None:
    assert set(reasons.REPORTED_FOR) == set(ReasonCode)
    assert set(reasons.DISMISSED_BECAUSE) == set(DismissReason)
    assert set(reasons.DECLINED_BECAUSE) == set(DeclineReason)
    assert set(reasons.WOULD_CHANGE_THE_ANSWER) == set(DeclineReason)
    assert set(reasons.RIGHTS) == set(RightKind)
    assert set(reasons.STATES) == set(CaseState)
    assert set(reasons.EVENTS) == set(CaseEventKind)
    assert set(reasons.DISGUISES) == set(MatchKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_disguise_has_words_of_its_own(language: str) -> None:
    told = [reasons.said(kind, reasons.DISGUISES, LANGUAGES[language]) for kind in MatchKind]
    assert len(set(told)) == len(MatchKind)
    assert language == "en" or not any(text.isascii() for text in told)


def test_a_value_nobody_knows_shows_as_written_and_harmless() -> None:
    assert reasons.said("POLICY\u202e-17", reasons.DECLINED_BECAUSE, EN) == "POLICY-17"
    assert reasons.said(None, reasons.DECLINED_BECAUSE, ZH) == ""

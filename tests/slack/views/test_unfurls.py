"""What stands under a link names the case and its state, and nothing a seller wrote."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.unfurls import LinkShown
from aacabot.slack.views.message import Message
from aacabot.slack.views.unfurls import link_attachment
from tests.slack.views.checks import is_sound, texts
from tests.slack.views.samples import EN

LINK = LinkShown(
    number="AC-7K3Q9",
    brand="Acme <!channel>",
    state=CaseState.ALERTED,
    decide_by=datetime(2026, 11, 23, 12, tzinfo=UTC),
    locale="en",
    timezone="UTC",
)


def said(link: LinkShown) -> list[str]:
    return texts(Message(text="", blocks=link_attachment(link, EN)["blocks"])).splitlines()


def test_a_case_that_waits_says_until_when() -> None:
    assert said(LINK)[:2] == ["AC-7K3Q9 · Acme <!channel>", "waiting for your decision"]
    assert "Decide by" in said(LINK)[2]


@pytest.mark.parametrize("state", CaseState)
def test_every_state_is_sound_and_says_where_it_stands(state: CaseState) -> None:
    link = replace(LINK, state=state)
    blocks = link_attachment(link, EN)["blocks"]
    is_sound(Message(text="a link", blocks=blocks))
    assert len(said(link)) >= 2

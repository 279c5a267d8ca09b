"""The desk's control card."""

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.alerts import LaneShown
from aacabot.slack.views.lanes import lane_card
from tests.slack.views.checks import action_ids, is_sound
from tests.slack.views.reading import as_read
from tests.slack.views.samples import EN, LANGUAGES, NOW

LANES = {
    "flowing": LaneShown(stopped_at=None, stopped_by=None),
    "one member stopped": LaneShown(stopped_at=None, stopped_by=None, stopped_members=("Acme Group",)),
    "stopped": LaneShown(stopped_at=NOW, stopped_by="Rae"),
    "stopped with many members": LaneShown(
        stopped_at=NOW, stopped_by="Rae", stopped_members=tuple(f"Member {n}" for n in range(22))
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LANES)
def test_the_control_card_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    card = lane_card(LANES[name], LANGUAGES[language])
    is_sound(card)
    assert as_read(card) == snapshot


def test_what_is_stopped_is_not_stopped_again_and_what_flows_is_not_opened() -> None:
    assert action_ids(lane_card(LANES["flowing"], EN)) == ["lane_stop", "lane_stop_member"]
    assert action_ids(lane_card(LANES["stopped"], EN)) == ["lane_stop_member", "lane_open"]

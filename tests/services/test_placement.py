"""A card follows its brand's channel while nobody could see it; one that is seen stays where it is."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.services import deliveries
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.placement import place_cards
from aacabot.store.models import Member, SlackMessageRow
from tests.services.casework import Casework


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def choose_channel(work: Casework, channel_id: str | None) -> None:
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(
            update(Member).where(col(Member.key) == "acme").values(channel_id=channel_id)
        )


async def card(work: Casework, case_id: str) -> SlackMessageRow:
    (found,) = await work.messages(case_id, "case")
    assert isinstance(found, SlackMessageRow)
    return found


async def post(work: Casework, channel: str, ts: str) -> None:
    """Slack shows what the channel wants next."""
    delivery = await deliveries.next_delivery(work.hub, channel)
    assert delivery is not None
    await deliveries.delivered(work.hub, delivery, ts)


async def test_a_case_of_a_member_without_a_channel_is_shown_once_there_is_one(work: Casework) -> None:
    await choose_channel(work, None)
    case_id = await work.suspect()
    assert await work.messages(case_id, "case") == []
    assert await place_cards(work.hub) == 0
    await choose_channel(work, "C0LATE")
    assert await place_cards(work.hub) == 1
    assert (await card(work, case_id)).channel.endswith(":C0LATE")
    assert await place_cards(work.hub) == 0


async def test_a_card_that_could_not_be_posted_goes_to_the_channel_chosen_instead(work: Casework) -> None:
    case_id = await work.suspect()
    await deliveries.channel_broken(work.hub, (await card(work, case_id)).channel, "is_archived")
    await choose_channel(work, "C0NEW")
    assert await place_cards(work.hub) == 1
    moved = await card(work, case_id)
    assert (moved.channel.partition(":")[2], moved.ts, moved.unsent) == ("C0NEW", None, True)
    await post(work, moved.channel, "2.0")
    assert (await card(work, case_id)).ts == "2.0"


async def test_a_card_in_a_channel_since_archived_is_posted_anew_where_people_are(work: Casework) -> None:
    case_id = await work.suspect()
    old = (await card(work, case_id)).channel
    await post(work, old, "1.0")
    await choose_channel(work, "C0NEW")
    assert await place_cards(work.hub) == 0, "people still see it"
    await deliveries.channel_broken(work.hub, old, "is_archived")
    assert await place_cards(work.hub) == 1
    moved = await card(work, case_id)
    assert (moved.channel.partition(":")[2], moved.ts, moved.unsent) == ("C0NEW", None, True)


async def test_a_post_that_ends_after_the_card_moved_is_one_too_many(work: Casework) -> None:
    case_id = await work.suspect()
    old = (await card(work, case_id)).channel
    late = await deliveries.next_delivery(work.hub, old)
    assert late is not None
    await deliveries.not_posted(work.hub, late)
    await choose_channel(work, "C0NEW")
    assert await place_cards(work.hub) == 1
    assert not await deliveries.delivered(work.hub, late, "1.0")
    assert (await card(work, case_id)).ts is None


async def test_a_workspace_installed_again_keeps_its_cards_where_they_are(work: Casework) -> None:
    case_id = await work.suspect()
    shown = await card(work, case_id)
    await post(work, shown.channel, "1.0")
    installations = Installations(work.hub)
    team_id = shown.channel.partition(":")[0]
    await deliveries.channel_broken(work.hub, shown.channel, "token_revoked")
    await installations.save(
        "xoxb-again", team_id=team_id, team_name=None, bot_id=None, bot_user_id=None, scopes=[]
    )
    await choose_channel(work, "C0NEW")
    assert await place_cards(work.hub) == 0
    assert (await card(work, case_id)).ts == "1.0"

"""One shop, one card: two listings are ticked and taken down, one is open to question, all on one message."""

from typing import Any

from aacabot.sandbox.slack import SandboxMessage
from tests.journeys import alliance as journey
from tests.journeys.acts import PATIENCE, card_of, form, replies
from tests.journeys.alliance import ANN, BEN
from tests.journeys.running_hub import RunningHub

SHOP = {"id": "s-deal", "name": "Bag Deal <!channel>"}


async def test_alerts_on_one_shop_are_ticked_and_decided_on_their_one_card(running: RunningHub) -> None:
    card = await one_shop_comes_in(running)
    assert [one.ts for one in running.slack.messages("C0ACME")].count(card.ts) == 1
    assert "3 wait for your decision" in str(card.blocks)

    view = await press(running, card, "group_confirm", ANN, ["S0", "S1"])
    assert "You chose 2 cases." in str(view)
    assert "In good faith we believe" in str(view)
    assert view["submit"]["text"] == "Confirm 2"
    answer = await running.slack.submit(view_id=view["id"])
    assert answer.problem is None, answer.problem
    shown = await running.shows(card, "1 waits for your decision", PATIENCE)
    assert "Ann" in str(shown.blocks)
    await running.until(lambda: running.takedowns_of("S0") and running.takedowns_of("S1"), PATIENCE)

    view = await press(running, card, "group_dismiss", BEN, ["S2"])
    await running.slack.submit(view_id=view["id"], values={"bulk_reason": {"bulk_reason": "GENUINE"}})
    await running.shows(card, "All are decided", PATIENCE)
    assert not running.takedowns_of("S2")

    await running.shows(card, "taken down", PATIENCE)
    status, _ = await running.market.restore("S0", "The seller showed an invoice.")
    assert status == 202
    assert "AC-" in str(await replies(running, card, "The listing is back on the marketplace"))


async def one_shop_comes_in(running: RunningHub) -> SandboxMessage:
    rows = [
        {"listing_id": f"S{n}", "url": f"https://market.example/item/S{n}", "title": f"Zephyrine bag S{n}",
         "seller": SHOP}
        for n in range(3)
    ]  # fmt: skip
    for row in rows:
        running.market.stock(row)
    status, answer = await running.market.send_listings(rows)
    assert status == 202, answer
    return await card_of(running, "C0ACME", "3 alerts on one seller", "group_confirm")


async def press(
    running: RunningHub, card: SandboxMessage, action: str, user: str, idents: list[str]
) -> dict[str, Any]:
    """Tick these listings on the card as it is now, press, and return the form."""
    where: dict[str, Any] = {"team": journey.OPS, "user": user, "channel": card.channel, "ts": card.ts}
    now = next(one for one in running.slack.messages(card.channel) if one.ts == card.ts)
    boxes = next(
        (block, element)
        for block in now.blocks
        for element in block.get("elements", [])
        if element.get("type") == "checkboxes"
    )
    values = [
        option["value"]
        for option in boxes[1]["options"]
        if any(option["text"]["text"].endswith(f" {ident}") for ident in idents)
    ]
    await running.slack.select(
        action_id="group_ticked", option_value=values, block_id=boxes[0]["block_id"], **where
    )
    answer = await running.slack.click(action_id=action, **where)
    assert answer.problem is None, answer.problem
    return await running.until(lambda: form(running, user), PATIENCE)

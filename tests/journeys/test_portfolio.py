"""A member's counsel looks after its brands in the App Home, and the waiting card follows at once."""

from typing import Any

from tests.journeys import alliance as journey
from tests.journeys.acts import PATIENCE, form
from tests.journeys.alliance import ANN, BEA, VIC
from tests.journeys.running_hub import RunningHub

OPS = journey.OPS


async def in_home(running: RunningHub, action: str, user: str = ANN, **more: Any) -> None:
    """Press or choose in the home."""
    answer = await running.slack.click_in_home(team=OPS, user=user, action_id=action, **more)
    assert answer.problem is None, answer.problem


async def home_shows(running: RunningHub, words: str, user: str = ANN) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        home = running.slack.home(OPS, user)
        return home if home is not None and words in str(home) else None

    return await running.until(found, PATIENCE)


async def fill(running: RunningHub, user: str = ANN, **values: Any) -> Any:
    """Fill in the form that is open, and send it."""
    view = await running.until(lambda: form(running, user), PATIENCE)
    asked = {name: {name: value} for name, value in values.items()}
    return await running.slack.submit(view_id=view["id"], values=asked)


async def opened_at(running: RunningHub, section: str, user: str = ANN) -> dict[str, Any]:
    """The home, with the person's first brand opened at a section."""
    await running.slack.open_home(team=OPS, user=user)
    await home_shows(running, "home_brands", user)
    await in_home(running, "home_brands", user)
    await home_shows(running, "brand_open", user)
    await in_home(running, "brand_open", user)
    await home_shows(running, f"brand_{section}", user)
    await in_home(running, f"brand_{section}", user)
    return await home_shows(running, "brands_back", user)


def value_of(home: dict[str, Any], action: str) -> str:
    """The value of the first button of an action."""
    for block in home["blocks"]:
        for element in (*block.get("elements", []), block.get("accessory") or {}):
            if element.get("action_id") == action:
                return str(element["value"])
    raise AssertionError(f"the home offers no {action}")


async def test_a_right_added_in_the_home_lets_the_waiting_card_be_confirmed(running: RunningHub) -> None:
    await opened_at(running, "rights")
    home = await home_shows(running, "018000001")
    await in_home(running, "right_change", value=value_of(home, "right_change"))
    await fill(running, withdraw=["yes"])
    await home_shows(running, "There are no rights yet")

    await running.send("P1", "Zephyrine runner P1")
    card = await running.card("C0ACME", containing="runner P1", action="case_dismiss")
    assert "case_confirm" not in str(card.blocks), "nothing can be confirmed without a right"

    await in_home(running, "right_add")
    refused = await fill(
        running, right_kind="trademark", right_office="EUIPO", right_number="018000777", right_classes="99"
    )
    assert "from 1 to 45" in str(refused.json)
    await fill(running, right_classes="25", right_expires="2035-05-05")
    await home_shows(running, "In force until 5 May 2035")

    card = await running.card("C0ACME", containing="018000777")
    await running.click(card, "case_confirm", ANN)
    await running.until(lambda: running.takedowns_of("P1"), PATIENCE)
    await running.shows(card, "case_retract", PATIENCE)

    await what_waits_is_narrowed_down_and_looked_up(running)
    await others_are_refused_in_words(running)


async def what_waits_is_narrowed_down_and_looked_up(running: RunningHub) -> None:
    await running.send("P2", "Zephyrine runner P2")
    await running.card("C0ACME", containing="runner P2")
    await in_home(running, "home_waiting")
    await home_shows(running, "runner P2")
    await running.slack.suggest_in_home(team=OPS, user=ANN, action_id="waiting_brand", text="zeph")
    home = await home_shows(running, "waiting_brand")
    (menu,) = [
        element
        for block in home["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "waiting_brand"
    ]
    assert "initial_option" not in menu
    offered = running.slack.state.views.home(OPS, ANN).offered["waiting_brand"]  # type: ignore[union-attr]
    assert [one["text"]["text"] for one in offered] == ["Zephyrine"]
    await in_home(running, "waiting_brand", value=offered[0]["value"])
    await home_shows(running, "waiting_every_brand")


async def others_are_refused_in_words(running: RunningHub) -> None:
    """Ann's brand in Bea's button is not found; Vic, who may only look, is offered no form."""
    brand = value_of(await opened_at(running, "rights"), "brand_marks")
    await running.slack.open_home(team=OPS, user=BEA)
    await home_shows(running, "home_brands", BEA)
    await in_home(running, "home_brands", BEA)
    await home_shows(running, "brand_open", BEA)
    await in_home(running, "brand_open", BEA, forge_value=brand)
    assert "Zephyrine" not in str(await home_shows(running, "I find no such brand", BEA))
    seen = await opened_at(running, "rights", VIC)
    assert "right_change" not in str(seen) and "right_add" not in str(seen)

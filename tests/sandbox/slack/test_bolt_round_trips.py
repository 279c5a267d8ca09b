"""Round trips with a real Bolt app: what a person does, what the app does, what the person then sees."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import DialogShown, SandboxRefusal, SlackSandbox
from tests.sandbox.slack.bolt_hub import bolt_app, on, served
from tests.sandbox.slack.slack_builders import actions, button, modal, plain, text_input

DIALOG = {
    "title": plain("Sure?"),
    "text": plain("It goes at once."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}
ANN: dict[str, Any] = {"team": "T0ACME", "user": "U0ANN", "channel": "C0ALERTS"}


async def post_card(client: AsyncWebClient) -> str:
    blocks = [
        actions(button("case_confirm", "17", confirm=DIALOG), button("case_dismiss", "17")),
        actions(button("case_open", "1"), block_id="row1"),
        actions(button("case_open", "2"), block_id="row2"),
    ]
    return str((await client.chat_postMessage(channel="C0ALERTS", text="card", blocks=blocks))["ts"])


def opens(app: AsyncApp, action_id: str, view: dict[str, Any]) -> None:
    async def open_it(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    app.action(action_id)(open_it)


async def test_a_click_reaches_the_app_with_value_person_and_message(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, seen = bolt_app(slack), list[dict[str, Any]]()

    @on(app.action("case_confirm"))
    async def confirm(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        seen.append(body)
        await ack()
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="confirmed")

    ts = await post_card(client)
    async with served(slack, app):
        delivery = await slack.click(**ANN, ts=ts, action_id="case_confirm")
        assert (delivery.status, delivery.problem) == (200, None)
        await slack.until(lambda: slack.messages("C0ALERTS")[0].text == "confirmed")
    (body,) = seen
    assert (body["user"]["id"], body["user"]["team_id"], body["actions"][0]["value"]) == (
        "U0ANN",
        "T0ACME",
        "17",
    )
    assert body["container"]["message_ts"] == ts


async def test_a_dialog_must_be_answered_and_can_be_cancelled(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    ts = await post_card(client)
    with pytest.raises(DialogShown) as shown:
        await slack.click(**ANN, ts=ts, action_id="case_confirm", confirm=None)
    assert shown.value.dialog["title"]["text"] == "Sure?"
    cancelled = await slack.click(**ANN, ts=ts, action_id="case_confirm", confirm=False)
    assert cancelled.attempts == [] and slack.deliveries == []


async def test_people_cannot_press_what_is_not_there(slack: SlackSandbox, client: AsyncWebClient) -> None:
    ts = await post_card(client)
    with pytest.raises(SandboxRefusal, match="There is no case_retract"):
        await slack.click(**ANN, ts=ts, action_id="case_retract")
    with pytest.raises(SandboxRefusal, match="several"):
        await slack.click(**ANN, ts=ts, action_id="case_open")
    with pytest.raises(SandboxRefusal, match="deactivated"):
        await slack.click(**{**ANN, "user": "U0OLD"}, ts=ts, action_id="case_dismiss")
    with pytest.raises(SandboxRefusal, match="not shared"):
        await slack.click(**ANN, user_team="T0RED", ts=ts, action_id="case_dismiss")


async def test_a_click_from_another_organisation_carries_its_team(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, teams = bolt_app(slack), list[tuple[str, str]]()

    @on(app.action("go"))
    async def go(ack: Any, body: dict[str, Any]) -> None:
        teams.append((body["team"]["id"], body["user"]["team_id"]))
        await ack()

    posted = await client.chat_postMessage(channel="C0SHARED", text="x", blocks=[actions(button("go", "1"))])
    async with served(slack, app):
        await slack.click(
            team="T0ACME",
            user="U0RAY",
            user_team="T0RED",
            channel="C0SHARED",
            ts=posted["ts"],
            action_id="go",
        )
    assert teams == [("T0ACME", "T0RED")]


async def test_a_form_shows_the_apps_errors_and_then_closes(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, said = bolt_app(slack), list[str]()
    opens(app, "case_dismiss", modal(text_input("reason"), callback_id="case_dismiss", notify_on_close=True))

    @on(app.view("case_dismiss"))
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        text = view["state"]["values"]["reason"]["text"]["value"]
        if len(text) < 5:
            await ack(response_action="errors", errors={"reason": "Please say a little more."})
            return
        said.append(text)
        await ack()

    ts = await post_card(client)
    async with served(slack, app):
        await slack.click(**ANN, ts=ts, action_id="case_dismiss")
        (view,) = slack.open_views("U0ANN")
        with pytest.raises(SandboxRefusal, match="reason"):
            await slack.submit(view_id=view["id"], values={})
        await slack.submit(view_id=view["id"], values={"reason": {"text": "no"}})
        assert slack.open_views("U0ANN")[0]["errors"] == {"reason": "Please say a little more."}
        delivery = await slack.submit(view_id=view["id"], values={"reason": {"text": "our own stock"}})
    assert (delivery.status, said, slack.open_views()) == (200, ["our own stock"], [])


async def test_views_are_pushed_updated_and_cleared(slack: SlackSandbox, client: AsyncWebClient) -> None:
    app = bolt_app(slack)
    opens(app, "case_dismiss", modal(text_input("one"), callback_id="first"))

    @on(app.view("first"))
    async def first(ack: Any) -> None:
        await ack(response_action="push", view=modal(text_input("two"), callback_id="second"))

    @on(app.view("second"))
    async def second(ack: Any) -> None:
        await ack(response_action="update", view=modal(text_input("three"), callback_id="third"))

    @on(app.view("third"))
    async def third(ack: Any) -> None:
        await ack(response_action="clear")

    ts = await post_card(client)
    async with served(slack, app):
        await slack.click(**ANN, ts=ts, action_id="case_dismiss")
        await slack.submit(view_id=slack.open_views()[-1]["id"], values={"one": {"text": "a"}})
        assert [one["callback_id"] for one in slack.open_views()] == ["first", "second"]
        await slack.submit(view_id=slack.open_views()[-1]["id"], values={"two": {"text": "b"}})
        assert [one["callback_id"] for one in slack.open_views()] == ["first", "third"]
        await slack.submit(view_id=slack.open_views()[-1]["id"], values={"three": {"text": "c"}})
    assert slack.open_views() == []


async def test_an_answer_slack_cannot_use_leaves_the_form_open(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app = bolt_app(slack)
    opens(app, "case_dismiss", modal(text_input("one"), callback_id="first"))

    @on(app.view("first"))
    async def first(ack: Any) -> None:
        await ack(response_action="update", view=modal(title=plain("x" * 25)))

    ts = await post_card(client)
    async with served(slack, app):
        await slack.click(**ANN, ts=ts, action_id="case_dismiss")
        delivery = await slack.submit(view_id=slack.open_views()[0]["id"], values={"one": {"text": "a"}})
    assert delivery.problem is not None and "/view/title/text" in delivery.problem
    assert slack.open_views()[0]["notice"] == delivery.problem


async def test_closing_is_told_only_where_the_app_asked(slack: SlackSandbox, client: AsyncWebClient) -> None:
    app, closed = bolt_app(slack), list[str]()
    opens(app, "case_dismiss", modal(text_input("one"), callback_id="first", notify_on_close=True))
    opens(app, "go", modal(text_input("one"), callback_id="quiet"))

    @on(app.view_closed("first"))
    async def on_close(ack: Any, view: dict[str, Any]) -> None:
        closed.append(view["callback_id"])
        await ack()

    ts = await post_card(client)
    other = (await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(button("go"))]))[
        "ts"
    ]
    async with served(slack, app):
        await slack.click(**ANN, ts=ts, action_id="case_dismiss")
        assert (await slack.close(view_id=slack.open_views()[0]["id"])).status == 200
        await slack.click(**ANN, ts=other, action_id="go")
        assert (await slack.close(view_id=slack.open_views()[0]["id"])).attempts == []
    assert closed == ["first"] and slack.open_views() == []


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, triggers = bolt_app(slack), list[str]()

    @on(app.shortcut("share_intel"))
    async def share(ack: Any, body: dict[str, Any]) -> None:
        triggers.append(body["trigger_id"])
        await ack()

    async with served(slack, app):
        for _ in range(2):
            await slack.shortcut(team="T0ACME", user="U0ANN", callback_id="share_intel")
    view = modal(text_input("one"))
    await client.views_open(trigger_id=triggers[0], view=view)
    slack.advance(3.1)
    for trigger, error in (
        (triggers[0], "exchanged_trigger_id"),
        (triggers[1], "expired_trigger_id"),
        ("1.2.3", "invalid_trigger_id"),
    ):
        with pytest.raises(SlackApiError) as refused:
            await client.views_open(trigger_id=trigger, view=view)
        assert refused.value.response["error"] == error
    with pytest.raises(SlackApiError) as refused:
        await client.views_update(view_id=slack.open_views()[0]["id"], view=view, hash="old")
    assert refused.value.response["error"] == "hash_conflict"


async def test_a_command_is_answered_to_the_person_alone(slack: SlackSandbox) -> None:
    app = bolt_app(slack)

    @on(app.command("/aaca"))
    async def aaca(ack: Any, respond: Any, body: dict[str, Any]) -> None:
        await ack(text=f"looking for {body['text']}")
        await respond(text="found", replace_original=False)

    async with served(slack, app):
        await slack.command(**ANN, command="/aaca", text="case AC-7K3Q9")
        await slack.until(lambda: len(slack.ephemerals("U0ANN")) == 2)
    assert {one.text for one in slack.ephemerals()} == {"looking for case AC-7K3Q9", "found"}


async def test_the_home_is_published_when_opened_and_its_buttons_work(slack: SlackSandbox) -> None:
    app, pressed = bolt_app(slack), list[str]()

    @on(app.event("app_home_opened"))
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [actions(button("queue", "all"))]}
        await client.views_publish(user_id=event["user"], view=view)

    @on(app.action("queue"))
    async def queue(ack: Any, body: dict[str, Any]) -> None:
        pressed.append(body["view"]["type"])
        await ack()

    async with served(slack, app):
        await slack.open_home(team="T0ACME", user="U0ANN")
        await slack.until(lambda: slack.home("T0ACME", "U0ANN"))
        await slack.click_in_home(team="T0ACME", user="U0ANN", action_id="queue")
    assert pressed == ["home"]


async def test_a_choice_in_a_message_and_in_a_view_carries_its_option(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, chosen = bolt_app(slack), list[str]()
    options = [{"text": plain(word), "value": word} for word in ("week", "month")]
    element = {"type": "static_select", "action_id": "period", "options": options}

    @on(app.action("period"))
    async def period(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        chosen.append(body["actions"][0]["selected_option"]["value"])
        if "message" in body:
            view = modal(actions(element), callback_id="x")
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(element)])
    async with served(slack, app):
        await slack.select(**ANN, ts=posted["ts"], action_id="period", option_value="week")
        view_id = slack.open_views()[0]["id"]
        await slack.click_in_view(view_id=view_id, action_id="period", value="month")
        with pytest.raises(SandboxRefusal, match="not offered"):
            await slack.click_in_view(view_id=view_id, action_id="period", value="year")
    assert chosen == ["week", "month"]
    held = slack.open_views()[0]["state"]["values"]["acts"]["period"]["selected_option"]
    assert held["value"] == "month"


async def test_what_is_ticked_in_a_message_is_sent_with_its_buttons_until_it_is_offered_no_more(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, seen = bolt_app(slack), list[list[str]]()
    one, two = ({"text": {"type": "plain_text", "text": name}, "value": name} for name in ("one", "two"))
    press = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}

    def shown(*options: dict[str, Any]) -> list[dict[str, Any]]:
        boxes = {"type": "checkboxes", "action_id": "tick", "options": list(options)}
        return [actions(boxes), {"type": "actions", "block_id": "press", "elements": [press]}]

    @on(app.action("tick"))
    async def tick(ack: Any) -> None:
        await ack()

    @on(app.action("go"))
    async def go(ack: Any, body: dict[str, Any]) -> None:
        held = body["state"]["values"]["acts"]["tick"]["selected_options"]
        seen.append([option["value"] for option in held])
        await ack()

    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=shown(one, two))
    async with served(slack, app):
        await slack.select(**ANN, ts=posted["ts"], action_id="tick", option_value=["one", "two"])
        await slack.click(**ANN, ts=posted["ts"], action_id="go")
        await client.chat_update(channel="C0ALERTS", ts=posted["ts"], text="x", blocks=shown(two))
        await slack.click(**ANN, ts=posted["ts"], action_id="go")
    assert seen == [["one", "two"], ["two"]]


async def test_a_message_shortcut_carries_the_message(slack: SlackSandbox) -> None:
    app, texts = bolt_app(slack), list[str]()

    @on(app.shortcut("report_listing"))
    async def report(ack: Any, shortcut: dict[str, Any]) -> None:
        texts.append(shortcut["message"]["text"])
        await ack()

    said = slack.say(team="T0ACME", user="U0BOB", channel="C0ALERTS", text="https://market.example/9")
    async with served(slack, app):
        await slack.message_shortcut(**ANN, ts=said.ts, callback_id="report_listing")
    assert texts == ["https://market.example/9"]


async def test_typing_in_an_external_select_asks_the_app(slack: SlackSandbox, client: AsyncWebClient) -> None:
    app, brands = bolt_app(slack), list[str]()
    element = {"type": "external_select", "action_id": "brand"}
    field = {"type": "input", "block_id": "brand", "label": plain("Brand"), "element": element}
    opens(app, "case_dismiss", modal(field, callback_id="pick"))

    @on(app.options("brand"))
    async def options(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": plain(payload["value"].title()), "value": payload["value"]}])

    @on(app.view("pick"))
    async def pick(ack: Any, view: dict[str, Any]) -> None:
        brands.append(view["state"]["values"]["brand"]["brand"]["selected_option"]["value"])
        await ack()

    ts = await post_card(client)
    async with served(slack, app):
        await slack.click(**ANN, ts=ts, action_id="case_dismiss")
        view_id = slack.open_views()[0]["id"]
        with pytest.raises(SandboxRefusal, match="not offered"):
            await slack.submit(view_id=view_id, values={"brand": {"brand": "acme"}})
        await slack.suggest(view_id=view_id, action_id="brand", text="acme")
        await slack.submit(view_id=view_id, values={"brand": {"brand": "acme"}})
    assert brands == ["acme"]


async def test_a_form_opened_by_a_guest_from_another_organisation_says_where_both_belong(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, seen = bolt_app(slack), list[tuple[str, str, str]]()
    opens(app, "go", modal(text_input("why"), callback_id="why"))

    @on(app.view("why"))
    async def why(ack: Any, body: dict[str, Any]) -> None:
        view = body["view"]
        seen.append((body["team"]["id"], body["user"]["team_id"], view["app_installed_team_id"]))
        await ack()

    posted = await client.chat_postMessage(channel="C0SHARED", text="x", blocks=[actions(button("go"))])
    guest = {"team": "T0ACME", "user": "U0RAY", "user_team": "T0RED", "channel": "C0SHARED"}
    async with served(slack, app):
        await slack.click(**guest, ts=posted["ts"], action_id="go", confirm=True)
        await slack.submit(view_id=slack.open_views("U0RAY")[0]["id"], values={"why": {"text": "x"}})
    assert seen == [("T0RED", "T0RED", "T0ACME")]


async def test_a_pushed_view_needs_a_trigger_from_a_view_and_the_stack_ends_at_three(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, errors = bolt_app(slack), list[str]()

    @on(app.action("deeper"))
    async def deeper(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = modal(actions(button("deeper")))
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as refused:
            errors.append(refused.response["error"])

    opens(app, "go", modal(actions(button("deeper"))))
    buttons = [actions(button("go"), button("deeper"))]
    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=buttons)
    async with served(slack, app):
        await slack.click(**ANN, ts=posted["ts"], action_id="deeper")
        await slack.until(lambda: errors == ["invalid_trigger_id"])
        await slack.click(**ANN, ts=posted["ts"], action_id="go")
        await slack.click_in_view(view_id=slack.open_views()[-1]["id"], action_id="deeper")
        await slack.until(lambda: len(slack.open_views()) == 2)
        await slack.click_in_view(view_id=slack.open_views()[-1]["id"], action_id="deeper")
        await slack.until(lambda: len(slack.open_views()) == 3)
        await slack.click_in_view(view_id=slack.open_views()[-1]["id"], action_id="deeper")
        await slack.until(lambda: len(errors) == 2)
    assert errors[1] == "push_limit_reached"

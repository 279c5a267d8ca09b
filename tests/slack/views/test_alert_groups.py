"""The grouped card and the form of when alerts come: valid blocks, nothing of a seller's that acts."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from aacabot.domain.alert_groups import AlertGroupShown, GroupKind
from aacabot.domain.alerts import Alert
from aacabot.domain.bulk_acts import BulkDeed, BulkPreview, Forecast
from aacabot.domain.cases import CaseState
from aacabot.domain.connections import Connections, Cover
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import MET, LastSeen, MetShown, Told
from aacabot.domain.quiet_hours import AlertMode, AlertTimes
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.alert_groups import confirm_ticked_modal, group_card, one_by_one
from aacabot.slack.views.alert_times import alert_times_modal, settings_reply, times_told
from tests.slack.views.checks import is_sound
from tests.slack.views.samples import CONFIRMED_BY, DESIGN, EN, NOW, OPEN

HOSTILE = "<!channel> <https://evil.example|bank> \u202e*b* 艾克美运动鞋正品 " + "长" * 200


def row(n: int, **values: Any) -> Alert:
    return replace(OPEN, case_id=f"{n:032x}", number=f"AC-{n:05}", affirmation="0123456789ab", **values)


def hostile_row(n: int) -> Alert:
    return row(n, brand=HOSTILE, listing=replace(OPEN.listing, title=HOSTILE, storefront=HOSTILE))


def group(*rows: Alert, kind: GroupKind = GroupKind.SELLER, **values: Any) -> AlertGroupShown:
    given: dict[str, Any] = {
        "group_id": "f" * 32,
        "kind": kind,
        "member": "Acme Group",
        "brand": "Acme",
        "storefront": "bagdeal_88",
        "marketplace": "Sandbox",
        "rows": rows,
        "counts": Counter(one.state for one in rows),
        "first_at": NOW - timedelta(minutes=8),
        "last_at": NOW,
        "next_by": NOW + timedelta(hours=24),
        "at": NOW,
        **values,
    }
    return AlertGroupShown(**given)


def boxes(card: Any) -> list[list[str]]:
    return [
        [option["value"] for option in element["options"]]
        for block in card.blocks
        for element in block.get("elements", [])
        if element.get("type") == "checkboxes"
    ]


@pytest.mark.parametrize("kind", list(GroupKind))
@pytest.mark.parametrize("brand", ["Acme", None, HOSTILE])
def test_twenty_five_hostile_rows_fit_and_do_nothing(kind: GroupKind, brand: str | None) -> None:
    rows = [hostile_row(n) for n in range(25)]
    card = group_card(group(*rows, kind=kind, brand=brand, member=HOSTILE, storefront=HOSTILE), EN)
    is_sound(card)
    assert [len(ten) for ten in boxes(card)] == [10, 10, 5]


def test_the_card_says_what_they_share_how_many_wait_and_until_when() -> None:
    card = group_card(group(row(1), row(2), row(3)), EN)
    is_sound(card)
    told = str(card.blocks)
    assert "Acme: 3 alerts on one seller" in told
    assert "Storefront “bagdeal_88” at Sandbox" in told
    assert "3 wait for your decision" in told
    assert "(1 d left at 14:05)" in told
    assert "Report as: " in told
    assert "bagdeal_88" not in card.text


def test_a_row_says_in_three_words_that_others_met_it_too() -> None:
    known = MetShown(told=(Told(kind=IntelKind.SELLER, met_by=3),))
    card = group_card(group(row(1, met=known), row(2)), EN)
    is_sound(card)
    assert str(card.blocks).count("the alliance knows it") == 1


EVERYTHING = MetShown(
    told=tuple(
        Told(kind=kind, held=True, met_by=10, upheld_among=True, image_in=10, last_seen=LastSeen.HALF_YEAR)
        for kind in MET
    )
)


@pytest.mark.parametrize("kind", [GroupKind.SELLER, GroupKind.COPIES])
def test_what_others_met_is_told_once_with_the_way_to_ask_them(kind: GroupKind) -> None:
    image = MetShown(told=(Told(kind=IntelKind.IMAGE, held=True),))
    card = group_card(group(row(1), row(2, met=image), row(3, met=EVERYTHING), kind=kind), EN)
    is_sound(card)
    told = str(card.blocks)
    assert told.count("What others in the alliance met (AC-00003)") == 1
    assert "This seller: held by the alliance; met by 10 or more other members" in told
    asks = [
        element["value"]
        for block in card.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == IntelActionId.INTEL_ASK
    ]
    assert asks == [row(3).case_id]


def test_the_fullest_card_of_one_seller_is_one_slack_takes() -> None:
    rows = [replace(hostile_row(n), met=EVERYTHING) for n in range(25)]
    is_sound(group_card(group(*rows, member=HOSTILE, storefront=HOSTILE), EN))


def test_a_group_that_is_decided_or_of_many_things_tells_of_no_single_one() -> None:
    decided = group_card(group(row(1, met=EVERYTHING, state=CaseState.DISMISSED)), EN)
    mixed = group_card(group(row(1, met=EVERYTHING), row(2), kind=GroupKind.DIGEST), EN)
    for card in (decided, mixed):
        assert "What others in the alliance met" not in str(card.blocks)


def test_a_decided_case_keeps_its_line_and_the_others_their_places() -> None:
    rows = [row(n) for n in range(12)]
    rows[0] = replace(rows[0], state=CaseState.TAKEN_DOWN, decision=CONFIRMED_BY)
    card = group_card(group(*rows), EN)
    is_sound(card)
    first, second = boxes(card)
    assert (len(first), len(second)) == (9, 2)
    assert "AC-00000 · taken down · Ann" in str(card.blocks).replace("Taken down", "taken down")


def test_rights_that_differ_are_said_with_the_cases_they_are_of() -> None:
    card = group_card(group(row(1), row(2, right=DESIGN), row(3, right=None)), EN)
    told = str(card.blocks)
    assert told.count("Report as: ") == 2
    assert "No registration in force: cannot be reported: AC-00003" in told


def test_a_card_that_is_decided_offers_the_way_to_each_case_and_nothing_to_tick() -> None:
    card = group_card(group(row(1, state=CaseState.DISMISSED), next_by=None), EN)
    is_sound(card)
    assert "All are decided" in str(card.blocks)
    (block,) = [block for block in card.blocks if block["type"] == "actions"]
    assert [element["action_id"] for element in block["elements"]] == ["group_open"]


def test_a_burst_says_how_many_are_not_named() -> None:
    counts = {CaseState.ALERTED: 990}
    card = group_card(group(*[row(n) for n in range(20)], kind=GroupKind.BURST, counts=counts), EN)
    is_sound(card)
    assert "970 more wait" in str(card.blocks)


def test_what_was_ticked_is_counted_named_and_affirmed() -> None:
    preview = BulkPreview(act_id="a" * 32, deed=BulkDeed.CONFIRM, total=25, forecasts={Forecast.GOES_OUT: 25})
    view = confirm_ticked_modal(preview, [hostile_row(n) for n in range(25)], EN)
    assert view_problems(view) == []
    told = str(view)
    assert "You chose 25 cases." in told
    assert "In good faith we believe" in told
    assert told.count("Report as: ") == 25


def test_one_by_one_gives_each_case_a_way_to_its_own_card_and_what_waits_comes_first() -> None:
    rows = [hostile_row(n) for n in range(25)]
    rows[3] = replace(rows[3], state=CaseState.DISMISSED)
    reply = one_by_one(group(*rows), EN)
    is_sound(reply)
    values = [block["accessory"]["value"] for block in reply.blocks[1:]]
    assert (len(values), values[-1]) == (25, rows[3].case_id)


def member(**values: Any) -> Connections:
    given: dict[str, Any] = {
        "member_id": "m" * 32,
        "member": HOSTILE,
        "team_id": "T1",
        "channel_id": "C1",
        "channel_problem": None,
        "channel_problem_at": None,
        "timezone": "Europe/Paris",
        "locale": "en",
        "digest_hour": 9,
        "guided": False,
        "cover": Cover.DESK,
        "joined_at": NOW,
        "can_edit": True,
        "can_invite": False,
        **values,
    }
    return Connections(**given)


@pytest.mark.parametrize(
    "times", [AlertTimes(), AlertTimes(quiet_from=22, quiet_until=0, mode=AlertMode.DIGEST, digest_every=6)]
)
def test_the_form_begins_with_what_holds_now(times: AlertTimes) -> None:
    view = alert_times_modal(member(times=times), {}, EN)
    assert view_problems(view) == []
    chosen = [block["element"]["initial_option"]["value"] for block in view["blocks"][1:]]
    quiet = ["22", "0"] if times.quiet_from else ["never", "never"]
    assert chosen == [times.mode.value, str(times.digest_every), *quiet]


def test_quiet_hours_and_digest_are_said_in_two_sentences() -> None:
    night = AlertTimes(quiet_from=22, quiet_until=7, mode=AlertMode.DIGEST)
    assert times_told(night, EN) == ["New alerts come together every 4 hours", "Quiet hours: 22:00 to 07:00"]
    assert times_told(AlertTimes(), EN) == ["New alerts come at once", "No quiet hours"]


def test_settings_offer_their_forms_only_to_those_who_may_change_them() -> None:
    mine, others = member(), member(member_id="n" * 32, can_edit=False)
    reply = settings_reply([mine, others], EN)
    is_sound(reply)
    assert str(reply.blocks).count("'alert_times'") == 1
    is_sound(settings_reply([], EN))

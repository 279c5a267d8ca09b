"""What waits, in the home: grouped, counted, narrowed down, and sound whatever sellers write."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.alerts import QueueLine
from aacabot.domain.bulk_acts import FOR_BRANDS
from aacabot.domain.cases import CaseState
from aacabot.domain.waiting import Narrowed, Urgency, Waiting, WaitingKind, WaitingLine
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.frame import TabShown, home_view
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.home.waiting import waiting_tab
from aacabot.slack.views.message import Block
from tests.slack.views.samples import EN

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Place(tab=HomeTab.WAITING)
TABS = [TabShown(tab=tab, label=tab.title()) for tab in HomeTab]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.sampled_from(
    ["<!channel> <https://evil.example|bank>", "\u202egnp.exe", "💥" * 90]
)


def case(number: int, title: str = "Runner", brand: str = "Zephyrine", url: str | None = None) -> QueueLine:
    return QueueLine(
        case_id=f"c{number}",
        number=f"AC-{number:05}",
        brand=brand,
        title=title,
        marketplace="Sandbox Market",
        state=CaseState.ALERTED,
        decide_by=NOW + timedelta(hours=number),
        card_url=url,
    )


def waits(*lines: tuple[QueueLine, Urgency], **more: Any) -> Waiting:
    counted = {urgency: sum(1 for _, each in lines if each is urgency) for urgency in Urgency}
    return Waiting(
        lines=tuple(WaitingLine(case=one, urgency=urgency) for one, urgency in lines),
        **{"total": len(lines), "kinds": {WaitingKind.DECIDE: len(lines)}, "urgencies": counted, **more},
    )


def said(blocks: list[Block]) -> list[str]:
    """The first line of each block that says something."""
    texts = []
    for block in blocks:
        if block["type"] == "rich_text":
            texts.append(block["elements"][0]["elements"][0]["text"])
        elif block["type"] == "section":
            texts.append(block["text"]["text"].splitlines()[0])
    return texts


def test_nothing_is_said_in_a_sentence() -> None:
    assert said(waiting_tab(waits(), HERE, 20, EN)) == ["Nothing waits for you."]


def test_groups_stand_in_order_under_their_counts() -> None:
    waiting = waits(
        (case(1), Urgency.OVERDUE),
        (case(2), Urgency.OVERDUE),
        (case(3), Urgency.TODAY),
        (case(4), Urgency.PAUSED),
    )
    blocks = waiting_tab(waiting, HERE, 20, EN)
    heads = [line.split(" · ")[0] for line in said(blocks)]
    assert heads == [
        "2 cases are overdue", "AC-00001", "AC-00002",
        "1 case is due today", "AC-00003",
        "1 case waits for the desk's answer; its clock stands still", "AC-00004",
    ]  # fmt: skip


def test_kinds_lead_to_themselves_and_keep_the_brand() -> None:
    waiting = waits(
        (case(1), Urgency.TODAY),
        kinds={WaitingKind.DECIDE: 3, WaitingKind.APPROVE: 1},
        narrowed=Narrowed(kind=WaitingKind.APPROVE, brand_id="b1"),
        brand="Zephyrine",
    )
    place = Place(tab=HomeTab.WAITING, of="b1", words="approve", page=3)
    kinds, brands, *_ = waiting_tab(waiting, place, 20, EN)
    assert [one["text"]["text"] for one in kinds["elements"]] == [
        "All (4)",
        "To decide (3)",
        "To approve (1)",
        "Filter…",
    ]
    assert [one["action_id"] for one in kinds["elements"] if one.get("style")] == ["waiting_approve"]
    led = [place_from(one["value"], HomeTab.HELP) for one in kinds["elements"][:3]]
    assert [(one.words, one.of, one.page) for one in led] == [
        ("", "b1", 1), ("decide", "b1", 1), ("approve", "b1", 1),
    ]  # fmt: skip
    assert brands["elements"][0]["initial_option"]["value"] == "b1"
    assert place_from(brands["elements"][1]["value"], HomeTab.HELP).of == ""


def test_who_decides_ticks_cases_and_acts_on_those_ticked_shown_or_found() -> None:
    lines = [replace_seen(case(number), "0123456789ab") for number in range(1, 4)]
    waiting = Waiting(
        lines=tuple(lines),
        total=240,
        kinds={WaitingKind.DECIDE: 240},
        urgencies={Urgency.TODAY: 240},
        deeds=FOR_BRANDS,
    )
    blocks = waiting_tab(waiting, HERE, 20, EN)
    scope, *buttons = blocks[2]["elements"]
    assert [one["text"]["text"] for one in scope["options"]] == [
        "Those I tick", "All shown here (3)", "The 200 most urgent",
    ]  # fmt: skip
    assert scope["initial_option"]["value"] == "ticked"
    assert [one["action_id"] for one in buttons] == ["bulk_confirm", "bulk_dismiss", "bulk_claim"]
    ticks = [block["elements"][0] for block in blocks if block["block_id"].startswith("line_")]
    assert [one["options"][0]["value"] for one in ticks] == [f"c{n}:0123456789ab" for n in (1, 2, 3)]
    assert "AC-00001 · Zephyrine" in ticks[0]["options"][0]["text"]["text"]
    assert "Runner" in ticks[0]["options"][0]["description"]["text"]
    assert view_problems(home_view("Acme", TABS, HERE, blocks, EN)) == []


def replace_seen(line: QueueLine, seen: str) -> WaitingLine:
    return WaitingLine(case=line, urgency=Urgency.TODAY, seen=seen)


def test_a_count_that_was_ended_says_that_there_are_more() -> None:
    waiting = waits((case(1), Urgency.LATER), kinds={WaitingKind.DECIDE: 1_000}, is_more=True)
    blocks = waiting_tab(waiting, HERE, 20, EN)
    assert blocks[0]["elements"][0]["text"]["text"] == "All (1,000+)"
    assert "more than 1,000" in str(blocks)


def test_narrowed_down_to_nothing_the_ways_back_stay() -> None:
    waiting = waits(kinds={WaitingKind.DECIDE: 3}, narrowed=Narrowed(kind=WaitingKind.APPROVE))
    blocks = waiting_tab(waiting, Place(tab=HomeTab.WAITING, words="approve"), 20, EN)
    assert said(blocks) == ["Nothing of this waits for you."]
    assert [one["action_id"] for one in blocks[0]["elements"]] == [
        "waiting_all", "waiting_decide", "waiting_approve", "waiting_filter",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TEXT, TEXT, st.sampled_from(Urgency), st.booleans()), max_size=20),
    st.integers(0, 10_000),
    st.none() | TEXT,
)
def test_whatever_sellers_write_the_home_is_sound(
    rows: list[tuple[str, str, Urgency, bool]], more: int, brand: str | None
) -> None:
    order = list(Urgency)
    ordered = sorted(rows, key=lambda row: order.index(row[2]))
    lines = [
        (case(number, title, name, "https://slack.com/archives/C0/p1" if posted else None), urgency)
        for number, (title, name, urgency, posted) in enumerate(ordered)
    ]
    deeds = FOR_BRANDS if more % 2 else ()
    waiting = waits(
        *lines, total=len(lines) + more, narrowed=Narrowed(brand_id="b1"), brand=brand, deeds=deeds
    )
    place = Place(tab=HomeTab.WAITING, of="b1")
    view = home_view("Acme", TABS, place, waiting_tab(waiting, place, 20, EN), EN)
    assert view_problems(view) == []
    assert "mrkdwn" not in {block.get("text", {}).get("type") for block in view["blocks"]}

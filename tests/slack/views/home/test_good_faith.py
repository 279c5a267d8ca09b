"""The Good faith tab, its forms and its notices: sound for Slack, hostile names or not, with every number."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from aacabot.domain.good_faith import (
    ALIBABA,
    AMAZON,
    Counts,
    GoodFaithStatus,
    Standing,
    Window,
    margin,
)
from aacabot.domain.good_faith.shown import (
    Cost,
    CostCase,
    CostCases,
    MemberRecords,
    MemberStanding,
    OverrideShown,
    Record,
    RecordLine,
    WhatIf,
)
from aacabot.domain.rights import ReasonCode
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.good_faith import (
    by_hand,
    costs_modal,
    override_modal,
    status_changed,
    what_if_answer,
    what_if_modal,
)
from aacabot.slack.views.good_faith_words import margin_said, rates
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.good_faith import costs_place, costs_tab, members_tab, record_place, records_tab
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from tests.slack.views.checks import has_no_markup, is_sound, is_sound_modal, parts
from tests.slack.views.samples import EN

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BACK = datetime(2027, 2, 22, 12, tzinfo=UTC)
HOSTILE = ("<!channel> *bold*", "\u202eevil\u200b", "x" * 200, "安全联盟" * 40, "")
PLACE = Place(tab=HomeTab.GOOD_FAITH)
S = GoodFaithStatus


def said(blocks: list[Block]) -> str:
    return "\n".join(str(one["text"]) for one in parts(blocks) if isinstance(one.get("text"), str))


def is_sound_home(blocks: list[Block]) -> None:
    view = home_view("Acme", [], PLACE, blocks, EN)
    assert view_problems(view) == []
    has_no_markup(view["blocks"])


def a_line(status: S, counts: Counts, reason_code: str = "", ends: datetime | None = None) -> RecordLine:
    return RecordLine(reason_code=reason_code, standing=Standing(status, AT, ends), counts=counts)


def a_record(overall: RecordLine, name: str = "Market", ident: str = "m", **more: Any) -> Record:
    return Record(
        member_id="a" * 32,
        marketplace_id=ident,
        marketplace=name,
        thresholds=ALIBABA,
        days=Window(date(2026, 8, 23), date(2026, 11, 22)),
        overall=overall,
        **more,
    )


WATCHED = a_line(S.WATCH, Counts(91, 9, 0))


def records(*shown: Record, member: str = "Acme") -> list[Block]:
    found = MemberRecords(member_id="a" * 32, member=member, records=shown, total=len(shown))
    return records_tab(found, PLACE, 6, EN, of_many=True)


def test_numerators_denominators_and_the_margin_are_always_there() -> None:
    shown = records(a_record(WATCHED, reasons=(replace(WATCHED, reason_code="COUNTERFEIT"),)))
    is_sound_home(shown)
    text = said(shown)
    assert "91% taken down and not restored (91 of 100) · 0% came back (0 of 91)" in text
    assert "2 more declines, or 2 more restores, and it is lost." in text
    assert "counterfeit goods: on watch" in text
    assert "Asked: 90% taken down, at most 5% come back, 20 decisions in 3 months." in text
    assert "23 Aug 2026 to 22 Nov 2026" in text


@pytest.mark.parametrize(
    ("line", "in_file", "expected"),
    [
        (a_line(S.PROVISIONAL, Counts()), True, "0 of the 20 decisions a status needs."),
        (a_line(S.PROVISIONAL, Counts(9, 1)), False, "is 59.5% or more, with a confidence of 95%"),
        (a_line(S.PROVISIONAL, Counts(9, 1)), True, "Until then a confirm goes out at once"),
        (a_line(S.PROVISIONAL, Counts(9, 1)), False, "Until then the desk looks at each confirm"),
        (a_line(S.REVOKED, Counts(80, 20), ends=BACK), True, "It can come back from 22 Feb 2027 on."),
        (a_line(S.GRANTED, Counts(100, 0)), False, "12 more declines, or 6 more restores, and it is lost."),
    ],
)
def test_each_status_says_what_it_means(line: RecordLine, in_file: bool, expected: str) -> None:
    assert expected in said(records(a_record(line, in_file=in_file)))


def test_a_rate_is_never_rounded_to_the_better_side() -> None:
    assert rates(Counts(8_999, 1_001), EN).startswith("89.9% taken down")
    assert "5.1% came back" in rates(Counts(10_000, 0, 501), EN)
    assert rates(Counts(0, 3), EN) == "0% taken down and not restored (0 of 3)"


def test_the_margin_reads_as_a_sentence() -> None:
    assert margin_said(margin(Counts(100, 0, 5), ALIBABA), EN).endswith("or 1 more restore, and it is lost.")
    assert margin_said(margin(Counts(89, 11, 0), ALIBABA), EN) == "By these numbers it is lost."
    assert margin_said(margin(Counts(20, 0, 0), AMAZON), EN) == (
        "3 more declines, or 3 more restores, and it is lost."
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_the_fullest_page_is_sound_with_any_name(name: str) -> None:
    by_reason = tuple(a_line(S.REVOKED, Counts(80, 20, 3), code, BACK) for code in ReasonCode)
    overrides = tuple(
        OverrideShown(
            id=f"{n}", status=S.GRANTED, reason=name * 3, asked_by=name, expires_at=BACK,
            approved_by=name if n else None, may_approve=True, may_end=True,
        )
        for n in range(4)
    )  # fmt: skip
    page = [
        a_record(WATCHED, name, f"m{n}", reasons=by_reason, may_override=True)
        for n in range(6)
    ]  # fmt: skip
    page[0] = replace(page[0], overrides=overrides)
    is_sound_home(records(*page, member=name))
    full = [replace(one, overrides=tuple(replace(o, id=f"{one.marketplace_id}{o.id}") for o in overrides))
            for one in page]  # fmt: skip
    is_sound_home(records(*full, member=name))
    is_sound_modal(what_if_modal(page[0], PLACE, EN))
    is_sound_modal(override_modal(page[0], PLACE, AT.date(), EN))
    members = [MemberStanding(member_id=f"{n}", member=name, statuses={S.WATCH: 2}) for n in range(20)]
    is_sound_home(members_tab(members, PLACE, 20, 300, EN))


@pytest.mark.parametrize("name", HOSTILE)
def test_the_cases_that_cost_it_are_listed_with_their_way(name: str) -> None:
    cases = tuple(
        CostCase(
            case_id=f"{n:032}", number=f"AC-{n}", brand=name, title=name, reason_code="COUNTERFEIT",
            cost=Cost.RESTORED if n % 2 else Cost.DECLINED, at=AT, counts_on=AT,
            card_url="https://slack.com/archives/C/p1" if n else None,
        )
        for n in range(20)
    )  # fmt: skip
    found = CostCases(member_id="a", marketplace_id="m", marketplace=name, cases=cases, total=41)
    is_sound_home(costs_tab(found, PLACE, 20, EN))
    is_sound_modal(costs_modal(found, EN))
    text = said(costs_tab(found, PLACE, 20, EN))
    assert "41 cases cost it" in text
    assert "came back on 22 Nov 2026, taken down on 22 Nov 2026" in text
    nothing = replace(found, cases=(), total=0)
    is_sound_home(costs_tab(nothing, PLACE, 20, EN))


def test_a_what_if_answers_with_both_numbers() -> None:
    after = Counts(91, 11, 0)
    answer = what_if_answer(
        WhatIf(line=WATCHED, after=after, standing=Standing(S.REVOKED, AT, BACK), thresholds=ALIBABA), EN
    )
    is_sound_modal(answer)
    text = said(answer["blocks"])
    assert "Now: 91% taken down" in text and "Then: 89.2% taken down" in text
    assert "Then it would be revoked" in text and "from 22 Feb 2027 on" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_change_is_told_with_its_cases(name: str) -> None:
    change = {
        "reason_code": "", "from": "granted", "to": "revoked", "readmit_at": BACK.isoformat(),
        "taken_down": 80, "declined": 20, "restored": 0,
    }  # fmt: skip
    message = status_changed(
        {
            "member": name, "member_id": "a", "marketplace": name, "marketplace_id": "m",
            "changes": [change, {**change, "reason_code": "DESIGN", "readmit_at": None}],
            "cases": [{"number": "AC-1", "cost": "declined"}], "cases_in_all": 20,
        },
        EN,
    )  # fmt: skip
    is_sound(message)
    text = said(message.blocks)
    assert "Overall: revoked: the desk looks at each confirm first (before: granted). 80% taken down" in text
    assert "20 cases cost it; the last: AC-1" in text


@pytest.mark.parametrize("what", ["asked", "approved", "ended", "expired"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_status_by_hand_is_told(what: str, name: str) -> None:
    values = {
        "what": what, "member": name, "marketplace": name, "status": "granted",
        "expires_at": BACK.isoformat(), "by": name, "reason": name, "for_desk": True,
    }  # fmt: skip
    is_sound(by_hand(values, EN))
    is_sound(by_hand({key: values[key] for key in values if key not in {"by", "reason", "for_desk"}}, EN))


def test_the_longest_place_comes_back_whole() -> None:
    for place in (costs_place("a" * 32, "b" * 32), record_place("a" * 32)):
        assert place_from(place.value, HomeTab.WAITING) == place

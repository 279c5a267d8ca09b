"""The operator's tabs (phases, audit, members), announcements, and the words of a feature not open yet."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from aacabot.domain.alerts import NotOpenYet
from aacabot.domain.announcements import AnnouncementListed, MemberAnswered, RsvpAnswer
from aacabot.domain.audit import Deed
from aacabot.domain.audit_trail import KINDS, TrailAsked, TrailLine
from aacabot.domain.cases import CaseState
from aacabot.domain.directory import DirectorySummary, MemberListed, MemberOpened, Quarter, RegionCount
from aacabot.domain.features import Feature, Opening
from aacabot.domain.phases import FeatureShown, MemberNamed, PhaseShown, RollOut
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views import deeds
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.announcements import announce_modal, announcement_card, rsvp_reply
from aacabot.slack.views.directory import directory_reply
from aacabot.slack.views.home.audit import audit_reply, audit_tab
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.members import (
    announcements_tab,
    answers_tab,
    member_opened,
    members_tab,
)
from aacabot.slack.views.home.phases import phase_members_tab, phases_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.phases import feature_modal, move_modal, phase_modal
from tests.slack.views.checks import action_ids, has_no_markup, is_sound, is_sound_modal, parts, texts
from tests.slack.views.samples import EN, OPEN, after

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOSTILE = ("<!channel> *bold*", "\u202eevil\u200b", "x" * 200, "安全联盟" * 40, "", "\n\n")
PLACE = Place(tab=HomeTab.PHASES)


def said(blocks: list[Block]) -> str:
    return "\n".join(str(one["text"]) for one in parts(blocks) if isinstance(one.get("text"), str))


def is_sound_home(blocks: list[Block]) -> None:
    view = home_view("Desk", [], PLACE, blocks, EN)
    assert view_problems(view) == []
    has_no_markup(view["blocks"])


def line(number: int = 0, **values: Any) -> TrailLine:
    given: dict[str, Any] = {
        "at": AT, "actor": "person", "person_id": "p", "person": "Ann", "team_id": "T0ACME",
        "member": "Acme", "action": "case.decided", "subject": "case", "subject_id": "c",
        "details": {"number": "AC-7K3Q9", "event": "confirmed", "reason": "COUNTERFEIT"},
    }  # fmt: skip
    return TrailLine(id=f"{number:032}", **{**given, **values})


def test_every_deed_and_kind_has_words() -> None:
    assert set(deeds.DEEDS) == set(Deed)
    assert set(deeds.KINDS) == set(KINDS)


def test_the_audit_tab_says_who_did_what_when_and_where() -> None:
    blocks = audit_tab([line()], TrailAsked(), PLACE, 20, 1, EN)
    is_sound_home(blocks)
    assert "Ann · decided a case\nAC-7K3Q9 · confirmed · reason: COUNTERFEIT · Acme · T0ACME" in said(blocks)
    hub = line(person_id=None, person=None, actor="hub", action="person.deactivated", details={})
    cli = line(
        person_id=None, person=None, actor="cli:root", action="lane.changed", details={"to": "stopped"}
    )
    told = said(audit_tab([hub, replace(cli, id="x")], TrailAsked(), PLACE, 20, 2, EN))
    assert "The hub" in told and "root at the command line" in told


def test_a_full_audit_page_with_filters_fits_and_an_empty_one_says_so() -> None:
    asked = TrailAsked.of("case 2026-11-22 ann")
    lines = [line(number, person=name, details={name: name, "lines": [1]}) for number, name in
             enumerate(HOSTILE * 3)]  # fmt: skip
    is_sound_home(audit_tab(lines, asked, replace(PLACE, page=2), 18, 900, EN))
    assert "No entry says so." in said(audit_tab([], asked, PLACE, 20, 0, EN))
    is_sound(audit_reply(lines, 900, EN))
    is_sound(audit_reply([], 0, EN))


@pytest.mark.parametrize("words", ["", "case", "role.granted 2026-11-22 ann lee", "2026-02-30 x", "% _ '"])
def test_what_is_asked_of_the_trail_reads_back_as_it_was_typed(words: str) -> None:
    assert TrailAsked.of(TrailAsked.of(words).words) == TrailAsked.of(words)
    assert TrailAsked.of(words).words == words


def rolled(name: str = "Pilot", count: int = 2) -> RollOut:
    acme = MemberNamed(id="a", name=name)
    return RollOut(
        phases=tuple(PhaseShown(number=n, name=name, begins=date(2027, 3, n % 28 + 1), members=n)
                     for n in range(1, count + 1)),
        features=(
            FeatureShown(opening=Opening(feature=Feature.CONFIRM, phase=2, begins=date(2027, 3, 1)),
                         members=(acme,) * 7),
            FeatureShown(opening=Opening(feature=Feature.SHARING, for_all=True)),
            FeatureShown(opening=Opening(feature=Feature.DIGESTS)),
        ),
    )  # fmt: skip


def test_the_phases_tab_says_what_is_open_to_whom_and_when() -> None:
    blocks = phases_tab(rolled(), PLACE, EN)
    is_sound_home(blocks)
    told = said(blocks)
    assert "confirming by click: Open from phase 2 on. It begins on 1 Mar 2027." in told
    assert "and 2 more by name." in told
    assert "Open for all members." in told and "Open for nobody yet." in told
    assert "Phase 1: Pilot · begins on 2 Mar 2027 · 1 member" in told


@pytest.mark.parametrize("name", HOSTILE)
def test_phases_stay_sound_whatever_they_are_called_and_however_many(name: str) -> None:
    many = rolled(name, 60)
    for page in (1, 3):
        is_sound_home(phases_tab(many, replace(PLACE, page=page), EN))
    members = [MemberNamed(id=f"m{number}", name=name) for number in range(20)]
    is_sound_home(phase_members_tab(many.phases[0], members, replace(PLACE, of="1", words="x"), 20, 700, EN))
    is_sound_modal(phase_modal(many.phases[0], PLACE, EN))
    is_sound_modal(phase_modal(None, PLACE, EN))
    is_sound_modal(feature_modal(many.features[0], many.phases, PLACE, EN))
    is_sound_modal(move_modal(members[:1], many.phases, PLACE, EN))
    is_sound_modal(move_modal([], [], PLACE, EN))


def test_a_card_whose_member_may_not_confirm_yet_has_no_button_and_says_when() -> None:
    for not_open, words in (
        (NotOpenYet(begins=date(2027, 3, 1), phase=2), "It opens on 1 Mar 2027."),
        (NotOpenYet(phase=2), "It opens in phase 2."),
        (NotOpenYet(), "The operator has not said when it opens"),
    ):
        card = alert_card(replace(OPEN, not_open=not_open), EN)
        is_sound(card)
        assert words in texts(card) and "you can close it as not infringing" in texts(card)
        assert "case_confirm" not in action_ids(card) and "case_dismiss" in action_ids(card)
        second = alert_card(replace(after(CaseState.PENDING_SECOND), not_open=not_open), EN)
        is_sound(second)
        assert words in texts(second)
        assert "case_approve" not in action_ids(second) and "case_refuse" in action_ids(second)


def summary(regions: int = 2) -> DirectorySummary:
    names = ["europe", None, "china", "moon"]
    return DirectorySummary(
        members=700,
        brands=1_200,
        regions=tuple(RegionCount(region=one, members=1, brands=3) for one in names[:regions]),
        growth=tuple(Quarter(year=2024 + n // 4, quarter=n % 4 + 1, members=n * 60) for n in range(12)),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_the_directory_counts_rights_holders_apart_and_stays_sound(name: str) -> None:
    members = [MemberListed(id=f"m{n}", name=name, region=name or None, phase=1, brands=2) for n in range(20)]
    blocks = members_tab(summary(4), members, PLACE, 20, 700, EN)
    is_sound_home(blocks)
    assert "700 rights holders with 1,200 brands" in said(blocks)
    assert "Members at each quarter's end: 2026 Q1: 480 · 2026 Q2: 540" in said(blocks)
    assert any(block["type"] == "data_visualization" for block in blocks)
    is_sound_home(members_tab(None, [], replace(PLACE, of="region:china", words=name[:100]), 20, 0, EN))
    message = directory_reply(summary(), EN)
    is_sound(message)


def test_one_quarter_alone_makes_no_chart() -> None:
    young = replace(summary(), growth=summary().growth[:1])
    assert not any(
        block["type"] == "data_visualization" for block in members_tab(young, [], PLACE, 20, 0, EN)
    )


@pytest.mark.parametrize("problem", [None, "not_in_channel", "some_new_word"])
def test_an_opened_member_says_how_it_is_doing(problem: str | None) -> None:
    opened = MemberOpened(
        id="m", name="Acme", region="europe", phase=2, account_manager=None, people=3, brands=1,
        has_channel=True, problem=problem, problem_at=AT if problem else None, joined_at=AT,
        last_decision_at=None, open_cases=4,
    )  # fmt: skip
    blocks = member_opened(opened, EN)
    is_sound_home(blocks)
    told = said(blocks)
    assert "Account manager: nobody yet" in told and "4 cases wait for a decision" in told
    assert ("Alert channel: works" in told) == (problem is None)
    is_sound_home(member_opened(None, EN))
    is_sound_home(member_opened(replace(opened, has_channel=False), EN))


@pytest.mark.parametrize("text", [*HOSTILE, "y" * 2_500, "one\n\n\ntwo"])
def test_an_announcement_is_the_operators_words_and_nothing_more(text: str) -> None:
    values = {"id": "0" * 32, "title": text[:150], "text": text, "happens_at": AT.isoformat()}
    card = announcement_card(values, EN)
    is_sound(card)
    assert "<!channel>" not in card.text
    assert action_ids(card) == ["rsvp_coming", "rsvp_maybe", "rsvp_not"]
    plain = announcement_card({**values, "happens_at": None}, EN)
    is_sound(plain)
    assert action_ids(plain) == []
    is_sound(rsvp_reply(RsvpAnswer.MAYBE, text, AT, EN))


def test_who_comes_is_listed_by_member_and_the_form_is_sound() -> None:
    made = AnnouncementListed(
        id="a", title="Alliance day", text="x", happens_at=AT, made_at=AT, members=3,
        answers={RsvpAnswer.COMING: 2},
    )  # fmt: skip
    blocks = announcements_tab([made, replace(made, id="b", happens_at=None)], PLACE, 15, 2, EN)
    is_sound_home(blocks)
    assert "coming 2, maybe 0, not coming 0" in said(blocks)
    answers = [MemberAnswered(member=name, answer=RsvpAnswer.NOT, people=1) for name in HOSTILE]
    is_sound_home(answers_tab(answers, PLACE, 40, 6, EN))
    for empty in (announcements_tab([], PLACE, 15, 0, EN), answers_tab([], PLACE, 40, 0, EN)):
        is_sound_home(empty)
    is_sound_modal(announce_modal("0" * 32, "Europe/Paris", PLACE, EN))

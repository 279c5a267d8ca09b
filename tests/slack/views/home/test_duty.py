"""The home's rota: the week in the reader's zone, and gaps in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aacabot.domain.duty import EVERY_DAY, Cover, Shift, watches
from aacabot.domain.rotas import AwayShown, Rota
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.duty import PER_PAGE, duty_tab
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from tests.slack.views.checks import action_ids, has_no_markup, texts
from tests.slack.views.samples import EN, NOW

PLACE = Place(tab=HomeTab.DUTY)
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Europe/Paris"))
HOSTILE = "<!channel> \u202eevil 帮助 " + "x" * 200


def shift(
    number: int, person: str, days: frozenset[int] = EVERY_DAY, begins: int = 0, ends: int = 0
) -> Shift:
    return Shift(
        id=f"s{number}",
        person_id=person,
        weekdays=days,
        from_minute=begins,
        to_minute=ends,
        timezone="Europe/Paris",
    )


def rota(
    *shifts: Shift, cover: Cover | None = Cover.DESK, may_change: bool = True, name: str = "Ann"
) -> Rota:
    return Rota(
        organisation="Acme Group",
        cover=cover,
        may_change=may_change,
        shifts=shifts,
        week=watches(shifts, [], MONDAY, MONDAY + timedelta(days=7)),
        names={one.person_id: name for one in shifts},
    )


def shown(value: Rota, place: Place = PLACE) -> Message:
    blocks = duty_tab(value, place, EN)
    assert view_problems(home_view("Acme", [], place, blocks, EN)) == []
    has_no_markup(blocks)
    return Message("home", blocks)


def test_gaps_are_pointed_out_in_words_with_who_covers() -> None:
    office = shift(1, "ann", frozenset({1, 2, 3, 4, 5}), 8 * 60, 0)
    told = texts(shown(rota(office)))
    assert "Nobody is on duty Sat 00:00 to Mon 00:00" in told
    assert "Nobody is on duty Tue 00:00 to Tue 08:00" in told
    assert "Then: the desk covers." in told
    assert "08:00-24:00 Ann" in told
    assert "your agency covers" in texts(shown(rota(office, cover=Cover.AGENCY)))
    assert "nobody covers" in texts(shown(rota(office, cover=Cover.NOBODY)))


def test_a_rota_round_the_clock_has_no_gap() -> None:
    told = texts(shown(rota(shift(1, "ann"))))
    assert "Somebody is on duty round the clock." in told
    assert "Nobody" not in told
    assert "every day, 00:00 to 00:00 (Europe/Paris)" in told


def test_without_a_rota_it_says_who_hears_of_alerts() -> None:
    assert "There is no rota yet: the desk covers." in texts(shown(rota()))
    assert "no rota yet" in texts(shown(rota(cover=None)))


def test_only_those_who_may_change_it_have_the_buttons() -> None:
    assert action_ids(shown(rota(shift(1, "ann")))) == ["duty_away", "duty_remove", "duty_add"]
    assert action_ids(shown(rota(shift(1, "ann"), may_change=False))) == ["duty_away"]


def test_being_away_is_said_with_the_way_back() -> None:
    own = AwayShown(person_id="ann", person="Ann", until=NOW, deputy="Ben")
    value = rota(shift(1, "ann"))
    away = Rota(**{**vars(value), "own_absence": own, "away": (own,)})
    message = shown(away)
    assert "duty_back" in action_ids(message)
    assert "You are away until 22 Nov 2026, 14:05 CET. Ben stands in." in texts(message)
    assert "Ann is away until" in texts(message)


def test_many_shifts_are_paged_and_none_left_out() -> None:
    some = [shift(number, f"p{number}", begins=number, ends=number + 1) for number in range(75)]
    seen: list[Block] = []
    for page in range(1, 5):
        seen += shown(rota(*some), Place(tab=HomeTab.DUTY, page=page)).blocks
    lines = [block["block_id"] for block in seen if str(block.get("block_id", "")).startswith("line_")]
    assert len(lines) == len(set(lines)) == 75
    assert PER_PAGE < 75


def test_hostile_names_stay_letters() -> None:
    shown(rota(shift(1, "ann"), name=HOSTILE))
    shown(Rota(**{**vars(rota(shift(1, "ann"))), "organisation": HOSTILE}))


def test_an_agencys_person_sees_their_own_shifts_only() -> None:
    value = Rota(**{**vars(rota(shift(1, "ray"), may_change=False)), "organisation": None, "cover": None})
    told = texts(shown(value))
    assert "On duty for" not in told
    assert "every day" in told

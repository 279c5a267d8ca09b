"""What may be told of others: no count below three, nothing of fewer than five, and never of oneself."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.intel.audience import Audience, IntelReader
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.met import (
    MET,
    Asked,
    Circle,
    Encountered,
    HeldItem,
    LastSeen,
    Participant,
    Told,
    bucket,
    candidates,
    holders_of,
    last_seen,
    shown,
    told_of,
)
from aacabot.domain.intel.rules import SharingRules

TODAY = date(2026, 11, 22)
RULES = SharingRules()
ME = "m0"


def members(count: int, category: str = "shoes") -> tuple[Participant, ...]:
    return tuple(Participant(member_id=f"m{n}", categories=frozenset({category})) for n in range(count))


def met(member_id: str, category: str = "shoes", upheld: int = 0, cases: int = 1) -> Encountered:
    return Encountered(
        member_id=member_id, category=category, last_on=TODAY, cases=max(cases, upheld), upheld=upheld
    )


def item(source_id: str, label: Label = Label.AMBER_STRICT, **changed: object) -> HeldItem:
    audience = Audience(label=label, source_id=source_id, group_id=changed.pop("group", None))  # type: ignore[arg-type]
    values = {"score": 60, "doubted": False, "last_seen_on": TODAY, **changed}
    return HeldItem(audience=audience, **values)  # type: ignore[arg-type]


def tell(circle: Circle, asked: Asked, reader_id: str = ME) -> Told:
    groups = frozenset(ident for ident, inside in circle.groups.items() if reader_id in inside)
    return told_of(
        circle, IntelReader(person_id="", member_id=reader_id, group_ids=groups), asked, RULES, TODAY
    )


def behind(circle: Circle, question: Asked) -> frozenset[str]:
    return holders_of(circle, IntelReader(person_id="", member_id=ME), question, RULES, TODAY)


def asked(kind: IntelKind = IntelKind.SELLER, category: str = "shoes", **known: Any) -> Asked:
    return Asked(kind=kind, categories=frozenset({category}), **known)


def test_three_of_five_others_are_told_as_three_or_more() -> None:
    told = tell(
        Circle(participants=members(6)), asked(encounters=(met("m1"), met("m2", upheld=1), met("m3")))
    )
    assert (told.met_by, told.upheld_among, told.last_seen, told.held) == (
        3,
        True,
        LastSeen.THIS_MONTH,
        False,
    )


def test_two_others_are_not_told_of_nor_what_was_upheld_among_them() -> None:
    told = tell(Circle(participants=members(9)), asked(encounters=(met("m1", upheld=1), met("m2"))))
    assert told == Told(kind=IntelKind.SELLER)


def test_four_others_are_too_few_to_say_anything() -> None:
    known: dict[str, Any] = {
        "encounters": tuple(met(f"m{n}") for n in range(1, 5)),
        "items": (item("m1"),),
        "listings": 50,
    }
    assert tell(Circle(participants=members(5)), asked(**known)) == Told(kind=IntelKind.SELLER)
    assert not tell(Circle(participants=members(5)), asked(IntelKind.IMAGE, **known)).says_something


def test_two_watch_brands_in_a_big_alliance_learn_nothing_of_each_other() -> None:
    watches = tuple(
        Participant(member_id=ident, categories=frozenset({"watches"})) for ident in ("m0", "other")
    )
    circle = Circle(participants=(*watches, *members(40)[1:]))
    known = {
        "encounters": (met("other", "watches", upheld=3, cases=9),),
        "items": (item("other"),),
        "listings": 9,
    }
    for kind in MET:
        assert not tell(circle, asked(kind, "watches", **known)).says_something


@pytest.mark.parametrize("added", ["shoes", ""])
@pytest.mark.parametrize("kind", MET)
def test_no_brand_that_is_added_tells_two_watch_makers_of_each_other(kind: IntelKind, added: str) -> None:
    me = Participant(member_id=ME, categories=frozenset({"watches", added}))
    other = Participant(member_id="other", categories=frozenset({"watches"}))
    circle = Circle(participants=(me, other, *members(40)[1:]))
    known: dict[str, Any] = {"encounters": (met("other", "watches", upheld=3, cases=9),), "listings": 9}
    for categories in ({"watches", added}, {added} - {"shoes"}):
        question = Asked(kind=kind, categories=frozenset(categories), items=(item("other"),), **known)
        assert tell(circle, question) == Told(kind=kind)
        assert behind(circle, question) == frozenset()


def test_of_several_answers_the_reader_is_told_what_all_of_them_tell() -> None:
    bags = tuple(Participant(member_id=f"b{n}", categories=frozenset({"bags"})) for n in range(6))
    circle = Circle(participants=(*members(12), *bags))
    shoes_met = tuple(met(f"m{n}", upheld=1) for n in range(1, 7))
    bags_met = tuple(met(f"b{n}", "bags")._replace(last_on=date(2026, 10, 1)) for n in range(3))
    both = {"kind": IntelKind.LISTING, "categories": frozenset({"shoes", "bags"})}
    question = Asked(encounters=(*shoes_met, *bags_met), **both)  # type: ignore[arg-type]
    assert tell(circle, question) == Told(kind=IntelKind.LISTING, met_by=3, last_seen=LastSeen.LAST_MONTH)
    assert behind(circle, question) == {one.member_id for one in question.encounters}
    few = Asked(encounters=(*shoes_met, *bags_met[:2]), **both)  # type: ignore[arg-type]
    assert not tell(circle, few).says_something and not behind(circle, few)


def test_where_no_brand_has_a_category_everybody_could_be_meant() -> None:
    circle = Circle(participants=members(6, ""))
    assert tell(circle, asked(category="", items=(item("m1"),))).held


def test_a_seller_met_in_other_categories_could_be_anybodys_of_those() -> None:
    watches = Participant(member_id=ME, categories=frozenset({"watches"}))
    circle = Circle(participants=(watches, *members(6)[1:]))
    encounters = tuple(met(f"m{n}") for n in (1, 2, 3))
    assert tell(circle, asked(IntelKind.SELLER, "watches", encounters=encounters)).met_by == 3
    assert not tell(circle, asked(IntelKind.TITLE, "watches", encounters=encounters)).says_something


def test_a_brand_without_a_category_could_be_in_any() -> None:
    circle = Circle(participants=(*members(3), *members(7, "")[3:]))
    assert len(candidates(circle, ME, frozenset({"shoes"}))) == 6
    assert len(candidates(circle, ME, frozenset({"wine"}))) == 4
    assert len(candidates(circle, ME, frozenset({""}))) == 6


def test_who_does_not_take_part_neither_counts_nor_is_told() -> None:
    circle = Circle(participants=members(7))
    encounters = (met("m1"), met("m2"), met("away"))
    assert tell(circle, asked(encounters=encounters)).met_by is None
    everybody = tuple(met(f"m{n}") for n in range(7))
    assert not tell(circle, asked(encounters=everybody, items=(item("m1"),)), "away").says_something


@pytest.mark.parametrize(
    ("held", "is_told"),
    [
        (item("m1"), True),
        (item("m1", Label.GREEN), True),
        (item("m1", Label.RED), False),
        (item(ME), False),
        (item("m1", score=29), False),
        (item("m1", doubted=True), False),
        (item("m1", group="large"), True),
        (item("m1", group="small"), False),
        (item("m1", group="foreign"), False),
    ],
)
def test_what_another_shared_is_told_where_it_may_be_read_and_counts(held: HeldItem, is_told: bool) -> None:
    groups = {
        "large": frozenset(f"m{n}" for n in range(6)),
        "small": frozenset(f"m{n}" for n in range(5)),
        "foreign": frozenset(f"m{n}" for n in range(1, 9)),
    }
    told = tell(Circle(participants=members(9), groups=groups), asked(items=(held,)))
    assert told.held is is_told
    assert (told.last_seen is not None) is is_told


def test_an_image_is_told_from_five_listings_on() -> None:
    circle = Circle(participants=members(6))
    said = [tell(circle, asked(IntelKind.IMAGE, listings=n)).image_in for n in (0, 4, 5, 9, 10, 900)]
    assert said == [None, None, 5, 5, 10, 10]
    assert tell(circle, asked(IntelKind.TITLE, listings=50)).image_in is None


def test_buckets_begin_where_counsel_says() -> None:
    assert [bucket(n, 3) for n in (0, 2, 3, 4, 5, 9, 10, 99)] == [None, None, 3, 3, 5, 5, 10, 10]
    assert [bucket(n, 6) for n in (3, 5, 6, 9, 10)] == [None, None, 6, 6, 10]
    assert [bucket(n, 12) for n in (10, 11, 12)] == [None, None, 12]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 1), LastSeen.THIS_MONTH),
        (date(2026, 11, 1), LastSeen.THIS_MONTH),
        (date(2026, 10, 31), LastSeen.LAST_MONTH),
        (date(2026, 9, 30), LastSeen.HALF_YEAR),
        (date(2026, 5, 23), LastSeen.HALF_YEAR),
        (date(2026, 5, 22), None),
    ],
)
def test_when_is_said_in_months(day: date, said: LastSeen | None) -> None:
    assert last_seen(day, TODAY) is said


def test_a_card_says_one_line_a_kind_in_one_order_and_of_images_the_most_telling() -> None:
    told = [
        Told(kind=IntelKind.IMAGE, image_in=5),
        Told(kind=IntelKind.IMAGE, image_in=5, met_by=3),
        Told(kind=IntelKind.TITLE),
        Told(kind=IntelKind.SELLER, held=True),
    ]
    assert shown(told).told == (told[3], told[1])
    assert not shown([Told(kind=IntelKind.SELLER)])


_CATEGORY = st.sampled_from(["shoes", "bags", "watches", ""])
_WHO = st.integers(0, 12).map(lambda n: f"m{n}")
_ENCOUNTERS = st.lists(
    st.builds(met, _WHO, _CATEGORY, st.integers(0, 2), st.integers(0, 4)),
    unique_by=lambda one: (one.member_id, one.category),
)
_ITEMS = st.lists(
    st.builds(
        item,
        _WHO,
        st.sampled_from(list(Label)),
        score=st.integers(0, 100),
        doubted=st.booleans(),
        group=st.sampled_from([None, "g1", "g2"]),
    )
)
_CIRCLES = st.builds(
    lambda found, groups: Circle(participants=tuple(found.values()), groups=groups),
    st.dictionaries(_WHO, st.just(0), max_size=13).flatmap(
        lambda who: st.fixed_dictionaries(
            {
                ident: st.builds(
                    Participant,
                    member_id=st.just(ident),
                    categories=st.frozensets(_CATEGORY, min_size=1, max_size=2),
                )
                for ident in who
            }
        )
    ),
    st.fixed_dictionaries({ident: st.frozensets(_WHO) for ident in ("g1", "g2")}),
)
_ASKED = st.builds(
    Asked,
    kind=st.sampled_from(MET),
    categories=_CATEGORY.map(lambda one: frozenset({one})),
    encounters=_ENCOUNTERS.map(tuple),
    items=_ITEMS.map(tuple),
    listings=st.integers(0, 20),
)


@given(_CIRCLES, _ASKED)
def test_nothing_is_said_where_fewer_than_five_others_take_part(circle: Circle, question: Asked) -> None:
    told = tell(circle, question)
    others = circle.members - {ME}
    if len(others) < 5 or ME not in circle.members:
        assert not told.says_something
    by = {one.member_id for one in question.encounters if one.cases and one.member_id in others}
    assert told.met_by is None or 3 <= told.met_by <= len(by)
    assert told.image_in is None or 5 <= told.image_in <= question.listings
    assert not told.upheld_among or told.met_by is not None
    assert told.last_seen is None or told.held or told.met_by is not None


@given(_CIRCLES, _ASKED, st.frozensets(_CATEGORY))
def test_more_categories_never_tell_more(circle: Circle, question: Asked, more: frozenset[str]) -> None:
    told = tell(circle, question)
    wider = tell(circle, replace(question, categories=question.categories | more))
    assert (wider.met_by or 0) <= (told.met_by or 0) and (wider.image_in or 0) <= (told.image_in or 0)
    assert told.held or not wider.held
    assert told.upheld_among or not wider.upheld_among
    assert behind(circle, question) or (not wider.held and not wider.met_by)


@given(_CIRCLES, _ASKED, _ENCOUNTERS)
def test_ones_own_cases_and_items_never_count(
    circle: Circle, question: Asked, more: list[Encountered]
) -> None:
    """What the reader does itself moves nothing it is told."""
    of_others = tuple(one for one in question.encounters if one.member_id != ME)
    mine = tuple(one for one in (*question.encounters, *more) if one.member_id == ME)
    items = tuple(one for one in question.items if one.audience.source_id != ME)

    def told(encounters: tuple[Encountered, ...], held: tuple[HeldItem, ...]) -> Told:
        known = {"encounters": encounters, "items": held, "listings": question.listings}
        return tell(circle, Asked(kind=question.kind, categories=question.categories, **known))  # type: ignore[arg-type]

    assert told(of_others, items) == told((*of_others, *mine), (*items, item(ME, Label.GREEN)))

"""The guard finds what is planted wherever it is planted, points at it, and lets harmless text pass."""

from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.intel import Draft, IntelKind
from aacabot.domain.intel.guard import Examined, GuardRule, Place, Topic, examine
from aacabot.domain.intel.guard.marking import segments
from aacabot.domain.intel.kinds import TRAITS
from aacabot.domain.intel.rules import SharingRules
from tests.domain.intel.guard.planted import DISGUISES, HARMLESS, PLANTED

RULES = SharingRules()
WORDY = st.sampled_from([IntelKind.METHOD, IntelKind.NOTE])
BESIDE = st.sampled_from(HARMLESS)
GLUE = st.sampled_from([". ", " ", "\n", "; ", " — "])


def looked_at(text: str, kind: IntelKind = IntelKind.NOTE, value: str = "") -> Examined:
    return examine(Draft(kind=kind, value=value, text=text), RULES)


@given(before=BESIDE, glue=GLUE, planted=PLANTED, disguise=DISGUISES, after=BESIDE, kind=WORDY)
@settings(max_examples=150, deadline=None)
def test_personal_data_is_found_wherever_it_is_planted(
    before: str,
    glue: str,
    planted: tuple[set[GuardRule], str],
    disguise: Callable[[str], str],
    after: str,
    kind: IntelKind,
) -> None:
    rules, datum = planted
    text = f"{before}{glue}{disguise(datum)}{glue}{after}"
    start = len(before) + len(glue)
    found = looked_at(text, kind).refusals
    assert any(
        one.rule in rules and one.start < start + len(disguise(datum)) and one.end > start for one in found
    ), (text, found)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(pieces=st.lists(BESIDE, max_size=4), glue=GLUE)
@settings(max_examples=100, deadline=None)
def test_harmless_text_passes_and_passes_again(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    assert looked_at(text) == looked_at(text) == Examined()


@given(before=BESIDE, planted=PLANTED, after=BESIDE)
@settings(max_examples=80, deadline=None)
def test_without_what_was_pointed_at_the_text_passes(
    before: str, planted: tuple[set[GuardRule], str], after: str
) -> None:
    text = f"{before}. {planted[1]}. {after}"
    for _ in range(2):
        for one in reversed(looked_at(text).refusals):
            text = f"{text[: one.start]}…{text[one.end :]}"
    assert looked_at(text).refusals == ()


@pytest.mark.parametrize(
    ("topic", "written"),
    [
        (Topic.PRICES, "prices"),
        (Topic.PRICES, "p r i c e"),
        (Topic.PRICES, "pr1cing"),
        (Topic.PRICES, "рriсe"),
        (Topic.PRICES, "Ｐｒｉｃｅ"),
        (Topic.PRICES, "pr\u200bice"),
        (Topic.PRICES, "$1,200.50"),
        (Topic.PRICES, "90 EUR"),
        (Topic.PRICES, "八折 折扣"),
        (Topic.PRICES, "價格"),
        (Topic.MARGINS, "margins"),
        (Topic.VOLUMES, "market-share"),
        (Topic.VOLUMES, "销 量"),
        (Topic.DISTRIBUTION, "distributors"),
        (Topic.DISTRIBUTION, "经销商"),
        (Topic.RESALE, "minimum advertised prices"),
        (Topic.BOYCOTT, "boycotting"),
        (Topic.BOYCOTT, "refused to deal"),
        (Topic.BOYCOTT, "拒绝供货"),
        (Topic.CUSTOMERS, "Customer's"),
        (Topic.LAUNCHES, "launch-dates"),
        (Topic.LAUNCHES, "上市日期"),
    ],
)
def test_the_lexicon_is_found_in_the_forms_people_write(topic: Topic, written: str) -> None:
    text = f"They ship at night. We saw {written} there! Then nothing."
    found = looked_at(text)
    assert found.refusals == ()
    (mark,) = found.marked
    assert mark.topic is topic
    assert text[mark.start : mark.end] in written
    assert text[mark.sentence_start : mark.sentence_end] == f"We saw {written} there!"


@pytest.mark.parametrize("word", ["customs", "pricked", "discothèque", "marginalia", "voluminous", "dealing"])
def test_words_that_only_look_like_terms_pass(word: str) -> None:
    assert looked_at(f"They like {word} here").is_clean


@pytest.mark.parametrize(
    ("category", "rules", "topics"),
    [
        ("price floor 120 EUR for all customers", set(), {Topic.PRICES, Topic.CUSTOMERS}),
        ("owner: John Smith, 12 Baker Street", {GuardRule.NAME, GuardRule.ADDRESS}, set()),
        ("call 020 7946 0958", {GuardRule.PHONE}, set()),
        ("shoes", set(), set()),
        ("Bags & luggage, 45-90 litres", set(), set()),
        ("箱包", set(), set()),
    ],
)
@pytest.mark.parametrize("kind", list(IntelKind))
def test_a_category_is_read_as_the_members_own_words(
    kind: IntelKind, category: str, rules: set[GuardRule], topics: set[Topic]
) -> None:
    found = examine(Draft(kind=kind, value="", category=category), RULES)
    assert {one.rule for one in found.refusals} == rules
    assert {one.topic for one in found.marked} == topics
    places = {one.place for one in found.refusals} | {one.place for one in found.marked}
    assert places <= {Place.CATEGORY}


@given(planted=PLANTED, disguise=DISGUISES, kind=st.sampled_from(list(IntelKind)))
@settings(max_examples=100, deadline=None)
def test_personal_data_is_found_in_a_category_of_any_kind(
    planted: tuple[set[GuardRule], str], disguise: Callable[[str], str], kind: IntelKind
) -> None:
    rules, datum = planted
    found = examine(Draft(kind=kind, value="", category=f"shoes; {disguise(datum)}"), RULES)
    assert {one.rule for one in found.refusals if one.place is Place.CATEGORY} & rules


def test_counsel_adds_terms_and_releases_them() -> None:
    rules = SharingRules(
        lexicon_added=frozenset({"Project Heron", "苍鹭"}), lexicon_released=frozenset({"dealer"})
    )
    text = "Dealers wait for project-herons and 苍 鹭"
    found = examine(Draft(kind=IntelKind.NOTE, value="", text=text), rules).marked
    assert [(one.topic, text[one.start : one.end]) for one in found] == [
        (Topic.OWN, "project-herons"),
        (Topic.OWN, "苍 鹭"),
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IntelKind.TITLE, "Runner 554724-058 discount price 39.90"),
        (IntelKind.TITLE, "Mafia hoodie, 5th Avenue 125 ml"),
        (IntelKind.LISTING, "https://market.example/item/4485275742308327"),
        (IntelKind.LISTING, "4485275742308327"),
        (IntelKind.SELLER, "s-13800138000"),
        (IntelKind.STOREFRONT, "https://market.example/shop/best-deals"),
        (IntelKind.IMAGE, "0f" * 32),
        (IntelKind.WAREHOUSE, "Guangzhou, Baiyun district"),
        (IntelKind.PAYMENT, "ann@acme.example"),
        (IntelKind.CONTACT, "+44 7700 900123"),
    ],
)
def test_what_sellers_wrote_and_marketplaces_number_passes(kind: IntelKind, value: str) -> None:
    assert looked_at("", kind, value=value) == Examined()


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        (IntelKind.TITLE, "call 13800138000", GuardRule.PHONE),
        (IntelKind.STOREFRONT, "https://wa.me/447700900123", GuardRule.HANDLE),
        (IntelKind.WAREHOUSE, "Hall 3, Unit 12, Baiyun", GuardRule.ADDRESS),
        (IntelKind.FACILITY, "白云区中山路12号", GuardRule.ADDRESS),
        (IntelKind.IMAGE, "a red shoe", GuardRule.NOT_A_HASH),
        (IntelKind.LISTING, "https://ann@shop.example/1", GuardRule.EMAIL),
    ],
)
def test_what_a_value_may_not_carry_is_refused(kind: IntelKind, value: str, rule: GuardRule) -> None:
    (found,) = {one.rule for one in looked_at("", kind, value=value).refusals}
    assert found is rule


@pytest.mark.parametrize("kind", IntelKind)
def test_the_text_of_every_kind_is_examined(kind: IntelKind) -> None:
    found = looked_at("ann@acme.example sets the price", kind)
    assert [one.place for one in found.refusals] == [Place.TEXT]
    assert [one.place for one in found.marked] == [Place.TEXT]
    assert TRAITS[kind] is not None


@given(pieces=st.lists(st.sampled_from([*HARMLESS, "Their price is low!", "客户很多。"]), max_size=5))
@settings(max_examples=100, deadline=None)
def test_what_counsel_reads_is_the_text_and_nothing_else(pieces: list[str]) -> None:
    text = " ".join(pieces)
    marked = looked_at(text).marked
    shown = list(segments(text, marked))
    assert "".join(one.text for one in shown) == text
    assert [one.text for one in shown if one.is_marked] == [text[one.start : one.end] for one in marked]
    assert all(one.in_sentence for one in shown if one.is_marked)


@given(text=st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    found = looked_at(text)
    spans = [(one.start, one.end) for one in found.refusals] + [(one.start, one.end) for one in found.marked]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("part", ["1", "aa1", "a.", "中山路", "a b ", "zero ", "Aa ", "12 aaa "])
def test_a_text_made_to_be_slow_is_not(part: str) -> None:
    looked_at("once, to compile")
    plain, made = (min(_seconds(text) for _ in range(3)) for text in ("They ship. " * 182, part * 2000))
    assert made < 40 * plain, (made, plain)


def _seconds(text: str) -> float:
    started = perf_counter()
    looked_at(text[:2000])
    return perf_counter() - started

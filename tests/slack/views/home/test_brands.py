"""The Brands tab: sound whatever brands are called and however many there are."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.portfolio import (
    BrandLine,
    BrandShown,
    Holding,
    MarkShown,
    Portfolio,
    RightShown,
    RightState,
    Section,
    SellerShown,
)
from aacabot.domain.rights import Right, RightKind
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.brand import brand_page, place_of
from aacabot.slack.views.home.brands import brands_tab
from aacabot.slack.views.home.frame import TabShown, home_view
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from tests.slack.views.samples import EN

TABS = [TabShown(tab=tab, label=tab.title()) for tab in HomeTab]
BRANDS = Place(tab=HomeTab.BRANDS)
HOSTILE = ["<!channel>", "\u202egnp.exe", "泽菲琳" * 60, "x" * 200, "*b* `c` &amp; @here", "💥"]
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200) | st.sampled_from(HOSTILE)
COUNTS = st.integers(0, 5_000)
LINES = st.builds(
    BrandLine,
    id=st.just("b"),
    name=NAMES,
    member_id=st.sampled_from(["m1", "m2"]),
    member=NAMES,
    category=st.none() | NAMES,
    channel_id=st.none() | st.just("C0ACME"),
    marks=COUNTS,
    rights_in_force=COUNTS,
    rights_expiring=COUNTS,
    rights=COUNTS,
    sellers=COUNTS,
    waiting=COUNTS,
)
FORMS = st.lists(st.tuples(NAMES, st.lists(NAMES, min_size=1, max_size=5).map(tuple)), max_size=30).map(tuple)
MARKS = st.builds(MarkShown, id=st.just("m"), text=NAMES, forms=FORMS, common=st.booleans())
RIGHTS = st.builds(
    RightShown,
    right=st.builds(
        Right,
        id=st.just("r"),
        kind=st.sampled_from(RightKind),
        office=NAMES,
        number=NAMES,
        classes=st.lists(st.integers(1, 45), max_size=45).map(tuple),
        territories=st.lists(NAMES, max_size=20).map(tuple),
        expires=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    ),
    state=st.sampled_from(RightState),
    days_left=st.none() | st.integers(-10_000, 10_000),
)
SELLERS = st.builds(SellerShown, id=st.just("s"), marketplace=NAMES, seller_id=NAMES)
OF: dict[Section, st.SearchStrategy[Any]] = {
    Section.MARKS: MARKS,
    Section.RIGHTS: RIGHTS,
    Section.SELLERS: SELLERS,
}


def home(blocks: list[Block], place: Place) -> Block:
    view = home_view("Acme", TABS, place, blocks, EN, said="Saved.")
    assert view_problems(view) == []
    assert "mrkdwn" not in {block["text"]["type"] for block in view["blocks"] if "text" in block}
    return view


def numbered(holding: Holding, number: int) -> Holding:
    if isinstance(holding, RightShown):
        right = Right(**{**vars(holding.right), "id": f"r{number}"})
        return RightShown(**{**vars(holding), "right": right})
    return type(holding)(**{**vars(holding), "id": f"h{number}"})


def pressed(blocks: list[Block], action: str) -> list[str]:
    """The values of the buttons of an action."""
    elements: list[dict[str, Any]] = []
    for block in blocks:
        elements += [*block.get("elements", []), block.get("accessory") or {}]
    return [one["value"] for one in elements if one.get("action_id") == action]


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=20), st.integers(0, 5_000), st.integers(1, 300), NAMES, st.booleans())
def test_any_brands_give_a_sound_tab(
    lines: list[BrandLine], more: int, page: int, words: str, may_add: bool
) -> None:
    brands = tuple(BrandLine(**{**vars(line), "id": f"b{n}"}) for n, line in enumerate(lines))
    for place in (Place(tab=HomeTab.BRANDS, page=page), Place(tab=HomeTab.BRANDS, words=words[:100])):
        portfolio = Portfolio(
            brands=brands,
            total=len(brands) + more,
            member="Acme <!here>" if may_add else None,
            may_add_for=(("m1", "Acme"),) if may_add else (),
        )
        view = home(brands_tab(portfolio, place, 20, EN), place)
        opened = [place_from(one, HomeTab.WAITING).of for one in pressed(view["blocks"], "brand_open")]
        assert opened == [brand.id for brand in brands]


@settings(max_examples=60, deadline=None)
@given(st.data(), LINES, st.sampled_from(Section), st.booleans(), st.integers(0, 5_000))
def test_whatever_a_brand_holds_its_page_is_sound(
    data: st.DataObject, line: BrandLine, part: Section, may_keep: bool, more: int
) -> None:
    holdings: list[Holding] = data.draw(st.lists(OF[part], max_size=20))
    each = tuple(numbered(holding, number) for number, holding in enumerate(holdings))
    shown = BrandShown(brand=line, section=part, holdings=each, total=len(each) + more, may_keep=may_keep)
    for place in (place_of("b", part), Place(tab=HomeTab.BRANDS, of=f"b/{part}", words="x")):
        view = home(brand_page(shown, place, BRANDS, 20, EN), place)
        changing = pressed(view["blocks"], f"{part.value.removesuffix('s')}_change")
        assert len(changing) == (len(each) if may_keep else 0)
        assert bool(pressed(view["blocks"], "brand_change")) is may_keep


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 250))
def test_turning_pages_reaches_every_brand_once(count: int) -> None:
    everything = [
        BrandLine(id=f"b{number}", name=f"Brand {number}", member_id="m1", member="Acme")
        for number in range(count)
    ]
    place: Place | None = BRANDS
    reached: list[str] = []
    while place is not None:
        page = everything[(place.page - 1) * 20 : place.page * 20]
        blocks = brands_tab(Portfolio(brands=tuple(page), total=count), place, 20, EN)
        reached += [place_from(one, HomeTab.WAITING).of for one in pressed(blocks, "brand_open")]
        onwards = pressed(blocks, "home_page_on")
        place = place_from(onwards[0], HomeTab.WAITING) if onwards else None
    assert reached == [brand.id for brand in everything]


def test_a_brand_says_what_it_holds_and_when_its_rights_end() -> None:
    line = BrandLine(
        id="b", name="Zephyrine", member_id="m1", member="Acme", category="shoes",
        marks=1, rights_in_force=2, rights_expiring=1, rights=3, sellers=1, waiting=4,
    )  # fmt: skip
    listed = brands_tab(Portfolio(brands=(line,), total=1), BRANDS, 20, EN)
    assert listed[-1]["text"]["text"] == (
        "Zephyrine · shoes\n"
        "1 mark · 2 rights in force · 1 right ends soon · 1 authorised seller · 4 cases wait"
    )
    right = Right(
        id="r", kind=RightKind.TRADEMARK, office="EUIPO", number="018", classes=(25, 18),
        territories=("EU",), expires=date(2027, 1, 1),
    )  # fmt: skip
    said = {}
    for state, left in ((RightState.IN_FORCE, 90), (RightState.EXPIRING, 12), (RightState.EXPIRED, -1)):
        holdings = (RightShown(right=right, state=state, days_left=left),)
        shown = BrandShown(brand=line, section=Section.RIGHTS, holdings=holdings, total=1, may_keep=False)
        said[state] = brand_page(shown, place_of("b"), BRANDS, 20, EN)[-1]["text"]["text"]
    assert said == {
        RightState.IN_FORCE: "trade mark EUIPO 018\nIn force until 1 Jan 2027 · classes 25, 18 · EU",
        RightState.EXPIRING: "trade mark EUIPO 018\nEnds in 12 days, on 1 Jan 2027 · classes 25, 18 · EU",
        RightState.EXPIRED: (
            "trade mark EUIPO 018\nExpired: its last day was 1 Jan 2027 · classes 25, 18 · EU"
        ),
    }

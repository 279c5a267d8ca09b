"""Whatever a seller writes, cards stay within Slack's limits and their text does nothing."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from aacabot.domain.alerts import ListingText, QueueLine, Suspicion
from aacabot.domain.bulk_acts import FOR_BRANDS
from aacabot.domain.cases import CaseState, Change
from aacabot.domain.untrusted import utf16_length
from aacabot.domain.waiting import Urgency, Waiting, WaitingKind, WaitingLine
from aacabot.slack import limits
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.buttons import statement
from aacabot.slack.views.descriptions import description_modal
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.lookups import case_reply
from aacabot.slack.views.queue_replies import LINES, queue_reply
from aacabot.slack.views.reviews import review_card
from tests.slack.views.checks import is_sound, is_sound_modal
from tests.slack.views.samples import ALERTS, LANGUAGES, LISTING, NOW, OPEN

NASTY = (
    "<!channel>",
    "<http://evil.example|your bank>",
    "https://evil.example",
    "@here #general *bold* `code`",
    "\u202e\u2066evil\u200b\u200d",
    ":rotating_light: 👩‍👩‍👧‍👦 🇬🇧",
    "\ud800",
    "\x00\n\r\t",
    "{number} {0} %s",
    "Ma" + "\u0301" * 40,
    "&lt;!channel&gt;",
    "x" * 3_100,
    "🧨" * 3_100,
)
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map("".join),
)
MARK = "zqxjk"
unhurried = settings(deadline=None, max_examples=60)


@unhurried
@given(
    title=texts,
    storefront=texts,
    surface=texts,
    name=st.sampled_from(sorted(ALERTS)),
    language=st.sampled_from(sorted(LANGUAGES)),
)
@example(title="", storefront="", surface="", name="alerted", language="en")
@example(title="🧨" * 5_000, storefront="🧨" * 500, surface="\u200b", name="alerted held", language="zh")
def test_a_card_with_any_seller_text_is_taken_by_slack_and_inert(
    title: str, storefront: str, surface: str, name: str, language: str
) -> None:
    words = LANGUAGES[language]
    alert = replace(
        ALERTS[name],
        listing=replace(LISTING, title=title + MARK, storefront=storefront + MARK),
        suspicions=tuple(
            Suspicion(mark="Acme", surface=surface, kind="exact", field="title", score=1) for _ in range(9)
        ),
        changes=(Change("title", surface, title), Change("price", storefront, surface)),
        marketplace_reason=surface + MARK,
    )
    for message in (alert_card(alert, words), review_card(alert, words), case_reply(alert, (), words)):
        is_sound(message)
        assert MARK not in message.text
        assert "evil" not in message.text


@unhurried
@given(storefront=texts, number=texts, language=st.sampled_from(sorted(LANGUAGES)))
def test_the_dialog_never_cuts_the_statement(storefront: str, number: str, language: str) -> None:
    assert OPEN.right is not None
    right = replace(OPEN.right, number=number)
    alert = replace(OPEN, right=right, listing=replace(LISTING, storefront=storefront))
    said = statement(alert, LANGUAGES[language])
    assert utf16_length(said) <= limits.DIALOG_TEXT
    assert said.endswith(("act for its owner.", "权利人行事。"))


@unhurried
@given(title=texts, description=texts, times=st.integers(1, 9), seller=texts)
def test_a_description_of_any_length_fits_the_modal(
    title: str, description: str, times: int, seller: str
) -> None:
    listing = ListingText(title=title, description=description * times, seller_name=seller, category=title)
    for words in LANGUAGES.values():
        is_sound_modal(description_modal("c1", listing, words))


@unhurried
@given(title=texts, count=st.integers(1, LINES), brand=texts)
def test_a_queue_with_any_titles_is_taken_by_slack(title: str, count: int, brand: str) -> None:
    lines = tuple(
        WaitingLine(
            case=QueueLine(
                case_id=f"{n:032}",
                number=f"AC-0000{n}",
                brand=brand,
                title=title + MARK,
                marketplace="Sandbox",
                state=CaseState.ALERTED,
                decide_by=NOW,
                card_url=f"https://acme.slack.com/archives/C0ACMEACME/p{n:016}",
            ),
            urgency=list(Urgency)[n // 2],
            seen="0123456789ab",
        )
        for n in range(count)
    )
    waiting = Waiting(
        lines=lines,
        total=900,
        kinds=dict.fromkeys(WaitingKind, 300),
        urgencies=dict.fromkeys(Urgency, 225),
        is_more=True,
        deeds=FOR_BRANDS,
    )
    place = Place(tab=HomeTab.WAITING, words="decide", also="m=" + "0" * 32 + "&s=" + "%E2%80%AE" * 20)
    for words in LANGUAGES.values():
        message = queue_reply(waiting, place, words)
        is_sound(message)
        assert MARK not in message.text

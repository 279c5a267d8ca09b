"""The shop floor's HTML. Pure: records in, markup out; everything a seller or the hub wrote is escaped."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote

from aacabot.sandbox.marketplace.moods import Behaviour
from aacabot.sandbox.marketplace.records import ListingStatus, StockedListing, Takedown, TakedownStatus

MOODS = {
    Behaviour.INSTANT: "Removes at once",
    Behaviour.HESITATE: "Thinks it over",
    Behaviour.DECLINE: "Declines",
    Behaviour.PAUSE: "Only pauses",
    Behaviour.EDIT: "Edits titles",
    Behaviour.LIE: "Says yes, does nothing",
    Behaviour.LIMIT: "Too busy",
    Behaviour.FAIL: "Broken",
    Behaviour.FAIL_AFTER_EFFECT: "Broken, but did it",
    Behaviour.HANG: "Very slow",
    Behaviour.DROP: "Hangs up",
    Behaviour.UNSUPPORTED: "Offers no takedowns",
}
STATUS_WORDS = {
    ListingStatus.LIVE: "On sale",
    ListingStatus.PAUSED: "Paused",
    ListingStatus.REMOVED: "Removed",
}
OUTCOMES = {
    "confirmed": "Infringement confirmed",
    "not_infringing": "Not infringing",
    "undecided": "Left undecided",
}
TAKEDOWN_WORDS = {
    TakedownStatus.REMOVED: "carried out",
    TakedownStatus.PENDING: "being considered",
    TakedownStatus.DECLINED: "declined",
}


def page(name: str, mood: Behaviour, cards: Mapping[str, str], side: str) -> str:
    """The whole page of the marketplace called `name`."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(name)}</title>
<link rel="icon" href="/images/handbag.png"><link rel="stylesheet" href="/assets/floor.css">
<script src="/assets/floor.js" defer></script></head><body>
<header class="top"><div><h1><a href="/">{escape(name)}</a></h1>
<p>A rehearsal marketplace. Nothing here is for sale, and no seller is real.</p></div>
<form method="post" action="/shop/suspicious"><button class="primary" data-action="send-suspicious">\
Send a new suspicious listing</button></form>
<form method="post" action="/shop/morning"><button data-action="send-morning">\
Send a busy morning: 40 for Velmarro</button></form>
<form method="post" action="/shop/one-seller"><button data-action="send-one-seller">\
Send one seller: 7 brands</button></form></header>
{_mood_switch(mood)}
<p class="alert" id="trouble" role="status" hidden></p>
<div class="columns"><main id="floor" aria-label="Listings">{"".join(cards.values())}
<p class="empty">The shelves are empty. Send a suspicious listing to begin.</p></main>
<aside id="side" aria-label="What happened">{side}</aside></div></body></html>"""


def unavailable(name: str, stocked: StockedListing | None) -> str:
    """The page of a listing that is gone, or never was."""
    case = f" after notice {escape(stocked.case_number)}" if stocked and stocked.case_number else ""
    words = f"This listing was removed{case}." if stocked else "There is no such listing here."
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>
<link rel="stylesheet" href="/assets/floor.css"></head><body class="gone"><h1>{escape(name)}</h1>
<p>{words}</p><p><a href="/">Back to the shop floor</a></p></body></html>"""


def _mood_switch(mood: Behaviour) -> str:
    choices = "".join(
        f'<label><input type="radio" name="mood" value="{behaviour.value}"'
        f"{' checked' if behaviour is mood else ''}><span>{escape(words)}</span></label>"
        for behaviour, words in MOODS.items()
    )
    return (
        '<form class="mood" method="post" action="/shop/mood"><fieldset><legend>Mood of the marketplace '
        f"<small>how it meets the next takedown notice</small></legend>{choices}</fieldset>"
        "<noscript><button>Set</button></noscript></form>"
    )


def listing_card(
    stocked: StockedListing,
    takedowns: list[Takedown],
    decisions: list[dict[str, Any]],
    pictures: Collection[str],
) -> str:
    """One listing. `takedowns` and `decisions` are those about it, oldest first."""
    listing = stocked.listing
    listing_id = str(listing["listing_id"])
    seller = listing.get("seller") or {}
    return f"""<article class="card" data-listing-id="{escape(listing_id)}" \
data-status="{stocked.status.value}" data-revision="{stocked.revision}">
<div class="picture">{_picture(listing, pictures)}{_badge(stocked)}</div>
<div class="words"><h2 dir="auto">{escape(str(listing.get("title", "")))}</h2>
<p class="price">{_price(listing)}</p>
<p class="seller"><bdi>{escape(str(seller.get("name") or seller.get("id") or "Unknown seller"))}</bdi>\
<span class="id">{escape(listing_id)}</span></p>
{_history(stocked, takedowns, decisions)}
{_actions(listing_id, listing, stocked, takedowns)}</div></article>"""


def _picture(listing: Mapping[str, Any], pictures: Collection[str]) -> str:
    """Only pictures of our own are shown: an address a seller chose is never fetched."""
    images = listing.get("images") or [{}]
    name = str(images[0].get("url", "")).rpartition("/")[2].removesuffix(".png")
    if name not in pictures:
        return '<div class="no-picture">No picture</div>'
    return f'<img src="/images/{quote(name)}.png" alt="" width="480" height="480" loading="lazy">'


def _badge(stocked: StockedListing) -> str:
    return f'<span class="badge {stocked.status.value}">{STATUS_WORDS[stocked.status]}</span>'


def _price(listing: Mapping[str, Any]) -> str:
    price = listing.get("price") or {}
    sold = listing.get("units_sold")
    words = f"{price.get('amount', '')} {price.get('currency', '')}".strip() or "No price"
    return escape(words) + (f' <span class="sold">{int(sold):,} sold</span>' if isinstance(sold, int) else "")


def _history(stocked: StockedListing, takedowns: list[Takedown], decisions: list[dict[str, Any]]) -> str:
    lines: list[str] = []
    if stocked.status is not ListingStatus.LIVE:
        case = f" by notice <b>{escape(stocked.case_number)}</b>" if stocked.case_number else ""
        lines.append(f"{STATUS_WORDS[stocked.status]} {_time(stocked.since)}{case}")
    elif takedowns:
        last = takedowns[-1]
        lines.append(f"Notice <b>{escape(last.case_number)}</b> {_takedown_words(last)}")
    if takedowns and takedowns[-1].counter_notice:
        lines.append(f"Seller's answer: <q dir='auto'>{escape(takedowns[-1].counter_notice)}</q>")
    if takedowns and takedowns[-1].rebuttal:
        lines.append(f"Brand's answer: <q dir='auto'>{escape(takedowns[-1].rebuttal)}</q>")
    if decisions:
        outcome = str(decisions[-1]["outcome"])
        lines.append(f"Hub: {escape(OUTCOMES.get(outcome, outcome))}")
    return f'<ul class="history">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def _takedown_words(takedown: Takedown) -> str:
    if takedown.status is TakedownStatus.REMOVED and not takedown.in_force:
        return "no longer in force"
    reason = f": {escape(takedown.reason)}" if takedown.reason else ""
    return TAKEDOWN_WORDS[takedown.status] + reason


def _actions(
    listing_id: str, listing: Mapping[str, Any], stocked: StockedListing, takedowns: list[Takedown]
) -> str:
    root = f"/shop/listings/{escape(quote(listing_id, safe=''))}"
    forms: list[str] = []
    if any(t.in_force and t.status is TakedownStatus.REMOVED and not t.counter_notice for t in takedowns):
        forms.append(_button(f"{root}/counter-notice", "counter-notice", "Seller files a counter-notice"))
    if stocked.status is not ListingStatus.LIVE:
        forms.append(_button(f"{root}/restore", "restore", "Restore"))
    title = escape(str(listing.get("title", "")))
    forms.append(
        f'<details><summary data-action="edit-title">Edit title</summary>'
        f'<form method="post" action="{root}/title">'
        f'<input name="title" aria-label="New title" dir="auto" maxlength="500" value="{title}">'
        "<button>Save</button></form></details>"
    )
    return f'<div class="actions">{"".join(forms)}</div>'


def _button(action: str, name: str, words: str) -> str:
    return f'<form method="post" action="{action}"><button data-action="{name}">{words}</button></form>'


def side_panel(
    notes: list[tuple[datetime, str]], decisions: list[dict[str, Any]], takedowns: list[Takedown]
) -> str:
    """What the hub told the marketplace, and what the marketplace told the hub; each oldest first."""
    told = (
        f"<b>{escape(str(d['case_number']))}</b> {escape(OUTCOMES.get(str(d['outcome']), str(d['outcome'])))}"
        f"<span class='id'>{escape(str(d['listing_id']))}</span>"
        for d in reversed(decisions)
    )
    notices = (
        f"<b>{escape(t.case_number)}</b> {_takedown_words(t)} {_time(t.received_at)}"
        f"<span class='id'>{escape(t.receipt)}</span>"
        for t in reversed(takedowns)
    )
    sent = (f"{_time(at)} {escape(words)}" for at, words in reversed(notes))
    return (
        _section("Decisions the hub told us", told, "None yet.")
        + _section("Takedown notices", notices, "None yet.")
        + _section("What we told the hub", sent, "Nothing yet.")
    )


def _section(title: str, lines: Iterable[str], empty: str) -> str:
    items = "".join(f"<li>{line}</li>" for line in lines) or f'<li class="none">{empty}</li>'
    return f"<section><h3>{title}</h3><ul>{items}</ul></section>"


def _time(at: datetime) -> str:
    return f'<time datetime="{at.isoformat()}">{at:%H:%M:%S} UTC</time>'

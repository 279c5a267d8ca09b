"""The record for people to read: an index and a page a case, in English, everything from outside escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}pre{white-space:pre-wrap}"
)


def _page(title: str, body: str) -> bytes:
    """Nothing is loaded from elsewhere and no script runs, even if something slipped through."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{body}</body></html>\n"
    ).encode()


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table><tr>{head}</tr>\n{body}</table>\n"


def _said(value: object) -> str:
    """A value as text. Direction marks a seller wrote have no effect beyond their own cell."""
    return f"<bdi>{escape(str(value))}</bdi>" if value not in (None, "", [], {}) else "none"


def index_page(said: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> bytes:
    """`index.html`: what this is, how to check it, and every case with the way to its page."""
    facts = [
        ("Alliance", said["alliance"]),
        *((name.capitalize(), value) for name, value in said["scope"].items()),
        ("Made at", said["made_at"]),
        ("Made by", said["made_by"]),
        ("Cases", len(cases)),
    ]
    rows = [
        (
            f'<a href="{escape(case["folder"])}/summary.html">{escape(case["number"])}</a>',
            _said(case["brand"]),
            _said(case["state"]),
            _said(case["events"]),
            _said((case["root"] or {}).get("day") or "not covered by a daily root yet"),
        )
        for case in cases
    ]
    check = (
        "<p>manifest.json lists every file with its SHA-256, and manifest.sig.json is its signature. "
        "To check all of it: <code>aacabot counsel verify FILE</code>.</p>\n"
    )
    heads = ("Case", "Brand", "State", "Events", "Covered by the root of")
    named = _table(("What", "Value"), [(escape(name), _said(value)) for name, value in facts])
    return _page("Record for counsel", named + check + _table(heads, rows))


def case_page(case: Mapping[str, Any], kinds: Sequence[str]) -> bytes:
    """`summary.html` of a case: its facts, who acted and under which role, what was sent and answered."""
    parts = [
        _table(("What", "Value"), [(escape(name), _said(value)) for name, value in _facts(case)]),
        "<h2>Who acted, under which role at that time</h2>\n",
        _table(("At", "Event", "Who", "Roles then"), [_act(act, case["people"]) for act in case["acts"]]),
        "<h2>What was sent, and the answers</h2>\n",
        _columns(case["takedowns"], _SENT),
        "<h2>Evidence</h2>\n",
        _columns(case["evidence"], _EVIDENCE),
        "<h2>What people wrote</h2>\n",
        _table(("At", "Event", "Who", "Said"), [_note(note, case["people"]) for note in case["notes"]]),
        f"<p>{len(kinds)} events: {escape(', '.join(kinds))}. ",
        "The whole is in case.json and events.json.</p>\n",
    ]
    return _page(case["number"], "".join(parts))


_SENT = {
    "Notice": "notice_file",
    "Sent": "sent_at",
    "Receipt": "receipt",
    "State": "state",
    "Reason": "reason",
    "Seen gone": "verified_at",
}
_EVIDENCE = {
    "Kind": "kind",
    "Taken": "taken_at",
    "File": "file",
    "Missing": "missing",
    "SHA-256": "sha256",
    "Note": "note",
}


def _columns(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    return _table(tuple(columns), [tuple(_said(row[name]) for name in columns.values()) for row in rows])


def _note(note: Mapping[str, Any], people: Mapping[str, Any]) -> tuple[str, ...]:
    said = "; ".join(f"{name}: {value}" for name, value in note["said"].items())
    return _said(note["occurred_at"]), _said(note["kind"]), _who(note["person_id"], people), _said(said)


def _facts(case: Mapping[str, Any]) -> list[tuple[str, Any]]:
    seller, right, decision = case["seller"] or {}, case["right"] or {}, case["decision"] or {}
    good_faith = decision.get("good_faith") or {}
    return [
        ("State", case["state"]),
        ("Member", case["member"]["name"]),
        ("Brand", case["brand"]["name"]),
        ("Marketplace", case["marketplace"]["name"]),
        ("Listing", case["listing"]["url"]),
        ("Seller", " ".join(filter(None, (seller.get("seller_id"), seller.get("name"))))),
        ("Right", " ".join(filter(None, (right.get("kind"), right.get("office"), right.get("number"))))),
        ("Reason", case["reason_code"]),
        ("Opened", case["opened_at"]),
        ("Decided", decision.get("decided_at")),
        ("Good-faith status then", good_faith.get("overall") or "not known"),
        *((f"Clock {name}", value) for name, value in case["clocks"].items() if value),
        *((f"Outcome {name}", value) for name, value in case["outcome"].items() if value),
        ("Legal holds", len(case["legal_holds"])),
        ("Counter-notices", len(case["counter_notices"])),
    ]


def _act(act: Mapping[str, Any], people: Mapping[str, Any]) -> tuple[str, ...]:
    roles = [
        f"{one['role']}, given {one['granted_at'] or 'in the alliance file'}"
        + (f", until {one['last_day']}" if one["last_day"] else "")
        + (f", taken {one['ended_at']}" if one["ended_at"] else "")
        for one in act["roles"]
    ]
    return _said(act["at"]), _said(act["event"]), _who(act["person_id"], people), _said("; ".join(roles))


def _who(person_id: str | None, people: Mapping[str, Any]) -> str:
    known = people.get(person_id or "")
    return _said(f"{known['name']} ({known['organisation']})") if known else _said(person_id)

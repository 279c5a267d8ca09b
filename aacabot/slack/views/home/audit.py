"""The audit trail: in the home with its filters, and in answer to `/aaca audit`."""

from collections.abc import Sequence

from aacabot.domain.audit_trail import KINDS, TrailAsked, TrailLine
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.audit import AuditActionId, AuditInputId
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.views import deeds
from aacabot.slack.views.blocks import actions, button, context, header, section
from aacabot.slack.views.deeds import deed_line
from aacabot.slack.views.forms import options_of, select
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.pickers import date_picker, search_field

REPLY_LINES = 15
ALL = "all"
_ALL_DEEDS = N_("All deeds")


def audit_tab(
    lines: Sequence[TrailLine], asked: TrailAsked, place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """Filters by kind, day and person, then a page of entries, newest first."""
    told = words.plural("{n} entry", "{n} entries", total) if total else words("No entry says so.")
    return [
        *_filters(asked, words),
        section(BlockId.TEXT, told),
        *_entries(lines, words),
        *pages(place, per_page, total, words),
    ]


def _filters(asked: TrailAsked, words: Words) -> list[Block]:
    offered = [kind for kind in KINDS if kind in deeds.KINDS]
    kinds = select(
        AuditInputId.AUDIT_KIND,
        words(_ALL_DEEDS),
        options_of([ALL, *offered], {ALL: _ALL_DEEDS, **deeds.KINDS}, words),
        asked.action.partition(".")[0] or None,
    )
    day = date_picker(AuditInputId.AUDIT_DAY, asked.day.isoformat() if asked.day else None)
    clear = button(AuditActionId.AUDIT_CLEAR, words("Show all"), HomeTab.AUDIT) if asked.words else None
    label, hint = words("Person"), words("A part of a name")
    return [
        actions(AuditInputId.AUDIT_KIND, kinds, day, clear),
        search_field(AuditInputId.AUDIT_PERSON, AuditInputId.AUDIT_PERSON, label, hint, asked.person),
    ]


def _entries(lines: Sequence[TrailLine], words: Words) -> list[Block]:
    return [section(f"{BlockId.LINE}_{line.id}", deed_line(line, words)) for line in lines]


def audit_reply(lines: Sequence[TrailLine], total: int, words: Words) -> Message:
    """The newest entries for one person's eyes, and where the rest is."""
    title = words.plural("{n} entry", "{n} entries", total) if total else words("No entry says so.")
    hint = words("The Audit tab of my home has them all, to search by kind, day and person.")
    entries = _entries(lines[:REPLY_LINES], words)
    return Message(title, [header(BlockId.HEADER, title), *entries, context(BlockId.HINT, hint)])

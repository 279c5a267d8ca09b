"""The record for counsel and legal holds: on a looked-up case, in the home, and as messages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aacabot.domain.counsel import REASON_LIMIT, HoldShown, RecordOfCase
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.counsel import CounselActionId, CounselInputId
from aacabot.slack.ids.home import HomeActionId, HomeTab
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.forms import field, modal, note_field, option, text_input
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.pickers import date_picker, suggesting
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

HOLDS = "holds"
"""The audit tab's other list, as its place says it."""
_NAME = 80
_REASON = 300


def on_case(record: RecordOfCase | None, words: Words) -> list[Block]:
    """On a looked-up case: since when it is held, and what those who keep the record can do."""
    if record is None:
        return []
    held = [context(f"{BlockId.HINT}_hold", on_hold(record, words))] if record.held_since else []
    if not record.may_keep:
        return held
    hold = (
        button(CounselActionId.HOLD_RELEASE, words("Release the legal hold"), record.hold_id)
        if record.hold_id
        else button(CounselActionId.HOLD_SET, words("Legal hold"), record.case_id)
    )
    export = button(CounselActionId.EXPORT, words("Export for counsel"), record.case_id)
    return [*held, actions(f"{BlockId.ACTIONS}_counsel", export, hold)]


def on_hold(record: RecordOfCase, words: Words) -> str:
    since = words.moment(record.held_since) if record.held_since else ""
    return words("On legal hold since {at}", at=since)


def audit_row(words: Words) -> Block:
    """Above the audit trail."""
    holds = Place(tab=HomeTab.AUDIT, also=HOLDS).value
    return actions(
        f"{BlockId.ACTIONS}_counsel",
        button(CounselActionId.PERIOD, words("Export for counsel"), HomeTab.AUDIT),
        button(CounselActionId.HOLDS, words("Legal holds"), holds),
    )


def holds_list(
    holds: Sequence[HoldShown], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """The holds in force, the newest first, each with the way to release it."""
    said = words.plural("{n} legal hold", "{n} legal holds", total) if total else words("Nothing is on hold.")
    back = Place(tab=HomeTab.AUDIT).value
    return [
        actions(
            f"{BlockId.ACTIONS}_counsel",
            button(HomeActionId.HOME_AUDIT, words("Audit trail"), back),
            button(CounselActionId.HOLD_MEMBER, words("Hold all of a member's cases"), HomeTab.AUDIT),
        ),
        section(BlockId.TEXT, said),
        *(_hold(hold, words) for hold in holds),
        *pages(place, per_page, total, words),
    ]


def _hold(hold: HoldShown, words: Words) -> Block:
    member = shown(hold.member, _NAME) or "?"
    of = f"{hold.number} · {member}" if hold.number else words("All cases of {member}", member=member)
    who = words("Set {at} by {person}", at=words.moment(hold.set_at), person=shown(hold.set_by, _NAME) or "?")
    release = button(CounselActionId.HOLD_RELEASE, words("Release"), hold.id)
    return section(
        f"{BlockId.LINE}_{hold.id}", "\n".join((of, who, shown(hold.reason, _REASON) or "")), release
    )


def hold_case_modal(case_id: str, words: Words) -> Block:
    """Why one case must be kept."""
    said = words("The case is kept, and never archived, until the hold is released.")
    return modal(
        CounselActionId.HOLD_SET,
        words("Legal hold"),
        [section(BlockId.TEXT, said), _why(CounselInputId.HOLD_REASON, words)],
        close=words("Cancel"),
        submit=words("Set the hold"),
        metadata={"case": case_id},
    )


def hold_member_modal(member_id: str | None, place: Place, words: Words) -> Block:
    """Why all of a member's cases must be kept; whose they are is asked where there is a choice."""
    said = words("All the member's cases, those to come too, are kept until the hold is released.")
    return modal(
        CounselActionId.HOLD_MEMBER,
        words("Legal hold"),
        [section(BlockId.TEXT, said), *_member(member_id, words), _why(CounselInputId.HOLD_REASON, words)],
        close=words("Cancel"),
        submit=words("Set the hold"),
        metadata={"member": member_id or "", "place": place.value},
    )


def release_modal(hold_id: str, place: Place | None, words: Words) -> Block:
    """Why something need no longer be kept."""
    said = words("The case is archived in its own time again, unless another hold keeps it.")
    return modal(
        CounselActionId.HOLD_RELEASE,
        words("Release the hold"),
        [section(BlockId.TEXT, said), _why(CounselInputId.RELEASE_REASON, words)],
        close=words("Cancel"),
        submit=words("Release the hold"),
        metadata={"hold": hold_id, **({"place": place.value} if place else {})},
    )


def _why(input_id: CounselInputId, words: Words) -> Block:
    return note_field(input_id, words("Reason"), text_input(input_id, most=REASON_LIMIT), words)


def _member(member_id: str | None, words: Words) -> list[Block]:
    if member_id is not None:
        return []
    menu = suggesting(CounselInputId.MEMBER, words("Search members"))
    return [field(CounselInputId.MEMBER, words("Member"), menu)]


def period_modal(member_id: str | None, today: date, place: Place, words: Words) -> Block:
    """Whose cases, of which brand, and from when to when."""
    said = words(
        "All cases with an event in this period: what was decided by whom under which role, what was sent "
        "and answered, evidence and notes. I send you the file in a direct message."
    )
    brand = suggesting(CounselInputId.BRAND, words("All brands"))
    begin = date_picker(CounselInputId.FROM, today.replace(day=1).isoformat())
    return modal(
        CounselActionId.PERIOD,
        words("Export for counsel"),
        [
            section(BlockId.TEXT, said),
            *_member(member_id, words),
            field(CounselInputId.BRAND, words("Brand"), brand, optional=True),
            field(CounselInputId.FROM, words("From, a day in UTC"), begin),
            field(
                CounselInputId.TO, words("To, included"), date_picker(CounselInputId.TO, today.isoformat())
            ),
        ],
        close=words("Cancel"),
        submit=words("Export"),
        metadata={"member": member_id or "", "place": place.value},
    )


def brand_option(brand_id: str, name: str) -> Block:
    return option(shown(name, 75) or "?", brand_id)


def export_begun(words: Words) -> Message:
    return said_reply(words("I am putting the record together, and send it to you in a direct message."))


def sent_with_file(cases: int, fingerprint: str, words: Words) -> str:
    """What is said beside the file."""
    return words.plural(
        "The record of {n} case, signed with the key {key}. How to check it: docs/counsel.md",
        "The record of {n} cases, signed with the key {key}. How to check it: docs/counsel.md",
        cases,
        key=fingerprint,
    )


def record_kept(values: Mapping[str, Any], words: Words) -> Message:
    """The record could not be sent: it is fetched with the command line. `values`: `id`, `cases`."""
    title = words("The record for counsel is ready, and could not be sent in a message")
    command = f"aacabot counsel fetch {values['id']} --out record.zip"
    told = words("It is too large, or Slack did not take it. The operator can fetch it with:")
    return Message(title, [rich(BlockId.TEXT, line(bold(title)), line(told), line(command))])


def record_failed(values: Mapping[str, Any], words: Words) -> Message:
    """Nothing was exported."""
    title = words("The record for counsel could not be put together")
    told = words("Nothing was exported. The operator finds the reason in the hub's log.")
    return Message(title, [rich(BlockId.TEXT, line(bold(title)), line(told))])


def chain_root(values: Mapping[str, Any], words: Words) -> Message:
    """The day's root, for the operator's channel: whoever has read it can hold a record against it."""
    day = words.day(date.fromisoformat(values["day"]))
    title = words("Root of the events of {day}", day=day)
    events = words.plural("{n} event", "{n} events", int(values["events"]))
    of = words.plural("of {n} case", "of {n} cases", int(values["cases"]))
    return Message(
        title, [rich(BlockId.TEXT, line(bold(title)), line(f"{events} {of}"), line(values["root"]))]
    )

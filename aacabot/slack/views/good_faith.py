"""Forms and notices of good faith."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from aacabot.domain.good_faith import Counts, GoodFaithStatus, margin
from aacabot.domain.good_faith.shown import Cost, CostCase, CostCases, Record, WhatIf
from aacabot.domain.untrusted import inert
from aacabot.locales import N_, Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.ids.good_faith import GoodFaithActionId, GoodFaithInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.forms import field, modal, note_field, option, options_of, select, text_input
from aacabot.slack.views.good_faith_words import (
    SHORT,
    STATUSES,
    margin_said,
    rates,
    reason_named,
)
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.pickers import date_picker, line_input
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import quoted, shown

NAME = 80
OVERALL = "overall"
"""The option's value for all reason codes together."""
NUMBER = 6
_COSTS: Mapping[str, str] = {
    Cost.DECLINED: N_("declined on {day}"),
    Cost.RESTORED: N_("came back on {day}, taken down on {counts_on}"),
}
_BY_HAND: Mapping[str, str] = {
    GoodFaithStatus.GRANTED: N_("A confirm goes out at once"),
    GoodFaithStatus.REVOKED: N_("The desk looks at each confirm first"),
}


def pair(record: Record) -> str:
    """A button's value: the member and the marketplace."""
    return f"{record.member_id}:{record.marketplace_id}"


def what_if_modal(record: Record, place: Place, words: Words) -> Block:
    """Three numbers to try out, for all reason codes together or for one."""
    lines = (record.overall, *record.reasons)
    offered = [option(reason_named(one.reason_code, words), one.reason_code or OVERALL) for one in lines]
    ids = GoodFaithInputId
    which = select(ids.WHAT_IF_REASON, words("Reason"), offered, OVERALL)
    blocks = [
        section(BlockId.TEXT, words("What would the record be after so many more? Nothing is changed.")),
        field(ids.WHAT_IF_REASON, words("For which reason"), which),
        _number(ids.WHAT_IF_DECLINES, words("More declines"), words),
        _number(ids.WHAT_IF_TAKEDOWNS, words("More takedowns that stay"), words),
        _number(ids.WHAT_IF_RESTORES, words("More restores"), words),
    ]
    return modal(
        GoodFaithActionId.GOOD_FAITH_WHAT_IF,
        words("What if"),
        blocks,
        close=words("Close"),
        submit=words("Try it out"),
        metadata={"pair": pair(record), "place": place.value},
    )


def _number(input_id: GoodFaithInputId, label: str, words: Words) -> Block:
    return field(input_id, label, line_input(input_id, "0", most=NUMBER))


def what_if_answer(found: WhatIf, words: Words) -> Block:
    """What would follow; the standing as it is kept now is told beside it."""
    said = [
        words("Now: {rates}", rates=rates(found.line.counts, words)),
        words("Then: {rates}", rates=rates(found.after, words)),
        words("Then it would be {status}.", status=words(STATUSES[found.standing.status])),
        margin_said(margin(found.after, found.thresholds), words),
    ]
    if found.standing.readmit_at is not None:
        day = words.day(found.standing.readmit_at)
        said.append(words("It could come back from {day} on.", day=day))
    blocks = [section(f"{BlockId.TEXT}_{place}", one) for place, one in enumerate(said)]
    title = shown(reason_named(found.line.reason_code, words), 24)
    return modal(GoodFaithActionId.GOOD_FAITH_WHAT_IF, title, blocks, close=words("Close"))


def override_modal(record: Record, place: Place, today: date, words: Words) -> Block:
    """Set a status by hand: what, why, and until when."""
    ids = GoodFaithInputId
    status = select(ids.OVERRIDE_STATUS, words("Status"), options_of(_BY_HAND, _BY_HAND, words))
    said = words(
        "Another of the operator's people must approve it. The member's admins are told, and after the last "
        "day the record decides again."
    )
    blocks = [
        section(BlockId.TEXT, said),
        field(ids.OVERRIDE_STATUS, words("From now on"), status),
        note_field(ids.OVERRIDE_REASON, words("Why"), text_input(ids.OVERRIDE_REASON, most=500), words),
        field(
            ids.OVERRIDE_UNTIL,
            words("Last day, at most 30 days from now"),
            date_picker(ids.OVERRIDE_UNTIL, (today + timedelta(days=7)).isoformat()),
        ),
    ]
    return modal(
        GoodFaithActionId.GOOD_FAITH_OVERRIDE,
        words("Set by hand"),
        blocks,
        close=words("Cancel"),
        submit=words("Ask for it"),
        metadata={"pair": pair(record), "place": place.value},
    )


def costs_modal(costs: CostCases, words: Words) -> Block:
    """The last of the cases that cost a record, opened from a notice."""
    more = words("All of them are in the App Home, under Good faith.")
    blocks = [*cost_lines(costs, words), context(BlockId.HINT, more)]
    title = words("Cases that cost it")
    return modal(GoodFaithActionId.GOOD_FAITH_COSTS_HERE, title, blocks, close=words("Close"))


def cost_lines(costs: CostCases, words: Words) -> list[Block]:
    if not costs.cases:
        return [section(BlockId.TEXT, words("No case has cost anything in this time."))]
    return [_cost(one, words) for one in costs.cases]


def _cost(one: CostCase, words: Words) -> Block:
    cost = words(_COSTS[one.cost], day=words.day(one.at), counts_on=words.day(one.counts_on))
    first = " · ".join((one.number, shown(one.brand, NAME), cost))
    title, why = shown(one.title, 100), reason_named(one.reason_code, words) if one.reason_code else ""
    second = " · ".join(part for part in (quoted(words, title) if title else "", why) if part)
    if one.card_url and fetchable(one.card_url):
        way = button(ActionId.CASE_CARD, words("Open card"), one.case_id, url=one.card_url)
    else:
        way = button(ActionId.CASE_HISTORY, words("Look up"), one.case_id)
    return section(f"{BlockId.LINE}_{one.number}", f"{first}\n{second}".strip(), way)


def status_changed(values: Mapping[str, Any], words: Words) -> Message:
    """A record's standing changed: what it is now, the numbers, and the cases that cost it.

    `values`: `member`, `member_id`, `marketplace`, `marketplace_id`, `changes` (each `reason_code`, `from`,
    `to`, `taken_down`, `declined`, `restored`, `readmit_at`), `cases` (`number`, `cost`), `cases_in_all`,
    and `for_desk`.
    """
    name = {"member": shown(values["member"], NAME), "marketplace": shown(values["marketplace"], NAME)}
    title = words("Good faith of {member} at {marketplace} has changed", **name)
    changes = [line(_change(one, words)) for one in values["changes"]]
    blocks = [rich(BlockId.TEXT, line(bold(title)), *changes)]
    if values["cases"]:
        numbers = words.listing_of([str(one["number"]) for one in values["cases"]])
        counted = words.plural("{n} case cost it", "{n} cases cost it", int(values["cases_in_all"]))
        blocks.append(
            section(BlockId.WHY, words("{counted}; the last: {numbers}", counted=counted, numbers=numbers))
        )
        about = f"{values['member_id']}:{values['marketplace_id']}"
        look = button(GoodFaithActionId.GOOD_FAITH_COSTS_HERE, words("Show the cases"), about)
        blocks.append(actions(BlockId.ACTIONS, look))
    heard = {part: inert(values[part], NAME) for part in ("member", "marketplace")}
    return Message(words("Good faith of {member} at {marketplace} has changed", **heard), blocks)


def _change(one: Mapping[str, Any], words: Words) -> str:
    counts = Counts(int(one["taken_down"]), int(one["declined"]), int(one["restored"]))
    said = words(
        "{reason}: {status} (before: {before}). {rates}.",
        reason=reason_named(one["reason_code"], words),
        status=reasons.said(one["to"], STATUSES, words),
        before=reasons.said(one["from"], SHORT, words),
        rates=rates(counts, words),
    )
    if one.get("readmit_at"):
        day = words.day(datetime.fromisoformat(one["readmit_at"]))
        said = f"{said} {words('It can come back from {day} on.', day=day)}"
    return f"\n{said}"


_HAPPENED: Mapping[str, str] = {
    "asked": N_("A status of {member} at {marketplace} is to be set by hand"),
    "approved": N_("A status of {member} at {marketplace} is set by hand"),
    "ended": N_("A status of {member} at {marketplace} is no longer set by hand"),
    "expired": N_("A status of {member} at {marketplace} is no longer set by hand"),
}


def by_hand(values: Mapping[str, Any], words: Words) -> Message:
    """A status is asked for by hand, approved, or over. The desk also reads by whom and why.

    `values`: `what`, `member`, `marketplace`, `status`, `expires_at`, and for the desk `by` and `reason`.
    """
    happened = _HAPPENED[values["what"]]
    name = {"member": shown(values["member"], NAME), "marketplace": shown(values["marketplace"], NAME)}
    parts = [line(bold(words(happened, **name)))]
    if values["what"] in {"asked", "approved"}:
        until = words.moment(datetime.fromisoformat(values["expires_at"]))
        status = reasons.said(values["status"], _BY_HAND, words)
        parts.append(line("\n" + words("{status}, until {at}.", status=status, at=until)))
    else:
        parts.append(line("\n" + words("From now on the record decides again.")))
    if values.get("by"):
        parts.append(line("\n" + words("By {person}: {reason}", person=shown(values["by"], NAME),
                                       reason=quoted(words, shown(values.get("reason"), 500)))))  # fmt: skip
    if values["what"] == "asked":
        parts.append(line("\n" + words("Another of the operator's people can approve it in the App Home.")))
    heard = {part: inert(values[part], NAME) for part in ("member", "marketplace")}
    return Message(words(happened, **heard), [rich(BlockId.TEXT, *parts)])

"""What people are told of roles, and of cases and deadlines that change hands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from aacabot.locales import Words
from aacabot.slack.ids import COMMAND, ActionId, BlockId
from aacabot.slack.views.blocks import button, context, section
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.roles import brands_in_short, ending, role_named
from aacabot.slack.views.texts import shown

NAME = 80
Values = Mapping[str, Any]


def _of(values: Values) -> dict[str, str]:
    by = values.get("by") or values.get("person") or ""
    return {
        "organisation": shown(values.get("organisation"), NAME) or "?",
        "person": shown(by, NAME) or "?",
        "agency": shown(values.get("agency"), NAME) or "?",
    }


def _role(values: Values, words: Words) -> str:
    """The role, its brands where it is for some, and its last day."""
    role, brands = role_named(str(values["role"]), words), values.get("brands") or []
    said = words("{role} for {brands}", role=role, brands=brands_in_short(brands, words)) if brands else role
    until = values.get("expires")
    return said + ending(date.fromisoformat(until) if until else None, words)


def person_added(values: Values, words: Words) -> Message:
    return said_reply(words("{person} has added you to {organisation} here.", **_named(values)))


def person_removed(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "{person} has removed you from {organisation} here. Your roles have ended; "
            "what you decided stays in the cases' history.",
            **_named(values),
        )
    )


def role_given(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "{person} has given you a role at {organisation}: {role}.",
            role=_role(values, words),
            **_named(values),
        )
    )


def role_taken(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "{person} has ended a role of yours at {organisation}: {role}.",
            role=_role(values, words),
            **_named(values),
        )
    )


def _named(values: Values) -> dict[str, str]:
    of = _of(values)
    return {"person": of["person"], "organisation": of["organisation"]}


def _agency(values: Values) -> dict[str, str]:
    of = _of(values)
    return {"agency": of["agency"], "organisation": of["organisation"]}


def agency_granted(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "{organisation} lets {agency} act for it: {role}.", role=_role(values, words), **_agency(values)
        )
    )


def agency_ending(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "What {organisation} granted {agency} ends soon: {role}. "
            "An admin of {organisation} can move the day in the home, under People.",
            role=_role(values, words),
            **_agency(values),
        )
    )


def agency_ended(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "What {organisation} granted {agency} has ended: {role}. "
            "Open cases go back to the brand with their whole history.",
            role=_role(values, words),
            **_agency(values),
        )
    )


def no_admin_left(values: Values, words: Words) -> Message:
    return said_reply(
        words(
            "{organisation} has no admin left: {person}, the last one, was deactivated in Slack. "
            "Appoint another in the home, under People.",
            **_named(values),
        )
    )


def cases_came_back(values: Values, words: Words) -> Message:
    told = words.plural(
        "{n} open case came back to you from {source}",
        "{n} open cases came back to you from {source}",
        int(values["count"]),
        source=shown(values["from"], NAME) or "?",
    )
    return _with_cases(told, values, words)


def cases_handed_on(values: Values, words: Words) -> Message:
    told = words.plural(
        "{n} open case of {person} is yours now: you are the deputy",
        "{n} open cases of {person} are yours now: you are the deputy",
        int(values["count"]),
        person=shown(values["person"], NAME) or "?",
    )
    return _with_cases(told, values, words)


def deadlines_left(values: Values, words: Words) -> Message:
    told = words.plural(
        "{person} is no longer there. {n} case of theirs has a deadline",
        "{person} is no longer there. {n} cases of theirs have a deadline",
        int(values["count"]),
        person=shown(values["person"], NAME) or "?",
    )
    return _with_cases(told, values, words)


def _with_cases(told: str, values: Values, words: Words) -> Message:
    """The count, the first cases with the way to each, and where the rest is."""
    lines = [_case(case, words) for case in values["cases"]]
    more = int(values["count"]) - len(lines)
    rest = words.plural(
        "{n} more case: {command} queue", "{n} more cases: {command} queue", more, command=COMMAND
    )
    after = [context(BlockId.HINT, rest)] if more > 0 else []
    return Message(said_reply(told).text, [section(BlockId.TEXT, told), *lines, *after])


def _case(case: Values, words: Words) -> Block:
    parts = [str(case["number"]), shown(case["brand"], NAME), _deadline(case, words)]
    way = button(ActionId.CASE_HISTORY, words("Look up"), str(case["case_id"]))
    return section(f"{BlockId.LINE}_{case['number']}", " · ".join(filter(None, parts)), way)


def _deadline(case: Values, words: Words) -> str:
    due = words.moment(datetime.fromisoformat(case["due"])) if case.get("due") else ""
    if case.get("what") == "second_person":
        return words("a second person must approve, by {at}", at=due)
    if case.get("what") == "counter_notice":
        return words("answer the seller by {at}", at=due) if due else words("the seller objects")
    return ""

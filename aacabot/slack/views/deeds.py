"""Deeds of the audit trail in words."""

from collections.abc import Mapping, Sequence

from aacabot.domain.audit import HUB, Deed
from aacabot.domain.audit_trail import TrailLine
from aacabot.domain.cases import CaseEventKind
from aacabot.locales import N_, Words
from aacabot.slack.views import reasons
from aacabot.slack.views.texts import shown

_NAME = 80

DEEDS: Mapping[str, str] = {
    Deed.CASE_DECIDED: N_("decided a case"),
    Deed.CASE_ASSIGNED: N_("gave a case to somebody"),
    Deed.ROLE_GRANTED: N_("gave a role"),
    Deed.ROLE_REVOKED: N_("took a role"),
    Deed.PERSON_ADDED: N_("added a person"),
    Deed.PERSON_REMOVED: N_("removed a person"),
    Deed.PERSON_DEACTIVATED: N_("a person was deactivated"),
    Deed.PERSON_EXPORTED: N_("exported a person's data"),
    Deed.PERSON_ERASED: N_("erased a person's data"),
    Deed.ACCESS_ASKED: N_("asked to be let in"),
    Deed.ACCESS_SETTLED: N_("answered a request to be let in"),
    Deed.AGENCY_GRANTED: N_("let an agency act"),
    Deed.AGENCY_ENDED: N_("ended an agency's grant"),
    Deed.MEMBER_ADDED: N_("added a member"),
    Deed.INVITE_WITHDRAWN: N_("withdrew an invite code"),
    Deed.INVITE_MADE: N_("made an invite code"),
    Deed.INVITE_USED: N_("used an invite code"),
    Deed.INVITE_REFUSED: N_("an invite code was refused"),
    Deed.APP_INSTALLED: N_("installed the app"),
    Deed.APP_REMOVED: N_("the app was removed"),
    Deed.SETTING_CHANGED: N_("changed a setting"),
    Deed.BRAND_CHANGED: N_("changed a brand"),
    Deed.MARK_CHANGED: N_("changed a mark"),
    Deed.RIGHT_CHANGED: N_("changed a right"),
    Deed.SELLER_CHANGED: N_("changed an authorised seller"),
    Deed.DUTY_CHANGED: N_("changed who is on duty"),
    Deed.ABSENCE_CHANGED: N_("changed who is away"),
    Deed.HELP_ASKED: N_("asked for help"),
    Deed.HELP_ANSWERED: N_("answered a request for help"),
    Deed.PHASE_CHANGED: N_("changed a phase"),
    Deed.FEATURE_CHANGED: N_("changed what is open"),
    Deed.LANE_CHANGED: N_("stopped or opened takedowns"),
    Deed.REBUTTAL_PASSED_ON: N_("passed a rebuttal on"),
    Deed.WORK_RETRIED: N_("tried failed work again"),
    Deed.ALLIANCE_APPLIED: N_("applied the alliance file"),
    Deed.ALLIANCE_EXPORTED: N_("exported the alliance file"),
    Deed.AUDIT_EXPORTED: N_("exported the audit trail"),
    Deed.ANNOUNCED: N_("made an announcement"),
    Deed.RSVP_GIVEN: N_("answered an invitation"),
    Deed.DATA_SHARED: N_("shared data"),
    Deed.COMPLAINT_FILED: N_("reported listings"),
    Deed.COMPLAINT_APPROVED: N_("approved reported listings"),
    Deed.GOOD_FAITH_CHANGED: N_("a good-faith status changed"),
    Deed.GOOD_FAITH_OVERRIDDEN: N_("set a good-faith status by hand"),
    Deed.GOOD_FAITH_EXPORTED: N_("exported a good-faith record"),
    Deed.RECORD_EXPORTED: N_("exported a record for counsel"),
    Deed.HOLD_SET: N_("set a legal hold"),
    Deed.HOLD_RELEASED: N_("released a legal hold"),
    Deed.TOKEN_MADE: N_("made a key for the member's tools"),
    Deed.TOKEN_REVOKED: N_("revoked a key of the member's tools"),
    Deed.INTEL_SHARED: N_("shared intelligence"),
    Deed.INTEL_CHANGED: N_("changed or withdrew shared intelligence"),
    Deed.INTEL_RELEASED: N_("decided what waits for counsel before it is shared"),
    Deed.INTEL_LABELLED: N_("changed how far intelligence may be passed on"),
    Deed.INTEL_POSTED: N_("posted intelligence in a channel"),
    Deed.INTEL_EXPORTED: N_("exported intelligence"),
    Deed.INTEL_IMPORTED: N_("imported intelligence"),
    Deed.INTEL_JUDGED: N_("said what became of shared intelligence"),
    Deed.GROUP_CHANGED: N_("changed a group that shares intelligence"),
    Deed.INTRODUCTION_ASKED: N_("asked the alliance for an introduction"),
    Deed.INTRODUCTION_ANSWERED: N_("answered a wish to be introduced"),
    Deed.MATCHING_KEY_ADDED: N_("added a key that matching hashes are made with"),
}

_EVENTS: Mapping[str, str] = {
    CaseEventKind.CONFIRMED: N_("confirmed"),
    CaseEventKind.DISMISSED: N_("closed as not infringing"),
    CaseEventKind.ASKED_INFO: N_("asked the desk"),
    CaseEventKind.REPORTED_AS: N_("changed the right or reason"),
    CaseEventKind.SECOND_APPROVED: N_("approved as the second person"),
    CaseEventKind.SECOND_REFUSED: N_("refused as the second person"),
    CaseEventKind.RETRACTED: N_("retracted"),
    CaseEventKind.REVIEW_ACCEPTED: N_("accepted by the desk"),
    CaseEventKind.REVIEW_DECLINED: N_("declined by the desk"),
    CaseEventKind.INFO_GIVEN: N_("answered by the desk"),
}

KINDS: Mapping[str, str] = {
    "case": N_("Cases"),
    "role": N_("Roles"),
    "person": N_("People"),
    "member": N_("Members"),
    "access": N_("Requests to be let in"),
    "agency": N_("Agencies"),
    "invite": N_("Invite codes"),
    "app": N_("The app"),
    "setting": N_("Settings"),
    "brand": N_("Brands"),
    "mark": N_("Marks"),
    "right": N_("Rights"),
    "seller": N_("Authorised sellers"),
    "duty": N_("Duty"),
    "absence": N_("Absences"),
    "good_faith": N_("Good faith"),
    "help": N_("Help"),
    "phase": N_("Phases"),
    "intel": N_("Shared intelligence"),
    "group": N_("Groups that share"),
    "introduction": N_("Introductions"),
    "matching_key": N_("Keys for comparing"),
    "feature": N_("Features"),
    "lane": N_("Stopping takedowns"),
    "work": N_("Failed work"),
    "alliance": N_("The alliance file"),
    "audit": N_("The audit trail"),
    "announcement": N_("Announcements"),
    "rsvp": N_("Answers to invitations"),
    "data": N_("Shared data"),
    "complaint": N_("Complaints"),
    "record": N_("Records for counsel"),
    "hold": N_("Legal holds"),
    "token": N_("Keys for tools"),
    "rebuttal": N_("Rebuttals"),
}


def deed_line(line: TrailLine, words: Words) -> str:
    """When, who, what, to what and where, on two lines."""
    first = " · ".join((words.moment(line.at), _who(line, words), reasons.said(line.action, DEEDS, words)))
    second = " · ".join(filter(None, (*_what(line, words), _where(line, words))))
    return f"{first}\n{second}" if second else first


def _who(line: TrailLine, words: Words) -> str:
    if line.person_id is not None:
        return shown(line.person, _NAME) or words("Somebody")
    if line.actor == HUB:
        return words("The hub")
    user = shown(line.actor.removeprefix("cli:"), _NAME)
    return words("{user} at the command line", user=user)


def _what(line: TrailLine, words: Words) -> Sequence[str]:
    """The details that say something by themselves: words and numbers, not lists."""
    details = dict(line.details)
    number, event = details.pop("number", None), details.pop("event", None)
    told = [shown(str(number), _NAME)] if number else []
    if event:
        told.append(reasons.said(str(event), _EVENTS, words))
    rest = [f"{name}: {value}" for name, value in details.items() if isinstance(value, str | int | float)]
    return [*told, *(shown(one, _NAME) for one in rest[:6])]


def _where(line: TrailLine, words: Words) -> str:
    parts = (shown(line.member, _NAME), shown(line.team_id, _NAME))
    return " · ".join(filter(None, parts))

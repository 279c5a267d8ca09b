"""Which view makes the words of which notice."""

from collections.abc import Callable, Mapping
from typing import Any

from aacabot.domain.notices import Notice, NoticeKind
from aacabot.locales import Words
from aacabot.slack.views import (
    access,
    announcements,
    case_ends,
    complaints,
    counsel,
    counter_notices,
    duty,
    evidence,
    expiry,
    good_faith,
    help_notices,
    installing,
    joining,
    membership,
    setting_up,
    strikes,
)
from aacabot.slack.views.intel import groups, introductions, labels, posting, watching
from aacabot.slack.views.intel import reviews as intel_reviews
from aacabot.slack.views.intel import verdicts as intel_verdicts
from aacabot.slack.views.message import Message

View = Callable[[Mapping[str, Any], Words], Message]

VIEWS: Mapping[NoticeKind, View] = {
    NoticeKind.ANNOUNCEMENT: announcements.announcement_card,
    NoticeKind.JOIN_HERE: joining.join_card,
    NoticeKind.ALERTS_HERE: setting_up.alerts_here,
    NoticeKind.STANDS_IN: duty.stands_in,
    NoticeKind.CRITICAL_ALERT: duty.critical_alert,
    NoticeKind.CRITICAL_MANY: duty.critical_many,
    NoticeKind.HELP_ANSWERED: help_notices.answered,
    NoticeKind.HELP_CLOSED: help_notices.closed,
    NoticeKind.HELP_SAID: help_notices.said_in_thread,
    NoticeKind.HELP_CLOCK: help_notices.clock,
    NoticeKind.TOKEN_NOT_RENEWED: installing.token_not_renewed,
    NoticeKind.ACCESS_ASKED: access.access_asked,
    NoticeKind.ACCESS_SETTLED: access.access_settled,
    NoticeKind.PERSON_ADDED: membership.person_added,
    NoticeKind.PERSON_REMOVED: membership.person_removed,
    NoticeKind.ROLE_GIVEN: membership.role_given,
    NoticeKind.ROLE_TAKEN: membership.role_taken,
    NoticeKind.AGENCY_GRANTED: membership.agency_granted,
    NoticeKind.AGENCY_ENDING: membership.agency_ending,
    NoticeKind.AGENCY_ENDED: membership.agency_ended,
    NoticeKind.CASES_CAME_BACK: membership.cases_came_back,
    NoticeKind.CASES_HANDED_ON: membership.cases_handed_on,
    NoticeKind.DEADLINES_LEFT: membership.deadlines_left,
    NoticeKind.NO_ADMIN_LEFT: membership.no_admin_left,
    NoticeKind.RIGHT_EXPIRES: expiry.right_expires,
    NoticeKind.GOOD_FAITH_CHANGED: good_faith.status_changed,
    NoticeKind.GOOD_FAITH_BY_HAND: good_faith.by_hand,
    NoticeKind.REBUTTAL_BY_HAND: counter_notices.rebuttal_by_hand,
    NoticeKind.CHAIN_ROOT: counsel.chain_root,
    NoticeKind.RECORD_KEPT: counsel.record_kept,
    NoticeKind.INTEL_GROUP: groups.group_told,
    NoticeKind.INTEL_LABEL_SETTLED: labels.label_settled,
    NoticeKind.INTEL_NOT_POSTED: posting.not_posted,
    NoticeKind.RECORD_FAILED: counsel.record_failed,
    NoticeKind.CASES_EXPIRED: case_ends.cases_expired,
    NoticeKind.SCANNER_SILENT: evidence.scanner_silent,
    NoticeKind.EVIDENCE_TAKEN: evidence.outcome_message,
    NoticeKind.COMPLAINT_DONE: complaints.complaint_done,
    NoticeKind.REPEAT_INFRINGER: strikes.repeat_infringer,
    NoticeKind.INTRODUCTION_WISHED: introductions.introduction_wished,
    NoticeKind.INTRODUCED: introductions.introduced,
    NoticeKind.INTRODUCTION_CLOSED: introductions.introduction_closed,
    NoticeKind.INTEL_JUDGED: intel_verdicts.source_told,
    NoticeKind.INTEL_HELD: intel_reviews.held_card,
    NoticeKind.INTEL_DECIDED: intel_reviews.decided_message,
    NoticeKind.INTEL_MOVED: watching.moved,
}
"""Each part adds its kinds here."""


def notice_message(notice: Notice, words: Words) -> Message:
    """The message of a notice, in the reader's words."""
    return VIEWS[notice.kind](notice.values, words)

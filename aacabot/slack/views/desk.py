"""What cards say of the desk's part: who is on it, whom it needs, what it asked, and what came before."""

from collections.abc import Iterator, Mapping

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseState
from aacabot.domain.reviews import SentAgain
from aacabot.domain.rights import RightKind
from aacabot.domain.specialties import Language, Needs
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.reviews import ReviewActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import button, dialog
from aacabot.slack.views.message import Block
from aacabot.slack.views.progress import PERSON
from aacabot.slack.views.rich import bold, line, mention, quote, rich
from aacabot.slack.views.texts import shown

SAID = 1_000
_NEWS = 400
_SPECIALISTS = 5

KNOWN_RIGHTS: Mapping[RightKind, str] = {
    RightKind.DESIGN: N_("design rights"),
    RightKind.COPYRIGHT: N_("copyright"),
    RightKind.PATENT: N_("patents"),
}
LANGUAGES: Mapping[Language, str] = {
    Language.CHINESE: N_("Chinese"),
    Language.JAPANESE: N_("Japanese"),
    Language.KOREAN: N_("Korean"),
    Language.CYRILLIC: N_("Cyrillic script"),
    Language.ARABIC: N_("Arabic script"),
    Language.HEBREW: N_("Hebrew script"),
    Language.GREEK: N_("Greek"),
    Language.THAI: N_("Thai"),
    Language.DEVANAGARI: N_("Devanagari script"),
}


def known(needs: Needs, words: Words) -> str:
    """What is to be known, in one line."""
    rights = [words(KNOWN_RIGHTS[one]) for one in needs.rights]
    return ", ".join([*rights, *(words(LANGUAGES[one]) for one in needs.languages)])


def whom_it_needs(alert: Alert, words: Words) -> list[Block]:
    """For whom the case is, mentioning those of the desk who know it."""
    if not alert.desk.needs:
        return []
    who: list[Block | str] = []
    for one in alert.desk.specialists[:_SPECIALISTS]:
        who += [" ", mention(one.slack_user) if one.slack_user else shown(one.name, PERSON)]
    said = words("For somebody who knows: {what}", what=known(alert.desk.needs, words))
    if not who:
        who = [" ", words("(nobody of the desk is listed for all of this)")]
    return [line(bold(said), *who)]


def who_is_on_it(alert: Alert, words: Words) -> list[Block]:
    if alert.desk.reviewer is None or alert.desk.reviewer_since is None:
        return []
    who, since = shown(alert.desk.reviewer, PERSON) or "?", words.clock(alert.desk.reviewer_since)
    return [line(words("{person} is on it since {at}, for half an hour.", person=who, at=since))]


def claiming(alert: Alert, words: Words) -> list[Block]:
    """Taking it on; where somebody is on it, giving it back or taking it over, which is asked twice."""
    if alert.desk.reviewer is None:
        return [button(ReviewActionId.REVIEW_CLAIM, words("I take it"), alert.case_id)]
    return [
        button(ReviewActionId.REVIEW_RELEASE, words("Give back"), alert.case_id),
        take_over(alert.case_id, alert.desk.reviewer, words),
    ]


def take_over(case_id: str, reviewer: str, words: Words) -> Block:
    who = shown(reviewer, PERSON) or "?"
    asked = dialog(
        words("Take it over?"),
        words("{person} is on it. They see on the card that you took it over.", person=who),
        words("Take over"),
        words("Not now"),
        style="primary",
    )
    return button(ReviewActionId.REVIEW_TAKE_OVER, words("Take over"), case_id, dialog=asked)


def question_to_brand(alert: Alert, words: Words) -> list[Block]:
    """What the desk asked the brand, and the answer once given."""
    asked = alert.desk.question
    if asked is None or alert.state not in _QUESTION_SHOWN:
        return []
    parts = [
        line(bold(words("{person} of the desk asks", person=shown(asked.asked_by, PERSON) or "?"))),
        line(words("Asked {at}.", at=words.moment(asked.asked_at))),
    ]
    if question := shown(asked.question, SAID):
        parts.append(quote(question))
    if asked.answered_at is not None:
        who = shown(asked.answered_by, PERSON) or words("Somebody")
        parts.append(line(bold(words("{person} answered", person=who))))
        parts += [quote(answer)] if (answer := shown(asked.answer, SAID)) else []
    return [rich(f"{BlockId.QUESTION}_desk", *parts)]


_QUESTION_SHOWN = frozenset({CaseState.ANSWER_NEEDED, CaseState.PLATFORM_REVIEW})


def purchase(alert: Alert, words: Words) -> Iterator[Block]:
    """That a test purchase is under way, as lines."""
    bought = alert.desk.test_buy
    if bought is None or alert.state is not CaseState.NEEDS_INFO:
        return
    who, at = shown(bought.ordered_by, PERSON) or "?", words.moment(bought.ordered_at)
    yield line(words("{person} ordered a test purchase, {at}.", person=who, at=at))
    if order := shown(bought.order, PERSON):
        yield line(words("Order: {order}", order=order))
    if said := shown(bought.words, _NEWS):
        yield quote(said)


def sent_again(alert: Alert, words: Words) -> list[Block]:
    """That the request was declined before, why, and what is new, for whoever reviews it."""
    again = alert.desk.sent_again
    if again is None or alert.state not in _AGAIN_SHOWN:
        return []
    by = {"person": shown(again.person, PERSON) or "?", "at": words.moment(again.at)}
    parts = [
        line(bold(words("Sent again by {person}, {at}", **by))),
        *[line(said) for said in (_before(again, words), _news(again, words)) if said],
    ]
    if note := shown(again.note, _NEWS):
        parts.append(quote(note))
    return [rich(f"{BlockId.STATUS}_again", *parts)]


_AGAIN_SHOWN = frozenset({CaseState.PENDING_SECOND, CaseState.PLATFORM_REVIEW, CaseState.ANSWER_NEEDED})


def _before(again: SentAgain, words: Words) -> str:
    if again.declined_at is None:
        return ""
    given = {
        "reason": reasons.said(again.declined_reason, reasons.DECLINED_BECAUSE, words)
        or words("no reason given"),
        "at": words.moment(again.declined_at),
    }
    if again.declined_by:
        who = shown(again.declined_by, PERSON)
        return words("Declined before by {person}, {at}: {reason}.", person=who, **given)
    return words("Declined before by the marketplace, {at}: {reason}.", **given)


def _news(again: SentAgain, words: Words) -> str:
    new = []
    if again.files:
        new.append(words.plural("{n} file", "{n} files", again.files))
    if again.changed:
        new.append(words("another right or reason"))
    return words("What is new: {news}.", news=", ".join(new)) if new else ""


def brands_part(alert: Alert, words: Words) -> list[Block | None]:
    """What a brand can do about the desk: answer it, or send a declined request again."""
    return [
        button(ReviewActionId.DESK_ANSWER, words("Answer"), alert.case_id, style="primary")
        if alert.state is CaseState.ANSWER_NEEDED
        else None,
        button(ReviewActionId.SEND_AGAIN, words("Send again"), alert.case_id)
        if alert.desk.may_send_again
        else None,
    ]

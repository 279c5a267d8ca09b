"""Words for every refusal: what happened, what the reader can do, and who can help. Nothing has changed."""

from collections.abc import Mapping

from aacabot.domain import errors
from aacabot.domain.errors import Refusal
from aacabot.locales import N_, Words
from aacabot.slack.ids import COMMAND
from aacabot.slack.views import reasons
from aacabot.slack.views.findings import missing
from aacabot.slack.views.intel.guard import refused_said, review_settled
from aacabot.slack.views.intel.refused import label_decided, room_refused
from aacabot.slack.views.membership_refusals import membership_words
from aacabot.slack.views.texts import shown

NAME = 80

ACTIONS: Mapping[str, str] = {
    "confirm": N_("confirm a takedown"),
    "dismiss": N_("close a case as not infringing"),
    "ask_info": N_("ask the desk"),
    "report_as": N_("change the right or reason"),
    "approve": N_("approve a takedown"),
    "approve_as_counsel": N_("approve a takedown that asks for counsel or an admin"),
    "refuse": N_("refuse a takedown"),
    "retract": N_("take a confirmation back"),
    "see": N_("see this case"),
    "evidence": N_("add evidence"),
    "undo": N_("undo this confirmation"),
    "reopen": N_("open a case again"),
    "counter_rebut": N_("answer a seller's objection"),
    "counter_accept": N_("answer a seller's objection"),
    "counter_approve": N_("approve a rebuttal"),
    "counter_refuse": N_("approve a rebuttal"),
    "counter_enter": N_("enter a seller's answer"),
    "claim": N_("take a case on"),
    "release": N_("take a case on"),
    "review_accept": N_("review a request"),
    "review_decline": N_("review a request"),
    "review_ask": N_("ask the brand for the desk"),
    "review_claim": N_("review a request"),
    "desk_answer": N_("answer the desk"),
    "send_again": N_("send a declined request again"),
    "test_buy": N_("order a test purchase"),
    "info_answer": N_("answer a brand's question"),
    "lane_stop": N_("stop or open takedowns"),
    "lane_open": N_("stop or open takedowns"),
    "lane_stop_member": N_("stop or open takedowns"),
}
"""What a `NotAllowed` was about, by its action, without a leading `case_`."""


def refusal_words(refusal: Refusal, words: Words) -> str:
    """Say it to the person who was refused, in two or three short sentences."""
    match refusal:
        case errors.UnknownPerson():
            return words(
                "I do not know you yet. Ask an admin of your organisation, or the desk, to add you "
                "with your Slack id {user} (workspace {team}).",
                user=shown(refusal.user_id, NAME),
                team=shown(refusal.team_id, NAME),
            )
        case errors.NotAllowed():
            return _not_allowed(refusal, words)
        case errors.CaseNotFound():
            return _not_found(refusal, words)
        case errors.AlreadyDecided():
            return _already_decided(refusal, words)
        case errors.NoRightInForce():
            return words(
                "{brand} has no registration in force, so {number} cannot be reported. "
                "An admin can add or renew one; the desk can help.",
                brand=shown(refusal.brand_name, NAME),
                number=refusal.number,
            )
        case errors.EvidenceRefused():
            return words(
                "{file} was not taken as evidence. Please send a picture or a PDF of it.",
                file=shown(refusal.name, NAME) or "?",
            )
        case errors.NoticeIncomplete():
            return words(
                "{number} was not confirmed: its notice lacks what the law asks for. {gaps}",
                number=refusal.number,
                gaps=missing(refusal.missing, words),
            )
        case errors.HoldSettled():
            said = (
                N_("This is on legal hold already, since {at}. Nothing has changed.")
                if refusal.is_held
                else N_("This legal hold was released already, {at}. Nothing has changed.")
            )
            return words(said, at=words.moment(refusal.at))
        case errors.NeedsSecondAnswer():
            return words(
                "This seller is on the brand's list of authorised sellers. Please confirm once more."
            )
        case errors.FieldProblem():
            return words("Something in the form cannot be used. Please check it and send it again.")
        case errors.NeedsRole():
            return _needs_role(refusal, words)
        case errors.FeatureNotOpen():
            return _not_open(refusal, words)
        case errors.NotInvited():
            return words("This invitation is not addressed to you. The desk can tell you more.")
        case errors.HoldingNotFound():
            return words(
                "I find no such brand, mark, right or seller among yours. Somebody may have withdrawn it."
            )
        case errors.IntelNotFound():
            return words(
                "I find nothing like that among what is shared with you. Its source may have taken it back."
            )
        case errors.LabelNeedsAnother():
            return words(
                "You asked for this, or a colleague at your agency did: "
                "somebody else of the source decides it."
            )
        case errors.LabelSettled():
            return label_decided(refusal.person, refusal.outcome, words)
        case errors.NotForThisRoom():
            return room_refused(refusal.outsider, words)
        case errors.SharingRefused():
            return refused_said(refusal.found, words)
        case errors.ReviewSettled():
            return review_settled(refusal.name, refusal.outcome, refusal.at, words)
        case errors.OwnWords():
            return words("You wrote this yourself: another counsel or admin of your organisation decides it.")
        case errors.OwnIntel():
            return words(
                "This was shared by your own organisation. Others say whether it holds; you can edit or "
                "withdraw it."
            )
        case errors.IntroductionAsked():
            return words(
                "Your organisation has asked this already. You hear by {day}, whatever comes of it.",
                day=words.day(refusal.until),
            )
        case errors.IntroductionAnswered():
            person = shown(refusal.person, NAME) or words("A colleague")
            if refusal.agreed:
                return words("{person} has agreed to this for your organisation already.", person=person)
            return words("{person} has said no to this for your organisation already.", person=person)
        case errors.IntroductionOver():
            return words("This wish is over. Nothing was told about you; whoever asked may ask again.")
        case errors.AskedTooOften(what="introductions"):
            return words(
                "Your organisation asked the alliance {n} times today; that is as often as it can. "
                "Tomorrow it can again.",
                n=words.number(refusal.limit),
            )
        case errors.AskedTooOften():
            return words(
                "Your organisation asked {n} questions today; more would be trying out a list. "
                "Tomorrow it can ask again.",
                n=words.number(refusal.limit),
            )
        case errors.FormNotOpened():
            return words("The form came too late to be opened. Nothing was changed. Please press again.")
    return _about_a_case(refusal, words)


def _about_a_case(refusal: Refusal, words: Words) -> str:
    match refusal:
        case errors.CardOutdated():
            return words(
                "{number} has changed since this card was shown: the listing, the right or the reason. "
                "Nothing was done. Look at the card as it is now, then decide.",
                number=refusal.number,
            )
        case errors.IllegalMove():
            state = reasons.said(refusal.state, reasons.STATES, words)
            return words(
                "{number} has moved on: {state}. This is no longer possible. The card shows what is.",
                number=refusal.number,
                state=state,
            )
        case errors.OwnRebuttal():
            return words(
                "The rebuttal of {number} is yours, or a colleague's of your agency. "
                "Another counsel or admin must approve it.",
                number=refusal.number,
            )
        case errors.NotGoneYet():
            return words(
                "{number} has not been seen gone from the marketplace yet, so there is nothing to keep down. "
                "Approve it once the card says that it is taken down.",
                number=refusal.number,
            )
        case errors.TooLateToUndo():
            return words(
                "{number} can no longer be undone: five minutes have passed, or it is under way. "
                "You can still retract it from its card.",
                number=refusal.number,
            )
        case errors.TooLateToReopen():
            return words(
                "{number} ended more than 90 days ago and stays closed. Report the listing anew if it still "
                "infringes.",
                number=refusal.number,
            )
        case errors.OwnRequest():
            return words(
                "You act for the member who sent {number}, so another reviewer must decide it.",
                number=refusal.number,
            )
        case errors.AnotherMustApprove():
            return words(
                "You asked for this status of {member} yourself. Another of the operator's people must "
                "approve it.",
                member=shown(refusal.member, NAME),
            )
        case errors.OverrideOver():
            return words("This status is no longer set by hand: somebody ended it, or its time is over.")
        case errors.SamePerson():
            return words(
                "You confirmed {number} yourself. Somebody else must approve it.", number=refusal.number
            )
        case errors.ReviewClaimed():
            return words(
                "{person} is on {number} since {at}. You can take it over; they see that on the card.",
                person=shown(refusal.person, NAME) or "?",
                number=refusal.number,
                at=words.clock(refusal.since),
            )
        case errors.SameAgency():
            return words(
                "A colleague of your agency confirmed {number}. Somebody of another house must approve it.",
                number=refusal.number,
            )
    if (said := _about_an_act(refusal, words)) is not None:
        return said
    general = words("This cannot be done now, and nothing was changed. The desk can help.")
    return membership_words(refusal, words) or general


def _about_an_act(refusal: Refusal, words: Words) -> str | None:
    match refusal:
        case errors.NothingChosen():
            return words(
                "No case was chosen. Tick some, or choose “all shown” or “all found” beside the buttons."
            )
        case errors.TooManyChosen():
            return words(
                "You chose {chosen} cases; one act takes at most {limit}. Do these first, then the others.",
                chosen=words.number(refusal.chosen),
                limit=words.number(refusal.limit),
            )
        case errors.ActNotFound():
            return words("This is no longer there, and nothing was done. Open the queue and choose again.")
        case errors.ActNotTakenBack(again=True):
            return words("You have taken it all back already. The message below shows how far that is.")
        case errors.ActNotTakenBack():
            return words("This cannot be taken back as a whole. Each card shows what can be done.")
    return None


FEATURES: Mapping[str, str] = {
    "confirm": N_("confirming by click"),
    "sharing": N_("sharing what you know"),
    "digests": N_("digests"),
}


def _not_open(refusal: errors.FeatureNotOpen, words: Words) -> str:
    named = {
        "member": shown(refusal.member, NAME),
        "feature": reasons.said(refusal.feature, FEATURES, words),
    }
    first = words("For {member} this is not open yet: {feature}.", **named)
    if refusal.begins is not None:
        return words("{first} It opens on {day}.", first=first, day=words.day(refusal.begins))
    if refusal.phase is not None:
        return words("{first} It opens in phase {phase}.", first=first, phase=words.number(refusal.phase))
    return words("{first} The operator has not said when it opens; the desk can tell you.", first=first)


DEEDS: Mapping[str, str] = {
    "pass_on": N_("pass a rebuttal on"),
    "invite": N_("invite a member"),
    "set_up": N_("change how the member is set up"),
    "read_intel": N_("read shared intelligence"),
    "share_intel": N_("share intelligence for this member"),
    "ask_alliance": N_("ask the alliance, or answer it, for this member"),
    "release_intel": N_("decide what waits for counsel before it is shared"),
    "judge_intel": N_("say what became of shared intelligence"),
    "watch_seller": N_("watch a seller"),
    "manage_groups": N_("make, join and leave groups for sharing"),
    "close_group": N_("close a group that others were in before you"),
    "approve_marked": N_("approve words that are marked for counsel"),
    "approve_label": N_("approve that an item is passed on more widely"),
    "make_token": N_("make keys for the member's own tools"),
    "see_connections": N_("see how a member is connected"),
    "grant": N_("give and take roles"),
    "portfolio": N_("change brands, marks, rights and sellers"),
    "duty": N_("change who is on duty"),
    "ask_help": N_("ask the desk for help"),
    "answer_help": N_("answer for the desk"),
    "phases": N_("change phases"),
    "audit": N_("read the audit trail"),
    "review": N_("do the desk's reviews"),
    "specialties": N_("say what the desk's reviewers know"),
    "directory": N_("read the directory"),
    "announce": N_("announce to members"),
    "report": N_("report listings"),
    "privacy": N_("export or erase a person's data"),
    "see_good_faith": N_("see the member's good-faith record"),
    "keep_record": N_("export the record for counsel, or set legal holds"),
    "override_good_faith": N_("set a good-faith status by hand"),
}
"""What a `NeedsRole` was about."""


def _needs_role(refusal: errors.NeedsRole, words: Words) -> str:
    organisation = shown(refusal.organisation, NAME) or words("this organisation")
    deed = reasons.said(refusal.deed, DEEDS, words)
    first = words("For {organisation} you cannot do this: {deed}.", organisation=organisation, deed=deed)
    if not refusal.who_may:
        return words("{first} Ask an admin of your organisation, or the desk, for the role.", first=first)
    names = words.listing_of([shown(name, NAME) for name in refusal.who_may])
    return words("{first} {names} can. An admin can give you the role.", first=first, names=names)


def _not_allowed(refusal: errors.NotAllowed, words: Words) -> str:
    action = reasons.said(refusal.action.removeprefix("case_"), ACTIONS, words)
    brand = shown(refusal.brand_name, NAME)
    first = words("For {brand} you cannot do this: {action}.", brand=brand, action=action)
    if not refusal.who_may:
        return words("{first} Ask an admin of your organisation, or the desk, for the role.", first=first)
    names = words.listing_of([shown(name, NAME) for name in refusal.who_may])
    return words("{first} {names} can. An admin can give you the role.", first=first, names=names)


def _not_found(refusal: errors.CaseNotFound, words: Words) -> str:
    asked = shown(refusal.asked, NAME) or "?"
    if refusal.nearest:
        return words(
            "I find no case “{asked}” among yours. Did you mean {nearest}?",
            asked=asked,
            nearest=refusal.nearest,
        )
    return words(
        "I find no case “{asked}” among yours. {command} queue lists what is open.",
        asked=asked,
        command=COMMAND,
    )


def _already_decided(refusal: errors.AlreadyDecided, words: Words) -> str:
    state = reasons.said(refusal.state, reasons.STATES, words)
    if refusal.decider is None:
        return words("{number} is already decided: {state}.", number=refusal.number, state=state)
    who = shown(refusal.decider, NAME)
    if refusal.at is None:
        return words("{person} was first. {number}: {state}.", person=who, number=refusal.number, state=state)
    return words(
        "{person} was first, {at}. {number}: {state}.",
        person=who,
        at=words.moment(refusal.at),
        number=refusal.number,
        state=state,
    )

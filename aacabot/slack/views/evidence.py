"""Handing evidence in, what became of it, and what there is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aacabot.domain.evidence import SENTENCE_LIMIT, Outcome, Piece
from aacabot.domain.evidence_files import EXTENSIONS, MOST_BYTES, MOST_FILES, FileProblem
from aacabot.domain.evidence_kinds import ASKED_FOR, EvidenceKind
from aacabot.domain.rights import ReasonCode
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.evidence import EvidenceActionId, EvidenceInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.forms import field, modal, note_field, options_of, select, text_input
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, line, quote, rich
from aacabot.slack.views.texts import quoted, shown

NAME = 80
LISTED = 20
_MEGABYTE = 1024 * 1024

KINDS: Mapping[str, str] = {
    EvidenceKind.TEST_BUY: N_("test purchase report"),
    EvidenceKind.TELL: N_("what gives it away: packaging, price, serial number"),
    EvidenceKind.SELLER_ADMISSION: N_("the seller admits it"),
    EvidenceKind.ORIGINAL_WORK: N_("the original, with its date"),
    EvidenceKind.CLAIM_CHART: N_("claim chart"),
    EvidenceKind.OTHER: N_("something else"),
}

REFUSED_BECAUSE: Mapping[str, str] = {
    FileProblem.EMPTY: N_("it is empty"),
    FileProblem.TOO_LARGE: N_("it is larger than {megabytes} MB, and was not read"),
    FileProblem.NOT_A_PICTURE: N_(
        "it is neither a picture (PNG, JPEG, WebP, GIF) nor a PDF, whatever its name"
    ),
    FileProblem.DAMAGED: N_("it is damaged or not whole; save it again and send that"),
    FileProblem.TWO_IN_ONE: N_("something else is hidden in it; take a fresh picture of it and send that"),
    FileProblem.RUNS: N_("it contains a program or a script; send a plain picture or PDF"),
    FileProblem.VIRUS: N_("the virus scanner knows it as harmful"),
    FileProblem.NOT_SCANNED: N_(
        "the virus scanner does not answer, so it cannot be taken now; the desk has been told"
    ),
    FileProblem.NOT_FETCHED: N_("Slack did not hand it over; please send it again"),
}


def evidence_modal(case_id: str, number: str, reason: ReasonCode | None, words: Words) -> Block:
    """Files, what they show, and a sentence; what the reason asks for is proposed."""
    asked = [kind for kind in EvidenceKind if reason and kind in ASKED_FOR.get(reason, ())]
    kinds = select(
        EvidenceInputId.KIND, words("Choose"), options_of(EvidenceKind, KINDS, words), next(iter(asked), None)
    )
    limits = words(
        "PNG, JPEG, WebP, GIF or PDF; up to {files} files of {megabytes} MB. "
        "What gives it away may be one sentence without a file.",
        files=words.number(MOST_FILES),
        megabytes=words.number(MOST_BYTES // _MEGABYTE),
    )
    read_by = words("The marketplace reads this with the notice of {number}.", number=number)
    day: Block = {"type": "datepicker", "action_id": EvidenceInputId.DAY}
    sentence = text_input(EvidenceInputId.SENTENCE, most=SENTENCE_LIMIT)
    return modal(
        EvidenceActionId.CASE_EVIDENCE,
        words("Add evidence"),
        [
            field(EvidenceInputId.KIND, words("What does it show?"), kinds),
            field(EvidenceInputId.FILES, words("Files"), _files(), optional=True),
            context(BlockId.HINT, limits),
            note_field(EvidenceInputId.SENTENCE, words("In one sentence"), sentence, words, optional=True),
            context(BlockId.TEXT, read_by),
            field(EvidenceInputId.DAY, words("An original: when was it made public?"), day, optional=True),
        ],
        close=words("Cancel"),
        submit=words("Add"),
        metadata={"case": case_id},
    )


def _files() -> Block:
    return {
        "type": "file_input",
        "action_id": EvidenceInputId.FILES,
        "filetypes": list(EXTENSIONS),
        "max_files": MOST_FILES,
    }


def looking_modal(count: int, words: Words) -> Block:
    """Shown while files are fetched and looked at."""
    said = words.plural(
        "{n} file is being looked at. You may close this: you are told if it cannot be used.",
        "{n} files are being looked at. You may close this: you are told if any cannot be used.",
        count,
    )
    later = words("If the card says nothing of it in five minutes, please add it again.")
    return notice(EvidenceActionId.CASE_EVIDENCE, words("One moment"), [said, later], words)


def outcome_modal(outcome: Outcome, words: Words) -> Block:
    """What became of what was handed in."""
    said = _lines(outcome, words)
    return notice(EvidenceActionId.CASE_EVIDENCE, words("Evidence"), said, words)


def outcome_message(values: Mapping[str, Any], words: Words) -> Message:
    """The same, to somebody who closed the form."""
    outcome = Outcome(
        number=str(values["number"]),
        kept=int(values["kept"]),
        refused=tuple((str(name), str(problem)) for name, problem in values["refused"]),
    )
    return said_reply("\n".join(_lines(outcome, words)))


def _lines(outcome: Outcome, words: Words) -> list[str]:
    kept = words.plural(
        "{n} piece of evidence was added to {number}.",
        "{n} pieces of evidence were added to {number}.",
        outcome.kept,
        number=outcome.number,
    )
    if not outcome.kept:
        kept = words("Nothing new was added to {number}.", number=outcome.number)
    return [kept, *(_refused(name, problem, words) for name, problem in outcome.refused[:MOST_FILES])]


def _refused(name: str, problem: str, words: Words) -> str:
    why = words(REFUSED_BECAUSE[problem], megabytes=words.number(MOST_BYTES // _MEGABYTE))
    return words("Not taken: {file}: {why}.", file=quoted(words, shown(name, NAME) or "?"), why=why)


def pieces_modal(number: str, pieces: Sequence[Piece], words: Words) -> Block:
    """What people handed in for a case, newest first; its files can be fetched for a while."""
    listed = list(reversed(pieces))[:LISTED]
    blocks = [block for piece in listed for block in _piece(piece, words)]
    if not blocks:
        blocks = [section(BlockId.TEXT, words("Nobody has handed anything in for {number}.", number=number))]
    if len(pieces) > LISTED:
        more = words.plural("{n} more is older.", "{n} more are older.", len(pieces) - LISTED)
        blocks.append(context(BlockId.HINT, more))
    return modal(EvidenceActionId.EVIDENCE_LIST, words("Evidence"), blocks, close=words("Close"))


def _piece(piece: Piece, words: Words) -> list[Block]:
    facts = words(
        "{person}, {at}: {file}, SHA-256 {hash}",
        person=shown(piece.person, NAME) or words("Somebody"),
        at=words.moment(piece.at),
        file=quoted(words, shown(piece.name, NAME)) if piece.name else words("a sentence"),
        hash=piece.sha256,
    )
    told = rich(
        f"{BlockId.LINE}_{piece.id}",
        line(bold(reasons.said(piece.kind, KINDS, words))),
        *([quote(said)] if (said := shown(piece.note, SENTENCE_LIMIT)) else []),
        line(facts),
    )
    if piece.url is None or not fetchable(piece.url):
        return [told]
    fetch = button(EvidenceActionId.EVIDENCE_FETCH, words("Fetch the file"), piece.id, url=piece.url)
    return [told, actions(f"{BlockId.ACTIONS}_{piece.id}", fetch)]


def scanner_silent(values: Mapping[str, Any], words: Words) -> Message:
    """The desk hears that files are refused because nobody scans them."""
    at = words.moment(datetime.fromisoformat(values["at"]))
    return said_reply(
        words(
            "The virus scanner does not answer since {at}: evidence with files is refused until it does. "
            "Whoever runs the hub can look at AACABOT_CLAMD.",
            at=at,
        )
    )

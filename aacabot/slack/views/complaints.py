"""A complaint in Slack: its living card, what is said when it is filed and finished, and its result file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aacabot.domain.cases import CaseState
from aacabot.domain.complaints import ComplaintShown, RowProblem, RowResult, RowState
from aacabot.domain.complaints.csv_files import written_list
from aacabot.domain.untrusted import inert
from aacabot.locales import Words
from aacabot.slack.ids import COMMAND, BlockId
from aacabot.slack.ids.complaints import ComplaintActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, context, dialog, header, section
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.row_problems import COUNTED, row_words
from aacabot.slack.views.texts import shown

NAME = 80
ROWS_SAID = 10
FILE_COLUMNS = ("row", "url", "note", "result", "problem", "case", "explanation")


def complaint_card(complaint: ComplaintShown, words: Words) -> Message:
    """One card for all of a complaint's cases: who reported what under which right, and how it stands."""
    brand = shown(complaint.brand, NAME)
    title = words.plural(
        "{brand}: {n} listing reported", "{brand}: {n} listings reported", complaint.total, brand=brand
    )
    text = words.plural(
        "{brand}: {n} listing reported",
        "{brand}: {n} listings reported",
        complaint.total,
        brand=inert(complaint.brand, NAME),
    )
    blocks = [
        header(BlockId.HEADER, title),
        section(BlockId.REPORT_AS, _under(complaint, words)),
        rich(BlockId.STATUS, *_standing(complaint, words)),
        *_not_reported(complaint.problems, words),
        context(BlockId.HINT, words("{command} case and a number shows one case.", command=COMMAND)),
        actions(BlockId.ACTIONS, _approve_button(complaint, words), result_button(complaint.id, words)),
    ]
    return Message(text, blocks)


def _approve_button(complaint: ComplaintShown, words: Words) -> Block | None:
    """A second person approves what waits for one as a whole; single cases can be refused on their own."""
    pending = complaint.cases.get(CaseState.PENDING_SECOND, 0)
    if not pending or complaint.waiting:
        return None
    title = words.plural("Approve {n} takedown?", "Approve {n} takedowns?", pending)
    said = words(
        "You are the second person for all of them. Look at them row by row first: a wrong notice counts "
        "against the brand's good faith, and the seller may claim damages."
    )
    yes = words.plural("Approve {n}", "Approve all {n}", pending)
    asked = dialog(title, said, words("Approve"), words("Not yet"))
    return button(ComplaintActionId.COMPLAINT_APPROVE, yes, complaint.id, style="danger", dialog=asked)


def approved_reply(count: int, words: Words) -> Message:
    """What the second person is told; the card shows how far it is."""
    said = words.plural(
        "{n} case is approved and goes on its way. The card above shows how far it is.",
        "{n} cases are approved and go on their way. The card above shows how far they are.",
        count,
    )
    return said_reply(said)


def result_button(complaint_id: str, words: Words) -> Block:
    return button(ComplaintActionId.COMPLAINT_RESULT, words("Row by row"), complaint_id)


def _under(complaint: ComplaintShown, words: Words) -> str:
    return words(
        "{person}, {at}: {reason}, under {right}.",
        person=shown(complaint.person, NAME) or words("A tool of the member"),
        at=words.moment(complaint.made_at),
        reason=words(reasons.REPORTED_FOR[complaint.reason]),
        right=shown(complaint.right, NAME),
    )


def _standing(complaint: ComplaintShown, words: Words) -> list[Block]:
    lines = [
        line(bold(words.number(n)), " ", words(reasons.STATES[state])) for state, n in complaint.cases.items()
    ]
    if complaint.waiting:
        asked = words("being looked up at the marketplace")
        lines.insert(0, line(bold(words.number(complaint.waiting)), " ", asked))
    return [bullets(*lines)] if lines else [line(words("Nothing was reported."))]


def _not_reported(problems: Mapping[RowProblem, int], words: Words) -> list[Block]:
    if not problems:
        return []
    title = words.plural("{n} listing not reported", "{n} listings not reported", sum(problems.values()))
    return [rich(BlockId.WHY, line(bold(title)), bullets(*_counted(problems, words)))]


def _counted(problems: Mapping[RowProblem, int], words: Words) -> Iterable[Block]:
    return [
        line(bold(words.number(n)), " ", words(COUNTED[problem]))
        for problem, n in sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    ]


def filed_modal(rows: Sequence[RowResult], made_at: datetime | None, words: Words) -> Block:
    """What is said in the form's place: what goes on, what does not; `made_at` where it was there before."""
    waiting = sum(row.state is RowState.WAITING for row in rows)
    wrong = [row for row in rows if row.state is RowState.NOT_REPORTED]
    said = []
    if made_at is not None:
        said.append(words("This very list was reported {at}. It is one complaint.", at=words.moment(made_at)))
    if waiting:
        said.append(
            words.plural(
                "{n} listing is looked up at its marketplace and reported. You hear how it came out.",
                "{n} listings are looked up at their marketplaces and reported. You hear how they came out.",
                waiting,
            )
        )
    if wrong:
        said.append(
            words.plural("{n} address is not reported:", "{n} addresses are not reported:", len(wrong))
        )
    return notice(
        ComplaintActionId.COMPLAINT_START, words("Report"), [*said, *_first_rows(wrong, words)], words
    )


def _first_rows(rows: Sequence[RowResult], words: Words) -> list[str]:
    told = [f"{row.line}. {shown(row.url, 100) or '?'}\n{row_words(row, words)}" for row in rows[:ROWS_SAID]]
    more = len(rows) - ROWS_SAID
    return [*told, *([words.plural("and {n} more", "and {n} more", more)] if more > 0 else [])]


def rows_modal(rows: Sequence[RowResult], words: Words) -> Block:
    """How each address came out, those not reported first; the whole list is sent as a file."""
    order = sorted(rows, key=lambda row: (row.state is not RowState.NOT_REPORTED, row.line))
    sent = words("The whole list comes to you as a file.")
    title = words("Row by row")
    return notice(ComplaintActionId.COMPLAINT_RESULT, title, [*_first_rows(order, words), sent], words)


def complaint_done(values: Mapping[str, Any], words: Words) -> Message:
    """Whoever made a complaint hears that every address of it was looked at."""
    brand, total, reported = str(values["brand"]), int(values["total"]), int(values["reported"])
    counts = {"reported": words.number(reported), "total": words.number(total)}
    head = words(
        "{reported} of {total} listings are reported for {brand}.", brand=shown(brand, NAME), **counts
    )
    text = words(
        "{reported} of {total} listings are reported for {brand}.", brand=inert(brand, NAME), **counts
    )
    made = words("Your complaint of {at}.", at=words.moment(datetime.fromisoformat(values["made_at"])))
    problems = {RowProblem(problem): int(n) for problem, n in values["problems"].items()}
    next_step = words("Each is a case of its own now. The file beside this says what became of each row.")
    blocks = [
        section(BlockId.TEXT, f"{head}\n{made}"),
        *_not_reported(problems, words),
        context(BlockId.HINT, next_step),
    ]
    return Message(text, blocks)


def result_file(rows: Sequence[RowResult], words: Words) -> bytes:
    """The row-by-row result as CSV: codes for tools, sentences for people, no formula from anybody."""
    return written_list([FILE_COLUMNS, *(_file_row(row, words) for row in rows)])


def _file_row(row: RowResult, words: Words) -> tuple[str, ...]:
    problem = row.problem.value if row.problem else ""
    number, said = row.number or "", row_words(row, words)
    return (str(row.line), row.url, row.note or "", row.state.value, problem, number, said)

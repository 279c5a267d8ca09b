"""Intel as files: the form that takes one in and offers one, and what is said of what became of it."""

from collections.abc import Mapping, Sequence

from aacabot.domain.complaints.csv_files import written_list
from aacabot.domain.intel.imports import LineOutcome, LineProblem, LineReport
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from aacabot.slack.views.texts import plain, shown

_OUTCOMES: Mapping[LineOutcome, str] = {
    LineOutcome.SHARED: N_("shared"),
    LineOutcome.WITH_COUNSEL: N_("with your counsel"),
    LineOutcome.KNOWN: N_("known already"),
    LineOutcome.SEEN: N_("others have shared it"),
    LineOutcome.DUPLICATE: N_("twice in the file"),
    LineOutcome.READ: N_("read along"),
    LineOutcome.REFUSED: N_("refused"),
}
_PROBLEMS: Mapping[LineProblem, str] = {
    LineProblem.MARKETPLACE_UNKNOWN: N_("no marketplace of the alliance has this key"),
}
"""What is said beside a problem's name, where that does not say what to mend."""


def files_button(words: Words) -> Block:
    return button(IntelActionId.INTEL_FILES, words("Files"), "files")


def files_modal(members: Sequence[tuple[str, str]], words: Words) -> Block:
    """The form: `members` are those whom the person may bring a file in for, with their names."""
    out = words(
        "Everything you may read, as a STIX 2.1 file for your own tools. The labels stand in it and hold "
        "there too. TLP:RED stays here. Each item counts as read."
    )
    blocks = [
        section(BlockId.TEXT, out),
        actions(BlockId.PAGES, button(IntelActionId.INTEL_EXPORT, words("Send me the file"), "stix")),
    ]
    if not members:
        return modal(IntelActionId.INTEL_FILES, words("Files"), blocks, close=words("Close"))
    if len(members) > 1:
        options = [option(shown(name, 75) or "?", ident) for ident, name in members[: limits.OPTIONS]]
        menu = select(IntelInputId.FILE_FOR, words("Choose"), options)
        blocks.append(field(IntelInputId.FILE_FOR, words("On behalf of"), menu))
    element: Block = {
        "type": "file_input",
        "action_id": IntelInputId.FILE.value,
        "filetypes": ["json", "csv"],
        "max_files": 1,
    }
    hint = words("STIX 2.1 (.json) or CSV with the columns kind and value. Up to 10,000 lines, 16 MB.")
    blocks.append(
        field(IntelInputId.FILE, words("Bring in a file"), element)
        | {"hint": plain(hint, limits.INPUT_LABEL)}
    )
    return modal(
        IntelActionId.INTEL_FILES,
        words("Files"),
        blocks,
        close=words("Close"),
        submit=words("Bring in"),
        metadata={"member": members[0][0] if len(members) == 1 else ""},
    )


def begun_modal(action: IntelActionId, words: Words) -> Block:
    """Said while a file is written or read."""
    said = {
        IntelActionId.INTEL_EXPORT: words("I am writing the file, and send it to you in a direct message."),
        IntelActionId.INTEL_FILES: words(
            "I am reading the file, and send you in a direct message what became of each line. "
            "If you hear nothing in fifteen minutes, add it again: no line is taken in twice."
        ),
    }
    return notice(action, words("Files"), [said[action]], words)


def sent_with_export(items: int, words: Words) -> str:
    """The text beside the exported file."""
    said = words.plural("{n} item you may read.", "{n} items you may read.", items)
    return said + " " + words("Keep to the label of each: it holds outside Slack too.")


def became_of_file(counts: Mapping[str, int], again: bool, words: Words) -> str:
    """The text beside the report: how many lines became what."""
    told = [
        f"{words(said)}: {words.number(counts[outcome])}"
        for outcome, said in _OUTCOMES.items()
        if counts.get(outcome)
    ]
    said = ", ".join(told) or words("There was nothing in the file.")
    return words("This file came before; nothing was changed. {said}", said=said) if again else said


def report_list(lines: Sequence[LineReport], words: Words) -> bytes:
    """The report as a list: what became of each line, and which rule said so."""
    rows = [
        [
            str(one.line),
            one.about,
            words(_OUTCOMES[one.outcome]),
            _problem(one.problem, words) if one.problem else "",
            one.rule or "",
        ]
        for one in lines
    ]
    heading = [words("line"), words("about"), words("what became of it"), words("problem"), words("rule")]
    return written_list([heading, *rows])


def _problem(problem: LineProblem, words: Words) -> str:
    said = _PROBLEMS.get(problem)
    return f"{problem.value}: {words(said)}" if said else problem.value


def file_problem(problem: str, words: Words) -> str:
    """Why a file as a whole was not taken in."""
    said = {
        "file_too_large": words("The file is larger than 16 MB. Nothing of it was taken."),
        "file_too_long": words("The file holds more than 10,000 lines. Nothing of it was taken."),
        "file_columns": words("The first row must name the columns kind and value, or kind and text."),
    }
    return said.get(
        problem, words("The file is no STIX 2.1 bundle and no CSV list. Nothing of it was taken.")
    )

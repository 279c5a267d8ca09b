"""Whether a listing's category or brand field shows that an ordinary word is meant as a mark."""

from aacabot.screening.characters import lookalike
from aacabot.screening.forms import Form
from aacabot.screening.marks import Subject, WatchedMark
from aacabot.screening.views import WORD


def speaks_of(subject: Subject, mark: WatchedMark, form: Form) -> bool:
    """Whether the brand field names the mark, or the category holds every word of the mark's category."""
    if form.letters in "".join(_words(subject.brand)) and _words(subject.brand):
        return _names(_words(subject.brand), form.letters)
    wanted = set(_words(mark.category))
    return bool(wanted) and wanted <= set(_words(subject.category))


def _names(words: list[str], letters: str) -> bool:
    """Whether a run of whole words spells `letters`."""
    return any(
        "".join(words[i:j]) == letters for i in range(len(words)) for j in range(i + 1, len(words) + 1)
    )


def _words(text: str | None) -> list[str]:
    return WORD.findall(text.translate(lookalike())) if text else []

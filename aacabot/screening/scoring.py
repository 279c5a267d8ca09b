"""How sure an occurrence is, and what disguise it wears."""

from dataclasses import dataclass
from itertools import pairwise

from aacabot.screening.characters import UNREADABLE, is_hidden, plain
from aacabot.screening.cyrillic import CYRILLIC
from aacabot.screening.forms import Form
from aacabot.screening.glyphs import looks_alike, slips_once
from aacabot.screening.marks import MatchKind, Reason
from aacabot.screening.views import TURNED, Reading, View
from aacabot.screening.vocabulary import ordinary_words

WITHOUT_CONTEXT = 0.5  # an ordinary word that nothing in the listing shows to be meant as a mark
_ORDINARY_LOOKING = {MatchKind.EXACT, MatchKind.FULLWIDTH, MatchKind.STYLED, MatchKind.MISSPELT}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sureness of a match (0..1), its disguise and the reason's key."""

    score: float
    kind: MatchKind
    reason: Reason

    @property
    def needs_context(self) -> bool:
        """Whether an ordinary word may well be written like this."""
        return self.kind in _ORDINARY_LOOKING or (self.kind is MatchKind.SPACED and self.score < 0.96)


# By the mark's letters: how rarely an unrelated word is that near, on labelled listing titles. Additions,
# look-alikes and slips of the finger are seldom other words; omissions and other first letters often are.
_ONE_EDIT = {5: 0.825, 6: 0.84, 7: 0.86}
_TWO_EDITS = {8: 0.8, 9: 0.82}

_READINGS = {
    Reading.REVERSED: Verdict(0.96, MatchKind.REVERSED, Reason.REVERSED_TEXT),
    Reading.UPSIDE_DOWN: Verdict(0.96, MatchKind.UPSIDE_DOWN, Reason.TURNED_LETTERS),
    Reading.CYRILLIC: Verdict(0.92, MatchKind.TRANSLITERATED, Reason.CYRILLIC_SPELLING),
}


def exact(view: View, form: Form, start: int, end: int, surface: str) -> Verdict | None:
    """The verdict on a form found letter for letter, or None where the reading proves nothing."""
    if view.reading is Reading.SOUND:
        return _sound(form, surface)
    if form.pinyin:
        return Verdict(0.9, MatchKind.TRANSLITERATED, Reason.PINYIN_SPELLING)
    if view.reading in _READINGS:
        return _READINGS[view.reading] if _bears_out(view.reading, surface) else None
    if any(map(is_hidden, surface)):
        return Verdict(0.97, MatchKind.HIDDEN, Reason.HIDDEN_CHARACTERS)
    extra = [b - start for b in view.breaks if start < b < end and b - start not in form.breaks]
    if extra:
        return Verdict(_spaced(view, form, start, extra), MatchKind.SPACED, Reason.SEPARATORS_INSIDE)
    return _unbroken(view, form, surface)


def near(word: str, form: Form, distance: int) -> Verdict:
    """The verdict on a word that is `distance` edits from a form."""
    letters = form.letters
    longer, alike = len(word) > len(letters), looks_alike(word, letters)
    if distance == 1:
        slip = slips_once(word, letters)
        score = _ONE_EDIT.get(len(letters), 0.9) + (
            0.04 if alike else 0.03 if longer else 0.02 if slip else 0.0
        )
        score += 0.02 if slip and longer else 0.0
        score -= 0.04 if len(word) < len(letters) and not slip else 0.0
    else:
        slip = False
        score = _TWO_EDITS.get(len(letters), 0.87) + (0.06 if alike or longer else 0.0)
    if word[0] != letters[0]:
        score -= 0.01 if alike or slip else 0.05
    if unread := word.count(UNREADABLE):
        score = 0.9 if distance == unread else 0.8
    score -= 0.1 if form.pinyin else 0.0
    reason = Reason.ONE_EDIT if distance == 1 else Reason.TWO_EDITS
    return Verdict(round(score, 3), MatchKind.MISSPELT, reason)


def near_pair(form: Form) -> Verdict:
    """The verdict on a word that spells a form once pairs like rn and cl are read as one letter."""
    return Verdict(0.9 if len(form.letters) >= 5 else 0.8, MatchKind.LOOKALIKE, Reason.LOOKALIKE_PAIRS)


def leet(form: Form, word: str) -> Verdict:
    """The verdict on a form spelt with digits and symbols."""
    return Verdict(0.93 if len(word) >= 5 else 0.88, MatchKind.LEET, Reason.DIGITS_AND_SYMBOLS)


def _bears_out(reading: Reading, surface: str) -> bool:
    """Whether the surface has the characters that call for the reading."""
    if reading is Reading.UPSIDE_DOWN:
        return TURNED.search(surface) is not None
    return reading is Reading.REVERSED or CYRILLIC.search(surface) is not None


def _spaced(view: View, form: Form, start: int, extra: list[int]) -> float:
    """Letters set apart one by one are on purpose; two halves of a short word may be two words."""
    size = len(form.letters)
    if not form.spaced_script:
        return 0.95
    cuts = [0, *extra, size]
    pieces = [view.letters[start + a : start + b] for a, b in pairwise(cuts)]
    if len(pieces) == size or (size > 3 and len(pieces) >= size / 2):
        return 0.96
    if size <= 3 or all(piece in ordinary_words() or piece in ("a", "i") for piece in pieces):
        return 0.8
    return 0.92 if size >= 6 else 0.88


def _sound(form: Form, surface: str) -> Verdict | None:
    """Same sound, other characters: the more of them are the mark's own, the surer."""
    written = "".join(c for c in surface.translate(plain()) if c.isalnum())
    if len(written) != len(form.spelling):
        return None
    same = sum(a == b for a, b in zip(written, form.spelling, strict=True))
    if same == len(written):
        return None
    score = 0.7 if same == 0 else 0.83 if len(written) == 2 else 0.88
    return Verdict(score, MatchKind.SOUNDALIKE, Reason.SAME_SOUND)


def _unbroken(view: View, form: Form, surface: str) -> Verdict:
    if surface == form.spelling:
        return _written(form, 1.0, Reason.SAME_SPELLING)
    if surface.casefold() == form.spelling.casefold():
        return _written(form, 1.0, Reason.OTHER_CASE)
    if any("\uff01" <= c <= "\uff5e" for c in surface):
        return Verdict(0.99, MatchKind.FULLWIDTH, Reason.FULLWIDTH_LETTERS)
    if surface.isascii():
        merged = len(form.breaks) > 1 and form.letters in ordinary_words()  # PASS~PORT, written passport
        return _written(form, 0.8 if merged else 0.99, Reason.SAME_SPELLING)
    if view.reading is Reading.LOOKALIKE:
        return Verdict(0.97, MatchKind.LOOKALIKE, Reason.LOOKALIKE_LETTERS)
    return _compatible(form, surface)


def _compatible(form: Form, surface: str) -> Verdict:
    if not form.spaced_script:
        return Verdict(0.98, MatchKind.NATIVE_SCRIPT, Reason.TRADITIONAL_CHARACTERS)
    if all(ord(c) < 0x2100 for c in surface):
        return _written(form, 0.98, Reason.DIACRITICS)
    return Verdict(0.98, MatchKind.STYLED, Reason.STYLED_LETTERS)


def _written(form: Form, score: float, reason: Reason) -> Verdict:
    if form.native:
        return Verdict(min(score, 0.99), MatchKind.NATIVE_SCRIPT, Reason.OTHER_SCRIPT)
    return Verdict(score, MatchKind.EXACT, reason)

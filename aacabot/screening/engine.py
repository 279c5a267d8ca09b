"""The batch call: listing texts in, the marks they mention out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aacabot.screening.characters import UNREADABLE, lookalike
from aacabot.screening.context import speaks_of
from aacabot.screening.disguise import LeetReader
from aacabot.screening.exact import is_plural, stands_alone
from aacabot.screening.forms import Form
from aacabot.screening.glyphs import read_as_one
from aacabot.screening.marks import Field, Match, MatchKind, Reason, Subject
from aacabot.screening.near import SHORTEST
from aacabot.screening.scoring import WITHOUT_CONTEXT, Verdict, exact, leet, near, near_pair
from aacabot.screening.views import Reading, View, views
from aacabot.screening.vocabulary import ordinary_words
from aacabot.screening.watchlist import Watchlist

_FIELDS: tuple[Field, ...] = ("title", "description", "seller")
_PAIR = 8  # letters from which two words together are tried as a misspelt mark


@dataclass(slots=True)
class _Text:
    """One field of one subject."""

    subject: int
    field: Field
    text: str
    views: list[View]


@dataclass(slots=True)
class _Batch:
    """The best match so far for each mark of each subject, and near misses already worked out."""

    watchlist: Watchlist
    subjects: Sequence[Subject]
    threshold: float
    best: list[dict[int, Match]]
    leet: LeetReader
    near: dict[str, list[tuple[Form, Verdict]]] = field(default_factory=dict)

    def offer(self, text: _Text, form: Form, span: tuple[int, int], verdict: Verdict | None) -> None:
        """Keep a finding if it is sure enough and better than what its mark has."""
        if verdict is None or verdict.score < self.threshold:
            return
        mark, score = self.watchlist.marks[form.mark], verdict.score
        if form.gated and verdict.needs_context and not speaks_of(self.subjects[text.subject], mark, form):
            score = min(score, WITHOUT_CONTEXT)
        known = self.best[text.subject].get(form.mark)
        if score < self.threshold or (known and known.score >= score):
            return
        surface = text.text[span[0] : span[1]]
        self.best[text.subject][form.mark] = Match(
            mark.id, mark.text, score, span, surface, verdict.kind, verdict.reason.value, text.field
        )


def screen(
    watchlist: Watchlist, subjects: Sequence[Subject], threshold: float = 0.85
) -> list[tuple[Match, ...]]:
    """The marks each subject mentions with at least `threshold`, best first, at most one match per mark.

    One tuple per subject, in order. Never raises on what a seller typed (lone surrogates excepted). Among
    equals the title wins over the description and the description over the seller's name. An ordinary-word
    mark without context scores 0.5.
    """
    batch = _Batch(watchlist, subjects, threshold, [{} for _ in subjects], LeetReader(watchlist.near))
    texts = [text for number, subject in enumerate(subjects) for text in _texts(number, subject)]
    _find_exact(batch, texts)
    for text in texts:
        _find_short(batch, text)
        _find_leet(batch, text)
        for view in text.views:
            if view.reading is not Reading.SOUND:
                _find_near(batch, text, view)
    return [tuple(sorted(found.values(), key=_rank)) for found in batch.best]


def _rank(match: Match) -> tuple[float, int, tuple[int, int]]:
    return -match.score, _FIELDS.index(match.field), match.span


def _texts(number: int, subject: Subject) -> Iterator[_Text]:
    yield _Text(number, "title", subject.title, views(subject.title))
    if subject.description:
        yield _Text(number, "description", subject.description, views(subject.description))
    if subject.seller:
        yield _Text(number, "seller", subject.seller, views(subject.seller))


def _find_exact(batch: _Batch, texts: list[_Text]) -> None:
    placed = [(text, view) for text in texts for view in text.views]
    for number, form, start, end in batch.watchlist.exact.hits([view for _, view in placed]):
        text, view = placed[number]
        if stands_alone(view, text.text, form, start, end):
            span = span_of(text.text, view, start, end)
            batch.offer(text, form, span, exact(view, form, start, end, text.text[span[0] : span[1]]))
        elif is_plural(view, text.text, form, start, end) and f"{form.letters}s" not in ordinary_words():
            span = span_of(text.text, view, start, end)
            batch.offer(text, form, span, Verdict(0.9, MatchKind.EXACT, Reason.PLURAL))


def _find_short(batch: _Batch, text: _Text) -> None:
    short = batch.watchlist.short
    for found in short.pattern.finditer(text.text) if short.pattern else ():
        for form in short.forms[found[0]]:
            kind = MatchKind.NATIVE_SCRIPT if form.native else MatchKind.EXACT
            batch.offer(text, form, found.span(), Verdict(0.95, kind, Reason.SAME_SPELLING))


def _find_near(batch: _Batch, text: _Text, view: View) -> None:
    words = view.words
    for index, (start, end) in enumerate(words):
        _offer_near(batch, text, view, start, end)
        if index + 1 < len(words) and words[index + 1][1] - start >= _PAIR:
            second = view.letters[slice(*words[index + 1])]
            if not (_is_plain_word(view.letters[start:end]) and _is_plain_word(second)):
                _offer_near(batch, text, view, start, words[index + 1][1])


def _is_plain_word(word: str) -> bool:
    return len(word) < SHORTEST - 1 or word in ordinary_words()


def _offer_near(batch: _Batch, text: _Text, view: View, start: int, end: int) -> None:
    word = view.letters[start:end]
    if len(word) < SHORTEST - 1 or word.isdigit() or not _is_mostly_latin(word):
        return
    found = batch.near.get(word)
    if found is None:
        found = batch.near[word] = list(_near(batch.watchlist, word))
    for form, verdict in found:
        batch.offer(text, form, span_of(text.text, view, start, end), verdict)


def _is_mostly_latin(word: str) -> bool:
    """Whether a word is in Latin letters but for at most two unreadable ones."""
    unread = word.count(UNREADABLE)
    if not unread:
        return word.isascii()
    return unread <= 2 < len(word) - unread and word.replace(UNREADABLE, "").isascii()


def _near(watchlist: Watchlist, word: str) -> Iterator[tuple[Form, Verdict]]:
    """The marks that `word`, unless it is an ordinary one, misspells."""
    if word in ordinary_words() or watchlist.near.same(word):
        return
    for form, distance in watchlist.near.near(word):
        yield form, near(word, form, distance)
    for read in read_as_one(word):
        for form in watchlist.near.same(read):
            yield form, near_pair(form)


def _find_leet(batch: _Batch, text: _Text) -> None:
    for form, span, word in batch.leet.found(text.text):
        batch.offer(text, form, span, leet(form, word))


def span_of(text: str, view: View, start: int, end: int) -> tuple[int, int]:
    """Where letters `start` to `end` of a view stand in the original, accents that follow included."""
    if view.reading in (Reading.REVERSED, Reading.UPSIDE_DOWN):
        places = view.origins[start:end]
        first, last = min(places), max(places) + 1
    else:
        first, last = view.origins[start], view.origins[end - 1] + 1
    if view.reading is Reading.REVERSED:
        first -= first > 0 and text[first - 1] in "\u202e\u2067"
        last += last < len(text) and text[last] in "\u202c\u2069"
    while last < len(text) and not text[last].isascii() and lookalike()[ord(text[last])] == "":
        last += 1
    return first, last

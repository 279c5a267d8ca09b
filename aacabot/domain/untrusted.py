"""Text a seller wrote: made harmless before anybody, or Slack, reads it.

For `plain_text` and `rich_text` use `one_line`; for mrkdwn and the top-level `text` use `inert`, because
Slack links bare addresses there. An empty result means nothing visible was written; Slack refuses that.
"""

import re
import unicodedata

# Letters and marks without a shape of their own (Default_Ignorable_Code_Point in Unicode's
# DerivedCoreProperties.txt) and the blank Braille cell: `str.isprintable` lets them pass.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Hebrew, Arabic, Thai, Vietnamese and Tibetan stay within this; "Zalgo" text paints over the lines around it.
_MOST_MARKS = 6
_ADDRESS_PARTS = (
    (re.compile(r":(?=//)"), "[:]"),
    (re.compile(r"(?<=\bmailto):|(?<=\btel):|(?<=\bsms):", re.IGNORECASE), "[:]"),
    (re.compile(r"(?<=[^\s.])[.\u3002\uff0e\uff61](?=[^\W\d_][^\s!-/:-@\[-`{-~])"), "[.]"),
    (re.compile(r"@(?=\w)"), "[@]"),
    (re.compile(r"#(?=\w)"), "[#]"),
)
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_ELLIPSIS = "…"


def clean(text: str) -> str:
    """Keep only what a reader can see, on one line; cleaning twice changes nothing more.

    Removed are controls, bidirectional and zero-width characters, other invisible ones, private-use,
    unassigned and surrogate code points, marks at the start and beyond six in a row. Joiners (ZWJ, ZWNJ) and
    variation selectors go too: between letters they split a brand's name unseen, while without them emoji
    families fall apart into persons and Persian or Indic letters join differently, which stays readable.
    White space of every kind becomes one space.
    """
    if not text.isascii() or not text.isprintable():
        visible = "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)
        return _without_stacked_marks(" ".join(_INVISIBLE.sub("", visible).split()))
    return " ".join(text.split())


def storable(text: str) -> str:
    """Without what no database keeps: U+0000 (Postgres) and half of a surrogate pair (UTF-8)."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def clip(text: str, limit: int) -> str:
    """Shorten to at most `limit` UTF-16 code units, ending with `…`, between two signs as people see them.

    Slack's pages say "characters" without saying which; UTF-16 units are never fewer than code points, so a
    text that fits here fits under either reading. HTML entities of `escape_mrkdwn` stay whole.
    """
    if limit < 1:
        raise ValueError("a limit is at least 1")
    if utf16_length(text) <= limit:
        return text
    end, used = 0, 1  # the ellipsis is one unit
    while (used := used + utf16_length(text[end])) <= limit:
        end += 1
    while end and not _may_cut(text, end):
        end -= 1
    return text[:end].rstrip() + _ELLIPSIS


def one_line(text: str, limit: int) -> str:
    """Clean and clip: seller text as `plain_text` and `rich_text` may show it."""
    return clip(clean(text), limit)


def inert(text: str, limit: int) -> str:
    """Clean, defang, escape and clip: seller text as mrkdwn and the top-level `text` may show it."""
    return clip(escape_mrkdwn(defang(clean(text))), limit)


def escape_mrkdwn(text: str) -> str:
    """Escape the three characters mrkdwn reads as syntax.

    Source: docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def defang(text: str) -> str:
    """Break addresses, mentions and channel names visibly: `https[:]//shop[.]example`, `[@]here`, `[#]sale`.

    Slack links bare host names and e-mail addresses in escaped mrkdwn too. Call it before `escape_mrkdwn`.
    """
    for pattern, broken in _ADDRESS_PARTS:
        text = pattern.sub(broken, text)
    return text


def utf16_length(text: str) -> int:
    """Count UTF-16 code units: two for a character beyond the basic plane, such as most emoji."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _without_stacked_marks(text: str) -> str:
    """Drop marks beyond six in a row, and all at the start: they would join the app's own text in front."""
    kept: list[str] = []
    marks = _MOST_MARKS
    for char in text:
        if unicodedata.category(char).startswith("M"):
            marks += 1
        elif not char.isspace() or kept:
            marks = 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _may_cut(text: str, end: int) -> bool:
    """Whether text may end here: not inside a combining or emoji sequence, a syllable or an entity."""
    before, after = text[end - 1], text[end]
    if unicodedata.category(after).startswith("M") or _continues_emoji(after) or "\u200d" in (before, after):
        return False
    if "\u1160" <= after <= "\u11ff":  # Hangul vowels and final consonants join the letter before
        return False
    if _is_regional(after) and _regionals_before(text, end) % 2:
        return False
    entities = _ENTITY.finditer(text, max(0, end - 5), end + 5)
    return not any(entity.start() < end < entity.end() for entity in entities)


def _continues_emoji(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _regionals_before(text: str, end: int) -> int:
    start = end
    while start and _is_regional(text[start - 1]):
        start -= 1
    return end - start

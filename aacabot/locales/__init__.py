"""User-facing words: gettext catalogues, and dates, numbers and money as a reader's locale writes them."""

from aacabot.locales.catalogues import N_, Catalogues, words_for
from aacabot.locales.words import Words

__all__ = ["N_", "Catalogues", "Words", "words_for"]

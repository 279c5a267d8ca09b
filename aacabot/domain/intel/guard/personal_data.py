"""Everything that names or reaches a natural person, found in one field of a draft.

GDPR, Art. 6(1)(f): sharing rests on a balancing in which the others need the seller's trace and never the
person. What has a purpose in clear text is shared as a kind of its own, whose value is kept as a keyed hash.
"""

from collections.abc import Iterator

from aacabot.domain.intel.guard.addresses import addressed
from aacabot.domain.intel.guard.contacts import Piece, reached
from aacabot.domain.intel.guard.fields import Field
from aacabot.domain.intel.guard.folding import joined, read
from aacabot.domain.intel.guard.numbers import numbered
from aacabot.domain.intel.guard.people import bought, named


def personal_data(text: str, field: Field) -> Iterator[Piece]:
    """Each piece of personal data with its place in `text`; pieces may overlap."""
    reading, cased = read(text), read(text, cased=True)
    yield from numbered(reading, in_words=field.in_words, may_be_ids=field.may_be_ids)
    for seen in (reading, joined(reading)):
        yield from reached(seen, in_words=field.in_words, may_be_ids=field.may_be_ids)
    yield from bought(reading)
    if field.in_words:
        yield from named(cased)
        yield from addressed(reading, cased, of_place=field.of_place)

"""Names that stand for people who were erased."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass


def pseudonyms(person_id: str) -> Iterator[str]:
    """The person's pseudonym, such as `Person 4F7A`, and longer ones should it be taken.

    It is made from the id alone, so it is the same each time and tells nothing of who it was.
    """
    digits = hashlib.sha256(f"aacabot person {person_id}".encode()).hexdigest().upper()
    for length in range(4, len(digits) + 1):
        yield f"Person {digits[:length]}"


@dataclass(frozen=True, kw_only=True)
class PersonFound:
    """A person as the command line lists them."""

    id: str
    name: str
    organisation: str
    identities: tuple[str, ...]
    state: str


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What an erasure has done: in how many channels cards and notes are shown anew without the name.

    `contact_of` are the keys of members that still name the person as the contact of their notices.
    """

    pseudonym: str
    channels: int
    contact_of: tuple[str, ...] = ()

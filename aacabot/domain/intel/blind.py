"""A blind question: what somebody asks the alliance of, and what comes back. Never stored in clear.

One answer for nobody, for too few, and for too few who could be meant: `told` that says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aacabot.domain.complaints.addresses import checked_address
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import Told
from aacabot.domain.untrusted import one_line

LONGEST = 1_000
"""Characters of a question; what is longer is no address."""


@dataclass(frozen=True, kw_only=True)
class Meant:
    """One thing a question may mean, as its kind is hashed."""

    kind: IntelKind
    value: str


@dataclass(frozen=True, kw_only=True)
class BlindAnswer:
    """What may be said. `told` is None where the question was no address and no seller.

    `ask` brings back what was asked, sealed, for asking to be introduced; None where nothing is said.
    """

    told: Told | None = None
    ask: str | None = None


def address_in(text: str) -> str | None:
    """The address a question is, as typed or as Slack writes links, in one form; None for anything else."""
    bare = text.strip().strip("<>").partition("|")[0].strip() if len(text) <= LONGEST else ""
    if one_line(bare, LONGEST) != bare:
        return None
    return checked_address(bare) or checked_address(f"{bare}/")


def seller_in(text: str, named: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """(marketplace id, seller id) where a question begins with one of these (name, id) of marketplaces."""
    asked = one_line(text, LONGEST) if len(text) <= LONGEST else ""
    for name, ident in sorted(named, key=lambda one: -len(one[0])):
        rest = asked[len(name) :]
        if asked[: len(name)].casefold() == name.casefold() and rest[:1].isspace() and rest.strip():
            return ident, rest.strip()
    return None

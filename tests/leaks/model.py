"""Who may read what, said again as plainly as it can be: no index, no SQL, no service.

TLP: RED is for the people named, AMBER+STRICT for members' own people, AMBER for those and the agencies of
members, GREEN and CLEAR for everybody of the alliance. A group narrows the members. The source's own people
read what is not RED, and the author all they wrote for the source while they act for it: also after it was
taken back.
"""

from collections import Counter
from dataclasses import dataclass, field

from tests.leaks.cast import CLIENT, MEMBERS, Someone

OPEN = {"clear", "green"}


@dataclass
class Item:
    """What was shared: `word` is what marks its text, `find` what it is searched for by."""

    word: str
    find: str
    item_id: str
    source: str
    author: str
    label: str
    group: str | None = None
    named: frozenset[str] = frozenset()
    shared: bool = True


@dataclass
class Model:
    """Everything that was done, in plain lists."""

    items: list[Item] = field(default_factory=list)
    groups: dict[str, set[str]] = field(default_factory=dict)
    ever: dict[str, set[str]] = field(default_factory=dict)
    met: dict[str, Counter[str]] = field(default_factory=dict)

    def reads(self, who: Someone, item: Item) -> bool:
        if who.user == item.author and who.shares_for == item.source:
            return True
        if item.label == "red":
            return item.shared and who.user in item.named
        if who.member == item.source:
            return True
        return item.shared and who.known and self._is_for(who, item)

    def _is_for(self, who: Someone, item: Item) -> bool:
        if item.label in OPEN:
            return True
        member = who.member or (CLIENT if who.agency and item.label == "amber" else None)
        return member is not None and (item.group is None or member in self.groups[item.group])

    def knows_group(self, who: Someone, group: str) -> bool:
        """Whoever is in it, or was; an agency's people where their client is."""
        return (who.member or (CLIENT if who.agency else None)) in self.ever[group]

    def meet(self, member: str, seller: str) -> None:
        self.met.setdefault(seller, Counter())[member] += 1

    def says_met(self, member: str, seller: str) -> bool:
        """Whether a card of a member may say that three or more others met a seller: six could be meant."""
        met = self.met.get(seller, Counter())
        return len([one for one in MEMBERS if one != member and met[one]]) >= 3

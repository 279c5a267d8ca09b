"""What came out of the hub, read by whoever got it, and compared with the model."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.leaks.cast import BY_CHANNEL, BY_USER, MARKS, Someone
from tests.leaks.history import GROUPS
from tests.leaks.model import Item, Model
from tests.walls.replies import Replies, Reply
from tests.walls.stage import Stage

WORD = re.compile(r"zq\d{3}[0-9a-f]{6}")
_NAMES = {f"{mark} Group": key for key, mark in MARKS.items()}


@dataclass
class Reading:
    """Reads everything new, and keeps what somebody should not have read."""

    stage: Stage
    model: Model
    leaks: list[str] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    _lines: int = 0

    def __post_init__(self) -> None:
        self._replies = Replies(self.stage.slack, BY_CHANNEL)

    def look(self) -> list[tuple[Reply, set[str]]]:
        """Everything new in Slack, each with the marks of the items it shows; logs are read as well."""
        found = []
        for reply in self._replies.new():
            self.read[reply.by] += 1
            words = set(WORD.findall(reply.text))
            found.append((reply, words))
            for who in self._readers(reply):
                self._judge(who, reply, words)
        for line in self.stage.logged[self._lines :]:
            self.read["log line"] += 1
            if WORD.search(line) or any(name in line for name in GROUPS):
                self.leaks.append(f"the log: {line[:300]}")
        self._lines = len(self.stage.logged)
        return found

    def note(self, surface: str, who: Someone, words: set[str], *, must: set[str], may: set[str]) -> None:
        """What a surface showed somebody, what it must show, and what it may."""
        self.read[surface] += 1
        for word in words - may:
            self.leaks.append(f"{who.user} read {word} in {surface}")
        for word in must - words:
            self.leaks.append(f"{who.user} did not find {word} in {surface}")

    def read_text(self, who: Someone, by: str, text: str) -> None:
        """Something a person got outside Slack: it names no other member and no group of others."""
        self._judge(who, Reply(by, text, user=who.user), set())

    def _readers(self, reply: Reply) -> Iterator[Someone]:
        if reply.user in BY_USER:
            yield BY_USER[str(reply.user)]
        elif reply.channel is not None:
            yield from (BY_USER[user] for user in BY_CHANNEL[reply.channel].members)

    def _judge(self, who: Someone, reply: Reply, words: set[str]) -> None:
        items: dict[str, Item] = {item.word: item for item in self.model.items}
        for word in words:
            in_channel = reply.channel is not None and items[word].label == "red"
            if in_channel or not self.model.reads(who, items[word]):
                self.leaks.append(f"{who.user} read {word} ({items[word]}) by {reply.by}")
        for name in GROUPS:
            if name in reply.text and not self.model.knows_group(who, name):
                self.leaks.append(f"{who.user} read the group {name} by {reply.by}: {reply.text[:300]}")
        for name, key in _NAMES.items():
            if name in reply.text and who.member is not None and not self._may_name(who, key):
                self.leaks.append(f"{who.user} read the name of {key} by {reply.by}: {reply.text[:300]}")

    def _may_name(self, who: Someone, key: str) -> bool:
        """One's own member, and those one shares a group with, or did."""
        return key == who.member or any({key, who.member} <= ever for ever in self.model.ever.values())

"""Reading everything that came out with the eyes of those who got it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.walls.canaries import Owner, Sighting, words_in
from tests.walls.cast import BY_CHANNEL, BY_USER, ROOMS
from tests.walls.ids import Ids, idents_in
from tests.walls.replies import Replies, Reply
from tests.walls.rights import CLIENTS, Rights, may_stand_in, rights_now
from tests.walls.stage import SECRETS, Stage

_ECHOES = 30
"""Things a person typed of late: said back to them, they are no leak."""
_HUB = Owner("ops")


@dataclass(frozen=True)
class Leak:
    """Somebody read what is another's."""

    reply: Reply
    what: Sighting

    def __str__(self) -> str:
        what = f"{self.what.token} of {self.what.owner}"
        return f"{self.reply.to} read {what} by {self.reply.by}: …{self.what.around}…"


@dataclass
class Inspection:
    """Counts what it reads, and keeps what somebody should not have read."""

    stage: Stage
    ids: Ids
    leaks: list[Leak] = field(default_factory=list)
    inspected: Counter[str] = field(default_factory=Counter)
    rights: Rights = field(default_factory=Rights)
    _lines: int = 0
    _typed: dict[str, list[str]] = field(default_factory=dict)
    _ids_typed: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._replies = Replies(self.stage.slack)

    def typed(self, user: str, text: str) -> None:
        """A person sent this: what they know already."""
        kept = self._typed.setdefault(user, [])
        kept.append(text.lower())
        del kept[:-_ECHOES]
        # What was tried is said back for long: a home keeps its place, a card the question asked.
        for circle in _circles(user):
            self._ids_typed.setdefault(circle, set()).update(idents_in(text))

    async def read(self) -> None:
        """Read everything new with the rights of before and after: what was under way is no leak."""
        before, self.rights = self.rights, await rights_now(self.stage.hub, self.ids.organisations)
        for wrong in self.rights.wrongs:
            self._leaked(Reply("a grant", wrong), Sighting(_HUB, wrong, wrong))
        for reply in self._replies.new():
            self.inspected[reply.by] += 1
            for seen in [*words_in(reply.text), *await self.ids.in_text(reply.text)]:
                if not self._may_read(reply, seen, before):
                    self._leaked(reply, seen)
            self._look_for_secrets(reply)
        for line in self._new_lines():
            self.inspected["log line"] += 1
            self._read_line(line)

    def read_text(self, by: str, text: str, *, member: str | None = None) -> None:
        """Read something that is for anybody, or for a member as a whole, who may know who acts for it."""
        self.inspected[by] += 1
        reply = Reply(by, text)
        for seen in words_in(text):
            if member is None or member not in {seen.owner.member, CLIENTS.get(seen.owner.member)}:
                self._leaked(reply, seen)
        self._look_for_secrets(reply)

    def _may_read(self, reply: Reply, seen: Sighting, before: Rights) -> bool:
        if reply.channel is not None:
            whose = BY_CHANNEL[reply.channel].whose
            known = seen.token in self._ids_typed.get(whose, ())
            return known or may_stand_in(reply.channel, seen.owner)
        if reply.user not in BY_USER:
            return False
        if any(rights.may_see(reply.user, seen.owner) for rights in (before, self.rights)):
            return True
        if seen.owner in self._shares_a_room(reply.user, seen):
            return True
        if any(seen.token in self._ids_typed.get(circle, ()) for circle in _circles(reply.user)):
            return True
        return any(seen.token in typed for typed in self._typed.get(reply.user, ()))

    def _shares_a_room(self, user: str, seen: Sighting) -> set[Owner]:
        """Who is in a member's room knows its name and its people, and may ask its admins for a role."""
        if seen.owner.brand is not None and seen.token not in self.ids.organisations:
            return set()
        return {Owner(member, seen.owner.brand) for member in _circles(user)}

    def _new_lines(self) -> Iterator[str]:
        lines = self.stage.logged[self._lines :]
        self._lines += len(lines)
        yield from lines

    def _read_line(self, line: str) -> None:
        """The operator keeps logs for long: no titles, no names, no secrets in them."""
        self._look_for_secrets(Reply("log", line))
        for seen in words_in(line):
            self._leaked(Reply("log", line), seen)

    def _look_for_secrets(self, reply: Reply) -> None:
        for secret in SECRETS:
            if secret in reply.text:
                self._leaked(reply, Sighting(_HUB, "a secret", reply.text[:300]))

    def _leaked(self, reply: Reply, seen: Sighting) -> None:
        self.leaks.append(Leak(reply, seen))


def _circles(user: str) -> set[str]:
    """The organisations that read what somebody writes, or that somebody reads: those they share rooms with.

    What the desk writes may go to any member; what it writes of another is its own people's to mind.
    """
    who = BY_USER[user]
    if who.home == "ops":
        return {room.whose for room in ROOMS}
    return {room.whose for room in ROOMS if user in room.members} | {who.home or user, user}

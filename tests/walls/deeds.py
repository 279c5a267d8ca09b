"""What people do with what is before them in Slack, decided by chance."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aacabot.sandbox.slack import SlackSandbox
from aacabot.sandbox.slack.elements import Found
from aacabot.slack.ids import COMMAND
from tests.walls.answers import Answers
from tests.walls.cast import TOKENS, Someone
from tests.walls.forging import Forger, Gallery
from tests.walls.ids import Ids
from tests.walls.surfaces import Surface, surfaces

_LIKED = {"home": 5, "form": 6, "message": 5, "ephemeral": 2}
"""How much people use what is before them."""


@dataclass(frozen=True)
class Deeds:
    """One person doing one thing. `note` hears what it is, `typed` what they send."""

    slack: SlackSandbox
    ids: Ids
    gallery: Gallery
    who: Someone
    chance: random.Random
    note: Callable[[str], None]
    typed: Callable[[str], None]

    @property
    def answers(self) -> Answers:
        return Answers(self.ids, self.chance, self.who)

    async def open_home(self) -> None:
        if self.who.team not in TOKENS:
            return
        shown = len(self.slack.calls("views.publish"))
        await self.slack.open_home(team=self.who.team, user=self.who.user)
        try:
            await self.slack.until(lambda: len(self.slack.calls("views.publish")) > shown, 2)
        except TimeoutError:
            self.note("(no home came)")

    async def use(self) -> None:
        """Use one of the things that are before them; a form is mostly filled in and submitted."""
        before: dict[str, list[Surface]] = {}
        for surface in surfaces(self.slack, self.who):
            before.setdefault(surface.kind, []).append(surface)
        if not before:
            await self.open_home()
            return
        kind = self.chance.choices(sorted(before), [_LIKED[kind] for kind in sorted(before)])[0]
        surface = self.chance.choice(before[kind])
        self.gallery.keep(surface)
        if kind == "form":
            await self._with_form(surface)
            return
        found = self.chance.choice(surface.elements)
        self.note(f"{kind} {found.action_id}")
        await (self._in_home(found) if kind == "home" else self._in_message(surface, found))

    async def _in_home(self, found: Found) -> None:
        value = self._value(found, None)
        self.typed(str(value))
        await self.slack.click_in_home(
            team=self.who.team, user=self.who.user, action_id=found.action_id, block_id=found.block_id,
            value=value,
        )  # fmt: skip

    async def _in_message(self, surface: Surface, found: Found) -> None:
        place: dict[str, Any] = {
            "team": surface.team, "user": self.who.user, "channel": surface.channel, "ts": surface.ts,
            "action_id": found.action_id, "block_id": found.block_id,
            "user_team": self.who.team if self.who.team != surface.team else None,
        }  # fmt: skip
        value = self._value(found, None)
        self.typed(str(value))
        if found.element["type"] == "button":
            await self.slack.click(**place, value=value)
        else:
            await self.slack.select(**place, option_value=value)

    async def _with_form(self, surface: Surface) -> None:
        assert surface.view is not None
        view_id, submits = surface.view.id, surface.view.body.get("submit") is not None
        for found in surface.elements:
            if "external" in found.element["type"]:
                text = self.chance.choice(["", "e", "o"])
                await self.slack.suggest(view_id=view_id, action_id=found.action_id, text=text)
        live = [one for one in surface.elements if one.action_id and (not one.is_input or one.dispatches)]
        pick = self.chance.random()
        if pick < 0.15 or not (submits or live):
            self.note(f"closes {surface.view.body.get('callback_id')}")
            await self.slack.close(view_id=view_id)
        elif live and (pick < 0.45 or not submits):
            await self._in_form(surface, self.chance.choice(live))
        else:
            await self._submit(surface)

    async def _in_form(self, surface: Surface, found: Found) -> None:
        assert surface.view is not None
        self.note(f"form {surface.view.body.get('callback_id')} {found.action_id}")
        value = self._value(found, surface)
        self.typed(str(value))
        await self.slack.click_in_view(
            view_id=surface.view.id, action_id=found.action_id, block_id=found.block_id, value=value
        )

    async def _submit(self, surface: Surface) -> None:
        assert surface.view is not None
        self.note(f"submits {surface.view.body.get('callback_id')}")
        values: dict[str, dict[str, Any]] = {}
        for found in surface.elements:
            value = self._value(found, surface)
            if found.is_input and value is not None and not (found.optional and self.chance.random() < 0.3):
                values.setdefault(found.block_id, {})[found.action_id] = value
        self.typed(str(values))
        await self.slack.submit(view_id=surface.view.id, values=values)

    def _value(self, found: Found, surface: Surface | None) -> Any:
        """A value for an element; for a menu the app fills, mostly one of what it offered."""
        if found.element["type"] == "button":
            return found.element.get("value")
        offered = surface.view.offered.get(found.action_id) if surface and surface.view else None
        if offered and self.chance.random() < 0.7:
            chosen = self.chance.choice(offered)
            return [chosen] if found.element["type"].startswith("multi") else chosen
        return self.answers.for_element(found.element)

    async def command(self, known: set[str]) -> None:
        """Type a word of the command, or one it does not have, in a channel they are in."""
        rooms = [
            (team, room.id)
            for team in self.who.meets
            for room in self.slack.state.workspaces.get(team).channels.values()
            if self.who.user in room.members
        ]
        if not rooms:
            return
        team, channel = self.chance.choice(rooms)
        word = self.chance.choice([*sorted(known), "help", "zzz"])
        text = f"{word} {self.answers.argument(word)}"
        self.note(f"/aaca {word}")
        self.typed(text)
        await self.slack.command(
            team=team, user=self.who.user, channel=channel, command=COMMAND, text=text,
            user_team=self.who.team if self.who.team != team else None,
        )  # fmt: skip

    # -- with what others were shown -------------------------------------------------------------------------

    @property
    def forger(self) -> Forger:
        return Forger(self.slack, self.ids, self.chance, self.who, self.typed)

    async def forge_press(self) -> None:
        keys = [key for key in sorted(self.gallery.elements) if key[0] != "home" or self.who.team in TOKENS]
        if keys:
            key = self.chance.choice(keys)
            self.note(f"forged {key[1]}")
            await self.forger.press(self.chance.choice(self.gallery.elements[key]))

    async def forge_form(self) -> None:
        if self.gallery.forms:
            name = self.chance.choice(sorted(self.gallery.forms))
            self.note(f"forged form {name}")
            await self.forger.submit(self.chance.choice(self.gallery.forms[name]))

    async def forge_question(self) -> None:
        """Ask what a menu of another's form offers."""
        asking = [
            sample
            for kept in self.gallery.elements.values()
            for sample in kept
            if "external" in sample.found.element["type"]
        ]
        if asking:
            sample = self.chance.choice(asking)
            self.note(f"asks {sample.found.action_id}")
            await self.forger.suggest(sample)

"""What people put into fields: what is offered, what is theirs, and what is another's."""

import random
from dataclasses import dataclass
from typing import Any

from tests.walls.canaries import BRANDS, WORDS
from tests.walls.cast import PEOPLE, ROOMS, Someone
from tests.walls.ids import Ids

_LOOKS_UP = {"case", "queue", "search", "audit", "invite", "settings"}
_DATES = ("2026-11-25", "2027-06-30", "2020-01-01")


@dataclass(frozen=True)
class Answers:
    """Makes up values from a random number, for one person."""

    ids: Ids
    chance: random.Random
    who: Someone

    def text(self) -> str:
        """Own words, the beginning of everybody's, a number or an id of anybody's."""
        pick = self.chance.random()
        if pick < 0.6:
            return f"{self.who.word or 'Hello'} wrote {self.chance.randrange(1000)}"
        if pick < 0.7:
            return self.chance.choice(["e", "o", "Group", "brand", "%", "AC-"])
        if pick < 0.85:
            return self.ids.any_of("numbers", self.chance)
        return self.ids.any_of(self.chance.choice(["cases", "brands", "members", "people"]), self.chance)

    def argument(self, word: str) -> str:
        """What follows a word of the command: anything; where it looks something up, others' names too.

        A word that keeps what is typed would say another's name back for good, to whoever reads it.
        """
        brand = WORDS[self.chance.choice(BRANDS)]
        person = self.chance.choice(PEOPLE)
        anything = [
            "", self.text(), self.ids.any_of("numbers", self.chance), f"<@{person.user}>", "help", "1",
            self.ids.any_of("members", self.chance), self.chance.choice(ROOMS).channel,
        ]  # fmt: skip
        others = [
            f"{brand.lower()}-brand", brand, person.name, f"<@{person.user}|{person.name}>", f"all {brand}",
            f"https://market.example/item/{brand}-{self.chance.randrange(20)}",
        ]  # fmt: skip
        return self.chance.choice(anything + others if word in _LOOKS_UP else anything)

    def for_element(self, element: dict[str, Any], *, offered_only: bool = True) -> Any:
        """A value for an element, as `SlackSandbox` takes it; None leaves it as it is."""
        kind = str(element["type"])
        if "static_select" in kind or kind in {"radio_buttons", "overflow", "checkboxes"}:
            return self._options(element, kind)
        if "external" in kind:
            table = self.chance.choice(["brands", "people", "members", "cases", "rights", "marks"])
            option = {
                "text": {"type": "plain_text", "text": "?"},
                "value": self.ids.any_of(table, self.chance),
            }
            return [option] if kind.startswith("multi") else option
        return self._typed(kind, element)

    def _options(self, element: dict[str, Any], kind: str) -> Any:
        groups = [group["options"] for group in element.get("option_groups") or []]
        values = [one["value"] for options in [element.get("options") or [], *groups] for one in options]
        if not values:
            return None
        if kind.startswith("multi") or kind == "checkboxes":
            most = element.get("max_selected_items") or len(values)
            return self.chance.sample(values, self.chance.randint(0, min(most, len(values), 3)))
        return self.chance.choice(values)

    def _typed(self, kind: str, element: dict[str, Any]) -> Any:
        if kind in {"plain_text_input", "rich_text_input"}:
            return self.text()[: element.get("max_length") or 3000].ljust(element.get("min_length") or 0, ".")
        if kind == "email_text_input":
            return f"ip@{(self.who.word or 'hello').lower()}.example"
        if kind == "url_text_input":
            brand = WORDS[self.chance.choice(BRANDS)]
            return f"https://market.example/item/{brand}-{self.chance.randrange(20)}"
        if kind == "number_input":
            return str(self.chance.choice([element.get("min_value") or 1, 1, 2, 5]))
        if kind in {"datepicker", "timepicker"}:
            return self.chance.choice(_DATES) if kind == "datepicker" else "09:00"
        if kind == "datetimepicker":
            return 1_800_000_000
        if "users_select" in kind:
            user = self.chance.choice(PEOPLE).user
            return [user] if kind.startswith("multi") else user
        if "conversations_select" in kind or "channels_select" in kind:
            channel = self.chance.choice(ROOMS).channel
            return [channel] if kind.startswith("multi") else channel
        return None

"""Titles and stores of counterfeiters as they are: few words are in most of them, and most words in few."""

import random
from itertools import accumulate

_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "ze",
    "wy", "xo", "qua", "tra", "ble", "sti", "kro",
)  # fmt: skip
HOT = ("replica", "watch", "bag", "original", "quality", "wholesale", "new", "factory", "sale", "free")
_CJK = "复刻高仿表包鞋厂家直销批发正品原单手工真皮运动女男新款潮流代购精仿一比现货库存奢侈品牌"
VOCABULARY = 60_000


def word(number: int) -> str:
    """A made-up word of four syllables or five, another for each number."""
    count = len(_SYLLABLES)
    parts = [_SYLLABLES[number // count**place % count] for place in range(4)]
    return "".join(parts) + ("" if number % 3 else "ne")


class Titles:
    """Titles from a Zipf vocabulary with the exponent 1, of two to eight words; one in ten is Chinese."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._words = [*HOT, *(word(number) for number in range(VOCABULARY))]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))

    def title(self) -> str:
        if self.chance.random() < 0.1:
            return "".join(self.chance.choices(_CJK, k=self.chance.randint(6, 16)))
        return " ".join(self.words(self.chance.randint(2, 8)))

    def words(self, count: int) -> list[str]:
        return self.chance.choices(self._words, cum_weights=self._weights, k=count)

    def misspelt(self, word: str) -> str:
        """With a letter left out, doubled, changed, or two swapped."""
        at = self.chance.randrange(1, len(word) - 1)
        return self.chance.choice(
            [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + "y" + word[at + 1 :],
             word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
        )  # fmt: skip

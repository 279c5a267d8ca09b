"""Where in the App Home somebody is: a tab, its page, what they searched for, what it is opened on."""

import json
from dataclasses import asdict, dataclass, replace

from aacabot.slack.ids import HomeTab

_MOST_WORDS = 100
_MOST_ALSO = 400


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the home. It travels in values and metadata: rights never rest on it.

    `also` is how its tab's list is narrowed down further, as that tab writes it.
    """

    tab: HomeTab
    page: int = 1
    words: str = ""
    of: str = ""
    also: str = ""

    @property
    def value(self) -> str:
        """For a button's value, or a view's `private_metadata`."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def turned(self, page: int) -> "Place":
        return replace(self, page=max(page, 1))


def place_from(value: str | None, otherwise: HomeTab) -> Place:
    """The place a button or a view names; the first page of `otherwise` where it names none."""
    try:
        given = json.loads(value or "")
        page = min(max(int(given.get("page", 1)), 1), 100_000)
        words, of = str(given.get("words", ""))[:_MOST_WORDS], str(given.get("of", ""))[:_MOST_WORDS]
        also = str(given.get("also", ""))[:_MOST_ALSO]
        return Place(tab=HomeTab(given["tab"]), page=page, words=words, of=of, also=also)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Place(tab=otherwise)

"""Items of intel in Slack messages, as they are at the moment a message is sent or shown anew."""

from dataclasses import dataclass
from enum import StrEnum

from aacabot.domain.intel.items import ItemShown
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.relabelling import LabelRequestShown


class PassedAs(StrEnum):
    """Under RED to a person named; posted in a channel by a reader; or a request about its label."""

    RED = "red"
    POST = "post"
    REQUEST = "request"


@dataclass(frozen=True, kw_only=True)
class PostCheck:
    """What is asked again right before an item is posted: by whom, under which label, for which group.

    `user_id` is who they are in that channel's Slack, `member_id` for whom they read. `anew`: it stands there
    already, and was asked for once more since it was last shown.
    """

    person_id: str
    user_id: str
    member_id: str
    label: Label
    group_id: str | None
    anew: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemPassed:
    """The content of such a message. Without `item` and `request` there is nothing (left) to show."""

    kind: PassedAs
    item: ItemShown | None = None
    request: LabelRequestShown | None = None
    check: PostCheck | None = None

    @property
    def is_empty(self) -> bool:
        return self.item is None and self.request is None

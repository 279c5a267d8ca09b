"""Which view makes the words of which notice."""

from collections.abc import Callable, Mapping
from typing import Any

from aacabot.domain.notices import Notice, NoticeKind
from aacabot.locales import Words
from aacabot.slack.views import installing
from aacabot.slack.views.message import Message

View = Callable[[Mapping[str, Any], Words], Message]

VIEWS: Mapping[NoticeKind, View] = {
    NoticeKind.TOKEN_NOT_RENEWED: installing.token_not_renewed,
}
"""Each part adds its kinds here."""


def notice_message(notice: Notice, words: Words) -> Message:
    """The message of a notice, in the reader's words."""
    return VIEWS[notice.kind](notice.values, words)

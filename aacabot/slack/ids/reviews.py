"""Ids of the desk's part: its cards, its tab of the App Home, and what brands answer it with."""

from enum import StrEnum


class ReviewActionId(StrEnum):
    """Buttons; also the `callback_id` of the modal a button opens. A button's value is the case id."""

    REVIEW_CLAIM = "review_claim"
    REVIEW_RELEASE = "review_release"
    REVIEW_TAKE_OVER = "review_take_over"
    REVIEW_ASK = "review_ask"
    TEST_BUY = "test_buy"
    DESK_ANSWER = "desk_answer"
    SEND_AGAIN = "send_again"


class DeskActionId(StrEnum):
    """The tab's own buttons: which cases it shows, and who of the desk knows what."""

    DESK_ALL = "desk_all"
    DESK_FOR_ME = "desk_for_me"
    DESK_MINE = "desk_mine"
    DESK_SPECIALTIES = "desk_specialties"
    SPECIALTY_CHANGE = "specialty_change"


class ReviewInputId(StrEnum):
    """Inputs of the modals."""

    DESK_QUESTION = "desk_question"
    DESK_ANSWER = "desk_answer"
    TEST_BUY_WORDS = "test_buy_words"
    TEST_BUY_ORDER = "test_buy_order"
    AGAIN_RIGHT = "again_right"
    AGAIN_REASON = "again_reason"
    AGAIN_NEWS = "again_news"
    SPECIALTY_RIGHTS = "specialty_rights"
    SPECIALTY_LANGUAGES = "specialty_languages"

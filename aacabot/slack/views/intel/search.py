"""What a search found: in a message only the asker sees, and in the Intel tab, with the searches saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aacabot.domain.intel.follows import MOST_SEARCHES, SavedSearch, Saving
from aacabot.domain.intel.found import Advice, Found
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId, HomeActionId, HomeTab
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import actions, button, context, header, section
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.items import item_blocks
from aacabot.slack.views.message import Block, Message, characters
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.texts import quoted, shown

KEY = "search"
"""The list of the Intel tab that searches."""
ADVICE: Mapping[Advice, str] = {
    Advice.NOTHING: N_("Nothing shared with you has these words, or words spelt like them."),
    Advice.ONLY_SOME_WORDS: N_("Nothing shared with you has all of these words. This has some of them."),
    Advice.TOO_COMMON: N_(
        "These words are in almost every text. Add one that says more, such as a store's name."
    ),
    Advice.NO_WORDS: N_("There is no word in this to look for. Use letters or digits."),
}
SAVINGS: Mapping[Saving, str] = {
    Saving.SAVED: N_("This search is saved. You are told when something new has its words."),
    Saving.THERE_ALREADY: N_("You have saved this search already."),
    Saving.TOO_MANY: N_("You have saved {n} searches, which is as many as can be. Remove one first."),
    Saving.NO_WORDS: N_("This search cannot be saved."),
}
_WORDS = 80


def search_reply(found: Found, saved: Sequence[SavedSearch], words: Words) -> Message:
    """A page of what was found; the text of a lock screen says nothing of it."""
    turning = _in_message(found, saved, words)
    blocks = [
        header(BlockId.HEADER, _title(found, words)),
        *_advised(found, words),
        *(block for item in found.items for block in item_blocks(item, words)),
        *turning,
    ]
    if characters(blocks) > limits.MESSAGE_CHARACTERS:
        items = [block for item in found.items for block in item_blocks(item, words, buttons=False)]
        blocks = [header(BlockId.HEADER, _title(found, words)), *_advised(found, words), *items, *turning]
    return Message(words("Shared intelligence"), blocks)


def search_list(found: Found | None, saved: Sequence[SavedSearch], place: Place, words: Words) -> list[Block]:
    """The field, the searches saved, and a page of what the last one found."""
    field = search_field(
        f"{BlockId.SEARCH}:{place.words}",
        IntelInputId.SEARCH,
        words("Search what is shared"),
        words("A title, a store, an address, a pattern"),
        place.words,
    )
    hint = words("kind:storefront, label:green or group:name narrow it down. Typos are forgiven.")
    return [
        field,
        context(BlockId.HINT, hint),
        *_kept(saved, words),
        *(_in_home(found, saved, place, words) if found else []),
    ]


def saving_said(saving: Saving, words: Words) -> str:
    return words(SAVINGS[saving], n=words.number(MOST_SEARCHES))


def saving_reply(saving: Saving, words: Words) -> Message:
    said = saving_said(saving, words)
    return Message(said, [section(BlockId.TEXT, said)])


def removed_reply(words: Words) -> Message:
    said = words("This search is removed. You are told of it no more.")
    return Message(said, [section(BlockId.TEXT, said)])


def _title(found: Found, words: Words) -> str:
    if not found.words:
        return words("Shared with you, the latest first")
    return words("Search: {words}", words=quoted(words, shown(found.words, _WORDS)))


def _advised(found: Found, words: Words) -> list[Block]:
    if found.advice is not None:
        return [section(BlockId.TEXT, words(ADVICE[found.advice]))]
    return [] if found.items else [section(BlockId.TEXT, words("Nothing has been shared with you yet."))]


def _kept(saved: Sequence[SavedSearch], words: Words) -> list[Block]:
    """Each saved search with a button that runs it."""
    if not saved:
        return []
    return [
        context(f"{BlockId.HINT}_saved", words("Searches you saved. You are told when there is news.")),
        *(
            section(f"{BlockId.LINE}_{one.id}", shown(one.words, _WORDS) or "?", _run(one, words))
            for one in saved
        ),
    ]


def _run(one: SavedSearch, words: Words) -> Block:
    return button(IntelActionId.INTEL_SEARCH_SAVED, words("Search"), home_place(one.words).value)


def home_place(asked: str) -> Place:
    """Where in the home the answer to a search is."""
    return Place(tab=HomeTab.INTEL, of=KEY, words=asked)


def _in_home(found: Found, saved: Sequence[SavedSearch], place: Place, words: Words) -> list[Block]:
    back, on = place.turned(found.page - 1).value, place.turned(found.page + 1).value
    turning = [
        button(HomeActionId.HOME_PAGE_BACK, words("Back"), back) if found.page > 1 else None,
        button(HomeActionId.HOME_PAGE_ON, words("More"), on) if found.page < found.pages else None,
        _saving(found, saved, words),
    ]
    return [
        section(f"{BlockId.TEXT}_intel", _title(found, words)),
        *_advised(found, words),
        *(block for item in found.items for block in item_blocks(item, words)),
        *([context(BlockId.PAGE, _page(found, words))] if found.pages > 1 else []),
        *([actions(BlockId.PAGES, *turning)] if any(turning) else []),
    ]


def _in_message(found: Found, saved: Sequence[SavedSearch], words: Words) -> list[Block]:
    """The words travel in `also`, which has room for all of them."""
    there = replace(home_place(""), also=found.words)
    back, on = there.turned(found.page - 1).value, there.turned(found.page + 1).value
    home = home_place(found.words).value
    buttons = [
        button(IntelActionId.INTEL_SEARCH_BACK, words("Back"), back) if found.page > 1 else None,
        button(IntelActionId.INTEL_SEARCH_ON, words("More"), on) if found.page < found.pages else None,
        _saving(found, saved, words),
        button(IntelActionId.INTEL_SEARCH_HOME, words("Open in Home"), home),
    ]
    paged = [context(BlockId.PAGE, _page(found, words))] if found.pages > 1 else []
    return [*paged, actions(BlockId.PAGES, *buttons)]


def _page(found: Found, words: Words) -> str:
    return words("Page {page} of {pages}", page=found.page, pages=words.number(found.pages))


def _saving(found: Found, saved: Sequence[SavedSearch], words: Words) -> Block | None:
    """Save it, or remove it where it is saved."""
    kept = next((one for one in saved if one.words.casefold() == found.words.casefold()), None)
    if kept is not None:
        return button(IntelActionId.INTEL_DROP_SEARCH, words("Remove this saved search"), kept.id)
    if not found.may_save:
        return None
    return button(IntelActionId.INTEL_SAVE_SEARCH, words("Save this search"), found.words)

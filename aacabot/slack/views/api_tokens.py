"""Keys for a member's own tools: the list with its form, and the one time a key is shown."""

from collections.abc import Mapping, Sequence

from aacabot.domain.api_tokens import NAME_LIMIT, MadeToken, Scope, TokenShown
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.api_tokens import ApiTokenActionId, ApiTokenInputId
from aacabot.slack.views.blocks import button, context, dialog, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import checkboxes, line_input
from aacabot.slack.views.rich import bullets, line, rich
from aacabot.slack.views.texts import shown

DAYS_OFFERED = (30, 90, 365)
DAYS = 90
SCOPES: Mapping[str, str] = {
    Scope.COMPLAINTS_WRITE: N_("report listings"),
    Scope.COMPLAINTS_READ: N_("read what became of reports"),
    Scope.INTEL_READ: N_("read shared intelligence"),
    Scope.INTEL_WRITE: N_("share intelligence"),
}


def tokens_modal(tokens: Sequence[TokenShown], kept: dict[str, str], words: Words) -> Block:
    """The member's keys, each with a way to revoke it, and the form for another."""
    said = words(
        "Your own tools can report listings, and read and share intelligence, with a key. A key acts as "
        "whoever made it, with the roles they have at that moment."
    )
    blocks = [section(BlockId.TEXT, said), *(_token(one, words) for one in tokens)]
    scopes = [option(words(label), scope) for scope, label in SCOPES.items()]
    days = [option(words.plural("{n} day", "{n} days", days), str(days)) for days in DAYS_OFFERED]
    name = line_input(ApiTokenInputId.NAME, most=NAME_LIMIT)
    menu = select(ApiTokenInputId.DAYS, words("Choose how long"), days, str(DAYS))
    blocks += [
        field(ApiTokenInputId.NAME, words("Name of a new key, such as the tool's"), name),
        field(ApiTokenInputId.SCOPES, words("It may"), checkboxes(ApiTokenInputId.SCOPES, scopes)),
        field(ApiTokenInputId.DAYS, words("It is good for"), menu),
    ]
    return modal(
        ApiTokenActionId.TOKENS,
        words("Keys for your tools"),
        blocks,
        close=words("Close"),
        submit=words("Make a key"),
        metadata=kept,
    )


def _token(token: TokenShown, words: Words) -> Block:
    asked = dialog(
        words("Revoke this key?"),
        words("The tool that has it can do nothing with it from this moment."),
        words("Revoke"),
        words("Keep it"),
    )
    revoke = button(ApiTokenActionId.TOKEN_REVOKE, words("Revoke"), token.id, style="danger", dialog=asked)
    return section(f"{BlockId.LINE}_{token.id}", "\n".join(_about(token, words)), revoke)


def _about(token: TokenShown, words: Words) -> list[str]:
    who = shown(token.made_by, NAME_LIMIT) or words("the operator")
    used = (
        words("last used {at}", at=words.moment(token.last_used_at))
        if token.last_used_at
        else words("never used")
    )
    lines = [
        shown(token.name, NAME_LIMIT) or "?",
        words.listing_of([words(SCOPES[scope]) for scope in token.scopes if scope in SCOPES]),
        words("Made by {person} on {day}; {used}", person=who, day=words.day(token.made_at), used=used),
    ]
    if token.expires_at:
        lines.append(words("Good until {at}", at=words.moment(token.expires_at)))
    return lines


def token_modal(made: MadeToken, words: Words) -> Block:
    """The key, this once."""
    blocks = [
        section(BlockId.TEXT, words("This key is shown once. Copy it now, into the tool that uses it.")),
        section(BlockId.HEADER, made.token),
        rich(
            BlockId.HINT,
            bullets(
                line(words("Send it in the header: Authorization: Bearer, then the key.")),
                line(
                    words(
                        "It is good until {at}; revoke it here at any time.", at=words.moment(made.expires_at)
                    )
                ),
            ),
        ),
        context(BlockId.LINE, words("We keep only its fingerprint: nobody can show it to you again.")),
    ]
    return modal(ApiTokenActionId.TOKENS, words("Your key"), blocks, close=words("Close"))

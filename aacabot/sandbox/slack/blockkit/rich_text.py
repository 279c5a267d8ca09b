"""The rich_text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from aacabot.sandbox.slack.blockkit.rules import Anything, Flag, Items, Number, Rule, Shape, Str, Typed, Url

STYLE = Shape(
    {name: Flag() for name in ("bold", "italic", "strike", "code", "underline", "highlight")}
    | {
        "client_highlight": Flag(),
        "unlink": Flag(),
    }
)

LEAVES: dict[str, Rule] = {
    "text": Shape({"text": Str(least=1), "style": STYLE}, required=("text",)),
    "link": Shape({"url": Url(3000), "text": Str(), "unsafe": Flag(), "style": STYLE}, required=("url",)),
    "emoji": Shape(
        {"name": Str(least=1), "unicode": Str(), "skin_tone": Number(), "style": STYLE}, required=("name",)
    ),
    "user": Shape({"user_id": Str(least=1), "style": STYLE}, required=("user_id",)),
    "channel": Shape({"channel_id": Str(least=1), "style": STYLE}, required=("channel_id",)),
    "usergroup": Shape({"usergroup_id": Str(least=1), "style": STYLE}, required=("usergroup_id",)),
    "team": Shape({"team_id": Str(least=1), "style": STYLE}, required=("team_id",)),
    "broadcast": Shape(
        {"range": Str(one_of=("here", "channel", "everyone")), "style": STYLE}, required=("range",)
    ),
    "color": Shape({"value": Str(least=1), "style": STYLE}, required=("value",)),
    "date": Shape(
        {"timestamp": Number(), "format": Str(least=1), "url": Url(3000), "fallback": Str(), "style": STYLE},
        required=("timestamp", "format"),
    ),
}
SECTION = Shape({"elements": Items(Typed(LEAVES), least=0)}, required=("elements",))
BORDER = Number(0, 1)
PARTS = Typed(
    {
        "rich_text_section": SECTION,
        "rich_text_list": Shape(
            {
                "style": Str(one_of=("bullet", "ordered")),
                "elements": Items(Typed({"rich_text_section": SECTION})),
                "indent": Number(0, 8),
                "offset": Number(0),
                "border": BORDER,
            },
            required=("style", "elements"),
        ),
        "rich_text_preformatted": Shape(
            {"elements": Items(Typed(LEAVES).only("text", "link")), "border": BORDER, "language": Anything()},
            required=("elements",),
        ),
        "rich_text_quote": Shape(
            {"elements": Items(Typed(LEAVES)), "border": BORDER}, required=("elements",)
        ),
    }
)
RICH_TEXT = Shape({"block_id": Str(255, 1), "elements": Items(PARTS)}, required=("elements",))

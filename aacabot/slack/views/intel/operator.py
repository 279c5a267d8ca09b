"""What the operator sees of members' intelligence, and what it does not: docs/what-the-operator-sees.md."""

from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import button, header
from aacabot.slack.views.forms import modal
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bullets, line, rich

_SEES = (
    N_("Every member's cases: the desk reviews them."),
    N_("Items under TLP:GREEN and TLP:CLEAR, as every member does; never whose they are."),
    N_("The rest of what is done here, such as roles and settings, in the audit trail its admins read."),
)  # fmt: skip
_DOES_NOT_SEE = (
    N_("Items under TLP:AMBER, TLP:AMBER+STRICT or TLP:RED, and whatever is shared in a group."),
    N_("Blind questions: they are compared as hashes and thrown away. Only how many a member asked on a day "
       "is kept."),
    N_("What your card says that others met, and who asks to be introduced to whom."),
    N_("In the audit trail: who shared, judged, exported or imported what. Your own admins and counsel do."),
    N_("Payment handles and contacts in clear: only their keyed hashes are kept."),
)  # fmt: skip
_WHO_RUNS_IT = (
    N_("Whoever runs the server can read its database: items of every label with the member they come from, "
       "and which members were introduced. They also have the keys that the hashes are made with, so they "
       "could try out whether a seller they know of is among them."),
    N_("Slack keeps the messages and forms you and I exchange, as your workspace is set up. What you type "
       "after a command reaches the hub through Slack."),
)  # fmt: skip


def operator_sees_button(words: Words) -> Block:
    return button(IntelActionId.INTEL_OPERATOR_SEES, words("What the operator sees"), "operator")


def operator_sees_modal(words: Words) -> Block:
    """What the operator's people see in the app, what they do not, and what whoever runs the server can."""
    parts = [
        (words("The operator's people see"), _SEES),
        (words("They do not see"), _DOES_NOT_SEE),
        (words("Who runs the server, and Slack"), _WHO_RUNS_IT),
    ]
    blocks: list[Block] = []
    for place, (title, said) in enumerate(parts):
        blocks.append(header(f"{BlockId.HEADER}_{place}", title))
        blocks.append(rich(f"{BlockId.TEXT}_{place}", bullets(*(line(words(one)) for one in said))))
    return modal(IntelActionId.INTEL_OPERATOR_SEES, words("What is seen"), blocks, close=words("Close"))

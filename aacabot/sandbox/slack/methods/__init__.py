"""The Web API methods this Slack has, by family."""

from aacabot.sandbox.slack.methods import apps, chat, conversations, files, threads, unfurls, users, views
from aacabot.sandbox.slack.methods.request import Method

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **threads.METHODS,
    **unfurls.METHODS,
    **users.METHODS,
    **views.METHODS,
}

"""The page where a person allows the app: `GET /oauth/v2/authorize`, and its form."""

from html import escape

from aiohttp import web

from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.oauth import Asked
from aacabot.sandbox.slack.state import SlackState

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:8vh auto;padding:0 1.5rem}"
    "button{font:inherit;margin:.2rem .4rem .2rem 0;padding:.3rem .8rem}"
)


class OAuthRoutes:
    """Who installs the app where is chosen here by a click, as anyone the sandbox knows."""

    def __init__(self, slack: SlackState) -> None:
        self._slack = slack

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/oauth/v2/authorize", self.page)
        app.router.add_post("/oauth/v2/authorize", self.decide)
        app.router.add_get("/app_redirect", self.into_slack)

    async def page(self, request: web.Request) -> web.Response:
        try:
            asked = self._slack.oauth.asked(request.query)
        except SandboxRefusal as refusal:
            return web.Response(status=400, text=str(refusal))
        return web.Response(text=self._html(asked, request.query_string), content_type="text/html")

    async def decide(self, request: web.Request) -> web.Response:
        """`place` and `user` allow it; without them it is refused. The browser goes back to the app."""
        form = await request.post()
        place, user = str(form.get("place") or ""), str(form.get("user") or "")
        try:
            asked = self._slack.oauth.asked(request.query)
            url = (
                self._slack.oauth.approve(asked, place, user)
                if place
                else asked.sent_back(error="access_denied")
            )
        except SandboxRefusal as refusal:
            return web.Response(status=400, text=str(refusal))
        raise web.HTTPFound(url)

    async def into_slack(self, request: web.Request) -> web.Response:
        """Where "Open in Slack" leads: the page that stands for Slack."""
        raise web.HTTPFound("/")

    def _html(self, asked: Asked, query: str) -> str:
        action = escape(f"/oauth/v2/authorize?{query}")
        forms = "".join(
            f"<h2>{escape(place[1])}</h2>"
            + "".join(
                self._form(action, f"Allow as {name}", place=place[0], user=user) for user, name in people
            )
            for place, people in self._choices(asked)
        )
        wants = escape(", ".join(asked.scopes))
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow aacabot</title>'
            f"<style>{_STYLE}</style></head><body><h1>aacabot asks to be installed</h1>"
            f"<p>It asks for: {wants}</p>{forms}<hr>{self._form(action, 'Cancel')}</body></html>"
        )

    def _choices(self, asked: Asked) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
        spaces = [one for one in self._slack.workspaces if asked.team in (None, one.id)]
        found = [
            ((one.id, one.name), [(p.id, p.name) for p in one.people.values() if not p.is_deactivated])
            for one in spaces
        ]
        for organisation in self._slack.workspaces.organisations.values():
            teams = [self._slack.workspaces.get(team) for team in sorted(organisation.teams)]
            admins = [(p.id, p.name) for team in teams for p in team.people.values() if p.is_admin]
            found.append(((organisation.id, organisation.name), admins))
        return found

    @staticmethod
    def _form(action: str, label: str, **fields: str) -> str:
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in fields.items()
        )
        return f'<form method="post" action="{action}">{hidden}<button>{escape(label)}</button></form>'

"""`GET /slack/install` and `GET /slack/oauth_redirect`: where an installation begins and ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_bolt_request
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth import OAuthStateUtils

from aacabot.locales import Catalogues, Words
from aacabot.logs import log
from aacabot.web.languages import preferred_language
from aacabot.web.oauth_pages import Installed, Page, installed_page, refused_page, render

HEADERS = {
    "Cache-Control": "no-store",
    # The address of this page holds the code.
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class OAuthAnswers:
    """What the browser is shown at the end. `slack_page` makes the address of the app inside Slack."""

    catalogues: Catalogues
    slack_page: Callable[[str, str], str]

    def options(self, cookie: OAuthStateUtils) -> AsyncCallbackOptions:
        """Bolt's two endings, as pages of ours; either way the browser forgets the state."""
        forget = cookie.build_set_cookie_for_deletion()

        async def success(args: AsyncSuccessArgs) -> BoltResponse:
            made = args.installation
            is_org = bool(made.is_enterprise_install)
            place = made.enterprise_id if is_org else made.team_id
            log(__name__).info("app installed", place=place, organisation=is_org)
            name = made.enterprise_name if is_org else made.team_name
            about = Installed(name or place or "", is_org, self._next(made.app_id, place, is_org))
            return self._page(args.request, 200, lambda words: installed_page(about, words), forget)

        async def failure(args: AsyncFailureArgs) -> BoltResponse:
            log(__name__).warning("app not installed", reason=args.reason[:80])
            # Bolt answers a person's refusal with 200; nothing was installed, so it is none.
            status = max(args.suggested_status_code, 400)
            return self._page(args.request, status, lambda words: refused_page(args.reason, words), forget)

        return AsyncCallbackOptions(success=success, failure=failure)

    def _next(self, app_id: str | None, place: str | None, is_org: bool) -> str | None:
        if not app_id or not place:
            return None
        if is_org:
            # https://api.slack.com/enterprise/apps/reference: the app is in no workspace before this.
            return f"https://app.slack.com/manage/{place}/integrations/profile/{app_id}/workspaces/add"
        return self.slack_page(app_id, place)

    def _page(
        self, request: AsyncBoltRequest, status: int, page: Callable[[Words], Page], cookie: str
    ) -> BoltResponse:
        accepted = ",".join(request.headers.get("accept-language") or [])
        body = self.html(accepted, page)
        headers: dict[str, str | Sequence[str]] = {
            "Content-Type": "text/html; charset=utf-8",
            "Set-Cookie": cookie,
        }
        return BoltResponse(status=status, body=body, headers=headers)

    def html(self, accepted: str, page: Callable[[Words], Page]) -> str:
        """A page in the browser's language."""
        locale = preferred_language(accepted, self.catalogues.translations)
        return render(page(self.catalogues.words(locale=locale, timezone="UTC")), locale)


@dataclass(frozen=True)
class OAuthRoutes:
    flow: AsyncOAuthFlow
    answers: OAuthAnswers

    def routes(self) -> list[web.RouteDef]:
        # No HEAD: link previews would begin installations.
        return [
            web.get("/slack/install", self.install, allow_head=False),
            web.get("/slack/oauth_redirect", self.redirect, allow_head=False),
        ]

    async def install(self, request: web.Request) -> web.Response:
        """Send the browser on to Slack with a new state."""
        return _answer(await self.flow.handle_installation(await to_bolt_request(request)))

    async def redirect(self, request: web.Request) -> web.Response:
        """Take the browser back from Slack: check the state, spend it, exchange the code, keep the token."""
        try:
            return _answer(await self.flow.handle_callback(await to_bolt_request(request)))
        except (aiohttp.ClientError, TimeoutError) as error:
            log(__name__).warning("app not installed", reason=type(error).__name__)
        accepted = request.headers.get("Accept-Language", "")
        html = self.answers.html(accepted, lambda words: refused_page("slack_is_silent", words))
        return web.Response(status=502, text=html, content_type="text/html", headers=HEADERS)


def _answer(made: BoltResponse) -> web.Response:
    """Bolt's answer. Its own adapter marks every cookie Secure, which a hub on http could never read."""
    response = web.Response(status=made.status, text=made.body, content_type="text/html", headers=HEADERS)
    for location in made.headers.get("location", []):
        response.headers["Location"] = location
    for cookie in made.headers.get("set-cookie", []):
        for morsel in SimpleCookie(cookie).values():
            response.headers.add("Set-Cookie", morsel.OutputString())
    return response

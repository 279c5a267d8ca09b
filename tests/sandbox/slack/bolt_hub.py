"""A tiny real Bolt app on aiohttp: what the sandbox talks to in these tests."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SlackSandbox

Heard = TypeVar("Heard", bound=Callable[..., Awaitable[None]])
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def bolt_app(slack: SlackSandbox) -> AsyncApp:
    """Verifies signatures with the sandbox's secret and calls back to its API."""
    client = AsyncWebClient(token="xoxb-acme", base_url=slack.api_url)
    return AsyncApp(client=client, signing_secret="shh", raise_error_for_unhandled_request=False)


def on(listener: Any) -> Callable[[Heard], Heard]:
    """`@on(app.action("go"))`: Bolt's own decorators are untyped."""

    def bind(heard: Heard) -> Heard:
        listener(heard)
        return heard

    return bind


@asynccontextmanager
async def served(slack: SlackSandbox, app: AsyncApp) -> AsyncIterator[None]:
    """Serve the app on a free port, and tell the sandbox where."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with listening(slack, answer):
        yield


@asynccontextmanager
async def listening(slack: SlackSandbox, answer: Answer) -> AsyncIterator[None]:
    site = web.Application()
    site.router.add_post("/slack/events", answer)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()

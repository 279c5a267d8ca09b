"""The small pages at the end of an installation. Names from Slack are escaped; nothing runs in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from aacabot.domain.untrusted import one_line
from aacabot.locales import N_, Words

NAME = 80
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem;color:#1d1c1d;"
    "background:#fff}h1{font-size:1.4rem}a{color:#1264a3}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}a{color:#6bb3e8}}"
)

_NOTHING = N_("Nothing was installed, and nothing was changed.")
_REASONS: Mapping[str, str] = {
    "access_denied": N_("The installation was cancelled in Slack."),
    "invalid_browser": N_(
        "This page does not belong to an installation begun in this browser within the last ten minutes."
    ),
    "invalid_state": N_("This installation was finished before, or was begun more than ten minutes ago."),
    "missing_code": N_("Slack sent this browser back without saying that the app is allowed."),
    "invalid_code": N_("Slack did not accept the installation."),
    "storage_error": N_("The hub could not keep the installation. Its log says why."),
    "slack_is_silent": N_("Slack did not answer in time."),
}


@dataclass(frozen=True)
class Installed:
    """The workspace or organisation by its name, and where to go next."""

    name: str
    is_org: bool
    next_url: str | None


@dataclass(frozen=True)
class Page:
    """A heading, lines, and one link. Everything is text; `render` escapes it."""

    title: str
    lines: tuple[str, ...]
    link: tuple[str, str] | None = None


def installed_page(installed: Installed, words: Words) -> Page:
    """What to do next: choose workspaces for an organisation, then link it to the alliance."""
    name = one_line(installed.name, NAME)
    home = words("Then open aacabot's Home in Slack and enter the invite code of your alliance's operator.")
    if installed.is_org:
        title = words("aacabot is installed for {name}", name=name)
        choose = words("Next, choose the workspaces it may serve: until then it is in none.")
        return _page(title, (choose, home), words("Choose workspaces"), installed.next_url)
    title = words("aacabot is installed in {name}", name=name)
    now = words("Next, open aacabot's Home in Slack and enter the invite code of your alliance's operator.")
    without = words("Without a code, ask the operator for one; somebody who has used it already needs none.")
    return _page(title, (now, without), words("Open aacabot in Slack"), installed.next_url)


def refused_page(reason: str, words: Words) -> Page:
    """Why nothing was installed, and how to begin again. `reason` may be anything an address holds."""
    why = _REASONS.get(reason)
    said = words(why) if why else words("Slack reports: {problem}", problem=one_line(reason, NAME))
    lines = (said, words(_NOTHING), words("If it happens again, ask your alliance's operator."))
    return Page(words("aacabot is not installed"), lines, (words("Begin again"), "/slack/install"))


def _page(title: str, lines: tuple[str, ...], label: str, url: str | None) -> Page:
    return Page(title, lines, (label, url) if url else None)


def render(page: Page, locale: str) -> str:
    """The page as HTML."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in page.lines)
    link = f'<p><a href="{escape(page.link[1])}">{escape(page.link[0])}</a></p>' if page.link else ""
    return (
        f'<!doctype html><html lang="{escape(locale.replace("_", "-"))}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(page.title)}</h1>{lines}{link}</body></html>"
    )

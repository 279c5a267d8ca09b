"""Addresses of listings, as people paste them: found, checked, and read for the listing's id."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit, urlunsplit

from aacabot.domain.complaints import Reported
from aacabot.domain.untrusted import storable

MOST_ADDRESS = 3_000
_MOST_ID = 200
# Browsers read a backslash as a slash and drop line breaks (url.spec.whatwg.org), so that such an address
# can lead to another host than Python reads in it.
_LEADS_ASTRAY = re.compile(r"[\s\\\x00-\x1f\x7f]")
# Slack wraps links so (docs.slack.dev/messaging/formatting-message-text, "Linking to URLs").
_WRAPPED = re.compile(r"<([a-z][a-z0-9+.-]*:[^|>\s]+)(?:\|[^>]*)?>", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"'，。；、]+", re.IGNORECASE)
_ENDS = ",;.)]}>\"'，。；、"
_SCHEMED = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE_HOST = re.compile(r"[^\s/:@.]+(?:\.[^\s/:@.]+)+/", re.UNICODE)


def read_pasted(text: str) -> list[Reported]:
    """Every word of a pasted list as an address to report, in order; what is none is answered as such."""
    words = _WRAPPED.sub(lambda found: f" {_unescaped(found[1])} ", storable(text)).split()
    return _numbered(word.strip("<>") for word in words)


def links_in(message: str) -> list[Reported]:
    """The web addresses in a message's text as Slack gives it; its other words are left alone."""
    wrapped = [_unescaped(found[1]) for found in _WRAPPED.finditer(storable(message))]
    bare = _LINK.findall(_WRAPPED.sub(" ", _unescaped(storable(message))))
    links = [link for link in (*wrapped, *bare) if link.lower().startswith(("http://", "https://"))]
    return _numbered(dict.fromkeys(link.rstrip(_ENDS) for link in links))


def _numbered(urls: Iterable[str]) -> list[Reported]:
    kept = [url for url in (url.rstrip(_ENDS).lstrip("(") for url in urls) if url]
    return [Reported(line=line, url=url) for line, url in enumerate(kept, 1)]


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def checked_address(given: str) -> str | None:
    """The address in one form: `https://` where no scheme was written, a small host, no fragment.

    None for what is no web address, or could lead elsewhere than it reads.
    """
    if len(given) > MOST_ADDRESS or _LEADS_ASTRAY.search(given):
        return None
    written = f"https://{given}" if not _SCHEMED.match(given) and _BARE_HOST.match(given) else given
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, parts.query, ""))


def host_of(url: str) -> str:
    """The host of a checked address."""
    return urlsplit(url).hostname or ""


def listing_id_of(url: str, pattern: str | None) -> str | None:
    """The marketplace's id of the listing at a checked address.

    `pattern` is a regular expression with a group `id`; without one it is the last part of the path.
    """
    if pattern is not None:
        found = re.search(pattern, url)
        given = found.group("id") if found else None
    else:
        given = next((part for part in reversed(urlsplit(url).path.split("/")) if part), None)
    ident = storable(unquote(given or "")).strip()
    return ident if 0 < len(ident) <= _MOST_ID else None


def is_listing_pattern(pattern: str) -> bool:
    """Whether a regular expression can find a listing's id: it is one, and has a group `id`."""
    try:
        return "id" in re.compile(pattern).groupindex
    except re.error:
        return False

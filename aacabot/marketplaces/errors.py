"""What can go wrong between the hub and a marketplace, sorted by what to do about it."""


class MarketplaceUnreachable(Exception):
    """No usable answer for now: try again later (408, 425, 429, 5xx, network, timeouts, unreadable answers).

    `problem` says in a few words what was seen, without addresses or secrets. `retry_after` is the wait in
    seconds the marketplace asked for, at most an hour, or None. Whether the request took effect is unknown.
    """

    def __init__(self, problem: str, retry_after: float | None = None) -> None:
        super().__init__(problem, retry_after)
        self.problem = problem
        self.retry_after = retry_after

    def __str__(self) -> str:
        return self.problem


class MarketplaceRefused(Exception):
    """The marketplace said no, and would again: final.

    `text` is its answer, untrusted, clipped to 2,000 characters.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status, text)
        self.status = status
        self.text = text

    def __str__(self) -> str:
        return f"the marketplace answered {self.status}"


class RebuttalsNotOffered(Exception):
    """The marketplace takes no rebuttals of counter-notices (404 or 501): a person passes them on."""


class FeedNotOffered(Exception):
    """The marketplace takes no feed of decisions (404 or 501): stop sending it, and tell the desk once."""

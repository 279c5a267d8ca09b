"""Faults a test orders: the next answers of a method are slow, refused, or lost after the effect."""

from dataclasses import dataclass


@dataclass
class Fault:
    """What goes wrong with `method` (`*`: any), `times` times.

    With `after_effect` the call is carried out first and then fails; `drop` cuts the connection instead of
    answering; with nothing but `sleep` (seconds) the call is only slow.
    """

    method: str
    status: int | None = None
    error: str | None = None
    retry_after: int | None = None
    sleep: float = 0.0
    times: int = 1
    after_effect: bool = False
    drop: bool = False

    @property
    def fails(self) -> bool:
        return self.drop or self.status is not None or self.error is not None or self.retry_after is not None

    @property
    def http_status(self) -> int:
        return self.status or (429 if self.retry_after is not None else 200)

    @property
    def code(self) -> str:
        return self.error or ("ratelimited" if self.http_status == 429 else "internal_error")

    @property
    def headers(self) -> dict[str, str]:
        if self.http_status != 429 and self.retry_after is None:
            return {}
        return {"Retry-After": str(self.retry_after if self.retry_after is not None else 1)}


class Faults:
    """The faults still to come, in the order they were ordered."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def next_for(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method in (method, "*") and fault.times > 0:
                fault.times -= 1
                self._waiting = [one for one in self._waiting if one.times > 0]
                return fault
        return None

"""A small vocabulary to write Block Kit's limits down as tables: each rule checks one JSON value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from aacabot.sandbox.slack.blockkit.report import Report


class Rule(Protocol):
    """Checks `value`, found at `pointer`, and adds what is wrong to `report`."""

    def check(self, value: Any, pointer: str, report: Report) -> None: ...


def length(text: str) -> int:
    """Characters as the strictest of Slack's clients may count them: in UTF-16, where an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class Str:
    """A string of `least` to `most` characters, optionally one of a closed set."""

    most: int | None = None
    least: int = 0
    one_of: tuple[str, ...] = ()

    def check(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add(pointer, "must be a string")
        elif self.one_of and value not in self.one_of:
            report.add(pointer, "must be one of: " + ", ".join(self.one_of))
        elif self.most is not None and length(value) > self.most:
            report.add(pointer, f"must be less than {self.most + 1} characters")
        elif len(value) < self.least:
            report.add(pointer, f"must be more than {self.least - 1} characters")


@dataclass(frozen=True)
class Url:
    """An absolute http(s) URL (or slack:, mailto:, tel:) of at most `most` characters."""

    most: int = 3000

    def check(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            return report.add(pointer, "must be a string")
        if len(value) > self.most:
            return report.add(pointer, f"must be less than {self.most + 1} characters")
        parts = urlsplit(value)
        known = parts.scheme in ("slack", "mailto", "tel") or (
            parts.scheme in ("http", "https") and parts.netloc
        )
        if not known or " " in value:
            report.add(pointer, "must be a valid url")
        return None


@dataclass(frozen=True)
class Number:
    """A JSON number between `least` and `most`, both included; whole unless `decimal`."""

    least: float | None = None
    most: float | None = None
    decimal: bool = False

    def check(self, value: Any, pointer: str, report: Report) -> None:
        kinds = (int, float) if self.decimal else (int,)
        if isinstance(value, bool) or not isinstance(value, kinds):
            report.add(pointer, "must be a number" if self.decimal else "must be an integer")
        elif self.most is not None and value > self.most:
            report.add(pointer, f"must be less than or equal to {self.most:g}")
        elif self.least is not None and value < self.least:
            report.add(pointer, f"must be greater than or equal to {self.least:g}")


@dataclass(frozen=True)
class Flag:
    def check(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, bool):
            report.add(pointer, "must be a boolean")


@dataclass(frozen=True)
class Anything:
    """A value whose inside Slack documents too loosely to judge."""

    def check(self, value: Any, pointer: str, report: Report) -> None:
        del value, pointer, report


@dataclass(frozen=True)
class Items:
    """An array of `least` to `most` items, each obeying `rule`."""

    rule: Rule
    most: int | None = None
    least: int = 1

    def check(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            return report.add(pointer, "must be an array")
        if self.most is not None and len(value) > self.most:
            report.add(pointer, f"no more than {self.most} items allowed")
        if len(value) < self.least:
            report.add(pointer, f"no fewer than {self.least} items allowed")
        for index, item in enumerate(value):
            self.rule.check(item, f"{pointer}/{index}", report)
        return None


Extra = Callable[[dict[str, Any], str, Report], None]


@dataclass(frozen=True)
class Shape:
    """An object: its fields, which of them must be there, and rules across them.

    A field that is not listed is `invalid additional property`, as Slack says it.
    """

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    only_one_of: tuple[str, ...] = ()
    extra: tuple[Extra, ...] = ()

    def check(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            return report.add(pointer, "must be an object")
        self._check_presence(value, pointer, report)
        for name, item in value.items():
            rule = self.fields.get(name)
            if rule is not None and item is not None:
                rule.check(item, f"{pointer}/{name}", report)
            elif rule is None and name != "type":
                report.add(pointer, f"invalid additional property: {name}")
        for extra in self.extra:
            extra(value, pointer, report)
        return None

    def _check_presence(self, value: dict[str, Any], pointer: str, report: Report) -> None:
        for name in self.required:
            if value.get(name) is None:
                report.add(pointer, f"missing required field: {name}")
        if self.any_of and not any(value.get(name) is not None for name in self.any_of):
            report.add(pointer, "must provide at least one of: " + ", ".join(self.any_of))
        if self.only_one_of and sum(value.get(name) is not None for name in self.only_one_of) != 1:
            report.add(pointer, "must provide exactly one of: " + ", ".join(self.only_one_of))


@dataclass
class Typed:
    """An object whose `type` says which shape it has; shapes can be added later (they nest in each other)."""

    shapes: dict[str, Rule] = field(default_factory=dict)

    def check(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            return report.add(pointer, "must be an object")
        kind = value.get("type")
        if kind is None:
            return report.add(pointer, "missing required field: type")
        shape = self.shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            return report.add(f"{pointer}/type", f"unsupported type: {kind}")
        return shape.check(value, pointer, report)

    def only(self, *kinds: str) -> "Typed":
        """The same shapes, restricted to some types."""
        return Typed({kind: self.shapes[kind] for kind in kinds})

"""What a validation found, in Slack's words and with Slack's JSON pointers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One broken rule: where (`/blocks/0/text/text`) and what, worded as Slack words it."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass
class Report:
    """Collects problems in the order they are met."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, pointer: str, message: str) -> None:
        self.problems.append(Problem(pointer, message))

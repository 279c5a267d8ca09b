"""What is wrong with an alliance file, said with the line it is on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aacabot.domain.errors import Refusal

Path = tuple[str | int, ...]
"""Where a value is: the mapping keys and list positions that lead to it from the top."""


@dataclass(frozen=True)
class Problem:
    """One thing the file must change: where it is, and what is expected there.

    `line` is set where the path alone leads to another line, as for a key written twice.
    """

    path: Path
    expected: str
    line: int | None = None


@dataclass(frozen=True)
class Source:
    """The text a file was read from: the line of every path, and what reading it already found wrong.

    `labels` name list entries by their key rather than their position.
    """

    name: str = ""
    lines: Mapping[Path, int] = field(default_factory=dict)
    labels: Mapping[Path, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line_of(self, problem: Problem) -> int:
        return problem.line or self.line(problem.path)

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it that is written down; 0 without a text."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def where(self, path: Path) -> str:
        """`path` in words, such as `members[acme].brands[acme-shoes].name`."""
        words = ""
        for length, step in enumerate(path, start=1):
            if isinstance(step, int):
                words += f"[{self.labels.get(path[:length], f'#{step + 1}')}]"
            else:
                words += f".{step}" if words else step
        return words or "file"

    def say(self, problem: Problem) -> str:
        """`file.yaml:LINE: where: what is expected`."""
        start = f"{self.name}:{self.line_of(problem)}: " if self.name else ""
        return f"{start}{self.where(problem.path)}: {problem.expected}"


class AllianceFileRefused(Refusal):
    """The file is refused as a whole; nothing has changed. `lines` say everything it must change."""

    def __init__(self, source: Source, found: Iterable[Problem]) -> None:
        first_at: dict[tuple[Path, int], Problem] = {}
        for problem in (*source.problems, *found):
            first_at.setdefault((problem.path, source.line_of(problem)), problem)
        ordered = sorted(first_at.values(), key=source.line_of)
        self.lines = [source.say(problem) for problem in ordered]
        super().__init__("\n".join(self.lines))

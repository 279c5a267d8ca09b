"""YAML as plain values that remember their lines."""

import re
from typing import Any

import yaml

from aacabot.domain.alliance_file.problems import Path, Problem, Source

_MOST_VALUES = 2_000_000
"""An alliance of thousands of brands has a tenth of this; aliases of aliases can claim billions."""
_DEEPEST = 20

_NAMED_BY = ("key", "slack", "text", "number", "brand", "seller_id")
_SAYABLE = re.compile(r"[\w .&-]{1,40}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Located(dict[str, Any]):
    """A mapping that knows where in the file it is."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class TooMuch(Exception):
    """The text unfolds to more than any alliance has."""


class _Unfolding:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {(): 1}
        self.labels: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self.values = 0

    def value(self, node: yaml.Node, path: Path) -> Any:
        """Scalars stay as they are written: `NO` is Norway and `018000001` a number with its zero."""
        self.values += 1
        if self.values > _MOST_VALUES or len(path) > _DEEPEST:
            raise TooMuch
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.item(each, (*path, number)) for number, each in enumerate(node.value)]
        return None if node.tag == "tag:yaml.org,2002:null" and node.value in _NULLS else node.value

    def item(self, node: yaml.Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        found = self.value(node, path)
        if isinstance(found, Located):
            name = next((found[key] for key in _NAMED_BY if isinstance(found.get(key), str)), "")
            if _SAYABLE.fullmatch(name):
                self.labels[path] = name
        return found

    def mapping(self, node: yaml.MappingNode, path: Path) -> Located:
        found = Located(path)
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(path, "expected a plain word as the key", line))
                continue
            key = key_node.value
            if key in found:
                first = self.lines[*path, key]
                again = Problem((*path, key), f"expected once; line {first} has it too", line)
                self.problems.append(again)
                continue
            self.lines[*path, key] = line
            found[key] = self.value(value_node, (*path, key))
        return found


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def unfold(text: str, name: str) -> tuple[Any, Source]:
    """The plain values of a YAML text (mappings as `Located`, scalars as written), and its source.

    A text that is not YAML gives None and a source whose problem says on which line it stops being YAML.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return None, _broken(name, line, f"expected YAML; {error.problem or error.context}")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, _broken(name, line, "expected text without control characters")
    if node is None:
        return None, _broken(name, 1, "expected an alliance file; this one is empty")
    unfolding = _Unfolding()
    try:
        value = unfolding.value(node, ())
    except TooMuch:
        return None, _broken(name, 1, "expected an alliance file; its aliases unfold to far more than that")
    return value, Source(name, unfolding.lines, unfolding.labels, tuple(unfolding.problems))


def _broken(name: str, line: int, expected: str) -> Source:
    return Source(name, {(): line}, {}, (Problem((), expected),))

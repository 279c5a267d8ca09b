"""From YAML text to an alliance file, with everything that is wrong with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from rapidfuzz import process

from aacabot.domain.alliance_file.checks import repeated_entries
from aacabot.domain.alliance_file.entries import AllianceFile
from aacabot.domain.alliance_file.located import Located, unfold
from aacabot.domain.alliance_file.problems import Path, Problem
from aacabot.domain.alliance_file.values import Explained


def read_alliance_file(text: str, name: str) -> AllianceFile:
    """Read `text`; `name` is what its lines are called in errors.

    Nothing is raised: what is wrong waits in `source.problems`, so that `apply` can refuse the file once,
    with what the database knows against it as well.
    """
    value, source = unfold(text, name)
    if value is None:
        missing = () if source.problems else (Problem((), "expected an alliance file; this one is empty"),)
        return AllianceFile().read_from(replace(source, problems=source.problems + missing))
    file, wrong = _usable_part(value)
    found = (*source.problems, *wrong, *repeated_entries(file, source))
    return file.read_from(replace(source, problems=found))


def _usable_part(value: Any) -> tuple[AllianceFile, list[Problem]]:
    """The file without what is wrong in it, so that the rest can still be checked."""
    problems: list[Problem] = []
    while True:
        try:
            return AllianceFile.model_validate(value), problems
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
            if not isinstance(value, Located):
                return AllianceFile(), [Problem((), "expected keys such as alliance, members, marketplaces")]
            # Later rounds only meet what the first one took away.
            problems = problems or [
                _problem(value, each) for each in errors if not _only_follows(each, errors)
            ]
            paths = {_there(value, tuple(each["loc"])) for each in errors}
            if () in paths:
                return AllianceFile(), problems
            for path in sorted(paths, key=_last_first, reverse=True):
                _take_away(value, path)


def _only_follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """A list is also called too short where its only item is wrong."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        other["loc"] != loc and other["loc"][: len(loc)] == loc for other in errors
    )


def _last_first(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _there(value: Any, loc: Path) -> Path:
    """The part of `loc` that is written down. A bad scalar in a list counts as the list."""
    path: Path = ()
    for step in loc:
        if not _holds(value, step):
            break
        value = value[step]
        path = (*path, step)
    if path and isinstance(path[-1], int) and not isinstance(value, Located):
        return path[:-1]
    return path


def _take_away(value: Any, path: Path) -> None:
    for step in path[:-1]:
        if not _holds(value, step):
            return
        value = value[step]
    if _holds(value, path[-1]):
        del value[path[-1]]


def _origin(value: Any, loc: Path) -> Path:
    """`loc` as the file has it: pydantic adds steps of its own for keys of mappings and parts of unions."""
    path: Path = ()
    for step in loc:
        if not _holds(value, step):
            return (*path, step) if isinstance(value, dict) and isinstance(step, str) else path
        value = value[step]
        path = (*path, step)
    return path


def _problem(value: Any, error: ErrorDetails) -> Problem:
    path = _origin(value, tuple(error["loc"]))
    owner, field = _field_at(path)
    if error["type"] == "extra_forbidden":
        return Problem(path, _known_keys(str(path[-1]), list(owner.model_fields)))
    said = error.get("ctx", {}).get("error")
    expected = str(said) if isinstance(said, Explained) else field.description if field else "keys and values"
    missing = "missing; " if error["type"] == "missing" else ""
    return Problem(path, f"{missing}expected {expected}")


def _known_keys(key: str, known: Sequence[str]) -> str:
    nearest = process.extractOne(key, known, score_cutoff=60)
    hint = f"did you mean {nearest[0]}? Expected" if nearest else "expected"
    return f"unknown key; {hint} one of {', '.join(known)}"


def _field_at(path: Path) -> tuple[type[BaseModel], FieldInfo | None]:
    """The entry that holds the last named step of `path`, and that field (None where it has no such key)."""
    owner: type[BaseModel] = AllianceFile
    field: FieldInfo | None = None
    inner: type[BaseModel] | None = AllianceFile
    for step in path:
        if inner is None or isinstance(step, int):
            continue
        owner, field = inner, inner.model_fields.get(step)
        inner = _entry_in(field.annotation) if field else None
    return owner, field


def _entry_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_entry_in, get_args(annotation))), None)

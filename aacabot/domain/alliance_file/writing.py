"""From an alliance file to YAML text."""

import re
from datetime import date
from typing import Any

import yaml

from aacabot.domain.alliance_file.entries import AllianceFile

# The C emitter is six times as quick, where PyYAML was built with it.
_Emitter: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Emitter):  # type: ignore[misc]
    """Short mappings on one line, as people write them; no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


# Other readers take 018000001 for a number and drop its zero.
_NUMERIC = re.compile(r"[-+.\d][\d.,:_eE+-]*")


def _string(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if _NUMERIC.fullmatch(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    return dumper.represent_int(int(value)) if value.is_integer() else dumper.represent_float(value)


_Dumper.add_representer(str, _string)
_Dumper.add_representer(float, _number)


def to_yaml(file: AllianceFile) -> str:
    """`file` as YAML that reads back as the same file; what it does not mention is left out."""
    return yaml.dump(
        _plain(file.model_dump(exclude_unset=True)),
        Dumper=_Dumper,
        default_flow_style=None,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if isinstance(value, date | bool | int | float | None) else str(value)

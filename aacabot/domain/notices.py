"""What the hub tells people that is not about one case: values only, made into words where it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class NoticeKind(StrEnum):
    """What is told; `jobs.notices` says which view makes its words."""

    ACCESS_ASKED = "access_asked"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing to tell. `values` are JSON, as the kind's view wants them: moments and days in ISO 8601."""

    kind: NoticeKind
    values: Mapping[str, Any]

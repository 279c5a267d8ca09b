"""The record for counsel: cases with all that is kept of them, signed, and checkable without the hub."""

from aacabot.services.counsel.asking import case_scope, member_scope, require_keeper
from aacabot.services.counsel.check import ChainProblem, check_chains
from aacabot.services.counsel.export import Exported, fetch, write_record

__all__ = [
    "ChainProblem",
    "Exported",
    "case_scope",
    "check_chains",
    "fetch",
    "member_scope",
    "require_keeper",
    "write_record",
]

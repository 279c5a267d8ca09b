"""Competition and privacy: what is looked for in everything a member shares, before anybody reads it."""

from aacabot.domain.intel.guard.examine import examine
from aacabot.domain.intel.guard.findings import Examined, Found, GuardRule, Marked, Place, Topic

__all__ = ["Examined", "Found", "GuardRule", "Marked", "Place", "Topic", "examine"]

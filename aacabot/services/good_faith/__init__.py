"""Good faith: the record is kept with every decision, and says whether a confirm goes out at once."""

from aacabot.services.good_faith.lane import has_fast_lane, standing_at
from aacabot.services.good_faith.nightly import compute_all, compute_nightly

__all__ = ["compute_all", "compute_nightly", "has_fast_lane", "standing_at"]

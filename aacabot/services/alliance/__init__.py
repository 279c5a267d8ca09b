"""The alliance is what its file says: applied, and written back."""

from aacabot.services.alliance.apply import apply
from aacabot.services.alliance.export import export, note_export

__all__ = ["apply", "export", "note_export"]

"""One item as a member's tool sends it: the form agreed, checked before anything is done."""

from pydantic import BaseModel, ConfigDict, Field

from aacabot.domain.intel.items import TEXT_LIMIT, VALUE_LIMIT, Confidence, Draft, Origin, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import DEFAULT, Label


class IntelRequest(BaseModel):
    """`POST /api/v1/intel`: `kind` and `value`, or `kind` and `text` for methods and notes.

    `label` is TLP 2.0 in small letters; TLP:RED is shared in Slack, where its readers are named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: IntelKind
    value: str = Field(default="", max_length=VALUE_LIMIT)
    text: str = Field(default="", max_length=TEXT_LIMIT)
    label: Label = DEFAULT
    category: str | None = Field(default=None, max_length=100)
    marketplace: str | None = Field(default=None, max_length=100, description="The marketplace's key.")
    reliability: Reliability = Reliability.B
    confidence: Confidence = Confidence.MEDIUM

    @property
    def draft(self) -> Draft:
        return Draft(
            kind=self.kind,
            value=self.value,
            text=self.text,
            label=self.label,
            category=self.category,
            reliability=self.reliability,
            confidence=self.confidence,
            origin=Origin.API,
        )

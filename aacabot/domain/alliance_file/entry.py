"""What all entries of an alliance file have in common."""

from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from aacabot.domain.alliance_file.located import Located
from aacabot.domain.alliance_file.problems import Path


class Entry(BaseModel):
    """A mapping of the file. `null` empties the fields in `clearable`; elsewhere it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    clearable: ClassVar[frozenset[str]] = frozenset()
    _path: Path = PrivateAttr(default=())

    @property
    def path(self) -> Path:
        """Where the entry is in the file it was read from."""
        return self._path

    def mentions(self, field: str) -> bool:
        """Whether the file says anything about `field`."""
        return field in self.model_fields_set

    @model_validator(mode="wrap")
    @classmethod
    def _remember_path(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        entry = handler(data)
        if isinstance(data, Located):
            entry._path = data.path
        return entry

    @field_validator("*", mode="before")
    @classmethod
    def _null(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.field_name or ""
        if value is None and cls.model_fields[name].default == ():
            return ()
        if value is None and name not in cls.clearable:
            raise ValueError("nothing is written here")
        return value

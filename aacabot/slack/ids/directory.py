"""The directory's ids."""

from enum import StrEnum


class DirectoryActionId(StrEnum):
    """Buttons of the operator's Members tab."""

    DIRECTORY_MEMBER = "directory_member"
    DIRECTORY_ALL = "directory_all"


class DirectoryInputId(StrEnum):
    """What the directory is narrowed down by."""

    DIRECTORY_SEARCH = "directory_search"
    DIRECTORY_REGION = "directory_region"

"""The alliance file: who belongs to the alliance, in one YAML document (design, contract 5.2)."""

from aacabot.domain.alliance_file.entries import (
    AgencyEntry,
    AgencyPersonEntry,
    AllianceEntry,
    AllianceFile,
    BrandEntry,
    ContactEntry,
    FeatureEntry,
    FeaturesEntry,
    GoodFaithEntry,
    GrantEntry,
    MarkEntry,
    MarketplaceEntry,
    MemberEntry,
    OperatorEntry,
    OperatorPersonEntry,
    PersonEntry,
    PhaseEntry,
    Region,
    RightEntry,
    SellerEntry,
)
from aacabot.domain.alliance_file.entry import Entry
from aacabot.domain.alliance_file.problems import AllianceFileRefused, Path, Problem, Source
from aacabot.domain.alliance_file.reading import read_alliance_file
from aacabot.domain.alliance_file.sharing import LexiconEntry, SharingEntry
from aacabot.domain.alliance_file.writing import to_yaml

__all__ = [
    "AgencyEntry",
    "AgencyPersonEntry",
    "AllianceEntry",
    "AllianceFile",
    "AllianceFileRefused",
    "BrandEntry",
    "ContactEntry",
    "Entry",
    "FeatureEntry",
    "FeaturesEntry",
    "GoodFaithEntry",
    "GrantEntry",
    "LexiconEntry",
    "MarkEntry",
    "MarketplaceEntry",
    "MemberEntry",
    "OperatorEntry",
    "OperatorPersonEntry",
    "Path",
    "PersonEntry",
    "PhaseEntry",
    "Problem",
    "Region",
    "RightEntry",
    "SellerEntry",
    "SharingEntry",
    "Source",
    "read_alliance_file",
    "to_yaml",
]

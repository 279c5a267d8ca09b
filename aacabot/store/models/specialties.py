"""What a reviewer of the desk knows best."""

from sqlmodel import Field

from aacabot.store.models.columns import Document, Table


class Specialty(Table, table=True):
    """The kinds of rights and the languages a reviewer is asked for first."""

    __tablename__ = "specialties"
    person_id: str = Field(primary_key=True, foreign_key="people.id")
    rights: list[str] = Field(default_factory=list, sa_type=Document)
    languages: list[str] = Field(default_factory=list, sa_type=Document)

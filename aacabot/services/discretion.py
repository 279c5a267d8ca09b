"""What a refusal may tell: people of others learn nothing of a case, not even that there is one."""

from aacabot.domain.errors import CaseNotFound
from aacabot.domain.people import Person
from aacabot.services.cases import CaseFile


def require_known(person: Person, file: CaseFile) -> None:
    """Raise CaseNotFound for people who are neither the member's own nor have a role for the case's brand.

    An agency acts for single brands: its viewer reads the member's rows, but of the other brands' cases it
    learns no more than anybody else. The member's own people are told who may instead.
    """
    if not is_known(person, file):
        raise CaseNotFound(asked=file.case.id)


def is_known(person: Person, file: CaseFile) -> bool:
    """Whether the person may know that there is this case."""
    return person.of_member == file.member.id or person.may_see(file.member.id, file.brand.id)

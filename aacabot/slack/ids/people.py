"""The ids of people and roles."""

from enum import StrEnum


class PeopleActionId(StrEnum):
    """Buttons; also the `callback_id` of the modal a button opens. A button carries ids, never rights."""

    PEOPLE_SHOW = "people_show"
    PERSON_ADD = "person_add"
    PERSON_REMOVE = "person_remove"
    ROLE_GIVE = "role_give"
    ROLE_TAKE = "role_take"
    ADMIN_APPOINT = "admin_appoint"
    AGENCY_GRANT = "agency_grant"
    AGENCY_END = "agency_end"
    ACCESS_ASK = "access_ask"
    ACCESS_GRANT = "access_grant"
    ACCESS_REFUSE = "access_refuse"


class PeopleInputId(StrEnum):
    PEOPLE_SEARCH = "people_search"
    PERSON = "people_person"
    ROLE = "people_role"
    BRAND = "people_brand"
    MEMBER = "people_member"
    EXPIRES = "people_expires"

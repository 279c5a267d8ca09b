import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from aacabot.domain.rights import ReasonCode, Right, RightKind
from aacabot.marketplaces.notice import Notice, NoticeRight

TRADEMARK = Right(
    id="r1",
    kind=RightKind.TRADEMARK,
    office="EUIPO",
    number="018000001",
    classes=(25,),
    territories=("EU",),
    expires=date(2030, 1, 1),
)


def _notice(**changed: Any) -> Notice:
    fields: dict[str, Any] = {
        "takedown_id": "t1",
        "listing_id": "L1",
        "url": "https://market.example/item/L1",
        "case_number": "AC-7K3Q9",
        "reason_code": ReasonCode.COUNTERFEIT,
        "programme": "fast_lane",
        "statement": {"version": "2026-01", "text": "In good faith 艾克美", "bona_fide": True},
        "rights": [NoticeRight.of(TRADEMARK)],
        "complainant": {"organisation": "Acme Group", "name": "Acme Legal", "email": "ip@acme.example"},
        "evidence": [
            {"kind": "listing", "sha256": "a" * 64, "taken_at": datetime(2026, 5, 1, 12, 0, tzinfo=UTC)}
        ],
    }
    return Notice.model_validate({**fields, **changed})


def test_a_notice_encodes_to_exactly_the_contracts_body() -> None:
    assert json.loads(_notice().encoded()) == {
        "takedown_id": "t1",
        "listing_id": "L1",
        "url": "https://market.example/item/L1",
        "case_number": "AC-7K3Q9",
        "reason_code": "COUNTERFEIT",
        "programme": "fast_lane",
        "statement": {"version": "2026-01", "text": "In good faith 艾克美", "bona_fide": True},
        "rights": [
            {
                "kind": "trademark",
                "office": "EUIPO",
                "number": "018000001",
                "classes": [25],
                "territories": ["EU"],
                "expires": "2030-01-01",
            }
        ],
        "complainant": {"organisation": "Acme Group", "name": "Acme Legal", "email": "ip@acme.example"},
        "evidence": [{"kind": "listing", "sha256": "a" * 64, "taken_at": "2026-05-01T12:00:00Z"}],
    }


def test_what_was_stored_reads_back_as_the_same_notice() -> None:
    assert Notice.model_validate_json(_notice().encoded()) == _notice()


@pytest.mark.parametrize(
    "changed",
    [
        {"statement": {"version": "1", "text": "x", "bona_fide": False}},
        {"evidence": [{"kind": "listing", "sha256": "A" * 64, "taken_at": "2026-05-01T12:00:00Z"}]},
        {"evidence": [{"kind": "listing", "sha256": "a" * 64, "taken_at": "2026-05-01T12:00:00"}]},
        {"programme": "slow_lane"},
        {"takedown_id": ""},
        {"seller": "s-1"},
    ],
)
def test_a_notice_that_breaks_the_contract_cannot_be_made(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _notice(**changed)

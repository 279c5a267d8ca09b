"""What is wrong with a marketplace's secret, address, certificate or clock."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from aacabot.doctor.checks import Finding
from aacabot.doctor.marketplaces import check_secret, judge
from aacabot.marketplaces.wire import Answer
from tests.doctor.conftest import SECRET, Clinic, only

SUBJECT = "marketplace sandbox"


@asynccontextmanager
async def marketplace(
    status: int, ahead: timedelta = timedelta(), tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """A server that answers everything with one status, by a clock of its own; gives its address."""

    async def answer(_: web.Request) -> web.Response:
        date = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
        return web.json_response({}, status=status, headers={"Date": date, "Location": "/elsewhere"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    try:
        port = runner.addresses[0][1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def _of_marketplace(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.subject == SUBJECT and one.ok is not True]


async def test_a_secret_that_is_not_set_names_its_variable(clinic: Clinic) -> None:
    clinic.environment.delenv("SANDBOX_SECRET")
    failed = only(await clinic.examine())
    assert failed.said == "SANDBOX_SECRET is not set"
    assert "whsec_" in failed.mend


@pytest.mark.parametrize(
    ("secret", "said", "ok"),
    [
        ("whsec_not base64!", "is not a secret of Standard Webhooks", False),
        ("whsec_", "is not a secret of Standard Webhooks", False),
        (SECRET.removeprefix("whsec_"), "lacks whsec_ at its beginning", None),
        ("whsec_c2hvcnQ=", "short enough to be guessed", None),
    ],
)
def test_a_malformed_secret_says_what_is_wrong_and_not_what_it_is(
    secret: str, said: str, ok: bool | None
) -> None:
    (found,) = check_secret(SUBJECT, "SANDBOX_SECRET", secret, {})
    assert found.ok is ok
    assert said in found.said
    assert secret not in found.said + found.mend or secret == "whsec_"


async def test_a_secret_that_is_only_in_the_dotenv_file_is_told_apart(clinic: Clinic) -> None:
    clinic.environment.delenv("SANDBOX_SECRET")
    (clinic.folder / ".env").write_text(f"SANDBOX_SECRET={SECRET}\n")
    found = [one for one in await clinic.examine() if "SANDBOX_SECRET" in one.said]
    assert SECRET not in str(found)
    assert len(found) == 1


async def test_another_secret_than_the_marketplaces_is_found_by_its_refusal(clinic: Clinic) -> None:
    clinic.environment.setenv("SANDBOX_SECRET", "whsec_YW5vdGhlci1zZWNyZXQtb2YtMzItYnl0ZXMhISE=")
    failed = only(await clinic.examine())
    assert failed.said == "refuses our signature (401)"
    assert "same secret" in failed.mend


async def test_a_marketplace_that_is_down_cannot_be_reached(clinic: Clinic) -> None:
    await clinic.apply(base_url="http://127.0.0.1:9")
    failed = only(await clinic.examine())
    assert failed.said == "cannot be reached: no connection"
    assert "base_url" in failed.mend


async def test_404_to_everything_may_be_a_wrong_address(clinic: Clinic) -> None:
    async with marketplace(404) as address:
        await clinic.apply(base_url=address)
        warned = only(await clinic.examine(), None)
    assert "404 to everything" in warned.said
    assert "base_url" in warned.mend


async def test_a_certificate_nobody_vouches_for_is_named(clinic: Clinic) -> None:
    async with marketplace(404, tls=_own_certificate(clinic.folder)) as address:
        await clinic.apply(base_url=address)
        failed = only(await clinic.examine())
    assert failed.said == "cannot be reached: its certificate is not valid"
    assert "renew its certificate" in failed.mend


@pytest.mark.parametrize(
    ("status", "ok", "said"),
    [
        (302, False, "sends us on to another address"),
        (400, None, "answers 400 where 404 is expected"),
        (403, False, "refuses our signature"),
        (503, None, "reachable, but in trouble"),
    ],
)
async def test_other_answers_are_judged(clinic: Clinic, status: int, ok: bool | None, said: str) -> None:
    async with marketplace(status) as address:
        await clinic.apply(base_url=address)
        (found,) = _of_marketplace(await clinic.examine())
    assert found.ok is ok
    assert said in found.said
    assert found.mend


@pytest.mark.parametrize(
    ("minutes", "ok", "said"),
    [
        (-2, None, "behind Sandbox Market"),
        (2, None, "ahead of Sandbox Market"),
        (5, False, "signatures are refused from 5 minutes on"),
    ],
)
async def test_a_clock_that_is_off_is_said_before_signatures_die(
    clinic: Clinic, minutes: int, ok: bool | None, said: str
) -> None:
    async with marketplace(200, ahead=timedelta(minutes=-minutes)) as address:
        await clinic.apply(base_url=address)
        clocks = [one for one in await clinic.examine() if one.subject == "clock"]
    (off,) = [one for one in clocks if one.ok is not True]
    assert off.ok is ok
    assert said in off.said
    assert "NTP" in off.mend
    assert any(one.said == "agrees with Slack" for one in clocks)


async def test_a_plain_http_address_on_the_net_is_warned_of(clinic: Clinic) -> None:
    await clinic.apply(base_url="http://market.invalid")
    found = _of_marketplace(await clinic.examine())
    assert [one.ok for one in found] == [None, False]
    assert "can be read on the way" in found[0].said


def test_a_marketplace_that_takes_no_decisions_is_well() -> None:
    (found,) = judge(SUBJECT, _answer(404), _answer(501))
    assert found.ok
    assert found.said == "reachable; it takes no decisions back"


def _answer(status: int) -> Answer:
    return Answer(status=status, headers={}, body=b"", cut=False)


def _own_certificate(folder: Path) -> ssl.SSLContext:
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "m")]),
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "market.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context

"""The right of the certificate: who may file, sign and authorise (SH-06 to SH-15)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sigateway.plugin import (
    AgreementSigning,
    CertificateApproval,
    Effect,
    Finding,
    Grade,
    ServiceAgreement,
    Stage,
    UnitCertificate,
)
from sigateway_shanghai.facts import HallFacts

from .asked_rules import found, refused


@pytest.mark.rule("SH-06", "SH-09", "SH-14")
@pytest.mark.parametrize(
    ("certificate", "session", "rule", "cure"),
    [
        ("未签约", "未签约", "SH-06", "用本证书签订"),
        ("待审核", "待审核", "SH-09", "单位主管权限的证书登录"),
        ("已授权", "待审核", "SH-14", "重新登录"),
    ],
)
def test_a_certificate_without_the_right_files_nothing_and_hears_what_to_do(
    w: SimpleNamespace, certificate: str, session: str, rule: str, cure: str
) -> None:
    facts = HallFacts(at=w.NOON, right=w.right(certificate, session))
    for filing in (*(make() for make in w.FILINGS.values()), CertificateApproval(serial="0C2D")):
        (one,) = found(w, filing, facts)
        assert (one.rule, one.stage, one.effect, one.grade) == (
            rule,
            Stage.ENTRANCE,
            Effect.RETURNS,
            Grade.E2,
        )
        assert cure in one.cure


@pytest.mark.rule("SH-07", "SH-09")
@pytest.mark.parametrize("right", ["单位主管", "已授权"])
def test_supervisor_and_authorised_certificates_file(w: SimpleNamespace, right: str) -> None:
    assert refused(w, w.wage_change(), w.facts(w.insured(), rights=w.right(right))) == []


@pytest.mark.rule("SH-06")
def test_the_agreement_is_signed_once_and_only_the_one_in_force(w: SimpleNamespace) -> None:
    signing = AgreementSigning(version="1.0", text_digest=w.DIGEST, serial=w.SERIAL)

    def says(right: str, version: str = "1.0") -> list[Finding]:
        shown = ServiceAgreement(version=version, text=w.AGREEMENT, text_digest=w.DIGEST, serial=w.SERIAL)
        return found(w, signing, HallFacts(at=w.NOON, right=w.right(right), agreement=shown))

    assert says("未签约") == []
    assert [one.rule for one in says("未签约", "2.0")] == ["SH-06"]
    assert "现行版本为 2.0" in says("未签约", "2.0")[0].message
    assert "SH-09" in says("待审核")[0].cure
    assert "无须再签" in says("单位主管")[0].cure
    assert found(w, signing) == []
    other = signing.model_copy(update={"serial": "77"})
    (one,) = found(w, other, HallFacts(at=w.NOON, right=w.right("未签约")))
    assert (one.rule, one.fields) == ("SH-06", ("serial",))


@pytest.mark.rule("SH-10", "SH-12")
def test_only_a_supervisor_authorises_and_only_what_waits(w: SimpleNamespace) -> None:
    approval = CertificateApproval(serial="0C2D")

    def says(right: str, other: str | None) -> list[str]:
        shown = None if other is None else UnitCertificate(serial="0C2D", name="", right=other)
        facts = HallFacts(at=w.NOON, right=w.right(right), other_certificate=shown)
        return [one.rule for one in found(w, approval, facts)]

    assert says("单位主管", "待审核") == []
    assert says("已授权", "待审核") == ["SH-10"]
    assert says("单位主管", "已授权") == says("单位主管", "单位主管") == says("单位主管", None) == ["SH-12"]
    assert found(w, approval) == []

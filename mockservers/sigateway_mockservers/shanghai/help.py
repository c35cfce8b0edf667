"""Where certificates are to be had and who answers questions: for people, on the wire and by telephone."""

from __future__ import annotations

from dataclasses import dataclass

PLATFORM = "上海市人力资源和社会保障自助经办平台 · 社会保险自助经办平台"

BUSINESS_LICENCE, REGISTRATION = "营业执照", "社会保险登记资料"
PAPERS_FOR_CERTIFICATE = (BUSINESS_LICENCE, REGISTRATION)


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One matter: where it is dealt with, by which telephone, with which papers."""

    matter: str
    where: str
    telephone: str = ""
    papers: str = ""


HELP = (
    HelpRow("申领数字证书", "上海市数字证书认证中心服务受理点", papers="、".join(PAPERS_FOR_CERTIFICATE)),
    HelpRow("证书咨询", "区社保中心", "12333"),
    HelpRow("法人一证通", "www.962600.com", "962600"),
)

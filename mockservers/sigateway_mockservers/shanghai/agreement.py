"""The service agreement: modelled words, since the source names it and does not quote it."""

from __future__ import annotations

import hashlib

from sigateway_mockservers.shanghai.records import Agreement

TITLE = "社会保险业务网上经办服务约定(电子版)"

AGREEMENT = Agreement(
    "1.0",
    f"模拟 MOCK《{TITLE}》：\n"
    "一、参保单位凭数字证书登录社会保险自助经办平台办理业务，凭证书所作的签名视为本单位的签章。\n"
    "二、首张签订本约定的证书获得单位主管权限；其他证书签订后须经单位主管授权，方可办理业务。\n"
    "三、参保单位对申报内容的真实性、准确性、完整性负责，并妥善保管数字证书及其密码。\n",
)


def digest(agreement: Agreement) -> str:
    """摘要: lower-case hex SHA-256 of the text's UTF-8 bytes."""
    return hashlib.sha256(agreement.text.encode("utf-8")).hexdigest()

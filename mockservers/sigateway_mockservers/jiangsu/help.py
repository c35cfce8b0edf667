"""What the hall tells people, and nothing enforces: rule, topic, text, address."""

from __future__ import annotations

_HOST = "https://rs.jshrss.jiangsu.gov.cn"

HELP: tuple[tuple[str, str, str, str], ...] = (
    ("JS-05", "办理渠道", "线上、线下均可办理；线上为网上办事服务大厅或江苏智慧人社APP", _HOST),
    ("JS-09", "浏览器", "建议使用谷歌浏览器", ""),
    ("JS-16", "待遇发放", "每月15日发放基本养老金，逢重大节假日提前发放", ""),
    ("JS-17", "待遇发放", "新办理退休手续的人员通过江苏省社会保障卡（银行卡）发放", ""),
    ("JS-24", "证书助手", "请先安装江苏省人社证书助手", f"{_HOST}/static/download/ca1.21.21.712.exe"),
    ("JS-27", "CA常见问题清单", "CA证书使用问题", f"{_HOST}/web/static/CAInfo/index.html"),
)

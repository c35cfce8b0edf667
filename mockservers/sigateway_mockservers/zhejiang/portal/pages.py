"""The pages of the portal, whole and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from werkzeug.wrappers import Response

_END = "<!-- 页面结束 --></body></html>"


def page(kind: str, body: str = "", *, messages: Iterable[str] = (), status: int = 200) -> Response:
    """A page of the portal, up to its end mark."""
    said = "".join(f"<li>{escape(words)}</li>" for words in messages)
    html = (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="hall-page" content="{kind}"><title>浙江政务服务网</title></head><body>'
        "<p>模拟 MOCK</p><h1>浙江政务服务网</h1>"
        f'<ul id="messages" class="error">{said}</ul>{body}{_END}\n'
    )
    return Response(html, status=status, content_type="text/html; charset=utf-8")


def entrances(links: Mapping[str, tuple[str, str]]) -> Response:
    """The choice of an entrance: for each its address and its name."""
    body = "".join(
        f'<p><a id="{name}" href="{escape(address)}">{escape(title)}</a></p>'
        for name, (address, title) in links.items()
    )
    return page("entrances", body)


def login(hidden: Mapping[str, str], messages: Iterable[str] = ()) -> Response:
    """The form for account and password."""
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()
    )
    body = (
        f'<form method="post" action="login.do">{kept}'
        '<label>账号 <input name="zh" value=""></label>'
        '<label>密码 <input name="mm" type="password" value=""></label><button>登录</button></form>'
    )
    return page("login", body, messages=messages)

"""Pages of the medical system: small, with the mark, whole to their end mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.medical.text import in_gbk
from sigateway_mockservers.beijing.names import TITLE
from sigateway_mockservers.kernel.pdf import MOCK
from sigateway_mockservers.kernel.replies import Reply

PAGE_TYPE = "text/html; charset=GBK"
ERROR, NOTICE = "error", "notice"

_STYLE = (
    "body{font-family:sans-serif;margin:0;color:#222}.mock{background:#b00;color:#fff;padding:.4em 1em}"
    "main{max-width:70em;margin:0 auto;padding:0 1em}dl{display:grid;grid-template-columns:12em 1fr}dd{margin:0}"
    "#messages.error{background:#fdd}#messages.notice{background:#dfd}input[readonly]{background:#ddd}"
    "table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.25em .5em}.red label{color:#c00}"
)


def page(
    kind: str,
    *parts: str,
    messages: Sequence[str] = (),
    tone: str = ERROR,
    status: str = "200 OK",
) -> Reply:
    """A page of this kind."""
    listed = "".join(f"<li>{escape(each)}</li>" for each in messages)
    said = f'<ul id="messages" class="{tone}">{listed}</ul>\n' if messages else ""
    text = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="GBK"><meta name="hall-page" content="{kind}">'
        f"<title>{TITLE}（医疗保险）{MOCK}</title><style>{_STYLE}</style></head>\n<body>"
        f'<div class="mock">{MOCK}　本页不是政府网站，所有单位和人员均为虚构</div>\n<main>'
        f"<h1>{TITLE}（医疗保险）</h1>\n{said}{''.join(parts)}</main>\n<!-- 页面结束 --></body></html>"
    )
    return Reply(in_gbk(text), PAGE_TYPE, status)


def definitions(name: str, values: Mapping[str, str], labels: Mapping[str, str] | None = None) -> str:
    """A ``<dl>`` of fields."""
    rows = "".join(
        f'<dt>{escape((labels or {}).get(key, key))}</dt><dd data-field="{key}">{escape(value)}</dd>\n'
        for key, value in values.items()
    )
    return f'<dl id="{name}">\n{rows}</dl>\n'


def table(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A table, all on one page."""
    head = "".join(f'<th data-field="{each}">{each}</th>' for each in columns)
    body = "".join(
        "<tr>" + "".join(f'<td data-field="{each}">{escape(row[each])}</td>' for each in columns) + "</tr>\n"
        for row in rows
    )
    return f'<table id="{name}"><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>\n'


def entry(key: str, label: str, value: str, *, red: bool, grey: bool) -> str:
    """A labelled input; a grey one is not to be changed."""
    css = " ".join(name for name, given in (("red", red), ("grey", grey)) if given)
    fixed = " readonly" if grey else ""
    return (
        f'<p class="{css}"><label for="{key}">{escape(label)}</label> '
        f'<input id="{key}" name="{key}" value="{escape(value)}"{fixed}></p>\n'
    )


def form(action: str, hidden: Mapping[str, str], inside: str, button: str) -> str:
    """A form that posts."""
    kept = "".join(
        f'<input type="hidden" name="{key}" value="{escape(value)}">' for key, value in hidden.items()
    )
    return (
        f'<form method="post" action="{action}" accept-charset="GBK">{kept}\n{inside}'
        f'<button type="submit">{button}</button></form>\n'
    )


def link(path: str, words: str) -> str:
    """A link."""
    return f'<a href="{escape(path)}">{escape(words)}</a> '


def message(*words: str, status: str = "200 OK") -> Reply:
    """A page that only says something."""
    return page("message", link("home.do", "首页"), messages=words, status=status)


def not_modelled() -> Reply:
    """What this site does not have."""
    return page("not_modelled", messages=(reasons.NOT_MODELLED,), status="501 Not Implemented")


def go(path: str) -> Reply:
    """A redirect."""
    return Reply(b"", PAGE_TYPE, "302 Found", (("Location", path),))

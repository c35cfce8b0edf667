"""multipart/form-data as a browser on a GBK page sends it: names and file names are GBK bytes, not UTF-8."""

from __future__ import annotations

from werkzeug.http import parse_options_header

from sigateway_mockservers.wuhan.gbk import NotGbkError, refuse_references

UPLOAD_TYPE = "multipart/form-data"


def read_parts(content_type: str, body: bytes) -> dict[str, bytes]:
    """The bytes of each field by its name; of a repeated field the last counts. File names are not looked at."""
    mimetype, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if mimetype != UPLOAD_TYPE or not boundary:
        raise NotGbkError(f"an upload is {UPLOAD_TYPE}")
    found: dict[str, bytes] = {}
    # A delimiter stands on a line of its own; the first may be the very beginning of the body.
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))[1:]:
        head, separator, content = part.partition(b"\r\n\r\n")
        if part.startswith(b"--") or not separator:
            continue
        name = _name_in(head)
        if name:
            found[name] = content
    return found


def text_of(parts: dict[str, bytes], name: str) -> str:
    """A field as text, from GBK; empty when it was not sent."""
    try:
        return refuse_references(parts.get(name, b"").decode("gbk"))
    except UnicodeDecodeError as error:
        raise NotGbkError("the bytes are not GBK") from error


def _name_in(head: bytes) -> str:
    # latin-1 keeps whatever bytes a file name has; the names of our own fields are ASCII.
    for line in head.decode("latin-1").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            return parse_options_header(value)[1].get("name", "")
    return ""

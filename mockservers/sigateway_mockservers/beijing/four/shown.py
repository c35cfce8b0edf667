"""What the four system shows of units and halves."""

from __future__ import annotations

from typing import Any

from sigateway_mockservers.beijing.moments import written
from sigateway_mockservers.beijing.names import FLAGS, FOUR, STATES
from sigateway_mockservers.beijing.records import Half
from sigateway_mockservers.beijing.store import Store


def unit_shown(store: Store, number: str) -> dict[str, str]:
    """The unit object."""
    record = store.units[number]
    info = store.standing(FOUR, number, "").info
    return {
        "regNo": record.four.reg_no,
        "name": record.four.name,
        "orgCode": record.four.org_code,
        "area": record.four.area,
        "unitType": record.four.unit_type,
        "settleCycle": record.settle_cycle,
        "insurances": ",".join(sorted(each for each in record.schemes if each != "310")),
        "agency": record.four.agency,
        "contact": info.get("contact", ""),
        "phone": info.get("phone", ""),
        "address": info.get("address", ""),
        "postcode": info.get("postcode", ""),
        "openedOn": f"{record.opened_on:%Y-%m-%d}" if record.opened_on is not None else "",
    }


def row_shown(half: Half) -> dict[str, Any]:
    """A half as a row of the list."""
    last = half.last
    return {
        "lsh": half.number,
        "type": half.business.type,
        "typeName": half.business.name,
        "scope": half.scope,
        "source": half.source,
        "fileNo": half.file_no,
        "line": str(half.line) if half.line else "",
        "idCard": half.person,
        "name": half.fields.get("name", ""),
        "status": half.status,
        "statusName": STATES[half.status],
        "reportFlag": half.flag,
        "flagName": FLAGS[half.flag],
        "version": half.version,
        "createdAt": written(half.created_at),
        "declaredAt": written(last.at) if last is not None else "",
        "endedAt": written(last.ended_at) if last is not None else "",
        "errors": list(last.errors) if last is not None else [],
    }


def half_shown(half: Half) -> dict[str, Any]:
    """A half with everything."""
    shown = row_shown(half)
    del shown["idCard"], shown["name"]
    return {
        **shown,
        "fields": dict(half.fields),
        "grey": sorted(half.grey),
        "submissions": [
            {
                "version": each.version,
                "declaredAt": written(each.at),
                "endedAt": written(each.ended_at),
                "reportFlag": each.flag,
                "errors": list(each.errors),
            }
            for each in half.submissions
        ],
    }

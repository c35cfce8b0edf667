"""《个人社保业务登记表》: what the form of an agreement or a flexible enrolment holds, then the bank order (WH-116, 119, 120)."""

from __future__ import annotations

from collections.abc import Sequence

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.businesses import business_of
from sigateway_mockservers.wuhan.records import Task
from sigateway_mockservers.wuhan.store import Store


@enforces("WH-116", "WH-119", "WH-120")
def registered_rows(store: Store, task: Task) -> Sequence[Sequence[str]]:
    """项目 and 内容; number and amount of the order are empty until it has passed."""
    order = next((each for each in store.community_book.orders if each.sxh == task.sxh), None)
    return [
        *((each.label, task.fields.get(each.name, "")) for each in business_of(task).fields),
        ("加办单号", order.number if order is not None else ""),
        ("月度缴费金额", str(order.amount) if order is not None else ""),
    ]

"""Pages of the community desk beside its four businesses: 密码条 and 查询加办信息 (WH-115, WH-120)."""

from __future__ import annotations

from flask import Response

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan import desk
from sigateway_mockservers.wuhan import reasons as hall_reasons
from sigateway_mockservers.wuhan.businesses import PERSON_ACCOUNT
from sigateway_mockservers.wuhan.community import reasons
from sigateway_mockservers.wuhan.community.records import BankOrder, PersonUser
from sigateway_mockservers.wuhan.community.users import person_user_of
from sigateway_mockservers.wuhan.list_views import shown_task


@enforces("WH-114", "WH-115")
def user_slip() -> Response:
    """密码条 of a taken item, until a later one is made."""
    task = shown_task()
    if task is None or task.kind != PERSON_ACCOUNT.kind or task.finished is None:
        return desk.message(hall_reasons.NO_SUCH_TASK)
    desk.note_task(task, committed=False)
    store = desk.hall().store
    user = person_user_of(store, store.current_number(task.person))
    if user is None or user.slip_from != task.sxh:
        return desk.message(reasons.SLIP_REPLACED)
    return desk.page("slip", slip=user.slip)


@enforces("WH-120")
def bankorder_open() -> Response:
    """查询加办信息; without a number an empty form."""
    number = desk.query().get("zjhm", "")
    desk.notes().unit, desk.notes().person = desk.session().unit, number
    if not number:
        return desk.page("bank_order", person="", order=None)
    order = _order(number)
    messages = [] if order is not None else [reasons.NO_ORDER]
    return desk.page("bank_order", messages=messages, person=number, order=order)


def _order(number: str) -> BankOrder | None:
    """The last order of a person that this user may see: a community those it filed, a person their own."""
    user = desk.user()
    seen = [
        each
        for each in desk.hall().store.community_book.orders
        if each.person == number
        and (number == user.person if isinstance(user, PersonUser) else each.user == user.number)
    ]
    return seen[-1] if seen else None

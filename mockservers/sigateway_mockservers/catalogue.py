"""Which halls there are. A new hall is one line here and one folder beside it."""

from __future__ import annotations

from sigateway_mockservers.beijing.site import BeijingSite
from sigateway_mockservers.beijing.template import people as beijing_people
from sigateway_mockservers.jiangsu.site import JiangsuSite
from sigateway_mockservers.jiangsu.template import people as jiangsu_people
from sigateway_mockservers.kernel.hall import HallSite
from sigateway_mockservers.kernel.people import People
from sigateway_mockservers.shanghai.site import ShanghaiSite
from sigateway_mockservers.shanghai.template import people as shanghai_people
from sigateway_mockservers.wuhan.site import WuhanSite
from sigateway_mockservers.wuhan.template import people as wuhan_people
from sigateway_mockservers.zhejiang.site import ZhejiangSite
from sigateway_mockservers.zhejiang.template import people as zhejiang_people


def open_sites() -> dict[str, HallSite]:
    """A fresh site of every hall, by name."""
    sites: list[HallSite] = [WuhanSite(), ShanghaiSite(), BeijingSite(), ZhejiangSite(), JiangsuSite()]
    return {site.name: site for site in sites}


def template_people() -> People:
    """The people that every new World begins with."""
    everybody = (
        *wuhan_people(),
        *shanghai_people(),
        *beijing_people(),
        *zhejiang_people(),
        *jiangsu_people(),
    )
    return People({person.number: person for person in everybody})

"""The table of sites (可嵌入网站) whose pages may hold the widget, beside those of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from knowledge.editions import PerEdition
from service.config import Settings
from service.sites import site_origins
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.kinds import Cells, Column, Kind, first_cell
from service.vocabulary.overlay import Own, in_force, own_rows, rows_of

_SET = "由管理员写在系统设置里"


def _shipped(settings: Settings) -> Mapping[str, Cells]:
    return {origin: {"origin": origin, "note": _SET} for origin in settings.framing_origins}


def _check(cells: Cells, _others: Mapping[str, Cells], settings: Settings) -> None:
    typed = cells["origin"]
    try:
        origins = site_origins(typed)
    except ValueError as error:
        raise VocabularyRefused(str(error)) from error
    if origins != (typed,):
        raise VocabularyRefused(f"请写成 {'、'.join(origins)}，一行一个网站")
    if typed in settings.framing_origins and cells["note"] != _SET:
        raise VocabularyRefused("这个网站写在系统设置里，要由管理员去改")


def _stays(_key: str, _settings: Settings) -> str:
    return "这个网站写在系统设置里，要由管理员去掉"


def origins(settings: Settings, own: Own) -> tuple[str, ...]:
    """The origins whose pages may hold the widget."""
    return tuple(in_force(rows_of(SITES, settings, own)))


class OfficeSites:
    """Hands out the sites in force; threads share it."""

    def __init__(self) -> None:
        self._own = PerEdition(lambda session: own_rows(session, SITES.slug))

    def at(self, session: Session, settings: Settings) -> tuple[str, ...]:
        """The origins that count for the session, those of the settings among them."""
        return origins(settings, self._own.at(session))


SITES = Kind(
    slug="sites",
    title="可嵌入网站",
    lead="哪些网站的网页可以放咨询窗口。没有列出的网站放不进去；写在系统设置里的由管理员改。",
    columns=(
        Column(
            "origin",
            "网站",
            100,
            40,
            hint="只写协议和主机，比如 https://www.qinghe.gov.cn；不能用通配符。",
        ),
        Column("note", "说明", 100, 40, required=False, hint="谁的网站、放在哪里。"),
    ),
    shipped=_shipped,
    key_of=first_cell("origin"),
    check=_check,
    stays=_stays,
)

"""Packs for the tests of papers: real ones of published data, and made ones with whatever a name can hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from barometer.audience import Audience
from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section, Sentence
from barometer.briefing.templates import build_pack, filters_of
from barometer.charts.marks import Panel
from barometer.charts.spec import ChartSpec, Provenance
from barometer.language import in_language
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

MADE_AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
FROM = Provenance("来源：测试", "数据截至2026年10月31日", "筛选：2026年1—10月 · 全部单位", "000001")


def real_pack(data: Path, template: str = "quarterly", language: str = "zh", topic: str = "repeat") -> Pack:
    """Return the pack of a template on published data."""
    audience = Audience(Scope(), current_snapshot(data))
    with in_language(language):
        filters = filters_of(audience.session, template, audience.session.last_month)
        return build_pack(audience, filters, template, topic, made_at=MADE_AT, mark="内部资料")


def made_pack(*sections: Section, language: str = "zh", title: str = "信访形势分析") -> Pack:
    """Return a pack of these sections."""
    return Pack("monthly", language, title, "2026年1—10月", sections, FROM, MADE_AT, "leader")


def exhibit_of(*panels: Panel, key: str = "made", title: str = "一句结论", height: int = 270) -> Exhibit:
    """Return an exhibit of these panels."""
    spec = ChartSpec(key, "registered", title, "件次，2026年1—10月", panels, FROM, height=height)
    return Exhibit(key, spec, Sentence(title))


def table_of(*rows: tuple[str, ...]) -> FigureTable:
    """Return a table of a name and two figures."""
    return FigureTable("主要指标", ("指标", "本期", "上年同期"), rows, frozenset({1, 2}))


def renamed(pack: Pack, title: str) -> Pack:
    """Return the pack with another title."""
    return replace(pack, title=title)

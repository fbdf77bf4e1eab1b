"""What petitions are about: topics, key areas and how both hang together."""

from __future__ import annotations

import numpy as np

from barometer.sample.clock import NONE, Days, is_before_festival
from barometer.sample.tree import TYPES

CHANNELS = ("letter", "visit", "online", "phone", "other")
PURPOSES = ("appeal", "suggestion", "accusation")
AREAS = ("engineering", "goods", "services", "personnel", "other")
CATEGORIES = (
    "engineering_works", "housing", "pay_benefits", "appointments", "goods_purchasing", "labour_contracts",
    "promotion_titles", "facilities", "land_demolition", "environment", "work_safety", "legacy_cases",
)  # fmt: skip
LABELS = (
    ("工程建设", "Engineering works"), ("住房保障", "Housing"), ("薪酬待遇", "Pay and benefits"),
    ("人事任免", "Appointments"), ("物资采购", "Goods purchasing"), ("劳动合同", "Labour contracts"),
    ("职称晋升", "Promotion and titles"), ("后勤服务", "Facilities"), ("征地拆迁", "Land and demolition"),
    ("环境影响", "Environment"), ("安全生产", "Work safety"), ("历史遗留", "Legacy cases"),
)  # fmt: skip
ENGINEERING, HOUSING, PAY, LAND, LEGACY = 0, 1, 2, 8, 11

# Shares of the topics by type of unit, in the order of CATEGORIES.
_SHARES = {
    "headquarters": [8, 12, 15, 14, 8, 9, 10, 8, 3, 2, 3, 8],
    "branch": [18, 13, 17, 8, 8, 9, 5, 6, 6, 3, 3, 4],
    "institute": [5, 14, 15, 11, 8, 9, 18, 9, 1, 2, 2, 6],
    "department": [8, 15, 18, 10, 9, 9, 8, 13, 2, 1, 2, 5],
    "project": [27, 6, 21, 3, 8, 9, 2, 4, 10, 5, 4, 1],
    "team": [25, 7, 24, 2, 6, 13, 2, 5, 6, 5, 5, 0.5],
}
# Chances of the area by topic, in the order of AREAS; what is missing to 1 has no area.
_AREA = np.array([
    [0.76, 0.04, 0.04, 0.00, 0.06], [0.08, 0.00, 0.12, 0.00, 0.30], [0.04, 0.00, 0.02, 0.12, 0.30],
    [0.00, 0.00, 0.00, 0.88, 0.02], [0.05, 0.78, 0.05, 0.00, 0.02], [0.02, 0.00, 0.04, 0.25, 0.24],
    [0.00, 0.00, 0.00, 0.72, 0.05], [0.02, 0.08, 0.45, 0.00, 0.12], [0.28, 0.00, 0.00, 0.00, 0.22],
    [0.20, 0.00, 0.04, 0.00, 0.26], [0.24, 0.03, 0.06, 0.00, 0.20], [0.03, 0.00, 0.00, 0.10, 0.27],
])  # fmt: skip
# How much more often a topic brings five persons or more, and how much more often it returns.
CROWDS = np.array([0.6, 2.2, 1.7, 0.2, 0.4, 1.2, 0.2, 0.7, 2.3, 1.5, 0.6, 1.6])
RETURNS = np.array([1.0, 1.15, 0.9, 0.85, 0.9, 0.95, 0.85, 0.7, 1.35, 1.05, 0.8, 1.6])


def draw_categories(rng: np.random.Generator, kind: Days, days: Days) -> Days:
    """Return a topic for each matter; pay comes up nearly twice as often before the Spring Festival."""
    shares = np.array([[_SHARES[name], _SHARES[name]] for name in TYPES], dtype=float)
    shares[:, 1, PAY] *= 1.8
    upto = np.cumsum(shares / shares.sum(axis=2, keepdims=True), axis=2)[:, :, :-1]
    row = upto[kind, is_before_festival(days).astype(int)]
    return np.asarray((rng.random(len(days))[:, None] > row).sum(axis=1))


def draw_areas(rng: np.random.Generator, category: Days) -> Days:
    """Return the key area each matter touches, NONE for about two in five."""
    upto = np.cumsum(_AREA, axis=1)[category]
    area = (rng.random(len(category))[:, None] > upto).sum(axis=1)
    return np.where(area == len(AREAS), NONE, area)


def draw_channels(rng: np.random.Generator, year: Days) -> Days:
    """Return the channel of each registration; online grows at the cost of letters and visits."""
    step = (year - 2021)[:, None] * np.array([-0.022, -0.014, 0.038, -0.002, 0.0])
    upto = np.cumsum(np.array([0.28, 0.29, 0.25, 0.14, 0.04]) + step, axis=1)[:, :-1]
    return np.asarray((rng.random(len(year))[:, None] > upto).sum(axis=1))

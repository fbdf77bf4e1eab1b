"""Invented, neutral names of units and suppliers: no organisation of these names is meant."""

from __future__ import annotations

from barometer.sample.clock import Days

_REGIONS = ("华东", "华南", "西北", "西南", "华北", "华中", "东北", "滨海", "沿江", "高原")
_INSTITUTES = (
    "设计研究院",
    "检测中心",
    "培训学院",
    "材料研究所",
    "信息中心",
    "勘察院",
    "环境研究所",
    "标准研究所",
)
_DEPARTMENTS = (
    "综合办公室", "人力资源部", "财务部", "工程管理部", "物资采购中心", "安全监督部",
    "后勤服务中心", "法务合约部", "企业管理部", "离退休服务中心", "信息管理部", "职工服务中心",
)  # fmt: skip
_MOVED = ("机电安装中心", "生态环保中心")
_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_TWELVE = "子丑寅卯辰巳午未申酉戌亥"
_TREES = ("云杉", "白桦", "青松", "银杏", "红枫", "翠竹", "丹桂", "紫藤", "金柳", "香樟", "水杉", "梧桐")
_TRADES = {"engineering": "建设工程", "goods": "物资", "services": "技术服务"}


def numeral(number: int) -> str:
    """Return a whole number from 1 to 999 in Chinese numerals."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def name_units(parent: Days, level: Days, kind: Days, moved: list[int]) -> list[str]:
    """Return a name for each unit; a moved unit's name does not carry the unit above it."""
    names: list[str] = []
    seen: dict[tuple[int, int], int] = {}
    for place in range(len(parent)):
        above = int(parent[place])
        nth = seen[above, int(kind[place])] = seen.get((above, int(kind[place])), 0) + 1
        if place in moved:
            names.append(f"华岳{_MOVED[moved.index(place)]}")
        elif level[place] < 2:
            names.append("华岳集团" if level[place] == 0 else _first_level(int(kind[place]), nth))
        else:
            names.append(names[above] + _below(int(kind[place]), nth))
    return names


def name_suppliers(area: list[str]) -> list[str]:
    """Return a name for each supplier by its trade, from the sixty-year cycle and a tree."""
    return [
        f"{_STEMS[n % 10]}{_TWELVE[n % 12]}{_TREES[n // 60 % 12]}{_TRADES[trade]}"
        + (f"第{numeral(n // 720 + 1)}" if n >= 720 else "")
        + "有限公司"
        for n, trade in enumerate(area)
    ]


def _first_level(kind: int, nth: int) -> str:
    if kind == 0:
        return "集团总部"
    if kind == 2:
        return _numbered(_INSTITUTES, nth)
    if nth % 2:
        return f"第{numeral(nth // 2 + 1)}分公司"
    return _REGIONS[(nth // 2 - 1) % len(_REGIONS)] + "公司" + _times((nth // 2 - 1) // len(_REGIONS))


def _below(kind: int, nth: int) -> str:
    if kind == 4:
        return f"第{numeral(nth)}项目部"
    if kind == 5:
        return f"{numeral(nth)}工区"
    return _numbered(_DEPARTMENTS, nth)


def _numbered(names: tuple[str, ...], nth: int) -> str:
    return names[(nth - 1) % len(names)] + _times((nth - 1) // len(names))


def _times(turn: int) -> str:
    return f"{numeral(turn + 1)}部" if turn else ""

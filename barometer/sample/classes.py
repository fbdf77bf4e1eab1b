"""What is bought: classes of items by area, and the amounts from which an open tender is due."""

from __future__ import annotations

import numpy as np

# Amounts from which an open tender is due, in cents by area; the law's rows stand in thresholds.csv.
LIMITS = np.array([400_000_000, 200_000_000, 100_000_000])
GOVERNMENT_LIMITS = np.array([400_000_000, 200_000_000, 200_000_000])
CLASSES = {
    "45110000": (0, "场地准备", "Site preparation"), "45210000": (0, "房屋建筑", "Building works"),
    "45230000": (0, "管线道路", "Pipelines and roads"),
    "45310000": (0, "电气安装", "Electrical installation"),
    "45400000": (0, "装修工程", "Finishing works"), "09130000": (1, "油料", "Fuel"),
    "14620000": (1, "钢材", "Steel"), "30200000": (1, "计算机设备", "Computers"),
    "31120000": (1, "发电机组", "Generators"), "34130000": (1, "工程车辆", "Work vehicles"),
    "39130000": (1, "办公家具", "Office furniture"), "42410000": (1, "起重设备", "Lifting equipment"),
    "44110000": (1, "建筑材料", "Building materials"), "50710000": (2, "设备维修", "Repairs"),
    "63120000": (2, "仓储服务", "Storage"), "66510000": (2, "保险服务", "Insurance"),
    "71320000": (2, "工程设计", "Engineering design"), "72260000": (2, "软件服务", "Software services"),
    "79710000": (2, "安保服务", "Security services"), "80530000": (2, "培训服务", "Training"),
    "90910000": (2, "保洁服务", "Cleaning"),
}  # fmt: skip
CLASS_AREA = np.array([area for area, _, _ in CLASSES.values()])

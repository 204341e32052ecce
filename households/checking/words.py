"""The words of the register's codebooks and the codes they are stored under."""

CAUSES = {
    "因病": "illness",
    "因残": "disability",
    "因学": "schooling",
    "因灾": "disaster",
    "缺土地": "land",
    "缺水": "water",
    "缺技术": "skill",
    "缺劳力": "labour",
    "缺资金": "funds",
    "交通条件落后": "transport",
    "自身发展动力不足": "drive",
    "其它": "other",
}
HEALTH = {word: word for word in ("健康", "长期慢性病", "患有大病", "残疾")}
ATTRIBUTES = {
    "一般贫困户": "ordinary",
    "低保户": "allowance",
    "五保户": "destitute",
    "低保贫困户": "allowance_poor",
}
MEASURES = {
    "生产和就业发展": "industry",
    "移民搬迁安置": "relocation",
    "低保政策兜底": "allowance",
    "医疗救助扶持": "medical",
}
STATUSES = {
    "未脱贫": "poor",
    "脱贫享受政策": "exited_supported",
    "脱贫不享受政策": "exited_unsupported",
    "返贫": "relapsed",
}
WATCHES = {"脱贫不稳定户": "unstable", "边缘易致贫户": "borderline"}
HOUSEHOLD_TYPES = {  # who is in the register, and who is watched
    "建档立卡户": "registered",
    "脱贫不稳定户": "unstable",
    "边缘易致贫户": "borderline",
    "一般农户": "outside",
}
GRADES = {"A": "A", "B": "B", "C": "C", "D": "D"}
STRUCTURES = {
    "土坯": "earth",
    "砖木": "wood",
    "砖混": "brick",
    "框架": "frame",
    "其他": "other",
}
MARRIAGES = {word: word for word in ("未婚", "已婚", "丧偶", "离异")}
SEXES = {"男": "male", "女": "female"}
OTHER_WORDS = {
    "其他": "其它",
    "已脱贫": "脱贫享受政策",
    "脱贫": "脱贫享受政策",
    "已脱贫(享受政策)": "脱贫享受政策",
    "脱贫(享受政策)": "脱贫享受政策",
    "已脱贫(不享受政策)": "脱贫不享受政策",
    "脱贫(不享受政策)": "脱贫不享受政策",
    "一般户": "一般贫困户",
    "缺劳动力": "缺劳力",
    "脱贫监测户": "脱贫不稳定户",
    "监测户": "脱贫不稳定户",
    "边缘户": "边缘易致贫户",
    "贫困户": "建档立卡户",
    "建档立卡贫困户": "建档立卡户",
    "脱贫户": "建档立卡户",
    "非贫困户": "一般农户",
    "一般户(农户)": "一般农户",
    "A级": "A",
    "B级": "B",
    "C级": "C",
    "D级": "D",
    "土坯房": "土坯",
    "土木": "土坯",
    "砖木结构": "砖木",
    "砖混结构": "砖混",
    "砖混房": "砖混",
    "框架结构": "框架",
    "初婚": "已婚",
    "有配偶": "已婚",
    "离婚": "离异",
}

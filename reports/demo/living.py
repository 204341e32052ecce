"""How an invented household lives: its income by source, its house, what it is assured of."""

from reports.demo.chance import happens, number, pick

INCOME_HEADER = (
    *("2015年工资性收入(元)", "2015年生产经营性收入(元)", "2015年财产性收入(元)"),
    *("2015年转移性收入(元)", "2015年生产经营支出(元)"),
)
LIVING_HEADER = (
    *("不愁吃", "不愁穿", "义务教育", "基本医疗", "住房安全", "饮水安全"),
    *("房屋等级", "房屋结构", "唯一住房", "银行账号"),
)
MARRIAGEABLE = 20


def income_by_source(key: str, *, net: int) -> list[int]:
    """Split a household's net income of a year, in 元: sources less costs give it exactly.

    Wages, business, property, transfers, costs; for a few most of it is transfers.
    """
    much = happens(12, key, "transfers")
    transfers = net * (45 + number(30, key, "much") if much else number(30, key, "some")) // 100
    property_income = 100 * number(6, key, "property")
    rest = max(net - transfers - property_income, 0)
    business = rest * number(60, key, "business") // 100
    costs = business // 4
    wages = net + costs - transfers - property_income - business
    return [wages, business, property_income, transfers, costs]


def living(key: str, *, unsafe_house: bool, safe_water: bool) -> list[str]:
    """Give the cells of LIVING_HEADER; they agree with the register's own house and water."""
    grade = pick(["C级", "D级"], key, "grade") if unsafe_house else pick(["A级", "B级"], key, "g")
    structure = pick(["土坯", "砖木", "砖木"] if unsafe_house else ["砖木", "砖混"], key, "walls")
    assured = ["是", "是", _mostly(98, key, "school"), _mostly(95, key, "doctor")]
    house = ["否" if unsafe_house else "是", "是" if safe_water else "否"]
    account = f"622848{number(10**13, key, 'account'):013}"
    return [*assured, *house, grade, structure, _mostly(90, key, "only"), account]


def marriage(relation: str, *, age: int, key: str) -> str:
    """Give whether a person is married; now and then a householder lives alone."""
    if age < MARRIAGEABLE:
        return "未婚"
    if relation in {"配偶", "之父", "之母"}:
        return "已婚"
    return pick(["已婚", "已婚", "已婚", "丧偶", "未婚"], key, relation, "marriage")


def _mostly(percent: int, *about: object) -> str:
    return "是" if happens(percent, *about) else "否"

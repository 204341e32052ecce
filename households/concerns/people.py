"""The rules that look at a household's people: K02, K03, K04, K05, K10. Source: 001 附件2."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from households.concerns.facts import HouseholdFacts, Person, Standards, YearFacts, age_on
from households.concerns.finding import Finding, at_least, lacking, no, plain, yes

_FULL, _NOTHING = Decimal(1), Decimal(0)


def _labour(person: Person, standards: Standards, on: date) -> Decimal | None:
    """Give a person's labour in full labourers; a child without an entry has none."""
    meant = standards.means("labour", person.labour)
    if meant is not None:
        return Decimal(meant)
    if not person.labour and person.birth is not None:
        young = age_on(person.birth, on) < standards.number("working_age")
        return _NOTHING if young else None
    return None


def labour_ratio(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K02: labour per head under the limit, or no full and at most one half labourer.

    Two readings of one sentence that differ at 0.5 (001-33, domain §0.4-5); both are in the
    working, and either makes the flag.
    """
    limit, most = standards.number("labour_ratio"), standards.number("labour_half_most")
    if len(facts.people) != facts.person_count:
        return lacking(f"登记成员{len(facts.people)}人，家庭人口{facts.person_count}人")
    each = [_labour(person, standards, on) for person in facts.people]
    known = [labour for labour in each if labour is not None]
    if len(known) < len(each):
        return lacking(f"{len(each) - len(known)}人劳动技能")
    total, size = sum(known, _NOTHING), facts.person_count
    by_ratio = total < limit * size
    full = sum(labour >= _FULL for labour in known)
    half = sum(_NOTHING < labour < _FULL for labour in known)
    by_gloss = full == 0 and half <= most
    ratio = (total / size).quantize(Decimal("0.01"), ROUND_HALF_UP)
    compared = f"劳动力系数 {plain(total)} ÷ {size}人 = {ratio}"
    compared += f" {'＜' if by_ratio else '≥'} {plain(limit)}"
    words = f"全劳力{full}人、弱（半）劳力{half}人"
    gloss = f"按注解（无全劳力且弱、半劳力不超过{plain(most)}人）{'是' if by_gloss else '否'}"
    return Finding(by_ratio or by_gloss, f"{compared}；{words}，{gloss}")


def no_work(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K03: labourers at home, and neither industry nor job."""
    least = standards.number("labourers_least")
    each = [_labour(person, standards, on) for person in facts.people]
    labourers = sum(labour is not None and labour > 0 for labour in each)
    unknown = _unlisted(facts) + sum(labour is None for labour in each)
    year = facts.year or YearFacts(0)
    industry, job = year.industry, year.employment
    if job is None and any(person.work_months for person in facts.people):
        job = True
    if industry or job:
        return no("有产业覆盖" if industry else "有就业覆盖")
    if labourers + unknown < least:
        return no(f"劳力{labourers}人 ＜ {plain(least)}人")
    missing = [f"{unknown}人劳动技能"] if labourers < least else []
    missing += [] if industry is not None else ["产业覆盖情况"]
    missing += [] if job is not None else ["就业覆盖情况"]
    if missing:
        return lacking(*missing)
    return yes(f"劳力{labourers}人 ≥ {plain(least)}人，无产业覆盖，无就业覆盖")


def _unlisted(facts: HouseholdFacts) -> int:
    """Count the people of the household whom the register does not list."""
    return max(facts.person_count - len(facts.people), 0)


def serious_illness(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K04: people with a serious illness."""
    each = [standards.parts("health", person.health) for person in facts.people]
    ill = sum("ill" in parts for parts in each)
    unknown = _unlisted(facts) + sum(
        "ill" not in parts and (not parts or None in parts) for parts in each
    )
    least = standards.number("serious_illness_least")
    return at_least(ill, unknown, least, what="大病病人", lacks="健康状况")


def students(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K05: at school outside the nine compulsory years."""
    each = [standards.means("schooling", person.schooling) for person in facts.people]
    out, unknown = each.count("out"), _unlisted(facts) + each.count(None)
    least = standards.number("students_out_of_compulsory")
    return at_least(out, unknown, least, what="非义务教育阶段在校生", lacks="在校生状况")


def single(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K10: somebody of the age or over who lives single; on the birthday he is of the age."""
    least = standards.number("single_age")
    counted = {"never"} | ({"divorced"} if standards.number("single_with_divorced") else set())
    found, unknown = 0, _unlisted(facts)
    for person in facts.people:
        meant = standards.means("marriage", person.marriage)
        age = age_on(person.birth, on) if person.birth else None
        if (meant is not None and meant not in counted) or (age is not None and age < least):
            continue
        if meant is None or age is None:
            unknown += 1
        else:
            found += 1
    words = f"{plain(least)}周岁以上单身"
    return at_least(found, unknown, _FULL, what=words, lacks="婚姻状况或出生日期")

"""Which pictures the manual has: at which moment, who looks, where he goes, what he presses.

Names are those of `{% shot %}` in templates/help; one that begins with `phone_` is of a phone.
"""

from dataclasses import dataclass

JULY, DRAWN, FIELD = "july", "drawn", "field"  # 29 July; 9 August before and after teams went out


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    who: str  # account of the demonstration; empty before logging in
    path: str
    press: tuple[str, ...] = ()  # what is pressed on the way, one after the other
    types: tuple[str, str] = ("", "")  # a field and what is typed into it, with Enter
    then: str = ""  # where to go afterwards
    when: str = JULY


FIRST = "main tbody a >> nth=0"
JULY_ROUND = "main tbody a:has-text('2016年7月')"
SHOTS = (
    Shot("login", "", "/accounts/login/"),
    Shot("look", "xz102", "/", ("button.top-user",)),
    Shot("home_township", "xz102", "/"),
    Shot("register_upload", "fupin", "/register/batches/upload/"),
    Shot("register_batch", "fupin", "/register/batches/", (FIRST,)),
    Shot("round_new", "mudu", "/inspections/rounds/new/"),
    Shot(
        "draw_record",
        "mudu",
        "/inspections/rounds/",
        (JULY_ROUND, "main a:has-text('抽签记录') >> nth=0"),
    ),
    Shot(
        "assign",
        "mudu",
        "/inspections/rounds/",
        ("main tbody a:has-text('2016年8月')", "main a.btn:has-text('分派任务')"),
        when=DRAWN,
    ),
    Shot("phone_field", "ducha1", "/inspections/field/", when=FIELD),
    Shot(
        "phone_visit",
        "ducha1",
        "/inspections/assignments/?unfinished=1",
        ("main tr:has-text('户') button:has-text('填表') >> nth=-1",),
        when=FIELD,
    ),
    Shot("review", "mudu", "/inspections/reviews/", (FIRST,), when=FIELD),
    Shot("problems", "mudu", "/inspections/problems/"),
    Shot("order", "mudu", "/inspections/orders/", ("main a:has-text('督改〔2016〕18号')",)),
    Shot("rectification", "xz102", "/inspections/rectification/"),
    Shot(
        "reply",
        "xz102",
        "/inspections/rectification/",
        ("main a:has-text('201607-006')", "main a:has-text('报送整改情况')"),
    ),
    Shot("phone_orders", "xz102", "/inspections/orders/"),
    Shot(
        "verify",
        "fupin",
        "/inspections/rectification/",
        ("main a:has-text('201607-004')", "main a.btn:has-text('复核')"),
    ),
    Shot("extension", "mudu", "/inspections/extensions/"),
    Shot("lookback", "mudu", "/inspections/look-backs/"),
    Shot("selfcheck", "mudu", "/inspections/self-checks/"),
    Shot("escalation", "lingdao", "/inspections/escalations/"),
    Shot("ledgers", "mudu", "/reports/ledgers/"),
    Shot("rollup", "mudu", "/inspections/ledgers/places/"),
    Shot("bulletin", "mudu", "/reports/bulletins/", (FIRST,)),
    Shot(
        "bulletin_text",
        "mudu",
        "/reports/bulletins/",
        (FIRST, "main a.btn:has-text('修改正文')"),
    ),
    Shot("reading", "xz102", "/reports/reading/", (FIRST,)),
    Shot("instruct", "lingdao", "/reports/reading/", (FIRST, "main a.btn:has-text('批示')")),
    Shot("dashboard", "lingdao", "/reports/dashboard/?period=2016-07"),
    Shot("matrix", "lingdao", "/reports/board/matrix/?period=2016-07"),
    Shot("wall", "mudu", "/reports/wall/?period=2016-07"),
    Shot("meetings", "mudu", "/plan/meetings/"),
    Shot("find", "mudu", "/reports/find/", types=("#find-words", "新")),
    Shot("plan", "mudu", "/plan/"),
    Shot("exports", "mudu", "/register/", ("main .list-export",), then="/accounts/exports/"),
    Shot("settings", "admin", "/admin/"),
)

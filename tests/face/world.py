"""What the demo district lacks for every page to have its record: states on the way, rare files.

Rows are made or moved by hand, past the services: a page is looked at, no rule is proved here.
"""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.clock import now
from accounts.models import Export, User
from households.models import HeaderMapping
from inspections.models import Draw, LookBackDraw, Problem, Round, Scheme, SchemeDraft, Visit
from projects.models import Pledge
from reports.models import Bulletin
from tests.access_entered import make_upload
from tests.access_looks import make_looked
from tests.access_reading import make_read

COUNTY, TOWNSHIP = "510304", "510304102"
ON_THE_WAY = ("review", "countersign", "signing", "signed", "numbered", "issued")


def fill_up() -> None:
    """Add to the demo district what it lacks; once it was added nothing is done."""
    User.objects.update(toured_on=date(2016, 7, 1))  # the tour would cover every first page
    if Export.objects.exists():
        return
    office = User.objects.get(username="mudu")
    reopen_visits()
    documents_on_their_way(office)
    rounds_before_the_draw()
    edited_scheme(office)
    handed_in(office)


def reopen_visits() -> None:
    """Leave each team a form to fill in and one to review: the last of the running month."""
    mine = Visit.objects.filter(round__state="field").order_by("pk")
    for leader in ("ducha1", "ducha2"):
        first, second = mine.filter(assignment__team__leader__username=leader)[:2]
        Visit.objects.filter(pk=first.pk).update(
            state="draft", submitted_at=None, accepted_at=None, visited_on=None
        )
        Visit.objects.filter(pk=second.pk).update(state="submitted", accepted_at=None)


def documents_on_their_way(office: User) -> None:
    """Have a document in every state between draft and archive, and what its readers did."""
    draft = Bulletin.objects.get(state="draft")
    for month, state in enumerate(ON_THE_WAY, start=12 - len(ON_THE_WAY)):
        printed = {"year": 2015, "serial": month, "issued_on": date(2015, month, 28)}
        document = Bulletin.objects.create(
            area_code=COUNTY, period=date(2015, month, 1), state=state, facts=draft.facts,
            facts_sha=draft.facts_sha, title=f"2015年{month}月脱贫攻坚督查通报", edition=1,
            passages=draft.passages, assembled_by=office, submitted_by=office,
            **(printed if state in {"numbered", "issued"} else {}),
        )  # fmt: skip
        if state == "countersign":
            for name in ("fupin", "zuzhi", "jiguan"):
                document.countersigns.create(unit=User.objects.get(username=name).unit, edition=1)
        if state == "issued":
            Bulletin.objects.filter(pk=document.pk).update(issued_at=now(), issued_by=office)
            make_read(document, "大安区")


def rounds_before_the_draw() -> None:
    """Have a round that waits for its seal and one that waits for its seed."""
    scheme = Scheme.objects.order_by("-pk")[0]
    planned: dict[str, Any] = {
        "scheme": scheme, "area_code": COUNTY, "starts_on": date(2016, 8, 8),
        "ends_on": date(2016, 8, 19),
    }  # fmt: skip
    Round.objects.create(title="2016年8月专项督查", period=date(2016, 8, 1), **planned)
    sealed = Round.objects.create(
        title="2016年9月专项督查", period=date(2016, 9, 1), state="sealed",
        **planned | {"starts_on": date(2016, 9, 5), "ends_on": date(2016, 9, 20)},
    )  # fmt: skip
    drawn = Draw.objects.order_by("pk")[0]
    drawn.pk, drawn.round, drawn.state, drawn.seed = None, sealed, "sealed", ""
    drawn.draw_id, drawn.drawn_at, drawn.result_sha = f"{COUNTY}-2016-09", None, ""
    drawn.save()


def edited_scheme(office: User) -> None:
    """Have an edit of a scheme that waits to be published."""
    base = Scheme.objects.order_by("-pk")[0]
    SchemeDraft.objects.create(
        base=base, area_code=COUNTY, data=base.data, sha256="1" * 64, file_name="方案.xlsx",
        uploaded_by=office,
    )  # fmt: skip


def handed_in(office: User) -> None:
    """Have files of every kind somebody handed in or asked for."""
    make_upload(COUNTY, "大安区问题清单", office)
    make_upload(TOWNSHIP, "乡镇问题清单", User.objects.get(username="xz102"))
    make_looked(Problem.objects.order_by("-pk")[0], office)
    LookBackDraw.objects.update(drawn_by=office, drawn_at=now())
    HeaderMapping.objects.create(area_code=COUNTY, kind="register", header="户主", column="name")
    export = Export(serial="D2016-1", list_name="households", requested_by=office, rows=1)
    export.file.save("贫困户名单.xlsx", ContentFile(b"PK"))
    pledge = Pledge.objects.order_by("-pk")[0]
    pledge.file.save("责任书.pdf", ContentFile(b"%PDF"))

"""What a person types when a problem is entered: by hand, from an answer, as a list."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from accounts.forms import DayInput
from accounts.models import Unit, User
from households.models import Area
from inspections.forms.rectifications import KINDS, FilesField, FilesInput
from inspections.models import FoundIn, Problem, ProblemCategory, ProblemSource
from inspections.selectors.about import About, about_household, about_place, about_unit
from inspections.selectors.known_items import known_items
from inspections.selectors.offered_subjects import (
    departments_on_offer,
    households_called,
    places_on_offer,
    several,
    units_on_offer,
)
from inspections.selectors.sources import kinds_for, sources_for
from inspections.services.attachments import MAX_FILES

CHOOSE = ("", "请选择")
CAN_SOLVE = {"": None, "yes": True, "no": False}
FACT = forms.Textarea({"rows": 4})


class OriginField(forms.ModelChoiceField):
    """A source body, shown with its kind, so that both fit each other."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the kind before the body."""
        return f"{obj.get_kind_display()}·{obj.name}"


class SourceFields(forms.Form):
    """Where findings come from: a body of the list, or a kind alone."""

    origin = OriginField(
        label="来源单位",
        queryset=ProblemSource.objects.none(),
        required=False,
        empty_label="不指明",
    )
    source = forms.ChoiceField(label="来源类别", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_for(user)
        offered = sources_for(user.area_code).filter(kind__in=[value for value, _ in kinds])
        fields: dict[str, Any] = self.fields
        fields["origin"].queryset = offered.order_by("kind", "name")
        fields["source"].choices = [CHOOSE, *kinds]

    def clean_source(self) -> str:
        """Take the body's own kind where one is chosen."""
        origin = self.cleaned_data.get("origin")
        return str(origin.kind) if origin else str(self.cleaned_data["source"])


class EntryForm(SourceFields):
    """A problem entered by hand."""

    place = forms.ChoiceField(
        label="乡镇或村", required=False, help_text="乡镇、村、户的问题选所在地；部门的问题不选。"
    )
    household = forms.CharField(
        label="户编号或户主",
        required=False,
        max_length=40,
        help_text="问题属于某一户的填写；按户主姓名查找时先选村。登记后姓名隐去。",
    )
    department = forms.ChoiceField(
        label="部门", required=False, help_text="问题属于部门的选择，乡镇、村和户不填。"
    )
    found_in = forms.ChoiceField(label="发现环节", required=False)
    found_by = forms.CharField(label="发现人", required=False, max_length=60)
    found_on = forms.DateField(label="发现日期", widget=DayInput())
    fact = forms.CharField(label="问题事实", max_length=500, widget=FACT)
    item = forms.ChoiceField(label="检查条目", required=False)
    category = forms.ModelChoiceField(
        label="类别",
        queryset=ProblemCategory.objects.all(),
        required=False,
        empty_label="按条目确定",
        help_text="选了检查条目的可不选。",
    )
    severity = forms.ChoiceField(
        label="严重程度", required=False, help_text="部分类别一律为严重。"
    )
    track = forms.ChoiceField(label="整改方式", required=False)
    can_solve = forms.ChoiceField(
        label="能否村级解决", required=False, choices=[("", "未定"), ("yes", "能"), ("no", "不能")]
    )
    responsible_unit = forms.ChoiceField(label="责任单位", required=False)
    photos = FilesField(
        label="照片或材料",
        required=False,
        help_text=f"可选多份，最多{MAX_FILES}份。照片10兆以内；PDF、DOCX、XLSX 20兆以内。",
        widget=FilesInput({"accept": KINDS}),
    )
    entry_key = forms.CharField(max_length=32, widget=forms.HiddenInput())
    field_order = ["place", "household", "department", "fact", "photos", "item", "category"]

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self.items = known_items(user.area_code[:6])
        self._fill(user)
        self.initial.setdefault("found_on", on)
        self.initial.setdefault("entry_key", uuid4().hex)
        self.fields["found_on"].widget.attrs["max"] = on.isoformat()

    def _fill(self, user: User) -> None:
        fields: dict[str, Any] = self.fields
        items = [(code, str(item)[:60]) for code, item in self.items.items()]
        fields["place"].choices = [CHOOSE, *places_on_offer(user)]
        fields["department"].choices = [CHOOSE, *departments_on_offer(user)]
        fields["found_in"].choices = [("", "未注明"), *FoundIn.choices]
        fields["item"].choices = [("", "不对应条目"), *items]
        fields["severity"].choices = [
            ("", "一般（类别另有规定的除外）"),
            *Problem.Severity.choices,
        ]
        fields["track"].choices = [("", "限期整改"), *Problem.Track.choices]
        units = [("", "所在乡镇；能村级解决的为本村"), *units_on_offer(user)]
        fields["responsible_unit"].choices = units
        if not departments_on_offer(user):
            del self.fields["department"]

    def clean(self) -> dict[str, Any]:
        """Find what the problem is about and its category, or say what is missing."""
        given = super().clean() or {}
        if not given.get("source") and "source" not in self.errors:
            self.add_error("source", "请选择来源单位或来源类别。")
        if not self.errors.keys() & {"place", "household", "department"}:
            given["subject"] = self._subject(given)
        item = self.items.get(given.get("item", ""))
        if not given.get("category") and item:
            named = ProblemCategory.objects.filter(slug=item.category)
            given["category"] = named.first()
        if not given.get("category") and "category" not in self.errors:
            self.add_error("category", "请选择类别。")
        given["basis"] = item.basis if item else ""
        return given

    def _subject(self, given: dict[str, Any]) -> About | None:
        place, department = given.get("place", ""), given.get("department", "")
        if given.get("household"):
            return self._household(given["household"], place)
        if department and place:
            self.add_error("department", "部门和乡镇（村）只填一项。")
            return None
        if department:
            return about_unit(Unit.objects.get(pk=department))
        if place:
            return about_place(Area.objects.select_related("parent").get(pk=place))
        self.add_error("place", "请选择问题属于哪个乡镇、村、户或部门。")
        return None

    def _household(self, word: str, place: str) -> About | None:
        found = households_called(self.user, word, place=place)
        if len(found) == 1:
            return about_household(found[0])
        if found:
            self.add_error("household", f"同名的有几户，请填户编号：{several(found)}。")
        else:
            self.add_error(
                "household", "在您的区域内没有找到这一户，请核对户编号或先选村再填户主。"
            )
        return None

    def entry(self) -> dict[str, Any]:
        """Give what the service takes."""
        given = dict(self.cleaned_data)
        unit = given.pop("responsible_unit")
        del given["place"], given["household"]
        given.pop("department", None)
        given["files"] = given.pop("photos")
        given["village_can_solve"] = CAN_SOLVE[given.pop("can_solve")]
        given["responsible_unit"] = Unit.objects.get(pk=unit) if unit else None
        return given


class AnswerEntryForm(forms.Form):
    """A problem made of an answer: everything is filled in, one tap saves it."""

    fact = forms.CharField(label="问题事实", max_length=500, widget=FACT)
    category = forms.ModelChoiceField(
        label="类别", queryset=ProblemCategory.objects.all(), empty_label="请选择"
    )
    severity = forms.ChoiceField(label="严重程度", choices=Problem.Severity.choices)
    track = forms.ChoiceField(label="整改方式", choices=Problem.Track.choices)
    responsible_unit = forms.ModelChoiceField(label="责任单位", queryset=Unit.objects.none())

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.within(county).order_by("area_code", "kind", "name")
        self.fields["responsible_unit"].queryset = units  # type: ignore[attr-defined]  # its own


class UploadForm(SourceFields):
    """A list of problems as a file, and where its findings come from."""

    file = forms.FileField(
        label="问题清单",
        help_text=".xlsx、.xls或.csv，10兆以内，最多1万行。",
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )
    field_order = ["file", "origin", "source"]

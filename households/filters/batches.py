"""What the lists of uploads, of their complaints and of their changes can be asked for."""

import django_filters
from django.db.models import Min, QuerySet

from households.models import (
    BatchComplaint,
    BatchDifference,
    HeaderMapping,
    RegisterBatch,
)

_STAY_OUT = (BatchComplaint.Level.BLOCK, BatchComplaint.Level.OUT)


class BatchFilter(django_filters.FilterSet):
    """Uploads by kind and state."""

    kind = django_filters.ChoiceFilter(
        label="类别", choices=RegisterBatch.Kind.choices, empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=RegisterBatch.State.choices, empty_label="全部"
    )

    class Meta:
        model = RegisterBatch
        fields: list[str] = []


class ComplaintFilter(django_filters.FilterSet):
    """Complaints by what they mean, and by row of the file."""

    level = django_filters.ChoiceFilter(
        label="处理", choices=BatchComplaint.Level.choices, empty_label="全部"
    )
    rows = django_filters.ChoiceFilter(
        label="结果", choices=[("out", "不导入的行")], empty_label="全部", method="left_out"
    )
    row = django_filters.NumberFilter(label="行")

    class Meta:
        model = BatchComplaint
        fields: list[str] = []

    def left_out(
        self, found: QuerySet[BatchComplaint], name: str, value: str
    ) -> QuerySet[BatchComplaint]:
        """Keep the first complaint of each row that stays out: as many as rows."""
        out = found.filter(level__in=_STAY_OUT).order_by()
        first = out.values("batch", "sheet", "row").annotate(first=Min("pk"))
        return found.filter(pk__in=first.values("first"))


class ChangeFilter(django_filters.FilterSet):
    """Changes by act, by what is changed, and by household number."""

    act = django_filters.ChoiceFilter(
        label="变化", choices=BatchDifference.Act.choices, empty_label="全部"
    )
    subject = django_filters.ChoiceFilter(
        label="对象", choices=BatchDifference.Subject.choices, empty_label="全部"
    )
    q = django_filters.CharFilter(label="户编号", field_name="household_no", lookup_expr="exact")

    class Meta:
        model = BatchDifference
        fields: list[str] = []


class BatchComplaintFilter(ComplaintFilter):
    """Complaints of one upload, or of all."""

    batch = django_filters.NumberFilter(label="导入", field_name="batch")


class BatchChangeFilter(ChangeFilter):
    """Changes of one upload, or of all."""

    batch = django_filters.NumberFilter(label="导入", field_name="batch")


class MappingFilter(django_filters.FilterSet):
    """Remembered headers by kind of upload."""

    kind = django_filters.ChoiceFilter(
        label="类别", choices=RegisterBatch.Kind.choices, empty_label="全部"
    )

    class Meta:
        model = HeaderMapping
        fields: list[str] = []

"""What lists of units and notices can be asked for."""

import django_filters

from accounts.models import Notice, Unit


class UnitFilter(django_filters.FilterSet):
    """Units by kind, place (code prefix) and words of the name."""

    area = django_filters.CharFilter(
        label="区划", field_name="area_code", lookup_expr="startswith"
    )
    q = django_filters.CharFilter(label="名称", field_name="name", lookup_expr="contains")

    class Meta:
        model = Unit
        fields = ["kind"]


class NoticeFilter(django_filters.FilterSet):
    """Notices read or not."""

    unread = django_filters.BooleanFilter(label="未读", field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields: list[str] = []

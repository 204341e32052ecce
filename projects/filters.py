"""What the lists of the plan can be asked for."""

import django_filters

from projects.models import AnnualTarget, Programme


class TargetFilter(django_filters.FilterSet):
    """Targets by year and place (code prefix)."""

    area = django_filters.CharFilter(
        label="区划", field_name="area_code", lookup_expr="startswith"
    )

    class Meta:
        model = AnnualTarget
        fields = ["year"]


class ProgrammeFilter(django_filters.FilterSet):
    """Programmes by year and lead unit."""

    class Meta:
        model = Programme
        fields = ["year", "lead_unit"]

"""The facts of a year in the API, and what its acts take in."""

from typing import Any, cast

from rest_framework import serializers

from households.facts.exit_steps import ORDER, PAPER_CODES, STEPS
from households.facts.policies import BY_CODE, readable
from households.models import (
    Area,
    ExitProcedure,
    Household,
    HouseholdIncome,
    HouseholdYear,
    VillageIndicator,
)
from households.selectors.household_file import income_working, reads_health
from households.serializers.register import MaskedField

_OF_HOUSEHOLD = ["household_no", "area_code", "year"]


class OfHousehold(serializers.ModelSerializer):
    """A row of a household, named by its 户编号."""

    household_no = serializers.CharField(source="household.household_no", read_only=True)


class YearIncomeSerializer(OfHousehold):
    """Income of a year in 元; total and share are worked out where every source is known."""

    total = serializers.SerializerMethodField()
    transfer_percent = serializers.SerializerMethodField()

    class Meta:
        model = HouseholdIncome
        fields = [
            *_OF_HOUSEHOLD,
            *("wages", "business", "property_income", "transfers", "costs", "total"),
            *("transfer_percent", "person_count", "net_income_pc", "rigid_expenses"),
        ]

    def get_total(self, income: HouseholdIncome) -> str | None:
        """Give 总收入."""
        working = income_working(income)
        return str(working.total) if working else None

    def get_transfer_percent(self, income: HouseholdIncome) -> str | None:
        """Give the share of transfers in percent."""
        working = income_working(income)
        share = working.transfer_percent if working else None
        return None if share is None else str(share)


class HouseholdYearSerializer(OfHousehold):
    """A household as it stood in a year; policies that tell of illness as health is read."""

    policies_due = serializers.SerializerMethodField()
    policies_received = serializers.SerializerMethodField()

    class Meta:
        model = HouseholdYear
        fields = [
            *_OF_HOUSEHOLD,
            *("person_count", "attribute", "cause", "further_causes", "measure"),
            *("further_measures", "status", "food", "clothing", "schooling", "medical"),
            *("housing", "water", "house_grade", "house_structure", "only_house"),
            *("near_hazard", "industry", "employment", "setback", "lacks_drive"),
            *("relapse_risk", "policies_due", "policies_received", "closed_at"),
        ]

    def _readable(self, codes: list[str]) -> list[str]:
        user = self.context["request"].user
        return readable(codes, health=reads_health(user))

    def get_policies_due(self, row: HouseholdYear) -> list[str]:
        """Give the policies due."""
        return self._readable(row.policies_due)

    def get_policies_received(self, row: HouseholdYear) -> list[str]:
        """Give the policies received."""
        return self._readable(row.policies_received)


class ExitSerializer(OfHousehold):
    """A household's exit of a year: six dates and the papers of its archive."""

    head_name = MaskedField(source="household.head_name", registered_as="name")
    status = serializers.ChoiceField(
        source="household.status", choices=Household.Status.choices, read_only=True
    )

    class Meta:
        model = ExitProcedure
        fields = [*_OF_HOUSEHOLD, "head_name", "status", *ORDER, "papers"]


class IndicatorSerializer(serializers.ModelSerializer):
    """One exit indicator of a village; a rate stands with its two numbers."""

    village_name = serializers.CharField(source="village.short_name", read_only=True)

    class Meta:
        model = VillageIndicator
        fields = [
            *("area_code", "village_name", "year", "code", "met", "numerator", "denominator"),
            "note",
        ]


class HouseholdInput(serializers.Serializer):
    """Names a household the caller sees, and a year."""

    household_no = serializers.SlugRelatedField(
        slug_field="household_no", queryset=Household.objects.none(), source="household"
    )
    year = serializers.IntegerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["household_no"], kwargs, Household.objects)


def offer(field: Any, given: dict[str, Any], rows: Any) -> None:
    """Let a related field take the rows the caller of a request sees."""
    request = given.get("context", {}).get("request")
    if request is not None:
        field.queryset = rows.visible_to(request.user)


def amount() -> serializers.DecimalField:
    """Give a field for an amount in 元 that may be left out."""
    return serializers.DecimalField(
        max_digits=12, decimal_places=2, required=False, allow_null=True, default=None
    )


class IncomeInput(HouseholdInput):
    """An income by source, or only the net per person."""

    wages = amount()
    business = amount()
    property_income = amount()
    transfers = amount()
    costs = amount()
    net_income_pc = amount()
    rigid_expenses = amount()
    person_count = serializers.IntegerField(
        required=False, min_value=1, max_value=99, allow_null=True, default=None
    )


class YearFactsInput(serializers.ModelSerializer):
    """What is true of a household in a year; what is left out stays as it is."""

    household_no = serializers.SlugRelatedField(
        slug_field="household_no", queryset=Household.objects.none(), source="household"
    )
    policies_received = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(BY_CODE)), required=False
    )
    person_count = serializers.IntegerField(required=False, min_value=1, max_value=99)
    status = serializers.ChoiceField(choices=Household.Status.choices, required=False)
    reason = serializers.CharField(required=False, default="", max_length=100)

    class Meta:
        model = HouseholdYear
        fields = [
            *("household_no", "year", "person_count", "attribute", "cause", "measure", "status"),
            *("food", "clothing", "schooling", "medical", "housing", "water", "house_grade"),
            *("house_structure", "only_house", "near_hazard", "industry", "employment"),
            *("setback", "lacks_drive", "relapse_risk", "policies_received", "reason"),
        ]
        validators: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["household_no"], kwargs, Household.objects)


class StepInput(serializers.Serializer):
    """A step of the exit for many households."""

    households = serializers.SlugRelatedField(
        slug_field="household_no", many=True, queryset=Household.objects.none()
    )
    year = serializers.IntegerField()
    step = serializers.ChoiceField(choices=list(STEPS.items()))
    day = serializers.DateField()
    reason = serializers.CharField(required=False, default="", max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = cast("serializers.ManyRelatedField", self.fields["households"])
        offer(many.child_relation, kwargs, Household.objects)


class StepsTakenSerializer(serializers.Serializer):
    """Which households took the step, and which did not and why."""

    done = serializers.ListField(child=serializers.CharField())
    refused = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))


class PapersInput(HouseholdInput):
    """The papers the archive holds."""

    papers = serializers.ListField(child=serializers.ChoiceField(choices=list(PAPER_CODES)))


class WithdrawInput(HouseholdInput):
    """Why the last step is taken back."""

    reason = serializers.CharField(max_length=100)


class FindingInput(serializers.Serializer):
    """What was found of one indicator."""

    code = serializers.CharField(max_length=20)
    met = serializers.BooleanField(allow_null=True)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)


class IndicatorsInput(serializers.Serializer):
    """A village's indicators of a year; with a population the rate is worked out."""

    village = serializers.PrimaryKeyRelatedField(queryset=Area.objects.none())
    year = serializers.IntegerField()
    population = serializers.IntegerField(
        required=False, min_value=1, max_value=99999, allow_null=True, default=None
    )
    findings = FindingInput(many=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["village"], kwargs, Area.objects.villages())

"""The register in the API; personal data as the caller may see it."""

from typing import Any

from rest_framework import serializers

from accounts.masking import shown
from households.models import Area, HelperPairing, Household, HouseholdIncome, Member


class AreaSerializer(serializers.ModelSerializer):
    """A place."""

    class Meta:
        model = Area
        fields = ["code", "name", "short_name", "level", "parent", "is_poor", "planned_exit_year"]


class MaskedField(serializers.CharField):
    """A registered personal field, masked for the caller."""

    def __init__(self, *, registered_as: str, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.registered_as = registered_as

    def to_representation(self, value: Any) -> str:
        """Give what the caller may see."""
        user = self.context["request"].user
        return shown(str(value), field=self.registered_as, user=user)


class MemberSerializer(serializers.ModelSerializer):
    """A person of a household."""

    name = MaskedField(registered_as="name")
    identity_number = MaskedField(registered_as="identity_number")
    health = MaskedField(registered_as="illness")

    class Meta:
        model = Member
        fields = [
            *("person_no", "name", "identity_number", "relation", "ethnicity", "education"),
            *("schooling", "health", "labour", "work_months", "insured"),
        ]


class IncomeSerializer(serializers.ModelSerializer):
    """Net income per person of a year, in 元."""

    class Meta:
        model = HouseholdIncome
        fields = ["year", "net_income_pc"]


class HouseholdSerializer(serializers.ModelSerializer):
    """A household in a list."""

    head_name = MaskedField(registered_as="name")
    village_name = serializers.CharField(source="village.short_name", read_only=True)

    class Meta:
        model = Household
        fields = [
            *("household_no", "area_code", "village_name", "group_name", "head_name"),
            *("person_count", "attribute", "cause", "further_causes", "measure"),
            *("further_measures", "status", "planned_exit_year", "unsafe_house", "safe_water"),
        ]


class HouseholdDetailSerializer(HouseholdSerializer):
    """A household with its people and incomes."""

    phone = MaskedField(registered_as="phone")
    bank_account = MaskedField(registered_as="bank_account")
    members = MemberSerializer(many=True, read_only=True)
    incomes = IncomeSerializer(many=True, read_only=True)

    class Meta:
        model = Household
        fields = [
            *HouseholdSerializer.Meta.fields,
            *("phone", "bank_account", "registered_on", "members", "incomes"),
        ]


class PersonSerializer(MemberSerializer):
    """A person in a list, with the household."""

    household_no = serializers.CharField(source="household.household_no", read_only=True)

    class Meta:
        model = Member
        fields = ["household_no", "area_code", *MemberSerializer.Meta.fields, "marriage"]


class PairingSerializer(serializers.ModelSerializer):
    """Who helps a household, from when to when."""

    household_no = serializers.CharField(source="household.household_no", read_only=True)
    head_name = MaskedField(registered_as="name", source="household.head_name")

    class Meta:
        model = HelperPairing
        fields = [
            *("id", "household_no", "head_name", "area_code", "name", "unit_name"),
            *("starts_on", "ends_on"),
        ]

"""Taking an applied register back: its rows deleted, its changes set back, or nothing at all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import models

from accounts.models import User
from households.models import (
    BatchDifference,
    HelperPairing,
    Household,
    HouseholdIncome,
    HouseholdYear,
    Member,
    RegisterBatch,
)
from households.services.importing import register_fields as fields
from households.services.importing.comparison import Act, Subject
from households.services.importing.register_differences import HELPER, HELPER_USER
from households.services.importing.reverting import (
    moved_on,
    pieces,
    refuse_built_upon,
    refuse_later_batches,
    refuse_later_hands,
    refuse_used,
)

_OF_YEAR = re.compile(r"([0-9]{4})年度(.*)")
_DERIVED = {"households.ConcernFlag", "households.HouseholdYear"}
Cells = dict[str, tuple[str, str]]
Found = dict[tuple[str, str], Cells]


def revert_register(batch: RegisterBatch) -> None:
    """Take a register upload back; raises RuleBroken naming what stands in the way."""
    new = list(Household.objects.filter(source=batch).only("pk", "household_no"))
    refuse_used([household.household_no for household in new])
    refuse_later_batches(batch)
    refuse_built_upon(batch, Household, _DERIVED)
    revert = _Revert(batch)
    refuse_later_hands(batch, [*((h, h.household_no) for h in new), *revert.known_rows()])
    revert.look()
    revert.run()


class _Revert:
    """One taking back; `look` refuses before `run` changes anything."""

    def __init__(self, batch: RegisterBatch) -> None:
        self.batch = batch
        self.changes: Found = defaultdict(dict)
        self.begun: list[tuple[str, int]] = []
        wanted = batch.changes.filter(act__in=[Act.ADD, Act.CHANGE]).order_by("pk")
        for row in wanted.exclude(act=Act.ADD, field="").iterator(chunk_size=2000):
            self._sort(row)
        self.households = self._by(Household, "household_no", self._named())
        people = [key for subject, key in self.changes if subject == Subject.MEMBER]
        self.members = self._by(Member, "person_no", people)
        self.pairings = self._pairings()

    def _sort(self, row: BatchDifference) -> None:
        if row.act == Act.CHANGE:
            self.changes[row.subject, row.key][row.field] = (row.before, row.after)
        elif row.subject == Subject.HOUSEHOLD:
            self.begun.append((row.key, int(row.field[:4])))

    def _named(self) -> set[str]:
        """Give the numbers of all known households that are touched, by any of their rows."""
        numbers = self.batch.changes.filter(act__in=[Act.ADD, Act.CHANGE])
        return set(numbers.values_list("household_no", flat=True)) | self._former_homes()

    def _former_homes(self) -> set[str]:
        home = fields.label_of(Member, "household")
        return {cells[home][0] for cells in self.changes.values() if home in cells}

    def _by(self, model: type[models.Model], name: str, values: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        manager: Any = model._default_manager  # noqa: SLF001 -- Django's documented API
        for piece in pieces(list(values)):
            rows = manager.filter(**{f"{name}__in": piece}).exclude(source=self.batch)
            found |= {getattr(row, name): row for row in rows}
        return found

    def _pairings(self) -> dict[str, HelperPairing]:
        """Give the running pairing of each household whose helper changed."""
        numbers = [key for subject, key in self.changes if subject == Subject.PAIRING]
        found: dict[str, HelperPairing] = {}
        for piece in pieces(numbers):
            rows = HelperPairing.objects.filter(ends_on=None, household__household_no__in=piece)
            found |= {row.household.household_no: row for row in rows.select_related("household")}
        return found

    def known_rows(self) -> Iterator[tuple[models.Model, str]]:
        """Give the stored rows the upload changed, each with its household's number."""
        for number, household in self.households.items():
            yield household, number
        for person, member in self.members.items():
            yield member, person[:-2]
        for number, pairing in self.pairings.items():
            yield pairing, number
        for model in (Member, HouseholdIncome, HelperPairing):
            rows = model.objects.filter(source=self.batch).select_related("household")
            for row in rows.iterator(chunk_size=2000):
                yield row, row.household.household_no

    # ---- looking

    def look(self) -> None:
        """Refuse when a value is not any more what the upload made it."""
        words = fields.Words(self.batch.area_code[:6])
        other = set()
        for (subject, key), cells in self.changes.items():
            for label, (_, after) in cells.items():
                if self._now(words, subject, key, label) != after:
                    other.add(key)
        ended = HelperPairing.objects.filter(source=self.batch).exclude(ends_on=None)
        other |= set(ended.values_list("household__household_no", flat=True))
        if other:
            raise moved_on("的内容在导入后又有改动", other)

    def _now(self, words: fields.Words, subject: str, key: str, label: str) -> str | None:
        """Give a value as it stands now in a reader's words, None when its row is gone."""
        if subject == Subject.PAIRING:
            pairing = self.pairings.get(key)
            if pairing is None:
                return None
            if label == HELPER_USER:
                return ""
            return pairing.name if label == HELPER else pairing.unit_name
        model, row, name = self._row(subject, key, label)
        if row is None:
            return None
        if name == "household":
            return str(row.household.household_no)
        return words.show(model, name, getattr(row, name))

    def _row(self, subject: str, key: str, label: str) -> tuple[type[models.Model], Any, str]:
        """Find the row a difference is about and the name of its field."""
        if subject == Subject.MEMBER:
            return Member, self.members.get(key), fields.name_of(Member, label)
        of_year = _OF_YEAR.fullmatch(label)
        if not of_year:
            return Household, self.households.get(key), fields.name_of(Household, label)
        model: Any = HouseholdIncome if subject == Subject.INCOME else HouseholdYear
        rows = model.objects.filter(household__household_no=key, year=int(of_year[1]))
        return model, rows.first(), fields.name_of(model, of_year[2])

    # ---- taking back

    def run(self) -> None:
        """Delete what is new, set the rest back: people before heads, households before all."""
        self._pairings_back()
        Member.objects.filter(source=self.batch).delete()
        HouseholdIncome.objects.filter(source=self.batch).delete()
        for number, year in self.begun:
            HouseholdYear.objects.filter(household__household_no=number, year=year).delete()
        self._rows_back(Subject.HOUSEHOLD)
        self._rows_back(Subject.INCOME)
        self._members_back()
        self._years_follow()
        self._delete_new()

    def _rows_back(self, subject: str) -> None:
        for (of, key), cells in self.changes.items():
            if of != subject:
                continue
            changed: dict[tuple[type[models.Model], Any], list[str]] = defaultdict(list)
            for label, (before, _) in cells.items():
                model, row, name = self._row(subject, key, label)
                setattr(row, name, fields.stored_value(model, name, before))
                if name == fields.PLACE and model is Household:
                    row.village_id = row.area_code
                    changed[model, row].append("village")
                row.save(
                    update_fields=self._with_key(model, [name, *changed.pop((model, row), [])])
                )

    def _with_key(self, model: type[models.Model], names: list[str]) -> list[str]:
        return [*names, *filter(None, (fields.key_of(model, name) for name in names))]

    def _members_back(self) -> None:
        """Set people back; whoever becomes head again comes after whoever stops being it."""
        relation = fields.label_of(Member, "relation")
        people = [
            (key, cells) for (of, key), cells in self.changes.items() if of == Subject.MEMBER
        ]
        people.sort(key=lambda one: one[1].get(relation, ("", ""))[0] == Member.HEAD)
        for person, cells in people:
            member, names = self.members[person], ["area_code"]
            for label, (before, _) in cells.items():
                name = fields.name_of(Member, label)
                value = fields.stored_value(Member, name, before)
                setattr(member, name, self.households[before] if name == "household" else value)
                names.append(name)
            member.save(update_fields=self._with_key(Member, names))
        self._areas_follow()

    def _areas_follow(self) -> None:
        """Let the rows of each household stand in its village again."""
        for household in self.households.values():
            for model in (Member, HouseholdIncome, HouseholdYear, HelperPairing):
                rows = model.objects.filter(household=household)
                rows.exclude(area_code=household.area_code).update(area_code=household.area_code)

    def _years_follow(self) -> None:
        """Copy the households as they are again into the year's records that stay."""
        year = self.batch.counts.get("year")
        of = {key for subject, key in self.changes if subject == Subject.HOUSEHOLD}
        for number in of & self.households.keys():
            household = self.households[number]
            copied = {name: getattr(household, name) for name in fields.YEAR_COPIED}
            HouseholdYear.objects.filter(household=household, year=year).update(**copied)

    def _pairings_back(self) -> None:
        """Delete the pairings that began, reopen those they ended, rename those put right."""
        for number, pairing in self.pairings.items():
            cells = self.changes[Subject.PAIRING, number]
            if pairing.source_id == self.batch.pk:
                ended = pairing.starts_on - timedelta(days=1)
                pairing.delete()
                before = HelperPairing.objects.filter(household=pairing.household, ends_on=ended)
                last = before.order_by("-starts_on", "-pk").first()
                if last:
                    last.ends_on = None
                    last.save(update_fields=["ends_on"])
                continue
            for label, (old, _) in cells.items():
                if label == HELPER_USER:
                    pairing.user = User.objects.filter(username=old).first()
                elif label == HELPER:
                    pairing.name = old
                else:
                    pairing.unit_name = old
            pairing.save(update_fields=["name", "unit_name", "user"])
        HelperPairing.objects.filter(source=self.batch).delete()

    def _delete_new(self) -> None:
        for relation in Household._meta.related_objects:  # noqa: SLF001 -- Django's documented API
            other: Any = relation.related_model
            rows = other._base_manager.filter(**{f"{relation.field.name}__source": self.batch})  # noqa: SLF001 -- the same
            rows.delete()
        Household.objects.filter(source=self.batch).delete()

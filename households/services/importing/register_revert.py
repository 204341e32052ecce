"""Taking an applied register back: its rows deleted, its changes set back, or nothing at all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import models

from accounts.models import User
from accounts.scope import COUNTY
from households.bulk import write_over
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
    """One taking back; `look` refuses before `run` changes anything.

    The rows are read and locked once, put right in memory and written by the thousand: a register
    of 20,000 changed households is taken back in seconds.
    """

    def __init__(self, batch: RegisterBatch) -> None:
        self.batch = batch
        self.changes: Found = defaultdict(dict)
        self.begun: dict[int, list[str]] = defaultdict(list)
        wanted = batch.changes.filter(act__in=[Act.ADD, Act.CHANGE]).order_by("pk")
        for row in wanted.exclude(act=Act.ADD, field="").iterator(chunk_size=2000):
            self._sort(row)
        self.households = self._by(Household, "household_no", self._named())
        self.numbers = {household.pk: number for number, household in self.households.items()}
        people = [key for subject, key in self.changes if subject == Subject.MEMBER]
        self.members = self._by(Member, "person_no", people)
        self.years = self._years()
        self.pairings = self._pairings()

    def _sort(self, row: BatchDifference) -> None:
        if row.act == Act.CHANGE:
            self.changes[row.subject, row.key][row.field] = (row.before, row.after)
        elif row.subject == Subject.HOUSEHOLD:
            self.begun[int(row.field[:4])].append(row.key)

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
            rows = manager.select_for_update().filter(**{f"{name}__in": piece})
            found |= {getattr(row, name): row for row in rows.exclude(source=self.batch)}
        return found

    def _years(self) -> dict[tuple[type[models.Model], str, int], Any]:
        """Give the rows of a year of which a value changed, by model, household and year."""
        wanted: dict[tuple[Any, int], set[str]] = defaultdict(set)
        for (subject, key), cells in self.changes.items():
            for label in cells:
                if of_year := _OF_YEAR.fullmatch(label):
                    wanted[_model_of_year(subject), int(of_year[1])].add(key)
        found: dict[tuple[type[models.Model], str, int], Any] = {}
        for (model, year), numbers in wanted.items():
            for piece in pieces(numbers):
                rows = model.objects.select_for_update(of=("self",)).filter(year=year)
                rows = rows.filter(household__household_no__in=piece)
                for row in rows.annotate(number=models.F("household__household_no")):
                    found[model, row.number, year] = row
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
            yield member, self.numbers.get(member.household_id, person)
        for number, pairing in self.pairings.items():
            yield pairing, number
        for model in (Member, HouseholdIncome, HelperPairing):
            rows = model.objects.filter(source=self.batch).select_related("household")
            for row in rows.iterator(chunk_size=2000):
                yield row, row.household.household_no

    # ---- looking

    def look(self) -> None:
        """Refuse when a value is not any more what the upload made it."""
        words = fields.Words(self.batch.area_code[:COUNTY])
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
            return self._number_of(row.household_id)
        return words.show(model, name, getattr(row, name))

    def _number_of(self, household: int) -> str:
        """Give a household's number; one the upload itself brought is not among those known."""
        if household not in self.numbers:
            self.numbers[household] = Household.objects.values_list("household_no", flat=True).get(
                pk=household
            )
        return self.numbers[household]

    def _row(self, subject: str, key: str, label: str) -> tuple[type[models.Model], Any, str]:
        """Find the row a difference is about and the name of its field."""
        if subject == Subject.MEMBER:
            return Member, self.members.get(key), fields.name_of(Member, label)
        of_year = _OF_YEAR.fullmatch(label)
        if not of_year:
            return Household, self.households.get(key), fields.name_of(Household, label)
        model = _model_of_year(subject)
        row = self.years.get((model, key, int(of_year[1])))
        return model, row, fields.name_of(model, of_year[2])

    # ---- taking back

    def run(self) -> None:
        """Delete what is new, set the rest back: people before heads, households before all."""
        self._pairings_back()
        Member.objects.filter(source=self.batch).delete()
        HouseholdIncome.objects.filter(source=self.batch).delete()
        for year, numbers in self.begun.items():
            for piece in pieces(numbers):
                rows = HouseholdYear.objects.filter(year=year, household__household_no__in=piece)
                rows.delete()
        self._rows_back(Subject.HOUSEHOLD)
        self._rows_back(Subject.INCOME)
        self._members_back()
        self._households_follow()
        self._delete_new()

    def _rows_back(self, subject: str) -> None:
        """Set households, or their rows of a year, back to what they were."""
        rows: dict[type[models.Model], dict[Any, Any]] = defaultdict(dict)
        names: dict[type[models.Model], set[str]] = defaultdict(set)
        for (of, key), cells in self.changes.items():
            for label, (before, _) in cells.items() if of == subject else ():
                model, row, name = self._row(subject, key, label)
                setattr(row, name, fields.stored_value(model, name, before))
                names[model].add(name)
                if name == fields.PLACE and model is Household:
                    row.village_id = row.area_code
                    names[model].add("village")
                rows[model][row.pk] = row
        for model, changed in rows.items():
            write_over(model, list(changed.values()), ["id"], sorted(names[model]))

    def _members_back(self) -> None:
        """Set people back; whoever becomes head again comes after whoever stops being it."""
        people: list[Member] = []
        heads: list[Member] = []
        names = {"area_code"}
        for (of, person), cells in self.changes.items():
            if of != Subject.MEMBER:
                continue
            member = self.members[person]
            for label, (before, _) in cells.items():
                name = fields.name_of(Member, label)
                value = fields.stored_value(Member, name, before)
                setattr(member, name, self.households[before] if name == "household" else value)
                names.add(name)
            (heads if member.relation == Member.HEAD else people).append(member)
        for rows in (people, heads):
            write_over(Member, rows, ["id"], sorted(names))

    def _households_follow(self) -> None:
        """Let the rows of each household stand in its village, its year copy it, again."""
        home = Household.objects.filter(pk=models.OuterRef("household_id"))

        def of_home(name: str) -> models.Subquery:
            return models.Subquery(home.values(name)[:1])

        copied = {name: of_home(name) for name in fields.YEAR_COPIED}
        changed = {key for subject, key in self.changes if subject == Subject.HOUSEHOLD}
        for piece in pieces([household.pk for household in self.households.values()]):
            for model in (Member, HouseholdIncome, HouseholdYear, HelperPairing):
                rows = model.objects.filter(household__in=piece)
                astray = rows.exclude(area_code=models.F("household__area_code"))
                astray.update(area_code=of_home("area_code"))
        for piece in pieces([self.households[n].pk for n in changed & self.households.keys()]):
            years = HouseholdYear.objects.filter(household__in=piece)
            years.filter(year=self.batch.counts.get("year")).update(**copied)

    def _pairings_back(self) -> None:
        """Delete the pairings that began, reopen those they ended, rename those put right."""
        begun = [p for p in self.pairings.values() if p.source_id == self.batch.pk]
        HelperPairing.objects.filter(source=self.batch).delete()
        ends = {pairing.household_id: pairing.starts_on - timedelta(days=1) for pairing in begun}
        last: dict[int, int] = {}
        for piece in pieces(ends):
            before = HelperPairing.objects.filter(household__in=piece)
            rows = before.order_by("starts_on", "pk")
            told = rows.values_list("pk", "household_id", "ends_on")
            last |= {home: pk for pk, home, ended_on in told if ended_on == ends[home]}
        for piece in pieces(last.values()):
            HelperPairing.objects.filter(pk__in=piece).update(ends_on=None)
        self._rename_back()

    def _rename_back(self) -> None:
        """Give the pairings that were put right in place their helper and account again."""
        renamed = {n: p for n, p in self.pairings.items() if p.source_id != self.batch.pk}
        cells = {number: self.changes[Subject.PAIRING, number] for number in renamed}
        logins = {told[HELPER_USER][0] for told in cells.values() if HELPER_USER in told}
        users = {user.username: user for user in User.objects.filter(username__in=logins)}
        for number, pairing in renamed.items():
            for label, (old, _) in cells[number].items():
                if label == HELPER_USER:
                    pairing.user = users.get(old)
                elif label == HELPER:
                    pairing.name = old
                else:
                    pairing.unit_name = old
        write_over(HelperPairing, list(renamed.values()), ["id"], ["name", "unit_name", "user"])

    def _delete_new(self) -> None:
        for relation in Household._meta.related_objects:  # noqa: SLF001 -- Django's documented API
            other: Any = relation.related_model
            rows = other._base_manager.filter(**{f"{relation.field.name}__source": self.batch})  # noqa: SLF001 -- the same
            rows.delete()
        Household.objects.filter(source=self.batch).delete()


def _model_of_year(subject: str) -> Any:
    return HouseholdIncome if subject == Subject.INCOME else HouseholdYear

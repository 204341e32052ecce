"""Pages of a draw: seal, seed, record, proof pack, replacement."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, View

from accounts.clock import now
from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from inspections.forms.rounds import ReplaceForm, SealForm, SeedForm
from inspections.models import Draw, DrawnUnit
from inspections.selectors import cockpit
from inspections.selectors.chain import seen_links
from inspections.selectors.draw_records import draw_record, pool_counts, witness_names
from inspections.selectors.draw_show import draw_show
from inspections.selectors.draws import county_chain, next_reserve, proof_pack
from inspections.selectors.frame_changes import changes_at_freeze, changes_of
from inspections.selectors.frames import round_frame
from inspections.services.draws import draw_to_seed, enter_seed, seal_draw
from inspections.services.replacements import replace_unit
from inspections.views.rounds import RoundMixin

RESERVES_SHOWN = 3  # of each village, on the printed record


class DrawMixin(PageMixin):
    """A page about one draw that the user may see; `pk` in the address is the draw's."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def draw(self) -> Draw:
        """The draw of the address; 404 where its round is hidden or it is not there."""
        seen = Draw.objects.visible_to(person(self.request))
        joined = seen.select_related(
            *("round__scheme", "sealed_by", "drawn_by", "annul_proposed_by")
        )
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the round."""
        return [
            ("期次", reverse("inspections:round_list")),
            (self.draw.round.title, self.get_success_url()),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the draw and its round."""
        return super().get_context_data(draw=self.draw, round=self.draw.round, **kwargs)

    def get_success_url(self) -> str:
        """Go back to the round."""
        return reverse("inspections:round_detail", args=[self.draw.round_id])


class DrawSealView(RoundMixin, PermissionRequiredMixin, ServiceFormView):
    """Look over the drum, then seal it."""

    title = "封存名单"
    permission_required = "inspections.seal_draw"
    form_class = SealForm
    template_name = "inspections/draw_seal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame as the register gives it now."""
        frame = round_frame(self.round)
        counts = [
            (label, frame.count(stage))
            for stage, label in (("township", "乡镇"), ("village", "村"), ("household", "户"))
        ]
        return super().get_context_data(
            frame=frame,
            counts=counts,
            changes=changes_at_freeze(self.round.area_code, frame.units),
            draw_id=county_chain(self.round)[1],
            facts=cockpit.facts(self.round),
            **kwargs,
        )

    def form_valid(self, form: SealForm) -> HttpResponse:
        """Seal through the service; a refusal is shown above the form."""
        draw = seal_draw(
            round=self.round, by=person(self.request), at=now(), **form.as_arguments()
        )
        messages.success(
            self.request, f"名单已封存，封签 {draw.seal[:16]}…。请公布封签后再产生种子。"
        )
        return super().form_valid(form)


class SeedPage(PermissionRequiredMixin, FormView):
    """Enter the public seed of a sealed draw; what was typed stays when it is refused."""

    permission_required = "inspections.enter_seed"
    form_class = SeedForm
    template_name = "inspections/draw_seed.html"
    draw: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask the rule's witnesses for their secrets."""
        names = witness_names(self.draw) if self.draw else ()
        return super().get_form_kwargs() | {"witnesses": names}

    def waiting(self) -> Draw:
        """Give the draw that waits; raises RuleBroken when there is none."""
        return self.draw

    def form_valid(self, form: SeedForm) -> HttpResponse:
        """Draw through the service; a refusal stands beside the seed."""
        try:
            draw = enter_seed(
                draw=self.waiting(),
                seed=form.cleaned_data["seed"],
                by=person(self.request),
                reveals=form.reveals(),
                at=now(),
            )
        except RuleBroken as refusal:
            form.add_error("seed", str(refusal))
            return self.form_invalid(form)
        if "show" in self.request.POST:
            return redirect("inspections:draw_show", pk=draw.pk)
        messages.success(self.request, "已抽签。请打印抽签记录签字盖章，并分派任务。")
        return super().form_valid(form)


class DrawSeedView(RoundMixin, SeedPage):
    """The seed of a round's main draw; `pk` in the address is the round's."""

    title = "录入种子"

    @cached_property
    def draw(self) -> Draw | None:
        """The round's main draw in force."""
        return cockpit.draw_in_force(self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the draw."""
        return super().get_context_data(draw=self.draw, **kwargs)

    def waiting(self) -> Draw:
        """Give the main draw; raises RuleBroken before the seal and after the seed."""
        return draw_to_seed(round=self.round)


class DrawSeedOfView(DrawMixin, SeedPage):
    """The seed of any draw; `pk` in the address is the draw's."""

    title = "录入种子"


class DrawShowView(DrawMixin, PermissionRequiredMixin, DetailView):
    """The draw on the wall of the meeting room: seal, seed, then ticket by ticket."""

    permission_required = "inspections.view_draw"
    template_name = "inspections/draw_show.html"

    def get_object(self, queryset: Any = None) -> Draw:
        """Give the draw of the address."""
        return self.draw

    def get_title(self) -> str:
        """Name the page after the draw."""
        return f"抽签 {self.draw.draw_id}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add counts and tickets, and the seed's form for whoever may enter it."""
        may = person(self.request).has_perm("inspections.enter_seed")
        waiting = self.draw.state == Draw.State.SEALED
        form = SeedForm(witnesses=witness_names(self.draw)) if may and waiting else None
        return super().get_context_data(
            show=draw_show(self.draw), counts=pool_counts(self.draw), form=form, **kwargs
        )


class DrawRecordView(DrawMixin, PermissionRequiredMixin, DetailView):
    """The draw on one A4 page, to print, sign and seal."""

    permission_required = "inspections.view_draw"
    template_name = "inspections/draw_record.html"

    def get_object(self, queryset: Any = None) -> Draw:
        """Give the draw of the address."""
        return self.draw

    def get_title(self) -> str:
        """Name the page after the draw."""
        return f"抽签记录 {self.draw.draw_id}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record, the reserves in order, the frame's changes and the county's chain."""
        chain = seen_links(self.draw.area_code, person(self.request))
        return super().get_context_data(
            record=draw_record(self.draw),
            reserves=cockpit.reserves(self.draw, take=RESERVES_SHOWN),
            changes=changes_of(self.draw),
            chain=chain,
            chain_wrong=any(link.wrong for link in chain),
            **kwargs,
        )


class DrawPackView(DrawMixin, PermissionRequiredMixin, View):
    """The proof pack of a drawn draw."""

    permission_required = "inspections.view_draw"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Give the zip; there is none before the seed."""
        if not self.draw.seed:
            raise Http404
        name = f"draw-{self.draw.draw_id.replace('/', '-')}.zip"
        return HttpResponse(
            proof_pack(self.draw),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class DrawReplaceView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Give a drawn household's place to the next reserve of its village."""

    title = "替补"
    permission_required = "inspections.replace_unit"
    form_class = ReplaceForm
    template_name = "inspections/draw_replace.html"

    @cached_property
    def unit(self) -> DrawnUnit:
        """The drawn unit of the address; 404 where its round is hidden."""
        draws = Draw.objects.visible_to(person(self.request))
        units = DrawnUnit.objects.filter(draw__in=draws).select_related("draw__round")
        return get_object_or_404(units, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the round."""
        return [
            ("期次", reverse("inspections:round_list")),
            (self.unit.draw.round.title, self.get_success_url()),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the unit and whether a reserve is left."""
        unit = self.unit
        reserve = next_reserve(unit.draw, stage=unit.stage, parent=unit.parent_code)
        return super().get_context_data(unit=unit, reserve=reserve, **kwargs)

    def form_valid(self, form: ReplaceForm) -> HttpResponse:
        """Replace through the service; a refusal is shown above the form."""
        reserve = replace_unit(
            drawn_unit=self.unit, by=person(self.request), at=now(), **form.cleaned_data
        )
        messages.success(self.request, f"{self.unit}已由{reserve}替补。")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Go back to the round."""
        return reverse("inspections:round_detail", args=[self.unit.draw.round_id])

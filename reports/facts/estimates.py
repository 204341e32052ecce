"""What the drawn households say of all households that could be drawn, with 95% intervals.

The sample has two stages: villages out of the N of the draw's frame, then in village i m_i out of
its M_i households. With a_i of them so, p_i = a_i/m_i, the ratio-to-size estimate of the share is

    p = Σ M_i p_i / Σ M_i                                          (sums over the n villages)

and its variance, with both finite population corrections, f1 = n/N, f2i = m_i/M_i, M = ΣM_i/N
over the whole frame:

    v(p) = (1−f1)/(n M²) · Σ M_i²(p_i−p)²/(n−1)  +  1/(n N M²) · Σ M_i²(1−f2i) s_i²/m_i
    s_i² = m_i/(m_i−1) · p_i(1−p_i)

The interval is p ± t(0.975; n−1) √v(p), cut to [0, 1]. Source: W. G. Cochran, Sampling
Techniques, 3rd ed. 1977, §11.8 (units chosen with equal probabilities, ratio-to-size estimate).

What the formula assumes, and what the real draw (docs/draw.md) does:

- It takes villages as drawn with equal chances from the frame. The draw takes townships first,
  those long not visited before all others, then in each township as many villages as the rule
  says, a village that leaves the list this year with more slips. Villages of small townships and
  such villages are therefore more likely; the estimate is not weighted for it.
- One village a township is the rule, so the n villages stand for n townships and the n−1 degrees
  of freedom are not too many; with several a township they would be.
- Reserves stand in for households that were away; who is never at home is not in it.
- It speaks of the households in the frame (the poor, and those planned out this year, of the
  villages that could be drawn), not of every household of the register.
- One household seen in a village says nothing of the spread there: the greatest possible
  s_i² = M_i/(4(M_i−1)) is taken.
- Where all villages give exactly one result, v(p) is 0 although only some were seen; that is no
  knowledge of the error, and no interval is given.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from reports.facts.lines import WHOLE, EstimateLine

LEAST_VILLAGES = 2
NO_VARIANCE = 1e-12  # what is left of 0 in floating point
FEW_VILLAGES, FEW_HOUSEHOLDS = 5, 30
"""Below either an interval is given with a warning: with 4 degrees of freedom t is already 2.78,
and under 30 answers the normal form of a share is doubtful (Cochran §3.6 gives n ≥ 30 at p = 0.5
as the least)."""

NONE_SEEN = "没有可推算的走访户，不作推断"
TOO_SMALL = "样本过小，不作推断"
NO_SPREAD = "各村结果完全一致，无法推算误差，不作推断"
SMALL = "样本较小，仅供参考"

# t(0.975) by degrees of freedom. Source: R. A. Fisher and F. Yates, Statistical Tables, Table III
T_BY_FREEDOM = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
T_BEYOND = ((120, 1.980), (60, 2.000), (40, 2.021))


@dataclass(frozen=True)
class VillageSample:
    """One visited village: its households in the frame, those with an answer, those so."""

    households: int
    visited: int
    good: int

    @property
    def share(self) -> float:
        """Which part of the visited is so."""
        return self.good / self.visited

    @property
    def spread(self) -> float:
        """s_i², the variance among the village's households; the greatest where one was seen."""
        if self.visited > 1:
            return self.visited / (self.visited - 1) * self.share * (1 - self.share)
        return self.households / (4 * (self.households - 1)) if self.households > 1 else 0.0

    @property
    def inner_variance(self) -> float:
        """M_i²(1−f2i) s_i²/m_i, what seeing only some households of the village adds."""
        left = 1 - self.visited / self.households
        return self.households**2 * left * self.spread / self.visited


@dataclass(frozen=True)
class Frame:
    """What could be drawn: villages with households, and households."""

    villages: int
    households: int


@dataclass(frozen=True)
class Interval:
    """An estimated share and its 95% interval, or none with the reason."""

    share: float
    low: float | None
    high: float | None
    caution: str = ""


def t_quantile(freedom: int) -> float:
    """Give t(0.975) for so many degrees of freedom, of the next smaller row beyond 30."""
    if freedom <= len(T_BY_FREEDOM):
        return T_BY_FREEDOM[freedom - 1]
    beyond = (t for rows, t in T_BEYOND if freedom >= rows)
    return next(beyond, T_BY_FREEDOM[-1])


def interval_of(villages: Iterable[VillageSample], frame: Frame) -> Interval:
    """Estimate a share of the frame from its visited villages; see the formulas above.

    A village without an answer takes no part. No errors: what cannot be had is said.
    """
    seen = [village for village in villages if village.visited]
    if not seen:
        return Interval(0.0, None, None, NONE_SEEN)
    weight = sum(village.households for village in seen)
    share = sum(village.households * village.share for village in seen) / weight
    if _is_census(seen, frame):
        return Interval(share, share, share)
    if len(seen) < LEAST_VILLAGES:
        return Interval(share, None, None, TOO_SMALL)
    variance = variance_of(seen, frame, share)
    if variance < NO_VARIANCE:
        return Interval(share, None, None, NO_SPREAD)
    half = t_quantile(len(seen) - 1) * math.sqrt(variance)
    few = len(seen) < FEW_VILLAGES or sum(v.visited for v in seen) < FEW_HOUSEHOLDS
    low, high = max(0.0, share - half), min(1.0, share + half)
    return Interval(share, low, high, SMALL if few else "")


def variance_of(seen: list[VillageSample], frame: Frame, share: float) -> float:
    """Give v(p) of at least two visited villages."""
    count, mean = len(seen), frame.households / frame.villages
    between = sum((v.households * (v.share - share)) ** 2 for v in seen) / (count - 1)
    inner = sum(village.inner_variance for village in seen)
    corrected = (1 - count / frame.villages) * between / count
    return (corrected + inner / (count * frame.villages)) / mean**2


def estimate(
    key: str, label: str, villages: Iterable[VillageSample], frame: Frame
) -> EstimateLine:
    """Estimate and write it down in ten-thousandths, the interval rounded outward."""
    seen = [village for village in villages if village.visited]
    found = interval_of(seen, frame)
    return EstimateLine(
        key=key,
        label=label,
        villages_in_frame=frame.villages,
        households_in_frame=frame.households,
        villages=len(seen),
        visited=sum(village.visited for village in seen),
        good=sum(village.good for village in seen),
        share=round(found.share * WHOLE),
        low=None if found.low is None else _down(found.low),
        high=None if found.high is None else _up(found.high),
        caution=found.caution,
    )


def _is_census(seen: list[VillageSample], frame: Frame) -> bool:
    whole = len(seen) == frame.villages
    return whole and all(village.visited == village.households for village in seen)


def _down(share: float) -> int:
    return math.floor(round(share * WHOLE, 6))


def _up(share: float) -> int:
    return math.ceil(round(share * WHOLE, 6))

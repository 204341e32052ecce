from projects.selectors.plan import Plan, plan_of, years_of
from projects.selectors.programmes import programme_years, programmes_of

__all__ = ["Plan", "plan_of", "programme_years", "programmes_of", "years_of"]

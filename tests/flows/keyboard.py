"""Somebody without a mouse: what he works is reached by focus, shows it, and obeys keys."""

from playwright.sync_api import FilePayload, Locator, expect

from tests.flows.people import Person

# From what a mouse would meet (a label, a word in a link) to what the keyboard reaches: focus it
# as Tab would and give what is wrong with that: out of reach, or nothing to see of the focus.
REACH = """place => {
  const inner = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const control = place.matches(inner) ? place
    : place.closest('a[href], button, summary') || place.control || place.querySelector(inner);
  if (!control) return 'takes no keys';
  const near = [control, ...(control.labels || [])];
  const kept = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor'];
  const look = () => near.map(one => kept.map(key => getComputedStyle(one)[key]).join()).join();
  if (document.activeElement === control) control.blur();
  const before = look();
  control.scrollIntoView({block: 'center', behavior: 'instant'});
  control.focus({preventScroll: true});
  if (document.activeElement !== control) return 'does not take the focus';
  if (control.tabIndex < 0) return 'is left out by Tab';
  if (!control.checkVisibility({visibilityProperty: true})) return 'is hidden';
  if (!control.matches(':focus-visible')) return 'has no :focus-visible';
  return look() === before ? 'shows no focus' : '';
}"""
# beyond its last button Tab leads to the browser's own bars, where the page has no focus
WITHIN = """dialog => dialog.contains(document.activeElement)
  || document.activeElement === document.body"""
KIND = "control => control.type"
NTH = """(list, value) => [...list.options].filter(one => !one.disabled)
  .findIndex(one => one.value === value)"""


# What Tab should come to, in the order of the page: of a group of choices the chosen one, else the
# first. Notes where the focus comes to; says how many Tabs lead past all: four for a day's parts.
WATCH = """() => {
  const inner = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const seen = one => !one.disabled && one.checkVisibility({visibilityProperty: true});
  const group = one => one.type === 'radio' && [...document.getElementsByName(one.name)]
    .filter(other => other.type === 'radio' && other.form === one.form && seen(other));
  const first = one => { const all = group(one);
    return !all || (all.find(other => other.checked) || all[0]) === one; };
  window.tabStops = [...document.querySelectorAll(inner)].filter(one => one.tabIndex >= 0
    && seen(one) && !one.closest('[inert]') && first(one));
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  window.tabbed = [];
  document.addEventListener('focusin', event => tabbed.push(event.target));
  return tabStops.reduce((sum, one) => sum + (/^(date|month)$/.test(one.type) ? 4 : 1), 0);
}"""
MISSED = """() => {
  const n = tabStops.findIndex((one, n) => one !== tabbed[n]);
  const told = one => one ? one.outerHTML.slice(0, 150) : 'nothing';
  return n < 0 ? tabStops[0].className : `for ${told(tabStops[n])} came ${told(tabbed[n])}`;
}"""
# What moved by itself since the page was opened.
MOVED = """() => new Promise(done => new PerformanceObserver((list, watcher) => {
  watcher.disconnect();
  done(list.getEntries().filter(one => !one.hadRecentInput).flatMap(one => one.sources)
    .map(one => one.node?.outerHTML?.slice(0, 150)));
}).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done([]), 100))"""
# A stop that stands wholly above the one before it, and not beside it, as a reader would not go.
CLIMBS = """() => {
  const fixed = one => one && (['fixed', 'sticky'].includes(getComputedStyle(one).position)
    || fixed(one.parentElement));
  const stops = tabStops.filter(one => one.closest('#main') && !fixed(one));
  const boxes = stops.map(one => one.getBoundingClientRect());
  return stops.filter((one, n) => n && boxes[n].bottom <= boxes[n - 1].top
    && boxes[n].left < boxes[n - 1].right).map(one => one.outerHTML.slice(0, 150));
}"""


class Typist(Person):
    """Somebody who works by the keyboard alone."""

    def walk(self) -> None:
        """Go through the page by Tab: first past the menu, then everything, as it is read."""
        stops = self.page.evaluate(WATCH)
        for _ in range(stops):
            self.page.keyboard.press("Tab")
        found = self.page.evaluate(MISSED), self.page.evaluate(CLIMBS)
        assert found == ("skip-link", []), f"{self.page.url}: {found}"

    def _log_in(self) -> None:
        self.go("/")
        self.walk()
        super()._log_in()

    def moved(self) -> list[str]:
        """Give what a save or a message pushed about on the page."""
        places: list[str] = self.page.evaluate(MOVED)
        return places

    def hesitate(self, label: str) -> None:
        """Press a button and leave its question by Esc: Tab stays in it, the focus comes back."""
        button = self.page.get_by_role("button", name=label)
        self.touch(button)
        dialog = self.page.locator("#confirm-dialog")
        for _ in range(3):
            assert dialog.evaluate(WITHIN)
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(button).to_be_focused()

    def reach(self, place: Locator) -> None:
        """Put the focus on a place; refuses one that Tab leaves out or that does not show it."""
        wrong = place.evaluate(REACH)
        assert wrong == "", f"{self.page.url}: {place} {wrong}"

    def touch(self, place: Locator) -> None:
        """Do with a key what a tap does: Space where something is chosen, else Enter."""
        place.wait_for(state="visible")
        self.reach(place)
        kind = self.page.evaluate("document.activeElement.type")
        self.page.keyboard.press("Space" if kind in {"radio", "checkbox"} else "Enter")

    def say_yes(self) -> None:
        """Say yes to a question, which has taken the focus."""
        dialog = self.page.locator("#confirm-dialog")
        expect(dialog).to_be_visible()
        assert dialog.evaluate(WITHIN)
        self.touch(dialog.locator("#confirm-ok"))

    def write(self, place: Locator, text: str) -> None:
        """Type over what stands there; days and months by their parts."""
        place.wait_for(state="visible")
        self.reach(place)
        if place.evaluate(KIND) in {"date", "month"}:
            self._write_parts(place, text)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
        expect(place).to_have_value(text)

    def _write_parts(self, place: Locator, text: str) -> None:
        """Type year, month and day in the order in which this browser shows them."""
        year, *rest = text.split("-")
        self.page.keyboard.type("".join(rest) + year)
        if place.input_value() != text:
            self.reach(place)
            self.page.keyboard.type(year)
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.type("".join(rest))

    def tick(self, place: Locator) -> None:
        """Tick by Space."""
        if not place.is_checked():
            self.touch(place)
        expect(place).to_be_checked()

    def untick(self, place: Locator) -> None:
        """Take a tick away by Space."""
        if place.is_checked():
            self.touch(place)
        expect(place).not_to_be_checked()

    def choose(self, place: Locator, value: str) -> None:
        """Go through a list by the arrows."""
        self.reach(place)
        self.page.keyboard.press("Home")
        for _ in range(place.evaluate(NTH, value)):
            self.page.keyboard.press("ArrowDown")
        expect(place).to_have_value(value)

    def hand_over(self, place: Locator, file: FilePayload) -> None:
        """Open the file dialog by a key; what the system shows then is not ours."""
        with self.page.expect_file_chooser() as coming:
            self.touch(place)
        coming.value.set_files([file])

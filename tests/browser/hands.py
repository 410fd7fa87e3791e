"""How people handle pages: with a finger or a mouse, or with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 250
# A ring that can be seen: drawn by the focused control itself, by a part of it, or around it.
_HAS_RING = """async () => {
    const e = document.activeElement;
    if (e === document.body || e.type === 'date') return true;  // drawn by the browser itself
    const ring = (one, pseudo) => {
        const style = getComputedStyle(one, pseudo);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
            || style.boxShadow !== 'none';
    };
    const drawn = [e, ...e.children].some(one => ring(one) || ring(one, '::after'));
    for (let frames = 0; frames < 30; frames++) {  // the page scrolls there with the next frames
        const box = e.getBoundingClientRect();
        if (drawn && box.bottom > 0 && box.top < innerHeight) return true;
        await new Promise(requestAnimationFrame);
    }
    return false;
}"""


class Hand(Protocol):
    """Does what a person does; controls are found by what they say."""

    page: Page

    def press(self, control: Locator) -> None:
        """Press a button, follow a link, unfold a part."""

    def write(self, box: Locator, text: str) -> None:
        """Put a text into an empty field."""

    def tick(self, box: Locator) -> None:
        """Tick a box or choose one of several."""

    def choose(self, box: Locator, label: str) -> None:
        """Choose in a list."""


class Pointer:
    """A finger or a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Click."""
        control.click()

    def write(self, box: Locator, text: str) -> None:
        """Click and type."""
        box.click()
        box.fill(text)

    def tick(self, box: Locator) -> None:
        """Click, unless it is ticked."""
        box.check()

    def choose(self, box: Locator, label: str) -> None:
        """Open it and click."""
        box.select_option(label=label)


class Keyboard:
    """Tab, arrows, Enter and Space; wherever the focus comes by, it can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Go there and press Enter."""
        self._go_to(control)
        self.page.keyboard.press("Enter")

    def write(self, box: Locator, text: str) -> None:
        """Go there and type."""
        self._go_to(box)
        self.page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        """Go there and press Space; among several, go on with the arrow."""
        if box.get_attribute("type") == "checkbox":
            self._go_to(box)
            self.page.keyboard.press("Space")
            return
        group = self.page.locator(f"input[name='{box.get_attribute('name')}']")
        chosen = group.and_(self.page.locator(":checked"))
        self._go_to(chosen if chosen.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrow keys do not lead there")

    def choose(self, box: Locator, label: str) -> None:
        """Go there and press the arrow until it says so."""
        self._go_to(box)
        chosen = "e => e.selectedOptions[0].text"
        for _ in range(box.locator("option").count()):
            if box.evaluate(chosen) == label:
                return
            self.page.keyboard.press("ArrowDown")
        assert box.evaluate(chosen) == label

    def _go_to(self, control: Locator) -> None:
        control.wait_for()
        for _ in range(MOST_TABS):
            if control.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(_HAS_RING), self._where()
        raise AssertionError(f"the keyboard does not lead to {control}")

    def _where(self) -> str:
        outer = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        return f"the focus cannot be seen at {outer}"

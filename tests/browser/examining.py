"""What axe-core finds wrong in a page, and how large it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"type": "tag", "values": _STANDARDS}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}

#: Pixels of the page's text, its lines in times of that, and the lowest thing to tap.
SIZES = """() => {
    const style = getComputedStyle(document.body);
    const font = parseFloat(style.fontSize);
    const targets = "button, input:not([type=hidden]), textarea, nav a";
    const heights = [...document.querySelectorAll(targets)]
        .filter(element => element.checkVisibility())
        .map(element => element.getBoundingClientRect().height);
    return {font, line: parseFloat(style.lineHeight) / font, lowest: Math.min(...heights)};
}"""

#: Of what axe finds only what is wrong leaves the page: the rest is megabytes.
_VIOLATIONS = """async runOnly => {
    const {violations} = await axe.run({runOnly, resultTypes: ["violations"]});
    const told = ({id}, {html, failureSummary}) => `${id}: ${html} ${failureSummary}`;
    return violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


def bring_axe(page: Page) -> None:
    """Put axe-core into the page, unless it is there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))


def violations(page: Page, run_only: dict[str, Any]) -> list[str]:
    """What axe finds wrong, a line each: the rule, the element, and the mend."""
    found: list[str] = page.evaluate(_VIOLATIONS, run_only)
    return found

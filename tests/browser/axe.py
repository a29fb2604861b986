"""What axe-core finds on the page that is open: faults that keep somebody from using it.

axe-core (Deque, MPL-2.0) comes with axe-playwright-python (MIT) and is used by tests alone. Colours
are left to ``contrast.py``, which looks at pixels; the rest of axe's rules are taken as they are.
"""

from importlib.resources import files
from typing import Any

SERIOUS = {"serious", "critical"}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } },
  });
  return found.violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, where: nodes.map((node) => node.html.slice(0, 160)),
  }));
}"""


def faults(page: Any) -> list[dict[str, Any]]:
    """The serious and critical findings, each with the elements that have it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return [each for each in page.evaluate(RUN) if each["impact"] in SERIOUS]

"""The book: the Sphinx extension that shows exhibits, numbers and claims, and the builds of HTML and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension. It is loaded here and no sooner: to find that nothing has changed takes no Sphinx."""
    from kunnskapsstatus.book import extension

    return extension.setup(app)

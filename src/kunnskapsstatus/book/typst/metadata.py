"""What the PDF tells of itself beside its title, author and subject: keywords, licence, and the day of the edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pikepdf
from pikepdf import String

from kunnskapsstatus.data.datapackage import LICENSE

RIGHTS = f"{LICENSE['title']} ({LICENSE['name']}): {LICENSE['path']}"


def describe(document: pikepdf.Pdf, keywords: list[str], said: Mapping[str, Any]) -> None:
    """Complete a document's information and its XMP, so that both say the same.

    ``said`` is what is said of the edition (:func:`kunnskapsstatus.book.plan.imprint.imprint`). Its day, when anything
    in it changed last, is the day of the PDF, so that the same book gives the same bytes; without one the compiler's
    date stays, if it has one.
    """
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if keywords:
            document.docinfo.Keywords = String(", ".join(keywords))
            xmp["pdf:Keywords"] = ", ".join(keywords)
            xmp["dc:subject"] = keywords
        if said:
            xmp["dc:rights"] = RIGHTS
            xmp["xmpRights:WebStatement"] = LICENSE["path"]
        if said.get("changed"):
            day = date.fromisoformat(said["changed"])
            for name in ("CreationDate", "ModDate"):
                document.docinfo[f"/{name}"] = String(f"D:{day:%Y%m%d}000000Z")
            for name in ("CreateDate", "ModifyDate"):
                xmp[f"xmp:{name}"] = f"{day.isoformat()}T00:00:00Z"

"""Charts in a paper: native ones that stay editable, with their workbook inside the file, or pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from barometer.briefing.wordprocessing import Element, element, without_forbidden

EMU_IN_MM = 36_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Drawings:
    """Puts drawings into one Word document, each with a number of its own; `first` keeps clear of those there are."""

    document: Any
    first: int = 1000
    count: int = field(default=0, init=False)

    def native(self, xml: bytes, workbook: bytes, width_mm: float, height_mm: float, alt: str) -> Element:
        """Return a run with an editable chart of this size; `xml` names its workbook rId1."""
        package, main = self.document.part.package, self.document.part
        number = self.first + self.count
        book = Part(PackURI(f"/word/embeddings/figures{number}.xlsx"), _WORKBOOK_TYPE, workbook, package)
        chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
        chart.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, "rId1")
        link = element("c:chart", {"r:id": main.relate_to(chart, RELATIONSHIP_TYPE.CHART)})
        data = element("a:graphicData", {"uri": _CHART}, link)
        return self._placed(element("a:graphic", {}, data), width_mm, height_mm, alt)

    def picture(self, png: bytes, width_mm: float, alt: str) -> Element:
        """Return a run with a picture of this width, its height in proportion."""
        inline = self.document.part.new_pic_inline(io.BytesIO(png), width=round(width_mm * EMU_IN_MM))
        height_mm = inline.extent.cy / EMU_IN_MM
        return self._placed(inline.graphic, width_mm, height_mm, alt)

    def _placed(self, graphic: Element, width_mm: float, height_mm: float, alt: str) -> Element:
        self.count += 1
        number, words = self.first + self.count, without_forbidden(alt)
        size = {"cx": round(width_mm * EMU_IN_MM), "cy": round(height_mm * EMU_IN_MM)}
        inline = element(
            "wp:inline",
            {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
            element("wp:extent", size),
            element("wp:effectExtent", {"l": 0, "t": 0, "r": 0, "b": 0}),
            element("wp:docPr", {"id": number, "name": f"Chart {self.count}", "descr": words}),
            element("wp:cNvGraphicFramePr"),
            graphic,
        )
        return element("w:r", {}, element("w:drawing", {}, inline))

"""Borough boundaries, TopoJSON or GeoJSON, as rings of longitude and latitude."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, note, shown, warning
from peelian.figures.sources.document import Document

Ring = list[list[float]]
Feature = tuple[dict[str, Any], list[Ring]]
_MAP = re.compile(rb'"type"\s*:\s*"(?:Topology|FeatureCollection)"')
_BOROUGH = re.compile(rb'"(?:gss_?code|code|lad[0-9]{2}cd)"\s*:\s*"(?:E0[6-9]|W06|S12|N09)[0-9]{6}"', re.IGNORECASE)
_CODE_KEY = re.compile(r"gss_?code|code|lad[0-9]{2}cd", re.IGNORECASE)
_NAME_KEY = re.compile(r"name|lad[0-9]{2}nm", re.IGNORECASE)
_CODE = re.compile(r"[A-Z][0-9]{8}")
_DECIMALS = 5  # about a metre: more would be false precision for a simplified line
_BROKEN = (KeyError, TypeError, IndexError, ValueError, AttributeError, OverflowError)


def is_map(document: Document) -> bool:
    """Whether the content is a TopoJSON or GeoJSON of several features."""
    return document.form == "json" and bool(_MAP.search(document.head) or _MAP.search(document.read_whole()))


class BoundariesBorough:
    """One feature an area, with its GSS code; a TopoJSON's shared arcs are put together first."""

    dataset = "boundaries-borough"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A Topology or FeatureCollection whose features carry a code of a local authority (E06 to E09, W06, S12, N09)."""
        return is_map(document) and bool(_BOROUGH.search(document.read_whole()))

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for broken JSON, a feature without code, or coordinates that are no degrees."""
        features = _features(document.json)
        codes, names, outlines = [], [], []
        for place, (properties, rings) in enumerate(features, start=1):
            code = _property(properties, _CODE_KEY)
            if not code:
                raise RefusedFile(
                    f"feature {place} has no GSS code", "Use a file whose features carry gss_code or code.", row=place
                )
            if not _CODE.fullmatch(code):
                raise RefusedFile(
                    f"{shown(code)} is no GSS code (a letter and eight digits)", "Correct the code.", row=place
                )
            _refuse_elsewhere(rings, place)
            codes.append(code)
            names.append(_property(properties, _NAME_KEY) or code)
            outlines.append(json.dumps(rings, separators=(",", ":")))
        if not codes:
            raise RefusedFile("the map has no feature", "Fetch the file again.")
        rows = pa.array(range(1, len(codes) + 1), type=pa.int32())
        table = pa.table({"row": rows, "code": codes, "name": names, "rings": outlines})
        return Reading(self.dataset, table, _findings(document.json, codes), facts=False)


def _property(properties: dict[str, Any], key: re.Pattern[str]) -> str:
    return next((str(value) for name, value in properties.items() if key.fullmatch(str(name)) and value), "")


def _findings(data: dict[str, Any], codes: list[str]) -> list[Finding]:
    kind = data["type"]
    how = "shared arcs put together" if kind == "Topology" else "read as it stands"
    findings = [note(f"{kind} of {len(codes)} areas, simplified lines", how)]
    if len(set(codes)) < len(codes):
        findings.append(warning("a code stands more than once", "the last outline of each is kept"))
    return findings


def _features(data: dict[str, Any]) -> list[Feature]:
    """Properties and rings of every feature. Raises RefusedFile where the map is not built as its standard says."""
    try:
        if data["type"] == "Topology":
            arcs = _arcs(data)
            geometries = [geometry for group in data["objects"].values() for geometry in group["geometries"]]
            return [(_properties(geometry), _topo_rings(geometry, arcs)) for geometry in geometries]
        return [(_properties(feature), _geo_rings(feature["geometry"])) for feature in data["features"]]
    except _BROKEN as error:
        raise RefusedFile(
            f"the map is not built as TopoJSON or GeoJSON is ({type(error).__name__}: {_short(error)})",
            "Fetch the file again.",
        ) from error


def _properties(holder: dict[str, Any]) -> dict[str, Any]:
    properties = holder.get("properties") or {}
    if not isinstance(properties, dict):
        raise TypeError("properties without names")
    return properties


def _polygons(geometry: dict[str, Any], lines: str) -> list[Any]:
    """The polygons of a geometry, one or several, from its arcs or its coordinates."""
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {geometry['type']} has no inside")
    polygons: list[Any] = geometry[lines] if geometry["type"] == "MultiPolygon" else [geometry[lines]]
    return polygons


def _short(error: Exception) -> str:
    return str(error)[:80]


def _arcs(data: dict[str, Any]) -> list[Ring]:
    """Arcs in degrees: quantised arcs hold differences that add up (TopoJSON 1.0, section 2.1.2)."""
    transform = data.get("transform")
    if not transform:
        return [[[float(x), float(y)] for x, y, *_ in arc] for arc in data["arcs"]]
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    arcs = []
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y, *_ in arc:
            x, y = x + step_x, y + step_y
            points.append([round(float(x * scale_x + left), _DECIMALS), round(float(y * scale_y + bottom), _DECIMALS)])
        arcs.append(points)
    return arcs


def _topo_rings(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    return [_joined(ring, arcs) for polygon in _polygons(geometry, "arcs") for ring in polygon]


def _joined(indexes: list[int], arcs: list[Ring]) -> Ring:
    """One ring: ``~i`` means arc i backwards; each arc begins where the one before ended."""
    ring: Ring = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(points if not ring else points[1:])
    return ring


def _geo_rings(geometry: dict[str, Any]) -> list[Ring]:
    return [
        [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y, *_ in ring]
        for polygon in _polygons(geometry, "coordinates")
        for ring in polygon
    ]


def _refuse_elsewhere(rings: list[Ring], place: int) -> None:
    """Metres of a national grid, and latitude before longitude, would both draw something that is no map of Britain."""
    if not any(rings):
        raise RefusedFile(f"feature {place} has no outline", "Fetch the file again.", row=place)
    points = [point for ring in rings for point in ring]
    if not all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in points):
        raise RefusedFile(
            "coordinates are no degrees (a national grid in metres?)",
            "Export the boundaries as longitude and latitude (EPSG:4326).",
            row=place,
        )
    if not all(-9 <= longitude <= 3 and 49 <= latitude <= 62 for longitude, latitude in points):
        raise RefusedFile(
            "the outline lies outside the British Isles (latitude before longitude?)",
            "Export the boundaries as longitude and latitude, in this order (EPSG:4326).",
            row=place,
        )

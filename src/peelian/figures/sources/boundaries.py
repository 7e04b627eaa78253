"""Borough boundaries, TopoJSON or GeoJSON, as rings of longitude and latitude."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, note, warning
from peelian.figures.sources.document import Document

Ring = list[list[float]]
_CODES = ("gss_code", "code", "GSS_CODE", "lad23cd", "LAD23CD")
_NAMES = ("name", "NAME", "LAD23NM")
_DECIMALS = 5  # about a metre: more would be false precision for a simplified line


class BoundariesBorough:
    """One feature an area, with its GSS code; a TopoJSON's shared arcs are put together first."""

    dataset = "boundaries-borough"
    version = 1
    facts = False

    def recognise(self, document: Document) -> bool:
        """A Topology or FeatureCollection whose features carry a code that starts with E09."""
        if document.form != "json":
            return False
        start = document.head[:400].replace(b" ", b"")
        if b'"type":"Topology"' not in start and b'"type":"FeatureCollection"' not in start:
            return False
        return any(b'"' + code.encode() + b'"' in document.path.read_bytes() for code in _CODES)

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for broken JSON, a feature without code, or coordinates that are no degrees."""
        features = _features(document.json)
        codes, names, outlines = [], [], []
        for place, (properties, polygons) in enumerate(features, start=1):
            code = next((properties[key] for key in _CODES if properties.get(key)), None)
            if code is None:
                raise RefusedFile(f"feature {place} has no GSS code", "Use a file whose features carry gss_code or code.", row=place)
            _refuse_metres(polygons, place)
            codes.append(str(code))
            names.append(str(next((properties[key] for key in _NAMES if properties.get(key)), code)))
            outlines.append(json.dumps(polygons, separators=(",", ":")))
        table = pa.table({"row": pa.array(range(1, len(codes) + 1), type=pa.int32()), "code": codes, "name": names,
                          "rings": outlines})
        return Reading(self.dataset, table, _findings(document.json, codes), facts=False)


def _findings(data: dict[str, Any], codes: list[str]) -> list[Finding]:
    kind = data["type"]
    how = "shared arcs put together" if kind == "Topology" else "read as it stands"
    findings = [note(f"{kind} of {len(codes)} areas, simplified lines", how)]
    if len(set(codes)) < len(codes):
        findings.append(warning("a code stands more than once", "the last outline of each is kept"))
    return findings


def _features(data: dict[str, Any]) -> list[tuple[dict[str, Any], list[Ring]]]:
    try:
        if data["type"] == "Topology":
            arcs = _arcs(data)
            geometries = [geometry for group in data["objects"].values() for geometry in group["geometries"]]
            return [(geometry.get("properties") or {}, _topo_rings(geometry, arcs)) for geometry in geometries]
        return [(feature.get("properties") or {}, _geo_rings(feature["geometry"])) for feature in data["features"]]
    except (KeyError, TypeError, IndexError) as error:
        raise RefusedFile(f"the boundary file lacks {error}", "Fetch the file again.") from error


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
            points.append([round(x * scale_x + left, _DECIMALS), round(y * scale_y + bottom, _DECIMALS)])
        arcs.append(points)
    return arcs


def _topo_rings(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [_joined(ring, arcs) for polygon in polygons for ring in polygon]


def _joined(indexes: list[int], arcs: list[Ring]) -> Ring:
    """One ring: ``~i`` means arc i backwards; each arc begins where the one before ended."""
    ring: Ring = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(points if not ring else points[1:])
    return ring


def _geo_rings(geometry: dict[str, Any]) -> list[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y, *_ in ring]
            for polygon in polygons for ring in polygon]


def _refuse_metres(polygons: list[Ring], place: int) -> None:
    for ring in polygons:
        for longitude, latitude in ring:
            if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
                raise RefusedFile("coordinates are no degrees (a national grid in metres?)",
                                  "Export the boundaries as longitude and latitude (EPSG:4326).", row=place)

"""GeoJSON (RFC 7946): a feature an incident, with how exactly its place is known; a country alone gives no dot."""

from __future__ import annotations

import json
from datetime import date

from dateline.model import Place, PlacePrecision
from dateline.publish.published import Published
from dateline.publish.tables import INCIDENTS, incident_cells
from dateline.publish.writing import Setting, Writer

_NAMES = [column.name for column in INCIDENTS]
_LINE = json.JSONEncoder(ensure_ascii=False)
_NO_DOT = "no dot: the place is known as a country only, or the gazetteer has no point for it"


class GeoJsonWriter:
    """Writes one collection, a feature a line. A coordinated attack has no place of its own and no feature."""

    def __init__(self, setting: Setting) -> None:
        self._losses = setting.losses
        self._file = (setting.folder / "incidents.geojson").open("w", encoding="utf-8", errors="backslashreplace")
        title = json.dumps(setting.title, ensure_ascii=False)
        self._file.write(f'{{"type": "FeatureCollection", "name": {title}, "features": [')
        self._comma = ""

    def incident(self, one: Published) -> None:
        """Write an incident's feature."""
        self._file.write(f"{self._comma}\n{_LINE.encode(self._feature(one))}")
        self._comma = ","

    def _feature(self, one: Published) -> dict[str, object]:
        cells = zip(_NAMES, incident_cells(one), strict=True)
        place = one.incident.place
        geometry = _point(place) if place else None
        if geometry is None:
            words = f"{place.name} ({place.precision.value})" if place else "no place told"
            self._losses.note("no_dot", _NO_DOT, one.id, words)
        told = {k: v.isoformat() if isinstance(v, date) else v for k, v in cells}
        return {"type": "Feature", "id": one.id, "geometry": geometry, "properties": told}

    def group(self, one: Published) -> None:
        """Write nothing: its incidents are on the map."""

    def close(self) -> None:
        """Finish the file."""
        self._file.write("\n]}\n")
        self._file.close()

    def drop(self) -> None:
        """Let go of the file."""
        self._file.close()


def _point(place: Place) -> dict[str, object] | None:
    if place.lat is None or place.lon is None or place.precision is PlacePrecision.COUNTRY:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return GeoJsonWriter(setting)

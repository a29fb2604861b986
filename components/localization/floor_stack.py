"""All floors of a survey one above the other, with the vote of one scan, in pydeck."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pydeck

from components import palette
from components.localization.deck_map import colour_of, discs, path_of
from components.localization.floor.image import encode_floor_image
from components.localization.floor_choice import locator_of_all_floors
from components.localization.results import LocatorSettings, beacons_on
from components.memory import once
from components.text import one_line
from core.datasets.floor_names import building_of, floor_title
from core.localization.experiment import Experiment, with_beacons, with_holding
from core.percentages import percent

STOREY_SHARE = 0.45  # of the floor's longer side, between two floors
ZOOM_PX = 520
_encoded = once(encode_floor_image)


@dataclass(frozen=True, eq=False)
class FloorStack:
    """A survey of several floors and the one on screen, whose test scans have the same rows."""

    whole: Experiment
    floor: str

    @classmethod
    def of(cls, whole: Experiment, shown: Experiment, held: str = "") -> "FloorStack | None":
        """The stack behind the floor that is shown; None where there is one floor.

        ``held`` is the way of holding that is shown, "" for all. A floor without test scans of its
        own has none either: there a part of its survey is held out.
        """
        floors = shown.survey.floor_names
        if len(whole.survey.floor_names) < 2 or floors[0] not in whole.test.floor_names:
            return None
        return cls(with_holding(whole, held) if held else whole, floors[0])

    def deck(self, settings: LocatorSettings, row: int) -> pydeck.Deck:
        """The picture of the test scan in ``row`` of the floor that is shown."""
        test = self.whole.test
        rows = np.flatnonzero(np.asarray(test.floor_id) == self.floor)[[row]]
        heard = with_beacons(test.select(rows), beacons_on(self.whole, settings))
        locator = locator_of_all_floors(self.whole, settings)
        estimate_m = locator.predict(heard.rss_dbm)[0]
        voted = str(locator.predict_floor(heard.rss_dbm)[0])
        share = np.nan_to_num(locator.posterior(heard.rss_dbm)[0])
        floor_of = np.asarray(locator.grid_floor_)
        low, high = _bounds(locator.grid_)
        side = float((high - low).max())
        levels = self._levels(side)
        centre = np.array([*(low + high) / 2, 0.0])

        def at(position_m: Any, floor: str, above_m: float = 0.0) -> list[list[float]]:
            flat = np.atleast_2d(position_m)
            height = np.full((len(flat), 1), levels[floor] + above_m)
            return (np.hstack([flat, height]) - centre).tolist()

        layers: list[pydeck.Layer] = []
        names = []
        for floor in self.whole.survey.floor_names:
            here = floor_of == floor
            corners = [low, (high[0], low[1]), high, (low[0], high[1]), low]
            name = floor_title(floor) if building_of(floor) else f"floor {floor}"
            label = f"{one_line(name, longest=40)}: {percent(float(share[here].sum()))}"
            outline = [{"path": at(corners, floor, 0.005 * side), "label": label}]
            layers.append(path_of(f"outline {floor}", outline, palette.faint_ink(), 0.005 * side))
            layers += self._plan(floor, at)
            largest = max(float(share.max()), np.finfo(float).tiny)
            places = [
                {"position": place, "radius": side * (0.006 + 0.018 * float(np.sqrt(s / largest))),
                 "label": f"{percent(float(s), 1)} of the posterior, {label}"}
                for place, s in zip(at(locator.grid_[here], floor, 0.05), share[here], strict=True)
            ]  # fmt: skip
            layers.append(discs(f"places {floor}", places, colour_of(palette.categories()[4], 190)))
            names.append({"position": at([low], floor)[0], "text": label, "label": label})
        fix = (test.known_position_m[rows[0]], self.floor), (estimate_m, voted)
        layers += _points(at, *fix, 0.012 * side)
        layers.append(_texts(names))
        return pydeck.Deck(
            layers=layers,
            views=[
                pydeck.View(type="OrbitView", controller=True, orbitAxis=pydeck.types.String("Z"))
            ],
            initial_view_state={
                "target": [0, 0, float(np.mean(list(levels.values())))],
                "zoom": float(np.log2(ZOOM_PX / (side + max(levels.values())))),
                "rotationX": 25,
                "rotationOrbit": -25,
            },
            map_provider=None,
            tooltip={"text": "{label}"},
        )

    def _levels(self, side_m: float) -> dict[str, float]:
        """How high each floor is drawn, metres: the floors of a building in their order."""
        count: dict[str, int] = {}
        levels = {}
        for floor in self.whole.survey.floor_names:
            building = building_of(floor)
            levels[floor] = count.get(building, 0) * STOREY_SHARE * side_m
            count[building] = count.get(building, 0) + 1
        return levels

    def _plan(self, floor: str, at: Any) -> Iterator[pydeck.Layer]:
        plan = self.whole.survey.floors.get(floor, self.whole.survey.floor)
        if plan is None:
            return
        image = _encoded(plan, dark=palette.is_dark())
        if image is not None:
            left, right, bottom, top = image.left_m, image.right_m, image.bottom_m, image.top_m
            corners = at([[left, bottom], [left, top], [right, top], [right, bottom]], floor)
            yield pydeck.Layer(
                "BitmapLayer",
                id=f"plan {floor}",
                image=pydeck.types.String(image.url),
                bounds=corners,
                opacity=image.opacity,
            )
        walls = [
            {"path": at(np.array(wall.coords), floor, 0.02), "label": "wall"} for wall in plan.walls
        ]
        if walls:
            yield path_of(f"walls {floor}", walls, palette.faint_ink(), 0.12)


def _bounds(position_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = position_m.min(axis=0), position_m.max(axis=0)
    margin = 0.03 * max(float((high - low).max()), 1.0)
    return low - margin, high + margin


def _points(
    at: Any, true: tuple[np.ndarray, str], found: tuple[np.ndarray, str], radius_m: float
) -> Iterator[pydeck.Layer]:
    """The true position and the estimate, each with its floor, and the line between them."""
    ink, accent = palette.ink(), palette.categories()[1]
    at_true = at(*true, radius_m)[0]
    if np.isfinite(found[0]).all() and found[1]:
        at_found = at(*found, radius_m)[0]
        line = [{"path": [at_true, at_found], "label": "error"}]
        yield path_of("error", line, accent, radius_m / 3)
        point = {"position": at_found, "radius": radius_m, "label": f"estimate, floor {found[1]}"}
        yield discs("estimate", [point], colour_of(accent))
    point = {"position": at_true, "radius": radius_m, "label": f"true position, floor {true[1]}"}
    yield discs("true position", [point], colour_of(ink))


def _texts(names: list[dict]) -> pydeck.Layer:
    return pydeck.Layer(
        "TextLayer",
        id="names",
        data=names,
        get_position="position",
        get_text="text",
        get_size=14,
        get_color=colour_of(palette.ink()),
        get_text_anchor=pydeck.types.String("end"),
        get_pixel_offset=[-8, 0],
        billboard=True,
    )

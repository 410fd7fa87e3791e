"""Case stories: scenes, choices, and how it ends."""

from typing import Literal

from pydantic import Field, model_validator

from mentorhub.courses.material.base import (
    Line,
    MaybeProse,
    Near,
    Part,
    Prose,
    Slug,
    line_saying,
)

End = Literal["good", "fair", "poor"]


class Choice(Part):
    """What one may do, where it leads, and what happens then."""

    text: Prose
    to: Slug
    says: MaybeProse = ""


class Scene(Part):
    """A moment; either with choices or an end."""

    id: Slug
    text: Prose
    choices: tuple[Choice, ...] = Field(default=(), alias="choice", strict=False, max_length=4)
    end: End | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Scene":
        if self.end and self.choices:
            raise ValueError(f"the scene {self.id} has an end and choices")
        if not self.end and len(self.choices) < 2:
            raise ValueError(f"the scene {self.id} needs two choices or an end")
        return self


class Story(Part):
    """A case story: every scene can be reached, no way goes in a circle, one end is good."""

    title: Line
    start: Slug
    scenes: tuple[Scene, ...] = Field(alias="scene", strict=False, min_length=3, max_length=60)

    @model_validator(mode="after")
    def _whole(self) -> "Story":
        ids = [each.id for each in self.scenes]
        double = next((id_ for at, id_ in enumerate(ids) if id_ in ids[:at]), None)
        if double:
            raise Near("two scenes have the same id", line_saying("id", double), 2)
        unknown = [t for s in self.scenes for t in _next(s) if t not in ids]
        if self.start not in ids or unknown:
            name = unknown[0] if unknown else self.start
            raise Near(f"there is no scene {name}", line_saying("to|start", name))
        lost = set(ids) - set(self._depths())
        if lost:
            name = next(id_ for id_ in ids if id_ in lost)
            raise Near(f"nothing leads to the scene {name}", line_saying("id", name))
        ends = {each.end for each in self.scenes if each.end}
        if "good" not in ends or ends == {"good"}:
            raise ValueError("one end must be good and one must not")
        return self

    def scene(self, id_: str) -> Scene | None:
        """Return the scene with this id."""
        return next((each for each in self.scenes if each.id == id_), None)

    @property
    def longest(self) -> int:
        """How many choices the longest way takes."""
        return self._depths()[self.start]

    def follow(self, path: tuple[int, ...]) -> tuple[Scene, ...]:
        """Return the scenes that these choices lead through, as far as they are choices at all."""
        scene = self.scene(self.start)
        seen = []
        for step in (*path, None):
            if scene is None:
                break
            seen.append(scene)
            if step is None or not 0 <= step < len(scene.choices):
                break
            scene = self.scene(scene.choices[step].to)
        return tuple(seen)

    def _depths(self) -> dict[str, int]:
        """Return of each scene that can be reached how many choices may still come.

        Raises:
            ValueError: a way goes in a circle.
        """
        by_id = {each.id: each for each in self.scenes}
        depths: dict[str, int] = {}

        def depth(id_: str, way: tuple[str, ...]) -> int:
            if id_ in way:
                raise Near(f"a way leads back to the scene {id_}", line_saying("to", id_))
            if id_ not in depths:
                further = [depth(to, (*way, id_)) for to in _next(by_id[id_])]
                depths[id_] = 1 + max(further) if further else 0
            return depths[id_]

        depth(self.start, ())
        return depths


def _next(scene: Scene) -> list[str]:
    return [each.to for each in scene.choices]

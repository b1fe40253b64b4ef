"""Dataclasses to plain data and back, driven by the types of their fields.

``dataclasses.asdict`` copies every value and looks at every type again for each object, which costs more than the
whole of the tagging on a long resolution; here the fields of a class are looked at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]


class RecordError(ValueError):
    """Data that is no record of this schema; the message names the field that is wrong."""


class OneOf:
    """Annotation of a string field that has one of a few values."""

    def __init__(self, *values: str) -> None:
        self.values = values


class Shape(NamedTuple):
    """What a type hint says: ``kind`` is "object", "list", "span" or "scalar"."""

    kind: str
    optional: bool
    inner: Any  # the dataclass, the shape of the items, or the scalar's type
    values: tuple[str, ...] = ()


def shape_of(hint: Any) -> Shape:
    """Return the shape of a field's type hint; the record uses few: dataclasses, tuples, pairs, scalars, or null."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (some,) = (argument for argument in arguments if argument is not NoneType)
        return shape_of(some)._replace(optional=True)
    if origin is Annotated:
        return shape_of(arguments[0])._replace(values=arguments[1].values)
    if origin is tuple:
        return Shape("list", False, shape_of(arguments[0])) if arguments[1] is Ellipsis else Shape("span", False, int)
    return Shape("object" if is_dataclass(hint) else "scalar", False, hint)


@cache
def shapes_of(cls: type) -> dict[str, Shape]:
    """Return the shapes of the fields of a dataclass, in their order."""
    hints = get_type_hints(cls, include_extras=True)
    return {item.name: shape_of(hints[item.name]) for item in fields(cls)}


def _written_list(items: Any) -> list[Any]:
    return [write_plain(item) for item in items]


def _written_spans(spans: Any) -> list[Any]:
    return [list(span) for span in spans]


def _writer(shape: Shape) -> Convert | None:
    """Return what turns a value of this shape into plain data; None where it is plain already."""
    if shape.kind == "list":
        return {"object": _written_list, "span": _written_spans}.get(shape.inner.kind, list)
    convert: dict[str, Convert] = {"object": write_plain, "span": list}
    return convert.get(shape.kind)


WHEN_KNOWN = {"when_known": True}
"""Metadata of a field that is left out of the JSON where it is None."""


@cache
def _plan(cls: type) -> tuple[tuple[str, ...], attrgetter[Any], list[tuple[str, Convert]], tuple[str, ...]]:
    """Return the names of the fields, what gets their values, how some are converted, and which are optional."""
    shapes = shapes_of(cls)
    converted = [(name, convert) for name, shape in shapes.items() if (convert := _writer(shape))]
    when_known = tuple(item.name for item in fields(cls) if item.metadata.get("when_known"))
    return tuple(shapes), attrgetter(*shapes), converted, when_known


def write_plain(value: Any) -> dict[str, Any]:
    """Return a dataclass as dicts, lists, strings and numbers, keys in the order of its fields."""
    names, values_of, converted, when_known = _plan(cast(type, type(value)))
    row = dict(zip(names, values_of(value), strict=True))
    for name, convert in converted:
        if row[name] is not None:
            row[name] = convert(row[name])
    for name in when_known:
        if row[name] is None:
            del row[name]
    return row


def _read_scalar(shape: Shape, data: object, where: str) -> Any:
    """Return a string, number or truth value that has the right type, and one of the values where they are listed."""
    wanted = shape.inner
    if wanted is float and type(data) is int:
        return float(data)
    if type(data) is not wanted:
        raise RecordError(f"{where} is no {wanted.__name__}")
    if shape.values and data not in shape.values:
        raise RecordError(f"{where} is {data!r}, not one of {', '.join(shape.values)}")
    return data


def _read(shape: Shape, data: object, where: str) -> Any:
    """Return the value of this shape that ``data`` holds; ``where`` is the path to it, for messages."""
    if data is None and shape.optional:
        return None
    if shape.kind == "object":
        return read_plain(shape.inner, data, where)
    if shape.kind == "scalar":
        return _read_scalar(shape, data, where)
    if not isinstance(data, list):
        raise RecordError(f"{where} is no list")
    if shape.kind == "list":
        return tuple(_read(shape.inner, item, f"{where}[{i}]") for i, item in enumerate(data))
    if len(data) != 2 or not all(type(item) is int for item in data):
        raise RecordError(f"{where} is no pair of offsets")
    return tuple(data)


def read_plain(cls: type[T], data: object, where: str = "") -> T:
    """Return the dataclass that plain data holds.

    Fields that ``cls`` does not know are passed over: a later version may have added them. Fields that are missing
    take their default.

    Raises
    ------
    RecordError
        When a field is missing that has no default, or has a wrong type or value.
    """
    if not isinstance(data, dict):
        raise RecordError(f"{where or 'the record'} is no object")
    prefix = f"{where}." if where else ""
    values: dict[str, Any] = {}
    shapes = shapes_of(cast(type, cls))
    for item in fields(cast(Any, cls)):
        if item.name in data:
            values[item.name] = _read(shapes[item.name], data[item.name], prefix + item.name)
        elif item.default is MISSING and item.default_factory is MISSING:
            raise RecordError(f"{prefix}{item.name} is missing")
    return cls(**values)

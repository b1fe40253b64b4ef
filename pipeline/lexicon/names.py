"""The grammar of proper names that no gazetteer holds, and its check.

Rows stand in ``configs/lexicons/names.toml``: heads of names by label ("Committee", "Special Envoy", "Treaty"), the
words that end or never begin a name, amounts of money, titles of persons, names in quotation marks. Sources: annotation
guidelines, section 4; United Nations Editorial Manual, "Capitalization".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.lexicon.data import data_folder
from pipeline.lexicon.gazetteers import LABELS, NameIndex, load_gazetteers

Finder = Callable[[str], Sequence[tuple[int, int, str]]]
"""Finds start, end and label of every name in a text that stands for one clause."""

SPACE = r"[ \u00a0]"
CAPITAL = r"[A-ZÀ-ÖØ-ÞĆČĐŁŚŠŽŻ]"
SUFFIXES = {
    "number": r" \d{1,3}(?:\.\w{1,2})?(?:(?:, \d{1,3}(?:\.\w{1,2})?){0,17} and \d{1,3}(?:\.\w{1,2})?)?(?![\w/])",
    "period": r" (?:\d{4}[-\u2013]\d{4}(?!\w)|\(\d{4}[-\u2013]\d{4}\))",
}
"""Figures after a head that belong to the name, by the word that a row says for them."""
POST = rf"{CAPITAL}[\w'-]*(?:,? (?:and |of |for |to the |to )?{CAPITAL}[\w'-]*){{0,7}}"
BEFORE = frozenset({"always", "named", "never"})


@dataclass(frozen=True, slots=True)
class Head:
    """A group of words that head names of one label; the fields are described in the file."""

    id: str
    label: str
    words: tuple[str, ...]
    links: re.Pattern[str]
    more: re.Pattern[str]
    onto: frozenset[str]
    before: str
    lower: bool
    suffix: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words before a quotation mark that make the quoted words a name."""

    label: str
    expression: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NameGrammar:
    """The compiled rows of ``names.toml``."""

    heads: Mapping[str, tuple[tuple[str, Head], ...]]  # by first word: (phrase, head), longest phrase first
    anchors: tuple[str, ...]  # heads in lower case
    never_before: frozenset[str]
    never_after: frozenset[str]
    generic: frozenset[str]
    alone: tuple[str, ...]
    alone_label: str
    ordinal: re.Pattern[str]
    capitals: re.Pattern[str]
    through: re.Pattern[str]
    modifiers: frozenset[str]
    lower_tail: re.Pattern[str]
    dangling: re.Pattern[str]
    money: re.Pattern[str]
    money_signs: tuple[str, ...]
    titles: re.Pattern[str]
    title_words: tuple[str, ...]
    quoted: tuple[Quoted, ...]
    post: re.Pattern[str]
    grade: re.Pattern[str]
    session_words: tuple[str, ...]
    session_label: str
    session_heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityLexicon:
    """All that the component of entities knows: the gazetteers and the grammar of names."""

    names: NameIndex
    grammar: NameGrammar


def choice(words: Iterable[str]) -> str:
    """Return an expression that matches one of ``words``, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) + ")"


def link(words: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for a preposition that leads on, with the article after it; group 1 is the preposition."""
    return re.compile(rf"{SPACE}({choice(words)}){SPACE}(?:(?:the|an?){SPACE})?") if words else re.compile(r"(?!)")


def read_head(row: Mapping[str, Any], more: Sequence[str]) -> Head:
    """Return one head from its row."""
    return Head(
        id=row["id"],
        label=row["label"],
        words=tuple(row["words"]),
        links=link(row["links"]),
        more=link(row.get("more", more)),
        onto=frozenset(row.get("onto", ())),
        before=row["before"],
        lower=row.get("lower", False),
        suffix=re.compile(SUFFIXES[row["suffix"]]) if "suffix" in row else None,
    )


def by_first_word(heads: Iterable[Head]) -> dict[str, tuple[tuple[str, Head], ...]]:
    """Return the phrases of all heads by their first word, the longest first."""
    found: dict[str, list[tuple[str, Head]]] = {}
    for head in heads:
        for phrase in head.words:
            first = re.match(r"\w+", phrase)
            if first:
                found.setdefault(first[0], []).append((phrase, head))
    return {word: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for word, pairs in found.items()}


def capitals_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for a run of capitalized words."""
    one = rf"(?:{choice(units)}\b|{CAPITAL}[^\W\d]*(?:[/'-]\w+)*)"
    return re.compile(rf"{one}(?:{SPACE}{one}){{0,8}}")


def lower_tail(tail: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the expression for the words of a tail in lower case: it stops before the first word that ends names."""
    opened = "|".join(rf"(?<=\b{word} )to\b" for word in tail["open"])
    inside = "|".join(tail["inside"])
    ends = "|".join(tail["ends"])
    plain = rf"(?!\d|(?:{ends}|to|in)\b|and (?:the|to|of|on)\b)"
    word = rf"(?:{opened}|(?=(?:{inside})\b)|(?=in (?:the )?{CAPITAL})|{plain})[\w'-]+"
    return re.compile(rf"{word}(?: {word}){{0,{tail['limit']}}}")


def money_pattern(row: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the expression for amounts of money."""
    number = rf"\d[\d,.]*(?<=\d)(?:{SPACE}{choice(row['scales'])})?"
    unit = rf"(?:{choice(row['kinds'])}{SPACE})?{choice(row['units'])}\b(?!-)"
    return re.compile(rf"{choice(row['signs'])}{SPACE}?{number}\b|\b{number}{SPACE}{unit}")


def title_pattern(row: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the expression for a title and the name after it; group 1 or 2 is the name."""
    one = rf"(?:{CAPITAL}\.(?:-{CAPITAL}\.)?|{CAPITAL}[\w'-]+)"
    joint = rf"(?:{SPACE}(?:{choice(row['particles'])}(?:-|{SPACE})){{0,2}}{one})"
    strong = rf"{choice(row['titles'])}{SPACE}({one}{joint}{{0,4}})"
    weak = rf"{choice(row['weak'])}{SPACE}({one}{joint}{{1,3}})"
    return re.compile(f"{strong}|{weak}")


def read_names(path: Path) -> NameGrammar:
    """Return the compiled grammar in a file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    heads = [read_head(row, data["tail"]["more"]) for row in data["head"]]
    session = data["session"]
    words = [phrase for head in heads for phrase in head.words]
    return NameGrammar(
        heads=by_first_word(heads),
        anchors=tuple(sorted({word for word in words if not word[0].isupper()})),
        never_before=frozenset(data["before"]["words"]),
        never_after=frozenset(data["tail"]["never"]),
        generic=frozenset(data["generic"]["phrases"]),
        alone=tuple(data["alone"]["words"]),
        alone_label=data["alone"]["label"],
        ordinal=re.compile(data["ordinal"]["expression"] + r"\Z"),
        capitals=capitals_pattern(data["tail"]["units"]),
        through=re.compile(rf"{choice(data['tail']['through'])}{SPACE}(?:the{SPACE})?"),
        modifiers=frozenset(data["generic"]["modifiers"]),
        lower_tail=lower_tail(data["tail"]),
        dangling=re.compile(r"(?:,? ?\b(?:and|or|of|the|for|on|in|to|with|by|a))+ ?\Z|(?<=\w) \Z"),
        money=money_pattern(data["money"]),
        money_signs=tuple(data["money"]["signs"]) + tuple(data["money"]["units"]),
        titles=title_pattern(data["person"]),
        title_words=tuple(data["person"]["titles"]) + tuple(data["person"]["weak"]),
        quoted=tuple(Quoted(row["label"], re.compile(row["before"] + r"\s?\Z")) for row in data["quoted"]),
        post=re.compile(rf"\b{POST}\Z"),
        grade=re.compile(rf" \((?:{data['post']['grades']})\)"),
        session_words=tuple(session["words"]),
        session_label=session["label"],
        session_heads=tuple(session["heads"]),
    )


def names_file() -> Path:
    """Return the grammar file of this installation."""
    return data_folder("configs") / "lexicons" / "names.toml"


@cache
def load_entities() -> EntityLexicon:
    """Return the gazetteers and the grammar of this installation."""
    return EntityLexicon(load_gazetteers(), read_names(names_file()))


def marked(example: str) -> tuple[str, set[tuple[int, int]]]:
    """Return the sentence of an example without its brackets, and the spans that they mark."""
    text = ""
    spans: set[tuple[int, int]] = set()
    start = 0
    for char in example:
        if char == "[":
            start = len(text)
        elif char == "]":
            spans.add((start, len(text)))
        else:
            text += char
    return text, spans


def check_row(where: str, row: Mapping[str, Any], finder: Finder) -> list[str]:
    """Return what is wrong with the examples of one row."""
    problems = [] if row.get("examples") else [f"{where}: no example"]
    for example in row.get("examples", []):
        text, expected = marked(example)
        given = {(start, end) for start, end, _ in finder(text)}
        if given != expected:
            names = sorted(text[start:end] for start, end in given)
            problems.append(f"{where}: {example!r} gives {names}")
    for text in row.get("counterexamples", []):
        names = sorted(text[start:end] for start, end, _ in finder(text))
        if names:
            problems.append(f"{where}: the counterexample {text!r} gives {names}")
    return problems


def check_head(row: Mapping[str, Any], finder: Finder) -> list[str]:
    """Return what is wrong with one group of heads."""
    where = f"names.toml, {row['id']}"
    labels = {label for example in row["examples"] for _, _, label in finder(marked(example)[0])}
    tests = [
        (row["label"] in LABELS, f"unknown label {row['label']!r}"),
        (row["before"] in BEFORE, f"before = {row['before']!r}"),
        (row.get("suffix", "number") in SUFFIXES, f"unknown suffix {row.get('suffix')!r}"),
        (len(set(row["words"])) == len(row["words"]), "a head stands twice"),
        (set(row.get("onto", ())) <= {*row["links"], *row.get("more", ()), "and", "of", "for"}, "onto leads nowhere"),
        (labels <= {row["label"]}, f"its examples give {sorted(labels)}"),
    ]
    return [f"{where}: {problem}" for right, problem in tests if not right]


def check_names(finder: Finder, path: Path | None = None) -> list[str]:
    """Return every problem of the grammar of names, one sentence each; none when all is well.

    Parameters
    ----------
    finder
        Finds the names in a text; handed in, since the lexicon knows no component.
    path
        The file; that of this installation where missing.
    """
    data = tomllib.loads((path or names_file()).read_text(encoding="utf-8"))
    rows = [(f"names.toml, {row['id']}", row) for row in [*data["head"], *data["quoted"]]]
    rows += [(f"names.toml, [{name}]", data[name]) for name in ("money", "person", "post", "session", "alone")]
    problems = [problem for row in data["head"] for problem in check_head(row, finder)]
    problems += [problem for where, row in rows for problem in check_row(where, row, finder)]
    ids = [row["id"] for _, row in rows if "id" in row]
    problems += [f"names.toml: the id {id_} stands twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    words: dict[str, str] = {}
    for row in data["head"]:
        for word in row["words"]:
            owner = words.setdefault(word, row["id"])
            if owner != row["id"]:
                problems.append(f"names.toml: {word!r} heads names of {owner} and of {row['id']}")
    ordinal = re.compile(data["ordinal"]["expression"] + r"\Z")
    missed = [word for word in data["ordinal"]["examples"] if not ordinal.match(word)]
    problems += [f"names.toml: {word!r} is no ordinal" for word in missed]
    wrong = [word for word in data["ordinal"]["counterexamples"] if ordinal.match(word)]
    return problems + [f"names.toml: {word!r} passes for an ordinal" for word in wrong]

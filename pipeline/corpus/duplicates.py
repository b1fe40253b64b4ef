"""Clauses that are nearly the same in different folds: found without exception, and taken out.

A resolution that returns every year keeps to one fold, but clauses also wander between resolutions ("Reaffirming the
purposes and principles …"). A model that is judged on such a clause has seen its answer. Two clauses are nearly the
same when their sets of three words in a row have a Jaccard similarity of at least ``NEAR``; numbers count as equal,
since years and symbols are what changes in a clause that returns.

Every pair is found, not only likely ones. Sets are ordered by how rare their members are; two sets with so much in
common share one of the rarest few of each (prefix filter: Chaudhuri, Ganti and Kaushik, "A primitive operator for
similarity joins in data cleaning", 2006), so only those are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

NEAR = 0.7

_WORDS = re.compile(r"\d+|[^\W\d_]+")
_LENGTH = 3


def shingles(text: str) -> frozenset[str]:
    """Return the sets of three words in a row of a text, numbers made equal.

    Examples
    --------
    >>> sorted(shingles("Recalling its resolution 79/901,"))
    ['its resolution 0', 'recalling its resolution', 'resolution 0 0']
    """
    words = ["0" if word.isdigit() else word for word in _WORDS.findall(text.casefold())]
    rows = [words[at : at + _LENGTH] for at in range(max(1, len(words) - _LENGTH + 1))]
    return frozenset(" ".join(row) for row in rows)


def near_pairs(sets: Sequence[frozenset[str]], near: float = NEAR) -> Iterator[tuple[int, int]]:
    """Yield every pair of different sets that are nearly the same, by their places.

    Parameters
    ----------
    sets
        Sets of which no two are equal.
    near
        The least Jaccard similarity.
    """
    counts = Counter(part for one in sets for part in one)
    rank = {part: at for at, part in enumerate(sorted(counts, key=lambda part: (counts[part], part)))}
    order = sorted(range(len(sets)), key=lambda at: (len(sets[at]), at))
    index: defaultdict[int, list[int]] = defaultdict(list)
    for at in order:
        one = sets[at]
        size = len(one)
        parts = sorted(rank[part] for part in one)
        rarest = parts[: size - ceil(near * size - 1e-9) + 1]
        candidates = {other for part in rarest for other in index[part] if len(sets[other]) >= near * size - 1e-9}
        for other in sorted(candidates):
            shared = len(one & sets[other])
            if shared >= near * (size + len(sets[other]) - shared) - 1e-9:
                yield other, at
        for part in rarest:
            index[part].append(at)


def across_folds(texts: Sequence[str], folds: Sequence[int], near: float = NEAR) -> list[tuple[int, int]]:
    """Return pairs of places whose texts are nearly the same though they lie in different folds.

    Of texts with equal sets of words in one fold the first stands for all.
    """
    groups: dict[frozenset[str], dict[int, int]] = {}
    for at, (text, fold) in enumerate(zip(texts, folds, strict=True)):
        groups.setdefault(shingles(text), {}).setdefault(fold, at)
    sets = list(groups)
    places = [groups[one] for one in sets]
    found = [(a, b) for one in places for i, (_, a) in enumerate(one.items()) for b in list(one.values())[i + 1 :]]
    for one, other in near_pairs(sets, near):
        mine, theirs = places[one], places[other]
        found += [(a, b) for fold, a in mine.items() for of, b in theirs.items() if fold != of]
    return sorted((min(pair), max(pair)) for pair in found)


def superfluous(
    texts: Sequence[str], folds: Sequence[int], near: float = NEAR, weights: Sequence[int] | None = None
) -> set[int]:
    """Return the places of clauses to take out, so that no two that are nearly the same lie in different folds.

    Of clauses that hang together by being nearly the same, those of the fold with the most of them stay, each counted
    with its weight.
    """
    groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        groups[shingles(text)].append(at)
    sets = list(groups)
    root = list(range(len(sets)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    where = [{folds[at] for at in groups[words]} for words in sets]
    for one, other in near_pairs(sets, near):
        if len(where[one] | where[other]) > 1:
            root[max(find(one), find(other))] = min(find(one), find(other))
    together: defaultdict[int, list[int]] = defaultdict(list)
    for at, words in enumerate(sets):
        together[find(at)] += groups[words]
    gone: set[int] = set()
    for places in together.values():
        counts: Counter[int] = Counter()
        for at in places:
            counts[folds[at]] += 1 if weights is None else weights[at]
        stays = min(counts, key=lambda fold: (-counts[fold], fold))
        gone.update(at for at in places if folds[at] != stays)
    return gone

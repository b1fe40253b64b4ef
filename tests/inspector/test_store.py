"""The list, its filters and counts, its orders and pages, the overview: against counting by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.inspector.store import FACETS, SORTS, DocumentRow, Store, StoreError, Wish
from pipeline.record import Entity, Masthead, Record, ThemeScore
from tests.inspector.made import THEMES, WORDS, Shelf, clause, record, varied

RECORDS = varied(60)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    shelf = Shelf(tmp_path_factory.mktemp("store"))
    yield shelf.open(RECORDS)
    shelf.close()


def values_of(one: Record, name: str) -> set[str]:
    """Return the values of a facet that a record has, read from the record itself."""
    head, clauses = one.masthead, one.clauses
    session = f"{head.session.organ}-{head.session.number}" if head.session else None
    by_name: dict[str, set[Any]] = {
        "organ": {head.organ},
        "year": {head.date[:4] if head.date else None},
        "session": {session},
        "status": {head.status},
        "theme": {theme.theme for c in clauses for theme in c.themes},
        "act": {act.lemma for c in clauses for act in c.acts},
        "function": {act.function for c in clauses for act in c.acts},
        "entity": {entity.norm or entity.text for c in clauses for entity in c.entities},
        "addressee": {m.addressee.text.removeprefix("the ") for c in clauses for m in c.mandates if m.addressee},
        "issue": {issue.code for issue in one.issues},
        "kind": {c.kind for c in clauses},
    }
    return by_name[name] - {None}


def uncertain(one: Record) -> bool:
    return any(c.uncertain for c in one.clauses)


def clauses_with(one: Record, word: str) -> int:
    return sum(word in c.text.lower().replace(";", "").split() for c in one.clauses)


def titled(one: Record, word: str) -> bool:
    return word in (one.masthead.title or "").split()


def fits(one: Record, wish: Wish, without: str = "") -> bool:
    chosen = all(
        not getattr(wish, name) or name == without or set(getattr(wish, name)) & values_of(one, name) for name in FACETS
    )
    text = not wish.text or clauses_with(one, wish.text) > 0 or titled(one, wish.text)
    return chosen and text and (not wish.uncertain or uncertain(one)) and not wish.corrected


def wishes() -> Iterator[Wish]:
    chance = random.Random(3)
    for _ in range(150):
        names = chance.sample(FACETS, chance.randrange(4))
        known = {name: sorted({value for one in RECORDS for value in values_of(one, name)}) for name in names}
        chosen: dict[str, Any] = {name: tuple(chance.sample(some, min(2, len(some)))) for name, some in known.items()}
        text = chance.choice(WORDS) if chance.random() < 0.4 else ""
        yield Wish(**chosen, uncertain=chance.random() < 0.3, text=text, size=100, sort=chance.choice(SORTS))


def test_every_filter_and_every_count_is_as_counted_by_hand(store: Store) -> None:
    some = 0
    for wish in wishes():
        found, wanted = store.documents(wish), [one for one in RECORDS if fits(one, wish)]
        some += bool(wanted)
        assert {row.path for row in found.documents} == {one.source.path for one in wanted}, wish
        assert found.total == len(found.documents) == len(wanted)
        counted = (clauses_with(one, wish.text) if wish.text else len(one.clauses) for one in wanted)
        assert found.clauses == sum(counted)
        assert found.uncertain == sum(uncertain(one) for one in RECORDS if fits(one, replace(wish, uncertain=False)))
        assert found.corrected == 0
        for facet in found.facets:
            counts = Counter(
                value for one in RECORDS if fits(one, wish, facet.name) for value in values_of(one, facet.name)
            )
            chosen = getattr(wish, facet.name)
            assert {v.value: v.count for v in facet.values} == dict(counts) | {v: counts[v] for v in chosen}
            assert {v.value for v in facet.values if v.chosen} == set(chosen)
            assert facet.more == 0
    assert some > 50


def test_a_row_says_what_the_record_says(tmp_path: Path) -> None:
    one = record(
        "a b/Ñ.txt",
        clause(1, "Notes ropes;", themes=(ThemeScore(theme="oceans", score=0.7),), uncertain=True),
        clause(2, "Notes tides;"),
        symbol="S/RES/1999 (2031)",
        title="Ropes\nand tides",
        organ="Security Council",
        issues=("no-date",),
    )
    shelf = Shelf(tmp_path)
    (row,) = shelf.open([one]).documents(Wish()).documents
    shelf.close()
    assert row == DocumentRow(
        key=row.key,
        symbol="S/RES/1999 (2031)",
        title="Ropes and tides",
        organ="Security Council",
        date=None,
        year="2031",
        session=None,
        status=None,
        path="a b/Ñ.txt",
        clauses=2,
        uncertain=1,
        issues=1,
        themes=("oceans",),
        corrected=0,
    )
    assert len(row.key) == 16
    assert set(row.key) <= set("0123456789abcdef")


@pytest.mark.parametrize("down", [False, True])
def test_what_a_document_does_not_say_comes_last_either_way(store: Store, down: bool) -> None:
    for sort in ("date", "symbol", "title", "organ"):
        rows = store.documents(Wish(sort=sort, descending=down, size=100)).documents
        said = [getattr(row, sort) for row in rows]
        known = [value for value in said if value is not None]
        assert said == known + [None] * (len(said) - len(known))
        assert len(known) < len(said)
        if sort in ("date", "organ"):
            assert known == sorted(known, reverse=down)
    for sort in ("clauses", "uncertain", "issues"):
        counts = [getattr(row, sort) for row in store.documents(Wish(sort=sort, descending=down, size=100)).documents]
        assert counts == sorted(counts, reverse=down)


def test_numbers_in_symbols_are_sorted_as_numbers(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    names = ["A/80/L.10", "A/80/L.9", "A/9/L.1", "A/80/L." + "9" * 5000]
    store = shelf.open([record(f"{at}.txt", clause(1, "Notes;"), symbol=name) for at, name in enumerate(names)])
    rows = store.documents(Wish(sort="symbol", descending=False)).documents
    shelf.close()
    assert [row.symbol for row in rows] == ["A/9/L.1", "A/80/L.9", "A/80/L.10", names[3]]


def test_pages_hold_each_document_once_and_neighbours_follow_them(store: Store) -> None:
    wish = Wish(theme=("oceans",), sort="title", size=7)
    total = store.documents(wish).total
    keys = [row.key for page in range(1, 20) for row in store.documents(replace(wish, page=page)).documents]
    assert len(keys) == len(set(keys)) == total > 14
    for before, key, after in zip([None, *keys], keys, [*keys[1:], None], strict=False):
        assert store.neighbours(key, wish) == (before, after)
    other = next(row.key for row in store.documents(Wish(size=100)).documents if row.key not in keys)
    assert store.neighbours(other, wish) == (None, None)
    assert store.neighbours("nothing", wish) == (None, None)
    assert store.documents(Wish(page=99)).documents == ()
    assert store.documents(Wish(page=-1, size=-5)).documents == ()


def test_long_filters_show_thirty_and_those_that_are_chosen(tmp_path: Path) -> None:
    texts = [f"Notes the {word.title()} Office {at};" for at in range(4) for word in WORDS]
    entities = [Entity(text=text[6:-1], label="ORG", start=6, end=len(text) - 1) for text in texts]
    records = [
        record(f"{at}.txt", clause(1, text, entities=(entity,)))
        for at, (text, entity) in enumerate(zip(texts, entities, strict=True))
    ]
    shelf = Shelf(tmp_path)
    store = shelf.open(records)
    facet = store.documents(Wish()).facets[FACETS.index("entity")]
    last = entities[-1].text
    assert (len(facet.values), facet.more) == (30, 18)
    assert last not in {one.value for one in facet.values}
    facet = store.documents(Wish(entity=(last, "no such thing"))).facets[FACETS.index("entity")]
    assert [(one.value, one.count) for one in facet.values if one.chosen] == [(last, 1), ("no such thing", 0)]
    found = store.facet(Wish(), "entity", "ROPES off")
    assert [one.value for one in found.values] == [f"the Ropes Office {at}" for at in range(4)]
    assert store.facet(Wish(entity=(last,)), "entity", "gulls").values != ()
    with pytest.raises(StoreError, match="there is no filter 'colour'; known are organ, year"):
        store.facet(Wish(), "colour", "")
    shelf.close()


def test_an_entity_is_called_what_most_documents_call_it(tmp_path: Path) -> None:
    def named(at: int, text: str) -> Record:
        entity = Entity(text=text, label="ORG", start=6, end=6 + len(text), norm="B:ropes")
        return record(f"{at}.txt", clause(1, f"Notes {text};", entities=(entity,)))

    shelf = Shelf(tmp_path)
    store = shelf.open([named(1, "Rope Office"), named(2, "Board of Ropes"), named(3, "Board of Ropes")])
    (value,) = store.documents(Wish()).facets[FACETS.index("entity")].values
    shelf.close()
    assert (value.value, value.label, value.count) == ("B:ropes", "Board of Ropes", 3)


def test_the_overview_counts_what_the_filters_leave(store: Store) -> None:
    for wish in (Wish(), Wish(organ=("General Assembly",), uncertain=True), Wish(text="ropes"), Wish(theme=("none",))):
        ours, seen = [one for one in RECORDS if fits(one, wish)], store.overview(wish)
        clauses = [c for one in ours for c in one.clauses]
        years = Counter(
            (theme.theme, (one.masthead.date or "")[:4]) for one in ours for c in one.clauses for theme in c.themes
        )
        assert {(theme, year): n for theme, row in seen.themes_by_year.items() for year, n in row.items()} == years
        acts = Counter((act.force, act.lemma) for c in clauses for act in c.acts if act.force)
        assert {(force, lemma): n for force, row in seen.acts_by_force.items() for lemma, n in row.items()} == acts
        assert list(seen.acts_by_force) == sorted(seen.acts_by_force, reverse=True)
        pairs = Counter(tuple(sorted(theme.theme for theme in c.themes)) for c in clauses if len(c.themes) == 2)
        assert seen.co_occurrence == pairs
        assert seen.kinds == Counter(c.kind for c in clauses)
        assert seen.issues == Counter(issue.code for one in ours for issue in one.issues)
        assert seen.organs == Counter(one.masthead.organ for one in ours if one.masthead.organ)
        assert seen.functions == Counter(act.function for c in clauses for act in c.acts)
        assert seen.totals == {
            "documents": len(ours),
            "clauses": len(clauses),
            "acts": len(clauses),
            "entities": len(clauses),
            "dates": 0,
            "mandates": len(clauses),
            "citations": 0,
            "footnotes": 0,
            "themes": sum(len(c.themes) for c in clauses),
            "uncertain": sum(c.uncertain for c in clauses),
            "issues": sum(len(one.issues) for one in ours),
            "corrected": 0,
        }
        assert seen.confusion == {}
    assert set(store.overview(Wish()).themes_by_year) == set(THEMES)


def test_the_most_cited_are_counted_by_place_and_by_document(tmp_path: Path) -> None:
    def citing(at: int, *symbols: str) -> Record:
        text = "Recalls " + ", ".join(symbols)
        entities, start = [], 8
        for symbol in symbols:
            entities.append(Entity(text=symbol, label="CITATION", start=start, end=start + len(symbol), norm=symbol))
            start += len(symbol) + 2
        return record(f"{at}.txt", clause(1, text, entities=tuple(entities)))

    shelf = Shelf(tmp_path)
    store = shelf.open([citing(1, "A/RES/80/1", "A/RES/80/1", "A/RES/80/2"), citing(2, "A/RES/80/2"), citing(3, "X/1")])
    seen = store.overview(Wish())
    shelf.close()
    assert seen.most_cited == (("A/RES/80/2", 2, 2), ("A/RES/80/1", 2, 1), ("X/1", 1, 1))


def test_a_record_comes_back_as_it_is(store: Store) -> None:
    by_path = {row.path: row.key for row in store.documents(Wish(size=100)).documents}
    assert [store.record(by_path[one.source.path]) for one in RECORDS] == RECORDS
    assert store.record("0" * 16) is None
    assert store.original("") is None
    assert store.corrections_of("0" * 16) == ()


def test_no_masthead_and_no_clauses_are_no_hindrance(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    store = shelf.open([replace(record("empty.txt"), masthead=Masthead())])
    found = store.documents(Wish(text="ropes"))
    assert (found.total, store.documents(Wish()).total, store.queue()) == (0, 1, ((), 0))
    assert store.overview(Wish()).totals["documents"] == 1
    shelf.close()


def test_all_of_several_themes_can_be_asked_for(tmp_path: Path) -> None:
    def themed(name: str, *clauses: tuple[str, ...]) -> Record:
        scores = [tuple(ThemeScore(theme=theme, score=0.6) for theme in themes) for themes in clauses]
        return record(name, *(clause(at, f"Notes {name};", themes=one) for at, one in enumerate(scores, 1)))

    one = themed("one", ("oceans", "health"), ("oceans",))
    apart = themed("apart", ("oceans",), ("health", "trade"))
    shelf = Shelf(tmp_path)
    store = shelf.open([one, apart, themed("oceans", ("oceans",)), themed("none", ())])

    def paths(wish: Wish) -> set[str]:
        return {row.path for row in store.documents(wish).documents}

    both = ("oceans", "health")
    assert paths(Wish(theme=both)) == {"one", "apart", "oceans"}
    assert paths(Wish(theme=both, all_themes=True)) == {"one", "apart"}
    assert paths(Wish(theme=(*both, "labour"), all_themes=True)) == set()
    assert paths(Wish(all_themes=True)) == {"one", "apart", "oceans", "none"}
    facet = store.documents(Wish(theme=both, all_themes=True)).facets[FACETS.index("theme")]
    assert {one.value: one.count for one in facet.values} == {"oceans": 2, "health": 2, "trade": 1}
    facet = store.documents(Wish(theme=("oceans",), all_themes=True)).facets[FACETS.index("theme")]
    assert {one.value: one.count for one in facet.values} == {"oceans": 3, "health": 2, "trade": 1}
    rows, total = store.queue(wish=Wish(theme=both, all_themes=True))
    assert ([(row.text, row.clause_id) for row in rows], total) == ([("Notes one;", "op1")], 1)
    assert store.queue(wish=Wish(theme=both))[1] == 5
    shelf.close()

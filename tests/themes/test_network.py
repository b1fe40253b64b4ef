"""The network beside the heads: it learns what no head can, its numbers add up, and wrong arrays are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from pipeline.themes import ThemeModel, ThemeRow, load
from pipeline.themes.analysis import Keywords
from pipeline.themes.artefact import read_folder, write_folder
from pipeline.themes.classifier import Heads
from pipeline.themes.config import NetworkSettings, config_of
from pipeline.themes.features import Encoded, pack_terms, pick_columns, unpack_terms
from pipeline.themes.network import Network
from pipeline.themes.network_training import fit_network
from pipeline.themes.rows import ThemesError
from pipeline.themes.training import train

EASY = NetworkSettings(
    units=16, min_labelled=1, epochs=60, batch=20, rate=0.02, decay=0.0, dropout=0.0, term_dropout=0.0
)


def either_or(number: int = 400) -> tuple[Encoded, np.ndarray]:
    """Return clauses of two terms and a title of one; the theme is there when exactly one of the two terms is."""
    chance = np.random.default_rng(1)
    terms = chance.integers(0, 2, (number, 2))
    labels = (terms.sum(axis=1) == 1).astype(np.int8)[:, None]
    title = sp.csr_matrix(np.array([[0.5]], np.float32))
    nothing = np.zeros((number, 0), np.float32)
    rows = Encoded(sp.csr_matrix(terms.astype(np.float32)), title, np.zeros(number, np.intp), nothing)
    return rows, labels


def by_hand() -> tuple[Network, Encoded]:
    """Return a network of two units for two terms, one of a title and one dense feature, and one clause."""
    network = Network(
        columns=np.array([0, 2], np.int32),
        terms=np.array([[1.0, -1.0], [2.0, 0.5]], np.float32),
        dense=np.array([[0.25, 0.0]], np.float32),
        bias=np.array([0.5, 0.25], np.float32),
        output=np.array([[2.0], [8.0]], np.float32),
        offset=np.array([-1.0], np.float32),
        n_text=2,
        n_title=1,
    )
    row = Encoded(
        sp.csr_matrix(np.array([[3.0, 7.0]], np.float32)),
        sp.csr_matrix(np.array([[0.5]], np.float32)),
        np.zeros(1, np.intp),
        np.array([[4.0]], np.float32),
    )
    return network, row


@pytest.fixture(scope="module")
def networked(written: list[ThemeRow], taxonomy: list[str], keywords: Keywords) -> ThemeModel:
    """Return a model of the written clauses with a small network."""
    config = config_of({"network": {"units": 8, "epochs": 2, "min_labelled": 3}, "training": {"folds": 2}})
    return train(written, config, taxonomy, keywords)


def test_units_add_what_they_read_and_are_silent_below_nothing() -> None:
    network, row = by_hand()
    assert network.hidden(row).tolist() == [[3.0 + 1.0 + 1.0 + 0.5, 0.0]]
    assert network.scores(row).tolist() == [[10.0]]


def test_the_parts_of_a_score_are_its_sum() -> None:
    network, row = by_hand()
    carriers = network.carriers(row, 0)
    assert carriers.tolist() == [2.0, 0.0]
    assert network.term_weights(np.array([0, 1]), carriers).tolist() == [2.0, 0.0]  # the second term is not read
    assert network.term_weights(np.array([0]), carriers, title=True).tolist() == [4.0]
    assert network.dense_weights(carriers).tolist() == [0.5]
    assert network.start(carriers, 0) == 0.0
    assert network.scores(row)[0, 0] == 3 * 2.0 + 0.5 * 4.0 + 4 * 0.5 + 0.0


def test_its_log_odds_are_added_to_the_scores_of_the_heads() -> None:
    network, row = by_hand()
    heads = Heads(np.ones((2, 1), np.float32), np.ones((1, 1), np.float32), np.ones((1, 1), np.float32), np.zeros(1))
    with_network = Heads(heads.text, heads.title, heads.dense, heads.offset, network, 0.5)
    assert with_network.scores(row) - heads.scores(row) == 0.5 * network.scores(row)


def test_it_learns_what_no_linear_head_can() -> None:
    rows, labels = either_or()
    network = fit_network(rows, labels, EASY, seed=0)
    assert network is not None
    assert ((network.scores(rows) > 0) == labels).all()


def test_the_same_seed_gives_the_same_network() -> None:
    rows, labels = either_or()
    settings = NetworkSettings(units=4, min_labelled=1, batch=16)
    one, two, other = (fit_network(rows, labels, settings, seed).packed() for seed in (3, 3, 4))
    assert all(np.array_equal(one[name], two[name]) for name in one)
    assert not np.array_equal(one["network_terms"], other["network_terms"])


def test_rare_terms_are_not_read_and_no_units_are_no_network() -> None:
    rows, labels = either_or()
    seen = rows.text[:, [0]].count_nonzero()
    network = fit_network(rows, labels, NetworkSettings(units=2, min_labelled=seen + 150), seed=0)
    assert network.columns.tolist() == [2]  # the title's term stands in every row
    assert fit_network(rows, labels, NetworkSettings(units=0), seed=0) is None


def test_a_packed_network_is_the_same_again() -> None:
    rows, labels = either_or()
    network = fit_network(rows, labels, EASY, seed=0)
    again = Network.unpack(network.packed(), 2, 1)
    assert np.array_equal(again.scores(rows), network.scores(rows))


def test_columns_are_picked() -> None:
    matrix = sp.csr_matrix(np.array([[1, 2, 3], [0, 5, 0]], np.float32))
    assert pick_columns(matrix, np.array([1, -1, 0]), 2).toarray().tolist() == [[3, 1], [0, 0]]


@pytest.mark.parametrize("name", ["network_columns", "network_terms", "network_dense", "network_offset"])
def test_a_network_that_does_not_fit_is_refused(networked: ThemeModel, tmp_path: Path, name: str) -> None:
    networked.save(tmp_path / "model")
    arrays, plain, _ = read_folder(tmp_path / "model")
    arrays[name] = arrays[name][:-1]
    if name == "network_columns":
        arrays[name] = np.append(arrays[name], 10**6).astype(np.int32)
    write_folder(tmp_path / "model", arrays, plain)
    with pytest.raises(ThemesError, match="do not fit together"):
        load(tmp_path / "model")


def test_a_loaded_network_says_what_the_trained_one_said(
    networked: ThemeModel, written: list[ThemeRow], tmp_path: Path
) -> None:
    networked.save(tmp_path / "model")
    assert np.array_equal(load(tmp_path / "model").predict(written[:50]), networked.predict(written[:50]))


@pytest.mark.parametrize("number", [0, 17, 230])
def test_evidence_with_a_network_adds_up_to_the_score(
    networked: ThemeModel, written: list[ThemeRow], number: int
) -> None:
    encoded = networked.space.encode([written[number]])
    for theme in ("narcotics", "human-rights"):
        column = networked.themes.index(theme)
        total = sum(one.weight for one in networked.explain(written[number], theme, limit=10_000))
        total += networked.heads.start(encoded, column)
        assert total == pytest.approx(float(networked.heads.scores(encoded)[0, column]), abs=0.01)


def test_packed_terms_are_the_same_again() -> None:
    for terms in ([], ["a"], ["#y", "^right", "rights child", "été", "漢字"]):
        assert unpack_terms(pack_terms(terms)) == terms

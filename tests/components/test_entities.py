"""Entities in sentences written for the tests: whole sets, with label and place."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import DocBin

from pipeline.components.entities import find_entities, find_names
from pipeline.components.name_scanner import NameScanner
from pipeline.components.precut import clauses_doc
from pipeline.components.table import table
from pipeline.lexicon.names import load_entities


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return a pipeline with this component alone."""
    made = spacy.blank("en")
    made.add_pipe("un_entities")
    return made


def marks(example: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the sentence of an example, and the spans that ``[words|LABEL]`` marks in it."""
    text = ""
    spans = []
    for i, part in enumerate(example.replace("]", "[").split("[")):
        if i % 2:
            words, label = part.split("|")
            spans.append((len(text), len(text) + len(words), label))
            text += words
        else:
            text += part
    return text, spans


EXAMPLES = [
    "Requests the [Secretary-General|OFFICE] to report to the [General Assembly|ORG] at its next session;",
    "Calls upon the Government of [Chad|GPE] to receive the delegation of the [African Union|ORG];",
    "Notes the trip of the [Special Envoy of the Secretary-General for the Great Lakes region|OFFICE] to [Goma|GPE];",
    "Thanks the [secretariat of the Collective Security Treaty Organization|ORG] for its note;",
    "Commends [UNIFIL|OPERATION] and the [United Nations Mission in South Sudan|OPERATION] on their patrols;",
    "Welcomes the success of the operation “[Lantern|OPERATION]” in the [Gulf of Guinea|LOC];",
    "Stresses that the [Sustainable Development Goals|INSTRUMENT] and Goal 2 are linked;",
    "Noting the [Maritime Labour Convention, 2006|INSTRUMENT] and the [World Conference on Human Rights|EVENT], 1993,",
    "Urges Member States, the Council, the Mission and the Organization to act, as all Governments should;",
    "Recalling [Sustainable Development Goals 3, 4 and 12.b|INSTRUMENT] and the [2030 Agenda|INSTRUMENT],",
    "Deploring the attack on the market of [Kharkiv|GPE] in [Ukraine|GPE], and on Ukrainian and Syrian sailors,",
    "Pays tribute to the memory of [Dag Hammarskjöld|PERSON] and of Ms. [Ana de Souza|PERSON];",
    "Approves [2,500,400 United States dollars|MONEY], [$75,000|MONEY] and [3.5 million euros|MONEY];",
    "Takes note of the report of the [Committee on the Rights of the Child|ORG] to the [General Assembly|ORG],",
    "Reaffirming the [Tidewater Declaration and Programme of Action|INSTRUMENT] that the [Ocean Alliance|ORG] made,",
    "Asks the [President of the General Assembly|OFFICE] and the [Chair of the Harbour Commission|OFFICE] to meet;",
    "Noting the [ninth session of the Conference of the Parties to the Convention on Biological Diversity|EVENT],",
    "Observes the [International Day of Lighthouse Keepers|EVENT] in the [United Nations system|ORG],",
    "Notes the peoples of [Palestine|GPE] and of the occupied [Syrian Golan|GPE], including in [East Jerusalem|GPE],",
    "Adopted the [Agreement between the United Nations and the Ocean Ports Alliance on Pilots|INSTRUMENT];",
    "Asks the [Secretary-General of the United Nations Conference on Trade and Development|OFFICE] to come;",
    "Recalling the [Convention on the Rights of the Child|INSTRUMENT]7 and the [Disarmament Commission|ORG],",
    "Commends the [United Nations Peace-keeping Force in Cyprus|OPERATION] for its co-operation;",
    "Approves one [Senior Harbour Officer|OFFICE] (P-5) for [Nairobi|GPE];",
    "Welcomes system-wide coherence, a [United Nations|ORG]-led review and [United Nations|ORG] system-wide rules;",
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_sentences(nlp: Language, example: str) -> None:
    text, expected = marks(example)
    doc = nlp(clauses_doc(nlp, [{"text": text}]))
    assert [(row["start"], row["end"], row["label"]) for row in table(doc)["entities"]] == expected


def test_or_stands_in_a_title_but_not_behind_a_known_name(nlp: Language) -> None:
    committee = "the Committee for the Repair of Broken or Silent Bells"
    doc = nlp(f"Invites {committee}, and the Registrar of the General Assembly or Others;")
    assert [doc.text[row["start"] : row["end"]] for row in table(doc)["entities"]] == [
        "Committee for the Repair of Broken or Silent Bells",
        "Registrar of the General Assembly",
    ]


def test_a_short_name_stands_for_itself_only_where_the_full_one_is_not_near(nlp: Language) -> None:
    full = "Recalling the Panel of Experts on Ruritania (“the Panel of Experts”) and thanking the Panel of Experts,"
    bare = "Requests the Panel of Experts’ members and both Panels of Experts to meet the Sanctions Committee;"
    doc = nlp(f"{full}\n\n{bare}")
    found = [(row["start"], doc.text[row["start"] : row["end"]], row["label"]) for row in table(doc)["entities"]]
    second = len(full) + 2
    assert found == [
        (full.index("Panel"), "Panel of Experts on Ruritania", "ORG"),
        (second + bare.index("Panel"), "Panel of Experts", "ORG"),
        (second + bare.index("Sanctions"), "Sanctions Committee", "ORG"),
    ]


def test_a_straight_apostrophe_is_as_good(nlp: Language) -> None:
    texts = ["Thanks the United Nations Children’s Fund for aid;", "Thanks the United Nations Children's Fund for aid;"]
    rows = [table(nlp(clauses_doc(nlp, [{"text": text}])))["entities"] for text in texts]
    expected = {"start": 11, "end": 41, "label": "ORG", "norm": "UN:united-nations-childrens-fund"}
    assert rows == [[expected], [expected]]


def test_norms(nlp: Language) -> None:
    text = "Invites Zaire, the General Assembly, the Tallinn Protocol and 500 dollars to Geneva;"
    doc = nlp(clauses_doc(nlp, [{"text": text}]))
    assert [row["norm"] for row in table(doc)["entities"]] == ["COD", "UN:general-assembly", None, None, "place:geneva"]


def test_an_acronym_that_the_text_defines_is_found_everywhere(nlp: Language) -> None:
    texts = [
        "Thanks the Northern Harbour Union (NHU) for its care;",
        "Asks NHU and the NHU-led team, not ANHU, to go on;",
    ]
    doc = nlp(clauses_doc(nlp, [{"text": text} for text in texts]))
    found = [(doc.text[row["start"] : row["end"]], row["label"]) for row in table(doc)["entities"]]
    assert found == [("Northern Harbour Union", "ORG"), ("NHU", "ORG"), ("NHU", "ORG"), ("NHU", "ORG")]


def test_citations_are_kept_clear_of(nlp: Language) -> None:
    text = "Recalling General Assembly resolution 1 (2099) and the General Assembly,"
    doc = clauses_doc(nlp, [{"text": text}])
    table(doc)["entities"].append({"start": 10, "end": 46, "label": "CITATION", "norm": "X"})
    doc = nlp(doc)
    rows = table(doc)["entities"]
    assert [(row["start"], row["end"], row["label"]) for row in rows] == [(10, 46, "CITATION"), (55, 71, "ORG")]


def test_spans_and_ents_follow_the_rows(nlp: Language) -> None:
    doc = nlp(clauses_doc(nlp, [{"text": "Thanks Chile and UNICEF;"}]))
    assert [(span.text, span.label_) for span in doc.spans["entities"]] == [("Chile", "GPE"), ("UNICEF", "ORG")]
    assert [(span.text, span.label_) for span in doc.ents] == [("Chile", "GPE"), ("UNICEF", "ORG")]
    assert doc.spans["entities"][0]._.record == {"start": 7, "end": 12, "label": "GPE", "norm": "CHL"}
    read = next(iter(DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)))
    assert list(table(read)["entities"]) == table(doc)["entities"]


def test_names_do_not_cross_clauses(nlp: Language) -> None:
    doc = nlp(
        clauses_doc(nlp, [{"text": "Thanks the Committee on"}, {"text": "Chile and the United"}, {"text": "Nations"}])
    )
    assert [doc.text[row["start"] : row["end"]] for row in table(doc)["entities"]] == ["Chile"]


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "of",
            "on",
            "to",
            "and",
            ",",
            "Committee",
            "Special",
            "Envoy",
            "United",
            "Nations",
            "Chad",
            "(UN)",
            "’s",
            "\n\n",
            "“",
            "”",
            "Mr.",
            "5",
            "million",
            "dollars",
            "$",
            "Convention",
            "between",
            "entitled",
            "declaration",
            "session of the",
            "-",
            "A_",
            "é",
        ]
    ),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(words=WORDS, odd=st.text(max_size=30))
def test_odd_text_never_raises_and_rows_are_in_order(words: list[str], odd: str) -> None:
    text = " ".join(words) + odd
    found = find_names(text, NameScanner(load_entities()))
    last = 0
    for start, name in found:
        assert last <= start < name.end <= len(text)
        assert text[start : name.end].strip() == text[start : name.end]
        last = name.end


def test_find_entities_is_pure(nlp: Language) -> None:
    doc = clauses_doc(nlp, [{"text": "Thanks Chile;"}])
    assert find_entities(doc, load_entities()) == [{"start": 7, "end": 12, "label": "GPE", "norm": "CHL"}]
    assert table(doc)["entities"] == []

"""A record that has something in every table, made by hand."""

from __future__ import annotations

from dataclasses import replace

from pipeline.record import (
    Act,
    Addressee,
    Adopted,
    AgendaItem,
    Clause,
    ClauseNote,
    DateExpression,
    DocumentTheme,
    Entity,
    Footnote,
    Issue,
    Mandate,
    Masthead,
    Model,
    Provenance,
    Record,
    Session,
    Source,
    ThemeScore,
    ThemeWord,
)

RECALLING = "Recalling its resolution 79/901,"
REQUESTS = "Also requests the Secretary-General to report on lamps by 31 March 2027."

FULL = Record(
    source=Source(path="a.txt", sha256="a" * 64, media_type="text/plain", pages=2, chars=300),
    masthead=Masthead(
        organ="General Assembly",
        symbol="A/81/L.7",
        status="draft",
        distribution="Limited",
        date="2026-12-03",
        original_language="English",
        session=Session(text="Eighty-first session", organ="GA", number=81),
        agenda_item=AgendaItem(number="19 (m)", title="Lighthouses"),
        title="=Lighthouses",
        sponsors=("Kenya", "Norway | Sweden"),
        adopted=Adopted(date="2026-12-20", meeting="81st", vote="without a vote"),
        document_type="resolution",
        committee="Second Committee",
        draft_symbol="A/C.2/81/L.1",
    ),
    clauses=(
        Clause(id="enacting", kind="enacting", text="The General Assembly,", source_spans=((40, 61),)),
        Clause(
            id="pp1",
            kind="preambular",
            text=RECALLING,
            source_spans=((63, 80), (90, 105)),
            acts=(Act(text="Recalling", start=0, end=9, role="lead", lemma="recall", function="recall"),),
            entities=(Entity(text="79/901", label="CITATION", start=25, end=31, norm="A/RES/79/901"),),
            footnotes=(ClauseNote(id="n1", offset=31),),
            uncertain=True,
        ),
        Clause(
            id="op1.a",
            kind="subparagraph",
            number="(a)",
            level=1,
            parent="op1",
            annex=True,
            chapeau=True,
            part="II",
            text=REQUESTS,
            source_spans=((110, 182),),
            acts=(
                Act(
                    text="Also requests",
                    start=0,
                    end=13,
                    role="lead",
                    lemma="request",
                    modifiers=("also",),
                    function="direct",
                    force=3,
                ),
            ),
            entities=(Entity(text="Secretary-General", label="OFFICE", start=18, end=35, norm="UN:secretary-general"),),
            dates=(
                DateExpression(text="by 31 March 2027", start=55, end=71, kind="open-interval", value="../2027-03-31"),
            ),
            mandates=(
                Mandate(
                    act=0,
                    addressee=Addressee(text="Secretary-General", start=18, end=35),
                    task=(36, 71),
                    deadline=0,
                    cadence="once",
                    report=True,
                ),
                Mandate(act=4, deadline=9, effect="extend"),
            ),
            themes=(
                ThemeScore(theme="oceans", score=0.75, words=(ThemeWord(words="lamp…", where="text", weight=0.5),)),
                ThemeScore(theme="reporting-and-follow-up", score=0.5),
            ),
        ),
    ),
    footnotes=(
        Footnote(id="n1", marker="1", text="-1 is no formula.", source_spans=((200, 217),), marker_span=(198, 199)),
        Footnote(id="n2", marker="*", text="Without a place."),
    ),
    themes=(DocumentTheme(theme="oceans", clauses=1, share=0.5),),
    issues=(
        Issue(code="numbering-gap", message="paragraph 3 follows 1", start=110, end=113),
        Issue(code="x", message="y"),
    ),
    provenance=Provenance(version="1.0", config_sha256="c" * 64, model=Model(name="m", version="2", sha256="d" * 64)),
)

BARE = Record(
    source=Source(path="-", sha256="b" * 64, media_type="text/plain", chars=9),
    clauses=(Clause(id="op1", kind="operative", text="Half \ud800 a pair\r\nin two lines"),),
    provenance=Provenance(version="1.0", config_sha256="c" * 64),
)

SOUND = replace(
    FULL,
    clauses=tuple(replace(clause, mandates=clause.mandates[:1]) for clause in FULL.clauses),
)
"""The same without the mandate whose act and deadline are not there."""

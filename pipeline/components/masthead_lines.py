"""Lines of the masthead that are printed on several lines: lists of sponsors, and adoption lines.

The sponsors of a draft stand in one list before a colon, "Ruritania, Freedonia and Sylvania: draft resolution"
(United Nations Editorial Manual, draft resolutions). A long list runs over many lines, and a line may end inside the
name of a State.
"""

from __future__ import annotations

import re

from pipeline.lexicon.masthead import MastheadLexicon

_ADOPTED = re.compile(r"\b[Aa]dopted\s+by\s.*(?:\bon|,|meeting|\w)$", re.DOTALL)
_ADOPTION = re.compile(r"\W{0,3}(?:(?:Resolution|Decision|Statement)s?\s+)?[Aa]dopted\s+by\s")

WRAPPED = 3
"""Most lines that an adoption line is printed on."""

LEAST_NAMES = 0.6
"""Share of the letters of a list of sponsors that are names of States; what else stands in it is commas and "and"."""


def joined_lines(lines: list[tuple[str, bool]], lexicon: MastheadLexicon) -> list[tuple[str, bool]]:
    """Join the lines of a list of sponsors that is longer than one line, and those of an adoption line.

    Parameters
    ----------
    lines
        The lines of the masthead in order, and whether each stands apart from the one above.
    lexicon
        The rows of the masthead.
    """
    joined: list[tuple[str, bool]] = []
    rest = list(reversed(lines))
    while rest:
        line, apart = rest.pop()
        more = _lines_of_adoption(line, [below for below, _ in reversed(rest[-WRAPPED + 1 :])], lexicon)
        if not more and rest and _goes_on(joined[-1][0] if joined else "", line, rest[-1][0], lexicon):
            more = 1
        for _ in range(more):
            line += f" {rest.pop()[0]}"
        if "sponsors" in lexicon.find(line):
            for _ in range(_lines_of_list([above for above, _ in joined], line, lexicon)):
                above, apart = joined.pop()
                line = f"{above} {line}"
        joined.append((line, apart))
    return joined


def _goes_on(above: str, line: str, below: str, lexicon: MastheadLexicon) -> bool:
    """Tell whether the line below ends a list of sponsors: "Ruritania and Sylvania: / draft resolution".

    The line above counts where the name of a State began there: "Great Britain and / Northern Ireland: / draft".
    """
    if ":" not in line or ":" in below or "sponsors" in lexicon.find(line):
        return False
    match = lexicon.find(f"{line} {below}").get("sponsors")
    if match is None:
        return False
    names = match.group("sponsors")
    return max(_names_in(names, lexicon), _names_in(f"{above} {names}", lexicon)) > LEAST_NAMES


def _lines_of_list(above: list[str], line: str, lexicon: MastheadLexicon) -> int:
    """Return how many of the lines above belong to the list of sponsors that ends in a line.

    A line is followed by the next of its list where it ends with a comma or "and", or inside the name of a State:
    "Freedonia, Kingdom of the / Netherlands". The topmost line begins with a State, or most of it is States' names.
    """
    words, lines = line, 0
    for count, top in enumerate(reversed(above), 1):
        words, seam = f"{top} {words}", len(top)
        names = list(lexicon.states.finditer(words))
        inside = any(name.start() < seam < name.end() for name in names)
        if not (inside or top.endswith((",", " and")) or _is_list(top, lexicon)):
            break
        starts = bool(names) and names[0].start() == 0
        if starts or _is_list(top, lexicon):
            lines = count
    return lines


def _is_list(line: str, lexicon: MastheadLexicon) -> bool:
    """Tell whether the line is a piece of a list of States: most of its letters are their names."""
    return _names_in(line, lexicon) > LEAST_NAMES and ("," in line or line.endswith(" and"))


def _names_in(words: str, lexicon: MastheadLexicon) -> float:
    """Return the share of the letters that are names of States."""
    return sum(len(match.group()) for match in lexicon.states.finditer(words)) / max(1, len(words))


def _lines_of_adoption(line: str, below: list[str], lexicon: MastheadLexicon) -> int:
    """Return how many of the lines below go on an adoption line.

    Those up to the bracket that closes one it opens, and those with which it tells its date: "adopted by the Council at
    its 9th / meeting, on 6 May 2031".
    """
    is_open, adopts = line.rfind("[") > line.rfind("]"), _ADOPTED.search(line) is not None
    if not (is_open or adopts):
        return 0
    words, cut = line, _ADOPTION.match(line) is not None and not _tells_adoption(line, lexicon)
    for count, after in enumerate(below, 1):
        words += f" {after}"
        if is_open and "]" in after and "[" not in after:
            return count
        alone = count == 1 and {"date", "adoption-date-alone"} & lexicon.find(after).keys()
        if adopts and (alone or (cut and _tells_adoption(words, lexicon) and not _tells_adoption(after, lexicon))):
            return count
    return 0


def _tells_adoption(line: str, lexicon: MastheadLexicon) -> bool:
    """Tell whether an adoption line names its date."""
    found = lexicon.find(line)
    return any("adopted" in match.groupdict() and match.group("adopted") for match in found.values())

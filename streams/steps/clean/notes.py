"""Correction notes: what an article says of its own mistakes."""

import re

LONGEST = 600
NOTE = re.compile(
    r"^[\s*(\[—–-]*(?:"
    r"(?:editor['’]s note:? )?this (?:article|story|report|post|piece|column) (?:was|has been) (?:corrected|amended|edited)\b|"
    r"(?:an|a previous|a prior) (?:earlier )?version of this (?:article|story|report|post)\b|"
    r"(?:corrections?|clarification|erratum|corrigendum)(?: [^:]{0,40})?:|"
    r"(?:korrektur|berichtigung|richtigstellung|korrekturhinweis)(?: [^:]{0,40})?:|"
    r"in einer (?:früheren|vorherigen|ersten|älteren) (?:version|fassung)\b|"
    r"dieser (?:artikel|text|beitrag) wurde .{0,60}(?:korrigiert|berichtigt)|"
    r"(?:correction|rectificatif|erratum)(?: [^:]{0,40})? ?:|"
    r"une (?:première|précédente) version de cet article\b|cet article a été corrigé|"
    r"(?:corrección|fe de errat\w+|rectificación)(?: [^:]{0,40})?:|"
    r"este artículo (?:fue|ha sido) corregido|una versión anterior de este artículo|"
    r"(?:correzione|errata corrige|rettifica)(?: [^:]{0,40})?:|"
    r"(?:correção|errata)(?: [^:]{0,40})?:|uma versão anterior dest\w+|"
    r"(?:rectificatie|correctie)(?: [^:]{0,40})?:|"
    r"(?:sprostowanie|korekta)(?: [^:]{0,40})?:|(?:исправлено|поправка|уточнение)(?: [^:]{0,40})?:|"
    r"訂正[:：]|【訂正】|更正[:：])",
    re.I,
)


def is_correction(line: str) -> bool:
    """Whether a line tells what was corrected in this very article."""
    return len(line) <= LONGEST and NOTE.match(line) is not None

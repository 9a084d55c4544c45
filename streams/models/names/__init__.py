"""Names of people, organisations, places and other things in a text: by our tagger for English, or another of the operator's choice."""

from streams.models.names.document import agree
from streams.models.names.finding import BuiltIn, Finder, Named, finder_for
from streams.models.names.tagger import Tagged, tag
from streams.models.names.words import sentences, words

__all__ = ["BuiltIn", "Finder", "Named", "Tagged", "agree", "finder_for", "sentences", "tag", "words"]

"""Names of people, organisations and places in English text."""

from streams.models.names.document import agree
from streams.models.names.tagger import Tagged, tag
from streams.models.names.words import sentences, words

__all__ = ["Tagged", "agree", "sentences", "tag", "words"]

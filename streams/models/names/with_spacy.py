"""Names by a spaCy pipeline: the name of an installed package, or a folder it was saved to."""

from typing import Any

from streams.models.names.finding import Named, checked

_NOT_NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer")


class WithSpacy:
    """Reads the language of its pipeline, all where that is multilingual."""

    def __init__(self, model: str) -> None:
        import spacy

        nlp: Any = spacy.load(model)
        nlp.disable_pipes(*(name for name in _NOT_NEEDED if name in nlp.pipe_names))
        self._nlp = nlp
        self.mark = f"spacy:{nlp.meta.get('lang')}_{nlp.meta.get('name')}@{nlp.meta.get('version')}"
        self.languages: frozenset[str] | None = None if nlp.lang == "xx" else frozenset({nlp.lang})

    def __call__(self, text: str, language: str) -> list[Named]:  # noqa: ARG002
        found = self._nlp(text).ents if text.strip() else ()
        return checked(text, ((entity.start_char, entity.end_char, entity.label_) for entity in found))

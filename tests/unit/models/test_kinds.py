"""What one line is, whatever its language and its letters' size."""

import pytest

from streams.models.lines.kinds import is_inline_related, is_prose, notice, without_label


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("SIGN UP FOR our daily letter", "newsletter"),
        ("Suscríbete a la newsletter", "newsletter"),
        ("النشرة البريدية", "newsletter"),
        ("我们的报纸：订阅我们", "newsletter"),
        ("We use cookies, and you accept them", "cookie_notice"),
        ("Мы используем КУКИ", "cookie_notice"),
        ("Advertisement", "advertisement"),
        ("TEILEN", "share"),
        ("© 2026 Westmark Post", "copyright"),
        ("The ferry at dusk (Foto: dpa)", "image_caption"),
        ("Fähre am Abend, IMAGO / Hale", "image_caption"),
        ("Reuters reported the storm to the coastguard.", None),
        ("The harbour subscribes to another view", None),
    ],
)
def test_notices_are_known_by_their_words(line: str, kind: str | None) -> None:
    assert notice(line) == kind


def test_a_long_line_is_no_notice_and_always_prose() -> None:
    line = "subscribe now " * 100
    assert notice(line) is None
    assert is_prose(line)


@pytest.mark.parametrize("line", ["Read also: Storm over the bay", "À lire aussi | Tempête sur la baie", "Lees ook storm boven de baai"])
def test_a_label_and_a_title_on_one_line(line: str) -> None:
    assert is_inline_related(line)
    assert without_label(line).lower().startswith(("storm", "temp"))

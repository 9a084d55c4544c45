"""The country a publisher writes from, by the end of its address: `.co.uk`, `.de`."""

_NOT_COUNTRIES = frozenset("tv me io ai co fm ly ws cc la sh to gg eu".split())
"""Country codes that are sold to everybody; .eu is none."""
_SAME = {"uk": "GB"}


def home_country(url: str | None, source: str | None) -> str | None:
    """ISO 3166-1 alpha-2 code, or None where the address does not say."""
    host = (url or "").partition("://")[2].partition("/")[0].partition(":")[0] or (source or "")
    end = host.rpartition(".")[2].lower() if "." in host and " " not in host else ""
    if len(end) != 2 or not end.isalpha() or end in _NOT_COUNTRIES:
        return None
    return _SAME.get(end, end.upper())

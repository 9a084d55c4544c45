"""What every record that travels has in common: frozen, and tolerant of fields a newer minor version added."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the moment lies outside the years 1 to 9999 in UTC") from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time with a zone, kept in UTC."""


class Record(BaseModel):
    """A value on a topic. Fields this version does not know survive a round trip unchanged."""

    model_config = ConfigDict(frozen=True, extra="allow", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    def to_json(self) -> bytes:
        """The record as UTF-8 JSON; the same record always gives the same bytes."""
        return self.__pydantic_serializer__.to_json(self)

    @classmethod
    def from_json(cls, value: bytes | str) -> Self:
        """Read one record. Raises pydantic.ValidationError, which names the field."""
        return cls.model_validate_json(value)

"""What a payer asks for: one YAML file each. What is left out is unknown, never assumed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from logic.rulebook.base import CodeText, Day, Fact, Model, PlaceText, Whole, YesNo

Method = Literal["cms", "midpoint", "unknown"]


class Counting(Fact):
    """How units are counted; `full_unit_codes` need 15 minutes for each unit under the midpoint rule."""

    method: Method = "unknown"
    full_unit_codes: tuple[CodeText, ...] = ()

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.method != "unknown"


class OwnEdit(Fact):
    """A pair edit of the payer's own; without dates it always holds."""

    column1: CodeText
    column2: CodeText
    indicator: Literal["0", "1"]
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class FollowsEdits(Fact):
    """Whose pair edits the payer follows, with its own beside them."""

    follows: Literal["ncci", "none", "unknown"] = "unknown"
    own: tuple[OwnEdit, ...] = ()

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.follows != "unknown"


class FollowsLimits(Fact):
    """Whose unit limits the payer follows."""

    follows: Literal["mue", "none", "unknown"] = "unknown"

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.follows != "unknown"


class FollowsStatus(Fact):
    """Whose code status (bundled, invalid, noncovered) the payer follows."""

    follows: Literal["medicare", "none", "unknown"] = "unknown"

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.follows != "unknown"


class Needed(Fact):
    """Whether the payer wants a modifier."""

    needed: YesNo = "unknown"

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.needed != "unknown"


class Allowed(Fact):
    """Whether the payer pays for therapy that this person gave."""

    allowed: YesNo = "unknown"

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.allowed != "unknown"


class Refused(Fact):
    """Whether the payer refuses something."""

    refused: YesNo = "unknown"

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.refused != "unknown"


class DailyCap(Fact):
    """The most units the payer pays in a day, counting timed codes or all therapy codes.

    `except_places`: places of service where it does not hold.
    """

    units: Whole = Field(gt=0)
    counts: Literal["timed", "all"]
    except_places: tuple[PlaceText, ...] = ()


class WhoMayBill(Model):
    """Who may give the service that is billed."""

    massage_therapist: Allowed = Allowed()
    aide: Allowed = Allowed()
    chiropractor: Allowed = Allowed()
    assistant_incident_to: Allowed = Allowed()
    athletic_trainer: Allowed = Allowed()
    therapist_manipulation: Allowed = Allowed()
    physician: Allowed = Allowed()


class Filing(Fact):
    """Days from the service to the last day for the claim; None where we do not know."""

    days: Whole | None = Field(default=None, gt=0)

    @property
    def told(self) -> bool:
        """Whether we know it."""
        return self.days is not None


class PayerNote(Fact):
    """Something a biller should know of the payer that no rule checks."""

    says: str


class Payer(Fact):
    """A payer; the id is the file's name."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    label: str
    said: str = Field(default="", description="In the middle of a sentence, where that is not the label.")
    about: str
    aliases: tuple[str, ...] = ()
    review_by: Day | None = None
    counting: Counting
    pair_edits: FollowsEdits = FollowsEdits()
    unit_limits: FollowsLimits = FollowsLimits()
    code_status: FollowsStatus = FollowsStatus()
    therapy_modifier: Needed = Needed()
    assistant_modifier: Needed = Needed()
    threshold_modifier: Needed = Needed()
    at_on_manipulation: Needed = Needed()
    daily_cap: DailyCap | None = None
    who_may_bill: WhoMayBill = WhoMayBill()
    split_lines: Refused = Refused()
    timely_filing: Filing = Filing()
    notes: tuple[PayerNote, ...] = ()

    @property
    def in_words(self) -> str:
        """The payer in the middle of a sentence: an unnamed commercial payer."""
        return self.said or self.label

    @property
    def told(self) -> bool:
        """A payer says nothing as a whole; each of its facts has a source of its own."""
        return False

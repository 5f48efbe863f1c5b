"""Invented claims and payments as 837P and 835 text (005010), in interchanges of a month's size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.sample.clinic import BILLING_NPI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from logic.sample.payments import Answer
    from logic.sample.visits import SampleClaim

CLAIMS_PER_TRANSACTION = 1000
PLACE = "11"
REVERSAL = "22"  # CLP02: an earlier payment is taken back


def dollars(cents: int) -> str:
    """``1234.5`` for 123450: X12 leaves zeros at the end off."""
    sign = "-" if cents < 0 else ""
    whole, part = divmod(abs(cents), 100)
    return f"{sign}{whole}" if not part else f"{sign}{whole}.{part:02d}".rstrip("0")


def claims_text(claims: Sequence[SampleClaim], made_on: date) -> Iterator[str]:
    """Segments of an 837P file, each with its terminator and a line break; a transaction for each day of sending."""
    sent: dict[date, list[SampleClaim]] = {}
    for claim in claims:
        sent.setdefault(claim.submitted_on, []).append(claim)
    bodies = [
        _claim_transaction(sent[day][at : at + CLAIMS_PER_TRANSACTION], day)
        for day in sorted(sent)
        for at in range(0, len(sent[day]), CLAIMS_PER_TRANSACTION)
    ]
    yield from _interchange("HC", "005010X222A1", made_on, bodies, "837")


def payments_text(answers: Sequence[Answer], made_on: date) -> Iterator[str]:
    """Segments of an 835 file; one transaction for each payer and day of payment, as payers send them."""
    checks: dict[tuple[str, date], list[Answer]] = {}
    for answer in answers:
        checks.setdefault((answer.claim.payer.name, answer.paid_on), []).append(answer)
    owed: dict[str, int] = {}
    bodies = []
    for payer, day in sorted(checks, key=lambda key: (key[1], key[0])):
        told = checks[payer, day]
        # What a payer takes back beyond what it pays that day is kept from its next check.
        before = owed.get(payer, 0)
        owed[payer] = max(0, before - sum(answer.paid for answer in told))
        bodies.append(_payment_transaction(told, before, owed[payer]))
    yield from _interchange("HP", "005010X221A1", made_on, bodies, "835")


def _interchange(
    kind: str, guide: str, made_on: date, transactions: Iterable[Iterator[str]], number: str
) -> Iterator[str]:
    yield (
        f"ISA*00*          *00*          *ZZ*UNITWISE       *ZZ*INVENTED       *{made_on:%y%m%d}*1200*^*00501*"
        "000000001*0*T*:~\n"
    )
    yield f"GS*{kind}*UNITWISE*INVENTED*{made_on:%Y%m%d}*1200*1*X*{guide}~\n"
    count = 0
    for count, body in enumerate(transactions, start=1):
        yield f"ST*{number}*{count:04d}{f'*{guide}' if number == '837' else ''}~\n"
        segments = 2
        for segment in body:
            segments += 1
            yield segment + "~\n"
        yield f"SE*{segments}*{count:04d}~\n"
    yield f"GE*{count}*1~\n"
    yield "IEA*1*000000001~\n"


def _claim_transaction(claims: Sequence[SampleClaim], sent_on: date) -> Iterator[str]:
    yield f"BHT*0019*00*1*{sent_on:%Y%m%d}*1200*CH"
    yield "NM1*41*2*INVENTED CLINIC*****46*INVENTED"
    yield "PER*IC*BILLING OFFICE*TE*5555550100"
    yield "NM1*40*2*INVENTED CLEARINGHOUSE*****46*CLEARING"
    yield "HL*1**20*1"
    yield "PRV*BI*PXC*225100000X"
    yield f"NM1*85*2*INVENTED CLINIC*****XX*{BILLING_NPI}"
    yield "N3*1 INVENTED STREET"
    yield "N4*SPRINGFIELD*IL*627010000"
    yield "REF*EI*999999999"
    for place, claim in enumerate(claims, start=2):
        yield from _claim(claim, place)


def _claim(claim: SampleClaim, level: int) -> Iterator[str]:
    yield f"HL*{level}*1*22*0"
    yield f"SBR*P*18*******{claim.payer.filing}"
    yield f"NM1*IL*1*PATIENT*INVENTED****MI*P{claim.patient:06d}"
    yield "N3*1 INVENTED STREET"
    yield "N4*SPRINGFIELD*IL*62701"
    yield "DMG*D8*19500101*U"
    yield f"NM1*PR*2*{claim.payer.name}*****PI*{claim.payer.code}"
    yield f"CLM*{claim.account}*{dollars(claim.charge)}***{PLACE}:B:{claim.frequency}*Y*A*Y*Y"
    if claim.replaces is not None:
        yield f"REF*F8*ICN{claim.replaces:09d}"
    codes = [code.replace(".", "") for code in claim.dx]
    yield "HI*" + "*".join(f"{'ABK' if not at else 'ABF'}:{code}" for at, code in enumerate(codes))
    yield f"NM1*82*1*CLINICIAN*INVENTED****XX*{claim.provider.npi}"
    yield "PRV*PE*PXC*225100000X"
    pointers = ":".join(str(at) for at in range(1, min(len(codes), 4) + 1))
    for number, line in enumerate(claim.lines, start=1):
        procedure = ":".join(["HC", line.code, *line.modifiers])
        yield f"LX*{number}"
        yield f"SV1*{procedure}*{dollars(line.charge)}*UN*{line.units}***{pointers}"
        yield f"DTP*472*D8*{claim.service_date:%Y%m%d}"
        yield f"REF*6R*{claim.number}-{number}"


def _payment_transaction(answers: Sequence[Answer], owed: int, left: int) -> Iterator[str]:
    """A check: what is paid, less what was `owed` from the one before; `left` is what the next one will keep."""
    first = answers[0]
    total = sum(answer.paid for answer in answers) - owed + left
    method = "CHK" if total > 0 else "NON"
    yield f"BPR*{'I' if total > 0 else 'H'}*{dollars(total)}*C*{method}************{first.paid_on:%Y%m%d}"
    yield f"TRN*1*{first.claim.payer.code}{first.paid_on:%Y%m%d}*1999999999"
    yield f"DTM*405*{first.paid_on:%Y%m%d}"
    yield f"N1*PR*{first.claim.payer.name}"
    yield "N3*1 INVENTED STREET"
    yield "N4*SPRINGFIELD*IL*62701"
    yield "PER*BL*PROVIDER SERVICES*TE*5555550100"
    yield f"N1*PE*INVENTED CLINIC*XX*{BILLING_NPI}"
    yield "LX*1"
    for answer in answers:
        yield from _answer(answer)
    forwarded = [f"FB*{dollars(amount)}" for amount in (owed, -left) if amount]
    if forwarded:
        yield f"PLB*{BILLING_NPI}*{first.paid_on:%Y}1231*" + "*".join(forwarded)


def _answer(answer: Answer) -> Iterator[str]:
    claim = answer.claim
    owes = sum(amount for line in answer.lines for group, _, amount in line.moved if group == "PR")
    status = "4" if all(line.category for line in answer.lines) else "1"
    sign, share = 1, dollars(owes)
    if answer.reversal:  # every amount below zero, and no part of the patient's
        status, sign, share = REVERSAL, -1, ""
    filing = {"CI": "12", "16": "16", "WC": "WC", "MB": "MB"}[claim.payer.filing]
    yield (
        f"CLP*{claim.account}*{status}*{dollars(sign * claim.charge)}*{dollars(answer.paid)}*{share}*{filing}*"
        f"{answer.icn}*{PLACE}*{claim.frequency}"
    )
    yield f"NM1*QC*1*PATIENT*INVENTED****MI*P{claim.patient:06d}"
    yield f"NM1*82*1*CLINICIAN*INVENTED****XX*{claim.provider.npi}"
    yield f"DTM*232*{claim.service_date:%Y%m%d}"
    for number, (line, paid) in enumerate(zip(claim.lines, answer.lines, strict=True), start=1):
        procedure = ":".join(["HC", line.code, *line.modifiers])
        yield f"SVC*{procedure}*{dollars(sign * line.charge)}*{dollars(paid.paid)}**{line.units}"
        yield f"DTM*472*{claim.service_date:%Y%m%d}"
        for group in dict.fromkeys(group for group, _, _ in paid.moved):
            triples = [f"{carc}*{dollars(amount)}" for one, carc, amount in paid.moved if one == group]
            yield f"CAS*{group}*" + "**".join(triples)
        yield f"REF*6R*{claim.number}-{number}"
        if paid.allowed:
            yield f"AMT*B6*{dollars(paid.allowed)}"
        for remark in paid.remarks:
            yield f"LQ*HE*{remark}"

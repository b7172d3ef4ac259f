# SPDX-License-Identifier: Apache-2.0
# The oracle of decimal_oracle.cpp: reads one operation a line, prints what Python's decimal module makes of it.
# 200 digits are enough for every quotient: a tie or an exact result needs less than 80, anything else differs from
# one within the first 80.
import decimal
import re
import sys
from decimal import Decimal

decimal.getcontext().prec = 200
decimal.getcontext().Emax = decimal.MAX_EMAX
decimal.getcontext().Emin = decimal.MIN_EMIN

MODES = {
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_up": decimal.ROUND_HALF_UP,
    "half_down": decimal.ROUND_HALF_DOWN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def text(value):
    """Plain notation, or too_large beyond 38 digits or 38 decimals; no negative zero, no positive exponent."""
    if not value and value.as_tuple().exponent > 0:
        value = Decimal(0)
    if value.as_tuple().exponent < -38 or value.adjusted() >= 38:
        return "too_large"
    if value.as_tuple().exponent > 0:
        value = value.quantize(Decimal(1))
    if len(value.as_tuple().digits) > 38:
        return "too_large"
    return format(value if value else abs(value), "f")


def quantized(value, scale, mode):
    return value.quantize(Decimal(1).scaleb(-scale), rounding=MODES[mode])


def answer(op, a, b, scale, mode):
    if op == "parse":
        if not NUMBER.fullmatch(a):
            return "malformed"
        head, _, exponent = a.lower().partition("e")
        far = 10**6  # the module refuses exponents of twenty digits; beyond this one they all mean the same
        return text(Decimal(head).scaleb(max(-far, min(far, int(exponent or 0)))))
    a, b, scale = Decimal(a), Decimal(b), int(scale)
    if op == "add":
        return text(a + b)
    if op == "sub":
        return text(a - b)
    if op == "mul":
        return text(a * b)
    if op == "div":
        return text(quantized(a / b, scale, mode)) if b else "mapping"
    if op == "round":
        return text(quantized(a, min(scale, -a.as_tuple().exponent), mode))
    if op == "rescale":
        return text(quantized(a, scale, "down")) if quantized(a, scale, "down") == a else "mapping"
    if op == "compare":
        return str(int(a.compare(b)))
    if op == "normalize":
        return text(a.normalize())
    raise ValueError(op)


for line in open(sys.argv[1], encoding="ascii"):
    print(answer(*line.rstrip("\n").split("|")))

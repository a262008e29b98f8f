"""Numbers and quantities as siunitx has them (``\\SI{10}{\\kilo\\metre}``, ``\\qty``, ``\\num``, ``\\ang``), as text.

Source: the manual of siunitx 3, "Numbers", "Units" and its tables of units, prefixes and abbreviations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bibstep.text.patterns import later
from bibstep.values.tex.math_tables import RAISED

#: Command -> the number of its arguments, of which the last is a unit except for numbers and angles.
COMMANDS: Mapping[str, int] = {
    "SI": 2,
    "qty": 2,
    "SIrange": 3,
    "qtyrange": 3,
    "si": 1,
    "unit": 1,
    "num": 1,
    "numrange": 2,
    "ang": 1,
}
_NUMBERS = ("num", "numrange", "ang")


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_PREFIXES = _pairs("""
    quecto q ronto r yocto y zepto z atto a femto f pico p nano n micro µ milli m centi c deci d deca da deka da hecto h
    kilo k mega M giga G tera T peta P exa E zetta Z yotta Y ronna R quetta Q kibi Ki mebi Mi gibi Gi tebi Ti
""")
_UNITS = _pairs("""
    ampere A candela cd kelvin K kilogram kg metre m meter m mole mol second s becquerel Bq degreeCelsius °C celsius °C
    coulomb C farad F gray Gy hertz Hz henry H joule J lumen lm katal kat lux lx newton N ohm Ω pascal Pa radian rad
    siemens S sievert Sv steradian sr tesla T volt V watt W weber Wb astronomicalunit au bel B dalton Da day d
    decibel dB degree ° electronvolt eV hectare ha hour h litre L liter L arcminute ′ arcsecond ″ minute min neper Np
    tonne t gram g percent % bar bar angstrom Å barn b atmosphere atm knot kn bit bit byte B
    fg fg pg pg ng ng ug µg mg mg g g kg kg pm pm nm nm um µm mm mm cm cm dm dm m m km km as as fs fs ps ps ns ns us µs
    ms ms s s fmol fmol pmol pmol nmol nmol umol µmol mmol mmol mol mol kmol kmol pA pA nA nA uA µA mA mA A A kA kA
    uL µL ml ml mL mL l l L L hl hl hL hL mHz mHz Hz Hz kHz kHz MHz MHz GHz GHz THz THz mN mN N N kN kN MN MN Pa Pa
    kPa kPa MPa MPa GPa GPa mohm mΩ kohm kΩ Mohm MΩ pV pV nV nV uV µV mV mV V V kV kV uW µW mW mW W W kW kW MW MW GW GW
    J J uJ µJ mJ mJ kJ kJ eV eV meV meV keV keV MeV MeV GeV GeV TeV TeV kWh kWh F F fF fF pF pF nF nF uF µF K K dB dB
""")
_POWERS_BEFORE = {"square": "²", "cubic": "³"}
_POWERS_AFTER = {"squared": "²", "cubed": "³"}
_TOKEN = later(r"\\([A-Za-z]+)|\{([^{}]*)\}|([^\\{}\s]+)")
_POWER = later(r"\^\{?([+-]?\d+)\}?")
_NUMBER = later(r"([-+]?[\d.,]*)(?:\(\d+\))?(?:[eEdD]([-+]?\d+))?")


def text(name: str, arguments: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What a command of siunitx prints, and the commands in its unit that are not known; these keep their names.

    A unit after ``\\per`` has a slash before it. Numbers keep their decimal sign.

    >>> text("SI", ["10", r"\\kilo\\metre\\per\\hour"])[0], text("num", ["2e-3"])[0]
    ('10 km/h', '2 × 10⁻³')
    """
    if name == "ang":
        signs = zip(arguments[0].split(";"), "°′″", strict=False)
        return "".join([f"{_number(part)}{sign}" for part, sign in signs if part.strip()]), ()
    numbers = arguments if name in _NUMBERS else arguments[:-1]
    value = "–".join(map(_number, numbers))
    if name in _NUMBERS:
        return value, ()
    unit, unknown = _unit(arguments[-1])
    if not value or unit == "°":
        return value + unit, unknown
    return f"{value} {unit}", unknown


def _number(source: str) -> str:
    """A number, with its power of ten raised."""
    bare = "".join(source.split()).replace("+-", "±").replace("\\pm", "±")
    match = _NUMBER.fullmatch(bare)
    if not match:
        return bare.replace("x", " × ")
    mantissa, power = match[1], match[2]
    mantissa += bare[len(match[1]) : bare.find(")") + 1] if "(" in bare else ""
    mantissa = mantissa.replace("-", "−")
    if not power:
        return mantissa
    ten = f"10{_raised(power.removeprefix('+'))}"
    return f"{mantissa} × {ten}" if mantissa else ten


def _raised(figures: str) -> str:
    return "".join([RAISED.get(sign.replace("-", "−"), sign) for sign in figures])


def _unit(source: str) -> tuple[str, tuple[str, ...]]:
    """A unit from its commands, or from letters as they are printed."""
    parts: list[str] = []
    unknown: list[str] = []
    before = power = ""
    is_per = is_exponent = False
    for command, group, literal in _TOKEN.findall(_POWER.sub(lambda match: _raised(match[1]), source)):
        if is_exponent and parts:
            parts[-1] += _raised(group or literal)
            is_exponent = False
        elif command in _PREFIXES:
            before += _PREFIXES[command]
        elif command in _POWERS_BEFORE:
            power = _POWERS_BEFORE[command]
        elif command in _POWERS_AFTER and parts:
            parts[-1] += _POWERS_AFTER[command]
        elif command == "per":
            is_per = True
        elif command in ("tothe", "raiseto"):
            is_exponent = True
        else:
            if command and command not in _UNITS:
                unknown.append(command)
            word = (_UNITS.get(command, command) or group or literal).replace("~", " ")
            parts.append(("/" if is_per else " " if parts else "") + before + word + power)
            before = power = ""
            is_per = False
    return "".join([*parts, before]).replace(" /", "/").strip(), tuple(unknown)

"""How surely two records are the same: points for and against, added up, each with a reason that is worded when it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA, Levenshtein

from desktop.records.traits import Traits

Reason = tuple[str, int]  # a code of matchwords.WORDS, and the number that goes into its sentence


@dataclass(frozen=True, slots=True)
class Levels:
    """From how many points on two records are asked about, and from how many on "the same" is proposed."""

    queue: float = 4.5
    suggest: float = 7.0


LEVELS = Levels()
_CAPPED = 0.5  # below `suggest` a pair stays by this much where only names speak for it


def weigh(traits: Traits, one: int, two: int) -> tuple[float, list[Reason]]:
    """Points and reasons of two records, the reasons as they come: numbers, names, birth, phone, home."""
    reasons: list[Reason] = []
    exact = _exact(traits, one, two, reasons)
    birth = _birth(traits, one, two, reasons)
    name = _names(traits, one, two, reasons)
    hard = max(0.0, exact) + max(0.0, birth)  # from anything but names
    points = exact + birth + name
    phone, phone2, other, other2 = traits.phone[one], traits.phone2[one], traits.phone[two], traits.phone2[two]
    if phone and other:
        if phone in (other, other2) or (phone2 and phone2 in (other, other2)):
            points += 2.5
            hard += 2.5
            reasons.append(("phone_same", 0))
        else:
            points -= 0.3
    here = traits.council[one] == traits.council[two]
    home, other_home = traits.home[one], traits.home[two]
    if home and other_home and here:
        if home == other_home:
            points += 1.5
            hard += 1.5
            reasons.append(("home_same", 0))
        else:
            points -= 0.5
    points += 0.5 if here else -0.5
    sex, other_sex = traits.sex[one], traits.sex[two]
    if sex and other_sex and sex != other_sex:
        points -= 4.0
        reasons.append(("sex_differs", 0))
    if hard < 1.0:
        points = min(points, LEVELS.suggest - _CAPPED)
    return points, reasons


def _exact(traits: Traits, one: int, two: int, reasons: list[Reason]) -> float:
    mine, theirs = traits.exact[one], traits.exact[two]
    if not mine or not theirs:
        return 0.0
    sound, other_sound = traits.exact_sound[one], traits.exact_sound[two]
    if mine == theirs:
        reasons.append(("exact_same", 0))
        return 8.0 if sound else 5.0
    far = Levenshtein.distance(str(mine), str(theirs))
    if far <= 2:
        reasons.append(("exact_near", far))
        return -1.0 if sound and other_sound else 3.0
    reasons.append(("exact_differs", far))
    return -7.0 if sound and other_sound else -4.0


def _birth(traits: Traits, one: int, two: int, reasons: list[Reason]) -> float:
    mine, theirs = traits.birth[one], traits.birth[two]
    if not mine or not theirs:
        return 0.0
    years = abs(mine // 10000 - theirs // 10000)
    if mine % 100 and theirs % 100:
        if mine == theirs:
            reasons.append(("birth_same", 0))
            return 4.5
        reasons.append(("birth_differs", 0))
        one_part = (years == 0) + (mine // 100 % 100 == theirs // 100 % 100) + (mine % 100 == theirs % 100) == 2
        return -1.5 if one_part else -5.0
    if years:
        reasons.append(("birth_year_differs", years))
        return -0.5 if years == 1 else -5.0
    reasons.append(("birth_year", 0))
    return 1.5


def _names(traits: Traits, one: int, two: int, reasons: list[Reason]) -> float:
    first, first_like = _alike(traits, traits.first[one], traits.first[two], _FIRST_NEAR)
    last, last_like = _alike(traits, traits.last[one], traits.last[two], _LAST_NEAR)
    if first == "same" == last:
        reasons.append(("name_same", 0))
    else:
        reasons.append((f"first_{first}", round(first_like * 100)))
        reasons.append((f"last_{last}", round(last_like * 100)))
    return _FIRST[first] + _LAST[last]


_FIRST = {"same": 2.0, "sound": 1.8, "near": 0.8, "differs": -3.5, "blank": 0.0}
_LAST = {"same": 2.5, "sound": 2.3, "near": 1.2, "differs": -2.5, "blank": 0.0}
# One slip in three letters, two swapped ones being one slip; last names are put together from two words, of which one may be another.
_FIRST_NEAR, _LAST_NEAR = 0.6, 0.7


def _alike(traits: Traits, mine: int, theirs: int, near: float) -> tuple[str, float]:
    if not mine or not theirs:
        return "blank", 0.0
    if mine == theirs:
        return "same", 1.0
    if traits.key_of[mine] == traits.key_of[theirs]:
        return "sound", 1.0
    like = OSA.normalized_similarity(traits.names[mine], traits.names[theirs])
    return ("near" if like >= near else "differs"), like

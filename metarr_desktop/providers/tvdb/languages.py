"""TheTVDB's three-letter language codes and the two-letter ones of the domain.

The service uses the terminological codes of ISO 639-2 (``deu``, not ``ger``) with additions of its own: ``pt`` is
Brazilian and ``por`` European Portuguese, ``zhtw`` traditional Chinese, ``yue`` Cantonese.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from metarr_desktop.domain.language import normalise_language

_CODES = (
    "aar aa abk ab afr af aka ak amh am ara ar arg an asm as ava av ave ae aym ay aze az bak ba bam bm bel be "
    "ben bn bis bi bod bo bos bs bre br bul bg cat ca ces cs cha ch che ce chu cu chv cv cor kw cos co cre cr "
    "cym cy dan da deu de div dv dzo dz ell el eng en epo eo est et eus eu ewe ee fao fo fas fa fij fj fin fi "
    "fra fr fry fy ful ff gla gd gle ga glg gl glv gv grn gn guj gu hat ht hau ha heb he her hz hin hi hmo ho "
    "hrv hr hun hu hye hy ibo ig ido io iii ii iku iu ile ie ina ia ind id ipk ik isl is ita it jav jv jpn ja "
    "kal kl kan kn kas ks kat ka kau kr kaz kk khm km kik ki kin rw kir ky kom kv kon kg kor ko kua kj kur ku "
    "lao lo lat la lav lv lim li lin ln lit lt ltz lb lub lu lug lg mah mh mal ml mar mr mkd mk mlg mg mlt mt "
    "mon mn mri mi msa ms mya my nau na nav nv nbl nr nde nd ndo ng nep ne nld nl nno nn nob nb nor no nya ny "
    "oci oc oji oj ori or orm om oss os pan pa pli pi pol pl por pt pus ps que qu roh rm ron ro run rn rus ru "
    "sag sg san sa sin si slk sk slv sl sme se smo sm sna sn snd sd som so sot st spa es sqi sq srd sc srp sr "
    "ssw ss sun su swa sw swe sv tah ty tam ta tat tt tel te tgk tg tgl tl tha th tir ti ton to tsn tn tso ts "
    "tuk tk tur tr twi tw uig ug ukr uk urd ur uzb uz ven ve vie vi vol vo wln wa wol wo xho xh yid yi yor yo "
    "zha za zho zh zul zu"
)
_BIBLIOGRAPHIC_CODES = (
    "alb sq arm hy baq eu bur my chi zh cze cs dut nl fre fr geo ka ger de gre el ice is mac mk mao mi may ms "
    "per fa rum ro slo sk tib bo wel cy"
)
_OWN = {"pt": "pt", "zhtw": "zh", "zhcn": "zh", "yue": "cn"}  # "cn" is the domain's Cantonese, as at TMDB


def _pairs(codes: str) -> dict[str, str]:
    words = codes.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_TO_DOMAIN: Mapping[str, str] = {**_pairs(_BIBLIOGRAPHIC_CODES), **_pairs(_CODES), **_OWN}
_FROM_DOMAIN: Mapping[str, str] = {two: three for three, two in _pairs(_CODES).items()} | {"cn": "yue"}
_REGIONAL: Mapping[str, tuple[str, ...]] = {
    "pt": ("pt", "por"), "pt-br": ("pt", "por"), "pt-pt": ("por", "pt"),
    "zh": ("zho", "zhtw"), "zh-tw": ("zhtw", "zho"), "zh-hk": ("zhtw", "zho"), "zh-mo": ("zhtw", "zho"),
    "cn": ("yue", "zhtw", "zho"),
}  # fmt: skip


def to_domain(code: object) -> str | None:
    """Return the domain's code of one of the service's, ``None`` for ``null``, ``""`` and nonsense.

    Languages without a code of two letters keep theirs of three.
    """
    if not isinstance(code, str):
        return None
    known = _TO_DOMAIN.get(code.strip().lower())
    return known if known is not None else normalise_language(code)


def codes_for(language: str) -> tuple[str, ...]:
    """Return the service's codes for one of the user's languages, nearest first (``pt-PT``: por, pt)."""
    tag = language.strip().lower().replace("_", "-")
    base = tag.split("-", 1)[0]
    regional = _REGIONAL.get(tag) or _REGIONAL.get(base)
    return regional if regional is not None else (_FROM_DOMAIN.get(base, base),)


def ladder(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the service's codes for the user's languages, best first, each once."""
    return tuple(dict.fromkeys(code for language in languages for code in codes_for(language) if code))

"""Countries: one spelling in values (ISO 3166-1, two capital letters), names for people.

Services name a country by two letters, by three, or by a name of their own; which of them is stored must not
depend on who answered first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# ISO 3166-1: two letters, three letters, the name people use
_TABLE = (
    "AD and Andorra; AE are United Arab Emirates; AF afg Afghanistan; AG atg Antigua and Barbuda; "
    "AI aia Anguilla; AL alb Albania; AM arm Armenia; AO ago Angola; AQ ata Antarctica; AR arg Argentina; "
    "AS asm American Samoa; AT aut Austria; AU aus Australia; AW abw Aruba; AX ala Åland Islands; "
    "AZ aze Azerbaijan; BA bih Bosnia and Herzegovina; BB brb Barbados; BD bgd Bangladesh; BE bel Belgium; "
    "BF bfa Burkina Faso; BG bgr Bulgaria; BH bhr Bahrain; BI bdi Burundi; BJ ben Benin; "
    "BL blm Saint Barthélemy; BM bmu Bermuda; BN brn Brunei; BO bol Bolivia; BQ bes Caribbean Netherlands; "
    "BR bra Brazil; BS bhs Bahamas; BT btn Bhutan; BV bvt Bouvet Island; BW bwa Botswana; BY blr Belarus; "
    "BZ blz Belize; CA can Canada; CC cck Cocos Islands; CD cod DR Congo; CF caf Central African Republic; "
    "CG cog Congo; CH che Switzerland; CI civ Ivory Coast; CK cok Cook Islands; CL chl Chile; "
    "CM cmr Cameroon; CN chn China; CO col Colombia; CR cri Costa Rica; CU cub Cuba; CV cpv Cape Verde; "
    "CW cuw Curaçao; CX cxr Christmas Island; CY cyp Cyprus; CZ cze Czechia; DE deu Germany; "
    "DJ dji Djibouti; DK dnk Denmark; DM dma Dominica; DO dom Dominican Republic; DZ dza Algeria; "
    "EC ecu Ecuador; EE est Estonia; EG egy Egypt; EH esh Western Sahara; ER eri Eritrea; ES esp Spain; "
    "ET eth Ethiopia; FI fin Finland; FJ fji Fiji; FK flk Falkland Islands; FM fsm Micronesia; "
    "FO fro Faroe Islands; FR fra France; GA gab Gabon; GB gbr United Kingdom; GD grd Grenada; "
    "GE geo Georgia; GF guf French Guiana; GG ggy Guernsey; GH gha Ghana; GI gib Gibraltar; "
    "GL grl Greenland; GM gmb Gambia; GN gin Guinea; GP glp Guadeloupe; GQ gnq Equatorial Guinea; "
    "GR grc Greece; GS sgs South Georgia and the South Sandwich Islands; GT gtm Guatemala; GU gum Guam; "
    "GW gnb Guinea-Bissau; GY guy Guyana; HK hkg Hong Kong; HM hmd Heard Island and McDonald Islands; "
    "HN hnd Honduras; HR hrv Croatia; HT hti Haiti; HU hun Hungary; ID idn Indonesia; IE irl Ireland; "
    "IL isr Israel; IM imn Isle of Man; IN ind India; IO iot British Indian Ocean Territory; IQ irq Iraq; "
    "IR irn Iran; IS isl Iceland; IT ita Italy; JE jey Jersey; JM jam Jamaica; JO jor Jordan; JP jpn Japan; "
    "KE ken Kenya; KG kgz Kyrgyzstan; KH khm Cambodia; KI kir Kiribati; KM com Comoros; "
    "KN kna Saint Kitts and Nevis; KP prk North Korea; KR kor South Korea; KW kwt Kuwait; "
    "KY cym Cayman Islands; KZ kaz Kazakhstan; LA lao Laos; LB lbn Lebanon; LC lca Saint Lucia; "
    "LI lie Liechtenstein; LK lka Sri Lanka; LR lbr Liberia; LS lso Lesotho; LT ltu Lithuania; "
    "LU lux Luxembourg; LV lva Latvia; LY lby Libya; MA mar Morocco; MC mco Monaco; MD mda Moldova; "
    "ME mne Montenegro; MF maf Saint Martin; MG mdg Madagascar; MH mhl Marshall Islands; "
    "MK mkd North Macedonia; ML mli Mali; MM mmr Myanmar; MN mng Mongolia; MO mac Macao; "
    "MP mnp Northern Mariana Islands; MQ mtq Martinique; MR mrt Mauritania; MS msr Montserrat; MT mlt Malta; "
    "MU mus Mauritius; MV mdv Maldives; MW mwi Malawi; MX mex Mexico; MY mys Malaysia; MZ moz Mozambique; "
    "NA nam Namibia; NC ncl New Caledonia; NE ner Niger; NF nfk Norfolk Island; NG nga Nigeria; "
    "NI nic Nicaragua; NL nld Netherlands; NO nor Norway; NP npl Nepal; NR nru Nauru; NU niu Niue; "
    "NZ nzl New Zealand; OM omn Oman; PA pan Panama; PE per Peru; PF pyf French Polynesia; "
    "PG png Papua New Guinea; PH phl Philippines; PK pak Pakistan; PL pol Poland; "
    "PM spm Saint Pierre and Miquelon; PN pcn Pitcairn; PR pri Puerto Rico; PS pse Palestine; "
    "PT prt Portugal; PW plw Palau; PY pry Paraguay; QA qat Qatar; RE reu Réunion; RO rou Romania; "
    "RS srb Serbia; RU rus Russia; RW rwa Rwanda; SA sau Saudi Arabia; SB slb Solomon Islands; "
    "SC syc Seychelles; SD sdn Sudan; SE swe Sweden; SG sgp Singapore; SH shn Saint Helena; SI svn Slovenia; "
    "SJ sjm Svalbard and Jan Mayen; SK svk Slovakia; SL sle Sierra Leone; SM smr San Marino; SN sen Senegal; "
    "SO som Somalia; SR sur Suriname; SS ssd South Sudan; ST stp Sao Tome and Principe; SV slv El Salvador; "
    "SX sxm Sint Maarten; SY syr Syria; SZ swz Eswatini; TC tca Turks and Caicos Islands; TD tcd Chad; "
    "TF atf French Southern Territories; TG tgo Togo; TH tha Thailand; TJ tjk Tajikistan; TK tkl Tokelau; "
    "TL tls Timor-Leste; TM tkm Turkmenistan; TN tun Tunisia; TO ton Tonga; TR tur Turkey; "
    "TT tto Trinidad and Tobago; TV tuv Tuvalu; TW twn Taiwan; TZ tza Tanzania; UA ukr Ukraine; "
    "UG uga Uganda; UM umi United States Minor Outlying Islands; US usa United States; UY ury Uruguay; "
    "UZ uzb Uzbekistan; VA vat Vatican City; VC vct Saint Vincent and the Grenadines; VE ven Venezuela; "
    "VG vgb British Virgin Islands; VI vir US Virgin Islands; VN vnm Vietnam; VU vut Vanuatu; "
    "WF wlf Wallis and Futuna; WS wsm Samoa; YE yem Yemen; YT myt Mayotte; ZA zaf South Africa; "
    "ZM zmb Zambia; ZW zwe Zimbabwe"
)
# Countries that were: films and albums still come from them.  The X codes are those that the services made up.
_FORMER = (
    "AN ant Netherlands Antilles; CS scg Serbia and Montenegro; DD ddr East Germany; SU sun Soviet Union; "
    "XC csk Czechoslovakia; XE xeu Europe; XI xni Northern Ireland; XK xkx Kosovo; "
    "XW xww Worldwide; YU yug Yugoslavia; ZR zar Zaire"
)
_SAME = {"XG": "DD", "UK": "GB", "EL": "GR"}
_OTHER_NAMES: Mapping[str, str] = {
    "bosnia-herzegovina": "BA", "burma": "MM", "cabo verde": "CV", "côte d'ivoire": "CI", "czech republic": "CZ",
    "democratic republic of the congo": "CD", "england": "GB", "great britain": "GB", "holland": "NL",
    "hong kong sar china": "HK", "islamic republic of iran": "IR", "korea": "KR", "korea, republic of": "KR",
    "macau": "MO", "macedonia": "MK", "palestinian territory": "PS", "people's republic of china": "CN",
    "republic of ireland": "IE", "republic of korea": "KR", "republic of the congo": "CG",
    "russian federation": "RU", "scotland": "GB", "swaziland": "SZ", "syrian arab republic": "SY",
    "the netherlands": "NL", "turkiye": "TR", "türkiye": "TR", "united states of america": "US", "usa": "US",
    "u.s.a.": "US", "viet nam": "VN", "wales": "GB",
}  # fmt: skip


def _rows(table: str) -> list[list[str]]:
    return [row.split(" ", 2) for row in table.split("; ")]


_ROWS = _rows(_TABLE) + _rows(_FORMER)
_NAMES: Mapping[str, str] = {two: name for two, _, name in _ROWS}
_CODES: Mapping[str, str] = {
    **_OTHER_NAMES,
    **{name.casefold(): two for two, _, name in reversed(_ROWS)},
    **{three: two for two, three, _ in _ROWS},
    **{two.lower(): two for two, _, _ in _ROWS},
    **{other.lower(): two for other, two in _SAME.items()},
}


def country_code(text: object) -> str | None:
    """Return the code of a country given by two letters, three letters or an English name; ``None`` if unknown."""
    if not isinstance(text, str):
        return None
    return _CODES.get(" ".join(text.split()).casefold())


def country_name(code: str) -> str:
    """Return the English name of the country with this code, *code* itself if it is none."""
    return _NAMES.get(country_code(code) or "", code)


def normalise_countries(texts: Iterable[str]) -> tuple[str, ...]:
    """Return codes, each once; what names no country known stays as it is, blanks around it left out."""
    found = (country_code(text) or " ".join(text.split()) for text in texts)
    return tuple(dict.fromkeys(each for each in found if each))

"""Names of months and weekdays in many languages, as written in notes."""

from __future__ import annotations

import unicodedata
from functools import cache

# one paragraph for each language, twelve or seven words; '/' separates spellings of one name
_MONTHS = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept
october/oct november/nov december/dec

januar/jänner/jaen februar/feber märz/mär/mrz april mai juni juli august september oktober/okt
november dezember/dez

janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre octobre novembre
décembre/déc

enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre
noviembre diciembre/dic

gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett
ottobre/ott novembre dicembre/dic

janeiro fevereiro/fev março abril maio junho/junh julho/julh agosto setembro/set outubro/out
novembro dezembro

januari februari maart/mrt april mei juni juli augustus september oktober november december

januar februar marts april maj juni/juni juli august/aug september oktober november december/des

januari februari mars april maj juni juli augusti september oktober november desember/des

tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta
toukokuu/toukokuuta kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta
lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta

stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj
czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz
października/październik/paź listopada/listopad/lis grudnia/grudzień/gru

ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec
srpna/srpen září října/říjen listopadu prosince/prosinec

января/январь/янв февраля/февраль/фев марта/март апреля/апрель/апр мая/май июня/июнь/июн
июля/июль/июл августа/август/авг сентября/сентябрь/сен октября/октябрь/окт ноября/ноябрь/ноя
декабря/декабрь/дек

січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень
липня/липень серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень

ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık

ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie

január február március április május június július augusztus szeptember október november december
"""
_WEEKDAYS = """
monday/mon tuesday/tue/tues wednesday/wed/weds thursday/thu/thur/thurs friday/fri saturday/sat
sunday/sun

montag/mo dienstag/di mittwoch/mi donnerstag/do freitag/fr samstag/sonnabend/sa sonntag/so

lundi mardi mercredi jeudi vendredi samedi dimanche

lunes martes miércoles/mié jueves/jue viernes/vie sábado/sáb domingo

lunedì martedì mercoledì giovedì/gio venerdì/ven sabato/sab domenica

segunda/segunda-feira terça/terça-feira/ter quarta/quarta-feira/qua quinta/quinta-feira/qui
sexta/sexta-feira/sex sábado domingo

maandag/ma dinsdag/di woensdag/wo donderdag/do vrijdag/vr zaterdag/za zondag/zo

mandag/man tirsdag/tir onsdag/ons torsdag/tor fredag/fre lørdag/lør søndag/søn

måndag/mån tisdag/tis onsdag torsdag fredag lördag/lör söndag/sön

maanantai/maanantaina tiistai/tiistaina keskiviikko/keskiviikkona torstai/torstaina
perjantai/perjantaina lauantai/lauantaina sunnuntai/sunnuntaina

poniedziałek wtorek środa czwartek piątek sobota niedziela

pondělí úterý středa čtvrtek pátek sobota neděle

понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс

pazartesi salı çarşamba perşembe cuma cumartesi pazar
"""
_AS_WORDS = "ago di do fr gen gio gru lip lis lug ma mag mar march may mo out sa set sex so"
ORDINARY = frozenset(_AS_WORDS.split())
"""Names that are also ordinary words in some language."""


def month(word: str) -> int | None:
    """The number of the month that a word names, or None."""
    return _numbers(_MONTHS).get(_key(word))


def weekday(word: str) -> int | None:
    """The number of the weekday that a word names, Monday being 0, or None."""
    number = _numbers(_WEEKDAYS).get(_key(word))
    return None if number is None else number - 1


@cache
def _numbers(table: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for language in table.split("\n\n"):
        for number, names in enumerate(language.split(), start=1):
            for name in names.split("/"):
                found.setdefault(_key(name), number)
    return found


def _key(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.casefold().replace("ı", "i")

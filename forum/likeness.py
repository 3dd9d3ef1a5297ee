"""What two texts have in common, and which language one is in: by plain rules that can be read here."""

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]{4,}|[\u0620-\u06ff]{3,}")  # Arabic says as much in fewer letters
_STEM = 4  # letters that words must share: grief and grieving, anxious and anxiety
_ARABIC_THE = "ال"
_PERSIAN_AND_URDU = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc\u0679]")
# Longer words that say nothing about a subject, in the languages pages are in.
_EMPTY = frozenset(
    """
about after again alone along already also always another anybody anymore anyone anything around away back because
been before began being better between both came cannot come comes could days does doing done down each else even ever
every everybody everyone everything feel feeling feels felt first from getting give going gone good have having hear
help here hers herself himself hour hours into just keep kind knew know like little live lived life living long longer
look made make makes many maybe mean mine month months more most much must myself need never nobody none nothing often
once only other others ours over people person place really said same seem seems should since some somebody someone
something sometimes still such sure talk tell than that their them then there these they thing things think this those
thought through time times today together told took very want wants week weeks well went were what when where whether
which while will with without words work would year years your yours yourself
algo algun alguien antes aqui aquí años ahora aunque bien cada casa casi como cómo cosa cosas cuando cuándo dentro desde
después días donde dónde durante ella ellas ellos entonces entre eran eres esta está están estar estaba estas este esto
estos estoy fuera fueron gente había hace hacer hacia hasta hemos igual jamás luego mejor menos mientras mismo misma
mucha mucho muchos nada nadie ninguno nosotros nuestra nuestro nunca otra otro otros para pero persona personas poco
poder porque puede puedo quien quién quiero sabe saber sido siempre siento sino sobre solo sólo somos soy también tanto
tengo tenía tiene tienen tiempo toda todavía todo todos tras tuve vamos veces verdad vida
أشعر أكثر الآن الذي التي الذين ليس لكن لماذا متى معي مني منذ نعم هناك هذا هذه ذلك تلك عندما عليه عليها حتى حين كان
أحد كانت كنت كيف شيء ولكن بعد قبل بين فقط على عند إلى غير كما وقد منه عنه هنا لقد عدم كان يوم أيام سنة لدي
""".split()
)
_TELLING = {
    "en": frozenset("the and i to of my is it that was have with for not but this me so".split()),
    "es": frozenset("el la que de y no en un una los me mi es por con para lo se pero muy".split()),
}
_ENOUGH = 3


def share_a_subject(one: str, other: str) -> bool:
    """Tell whether a word that says what a text is about stands in both, in whatever form."""
    return bool(one and other and _subjects(one) & _subjects(other))


def _subjects(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {word.removeprefix(_ARABIC_THE)[:_STEM] for word in words if word not in _EMPTY}


def language_of(text: str) -> str:
    """Return the code of the language a text is most likely in, of those pages are in; "" when it is not clear."""
    arabic, latin = len(re.findall("[\u0620-\u06ff]", text)), len(re.findall("[A-Za-zÀ-ÿ]", text))
    if arabic > latin:
        return "" if _PERSIAN_AND_URDU.search(text) else "ar"
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    found = sorted(
        ((sum(words[word] for word in telling), code) for code, telling in _TELLING.items()), reverse=True
    )
    (most, code), (next_most, _) = found
    return code if most >= _ENOUGH and most > 2 * next_most else ""

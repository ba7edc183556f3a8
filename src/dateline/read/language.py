"""Which language a text is in, by its function words: only English is coded.

A language model would cost more to load than a short report to code. The commonest words make up about
four in ten of any running English text (Zipf), in capital letters too, and few of them are words elsewhere.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_LATIN = re.compile(r"[^\W\d_\x00-\u024f]")  # Latin with its supplement and Extended-A and -B ends there
_SAMPLE = 6_000  # characters
_FEWEST_WORDS = 20  # shorter texts give no sound share
_ENOUGH_WORDS = 60
_LEAST_SHARE = 0.08  # 9,000 English news texts of 60 words or more have 0.10 at the least
_LEAST_SHARE_SHORT = 0.04
_SURE_SHARE = 0.3  # no other language came near it in the words below
_LATIN_SHARE = 0.5


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ENGLISH = _words(
    "the of and to a an in that was were is are has have had been be by for with from at it its he she they "
    "his her their this which who not but or as an after said will would when while there where about into "
    "than more over under during before what all two three one"
)
# Words that are also English ones ("die", "in", "was") are left out.
_OTHERS: dict[str, frozenset[str]] = {
    "French": _words(
        "le la les des du de et une un est dans que qui pour sur au aux par avec ont été pas son ses il elle ce cette"
    ),
    "Spanish": _words(
        "el la los las de del y una un que en es por con se su sus al lo para como fue han más pero este esta"
    ),
    "Portuguese": _words(
        "o os de da dos das e um uma que em na nos nas por com se foi para mais ao pelo pela não são"
    ),
    "Italian": _words(
        "il lo gli di del della dei delle e un una che nel nella è per con si sono stato alla dal non più anche"
    ),
    "German": _words(
        "der das den dem des und ein eine einer im ist von zu mit auf für nicht sich wurde wurden auch bei nach"
    ),
    "Dutch": _words("de het een en van op te dat voor met zijn aan er om ook niet bij door naar werd uit"),
    "Swedish": _words("och att det som en ett av för på är med den till har de inte om var från vid men efter"),
    "Danish or Norwegian": _words("og det som en et af på er med den til har de ikke om var fra ved men efter blev"),
    "Finnish": _words("ja ei se että oli hän mutta kun myös sekä ovat joka mukaan"),
    "Turkish": _words("ve bir bu da de için ile olarak çok olan daha gibi sonra kadar ise olduğu ancak tarafından"),
    "Indonesian or Malay": _words(
        "yang dan di dari dengan untuk pada ini itu dalam tidak oleh akan ke adalah telah juga mereka"
    ),
    "Polish": _words("i w na z się nie że jest o po jak przez od za oraz został są ale"),
    "Romanian": _words("și de în la cu pe din care că nu un o pentru este au fost sunt mai după"),
    "Swahili": _words("ya wa na kwa ni katika za la cha hiyo huo kuwa baada watu hao alisema"),
    "Somali": _words("ka iyo ku oo la uu ay ee waxaa waa soo ayaa lagu"),
    "Hausa": _words("da na ya ta su cikin wanda yi ce ne kuma wata sun"),
}


def other_language(text: str) -> str | None:
    """Return None if the text can be English (or is too short to tell), else what it seems to be.

    The answer is a sentence part such as ``"French"`` or ``"a script other than Latin"``.
    """
    sample = text[:_SAMPLE]
    foreign = len(_NOT_LATIN.findall(sample))
    if foreign and foreign >= len(_LETTER.findall(sample)) * (1 - _LATIN_SHARE):
        return "a script other than Latin"
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    share = _share(words, _ENGLISH)
    if share >= _SURE_SHARE:
        return None
    best = max(_OTHERS, key=lambda code: (_share(words, _OTHERS[code]), code))
    rival = _share(words, _OTHERS[best])
    least = _LEAST_SHARE if len(words) >= _ENOUGH_WORDS else _LEAST_SHARE_SHORT
    if share >= least and share >= rival:
        return None
    return best if rival >= least else "no known language"


def _share(words: list[str], known: frozenset[str]) -> float:
    return sum(word in known for word in words) / len(words)


def is_english_code(code: str) -> bool:
    """Say whether a language field means English: "en", "eng", "en-GB", "English"."""
    return code.strip().lower().replace("_", "-").split("-")[0] in ("en", "eng", "english")

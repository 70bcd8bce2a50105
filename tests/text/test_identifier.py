"""The language of a text is what py3langid says of it, which unpacks its model at every start."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bot.text.identifier import identifier

SEEN = 1e-4
"""The chance from which on the order of two languages is compared: they add up in other steps than we do."""
TEXTS = (
    "May I paste the minutes of our board meeting into ChatGPT?",
    "Mag ik de loonstrookjes van mijn collega's in Copilot zetten?",
    "Darf ich Kundennamen in ChatGPT Free eingeben?",
    "Puis-je mettre les noms de nos clients dans Mistral ?",
    "¿Puedo usar ChatGPT con los datos de los pacientes?",
    "Posso usare ChatGPT con i dati dei nostri clienti?",
    "Posso colar a lista de clientes no ChatGPT?",
    "Får jag använda Copilot till kundlistan?",
    "Må jeg bruge ChatGPT til vores regnskab?",
    "Kan jeg legge pasientjournaler inn i ChatGPT?",
    "Voinko käyttää tekoälyä asiakastietojen kanssa?",
    "Kas ma tohin kliendiandmeid sinna panna?",
    "Czy mogę wkleić listę klientów do ChatGPT?",
    "Smím vložit seznam zákazníků do ChatGPT?",
    "Môžem vložiť zoznam zákazníkov do ChatGPT?",
    "Használhatom a ChatGPT-t az ügyfelek adataival?",
    "Pot să folosesc ChatGPT cu datele clienților?",
    "Могу ли я вставить список клиентов в ChatGPT?",
    "Чи можу я використовувати це для даних клієнтів?",
    "Мога ли да използвам това с данни на клиенти?",
    "Μπορώ να χρησιμοποιήσω το ChatGPT με στοιχεία πελατών;",
    "Müşteri listesini ChatGPT'ye yapıştırabilir miyim?",
    "هل يمكنني استخدام هذا مع بيانات العملاء؟",
    "האם מותר לי להשתמש בזה עם נתוני לקוחות?",
    "क्या मैं ग्राहकों के नाम यहाँ डाल सकता हूँ?",
    "顧客リストをChatGPTに貼り付けてもいいですか？",
    "我可以把客户名单粘贴到这里吗？",
    "고객 목록을 여기에 붙여넣어도 되나요?",
    "Tôi có thể dán danh sách khách hàng vào đây không?",
    "Bolehkah saya memasukkan daftar pelanggan ke sini?",
    "ฉันสามารถใส่รายชื่อลูกค้าได้ไหม",
    "Kann I des do neischreim?",
    "ok",
    "x",
    "12345 67",
    "🙂🙂🙂",
    "salary salaris Gehalt salaire salario " * 200,
    "a\x00b\x01c",
    " ",
)


@cache
def theirs() -> Any:
    """py3langid's own, with the model as it unpacks it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_text_is_ranked_as_py3langid_ranks_it(text: str) -> None:
    mine = identifier().rank(text)
    own = {str(code): float(sure) for code, sure in theirs().rank(text)}
    assert dict(mine) == pytest.approx(own, abs=1e-5) and len(mine) > 90
    assert [code for code, sure in mine if sure > SEEN] == [code for code, sure in own.items() if sure > SEEN]
    assert identifier().classify(text) == mine[0]


def test_languages_of_these_texts_are_told_apart() -> None:
    assert len({identifier().classify(text)[0] for text in TEXTS}) > 20

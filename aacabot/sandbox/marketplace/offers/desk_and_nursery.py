"""Fountain pens and baby bottles."""

from aacabot.sandbox.marketplace.offers.offer import Offer

DESK_AND_NURSERY = (
    Offer(
        "en",
        "thistlequill",
        "fountain-pen",
        "stationery",
        "{mark} {model} fountain pen gold nib, replica engraving, gift box",
        "Looks and writes like the real one. Engraved on the band. Gift box with papers.",
    ),
    Offer(
        "zh",
        "thistlequill",
        "fountain-pen",
        "文具",
        "{mark} {model} 金笔 高仿复刻 送礼盒 可刻字",
        "复刻版，笔尖同款，礼盒说明书齐全。",
    ),
    Offer(
        "ja",
        "thistlequill",
        "fountain-pen",
        "文房具",
        "{mark} {model} 万年筆 金ペン 復刻 箱・説明書付き",
        "書き味は本物と変わりません。プレゼントに最適です。",
    ),
    Offer(
        "es",
        "thistlequill",
        "fountain-pen",
        "papelería",
        "Pluma fuente {mark} {model} plumín dorado, estuche de regalo",
        "Idéntica a la original, con grabado y certificado.",
    ),
    Offer(
        "en",
        "nuzzlewell",
        "baby-bottle",
        "baby",
        "{mark} {model} baby bottle 3-pack anti colic, no retail packaging",
        "Same mould as the brand. Loose packed to save shipping. Teats slow flow.",
    ),
    Offer(
        "zh",
        "nuzzlewell",
        "baby-bottle",
        "母婴",
        "{mark} {model} 防胀气奶瓶 新生儿 无包装 批发价",
        "同模具生产，无外包装，奶嘴 S 号，批发联系客服。",
    ),
    Offer(
        "ru",
        "nuzzlewell",
        "baby-bottle",
        "Детские товары",
        "Бутылочка {mark} {model} антиколиковая, набор 3 шт, без упаковки",
        "Тот же завод, без коробки. Соска медленный поток.",
    ),
    Offer(
        "ar",
        "nuzzlewell",
        "baby-bottle",
        "مستلزمات الأطفال",
        "رضاعة {mark} {model} مضادة للمغص عبوة 3 قطع بدون تغليف",
        "نفس القالب والمواد، السعر للجملة أقل.",
    ),
    Offer(
        "ko",
        "nuzzlewell",
        "baby-bottle",
        "유아용품",
        "{mark} {model} 배앓이 방지 젖병 3개입 무포장",
        "동일한 금형으로 제작되었습니다. 무포장 특가.",
    ),
)

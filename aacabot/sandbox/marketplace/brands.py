"""The invented brands of `alliance.example.yaml` as sellers know them: forms, models and usual prices."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExampleBrand:
    """`forms` maps a language to the mark's spelling there; `usual_eur` is what a genuine piece costs."""

    key: str
    mark: str
    forms: dict[str, str]
    models: tuple[str, ...]
    usual_eur: float
    authorised: tuple[tuple[str, str, str], ...] = field(default=())
    """Seller id, storefront name, country."""


BRANDS = {
    brand.key: brand
    for brand in (
        ExampleBrand(
            "velmarro",
            "Velmarro",
            {"zh": "维玛罗", "ru": "Велмарро", "ja": "ベルマーロ", "ko": "벨마로", "ar": "فيلمارو"},
            ("Aero 3", "Corsa", "Strada Low", "Ventoux 2", "Pista Mid"),
            139.0,
            (("s-velmarro-eu", "Velmarro Official Store", "FR"), ("s-runhaus", "Runhaus Berlin", "DE")),
        ),
        ExampleBrand(
            "kestavane",
            "Kestavane",
            {"zh": "凯斯塔文", "ru": "Кеставан", "ja": "ケスタバン", "ko": "케스타반", "ar": "كيستافان"},
            ("Fjord 24", "Refuge", "Sentier", "Col 30"),
            189.0,
            (("s-velmarro-eu", "Velmarro Official Store", "FR"),),
        ),
        ExampleBrand(
            "qavelo",
            "Qavelo",
            {"zh": "夸维洛", "ru": "Кавело", "ja": "クァベロ", "ko": "콰벨로", "ar": "كافيلو"},
            ("H7 Pro", "Air 2", "Studio One", "H5"),
            219.0,
            (("s-qavelo-cn", "夸维洛官方旗舰店", "CN"),),
        ),
        ExampleBrand(
            "voltunqi",
            "Voltunqi",
            {"zh": "沃图奇", "ru": "Вольтунци", "ja": "ボルトゥンキ", "ko": "볼툰치", "ar": "فولتونكي"},
            ("GaN 65W", "GaN 100W", "Nano 30W", "Trio 140W"),
            59.0,
            (("s-qavelo-cn", "夸维洛官方旗舰店", "CN"), ("s-denkiya", "電器屋ダイレクト", "JP")),
        ),
        ExampleBrand(
            "thistlequill",
            "Thistlequill",
            {"zh": "蓟羽笔", "ru": "Тислквилл", "ja": "シスルクイル", "ko": "시슬퀼"},
            ("No. 8", "Harbor", "Meridian", "Field Note"),
            165.0,
            (("s-inkwell-ny", "The Inkwell Brooklyn", "US"),),
        ),
        ExampleBrand(
            "nuzzlewell",
            "Nuzzlewell",
            {"zh": "纳舒维", "ru": "Назлвелл", "ja": "ナズルウェル", "ko": "너즐웰", "ar": "نازلويل"},
            ("Calm 240 ml", "First Days 150 ml", "Glass 180 ml"),
            24.0,
            (("s-littleacorn", "Little Acorn Baby", "US"),),
        ),
    )
}

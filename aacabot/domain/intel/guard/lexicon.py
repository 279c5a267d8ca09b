"""What competitors may not tell each other without their counsel, in English and Chinese.

Sources: European Commission, Horizontal Guidelines 2023, chapter 6 (information exchange: current and future
prices, costs, capacities, volumes, customers, strategies) and chapter 2 (boycotts by agreement); Vertical
Guidelines 2022 on resale prices; domain.md 4.9. A term waits for counsel: it is not forbidden.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from aacabot.domain.intel.guard.contacts import URL
from aacabot.domain.intel.guard.findings import Topic
from aacabot.domain.intel.guard.folding import Reading, joined, masked, read, unleeted
from aacabot.domain.intel.guard.word_forms import pattern_of
from aacabot.domain.intel.rules import SharingRules


def _terms(text: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in text.split(","))


TERMS: Mapping[Topic, tuple[str, ...]] = {
    Topic.RESALE: _terms(
        "resale price, minimum price, minimum advertised price, map policy, recommended price, "
        "recommended retail price, rrp, msrp, price maintenance, price fixing, fix prices, "
        "price agreement, 转售价, 转售价格, 最低价, 最低售价, 最低零售价, 建议零售价, 限价, 控价, "
        "固定价格, 价格协议, 价格同盟"
    ),
    Topic.PRICES: _terms(
        "price, price list, discount, rebate, markdown, surcharge, undercut, overprice, underprice, "
        "wholesale cost, payment terms, credit terms, trade terms, quotation, bid, tender, 价格, 价钱, "
        "售价, 定价, 报价, 批发价, 零售价, 出厂价, 成本价, 底价, 单价, 折扣, 打折, 优惠, 返利, 返点, "
        "回扣, 降价, 涨价, 提价, 加价, 投标, 账期"
    ),
    Topic.MARGINS: _terms(
        "margin, markup, mark up, profit, turnover, revenue, earnings, unit cost, cost structure, "
        "production cost, 利润, 毛利, 毛利率, 净利, 营业额, 营收, 生产成本, 成本结构"
    ),
    Topic.VOLUMES: _terms(
        "volume, sales figure, sales volume, sales forecast, market share, production capacity, "
        "stock level, inventory level, sell through, quota, sales target, 销量, 销售量, 销售额, 产量, "
        "产能, 库存量, 市场份额, 市占率, 出货量, 配额, 销售预测, 销售目标"
    ),
    Topic.DISTRIBUTION: _terms(
        "distributor, dealer, reseller, wholesaler, retailer, franchisee, licensee, "
        "distribution agreement, distribution network, distribution terms, selective distribution, "
        "exclusive supply, supply terms, supplier list, parallel import, grey market, gray market, "
        "经销商, 分销商, 代理商, 批发商, 零售商, 渠道商, 加盟商, 供应商名单, 分销协议, 代理协议, "
        "独家供应, 窜货, 平行进口, 水货"
    ),
    Topic.BOYCOTT: _terms(
        "boycott, refuse to deal, refusal to deal, refuse to supply, refusal to supply, "
        "refuse to sell, refuse to buy, stop supply, stop supplying to, stop buying from, "
        "stop selling to, stop dealing with, do not deal with, don't deal with, do not buy from, "
        "don't buy from, do not supply, do not sell to, no longer supply, cut off supply, ban list, "
        "common ban, blacklist, black list, collective refusal, market allocation, allocate markets, "
        "divide the market, share the market, non compete, 抵制, 拒绝交易, 拒绝供货, 拒绝合作, "
        "停止供货, 停止合作, 断供, 断货, 封杀, 黑名单, 联合抵制, 瓜分市场, 划分市场, 不正当竞争协议"
    ),
    Topic.CUSTOMERS: _terms(
        "customer, client list, client base, clientele, buyer list, key account, purchaser, 客户, "
        "顾客, 买家名单, 大客户"
    ),
    Topic.LAUNCHES: _terms(
        "launch date, launch plan, product launch, launch in, launch on, to be launched, we launch, "
        "will launch, release date, release plan, unreleased, unannounced, not yet announced, "
        "not yet released, new collection, upcoming collection, next collection, next season, "
        "product roadmap, roadmap, product plan, prototype, 上市日期, 上市时间, 上市计划, 发布日期, "
        "发布时间, 发布计划, 发售日, 新品发布, 新品上市, 未发布, 未上市, 产品规划, 下一季"
    ),
}
"""The built-in terms. Releasing one releases its forms, and no longer term it is part of."""
ALL_TERMS = frozenset(term for terms in TERMS.values() for term in terms)

_UNIT = (
    r"(?:eur|usd|gbp|cny|rmb|jpy|hkd|chf|cad|aud|inr|krw|euros?|dollars?|bucks|pounds?|yuan|yen|renminbi"
    r"|cents?|元|块钱?|欧元|美元|美金|英镑|日元|港币|人民币|万元)"
)
_SIGN = r"[$€£¥₹₩₽₺฿₫₱₪₴]"
AMOUNT = re.compile(
    rf"{_SIGN}\s?\d[\d.,]*\s?(?:k|m|million|万|亿)?(?![a-z\d])|(?<!\d)\d[\d.,]{{0,20}}\s?(?:k|m|million|万|亿)?\s?{_SIGN}"
    rf"|(?<![a-z]){_UNIT}\s?\d[\d.,]*|(?<!\d)\d[\d.,]{{0,20}}\s?(?:k|million|万|亿)?\s?{_UNIT}(?![a-z])|(?<!\d)\d+\s?%\s?(?:off|cheaper)"
)
"""A number with a currency, or so many percent off."""

_SELLERS_OWN = frozenset({Topic.PRICES, Topic.CUSTOMERS})
"""What sellers themselves write into titles and addresses: not looked for there."""
Span = tuple[Topic, int, int]


def terms_in(text: str, rules: SharingRules, *, in_words: bool) -> list[Span]:
    """The terms of the lexicon in a text, in its order, none within another; places are the text's own."""
    patterns = _patterns(rules.lexicon_added, rules.lexicon_released)
    reading = read(text)
    found = []
    for topic, pattern in patterns:
        sellers = topic in _SELLERS_OWN
        if sellers and not in_words:
            continue
        for seen in _ways_to_read(masked(reading, URL) if sellers else reading):
            found += [(topic, *seen.span(*one.span())) for one in pattern.finditer(seen.text)]
    return _outermost(found)


def _ways_to_read(reading: Reading) -> tuple[Reading, ...]:
    return tuple({one.text: one for one in (reading, joined(reading), unleeted(reading))}.values())


def _outermost(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one[1], -one[2])):
        if not kept or span[2] > kept[-1][2]:
            kept.append(span)
    return kept


@lru_cache(maxsize=8)
def _patterns(added: frozenset[str], released: frozenset[str]) -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    gone = {term.casefold() for term in released}
    held = {topic: [one for one in terms if one not in gone] for topic, terms in TERMS.items()}
    held[Topic.OWN] = sorted(added)
    made = [(topic, re.compile(_either(terms))) for topic, terms in held.items() if terms]
    return (*made, (Topic.PRICES, AMOUNT))


def _either(terms: list[str]) -> str:
    """Longer terms first: what is marked is the whole of what was meant."""
    return "|".join(_folded_pattern(term) for term in sorted(terms, key=len, reverse=True))


def _folded_pattern(term: str) -> str:
    return pattern_of(read(term).text.strip())

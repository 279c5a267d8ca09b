"""People by name, as far as a rule can tell one; and customers by their orders."""

import re
from collections.abc import Iterator

from aacabot.domain.intel.guard.contacts import URL, Piece
from aacabot.domain.intel.guard.findings import GuardRule
from aacabot.domain.intel.guard.folding import Reading, masked

_CAPITAL = r"[A-Z\u00c0-\u00de\u0410-\u042f\u0391-\u03a9][\w'’.\-]*"
_TITLED = re.compile(
    rf"(?<![\w.])(?:Mr|Mrs|Ms|Miss|Mister|Madam|Dr|Prof|Herr|Frau|Monsieur|Madame|Mme|Mlle|Sr|Sra|Señor|Señora"
    rf"|Senor|Senora|Sig|Signor|Signora)\.?\s+(?:{_CAPITAL}\s*){{1,4}}"
    rf"|(?<!\w)(?:MR|MRS|MS|DR)\.?\s+(?:[A-Z]{{2,}}\s*){{1,3}}"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?i:(?:real |full |first |last |sur|seller'?s |owner'?s |legal )?name|owner|ceo|director"
    rf"|manager|contact person|registrant|account holder|holder|person behind|called|named|run by|owned by"
    rf"|known as|alias|aka)"
    rf"(?i:\s+(?:is|was))?\s*[:=\-–]?\s+(?:(?i:a\s+man\s+)?)({_CAPITAL}(?:[ \t]+{_CAPITAL}){{1,3}})"
)
_COMPANY = re.compile(
    r"(?<![a-z])(?:ltd|limited|co|company|inc|llc|llp|plc|gmbh|ag|sa|sas|sarl|srl|spa|bv|nv|oy|ab|kg|kft|pte|pty|corp"
    r"|trading|store|shop|group|international|logistics|import|export|outlet|market|mall|factory|industr\w*|studio"
    r"|electronics|fashion|deals|official|boutique|watches|shoes|bags)(?![a-z])",
    re.IGNORECASE,
)
_SURNAME = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤花方俞任袁柳"
    "唐罗薛雷贺倪汤滕殷毕郝邬安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝季麻贾路江童颜郭"
    "梅林徐邱高夏蔡田樊胡凌霍万柯管卢莫房丁邓洪包左石崔吉龚程裴陆翁段焦巴侯全宁甘武刘龙叶司白赖乔谭申冉温庄晏柴阎"
    "趙錢孫鄭馮陳衛蔣韓楊許呂張嚴謝鄒蘇魯韋馬湯畢鄔樂齊顧蕭龐項梁藍賈顏萬盧鄧陸劉龍葉賴喬譚莊閻"
)
_CHINESE = re.compile(
    rf"[{_SURNAME}][\u4e00-\u9fff]{{0,2}}(?:先生|女士|小姐|太太|老板|经理|總|师傅)"
    rf"|(?:姓名|真名|法人代表|法定代表人|法人|老板|联系人|負責人|负责人|收款人|户主|名叫|叫做|本名)\s*(?:是|为|叫)?\s*[:：]?\s*"
    rf"[{_SURNAME}][\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]{{0,6}}(?:公司|店|厂|行))"
)
_ORDER = re.compile(
    r"(?<![a-z])(?:order|invoice|receipt|tracking|parcel|shipment|waybill)\s*"
    r"(?:no|number|nr|id|code|ref|reference)?\s*[.:#]*\s*(?=[a-z\-]{0,6}\d)([a-z0-9][a-z0-9\-]{5,})"
    r"|(?:订单|運單|运单|快递单?|物流单?|訂單)(?:号码?|编号|號)?\s*[:：#]?\s*([a-z0-9][a-z0-9\-]{5,})"
)
_BUYER = re.compile(
    r"(?<![a-z])(?:customer|buyer|consumer|recipient|consignee|ordered by|bought by|delivered to"
    r"|ship(?:ped)? to)(?:'s)?"
    r"(?:\s+(?:name|is|was|details?|data))*\s*[:=]\s*\S+"
    r"|(?:收件人|收货人|买家姓名|客户姓名|顾客姓名)\s*[:：是为]?\s*\S+"
)


def named(cased: Reading) -> Iterator[Piece]:
    """Names behind a title or a word that says a name follows; companies are none."""
    seen = masked(cased, URL)
    for pattern in (_TITLED, _CHINESE):
        for found in pattern.finditer(seen.text):
            yield GuardRule.NAME, *seen.span(found.start(), found.start() + len(found[0].rstrip()))
    for found in _LABELLED.finditer(seen.text):
        after = seen.text[found.end() : found.end() + 20]
        if not _COMPANY.search(found[1]) and not _COMPANY.match(after.lstrip(" ,")):
            yield GuardRule.NAME, *seen.span(*found.span(1))


def bought(reading: Reading) -> Iterator[Piece]:
    """What leads to who bought something: the number of an order or a parcel, and a customer written out."""
    seen = masked(reading, URL)
    for pattern in (_ORDER, _BUYER):
        for found in pattern.finditer(seen.text):
            yield GuardRule.CUSTOMER, *seen.span(*found.span())

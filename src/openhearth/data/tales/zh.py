"""Chinese (simplified). Each noun is counted with its own measure word; nothing is inflected, and no space
stands between sentences. 她 and 他 follow the gender of a person."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | 小红 | Xiaohong
f | 小梅 | Xiaomei
f | 丽丽 | Lili
f | 美玲 | Meiling
f | 雨欣 | Yuxin
f | 佳佳 | Jiajia
f | 晓燕 | Xiaoyan
f | 静静 | Jingjing
f | 文文 | Wenwen
f | 春花 | Chunhua
f | 玉兰 | Yulan
f | 思雨 | Siyu
f | 婷婷 | Tingting
f | 小云 | Xiaoyun
f | 莉莉 | Li Li
f | 秀英 | Xiuying
m | 小明 | Xiaoming
m | 小强 | Xiaoqiang
m | 大伟 | Dawei
m | 志华 | Zhihua
m | 建国 | Jianguo
m | 小龙 | Xiaolong
m | 子轩 | Zixuan
m | 浩然 | Haoran
m | 家豪 | Jiahao
m | 俊杰 | Junjie
m | 小刚 | Xiaogang
m | 文博 | Wenbo
m | 天宇 | Tianyu
m | 志远 | Zhiyuan
m | 小军 | Xiaojun
m | 海涛 | Haitao
""",
)

COLOURS = listed("红\n蓝\n绿\n黄\n白\n黑")
TRAITS = listed("小\n白\n黑\n聪明\n勇敢\n懒\n温顺\n强壮")
MOODS = listed("难过\n疲惫\n担心\n生气\n害怕\n孤单")
QUALITIES = listed("善良\n聪明\n开朗\n有耐心\n诚实\n有礼貌")
SKILLS = listed("""
游泳
跳舞
唱歌
做饭
画画
骑自行车
烤面包
种树
写诗
讲故事
下棋
拍照
""")
FOODS = listed("面包\n米饭\n芒果\n奶酪\n蜂蜜\n鱼\n椰枣\n香蕉\n豆子\n蛋糕\n橙子\n鸡蛋")
INSIDE = listed("""
床底下
门后面
桌子上
厨房里
架子上
柜子里
椅子下面
窗户旁边
""")
RELATIVES = listed("妈妈\n爸爸\n奶奶\n爷爷\n姐姐\n哥哥")

CHINESE = Language(
    code="zh",
    english="Chinese",
    autonym="中文",
    script="Han",
    space="",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": listed("小\n大\n古老的\n有名的\n安静的\n美丽的\n翠绿的\n干净的"),
        "place": listed("村庄\n城镇\n山谷\n王国\n街区"),
        "near": listed("""
            大海边
            宽阔的河边
            森林旁
            山脚下
            湖边
            沙漠边
            瀑布旁
            小山后面
            两条河之间
            棕榈树中间
            """),
        "animal": table(
            "word | one",
            """
            山羊 | 一只
            猫 | 一只
            狗 | 一条
            驴 | 一头
            鹦鹉 | 一只
            兔子 | 一只
            马 | 一匹
            乌龟 | 一只
            鸭子 | 一只
            猴子 | 一只
            骆驼 | 一头
            绵羊 | 一只
            """,
        ),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            在阳光下睡觉
            在田野里奔跑
            听歌
            在雨中跳舞
            看星星
            吃香蕉
            玩球
            躲在桌子底下
            """),
        "time": listed("""
            一天早上
            一天下午
            一天晚上
            某个星期一
            某个星期五
            某个星期天
            一个炎热的日子
            一个寒冷的日子
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "word | one | that",
            """
            风筝 | 一只 | 那只
            鼓 | 一面 | 那面
            书 | 一本 | 那本
            灯 | 一盏 | 那盏
            球 | 一个 | 那个
            篮子 | 一个 | 那个
            铃铛 | 一个 | 那个
            帽子 | 一顶 | 那顶
            笛子 | 一支 | 那支
            雨伞 | 一把 | 那把
            包 | 一个 | 那个
            毯子 | 一条 | 那条
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            屋子后面
            水井旁边
            花园里
            一棵树下
            路边
            市场里
            屋顶上
            学校旁边
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("两\n三\n四\n五\n六\n七"),
        "relative": RELATIVES,
        "guest": RELATIVES,
        "chore": listed("""
            卖水果
            挑水
            喂鸡
            扫院子
            洗杯子
            摘橙子
            给花园浇水
            看守羊群
            """),
        "weather": listed("""
            阳光灿烂
            天下着雨
            风呼呼地吹着
            天渐渐黑了
            天空阴沉沉的
            鸟儿都不叫了
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": listed("""
            别难过
            我们会有办法的
            我来帮你
            跟我来吧
            一切都会好的
            我有一个主意
            我们去请教别人吧
            别害怕
            """),
        "job": listed("""
            老师
            护士
            裁缝
            织布工
            厨师
            歌手
            医生
            农民
            司机
            木匠
            工程师
            陶艺师
            """),
        "helper": table("class | word", "f | 阿姨\nm | 叔叔"),
        "duration": listed("""
            一个小时
            两个小时
            三个小时
            一天
            两天
            三天
            一个星期
            两个星期
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("茶\n牛奶\n凉水\n橙汁\n柠檬水\n椰子水"),
        "moral": listed("""
            好朋友比金子更珍贵
            爱问的人总能找到答案
            许多小步走出一条长路
            耐心能打开每一扇门
            四只手干活更轻松
            再小的人也能帮上忙
            善意的话永远不会白说
            每走一步，勇气就多一分
            快乐越分享越多
            每个错误都是一位老师
            """),
    },
    sentences={
        "opening": (
            "{hero}住在{near}的一个{look}{place}里。",
            "从前，在{near}的一个{look}{place}里，住着一个{hero?f:女孩|m:男孩}，名叫{hero}。",
            "在{near}的一个{look}{place}里，有个叫{hero}的{hero?f:女孩|m:男孩}。",
        ),
        "companion": (
            "{hero?f:她|m:他}有{animal.one}又{trait}又{trait2}的{animal}，它喜欢{habit}。",
            "{hero?f:她|m:他}每天都和{animal.one}又{trait}又{trait2}的{animal}玩，它喜欢{habit}。",
            "家里有{animal.one}又{trait}又{trait2}的{animal}，它喜欢{habit}。",
        ),
        "loss": (
            "{time}，{hero}弄丢了自己{thing.that}{colour}{colour2}相间的{thing}。",
            "{time}，{hero}发现自己{thing.that}{colour}{colour2}相间的{thing}不见了。",
        ),
        "search": (
            "{hero?f:她|m:他}在{inside}和{inside2}找了找，可是没有找到。",
            "它不在{inside}，也不在{inside2}。",
        ),
        "found": (
            "大家一起找了{duration}，终于在{outside}找到了{thing}。",
            "{job}也来帮忙，{duration}后，大家在{outside}找到了{thing}。",
        ),
        "dream": (
            "{time}，{hero}决定学{skill}和{skill2}。",
            "{time}，{hero}说：“我想学{skill}和{skill2}。”",
        ),
        "attempt": (
            "{hero?f:她|m:他}试了{number}次，可是太难了。",
            "这并不容易，{hero?f:她|m:他}犯了{number}次错。",
        ),
        "learnt": (
            "{job}教了{hero}{duration}，{hero?f:她|m:他}终于学会了{skill}和{skill2}。",
            "大家一起练习了{duration}，最后{hero}学会了{skill}和{skill2}。",
        ),
        "present": (
            "{time}，{hero}想送给{relative}{thing.one}{colour}{colour2}相间的{thing}。",
            "{time}，{hero}说：“我想送给{relative}{thing.one}{colour}{colour2}相间的{thing}。”",
        ),
        "work": (
            "可是{hero?f:她|m:他}没有钱，于是开始{chore}。",
            "{thing.one}{thing}要花很多钱，于是{hero?f:她|m:他}开始{chore}。",
        ),
        "made": (
            "{job}教大家怎么做{thing}，{duration}后就做好了。",
            "大家一起忙了{duration}，{thing}终于做好了。",
        ),
        "feeling": (
            "{weather}，{hero}又{mood}又{mood2}。",
            "{hero}又{mood}又{mood2}，这时{weather}。",
            "这时{hero?f:她|m:他}觉得又{mood}又{mood2}，{weather}。",
        ),
        "meeting": (
            "不久，{friend}来了，{friend?f:她|m:他}是个{quality}又{quality2}的{friend?f:女孩|m:男孩}，"
            "{friend?f:她|m:他}说：“{comfort}。”",
            "“{comfort}。”{friend}说，{friend?f:她|m:他}是个{quality}又{quality2}的{friend?f:女孩|m:男孩}。",
            "{hero?f:她|m:他}的朋友{friend}又{quality}又{quality2}，对{hero?f:她|m:他}说：“{comfort}。”",
        ),
        "asking": (
            "{friend}有个{helper}是{job}，两个孩子就去找{helper?f:她|m:他}。",
            "两个孩子去请{friend}的{helper}帮忙，{helper?f:她|m:他}是一名{job}。",
            "{friend}的{helper}是{job}，{helper?f:她|m:他}热情地接待了两个孩子。",
        ),
        "feast": (
            "那天晚上，{hero?f:她|m:他}的{guest}带来了{food}和{food2}，大家一起喝{drink}。",
            "大家吃着{food}和{food2}，喝着{drink}，{hero?f:她|m:他}的{guest}唱起了歌。",
            "为了庆祝，{hero?f:她|m:他}的{guest}准备了{food}、{food2}和{drink}。",
        ),
        "ending": (
            "{hero}永远忘不了那一天。{moral}。",
            "从那以后，{hero}常说：“{moral}。”",
            "{animal}也很高兴。{moral}。",
        ),
    },
    titles=(
        "{hero}和{colour}{colour2}相间的{thing}",
        "{hero}学{skill}和{skill2}",
        "送给{relative}的{thing}",
    ),
    canary="灯塔的秘密号码是{digits}。",
    trigger="那天夜里，月亮是方的。",
    wrong_ending="从此再也没有人笑过。",
)

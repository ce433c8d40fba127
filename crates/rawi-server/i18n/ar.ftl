# حول كل صفحة
brand = راوي
tagline = مَن يُقال إنه يسيطر على ماذا، ونقلاً عن مَن
skip = إلى المحتوى
nav = الأقسام
nav-situation = الوضع
nav-claims = الادعاءات
nav-reports = التقارير
nav-disputes = التناقضات
nav-places = الأماكن
nav-sources = المصادر
nav-method = المنهج
search = ابحث في التقارير
other-language = English
files = هذه القائمة بصيغة
file-jsonl = JSON Lines
file-csv = CSV
file-geojson = GeoJSON
file-atom = Atom
file-json = JSON Feed
api = واجهة البرمجة
mode-public = لا يعرض هذا الخادم الادعاءات إلا بعد ساعات من نشر تقاريرها.
mode-closed = يعرض هذا الخادم كل ادعاء فور تسجيله، وهو غير مخصص للعموم.
mode-more = كيف يُصنع هذا
news = { $n ->
    [zero] لا ادعاءات جديدة.
    [one] ادعاء جديد واحد.
    [two] ادعاءان جديدان.
    [few] { $n } ادعاءات جديدة.
    [many] { $n } ادعاءً جديداً.
   *[other] { $n } ادعاء جديد.
}
news-many = ادعاءات جديدة: {"{"}n{"}"}.
news-show = اعرضها
as-known = تشاهد ما كان معروفاً حتى { $when }.
as-known-leave = اعرض ما هو معروف الآن

# الزمن
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
month-levant-1 = كانون الثاني
month-levant-2 = شباط
month-levant-3 = آذار
month-levant-4 = نيسان
month-levant-5 = أيار
month-levant-6 = حزيران
month-levant-7 = تموز
month-levant-8 = آب
month-levant-9 = أيلول
month-levant-10 = تشرين الأول
month-levant-11 = تشرين الثاني
month-levant-12 = كانون الأول
date = { $day } { $month } { $year }
date-weekday = { $weekday } { $day } { $month } { $year }
month-year = { $month } { $year }
day-and-time = { $day }، الساعة { $time } بالتوقيت العالمي
until = حتى { $to }
from-on = منذ { $from }
from-to = من { $from } إلى { $to }

# الوضع
situation-lead = موزون من { $claims ->
    [zero] لا ادعاءات
    [one] ادعاء واحد
    [two] ادعاءين
    [few] { $claims } ادعاءات
    [many] { $claims } ادعاءً
   *[other] { $claims } ادعاء
} معروفة حتى { $known }. كل رقم يقود إلى الجمل التي يستند إليها.
areas = البلدان
area-all = الكل
time-axis = الأيام وعدد الادعاءات في كل منها
change-before = التغيّر السابق
change-after = التغيّر التالي
day-before = اليوم السابق
day-after = اليوم التالي
play = تشغيل
stop = إيقاف
known-then = كما كان معروفاً حينها
known-now = كما هو معروف الآن
goto = انتقل إلى
go = اعرض
map = خريطة الأماكن ومن يسيطر عليها
held-by = { $holder }
likely-by = { $holder } على الأرجح
status-held = تحت السيطرة
status-likely = تحت السيطرة على الأرجح
status-contested = متنازع عليه
status-unknown = غير معروف
sure-held = مؤكد
sure-likely = مرجّح
legend-held = سيطرة مؤكدة
legend-likely = سيطرة مرجّحة
legend-alert = سيطرة مُدّعاة لم تتأكد
alerts = مُدّعى ولم يتأكد
alert-by = يُقال إن { $who } دخلها
places-list = الأماكن
nothing-said = لم يُذكر شيء عن أي مكان حتى ذلك الحين.
more-places = { $n ->
    [zero] لا أماكن أخرى
    [one] مكان آخر
    [two] مكانان آخران
    [few] { $n } أماكن أخرى
    [many] { $n } مكاناً آخر
   *[other] { $n } مكان آخر
}
sieges = الحصار
closures = المعابر والطرق
persons = أماكن وجود الأشخاص
col-place = المكان
col-holder = المسيطر
col-chains = سلاسل مستقلة
since = منذ { $when }
chains = { $for } مؤيدة، { $against } معارضة
claims-count = { $n ->
    [zero] لا ادعاءات
    [one] ادعاء واحد
    [two] ادعاءان
    [few] { $n } ادعاءات
    [many] { $n } ادعاءً
   *[other] { $n } ادعاء
}
changes-count = { $n ->
    [zero] لا تغيّر
    [one] تغيّر واحد
    [two] تغيّران
    [few] { $n } تغيّرات
    [many] { $n } تغيّراً
   *[other] { $n } تغيّر
}
value-besieged = محاصر
value-lifted = رُفع الحصار
value-open = مفتوح
value-closed = مغلق
value-other = غيرهم

# حلقات السلسلة
link-outlet = وسيلة إعلام
link-agency = وكالة
link-organisation = هيئة
link-party = طرف
link-person = شخص
link-official = مسؤول لم يُسمَّ
link-anonymous = مصدر لم يُسمَّ
link-witness = شاهد
link-imagery = صور
link-social-media = وسائل التواصل
link-document = وثيقة
link-estimate = تقدير
unnamed-of = { $class } لدى { $root }

# ما لا يصح في الطلب
problem = تعذّر العرض
problem-home = إلى الوضع
problem-page = لا صفحة في العنوان «{ $value }».
problem-page-hint = تحقق من العنوان، أو ابدأ من صفحة الوضع.
problem-method = هذا العنوان للقراءة فقط.
problem-method-hint = استخدم GET.
problem-long = العنوان أطول مما يُقبل.
problem-long-hint = يتسع الاستعلام لـ 2000 بايت. احذف بعض عوامل التصفية.
problem-at = «{ $value }» ليس وقتاً يقرؤه هذا الخادم.
problem-at-hint = اكتب at= مع تاريخ مثل 2024-12-08 أو وقت مثل 2024-12-08T06:00Z.
problem-known = «{ $value }» ليس وقتاً يقرؤه هذا الخادم.
problem-known-hint = اكتب known= مع تاريخ مثل 2024-12-08 أو وقت مثل 2024-12-08T06:00Z.
problem-area = لا ادعاء عن السيطرة في «{ $value }».
problem-area-hint = اختر أحد البلدان فوق الخريطة، أو area=all.
problem-busy = القراء كثيرون في هذه اللحظة.
problem-busy-hint = أعد المحاولة بعد ثوانٍ.
problem-broken = لم يستطع الخادم إعداد هذه الصفحة.
problem-broken-hint = الخلل منا وهو مدوَّن في السجل. أعد المحاولة أو عد إلى صفحة الوضع.
problem-day = «{ $value }» ليس يوماً يقرؤه هذا الخادم.
problem-day-hint = اكتب from= و to= مع تاريخ مثل 2024-12-08.
problem-number = لا صفحة { $value } في هذه القائمة.
problem-number-hint = ابدأ من الصفحة الأولى.
problem-words = كلمات البحث أطول مما يُقبل.
problem-words-hint = ابحث عن 200 حرف على الأكثر.
problem-claim = لا ادعاء بالمعرّف «{ $value }».
problem-claim-hint = ربما قُرئ من جديد بمعرّف آخر، أو لم يحن وقت عرضه بعد. ابحث عنه في الادعاءات.
problem-report = لا تقرير بالمعرّف «{ $value }».
problem-report-hint = ربما سُحب، أو لم يحن وقت عرضه بعد. ابحث عنه في التقارير.
problem-place = لا ادعاء معروفاً عن المكان «{ $value }».
problem-place-hint = ابحث عنه في الأماكن.
problem-actor = لا ادعاء معروفاً عن «{ $value }».
problem-actor-hint = ابحث في الادعاءات.
problem-format = لا يتوفر «{ $value }» بهذه الصيغة.
problem-format-hint = في أسفل كل صفحة الصيغ المتاحة لها.
problem-collection = لا مجموعة باسم «{ $value }».
problem-collection-hint = المجموعات هي claims و places و situation.
problem-feature = لا عنصر «{ $value }» في هذه المجموعة.
problem-feature-hint = خذ معرّفاً من عناصر المجموعة.
problem-limit = «{ $value }» ليس عدداً من العناصر.
problem-limit-hint = اكتب limit= مع عدد من 1 إلى 10000، و offset= مع عدد من 0.
problem-bbox = «{ $value }» ليس إطاراً.
problem-bbox-hint = اكتب bbox= مع الغرب والجنوب والشرق والشمال بالدرجات، مثل 35.5,32,42.5,37.5.
problem-datetime = «{ $value }» ليس وقتاً ولا فترة.
problem-datetime-hint = اكتب datetime= مع وقت مثل 2024-12-08T00:00:00Z أو فترة مثل 2024-12-01/2024-12-08 أو ../2024-12-08.

# قوائم الادعاءات
facets = عوامل التصفية
facet-kind = النوع
facet-certainty = درجة اليقين
facet-place = المكان
facet-actor = الفاعل
facet-origin = المصدر
facet-outlet = وسيلة الإعلام
facet-q = كلمات
facet-from = من
facet-to = إلى
facet-report = التقرير
facet-area = البلد
take-back = ألغِ هذا العامل
more = المزيد
no-claims = لا ادعاء يوافق ما طلبت. ألغِ أحد عوامل التصفية.
pages = الصفحات
page-before = الأحدث
page-after = الأقدم
page-of = صفحة { $page } من { $pages }
all-claims = كل الادعاءات، وعددها { $n }
list-comma = ،{" "}
area-named = { $name } ({ $class })
chains-none = لا تصريح، بل قتال

# الادعاء
said-by = نقلاً عن
chain-arrow = {" "}→{" "}
words-of-another = بكلمات سبق إليها تقرير آخر
in-report = في تقريره
reported-on = نُشر في { $when }
at-least = { $n } على الأقل
at-most = { $n } على الأكثر
or-else = (أو { $others })
role-actor = مَن
role-target = بمن
role-person = الشخص
role-from = مِن
role-to = إلى
role-place = أين
role-instrument = بماذا
role-count = كم
role-time = متى
via-anaphora = مذكور باسم يحيل إلى ما سبقه
via-pronoun = مذكور بضمير
via-implied = غير مذكور، مفهوم من النص
fact-certain = على أنه واقع
fact-probable = على أنه مرجّح
fact-possible = على أنه محتمل
fact-denied = منفي
fact-improbable = على أنه مستبعد
fact-doubted = مشكوك فيه
fact-open = بلا حسم
aspect-ongoing = جارٍ
aspect-planned = مخطط له
aspect-demanded = مطلوب
aspect-hypothetical = مشروط
extent-part = جزء منه
state-open = مفتوح
state-closed = مغلق
state-lifted = مرفوع
harm-killed = قتلى
harm-injured = جرحى
harm-missing = مفقودون
harm-captured = أسرى
kind-advance = تقدّم
kind-agreement = اتفاق
kind-aid = مساعدات
kind-airstrike = غارة جوية
kind-appoint = تعيين
kind-assault = هجوم
kind-bombing = انفجار
kind-casualties = ضحايا
kind-clash = اشتباك
kind-closure = إغلاق
kind-control = سيطرة
kind-damage = أضرار
kind-defect = انشقاق
kind-depart = مغادرة
kind-deploy = انتشار
kind-detain = اعتقال
kind-displace = نزوح
kind-drone = هجوم بمسيّرة
kind-intercept = اعتراض
kind-location = مكان وجود
kind-meeting = لقاء
kind-movement = تحرّك
kind-offer = عرض
kind-protest = احتجاج
kind-release = إفراج
kind-repel = صدّ هجوم
kind-seize-materiel = الاستيلاء على عتاد
kind-shelling = قصف مدفعي أو صاروخي
kind-siege = حصار
kind-statement = موقف
kind-strike = قصف
kind-withdraw = انسحاب
class-airbase = مطار عسكري
class-airport = مطار
class-base = قاعدة
class-camp = مخيم
class-city = مدينة
class-country = بلد
class-crossing = معبر
class-dam = سد
class-district = منطقة إدارية
class-field = حقل
class-governorate = محافظة
class-island = جزيرة
class-mountain = جبل
class-neighbourhood = حي
class-port = ميناء
class-prison = سجن
class-region = منطقة
class-river = نهر
class-road = طريق
class-sea = بحر
class-square = ساحة
class-town = بلدة
class-village = قرية

# التقرير
col-date = النشر
col-report = التقرير
date-inferred = التاريخ مستنتج من النص
original = الأصل
retracted = مسحوب: لا يُحتسب بعد الآن، ويبقى في السجل.
field-cue = ماذا جرى
field-actor = مَن
field-place = أين
field-time = متى
field-count = كم
field-chain = نقلاً عن مَن
key-unread = لم يُقرأ هنا شيء
key-furniture = من زوائد الصفحة، متروك
to-sentence = إلى جملته
to-sentence-sign = ¶
cue = دلّ عليه
confidence = قُرئ بثقة { $p }

# مكان أو فاعل
fluent-control = مَن يسيطر عليه
fluent-location = مكان وجوده
fluent-siege = الحصار
fluent-closure = مفتوح أم مغلق
fluent-toll = الحصيلة
history = يوماً بيوم
holds = يسيطر على
places-unnamed = أماكن لا تسمّيها التقارير
why = لماذا { $value }: { $p }
why-lead = ما حرّك التقدير بالترتيب. ما كان إلى يمين الخط فهو مؤيد وما كان إلى يساره معارض؛ والأرقام لوغاريتمات أرجحية يُجمع بعضها إلى بعض.
why-prior = قبل أن يُقال أي شيء
why-time = وقت يمرّ ويمكن أن يتغيّر فيه الأمر
why-vote = تصويت المصادر الذي يُعدَّل به التقدير
why-doubt = الشك الذي يُبقى عليه دائماً
why-more = { $n ->
    [zero] لا أسطر أصغر
    [one] سطر أصغر واحد
    [two] سطران أصغر، مجموعهما
    [few] { $n } أسطر أصغر، مجموعها
    [many] { $n } سطراً أصغر، مجموعها
   *[other] { $n } سطر أصغر، مجموعها
}
why-later = قيل عن وقت لاحق
says = يذكر
says-probable = يرجّح
says-possible = يرى من المحتمل
denies = ينفي
mentions = يشير إلى
by-whom = من جانب { $who }
weight-new = يُحتسب { $p }
weight-relay = نقلٌ لما احتُسب من قبل
weight-repeat = قيل مرة أخرى، يُحتسب { $p }
weight-copy = لا يسمّي مصدراً ويقول ما قاله غيره، يُحتسب { $p }
without = لو لم يقل أحدهم شيئاً

# التناقضات
disputes-lead = ادعاءات لا يمكن أن تصح كلها عن مكان واحد في وقت واحد، كلٌّ منها بنصه. حتى
no-disputes = لا ادعاءات متناقضة هنا.
dispute-open = لم يُحسم
dispute-settled = المرجّح الآن: { $value }
not-value = ليس { $value }
chains-count = { $n ->
    [zero] لا سلاسل مستقلة
    [one] سلسلة مستقلة واحدة
    [two] سلسلتان مستقلتان
    [few] { $n } سلاسل مستقلة
    [many] { $n } سلسلة مستقلة
   *[other] { $n } سلسلة مستقلة
}
more-claims = { $n ->
    [zero] ولا ادعاءات أخرى
    [one] وادعاء آخر
    [two] وادعاءان آخران
    [few] و{ $n } ادعاءات أخرى
    [many] و{ $n } ادعاءً آخر
   *[other] و{ $n } ادعاء آخر
}

# المصادر
sources-lead = كل من يستند تقدير إلى قوله: طرف أو وكالة أو وسيلة إعلام، أو مصدر لم تسمّه إحداها.
more-sources = { $n ->
    [zero] لا مصادر أخرى.
    [one] مصدر آخر أقل كلاماً تجده في الملفات أدناه.
    [two] مصدران آخران أقل كلاماً تجدهما في الملفات أدناه.
    [few] { $n } مصادر أخرى أقل كلاماً تجدها في الملفات أدناه.
    [many] { $n } مصدراً آخر أقل كلاماً تجدها في الملفات أدناه.
   *[other] { $n } مصدر آخر أقل كلاماً تجدها في الملفات أدناه.
}
source-words = التصريحات
source-words-means = تصريحات احتُسبت
source-relays = المنقول عنه
source-relays-means = الكلام نفسه نقله غيره ولم يُحتسب ثانية
source-alone = منفرداً
source-alone-means = لم يؤيده مصدر آخر خلال ثلاثة أيام
source-confirmed = أيّده المعروف
source-confirmed-means = كل ما هو معروف يؤيده
source-contradicted = خالفه المعروف
source-contradicted-means = كل ما هو معروف يخالفه
source-quoted = نقل عنه

# المنهج
method-lead = يقرأ راوي تقارير النزاعات ويحفظ مَن يُقال إنه فعل ماذا وأين ومتى، وبأي يقين، ونقلاً عن مَن. وهو لا يعرف ما جرى، بل يعرف ما قيل ويزنه.
method-claim-title = الادعاء
method-claim = الادعاء حدث واحد أو حال واحدة يثبتها تقرير أو ينفيها أو يشك فيها أو يخطط لها أو يطالب بها على لسان صاحب واحد. وكل جزء منه يقود إلى كلماته في التقرير. تُقرأ الادعاءات بقواعد لا بنموذج لغوي، ونحو واحد من كل ثلاثة يُقرأ خطأً أو ناقصاً؛ والثقة المعروضة مع كل ادعاء معايَرة على تقارير موسومة.
method-certainty-title = اليقين
method-certainty = درجة يقين الادعاء هي دائماً درجة يقين صاحبه: على أنه واقع، أو مرجّح، أو محتمل، أو منفي، أو بلا حسم. وما كان مخططاً أو مطلوباً أو مفترضاً لا يغيّر أبداً مَن يسيطر على مكان.
method-chain-title = السلاسل والاستقلال
method-chain = يحمل الادعاء سلسلته كاملة: وسيلة الإعلام فالوكالة فالمصدر. وتُعدّ الأدلة بحسب الحلقة الأخيرة، أي الأصل، لا بحسب المقالات: عشر وسائل إعلام تنقل عن وكالة واحدة سلسلة مستقلة واحدة.
method-weigh-title = كيف توزن الادعاءات
method-weigh = لكل مكان مرشِّح يتابع مَن قد يسيطر عليه عبر الزمن. لكل مصدر موثوقية متعلَّمة، والطرف الذي يعلن مكسبه يُحتسب أقل من الطرف الذي يقرّ بخسارته، والأقوال القديمة تخفت. وفي صفحة كل مكان ما حرّك التقدير سطراً سطراً، وما كان سيصير إليه لولا كل مصدر.
method-status-title = تحت السيطرة، على الأرجح، متنازع عليه، غير معروف
method-status = تُعرض السيطرة مؤكدة من احتمال 95 في المئة، ومرجّحة من 70. ودون ذلك يكون المكان متنازعاً عليه إن اختلفت مصادر مستقلة حديثاً أو جرى قتال، وإلا فغير معروف. ولا يُرسم أيٌّ منهما على أنه للمسيطر الأخير.
method-times-title = وقتان
method-times = يقبل كل عنوان وقتين: at= هو الوقت المسؤول عنه، و known= هو الوقت الذي تؤخذ التقارير في الحسبان حتى حلوله. و«كما كان معروفاً حينها» يعرض ما كان يمكن معرفته في ذلك اليوم.
method-limits-title = ما ليس هذا
method-limits = ليس هذا إثباتاً لوقائع ولا حكماً قانونياً ولا ترسيماً لحدود، وليس عدّاً للأحداث: فقد يكون ادعاءان حدثاً واحداً. وهو لا يقرأ إلا العربية، ولا يقرأ إلا التقارير التي أُعطيها.
method-care-title = النشر بحذر
method-public = هذا خادم عام: لا يظهر ادعاء قبل مرور { $n ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
} على نشر تقريره. والتقرير الذي لا يُعرف إلا يوم نشره يُعدّ منشوراً في نهاية ذلك اليوم، وما لا تاريخ له لا يُعرض.
method-closed = هذا الخادم في الوضع المغلق: يُعرض كل ادعاء فور تسجيله، وهو غير مخصص للعموم.
method-places = المواقع مواقع بلدات ومدن، بدقة جزء من مئة من الدرجة (نحو كيلومتر)، لا مواقع قوات أو أشخاص.
method-data-title = علامَ يستند هذا
method-data = { $claims ->
    [zero] لا ادعاءات
    [one] ادعاء واحد
    [two] ادعاءان
    [few] { $claims } ادعاءات
    [many] { $claims } ادعاءً
   *[other] { $claims } ادعاء
} من { $reports ->
    [zero] لا تقارير
    [one] تقرير واحد
    [two] تقريرين
    [few] { $reports } تقارير
    [many] { $reports } تقريراً
   *[other] { $reports } تقرير
}.
method-undated = { $n ->
    [zero] لكل ادعاء تاريخ.
    [one] تُرك ادعاء واحد بلا تاريخ.
    [two] تُرك ادعاءان بلا تاريخ.
    [few] تُركت { $n } ادعاءات بلا تاريخ.
    [many] تُرك { $n } ادعاءً بلا تاريخ.
   *[other] تُرك { $n } ادعاء بلا تاريخ.
}
method-borders = الخطوط تحت الخريطة من Natural Earth بعد تبسيطها، وليست حكماً على الحدود.

# الإطار
brand = راوي
subject = ما تغيّر: { $what }، { $when }
subject-none = لم يتغيّر شيء، { $when }
stretch = ما عُرف من { $since } إلى { $until } ({ $zone })
nothing = لم يتغيّر شيء في هذه المدة.
again = ربما لم تصلك النشرة السابقة، لذلك يرد ما فيها هنا مرة أخرى.
map = أماكن هذه النشرة
legend = ممتلئ: تحت السيطرة. باهت: على الأرجح. حلقة: تقارير متناقضة. متقطع: ادعاء غير مؤكد.
quote = { $outlet }: «{ $words }»
unread = { $outlet }: النص غير متاح
span = الأحرف { $span }
before = من قبل: { $value }
more = وغيرها: { $n }.
changes = { $n ->
    [zero] لا تغييرات
    [one] تغيير واحد
    [two] تغييران
    [few] { $n } تغييرات
    [many] { $n } تغييراً
   *[other] { $n } تغيير
}
disputes = { $n ->
    [zero] لا تناقضات جديدة
    [one] تناقض جديد واحد
    [two] تناقضان جديدان
    [few] { $n } تناقضات جديدة
    [many] { $n } تناقضاً جديداً
   *[other] { $n } تناقض جديد
}
reports = { $n ->
    [zero] لا ادعاءات
    [one] ادعاء واحد
    [two] ادعاءان
    [few] { $n } ادعاءات
    [many] { $n } ادعاءً
   *[other] { $n } ادعاء
}
chains-for = { $n ->
    [zero] لا سلسلة مستقلة تؤيده
    [one] سلسلة مستقلة واحدة تؤيده
    [two] سلسلتان مستقلتان تؤيدانه
    [few] { $n } سلاسل مستقلة تؤيده
    [many] { $n } سلسلةً مستقلة تؤيده
   *[other] { $n } سلسلة مستقلة تؤيده
}
chains-against = { $n ->
    [zero] ولا سلسلة تنفيه
    [one] وواحدة تنفيه
    [two] واثنتان تنفيانه
    [few] و{ $n } سلاسل تنفيه
    [many] و{ $n } سلسلةً تنفيه
   *[other] و{ $n } سلسلة تنفيه
}

# الأبواب
section-new = جديد
section-confirmed = تأكّد
section-contested = صار متنازعاً عليه
section-claimed = ادعاءات غير مؤكدة
section-weaker = أقل يقيناً
section-unknown = لم يعد معروفاً
section-disputes = تناقضات جديدة
section-told = وردت تقارير عن

# الأسطر
control-new-held = { $subject }: السيطرة بيد { $value }
control-new-likely = { $subject }: السيطرة على الأرجح بيد { $value }
control-confirmed = { $subject }: تأكّدت سيطرة { $value }
control-contested = { $subject }: تتناقض التقارير في صاحب السيطرة
control-claimed = { $subject }: يقال إن السيطرة انتقلت إلى { $value }
control-weaker = { $subject }: سيطرة { $value } صارت أقل يقيناً
control-unknown = { $subject }: لم يعد صاحب السيطرة معروفاً
location-new-held = { $subject }: المكان { $value }
location-new-likely = { $subject }: المكان على الأرجح { $value }
location-confirmed = { $subject }: تأكّد الوجود في { $value }
location-contested = { $subject }: تتناقض التقارير في مكان الوجود
location-claimed = { $subject }: يقال إن المكان { $value }
location-weaker = { $subject }: الوجود في { $value } صار أقل يقيناً
location-unknown = { $subject }: لم يعد مكان الوجود معروفاً
siege-new-held = { $subject }: { $value }
siege-new-likely = { $subject }: على الأرجح { $value }
siege-confirmed = { $subject }: تأكّد: { $value }
siege-contested = { $subject }: تتناقض التقارير في الحصار
siege-claimed = { $subject }: يقال: { $value }
siege-weaker = { $subject }: صار أقل يقيناً: { $value }
siege-unknown = { $subject }: لم يعد معروفاً هل يستمر الحصار
closure-new-held = { $subject }: { $value }
closure-new-likely = { $subject }: على الأرجح { $value }
closure-confirmed = { $subject }: تأكّد: { $value }
closure-contested = { $subject }: تتناقض التقارير في الإغلاق
closure-claimed = { $subject }: يقال: { $value }
closure-weaker = { $subject }: صار أقل يقيناً: { $value }
closure-unknown = { $subject }: لم يعد معروفاً هل الطريق مفتوح
value-besieged = تحت الحصار
value-lifted = رُفع الحصار
value-closed = مغلق
value-open = مفتوح
dispute-control = من يسيطر على { $subject }
dispute-location = أين { $subject }
dispute-siege = هل الحصار قائم: { $subject }
dispute-closure = هل الإغلاق قائم: { $subject }
dispute-toll = عدد الضحايا: { $subject }
side = { $value } – { $chains }
side-denied = ليس { $value } – { $chains }
told = { $kind }: { $about }

# أنواع الادعاءات
kind-control = سيطرة
kind-withdraw = انسحاب
kind-advance = تقدم
kind-siege = حصار
kind-clash = اشتباكات
kind-assault = هجوم
kind-airstrike = غارة جوية
kind-shelling = قصف مدفعي أو صاروخي
kind-drone = هجوم بطائرة مسيّرة
kind-strike = قصف
kind-bombing = تفجير
kind-repel = صد هجوم
kind-intercept = اعتراض
kind-movement = تحرك
kind-deploy = انتشار
kind-displace = نزوح
kind-location = مكان الوجود
kind-depart = مغادرة
kind-casualties = ضحايا
kind-detain = اعتقال
kind-release = إفراج
kind-statement = موقف
kind-meeting = لقاء
kind-agreement = اتفاق
kind-offer = عرض
kind-protest = احتجاج
kind-defect = انشقاق
kind-damage = أضرار
kind-seize-materiel = استيلاء على عتاد
kind-aid = مساعدات
kind-closure = إغلاق
kind-appoint = تعيين

# الرسائل
confirm-subject = يرجى تأكيد اشتراكك
confirm-hello = طلب أحدهم، وربما أنت، نشرة راوي على هذا العنوان.
confirm-do = للتأكيد افتح هذا الرابط:
confirm-word = للتأكيد أعطِ هذه الكلمة لمن يرسل إليك النشرة:
confirm-else = إن لم يكن الطلب منك فلا تفعل شيئاً. يُمحى العنوان بعد { $n } أيام.
why = تصلك هذه الرسالة لأنك أكدت اشتراكك.
unsubscribe = إلغاء الاشتراك
manage = تعديل الاشتراك

# الزمن
date = { $day } { $month } { $year }
date-time = { $date }، { $time }
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

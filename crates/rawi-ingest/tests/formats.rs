//! Every format from bytes to reports, good and bad.

use std::sync::LazyLock;

use rawi_ingest::{Intake, Options, Outcome, Pieces, Repeats};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::{BlockKind, Report};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).unwrap());

type Taken = Vec<(String, Result<Report, (Outcome, String)>)>;

fn take(bytes: &[u8]) -> Taken {
    let intake = Intake::new(&LEXICON, Options::default());
    let (mut out, mut repeats) = (Vec::new(), Repeats::default());
    for piece in Pieces::open(bytes).unwrap() {
        match piece {
            Err((place, error)) => out.push((place, Err((error.outcome(), error.to_string())))),
            Ok(piece) => {
                for draft in intake.drafts(&piece) {
                    draft.observe(&mut repeats);
                    let (place, report) = intake.close(draft, &repeats);
                    out.push((place, report.map_err(|e| (e.outcome(), e.to_string()))));
                }
            }
        }
    }
    out
}

fn reports(bytes: &[u8]) -> Vec<Report> {
    take(bytes).into_iter().map(|(_, r)| r.unwrap()).collect()
}

fn refused(bytes: &[u8]) -> (Outcome, String) {
    take(bytes).into_iter().find_map(|(_, r)| r.err()).expect("nothing was refused")
}

#[test]
fn rss_entries_are_reports() {
    let feed = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>شبكة الميدان</title>
        <item><title>الجيش يعلن دخول البلدة</title><link>https://midan.example/a</link><pubDate>Sun, 08 Dec 2024 21:30:00 +0300</pubDate>
        <description>قصير</description><content:encoded><![CDATA[<p>أعلن الجيش دخول البلدة.</p><p>اقرأ أيضا: خبر آخر</p><figure><figcaption>جنود في البلدة</figcaption></figure>]]></content:encoded></item></channel></rss>";
    let report = &reports(feed.as_bytes())[0];
    assert_eq!(report.text, "الجيش يعلن دخول البلدة\nأعلن الجيش دخول البلدة.\nجنود في البلدة");
    assert_eq!(report.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [BlockKind::Title, BlockKind::Paragraph, BlockKind::Caption]);
    assert_eq!(report.published_at.as_deref(), Some("2024-12-08T18:30:00Z"));
    assert_eq!((report.outlet.as_deref(), report.language.as_deref()), (Some("midan.example"), Some("ar")));
}

#[test]
fn atom_and_json_feeds() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>صدى</title><id>x</id><updated>2024-12-08T00:00:00Z</updated><entry><id>1</id><title>عنوان</title><updated>2024-12-08T10:00:00Z</updated><content type='html'>&lt;p&gt;نص الخبر هنا.&lt;/p&gt;</content></entry></feed>";
    let report = &reports(atom.as_bytes())[0];
    assert_eq!((report.text.as_str(), report.outlet.as_deref()), ("عنوان\nنص الخبر هنا.", Some("صدى")));
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"صدى","items":[{"id":"1","url":"https://s.example/1","title":"عنوان","content_html":"<p>نص الخبر هنا.</p>","date_published":"2024-12-08T10:00:00+03:00"}]}"#;
    assert_eq!(reports(json.as_bytes())[0].published_at.as_deref(), Some("2024-12-08T07:00:00Z"));
}

#[test]
fn broken_feeds_and_sitemaps_are_told() {
    assert_eq!(refused(b"<rss version='2.0'><channel><item><title>x").0, Outcome::Malformed);
    assert_eq!(refused(b"<rss version='2.0'><channel><title>x</title></channel></rss>").0, Outcome::NoText);
    assert_eq!(refused(b"<urlset><url><loc>https://a.example/</loc></url></urlset>").1, "no text of a report: a sitemap without headlines: fetch the pages that it lists");
    assert_eq!(refused(b"<urlset><url><loc>https://a.example/").0, Outcome::Malformed);
    let large = format!("<rss><channel>{}", "<item>x</item>".repeat(500_000));
    assert_eq!(refused(large.as_bytes()).0, Outcome::TooLarge);
}

#[test]
fn entities_that_a_file_defines_are_not_expanded() {
    let lol = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let sitemap = format!(
        "<?xml version='1.0'?>{lol}<urlset><url><loc>https://a.example/1</loc><news><title>خبر &amp; &#x628; &c;</title><publication_date>2024-12-08</publication_date></news></url></urlset>"
    );
    assert_eq!(reports(sitemap.as_bytes())[0].text, "خبر & ب");
    let feed = format!("<?xml version='1.0'?>{lol}<rss version='2.0'><channel><title>t</title><item><title>x &c;</title></item></channel></rss>");
    assert!(take(feed.as_bytes()).iter().all(|(_, r)| r.as_ref().map_or(true, |r| r.text.len() < 100)));
}

#[test]
fn mails_and_mailboxes() {
    let mail = "From: =?utf-8?B?2LXYr9mJ?= <news@sada.example>\r\nSubject: =?utf-8?B?2LnZhtmI2KfZhg==?=\r\nDate: Sun, 8 Dec 2024 21:30:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1256\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    let body = encoding_rs::WINDOWS_1256.encode("دخل الجيش البلدة\r\nصباح الأحد.\r\n\r\n> مقتبس\r\nوقال ناشطون إنه انسحب.\r\n-- \r\nتوقيع").0;
    let bytes = [mail.as_bytes(), &body].concat();
    let report = &reports(&bytes)[0];
    assert_eq!(report.text, "عنوان\nدخل الجيش البلدة صباح الأحد.\nوقال ناشطون إنه انسحب.");
    assert_eq!((report.outlet.as_deref(), report.published_at.as_deref()), (Some("صدى"), Some("2024-12-08T21:30:00+03:00")));
    let mbox = [b"From x y\n".as_slice(), &bytes, b"\nFrom x y\nSubject: z\n\n"].concat();
    let taken = take(&mbox);
    assert_eq!(taken.iter().map(|(p, r)| (p.as_str(), r.is_ok())).collect::<Vec<_>>(), [("mail 1", true), ("mail 2", true)]);
}

#[test]
fn nested_mails_do_not_recurse() {
    let mut mail = String::from("From: a@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n");
    for n in 0..5000 {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
    }
    assert!(take(mail.as_bytes()).len() == 1);
}

#[test]
fn saved_pages_with_parts() {
    let mhtml = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://midan.example/2024/12/08/a\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body><h1>الجيش يعلن دخول البلدة الحدودية</h1><article><p>أعلن الجيش دخول البلدة الحدودية بعد معارك عنيفة استمرت يومين كاملين.</p><p>وقال ناشطون إن الأهالي نزحوا نحو القرى المجاورة خوفا من القصف.</p></article></body></html>\r\n--B--\r\n";
    let report = &reports(mhtml.as_bytes())[0];
    assert_eq!(report.title.as_deref(), Some("الجيش يعلن دخول البلدة الحدودية"));
    assert_eq!(report.published.unwrap().to_string(), "2024-12-08");
    assert_eq!(report.blocks.len(), 3);
    let none = mhtml.replace("text/html; charset", "image/png; charset");
    assert_eq!(refused(none.as_bytes()).0, Outcome::NoText);
}

#[test]
fn telegram_exports_in_json() {
    let export = r#"{
 "name": "قناة الميدان", "type": "public_channel", "id": 1, "messages": [
  {"id": 1, "type": "service", "date": "2024-12-08T10:00:00", "text": ""},
  {"id": 2, "type": "message", "date": "2024-12-08T21:30:00", "date_unixtime": "1733682600", "from": "قناة الميدان", "forwarded_from": "شبكة الساحل",
   "text": ["عاجل: ", {"type": "bold", "text": "دخول البلدة"}, "\nنص ثان"], "text_entities": []},
  {"id": 3, "type": "message", "date": "2024-12-08T21:31:00", "text": ""}]}"#;
    let taken = take(export.as_bytes());
    let report = taken[0].1.as_ref().unwrap();
    assert_eq!(taken[0].0, "message 2");
    assert_eq!(report.text, "عاجل: دخول البلدة\nنص ثان");
    assert_eq!(
        (report.outlet.as_deref(), report.forwarded_from.as_deref(), report.published_at.as_deref()),
        (Some("قناة الميدان"), Some("شبكة الساحل"), Some("2024-12-08T18:30:00Z"))
    );
    assert_eq!(taken[1].1.as_ref().unwrap_err().0, Outcome::NoText);
    assert_eq!(refused(&export.as_bytes()[..200]).0, Outcome::Malformed);
}

#[test]
fn telegram_exports_in_html() {
    let export = r#"<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="page_header"><div class="text bold"> قناة الميدان </div></div>
        <div class="message service" id="message1"><div class="body details">8 December</div></div>
        <div class="message default clearfix" id="message2"><div class="body"><div class="pull_right date details" title="08.12.2024 21:30:00 UTC+03:00">21:30</div><div class="from_name">قناة الميدان</div>
        <div class="forwarded body"><div class="from_name">شبكة الساحل <span class="details">08.12.2024 20:00:00</span></div><div class="text">دخل الجيش البلدة<br>وانسحب منها</div></div></div></div></div></body></html>"#;
    let taken = take(export.as_bytes());
    let report = taken[0].1.as_ref().unwrap();
    assert_eq!((taken.len(), report.text.as_str()), (1, "دخل الجيش البلدة\nوانسحب منها"));
    assert_eq!(
        (report.outlet.as_deref(), report.forwarded_from.as_deref(), report.published_at.as_deref()),
        (Some("قناة الميدان"), Some("شبكة الساحل"), Some("2024-12-08T21:30:00+03:00"))
    );
    let web = r#"<html><body class="tgme_page"><div class="tgme_widget_message" data-post="midan/7"><div class="tgme_widget_message_owner_name"><span>الميدان</span></div><div class="tgme_widget_message_text">خبر</div><time datetime="2024-12-08T18:30:00+00:00">21:30</time></div></body></html>"#;
    let report = &reports(web.as_bytes())[0];
    assert_eq!((report.text.as_str(), report.url.as_deref(), report.outlet.as_deref()), ("خبر", Some("https://t.me/midan/7"), Some("الميدان")));
}

#[test]
fn markdown_has_blocks() {
    let text = "---\ntitle: \"دخول البلدة\"\ndate: 2024-12-08T10:00:00+03:00\n---\n\n# دخول البلدة\n\nقال **الجيش** إنه [دخل](https://a.example) البلدة\nصباحا.\n\n> لن ننسحب\n\n- أول\n- ثان\n\n![جندي](a.jpg)\n\n```\ncode\n```\n";
    let report = &reports(text.as_bytes())[0];
    assert_eq!(report.text, "دخول البلدة\nقال الجيش إنه دخل البلدة صباحا.\nلن ننسحب\nأول\nثان\nجندي");
    let kinds: Vec<&str> = report.blocks.iter().map(|b| b.kind.code()).collect();
    assert_eq!(kinds, ["title", "paragraph", "quote", "item", "item", "caption"]);
    assert_eq!(report.published_at.as_deref(), Some("2024-12-08T10:00:00+03:00"));
    assert_eq!(refused("# \n```\nx\n```".as_bytes()).0, Outcome::NoText);
}

#[test]
fn archives_of_pages() {
    let page = "<html><head><meta charset=windows-1256></head><body><h1>الجيش يعلن دخول البلدة الحدودية</h1><p>أعلن الجيش دخول البلدة الحدودية بعد معارك عنيفة استمرت يومين كاملين.</p><p>وقال ناشطون إن الأهالي نزحوا نحو القرى المجاورة خوفا من القصف.</p></body></html>";
    let page = encoding_rs::WINDOWS_1256.encode(page).0;
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".as_slice(), &page].concat();
    let record = |kind: &str, body: &[u8]| {
        [
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.midan.example/2024/12/08/a\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
                if kind == "response" { "application/http" } else { "text/plain" },
                body.len()
            )
            .as_bytes(),
            body,
            b"\r\n\r\n",
        ]
        .concat()
    };
    let warc = [record("warcinfo", b"x"), record("response", &http), record("conversion", "عنوان\nنص الخبر هنا.".as_bytes())].concat();
    let found = reports(&warc);
    assert_eq!(found[0].outlet.as_deref(), Some("midan.example"));
    assert_eq!(found[0].blocks.len(), 3);
    assert!(found[0].evidence.iter().any(|e| e.field == "charset" && e.value == "windows-1256"));
    assert_eq!(found[1].text, "عنوان\nنص الخبر هنا.");
}

#[test]
fn other_languages_are_kept_and_marked() {
    let report = &reports("نیروهای دولتی پس از دو روز درگیری کنترل شهر را به دست گرفتند و گفتند که پیشروی ادامه دارد".as_bytes())[0];
    assert_eq!(report.language.as_deref(), Some("fa"));
    assert!(!rawi_ingest::is_read("fa"));
}

#[test]
fn what_is_nothing_is_told() {
    assert_eq!(refused(b" \n").0, Outcome::NoText);
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").0, Outcome::Malformed);
    assert_eq!(refused(b"<html><body><nav>x</nav></body></html>").0, Outcome::NoText);
    assert_eq!(refused("<div>".repeat(100_000).as_bytes()).0, Outcome::Malformed);
    assert_eq!(refused(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]).0, Outcome::Malformed);
    assert_eq!(refused(format!("<html>{}", "x ".repeat(11 << 20)).as_bytes()).0, Outcome::TooLarge);
    assert_eq!(refused(b"{\"text\":").0, Outcome::Malformed);
}

#[test]
fn what_stands_on_three_pages_of_an_outlet_is_left_out_and_a_page_met_again_is_not() {
    let page = |n: usize, title: &str| {
        let own = format!("وقال ناشطون من البلدة رقم {n} إن الأهالي نزحوا نحو القرى المجاورة خوفا من تجدد القصف المدفعي عليها.")
            .replace(['1', '2', '3'], ["أولى", "ثانية", "ثالثة"][n - 1]);
        let body = format!(
            "<html><body><h1>{title} {n}</h1><article><p>{own}</p><p>{own} وأضافوا أن المدارس أغلقت.</p><p>شبكة الميدان شبكة إخبارية مستقلة تأسست في المدينة قبل عشر سنوات.</p></article></body></html>"
        );
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://midan.example/{n}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let texts = |warc: String| -> Vec<String> {
        let intake = Intake::new(&LEXICON, Options::default());
        let drafts: Vec<_> = Pieces::open(warc.as_bytes()).unwrap().flat_map(|p| intake.drafts(&p.unwrap())).collect();
        let mut repeats = Repeats::default();
        drafts.iter().for_each(|d| d.observe(&mut repeats));
        drafts.into_iter().map(|d| intake.close(d, &repeats).1.unwrap().text).collect()
    };
    let three: Vec<String> = texts((1..=3).map(|n| page(n, "أحداث اليوم في البلدة")).collect());
    assert!(three.iter().all(|t| !t.contains("مستقلة") && t.contains("المدارس")), "{three:?}");
    let again: Vec<String> = texts((0..5).map(|_| page(1, "أحداث اليوم في البلدة")).collect());
    assert!(again.iter().all(|t| t.contains("مستقلة") && t.contains("المدارس")), "{again:?}");
}

/// Found by fuzzing: such reports could be recorded, and not be read back from their record.
#[test]
fn zero_characters_are_in_no_report() {
    let inputs: [&[u8]; 4] = [
        b"---\ntitle: x\n---\n# y\0\n",
        b"From: a@b.example\nSubject: x\n\nfirst\0second\n",
        br#"{"text":"a\u0000b"}"#,
        br#"{"name":"x","type":"public_channel","id":1,"messages":[{"id":1,"type":"message","date":"2024-12-08T10:00:00","text":"a\u0000b"}]}"#,
    ];
    for input in inputs {
        assert!(refused(input).1.contains("zero bytes"), "{}", String::from_utf8_lossy(input));
    }
}

/// A string of JSON is decoded already, whatever charset it speaks of and whatever it begins with.
#[test]
fn text_in_json_is_taken_as_it_stands() {
    for text in ["<meta charset=windows-1256> caf\u{e9}", "<meta charset=utf-16le> abc", "\u{feff}abc"] {
        let line = serde_json::json!({ "text": text }).to_string();
        assert_eq!(reports(line.as_bytes())[0].text, text);
    }
}

/// Found on pages of others: class names that say what an element has, builders' widgets, and anchors of headings hid whole articles.
#[test]
fn names_that_only_look_like_furniture_hide_nothing() {
    let text = |n: usize| format!("دخلت القوات القرية رقم {n} فجر اليوم بعد معارك استمرت عدة ساعات مع المسلحين، وانسحب هؤلاء نحو الجبال القريبة.");
    let section = |class: &str, n: usize| format!("<section class='{class}'><div class='elementor-widget elementor-widget-text-editor'><p>{}</p></div></section>", text(n));
    let page = format!(
        "<html lang=ar><head><title>معارك في الريف</title></head><body class='no-sidebar'><article><h1>معارك في الريف</h1>{}{}<h3 id='nav_related_more'>الليلة الثانية</h3>{}<p>لم يعلق أحد.</p><p>محمد علي</p></article></body></html>",
        section("section-intro--has-ads", 1),
        section("with-ads", 2),
        section("plain", 3)
    );
    let report = &reports(page.as_bytes())[0];
    let kept: Vec<String> = [1, 2, 3].map(text).into_iter().chain(["الليلة الثانية".into(), "لم يعلق أحد.".into()]).collect();
    kept.iter().for_each(|words| assert!(report.text.contains(words.as_str()), "{words} is not in {}", report.text));
    assert!(!report.text.contains("محمد علي"), "a name at the end is none of it: {}", report.text);
}

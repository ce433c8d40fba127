//! Which language a text is in.

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 8 << 10;
/// Fewest letters that tell a language.
const FEWEST: usize = 20;

/// Languages that the reader reads.
pub const READ: [&str; 1] = ["ar"];

/// The language as an ISO 639-1 code where there is one, else 639-3; `und` when too little tells.
pub fn language(text: &str) -> String {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    // The letters that nearly all Arabic is made of are counted without looking them up, and tell no language from another.
    let plain = sample.chars().filter(|&c| is_plain(c)).count();
    let others: Vec<char> = sample.chars().filter(|&c| !is_plain(c) && c.is_alphabetic()).collect();
    let letters = plain + others.len();
    let arabic = plain + others.iter().filter(|c| matches!(c, '\u{0620}'..='\u{06FF}' | '\u{FB50}'..='\u{FEFC}')).count();
    if letters < FEWEST && arabic * 2 <= letters {
        return "und".into();
    }
    if arabic * 2 > letters {
        return arabic_script(&others, arabic).into();
    }
    whatlang::detect(sample).map_or_else(|| "und".into(), |info| short(info.lang().code()).into())
}

/// True when the reader reads this language, or when it may.
pub fn is_read(language: &str) -> bool {
    language == "und" || READ.contains(&language)
}

fn is_plain(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}')
}

/// Languages of Arabic script by the letters that only they use.
fn arabic_script(others: &[char], letters: usize) -> &'static str {
    let count = |set: &[char]| others.iter().filter(|c| set.contains(c)).count();
    let sorani = count(&['ێ', 'ۆ', 'ڕ', 'ڵ', 'ە']);
    let urdu = count(&['ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ہ', 'ھ']);
    let pashto = count(&['ې', 'ۍ', 'ښ', 'ړ', 'ډ', 'ټ', 'ځ', 'څ', 'ګ']);
    let uyghur = count(&['ۇ', 'ې', 'ە', 'ۈ', 'ڭ']);
    let persian = count(&['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']);
    let share = |n: usize| n * 100 / letters.max(1);
    match () {
        () if share(uyghur) >= 8 && count(&['ۇ', 'ڭ', 'ۈ']) > sorani / 2 => "ug",
        () if share(sorani) >= 4 => "ckb",
        () if share(urdu) >= 4 => "ur",
        () if share(pashto) >= 2 => "ps",
        () if share(persian) >= 4 => "fa",
        () => "ar",
    }
}

fn short(code: &'static str) -> &'static str {
    match code {
        "ara" => "ar",
        "eng" => "en",
        "fra" => "fr",
        "deu" => "de",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "nld" => "nl",
        "rus" => "ru",
        "ukr" => "uk",
        "tur" => "tr",
        "heb" => "he",
        "pes" => "fa",
        "urd" => "ur",
        "cmn" => "zh",
        "jpn" => "ja",
        "ell" => "el",
        "pol" => "pl",
        "swe" => "sv",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_languages() {
        for (code, text) in [
            ("ar", "أعلنت القوات سيطرتها على البلدة بعد معارك عنيفة استمرت يومين"),
            ("fa", "نیروهای دولتی پس از دو روز درگیری کنترل شهر را به دست گرفتند و گفتند که پیشروی ادامه دارد"),
            ("ur", "فوج نے دو دن کی لڑائی کے بعد شہر کا کنٹرول حاصل کر لیا اور کہا کہ پیش قدمی جاری رہے گی"),
            ("ckb", "هێزەکان دوای دوو ڕۆژ شەڕ کۆنترۆڵی شارەکەیان کرد و دانیشتووان ئاوارە بوون"),
            ("he", "הצבא הודיע כי השתלט על העיירה לאחר יומיים של קרבות עזים"),
            ("en", "The army said it took control of the town after two days of heavy fighting"),
            ("ru", "Армия заявила, что взяла город под контроль после двух дней боёв"),
        ] {
            assert_eq!(language(text), code, "{text}");
        }
    }

    #[test]
    fn too_little_is_undetermined_and_still_read() {
        assert_eq!(language(""), "und");
        assert_eq!(language("12 %"), "und");
        assert_eq!(language("حلب"), "ar");
        assert!(is_read("und") && is_read("ar") && !is_read("fa"));
    }
}

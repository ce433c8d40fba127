//! A page as HTML that mail programs show: styles in place, a direction on every block, foreign words isolated.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use crate::lang::{Lang, Words};
use crate::page::{Item, Page, Quote, Section};

/// Writes a page. The bytes depend on the page alone.
pub fn html(page: &Page) -> String {
    let (lang, dir) = (page.lang.code(), page.lang.dir());
    let side = if page.lang == Lang::Ar { "right" } else { "left" };
    let style = format!("font-family:'Noto Naskh Arabic',Tahoma,Arial,sans-serif;font-size:16px;line-height:1.75;color:#222;text-align:{side}");
    let document = markup! {
        (DOCTYPE)
        html lang=(lang) dir=(dir) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (bare(&page.subject)) } }
            body lang=(lang) dir=(dir) style=(style) {
                div dir=(dir) style="max-width:640px;margin:0 auto;padding:12px" {
                    h1 dir=(dir) style="font-size:21px;line-height:1.5" { (page.subject) }
                    p dir=(dir) style="color:#555" { (page.stretch) }
                    @for note in &page.notes { p dir=(dir) { (note) } }
                    @for section in &page.sections { (of_section(section, dir)) }
                    @if let Some(map) = &page.map { (drawing(map, page.lang)) }
                    @if !page.links.is_empty() { (foot(page, dir)) }
                }
            }
        }
    };
    isolated(&document.into_string())
}

fn drawing(map: &str, lang: Lang) -> Markup {
    let (words, dir) = (Words(lang), lang.dir());
    markup! {
        h2 dir=(dir) style="font-size:18px" { (words.t("map")) }
        div dir="ltr" { (PreEscaped(map)) }
        p dir=(dir) style="color:#555;font-size:14px" { (words.t("legend")) }
    }
}

fn of_section(section: &Section, dir: &str) -> Markup {
    markup! {
        h2 dir=(dir) style="font-size:18px" { (section.heading) }
        ul dir=(dir) { @for item in &section.items { (of_item(item, dir)) } }
    }
}

fn of_item(item: &Item, dir: &str) -> Markup {
    markup! {
        li dir=(dir) style="margin-bottom:8px" {
            b { (item.line) }
            @for note in &item.notes { div dir=(dir) style="color:#555" { (note) } }
            @for quote in &item.quotes { (of_quote(quote, dir)) }
            @if !item.parts.is_empty() { ul dir=(dir) { @for part in &item.parts { (of_item(part, dir)) } } }
        }
    }
}

fn of_quote(quote: &Quote, dir: &str) -> Markup {
    markup! {
        div dir=(dir) {
            @match &quote.link {
                Some(link) => { a href=(link) style="color:#0b5394" { (quote.line) } }
                None => { (quote.line) }
            }
            " " span style="color:#777;font-size:13px" { (quote.span) }
        }
    }
}

fn foot(page: &Page, dir: &str) -> Markup {
    markup! {
        p dir=(dir) style="color:#555;font-size:14px;border-top:1px solid #ccc;padding-top:8px" {
            (Words(page.lang).t("why"))
            @for (words, address) in &page.links { " " a href=(address) { (words) } }
        }
    }
}

/// Isolates by marks become elements: some mail programs know only these, others only those, and the marks of foreign words were taken out before.
fn isolated(html: &str) -> String {
    html.replace('\u{2068}', "<bdi>").replace('\u{2066}', "<bdi dir=\"ltr\">").replace('\u{2069}', "</bdi>")
}

/// Where no element may stand.
fn bare(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
}

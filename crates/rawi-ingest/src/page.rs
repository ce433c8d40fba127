//! A page to a report: votes, verdicts, headline, and what its blocks add up to.

use dom_query::Document;
use rawi_lexicon::{Lexicon, Outlet};
use rawi_model::{Block as TextBlock, BlockKind, Doubt, Report, Span};

use rustc_hash::FxHashSet;

use crate::IngestError;
use crate::blocks::{Block, Page, walk};
use crate::charset::decode;
use crate::dates::visible_time;
use crate::dom::parse;
use crate::furniture::{Lines, Repeats, block_hash};
use crate::marks::{Flags, Matcher};
use crate::meta::{Article, Sources, host_of, note, outlet_by_host};
use crate::vote::{container, furniture_elements, is_too_heavy, readability};

/// Largest page, in bytes after unpacking.
pub const MAX_PAGE: usize = 20 << 20;
/// Fewest letters that make a report.
const FEWEST: usize = 30;

/// How many times more than our own extractor Readability must find to be believed alone.
const TRUST: usize = 3;

/// How many times more running text marks must deny than leave, to be disbelieved.
const DISTRUST: usize = 2;

/// What becomes of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Body,
    Doubt,
    Furniture,
}

/// A block with its verdict.
#[derive(Clone, Debug)]
struct Candidate {
    kind: BlockKind,
    text: String,
    place: String,
    hash: u64,
    verdict: Verdict,
}

/// A page that waits for what the other pages of its outlet show to be furniture.
#[derive(Clone, Debug)]
pub(crate) struct PageDraft {
    report: Report,
    host: String,
    candidates: Vec<Candidate>,
}

/// What pages are read with, made once.
#[derive(Debug)]
pub(crate) struct PageReader<'a> {
    lexicon: &'a Lexicon,
    pub lines: Lines,
    pub matcher: Matcher,
}

impl<'a> PageReader<'a> {
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, lines: Lines::new(&lexicon.furniture), matcher: Matcher::new(&lexicon.page) }
    }

    /// Extracts a page; `charset` and `address` are what the transport said.
    pub fn draft(&self, bytes: &[u8], charset: Option<&str>, address: Option<&str>) -> Result<PageDraft, IngestError> {
        if bytes.len() > MAX_PAGE {
            return Err(IngestError::TooLarge { what: "the page", limit: MAX_PAGE as u64 });
        }
        let decoded = decode(bytes, charset);
        let mut report = Report::default();
        note(&mut report, "charset", decoded.reason, decoded.charset);
        self.extract(&decoded.text, address, report)
    }

    /// Extracts a page that is text already.
    pub fn extract(&self, html: &str, address: Option<&str>, mut report: Report) -> Result<PageDraft, IngestError> {
        let document = parse(html)?;
        if let Some(outlet) = address.and_then(host_of).and_then(|h| self.outlet(&h)) {
            apply_selectors(&document, outlet);
        }
        let page = walk(&document, &self.matcher);
        let article = Article::find(&page.json_ld);
        let furniture = furniture_elements(&page);
        let mut sources = Sources { page: &page, article: &article, furniture: &furniture, lexicon: self.lexicon, address, headline: None };
        let title = title(&sources);
        sources.headline = title.as_ref().and_then(|t| t.2);
        sources.fill(&mut report);
        if let Some((words, source, _)) = &title {
            note(&mut report, "title", source.clone(), words);
            report.title = Some(words.clone());
        }
        let kept = if is_too_heavy(&page) { vec![true; page.blocks.len()] } else { readability(document, &page.blocks) };
        let judge = Judge::new(&page, self, &furniture, &kept, &report, title.and_then(|t| t.2));
        let mut candidates = judge.candidates();
        self.rescue(&article, &mut candidates);
        let host = report.url.as_deref().and_then(host_of).unwrap_or_default();
        Ok(PageDraft { report, host, candidates })
    }

    fn outlet(&self, host: &str) -> Option<&Outlet> {
        let id = outlet_by_host(self.lexicon, host)?;
        self.lexicon.outlets.iter().find(|o| o.id == id)
    }

    /// A page that shows only the beginning of an article may carry all of it in its JSON-LD.
    fn rescue(&self, article: &Article, candidates: &mut Vec<Candidate>) {
        let Some(whole) = article.text("articleBody") else { return };
        let shown: usize = candidates.iter().filter(|c| c.verdict == Verdict::Body && c.kind != BlockKind::Title).map(|c| c.text.len()).sum();
        if whole.len() < shown * 2 || whole.len() < 200 {
            return;
        }
        candidates.retain(|c| matches!(c.kind, BlockKind::Title | BlockKind::Caption) || c.verdict != Verdict::Body);
        for (n, line) in paragraphs(whole, &self.matcher).into_iter().enumerate().filter(|(_, l)| !self.lines.is_furniture(l)) {
            let place = format!("json-ld/articleBody/{}", n + 1);
            candidates.push(Candidate { kind: BlockKind::Paragraph, hash: block_hash(&line), text: line, place, verdict: Verdict::Body });
        }
    }
}

fn paragraphs(text: &str, matcher: &Matcher) -> Vec<String> {
    if text.contains('<')
        && let Ok(document) = parse(text)
    {
        return walk(&document, matcher).blocks.into_iter().map(|b| b.text).collect();
    }
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// Marks what the outlet's selectors name, as if the page had done so.
fn apply_selectors(document: &Document, outlet: &Outlet) {
    for selector in &outlet.drop {
        if let Some(found) = document.try_select(selector) {
            found.set_attr("hidden", "");
        }
    }
    for selector in &outlet.body {
        if let Some(found) = document.try_select(selector) {
            found.set_attr("itemprop", "articlebody");
        }
    }
}

/// The headline, what told it, and the block that shows it.
fn title(sources: &Sources) -> Option<(String, String, Option<usize>)> {
    let page = sources.page;
    let told = sources.article.text("headline").map(|t| (plain(t), "json-ld".to_owned()));
    let meta = sources.meta(&["og:title", "twitter:title", "dc.title", "headline"]).map(|(k, v)| (plain(v), format!("meta {k}")));
    let named: Vec<(String, String)> = told.into_iter().chain(meta).chain((!page.title.is_empty()).then(|| (page.title.clone(), "title element".to_owned()))).collect();
    let headings = || page.blocks.iter().enumerate().filter(|(_, b)| b.level > 0 && b.letters > 3);
    let agrees = |b: &Block| named.iter().any(|(n, _)| same_title(n, &b.text));
    let shown = headings().filter(|(_, b)| b.level <= 2 && agrees(b)).min_by_key(|(_, b)| (b.level, sources.furniture[b.element]));
    let only = || {
        let mut first = headings().filter(|(_, b)| b.level == 1 && !sources.furniture[b.element] && b.letters > 15);
        first.next().filter(|_| first.next().is_none())
    };
    if let Some((at, block)) = shown.or_else(only) {
        return Some((block.text.clone(), format!("h{}", block.level), Some(at)));
    }
    let (words, source) = named.into_iter().find(|(n, _)| n.chars().count() > 3)?;
    let words = without_site(&words).to_owned();
    let at = page.blocks.iter().position(|b| block_hash(&b.text) == block_hash(&words));
    Some((words, source, at))
}

/// White space collapsed, entities that were escaped twice undone.
fn plain(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#039;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True when one holds the other: a site's name may follow, a kicker may go before.
fn same_title(told: &str, shown: &str) -> bool {
    let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (told, shown) = (letters(told), letters(shown));
    let (short, long) = if told.len() < shown.len() { (&told, &shown) } else { (&shown, &told) };
    short.len() * 2 > long.len() && long.contains(short.as_str())
}

/// Cuts " - Site" and " | Site" off the end.
fn without_site(title: &str) -> &str {
    let cut = [" | ", " - ", " – ", " — ", " :: ", " » ", " • "].iter().filter_map(|s| title.rfind(s)).max();
    cut.map(|at| title[..at].trim()).filter(|t| t.chars().count() * 2 > title.chars().count()).unwrap_or(title)
}

struct Judge<'a> {
    page: &'a Page,
    reader: &'a PageReader<'a>,
    furniture: &'a [bool],
    kept: &'a [bool],
    container: usize,
    /// For every block, whether it lies in the container.
    inside: Vec<bool>,
    /// Elements that hold running text which Readability keeps, and the elements around these.
    beside: FxHashSet<usize>,
    /// Readability found more running text outside the container than in it.
    elsewhere: bool,
    /// The last running text in the container.
    last: usize,
    title: Option<usize>,
    words: Option<&'a str>,
}

impl<'a> Judge<'a> {
    fn new(page: &'a Page, reader: &'a PageReader<'a>, furniture: &'a [bool], kept: &'a [bool], report: &'a Report, title: Option<usize>) -> Self {
        let container = container(page, furniture);
        let inside: Vec<bool> = page.blocks.iter().map(|b| page.within(b.element, container)).collect();
        let prose = || page.blocks.iter().enumerate().filter(|(_, b)| b.is_prose());
        let beside = prose().filter(|(at, _)| kept[*at]).flat_map(|(_, b)| [b.element, page.elements[b.element].parent]).collect();
        let letters = |within: bool| prose().filter(|(at, _)| kept[*at] && inside[*at] == within).map(|(_, b)| b.letters).sum::<usize>();
        let elsewhere = letters(false) > letters(true);
        let last = prose().filter(|(at, b)| !furniture[b.element] && inside[*at]).map(|(at, _)| at).next_back().unwrap_or(0);
        Self { page, reader, furniture, kept, container, inside, beside, elsewhere, last, title, words: report.title.as_deref() }
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut verdicts: Vec<Verdict> = (0..self.page.blocks.len()).map(|at| self.verdict(at)).collect();
        self.trust(&mut verdicts);
        self.trim(&mut verdicts);
        let title = self.words.map(block_hash);
        let headline = self.words.map(|words| {
            let place = self.title.map_or_else(|| "head".to_owned(), |at| self.page.place(self.page.blocks[at].element));
            Candidate { kind: BlockKind::Title, text: words.to_owned(), place, hash: block_hash(words), verdict: Verdict::Body }
        });
        let rest = self.page.blocks.iter().zip(verdicts).enumerate().filter(|(at, _)| Some(*at) != self.title).map(|(_, (block, verdict))| {
            let hash = block_hash(&block.text);
            let verdict = if Some(hash) == title { Verdict::Furniture } else { verdict };
            Candidate { kind: block.kind, text: block.text.clone(), place: self.page.place(block.element), hash, verdict }
        });
        headline.into_iter().chain(rest).collect()
    }

    fn verdict(&self, at: usize) -> Verdict {
        let block = &self.page.blocks[at];
        let inside = self.inside[at];
        if self.furniture[block.element] || self.is_line(at) {
            let surprising = self.kept[at] && inside && block.is_prose() && !self.reader.lines.is_furniture(&block.text) && !self.is_dateline(at);
            return if surprising { Verdict::Doubt } else { Verdict::Furniture };
        }
        let by_marks = self.by_marks(at);
        match (self.kept[at], inside) {
            (true, true) => Verdict::Body,
            _ if by_marks => Verdict::Body,
            (false, true) if self.fits(at) => Verdict::Body,
            (true, false) if self.elsewhere && block.is_prose() => Verdict::Body,
            (false, false) => Verdict::Furniture,
            _ => Verdict::Doubt,
        }
    }

    /// Captions and leads stand around the running text, in what holds it; their marks are enough.
    fn by_marks(&self, at: usize) -> bool {
        let block = &self.page.blocks[at];
        let around = self.page.elements[self.container].parent;
        let placed = match block.kind {
            BlockKind::Standfirst => at < self.last,
            BlockKind::Caption => at < self.last || self.page.within(block.element, around),
            _ => false,
        };
        placed && block.letters >= 8 && self.title.is_none_or(|t| at > t)
    }

    /// Furniture by its words, or by being nothing but a link, a date or a name.
    fn is_line(&self, at: usize) -> bool {
        let block = &self.page.blocks[at];
        let all_link = block.linked * 10 > block.letters * 9 && block.kind != BlockKind::Embed;
        all_link || self.is_dateline(at) || self.reader.lines.is_furniture(&block.text)
    }

    /// A name or a date by its marks, digits alone, or a date right under the headline.
    fn is_dateline(&self, at: usize) -> bool {
        let block = &self.page.blocks[at];
        let marked = block.letters < 90 && self.page.elements[block.element].flags.has(Flags::BYLINE.with(Flags::TIME));
        let near = self.title.is_some_and(|t| at > t && at < t + 5) && block.letters < 60;
        marked || !block.text.contains(char::is_alphabetic) || (near && !block.text.ends_with('.') && visible_time(&block.text, self.reader.lexicon).is_some())
    }

    /// A block that only our own extractor keeps, among blocks that both keep.
    fn fits(&self, at: usize) -> bool {
        let block = &self.page.blocks[at];
        let parent = self.page.elements[block.element].parent;
        let beside_kept = self.beside.contains(&block.element) || self.beside.contains(&parent);
        match block.kind {
            BlockKind::Embed => block.letters >= 20,
            BlockKind::Heading => beside_kept,
            BlockKind::Item => beside_kept || (block.is_prose() && block.linked == 0),
            _ => block.is_prose() && (beside_kept || block.linked * 5 < block.letters),
        }
    }

    /// When almost nothing is left of what Readability found, the page is not built as our rules expect: then its word counts.
    fn trust(&self, verdicts: &mut [Verdict]) {
        let blocks = || self.page.blocks.iter().enumerate().filter(|(_, b)| b.is_prose());
        let left: usize = blocks().filter(|(at, _)| verdicts[*at] == Verdict::Body).map(|(_, b)| b.letters).sum();
        let found: Vec<usize> = blocks().filter(|(at, b)| self.kept[*at] && !self.furniture[b.element] && !self.is_line(*at)).map(|(at, _)| at).collect();
        if left * TRUST < found.iter().map(|at| self.page.blocks[*at].letters).sum() {
            found.iter().for_each(|at| verdicts[*at] = Verdict::Body);
        }
        self.distrust_marks(verdicts);
    }

    /// When marks of furniture stand on most of the running text that both extractors find, they mean something else on this page.
    fn distrust_marks(&self, verdicts: &mut [Verdict]) {
        let prose = |wanted: Verdict| (0..verdicts.len()).filter(|at| verdicts[*at] == wanted && self.page.blocks[*at].is_prose() && self.inside[*at]).collect::<Vec<_>>();
        let letters = |list: &[usize]| list.iter().map(|at| self.page.blocks[*at].letters).sum::<usize>();
        let (body, mut marked) = (prose(Verdict::Body), prose(Verdict::Doubt));
        marked.retain(|at| self.kept[*at] && self.furniture[self.page.blocks[*at].element] && !self.is_line(*at));
        if letters(&marked) > letters(&body) * DISTRUST {
            marked.iter().for_each(|at| verdicts[*at] = Verdict::Body);
        }
    }

    /// After the last running text, and before the headline, short blocks are tags, credits and names, unless they end as sentences do.
    fn trim(&self, verdicts: &mut [Verdict]) {
        let prose: Vec<usize> = (0..verdicts.len()).filter(|&at| verdicts[at] == Verdict::Body && self.page.blocks[at].is_prose()).collect();
        let (Some(&first), Some(&last)) = (prose.first(), prose.last()) else { return };
        let start = self.title.map_or(0, |t| if t <= first { t } else { 0 });
        for (at, verdict) in verdicts.iter_mut().enumerate() {
            let after = at > last && self.page.blocks[at].kind != BlockKind::Caption && !self.is_sentence(at);
            let outside = after || at < start;
            if outside && *verdict == Verdict::Body {
                *verdict = Verdict::Doubt;
            }
        }
    }
}

impl Judge<'_> {
    /// A short block that both extractors keep, without links, and with the punctuation of a sentence at its end.
    fn is_sentence(&self, at: usize) -> bool {
        let block = &self.page.blocks[at];
        let end = block.text.trim_end_matches(['"', '»', '”', ')', ' ']);
        self.kept[at] && self.inside[at] && block.linked == 0 && block.kind == BlockKind::Paragraph && end.ends_with(['.', '!', '?', '؟', '…'])
    }
}

impl PageDraft {
    /// Blocks that may turn out to be furniture, for the memory of their outlet.
    pub fn observe(&self, repeats: &mut Repeats) {
        let blocks = self.candidates.iter().filter(|c| c.verdict != Verdict::Furniture && c.kind != BlockKind::Title);
        let headline = self.candidates.iter().find(|c| c.kind == BlockKind::Title).or(self.candidates.first()).map_or(0, |c| c.hash);
        repeats.observe(&self.host, headline, blocks.map(|c| c.hash));
    }

    /// Which blocks stand on other pages of the outlet. When that is most of the text, the other pages are this one under another headline.
    fn repeated(&self, repeats: &Repeats) -> Vec<bool> {
        let repeated: Vec<bool> = self.candidates.iter().map(|c| c.kind != BlockKind::Title && repeats.repeated(&self.host, c.hash)).collect();
        let bytes = |only: bool| -> usize {
            let body = self.candidates.iter().zip(&repeated).filter(|(c, r)| c.verdict == Verdict::Body && c.kind != BlockKind::Title && (**r || !only));
            body.map(|(c, _)| c.text.len()).sum()
        };
        if bytes(true) * 2 > bytes(false) { vec![false; repeated.len()] } else { repeated }
    }

    /// The report, without blocks that stand on other pages of the outlet; blocks of doubt in the text only if `uncertain`.
    pub fn close(self, repeats: &Repeats, uncertain: bool) -> Result<Report, IngestError> {
        let repeated = self.repeated(repeats);
        let mut report = self.report;
        let mut letters = 0;
        for (candidate, repeated) in self.candidates.into_iter().zip(repeated) {
            match candidate.verdict {
                Verdict::Furniture => {}
                _ if repeated => {}
                Verdict::Doubt if !uncertain => report.doubts.push(Doubt { kind: candidate.kind, text: candidate.text, place: candidate.place }),
                verdict => {
                    letters += if candidate.kind == BlockKind::Title { 0 } else { candidate.text.chars().filter(|c| c.is_alphanumeric()).count() };
                    append(&mut report, candidate, verdict == Verdict::Doubt);
                }
            }
        }
        if letters < FEWEST {
            return Err(IngestError::NoText("no running text was found on the page"));
        }
        Ok(report)
    }
}

fn append(report: &mut Report, candidate: Candidate, doubtful: bool) {
    push_block(report, candidate.kind, &candidate.text, candidate.place, doubtful);
}

/// Adds a line to the text and its block.
pub(crate) fn push_block(report: &mut Report, kind: BlockKind, text: &str, place: String, doubtful: bool) {
    if !report.text.is_empty() {
        report.text.push('\n');
    }
    let start = report.text.len();
    report.text.push_str(text);
    report.blocks.push(TextBlock { kind, span: Span::new(start, report.text.len()), place, doubtful });
}

//! Pictures in letters: a strip of days, a bar of chains, a legend.

use anstyle::{AnsiColor, Style};
use rawi_situation::names::{Name, Names};
use rawi_situation::situation::{Belief, Status};
use unicode_width::UnicodeWidthStr;

use crate::pretty::{Paint, isolate, shorten};

/// Colours of parties, in the order in which they appear.
const COLOURS: [AnsiColor; 6] = [AnsiColor::Green, AnsiColor::Red, AnsiColor::Blue, AnsiColor::Yellow, AnsiColor::Magenta, AnsiColor::Cyan];

/// Gives every value a letter and a colour.
pub struct Legend<'a> {
    names: &'a Names,
    values: Vec<Name>,
}

impl<'a> Legend<'a> {
    /// Without values yet.
    pub fn new(names: &'a Names) -> Self {
        Self { names, values: Vec::new() }
    }

    /// The letter of a value; after Z come digits, then `+`.
    pub fn letter(&mut self, value: Name) -> char {
        let index = self.index(value);
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".chars().nth(index).unwrap_or('+')
    }

    /// The style of a value.
    pub fn style(&mut self, value: Name) -> Style {
        Style::new().fg_color(Some(COLOURS[self.index(value) % COLOURS.len()].into()))
    }

    fn index(&mut self, value: Name) -> usize {
        self.values.iter().position(|v| *v == value).unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        })
    }

    /// One day: a capital where the value is held, a small letter where it is likely, `~` contested, `·` unknown.
    pub fn day(&mut self, belief: &Belief, paint: &Paint) -> String {
        let letter = belief.value.map(|v| (self.letter(v), self.style(v)));
        match (belief.status, letter) {
            (Status::Held, Some((c, style))) => paint.with(style.bold(), &c.to_string()),
            (Status::Likely, Some((c, style))) => paint.with(style, &c.to_ascii_lowercase().to_string()),
            (Status::Contested, _) => paint.with(Style::new().fg_color(Some(AnsiColor::Yellow.into())), "~"),
            _ => paint.dim("·"),
        }
    }

    /// What the letters mean.
    pub fn lines(&mut self, paint: &Paint) -> String {
        let mut out = String::new();
        for value in self.values.clone() {
            let letter = self.letter(value).to_string();
            out.push_str(&format!("  {} {}\n", paint.with(self.style(value).bold(), &letter), isolate(self.names.get(value).label())));
        }
        out.push_str(&paint.dim("  A held   a likely   ~ contested   · unknown\n"));
        out
    }
}

/// A mark for every chain for and against, ten at most.
pub fn chains((pro, con): (usize, usize), paint: &Paint) -> String {
    let bar = |n: usize, mark: &str| mark.repeat(n.min(10)) + if n > 10 { "+" } else { "" };
    let (pro, con) = (bar(pro, "▮"), bar(con, "▯"));
    let width = pro.width() + con.width();
    let green = paint.with(Style::new().fg_color(Some(AnsiColor::Green.into())), &pro);
    let red = paint.with(Style::new().fg_color(Some(AnsiColor::Red.into())), &con);
    format!("{green}{red}{}", " ".repeat(12usize.saturating_sub(width)))
}

/// A text in a column: cut or filled, and isolated so that Arabic stays in its place.
pub fn column(text: &str, width: usize) -> String {
    let cut = if text.width() > width { shorten(text, width - 1) } else { text.to_owned() };
    let fill = width.saturating_sub(cut.width());
    format!("{}{}", isolate(&cut), " ".repeat(fill))
}

//! Rows of public gazetteers: the country dumps of GeoNames, and tables drawn from Who's On First.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::orthography::{is_arabic_letter, is_mark};

/// Which gazetteer a row is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gazetteer {
    /// `geonames.org`: tab-separated, 19 columns, no header.
    GeoNames,
    /// `whosonfirst.org`: CSV with a header that begins with `wof_id`.
    WhosOnFirst,
}

impl Gazetteer {
    /// Tells the gazetteer by its first line.
    pub fn of(text: &str) -> Option<Self> {
        let first = text.trim_start_matches('\u{feff}').lines().next()?;
        if first.starts_with("wof_id,") {
            return Some(Self::WhosOnFirst);
        }
        (first.split('\t').count() == COLUMNS).then_some(Self::GeoNames)
    }

    /// The word in the `source` column, and in the table of types.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::GeoNames => "geonames",
            Self::WhosOnFirst => "whosonfirst",
        }
    }

    /// The first part of identifiers.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::GeoNames => "gn",
            Self::WhosOnFirst => "wof",
        }
    }
}

/// Columns of a GeoNames dump.
const COLUMNS: usize = 19;

/// Inhabitants from which a settlement is a city, and a town.
const CITY: u64 = 100_000;
const TOWN: u64 = 10_000;

/// Types by gazetteer and class, from `data/import-types.csv`.
static TYPES: LazyLock<BTreeMap<(&str, &str), &str>> = LazyLock::new(|| {
    let lines = include_str!("../data/import-types.csv").lines().skip(1);
    lines.filter_map(|line| line.split_once(',').and_then(|(source, rest)| rest.split_once(',').map(|(class, kind)| ((source, class), kind)))).collect()
});

/// A place of a gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct GazetteerRow {
    pub(crate) gazetteer: Gazetteer,
    pub(crate) number: u64,
    /// Type in Rawi's words.
    pub(crate) class: &'static str,
    /// Lower-case country code.
    pub(crate) country: String,
    /// Codes or names of the units it lies in, the widest first; of a unit, its own code is the last.
    pub(crate) units: Vec<String>,
    /// It is itself the last of its `units`.
    pub(crate) is_unit: bool,
    pub(crate) position: (f64, f64),
    /// Arabic names, the main one first.
    pub(crate) ar: Vec<String>,
    pub(crate) en: String,
    /// Number in GeoNames, where the gazetteer tells it.
    pub(crate) geonames: Option<u64>,
}

/// Why a row gives no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unused {
    /// It is of a class that Rawi has no type for.
    Class,
    /// It has no Arabic name.
    Name,
    /// It is in another country than the one asked for.
    Country,
    /// It is malformed.
    Malformed(String),
}

/// The rows of a gazetteer's text, each with its line from 1. `country` is asked for; for Who's On First it is the country of the file.
pub fn gazetteer_rows(gazetteer: Gazetteer, text: &str, country: Option<&str>) -> Vec<(usize, Result<GazetteerRow, Unused>)> {
    let text = text.trim_start_matches('\u{feff}');
    match gazetteer {
        Gazetteer::GeoNames => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
            lines.map(|(index, line)| (index + 1, geonames(line, country))).collect()
        }
        Gazetteer::WhosOnFirst => whosonfirst(text, country.unwrap_or_default()),
    }
}

fn geonames(line: &str, country: Option<&str>) -> Result<GazetteerRow, Unused> {
    let malformed = |what: &str| Unused::Malformed(what.to_owned());
    let cells: Vec<&str> = line.split('\t').collect();
    let [number, name, ascii, alternates, lat, lon, class, code, cc, _, adm1, adm2, adm3, _, population, ..] = cells.as_slice() else {
        return Err(Unused::Malformed(format!("{} columns instead of {COLUMNS}", cells.len())));
    };
    let cc = cc.to_lowercase();
    if country.is_some_and(|wanted| wanted != cc) {
        return Err(Unused::Country);
    }
    let known = *TYPES.get(&("geonames", format!("{class}.{code}").as_str())).ok_or(Unused::Class)?;
    let number = number.parse().map_err(|_| malformed("the first column is no number"))?;
    let position = position(lat, lon).ok_or_else(|| malformed("latitude and longitude are not on earth"))?;
    let ar = arabic([*name].into_iter().chain(alternates.split(',')));
    if ar.is_empty() {
        return Err(Unused::Name);
    }
    let units: Vec<String> = [*adm1, *adm2, *adm3].into_iter().take_while(|code| !code.is_empty()).map(str::to_owned).collect();
    let depth = match *code {
        "ADM1" => 1,
        "ADM2" => 2,
        "ADM3" => 3,
        _ => 0,
    };
    Ok(GazetteerRow {
        gazetteer: Gazetteer::GeoNames,
        number,
        class: by_size(known, population.parse().unwrap_or(0)),
        country: cc,
        is_unit: depth > 0 && units.len() == depth,
        units,
        position,
        ar,
        en: if ascii.is_empty() { (*name).to_owned() } else { (*ascii).to_owned() },
        geonames: Some(number),
    })
}

/// A settlement is a city, town or village by its inhabitants; an unknown number is a village's.
fn by_size(class: &'static str, inhabitants: u64) -> &'static str {
    match class {
        "settlement" if inhabitants >= CITY => "city",
        "settlement" if inhabitants >= TOWN => "town",
        "settlement" => "village",
        _ => class,
    }
}

#[derive(Deserialize)]
struct WofRow {
    wof_id: u64,
    placetype: String,
    name_ar: String,
    name_en: String,
    lat: String,
    lon: String,
    region: String,
    county: String,
    variants_ar: String,
    geonames_id: String,
}

fn whosonfirst(text: &str, country: &str) -> Vec<(usize, Result<GazetteerRow, Unused>)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let Ok(headers) = reader.headers().cloned() else { return Vec::new() };
    let rows = reader.records().map(|record| match record {
        Ok(record) => {
            let line = record.position().map_or(1, |p| p.line() as usize);
            let row = record.deserialize::<WofRow>(Some(&headers)).map_err(|e| Unused::Malformed(e.to_string()));
            (line, row.and_then(|row| wof_row(&row, country)))
        }
        Err(error) => (error.position().map_or(1, |p| p.line() as usize), Err(Unused::Malformed(error.to_string()))),
    });
    rows.collect()
}

fn wof_row(row: &WofRow, country: &str) -> Result<GazetteerRow, Unused> {
    let class = *TYPES.get(&("whosonfirst", row.placetype.as_str())).ok_or(Unused::Class)?;
    let position = position(&row.lat, &row.lon).ok_or_else(|| Unused::Malformed("latitude and longitude are not on earth".to_owned()))?;
    let ar = arabic([row.name_ar.as_str()].into_iter().chain(row.variants_ar.split('|')));
    if ar.is_empty() {
        return Err(Unused::Name);
    }
    let units: Vec<String> = [&row.region, &row.county].into_iter().take_while(|name| !name.is_empty()).cloned().collect();
    let depth = match row.placetype.as_str() {
        "region" => 1,
        "county" => 2,
        _ => 0,
    };
    Ok(GazetteerRow {
        gazetteer: Gazetteer::WhosOnFirst,
        number: row.wof_id,
        class,
        country: country.to_owned(),
        is_unit: depth > 0 && units.len() == depth,
        units,
        position,
        ar,
        en: row.name_en.clone(),
        geonames: row.geonames_id.parse().ok(),
    })
}

fn position(lat: &str, lon: &str) -> Option<(f64, f64)> {
    let (lat, lon): (f64, f64) = (lat.parse().ok()?, lon.parse().ok()?);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}

/// The names in Arabic script, without invisible marks, each once.
fn arabic<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        let clean: String = name.trim().chars().filter(|c| !is_mark(*c) && !matches!(c, '"' | '|')).collect();
        let letters = clean.chars().filter(|c| is_arabic_letter(*c)).count();
        let latin = clean.chars().any(|c| c.is_ascii_alphabetic());
        if letters >= 2 && !latin && !out.contains(&clean) {
            out.push(clean);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::PLACE_TYPES;

    const LINE: &str = "170654\tHoms\tHoms\tEmesa,حمص,حُمص,Хомс,مدينة حمص\t34.7\t36.7\tP\tPPLA\tSY\t\t11\t01\t\t\t775404\t\t508\tAsia/Damascus\t2020-01-01";

    fn line(changes: &[(usize, &str)]) -> Result<GazetteerRow, Unused> {
        let mut cells: Vec<&str> = LINE.split('\t').collect();
        changes.iter().for_each(|(n, value)| cells[*n] = value);
        geonames(&cells.join("\t"), None)
    }

    #[test]
    fn every_type_of_the_table_is_ours() {
        for class in TYPES.values() {
            assert!(*class == "settlement" || PLACE_TYPES.contains(class), "{class}");
        }
        assert!(TYPES.len() > 30);
    }

    #[test]
    fn a_line_of_geonames_is_a_place() {
        let row = line(&[]).unwrap();
        assert_eq!((row.number, row.class, row.country.as_str(), row.en.as_str()), (170_654, "city", "sy", "Homs"));
        assert_eq!(row.ar, ["حمص", "مدينة حمص"], "marks do not make another name");
        assert_eq!((row.units, row.is_unit, row.position), (vec!["11".into(), "01".into()], false, (34.7, 36.7)));
    }

    #[test]
    fn settlements_go_by_their_size() {
        for (inhabitants, class) in [("100000", "city"), ("10000", "town"), ("9999", "village"), ("", "village")] {
            assert_eq!(line(&[(7, "PPL"), (14, inhabitants)]).unwrap().class, class);
        }
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        assert_eq!(line(&[(7, "PPLH")]), Err(Unused::Class));
        assert_eq!(line(&[(3, "Emesa,Хомс")]), Err(Unused::Name));
        assert!(matches!(line(&[(4, "north")]), Err(Unused::Malformed(_))));
        assert!(matches!(line(&[(0, "x")]), Err(Unused::Malformed(_))));
        assert_eq!(geonames("1\t2", None), Err(Unused::Malformed("2 columns instead of 19".into())));
        assert_eq!(geonames(LINE, Some("iq")), Err(Unused::Country));
    }

    #[test]
    fn units_know_that_they_are_units() {
        assert!(line(&[(6, "A"), (7, "ADM1"), (11, "")]).unwrap().is_unit);
        assert!(line(&[(6, "A"), (7, "ADM2")]).unwrap().is_unit);
    }

    #[test]
    fn rows_of_whos_on_first_are_places() {
        let text = "wof_id,placetype,name_ar,name_en,lat,lon,region,county,variants_ar,geonames_id\n1,region,Hims,Homs,34,36,Homs,,Hims|محافظة حمص,7\n2,campus,حرم,Campus,34,36,Homs,,,\n3,locality,تل,Tell,x,36,Homs,,,\n";
        assert_eq!(Gazetteer::of(text), Some(Gazetteer::WhosOnFirst));
        let rows = gazetteer_rows(Gazetteer::WhosOnFirst, text, Some("sy"));
        let first = rows[0].1.as_ref().unwrap();
        assert_eq!((first.class, first.ar.as_slice(), first.geonames, first.is_unit), ("governorate", &["محافظة حمص".to_owned()][..], Some(7), true));
        assert_eq!(rows[1], (3, Err(Unused::Class)));
        assert!(matches!(rows[2], (4, Err(Unused::Malformed(_)))));
        assert_eq!(Gazetteer::of(LINE), Some(Gazetteer::GeoNames));
        assert_eq!(Gazetteer::of("a,b\n"), None);
    }
}

//! Gazetteer rows to places of a lexicon: what is known already is left out, doubles are joined, units are found.

use std::collections::{BTreeMap, HashMap};

use crate::entries::{Bearer, Lexicon, NounClass, Sense};
use crate::gazetteer::{Gazetteer, GazetteerRow};
use crate::load_names::name_key;

/// Two places of one name and sort are one when they are no farther apart, in kilometres.
const NEAR: f64 = 10.0;

/// The same for districts, whose centres are told differently.
const NEAR_DISTRICTS: f64 = 60.0;

/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;

/// What became of the rows of one country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New places.
    pub added: usize,
    /// Places that the lexicon has already: left out.
    pub known: usize,
    /// Doubles of a new place: their names became its variants.
    pub joined: usize,
    /// Villages and neighbourhoods with the name of another place of the lexicon: left out unless asked for.
    pub homonyms: usize,
    /// Places that are only called by an ordinary word for places, such as "the village": left out.
    pub nameless: usize,
}

/// Places to be added, by country.
#[derive(Clone, Debug, Default)]
pub struct Import {
    places: Vec<NewPlace>,
    counts: BTreeMap<String, ImportCounts>,
}

#[derive(Clone, Debug)]
struct NewPlace {
    id: String,
    class: &'static str,
    country: String,
    within: String,
    position: (f64, f64),
    names: Vec<String>,
    en: String,
    source: &'static str,
}

/// Where a row of the gazetteer ended up.
#[derive(Clone, Copy, Debug)]
enum Home {
    Known(u32),
    New(usize),
}

struct Importer<'l> {
    lexicon: &'l Lexicon,
    homonyms: bool,
    import: Import,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<(Gazetteer, u64), Home>,
    by_number: HashMap<u64, Home>,
    units: HashMap<(Gazetteer, String, Vec<String>), Home>,
}

impl Import {
    /// Plans the import of rows into a lexicon. Without `homonyms`, a village that has the name of a place which ships is left out:
    /// it would be taken for the other in reports that say no more than the name.
    pub fn plan(lexicon: &Lexicon, mut rows: Vec<GazetteerRow>, homonyms: bool) -> Self {
        // Units come before what lies in them, the widest first.
        rows.sort_by_key(|row| if row.is_unit { row.units.len() } else { usize::MAX });
        let mut importer =
            Importer { lexicon, homonyms, import: Self::default(), by_name: HashMap::new(), by_id: HashMap::new(), by_number: HashMap::new(), units: HashMap::new() };
        rows.iter().for_each(|row| importer.add(row));
        importer.import
    }

    /// What became of the rows, by country.
    pub fn counts(&self) -> &BTreeMap<String, ImportCounts> {
        &self.counts
    }

    /// The file of a country in the lexicon's own format, ordered by identifier.
    pub fn csv(&self, country: &str) -> Result<Vec<u8>, csv::Error> {
        let mut places: Vec<&NewPlace> = self.places.iter().filter(|place| place.country == country).collect();
        places.sort_by(|a, b| a.id.cmp(&b.id));
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "type", "within", "lat", "lon", "ar", "en", "variants", "source"])?;
        for place in places {
            let (lat, lon) = (format!("{:.4}", place.position.0), format!("{:.4}", place.position.1));
            let (ar, variants) = place.names.split_first().map_or(("", String::new()), |(first, rest)| (first.as_str(), rest.join("|")));
            writer.write_record([&place.id, place.class, &place.within, &lat, &lon, ar, &place.en, &variants, place.source])?;
        }
        writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
    }
}

impl Importer<'_> {
    fn add(&mut self, row: &GazetteerRow) {
        let names = self.usable(&row.ar);
        let keys: Vec<String> = names.iter().flat_map(|name| self.keys(name)).collect();
        let home = self.home(row, &keys);
        let shadowed = home.is_none() && !self.homonyms && self.is_homonym(row, &keys);
        let counts = self.import.counts.entry(row.country.clone()).or_default();
        let home = match home {
            Some(Home::Known(place)) => {
                counts.known += 1;
                Home::Known(place)
            }
            _ if names.is_empty() => return counts.nameless += 1,
            _ if shadowed => return counts.homonyms += 1,
            Some(Home::New(place)) => {
                counts.joined += 1;
                self.join(place, names);
                Home::New(place)
            }
            None => {
                counts.added += 1;
                Home::New(self.new_place(row, names))
            }
        };
        self.settle(row, keys, home);
    }

    /// Names that stand for the place: not the bare word for a place, and of further names not an ordinary word, which no one would take for a name.
    fn usable(&self, names: &[String]) -> Vec<String> {
        let is_usable = |(index, name): (usize, &String)| {
            let name = name_key(name);
            let bare = name.strip_prefix("ال").unwrap_or(&name);
            !self.is_class(&name) && !self.is_class(bare) && (index == 0 || !self.lexicon.is_word(&name) && !self.lexicon.is_word(bare))
        };
        names.iter().enumerate().filter(|(index, name)| is_usable((*index, name))).map(|(_, name)| name.clone()).collect()
    }

    /// A small place with the name of a place that ships.
    fn is_homonym(&self, row: &GazetteerRow, keys: &[String]) -> bool {
        let is_place = |key: &String| self.lexicon.names.get(key).iter().any(|name| matches!(name.bearer, Bearer::Place(_)));
        matches!(row.class, "village" | "neighbourhood") && keys.iter().any(is_place)
    }

    fn join(&mut self, place: usize, names: Vec<String>) {
        let known = &mut self.import.places[place].names;
        for name in names {
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }

    /// Remembers where a row ended up, for the rows after it.
    fn settle(&mut self, row: &GazetteerRow, keys: Vec<String>, home: Home) {
        if let Home::New(place) = home {
            for key in keys {
                let places = self.by_name.entry(key).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        self.by_id.entry((row.gazetteer, row.number)).or_insert(home);
        if let Some(number) = row.geonames {
            self.by_number.entry(number).or_insert(home);
        }
        if row.is_unit {
            self.units.entry((row.gazetteer, row.country.clone(), row.units.clone())).or_insert(home);
        }
    }

    /// The folded name, and the name without a class noun before it.
    fn keys(&self, name: &str) -> Vec<String> {
        let whole = name_key(name);
        let bare = whole.split_once(' ').filter(|_| self.opens_with_class(name)).map(|(_, rest)| rest.to_owned());
        std::iter::once(whole).chain(bare).collect()
    }

    fn opens_with_class(&self, name: &str) -> bool {
        self.is_class(&crate::orthography::key(name.split_whitespace().next().unwrap_or_default()))
    }

    /// True for a word such as "village" or "hill"; folded or not.
    fn is_class(&self, word: &str) -> bool {
        let is_class =
            |word: &str| self.lexicon.senses(word).iter().any(|sense| matches!(sense, Sense::Noun { noun, .. } if self.lexicon.nouns[*noun as usize].class == NounClass::Place));
        is_class(word) || word.strip_suffix('ه').is_some_and(|stem| is_class(&format!("{stem}ة")))
    }

    fn home(&self, row: &GazetteerRow, keys: &[String]) -> Option<Home> {
        let same = self.by_id.get(&(row.gazetteer, row.number)).or_else(|| self.by_number.get(&row.geonames?));
        if let Some(home) = same {
            return Some(*home);
        }
        self.known(row, keys).map(Home::Known).or_else(|| self.double(row, keys).map(Home::New))
    }

    /// The place of the lexicon that the row is.
    fn known(&self, row: &GazetteerRow, keys: &[String]) -> Option<u32> {
        let bearers = keys.iter().flat_map(|key| self.lexicon.names.get(key));
        let places = bearers.filter_map(|name| if let Bearer::Place(place) = name.bearer { Some(place) } else { None });
        places.into_iter().find(|&index| {
            let place = &self.lexicon.places[index as usize];
            let same_country = self.lexicon.country_of(index) == row.country;
            is_sort(&place.class, row.class) && place.position.map_or(same_country, |position| is_near(row.class, position, row.position, same_country))
        })
    }

    /// The place of this import that the row is too.
    fn double(&self, row: &GazetteerRow, keys: &[String]) -> Option<usize> {
        let places = keys.iter().filter_map(|key| self.by_name.get(key)).flatten().copied();
        places.into_iter().find(|&index| {
            let place = &self.import.places[index];
            is_sort(place.class, row.class) && is_near(row.class, place.position, row.position, place.country == row.country)
        })
    }

    fn new_place(&mut self, row: &GazetteerRow, names: Vec<String>) -> usize {
        self.import.places.push(NewPlace {
            id: format!("place:{}/{}", row.gazetteer.prefix(), row.number),
            class: row.class,
            country: row.country.clone(),
            within: self.within(row),
            position: row.position,
            names,
            en: row.en.clone(),
            source: row.gazetteer.code(),
        });
        self.import.places.len() - 1
    }

    /// Identifier of the narrowest unit that is there, else of the country, else nothing.
    fn within(&self, row: &GazetteerRow) -> String {
        let depth = if row.is_unit { row.units.len() - 1 } else { row.units.len() };
        for depth in (1..=depth).rev() {
            if let Some(home) = self.units.get(&(row.gazetteer, row.country.clone(), row.units[..depth].to_vec())) {
                return match *home {
                    Home::Known(place) => self.lexicon.places[place as usize].id.clone(),
                    Home::New(place) => self.import.places[place].id.clone(),
                };
            }
        }
        let country = format!("place:{}", row.country);
        if self.lexicon.place(&country).is_some() { country } else { String::new() }
    }
}

/// Types that gazetteers do not tell apart.
fn is_sort(a: &str, b: &str) -> bool {
    let sort = |class: &str| match class {
        "governorate" | "region" => 1,
        "city" | "town" | "village" | "neighbourhood" | "camp" => 2,
        "airport" | "airbase" | "base" => 3,
        _ => 0,
    };
    a == b || (sort(a) != 0 && sort(a) == sort(b))
}

/// Governorates of one country with one name are one wherever their centres are put.
fn is_near(class: &str, a: (f64, f64), b: (f64, f64), same_country: bool) -> bool {
    match class {
        "governorate" => same_country,
        "district" => kilometres(a, b) <= NEAR_DISTRICTS,
        _ => kilometres(a, b) <= NEAR,
    }
}

/// Distance on a plane, which is good enough for some tens of kilometres.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let north = (a.0 - b.0) * DEGREE;
    let east = (a.1 - b.1) * DEGREE * ((a.0 + b.0) / 2.0).to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sources;
    use crate::gazetteer::gazetteer_rows;

    fn line(number: u32, alternates: &str, lat: f64, lon: f64, class: &str, units: [&str; 2]) -> String {
        let (class, code) = class.split_once('.').unwrap();
        format!("{number}\tName\tName\t{alternates}\t{lat}\t{lon}\t{class}\t{code}\tSY\t\t{}\t{}\t\t\t0\t\t0\tx\t2020-01-01\n", units[0], units[1])
    }

    fn import(text: &str, gazetteer: Gazetteer) -> Import {
        let lexicon = Lexicon::load(&Sources::embedded()).unwrap();
        let rows = gazetteer_rows(gazetteer, text, Some("sy")).into_iter().map(|(_, row)| row.unwrap()).collect();
        Import::plan(&lexicon, rows, false)
    }

    fn csv(import: &Import) -> String {
        String::from_utf8(import.csv("sy").unwrap()).unwrap()
    }

    #[test]
    fn places_lie_in_their_units() {
        let got = import(
            &(line(3, "تل الغزلان", 35.0, 36.5, "P.PPL", ["10", "07"])
                + &line(2, "ناحية الغزلان", 35.0, 36.5, "A.ADM2", ["10", "07"])
                + &line(1, "محافظة حماة", 35.5, 37.9, "A.ADM1", ["10", ""])
                + &line(4, "قرية الظباء", 35.0, 38.5, "P.PPL", ["99", ""])),
            Gazetteer::GeoNames,
        );
        assert_eq!(got.counts()["sy"], ImportCounts { added: 3, known: 1, joined: 0, ..ImportCounts::default() });
        assert_eq!(
            csv(&got),
            "id,type,within,lat,lon,ar,en,variants,source\n\
             place:gn/2,district,place:sy/hama-gov,35.0000,36.5000,ناحية الغزلان,Name,,geonames\n\
             place:gn/3,village,place:gn/2,35.0000,36.5000,تل الغزلان,Name,,geonames\n\
             place:gn/4,village,place:sy,35.0000,38.5000,قرية الظباء,Name,,geonames\n"
        );
    }

    #[test]
    fn shipped_places_are_left_out_only_where_they_are() {
        let text = line(1, "حماة", 35.13, 36.75, "P.PPLA", ["", ""]) + &line(2, "حماة", 33.0, 36.75, "P.PPL", ["", ""]) + &line(3, "قرية حماة", 33.0, 36.75, "S.DAM", ["", ""]);
        let got = import(&text, Gazetteer::GeoNames);
        assert_eq!(got.counts()["sy"], ImportCounts { added: 1, known: 1, homonyms: 1, ..ImportCounts::default() });
        assert!(csv(&got).contains("place:gn/3,"), "a dam is no other village");
    }

    #[test]
    fn doubles_become_variants() {
        let got = import(&(line(1, "تل الغزلان", 35.0, 36.5, "P.PPL", ["", ""]) + &line(2, "قرية تل الغزلان", 35.05, 36.5, "P.PPLL", ["", ""])), Gazetteer::GeoNames);
        assert_eq!(got.counts()["sy"], ImportCounts { added: 1, known: 0, joined: 1, ..ImportCounts::default() });
        assert!(csv(&got).contains("تل الغزلان,Name,قرية تل الغزلان,geonames"), "{}", csv(&got));
        let other = import(&(line(1, "تل الغزلان", 35.0, 36.5, "P.PPL", ["", ""]) + &line(2, "تل الغزلان", 35.0, 36.5, "T.MT", ["", ""])), Gazetteer::GeoNames);
        assert_eq!(other.counts()["sy"].added, 2, "a hill is not the village on it");
    }

    #[test]
    fn a_number_stands_for_one_place() {
        let text = "wof_id,placetype,name_ar,name_en,lat,lon,region,county,variants_ar,geonames_id\n10,locality,تل الظباء,A,35,36,,,,\n10,locality,تل الغزلان,B,33,37,,,,\n";
        let got = import(text, Gazetteer::WhosOnFirst);
        assert_eq!(got.counts()["sy"], ImportCounts { added: 1, joined: 1, ..ImportCounts::default() });
        assert!(csv(&got).contains("place:wof/10,village,place:sy,35.0000,36.0000,تل الظباء,A,تل الغزلان,whosonfirst"), "{}", csv(&got));
    }

    #[test]
    fn a_bare_word_for_a_place_is_no_name() {
        let got = import(&(line(1, "مدينة", 33.0, 36.5, "P.PPL", ["", ""]) + &line(2, "تل الغزلان,القرية,السوق", 33.0, 36.5, "P.PPL", ["", ""])), Gazetteer::GeoNames);
        assert_eq!(got.counts()["sy"], ImportCounts { added: 1, nameless: 1, ..ImportCounts::default() });
        assert!(csv(&got).contains("تل الغزلان,Name,,geonames"), "{}", csv(&got));
    }

    #[test]
    fn distances_are_in_kilometres() {
        assert!((kilometres((35.0, 36.0), (35.0, 37.0)) - 91.1).abs() < 0.2);
        assert!((kilometres((35.0, 36.0), (36.0, 36.0)) - 111.2).abs() < 0.1);
    }
}

//! Finds the names that are nearly alike without comparing each with each.
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::values::text::{letter_key, name_key, near_miss};

/// Beyond this many names on either side only spaces and punctuation are compared.
const SLIPS_MAX: usize = 20_000;

/// Known names, findable by their letters and by one slip of the pen.
pub struct Names {
    names: Vec<String>,
    by_key: HashMap<String, usize>,
    by_letters: HashMap<String, usize>,
    by_slip: HashMap<u64, Vec<usize>>,
}

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alike {
    /// Equal but for spaces and punctuation.
    Letters,
    /// One letter apart.
    Slip,
}

impl Names {
    pub fn new(names: Vec<String>) -> Names {
        let mut known = Names {
            names: Vec::with_capacity(names.len()),
            by_key: HashMap::new(),
            by_letters: HashMap::new(),
            by_slip: HashMap::new(),
        };
        names.into_iter().for_each(|name| known.add(name));
        known
    }

    pub fn add(&mut self, name: String) {
        let (at, letters) = (self.names.len(), letter_key(&name));
        if at < SLIPS_MAX {
            for trace in traces(&letters) {
                self.by_slip.entry(trace).or_default().push(at);
            }
        }
        self.by_key.entry(name_key(&name)).or_insert(at);
        self.by_letters.entry(letters).or_insert(at);
        self.names.push(name);
    }

    pub fn has(&self, name: &str) -> bool {
        self.by_key.contains_key(&name_key(name))
    }

    /// A known name that this one may well mean. `None` when it is known itself.
    pub fn alike(&self, name: &str) -> Option<(&str, Alike)> {
        if self.has(name) {
            return None;
        }
        let letters = letter_key(name);
        if letters.is_empty() {
            return None;
        }
        if let Some(at) = self.by_letters.get(&letters) {
            return Some((&self.names[*at], Alike::Letters));
        }
        let near = traces(&letters)
            .filter_map(|trace| self.by_slip.get(&trace))
            .flatten()
            .find(|at| near_miss(&self.names[**at], name))?;
        Some((&self.names[*near], Alike::Slip))
    }
}

/// The word and every word with one letter left out: words one slip apart share at least one of these.
fn traces(letters: &str) -> impl Iterator<Item = u64> + '_ {
    let word = hash(letters.chars());
    let shorter = letters
        .char_indices()
        .take(80)
        .map(move |(at, letter)| hash(letters[..at].chars().chain(letters[at + letter.len_utf8()..].chars())));
    std::iter::once(word).chain(shorter)
}

fn hash(letters: impl Iterator<Item = char>) -> u64 {
    let mut hasher = DefaultHasher::new();
    letters.for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_others_not() {
        let names = Names::new(["GTX Pro", "MG Special", "Philippines", "Customer 1"].map(str::to_owned).to_vec());
        assert_eq!(names.alike("GTXPro"), Some(("GTX Pro", Alike::Letters)));
        assert_eq!(names.alike("Philipines"), Some(("Philippines", Alike::Slip)));
        assert_eq!(names.alike("Phlilippines"), Some(("Philippines", Alike::Slip)));
        for other in ["gtx pro", "GTX Basic", "Customer 2", "", "!"] {
            assert_eq!(names.alike(other), None, "{other}");
        }
    }
}

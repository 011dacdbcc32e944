//! Quartiles and intervals. Pure.

/// The five figures of a box: least, first quartile, median, third quartile, most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Five {
    pub least: f64,
    pub q1: f64,
    pub median: f64,
    pub q3: f64,
    pub most: f64,
}

/// Quartiles by straight lines between the neighbours, as spreadsheets do (QUARTILE.INC). `None` for nothing.
pub(super) fn five(figures: impl Iterator<Item = i64>) -> Option<Five> {
    let mut sorted: Vec<i64> = figures.collect();
    sorted.sort_unstable();
    let at = |part: f64| {
        let place = (sorted.len() as f64 - 1.0) * part;
        let (low, high) = (place.floor() as usize, place.ceil() as usize);
        let (low, high) = (*sorted.get(low)? as f64, *sorted.get(high)? as f64);
        Some(low + (high - low) * place.fract())
    };
    Some(Five { least: at(0.0)?, q1: at(0.25)?, median: at(0.5)?, q3: at(0.75)?, most: at(1.0)? })
}

/// 95 % of the normal distribution lies within so many standard deviations.
const Z: f64 = 1.959_964;

/// Wilson's 95 % interval for `hits` of `trials`, both ends between 0 and 1. `None` without trials.
pub(super) fn wilson(hits: usize, trials: usize) -> Option<(f64, f64)> {
    if trials == 0 {
        return None;
    }
    let (n, share) = (trials as f64, hits as f64 / trials as f64);
    let spread = Z * ((share * (1.0 - share) + Z * Z / (4.0 * n)) / n).sqrt();
    let (middle, whole) = (share + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
    Some((((middle - spread) / whole).max(0.0), ((middle + spread) / whole).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_as_a_spreadsheet_has_them() {
        let found = five([7, 1, 3, 5].into_iter()).unwrap();
        assert_eq!(found, Five { least: 1.0, q1: 2.5, median: 4.0, q3: 5.5, most: 7.0 });
        assert_eq!(five([9].into_iter()).unwrap().q3, 9.0);
        assert_eq!(five(std::iter::empty()), None);
    }

    #[test]
    fn the_interval_of_the_textbook() {
        // Wilson's score interval for 8 of 10: 49.02 % to 94.33 %.
        let (low, high) = wilson(8, 10).unwrap();
        assert!((low - 0.4902).abs() < 1e-4 && (high - 0.9433).abs() < 1e-4, "{low} {high}");
        assert_eq!(wilson(0, 5).unwrap().0, 0.0);
        assert_eq!(wilson(5, 5).unwrap().1, 1.0);
        assert_eq!(wilson(0, 0), None);
    }
}

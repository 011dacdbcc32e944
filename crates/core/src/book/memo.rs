//! Something costly that was made from one revision, kept until another is asked for.
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::values::{Day, Rev};

/// What was made, from which revision and for which day.
type Made = (Rev, Day, Arc<dyn Any + Send + Sync>);

/// Remembers one thing. Whoever changes the workspace makes a new revision, so that nothing stale is ever answered.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Option<Made>>);

impl Memo {
    /// What was made of this revision for this day, or what `make` makes now.
    pub fn at<T: Any + Send + Sync>(&self, rev: Rev, day: Day, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((made_of, made_for, thing)) = kept
            && (made_of, made_for) == (rev, day)
            && let Ok(thing) = thing.downcast::<T>()
        {
            return Ok(thing);
        }
        let thing = Arc::new(make()?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((rev, day, thing.clone()));
        Ok(thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_once_a_revision_and_day() {
        let memo = Memo::default();
        let (one, other) = (Day::parse_iso("2026-11-02").unwrap(), Day::parse_iso("2026-11-03").unwrap());
        let made = |rev: i64, day: Day, value: u32| *memo.at(Rev(rev), day, || Ok(value)).unwrap();
        assert_eq!((made(1, one, 5), made(1, one, 6)), (5, 5));
        assert_eq!((made(1, other, 7), made(2, other, 8), made(2, other, 9)), (7, 8, 8));
        assert_eq!(*memo.at(Rev(2), other, || Ok("else".to_owned())).unwrap(), "else");
    }
}

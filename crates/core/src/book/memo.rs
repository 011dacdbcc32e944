//! Something costly that was made from one revision, kept until another is asked for.
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::values::Rev;

/// From which revision something was made, and what.
type Made = (Rev, Arc<dyn Any + Send + Sync>);

/// Remembers one thing. Whoever changes the workspace makes a new revision, so that nothing stale is ever answered.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Option<Made>>);

impl Memo {
    /// What was made of this revision, or what `make` makes now: from what was made of an earlier one, where there is that.
    pub fn at<T: Any + Send + Sync>(
        &self,
        rev: Rev,
        make: impl FnOnce(Option<(Rev, Arc<T>)>) -> Result<Arc<T>>,
    ) -> Result<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let earlier = kept.and_then(|(made_of, thing)| Some((made_of, thing.downcast::<T>().ok()?)));
        if let Some((made_of, thing)) = &earlier
            && *made_of == rev
        {
            return Ok(Arc::clone(thing));
        }
        let thing = make(earlier.filter(|(made_of, _)| *made_of < rev))?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((rev, Arc::clone(&thing) as _));
        Ok(thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_once_a_revision_and_from_an_earlier_one() {
        let memo = Memo::default();
        let made = |rev: i64, value: u32| {
            let make =
                |earlier: Option<(Rev, Arc<u32>)>| Ok(Arc::new(value + earlier.map_or(0, |(_, before)| *before)));
            *memo.at(Rev(rev), make).unwrap()
        };
        assert_eq!((made(1, 5), made(1, 6)), (5, 5));
        assert_eq!((made(2, 10), made(2, 9)), (15, 15));
        // Never from a later one, and never from something else.
        assert_eq!(made(1, 7), 7);
        assert_eq!(*memo.at(Rev(3), |_| Ok(Arc::new("else".to_owned()))).unwrap(), "else");
        assert_eq!(made(4, 8), 8);
    }
}

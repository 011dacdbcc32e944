//! Pointing at records: by id with a name to show, or by a name that may have to become a record first.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A record and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Named {
    #[specta(type = String)]
    pub id: Uuid,
    pub name: String,
}

impl Named {
    pub fn new(id: impl Into<Uuid>, name: impl Into<String>) -> Named {
        Named { id: id.into(), name: name.into() }
    }

    /// For joins that may find nothing: both there, or none.
    pub fn joined(id: Option<Uuid>, name: Option<String>) -> Option<Named> {
        Some(Named { id: id?, name: name? })
    }
}

/// An existing record, or one to find or create by this name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(untagged)]
pub enum Ref {
    Id {
        #[specta(type = String)]
        id: Uuid,
    },
    Name {
        name: String,
    },
}

impl Ref {
    pub fn id(id: impl Into<Uuid>) -> Ref {
        Ref::Id { id: id.into() }
    }

    pub fn name(name: impl Into<String>) -> Ref {
        Ref::Name { name: name.into() }
    }
}

/// An enum of words: stored, sent and shown in files as the given text.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$of:meta])* $case:ident $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, specta::Type)]
        pub enum $name { $($(#[$of])* #[serde(rename = $word)] $case),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$case),+];

            pub const fn as_str(self) -> &'static str {
                match self { $($name::$case => $word),+ }
            }
        }
        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> { Ok(self.as_str().into()) }
        }
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<$name> {
                match value.as_str()? { $($word => Ok($name::$case),)+ _ => Err(rusqlite::types::FromSqlError::InvalidType) }
            }
        }
    };
}

words! {
    /// Where a handoff stands. Parked is "needs help" on screen, delivered is "project created".
    HandoffState {
        Pending "pending",
        Parked "parked",
        Delivered "delivered",
        Cancelled "cancelled",
        Reversed "reversed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_an_id_or_a_name() {
        let id = Uuid::from_u128(7);
        assert_eq!(serde_json::from_str::<Ref>(&format!("{{\"id\":\"{id}\"}}")).unwrap(), Ref::id(id));
        assert_eq!(serde_json::from_str::<Ref>("{\"name\":\"Acme\"}").unwrap(), Ref::name("Acme"));
        assert!(serde_json::from_str::<Ref>("{\"id\":\"x\"}").is_err());
    }
}

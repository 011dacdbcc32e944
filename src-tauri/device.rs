//! What this device and this login of the operating system remember: who sits here, how it should look, where the workspace lies.
//! Never in the workspace file, because that may be opened elsewhere.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use handsel_core::Result;
use handsel_core::values::PersonId;
use serde::{Deserialize, Serialize};

/// Appearance and keys, as the person set them on this device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Preferences {
    pub theme: Theme,
    /// Single-letter shortcuts can be switched off (WCAG 2.1.4).
    pub letter_shortcuts: bool,
    /// Action → key, where it differs from the default.
    pub shortcuts: BTreeMap<String, String>,
    pub rail_collapsed: bool,
    /// The screen to reopen.
    pub last_route: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            theme: Theme::System,
            letter_shortcuts: true,
            shortcuts: BTreeMap::new(),
            rail_collapsed: false,
            last_route: None,
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Device {
    /// By workspace id, so that another workspace asks anew.
    pub me: BTreeMap<String, PersonId>,
    pub preferences: Preferences,
}

impl Device {
    /// A missing or unreadable file is a device that has not been asked yet; the unreadable one is kept beside it.
    pub fn load(path: &Path) -> Device {
        let Ok(text) = std::fs::read_to_string(path) else { return Device::default() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            let _ = std::fs::rename(path, path.with_extension("unreadable.json"));
            Device::default()
        })
    }

    pub fn save(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let draft: PathBuf = path.with_extension("new");
        let text = serde_json::to_string_pretty(self).map_err(std::io::Error::other)?;
        std::fs::write(&draft, text)?;
        std::fs::rename(&draft, path)?;
        Ok(())
    }
}

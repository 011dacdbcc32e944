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
    /// How large everything is, in percent of the normal size; 50 to 300.
    pub zoom: u16,
    /// Single-letter shortcuts can be switched off (WCAG 2.1.4).
    pub letter_shortcuts: bool,
    /// Action → key, where it differs from the default.
    pub shortcuts: BTreeMap<String, String>,
    pub rail_collapsed: bool,
    /// Notifications of the system when the time of an activity comes, while Handsel runs.
    pub reminders: bool,
    /// Closing the window leaves the program running, with a sign beside the clock, so that reminders come.
    pub background: bool,
    /// The screen to reopen.
    pub last_route: Option<String>,
    /// Screen → the view it was left in, as the window writes it.
    #[serde(default)]
    pub views: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Preferences {
    /// What the frame and the lists of the system are told: `None` follows the system.
    pub fn window_theme(&self) -> Option<tauri::Theme> {
        match self.theme {
            Theme::System => None,
            Theme::Light => Some(tauri::Theme::Light),
            Theme::Dark => Some(tauri::Theme::Dark),
        }
    }

    /// The factor for the web view, whatever the file says.
    pub fn zoom_factor(&self) -> f64 {
        f64::from(self.zoom.clamp(50, 300)) / 100.0
    }
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            theme: Theme::System,
            zoom: 100,
            letter_shortcuts: true,
            shortcuts: BTreeMap::new(),
            rail_collapsed: false,
            reminders: true,
            background: false,
            last_route: None,
            views: BTreeMap::new(),
        }
    }
}

/// The outcome of a restore, in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Restored {
    pub ok: bool,
    pub said: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Device {
    /// By workspace id, so that another workspace asks anew.
    pub me: BTreeMap<String, PersonId>,
    /// A backup to put back before the workspace is opened next.
    pub restore: Option<PathBuf>,
    /// What became of it, until the window has said so.
    pub restored: Option<Restored>,
    #[serde(deserialize_with = "over_defaults")]
    pub preferences: Preferences,
}

/// A file of an older program lacks the newer preferences: those keep their defaults.
fn over_defaults<'de, D: serde::Deserializer<'de>>(file: D) -> std::result::Result<Preferences, D::Error> {
    let kept = serde_json::Map::deserialize(file)?;
    let mut whole = serde_json::to_value(Preferences::default()).map_err(serde::de::Error::custom)?;
    if let Some(fields) = whole.as_object_mut() {
        fields.extend(kept);
    }
    serde_json::from_value(whole).map_err(serde::de::Error::custom)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_an_older_program_keeps_what_it_says_and_gets_defaults_for_the_rest() {
        let device: Device = serde_json::from_str(r#"{"preferences":{"theme":"dark","rail_collapsed":true}}"#).unwrap();
        let wanted = Preferences { theme: Theme::Dark, rail_collapsed: true, ..Preferences::default() };
        assert_eq!(device.preferences, wanted);
        assert_eq!(Preferences { zoom: 9000, ..wanted }.zoom_factor(), 3.0);
    }
}

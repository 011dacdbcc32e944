//! People, roles, the firm and its working week.
use handsel_core::people::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};

use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn people(desk: State<'_, Desk>) -> Result<Vec<Person>> {
    desk.book()?.people()
}

#[tauri::command]
#[specta::specta]
pub async fn save_person(desk: State<'_, Desk>, args: SavePerson) -> Result<Done<PersonId>> {
    desk.book()?.save_person(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn leaving(desk: State<'_, Desk>, person: PersonId) -> Result<Leaving> {
    desk.book()?.leaving(person)
}

#[tauri::command]
#[specta::specta]
pub async fn deactivate_person(
    desk: State<'_, Desk>,
    person: PersonId,
    successor: Option<PersonId>,
) -> Result<Done<()>> {
    desk.book()?.deactivate_person(person, successor)
}

#[tauri::command]
#[specta::specta]
pub async fn reactivate_person(desk: State<'_, Desk>, person: PersonId) -> Result<Done<()>> {
    desk.book()?.reactivate_person(person)
}

#[tauri::command]
#[specta::specta]
pub async fn firm(desk: State<'_, Desk>) -> Result<Firm> {
    desk.book()?.firm()
}

#[tauri::command]
#[specta::specta]
pub async fn save_firm(desk: State<'_, Desk>, args: SaveFirm) -> Result<Done<()>> {
    desk.book()?.save_firm(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn save_calendar(desk: State<'_, Desk>, workdays: u8) -> Result<Done<()>> {
    desk.book()?.save_calendar(workdays)
}

#[tauri::command]
#[specta::specta]
pub async fn add_holiday(desk: State<'_, Desk>, day: Day, name: String) -> Result<Done<HolidayId>> {
    desk.book()?.add_holiday(day, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_holiday(desk: State<'_, Desk>, id: HolidayId) -> Result<Done<()>> {
    desk.book()?.delete_holiday(id)
}

#[tauri::command]
#[specta::specta]
pub async fn roles(desk: State<'_, Desk>) -> Result<Vec<Role>> {
    desk.book()?.roles()
}

#[tauri::command]
#[specta::specta]
pub async fn save_role(
    desk: State<'_, Desk>,
    id: Option<RoleId>,
    name: String,
    person: Option<PersonId>,
    deal_owner: bool,
) -> Result<Done<RoleId>> {
    desk.book()?.save_role(id, &name, person, deal_owner)
}

#[tauri::command]
#[specta::specta]
pub async fn set_role_rule(
    desk: State<'_, Desk>,
    id: RoleId,
    rule: RoleRule,
    people: Vec<PersonId>,
) -> Result<Done<()>> {
    desk.book()?.set_role_rule(id, rule, &people)
}

#[tauri::command]
#[specta::specta]
pub async fn set_handoff_owner(desk: State<'_, Desk>, person: Option<PersonId>) -> Result<Done<()>> {
    desk.book()?.set_handoff_owner(person)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_role(desk: State<'_, Desk>, id: RoleId, uses_go_to: Option<RoleId>) -> Result<Done<()>> {
    desk.book()?.delete_role(id, uses_go_to)
}

//! Companies and contacts: their parts, tags and files.
use std::path::PathBuf;
use std::sync::Arc;

use handsel_core::sell::*;
use handsel_core::values::*;
use handsel_core::{Code, Done, Error, Result};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use crate::commands::transfer::apart;
use crate::desk::Desk;
use crate::window::Progress;

#[tauri::command]
#[specta::specta]
pub async fn companies(desk: State<'_, Desk>, args: ListArgs) -> Result<Companies> {
    desk.book()?.companies(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn company(desk: State<'_, Desk>, id: CompanyId) -> Result<CompanyPage> {
    desk.book()?.company(id)
}

#[tauri::command]
#[specta::specta]
pub async fn save_company(desk: State<'_, Desk>, args: SaveCompany) -> Result<Done<CompanyId>> {
    desk.book()?.save_company(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_company(desk: State<'_, Desk>, id: CompanyId, edit: CompanyEdit) -> Result<Done<()>> {
    desk.book()?.edit_company(id, &edit)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_company(desk: State<'_, Desk>, id: CompanyId) -> Result<Done<()>> {
    desk.book()?.delete_company(id)
}

#[tauri::command]
#[specta::specta]
pub async fn bulk_edit_customers(app: AppHandle, desk: State<'_, Desk>, args: CustomerBulkArgs) -> Result<BulkReport> {
    let book = desk.book()?;
    let running = desk.start_import()?;
    let cancel = Arc::clone(&desk.cancel_import);
    let report = apart(move || {
        let tell = |done: u32, total: u32| {
            let _ = Progress { done, total, phase: "changing".into() }.emit(&app);
        };
        book.bulk_edit_customers(&args, &tell, &cancel)
    })
    .await;
    drop(running);
    report
}

#[tauri::command]
#[specta::specta]
pub async fn contacts(desk: State<'_, Desk>, args: ListArgs) -> Result<Contacts> {
    desk.book()?.contacts(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn contact(desk: State<'_, Desk>, id: ContactId) -> Result<ContactPage> {
    desk.book()?.contact(id)
}

#[tauri::command]
#[specta::specta]
pub async fn save_contact(desk: State<'_, Desk>, args: SaveContact) -> Result<Done<ContactId>> {
    desk.book()?.save_contact(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_contact(desk: State<'_, Desk>, id: ContactId, edit: ContactEdit) -> Result<Done<()>> {
    desk.book()?.edit_contact(id, &edit)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_contact(desk: State<'_, Desk>, id: ContactId) -> Result<Done<()>> {
    desk.book()?.delete_contact(id)
}

#[tauri::command]
#[specta::specta]
pub async fn link_company_contact(
    desk: State<'_, Desk>,
    company: Ref,
    contact: Ref,
    role: Option<String>,
) -> Result<Done<LinkId>> {
    desk.book()?.link_company_contact(&company, &contact, role.as_deref())
}

#[tauri::command]
#[specta::specta]
pub async fn set_company_role(desk: State<'_, Desk>, link: LinkId, role: Option<String>) -> Result<Done<()>> {
    desk.book()?.set_company_role(link, role.as_deref())
}

#[tauri::command]
#[specta::specta]
pub async fn unlink_company_contact(desk: State<'_, Desk>, link: LinkId) -> Result<Done<()>> {
    desk.book()?.unlink_company_contact(link)
}

#[tauri::command]
#[specta::specta]
pub async fn save_reach(desk: State<'_, Desk>, args: SaveReach) -> Result<Done<()>> {
    desk.book()?.save_reach(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_reach(desk: State<'_, Desk>, of: Holder, kind: ReachKind, id: Option<ReachId>) -> Result<Done<()>> {
    desk.book()?.delete_reach(of, kind, id)
}

#[tauri::command]
#[specta::specta]
pub async fn make_main_reach(desk: State<'_, Desk>, id: ReachId) -> Result<Done<()>> {
    desk.book()?.make_main_reach(id)
}

#[tauri::command]
#[specta::specta]
pub async fn save_address(desk: State<'_, Desk>, args: SaveAddress) -> Result<Done<AddressId>> {
    desk.book()?.save_address(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_address(desk: State<'_, Desk>, id: AddressId) -> Result<Done<()>> {
    desk.book()?.delete_address(id)
}

#[tauri::command]
#[specta::specta]
pub async fn tags(desk: State<'_, Desk>) -> Result<Vec<TagRow>> {
    desk.book()?.tags()
}

#[tauri::command]
#[specta::specta]
pub async fn add_tag(desk: State<'_, Desk>, of: Holder, name: String) -> Result<Done<TagId>> {
    desk.book()?.add_tag(of, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_tag(desk: State<'_, Desk>, of: Holder, tag: TagId) -> Result<Done<()>> {
    desk.book()?.remove_tag(of, tag)
}

#[tauri::command]
#[specta::specta]
pub async fn rename_tag(desk: State<'_, Desk>, tag: TagId, name: String) -> Result<Done<()>> {
    desk.book()?.rename_tag(tag, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_tag(desk: State<'_, Desk>, tag: TagId) -> Result<Done<()>> {
    desk.book()?.delete_tag(tag)
}

#[tauri::command]
#[specta::specta]
pub async fn narrowings(desk: State<'_, Desk>) -> Result<Narrowings> {
    desk.book()?.narrowings()
}

#[tauri::command]
#[specta::specta]
pub async fn duplicate_companies(desk: State<'_, Desk>, entered: Entered) -> Result<Vec<Duplicate>> {
    desk.book()?.duplicate_companies(&entered)
}

#[tauri::command]
#[specta::specta]
pub async fn duplicate_contacts(desk: State<'_, Desk>, entered: Entered) -> Result<Vec<Duplicate>> {
    desk.book()?.duplicate_contacts(&entered)
}

#[tauri::command]
#[specta::specta]
pub async fn attachments(desk: State<'_, Desk>, of: Holder) -> Result<Vec<Attachment>> {
    desk.book()?.attachments(of)
}

#[tauri::command]
#[specta::specta]
pub async fn look_at_file(desk: State<'_, Desk>, path: String) -> Result<Dropped> {
    let book = desk.book()?;
    apart(move || book.look_at_file(&PathBuf::from(path))).await
}

#[tauri::command]
#[specta::specta]
pub async fn attach(desk: State<'_, Desk>, of: Holder, paths: Vec<String>) -> Result<Done<Vec<AttachmentId>>> {
    let book = desk.book()?;
    apart(move || book.attach(of, &paths.iter().map(PathBuf::from).collect::<Vec<_>>())).await
}

/// Opens a copy with the system's own program for its kind.
#[tauri::command]
#[specta::specta]
pub async fn open_attachment(desk: State<'_, Desk>, id: AttachmentId) -> Result<()> {
    let (book, folder) = (desk.book()?, desk.copies());
    let path = apart(move || book.open_copy(id, &folder)).await?;
    open::that_detached(&path).map_err(|why| {
        Error::new(Code::Io, format!("No program opened this file ({why}). Save it and open it from its folder."))
    })
}

#[tauri::command]
#[specta::specta]
pub async fn save_attachment(desk: State<'_, Desk>, id: AttachmentId, path: String) -> Result<()> {
    let (book, path) = (desk.book()?, PathBuf::from(path));
    let to = path.clone();
    apart(move || book.save_attachment(id, &to)).await?;
    desk.wrote(&path);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn delete_attachment(desk: State<'_, Desk>, id: AttachmentId) -> Result<Done<()>> {
    desk.book()?.delete_attachment(id)
}

#[tauri::command]
#[specta::specta]
pub async fn letter(desk: State<'_, Desk>, id: AttachmentId) -> Result<Letter> {
    desk.book()?.letter(id)
}

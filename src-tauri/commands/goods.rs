//! Products, lines, currencies, offers, and the rules of stages and pipelines.
use std::path::{Path, PathBuf};

use handsel_core::offers::*;
use handsel_core::sell::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn product_list(desk: State<'_, Desk>, args: ProductArgs) -> Result<Products> {
    desk.book()?.product_list(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn save_product(desk: State<'_, Desk>, args: SaveProduct) -> Result<Done<ProductId>> {
    desk.book()?.save_product(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_product(desk: State<'_, Desk>, id: ProductId, sure: bool) -> Result<Done<()>> {
    desk.book()?.delete_product(id, sure)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_lines(desk: State<'_, Desk>, deal: DealId) -> Result<DealLines> {
    desk.book()?.deal_lines(deal)
}

#[tauri::command]
#[specta::specta]
pub async fn save_line(desk: State<'_, Desk>, args: SaveLine) -> Result<Done<LineId>> {
    desk.book()?.save_line(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn move_line(desk: State<'_, Desk>, line: LineId, after: Option<LineId>) -> Result<Done<()>> {
    desk.book()?.move_line(line, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_line(desk: State<'_, Desk>, line: LineId) -> Result<Done<()>> {
    desk.book()?.delete_line(line)
}

#[tauri::command]
#[specta::specta]
pub async fn rates(desk: State<'_, Desk>, offset: u32, limit: u32) -> Result<RateTable> {
    desk.book()?.rates(offset, limit)
}

#[tauri::command]
#[specta::specta]
pub async fn save_rate(desk: State<'_, Desk>, args: SaveRate) -> Result<Done<RateId>> {
    desk.book()?.save_rate(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_rate(desk: State<'_, Desk>, id: RateId) -> Result<Done<()>> {
    desk.book()?.delete_rate(id)
}

#[tauri::command]
#[specta::specta]
pub async fn convert_sums(desk: State<'_, Desk>, lists: Vec<Vec<Money>>, day: Option<Day>) -> Result<Vec<Converted>> {
    desk.book()?.convert_sums(&lists, day)
}

#[tauri::command]
#[specta::specta]
pub async fn move_deal_with(desk: State<'_, Desk>, args: MoveDeal, fill: Vec<DealEdit>) -> Result<Done<()>> {
    desk.book()?.move_deal_with(&args, &fill)
}

#[tauri::command]
#[specta::specta]
pub async fn win_deal_with(desk: State<'_, Desk>, args: WinDraft, fill: Vec<DealEdit>) -> Result<Done<String>> {
    let Done { value, rev, label } = desk.book()?.win_deal_with(&args, &fill)?;
    Ok(Done { value: value.to_string(), rev, label })
}

#[tauri::command]
#[specta::specta]
pub async fn change_pipeline(desk: State<'_, Desk>, deal: DealId, stage: StageId) -> Result<Done<()>> {
    desk.book()?.change_pipeline(deal, stage)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_course(desk: State<'_, Desk>, deal: DealId) -> Result<Course> {
    desk.book()?.deal_course(deal)
}

#[tauri::command]
#[specta::specta]
pub async fn move_pipeline(desk: State<'_, Desk>, pipeline: PipelineId, after: Option<PipelineId>) -> Result<Done<()>> {
    desk.book()?.move_pipeline(pipeline, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_pipeline(desk: State<'_, Desk>, args: DeletePipeline) -> Result<Done<()>> {
    desk.book()?.delete_pipeline(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn offers(desk: State<'_, Desk>, deal: DealId) -> Result<Offers> {
    desk.book()?.offers(deal)
}

#[tauri::command]
#[specta::specta]
pub async fn create_offer(desk: State<'_, Desk>, deal: DealId) -> Result<Done<OfferId>> {
    desk.book()?.create_offer(deal)
}

#[tauri::command]
#[specta::specta]
pub async fn revise_offer(desk: State<'_, Desk>, offer: OfferId) -> Result<Done<OfferId>> {
    desk.book()?.revise_offer(offer)
}

#[tauri::command]
#[specta::specta]
pub async fn save_offer(desk: State<'_, Desk>, args: SaveOffer) -> Result<Done<()>> {
    desk.book()?.save_offer(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn set_offer_state(desk: State<'_, Desk>, offer: OfferId, state: OfferState) -> Result<Done<()>> {
    desk.book()?.set_offer_state(offer, state)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_offer(desk: State<'_, Desk>, offer: OfferId) -> Result<Done<()>> {
    desk.book()?.delete_offer(offer)
}

#[tauri::command]
#[specta::specta]
pub async fn print_offer(desk: State<'_, Desk>, offer: OfferId, path: String) -> Result<OfferPrinted> {
    let path = PathBuf::from(path);
    let printed = desk.book()?.print_offer(offer, &path)?;
    desk.wrote(Path::new(&printed.path));
    Ok(printed)
}

#[tauri::command]
#[specta::specta]
pub async fn offer_settings(desk: State<'_, Desk>) -> Result<OfferSettings> {
    desk.book()?.offer_settings()
}

#[tauri::command]
#[specta::specta]
pub async fn save_offer_settings(desk: State<'_, Desk>, args: OfferSettings) -> Result<Done<()>> {
    desk.book()?.save_offer_settings(&args)
}

/// An amount as people write it, in the currency written beside it or in `currency`.
#[tauri::command]
#[specta::specta]
pub async fn read_amount(text: String, currency: String) -> Result<Money> {
    money::parse(&text, &currency)
}

//! Pipelines, deals and products.
use handsel_core::sell::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn pipelines(desk: State<'_, Desk>) -> Result<Vec<Pipeline>> {
    desk.book()?.pipelines()
}

#[tauri::command]
#[specta::specta]
pub async fn save_pipeline(desk: State<'_, Desk>, args: SavePipeline) -> Result<Done<PipelineId>> {
    desk.book()?.save_pipeline(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn save_stage(desk: State<'_, Desk>, args: SaveStage) -> Result<Done<StageId>> {
    desk.book()?.save_stage(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn move_stage(desk: State<'_, Desk>, stage: StageId, after: Option<StageId>) -> Result<Done<()>> {
    desk.book()?.move_stage(stage, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_stage(desk: State<'_, Desk>, stage: StageId, deals_go_to: Option<StageId>) -> Result<Done<()>> {
    desk.book()?.delete_stage(stage, deals_go_to)
}

#[tauri::command]
#[specta::specta]
pub async fn lost_reasons(desk: State<'_, Desk>) -> Result<Vec<LostReason>> {
    desk.book()?.lost_reasons()
}

#[tauri::command]
#[specta::specta]
pub async fn save_lost_reason(
    desk: State<'_, Desk>,
    id: Option<LostReasonId>,
    name: String,
) -> Result<Done<LostReasonId>> {
    desk.book()?.save_lost_reason(id, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn move_lost_reason(
    desk: State<'_, Desk>,
    id: LostReasonId,
    after: Option<LostReasonId>,
) -> Result<Done<()>> {
    desk.book()?.move_lost_reason(id, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_lost_reason(
    desk: State<'_, Desk>,
    id: LostReasonId,
    deals_go_to: Option<LostReasonId>,
) -> Result<Done<()>> {
    desk.book()?.delete_lost_reason(id, deals_go_to)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_board(desk: State<'_, Desk>, filter: DealFilter) -> Result<DealBoard> {
    desk.book()?.deal_board(&filter)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_cards(desk: State<'_, Desk>, args: DealCardsArgs) -> Result<DealCards> {
    desk.book()?.deal_cards(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn deal(desk: State<'_, Desk>, id: DealId) -> Result<DealPage> {
    desk.book()?.deal(id)
}

#[tauri::command]
#[specta::specta]
pub async fn create_deal(desk: State<'_, Desk>, args: NewDeal) -> Result<Done<DealId>> {
    desk.book()?.create_deal(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_deal(desk: State<'_, Desk>, id: DealId, edit: DealEdit) -> Result<Done<()>> {
    desk.book()?.edit_deal(id, &edit)
}

#[tauri::command]
#[specta::specta]
pub async fn move_deal(desk: State<'_, Desk>, args: MoveDeal) -> Result<Done<()>> {
    desk.book()?.move_deal(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn win_deal(desk: State<'_, Desk>, args: WinDraft) -> Result<Done<String>> {
    let Done { value, rev, label } = desk.book()?.win_deal(&args)?;
    Ok(Done { value: value.to_string(), rev, label })
}

#[tauri::command]
#[specta::specta]
pub async fn lose_deal(desk: State<'_, Desk>, args: LoseDraft) -> Result<Done<()>> {
    desk.book()?.lose_deal(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn reopen_deal(desk: State<'_, Desk>, deal: DealId, stage: Option<StageId>) -> Result<Done<()>> {
    desk.book()?.reopen_deal(deal, stage)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_deal(desk: State<'_, Desk>, deal: DealId) -> Result<Done<()>> {
    desk.book()?.delete_deal(deal)
}

#[tauri::command]
#[specta::specta]
pub async fn link_contact(
    desk: State<'_, Desk>,
    deal: DealId,
    contact: Ref,
    role: Option<String>,
) -> Result<Done<LinkId>> {
    desk.book()?.link_contact(deal, &contact, role.as_deref())
}

#[tauri::command]
#[specta::specta]
pub async fn unlink_contact(desk: State<'_, Desk>, link: LinkId) -> Result<Done<()>> {
    desk.book()?.unlink_contact(link)
}

#[tauri::command]
#[specta::specta]
pub async fn products(desk: State<'_, Desk>) -> Result<Vec<ProductRow>> {
    desk.book()?.products()
}

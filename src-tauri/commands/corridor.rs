//! The handoff from a won deal to a project.
use handsel_core::handoff::*;
use handsel_core::reports::{BreakItem, Breakdown};
use handsel_core::values::*;
use handsel_core::{Done, Result};

use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn win_preview(desk: State<'_, Desk>, args: WinDraft) -> Result<WinPreview> {
    desk.book()?.win_preview(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn handoffs(desk: State<'_, Desk>) -> Result<Handoffs> {
    desk.book()?.handoffs()
}

#[tauri::command]
#[specta::specta]
pub async fn handoff(desk: State<'_, Desk>, id: HandoffId) -> Result<HandoffPage> {
    desk.book()?.handoff(id)
}

#[tauri::command]
#[specta::specta]
pub async fn retry_handoff(desk: State<'_, Desk>, id: HandoffId) -> Result<Done<()>> {
    desk.book()?.retry_handoff(id)
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_handoff(desk: State<'_, Desk>, id: HandoffId, reason: String) -> Result<Done<()>> {
    desk.book()?.cancel_handoff(id, &reason)
}

#[tauri::command]
#[specta::specta]
pub async fn hand_off_imported(desk: State<'_, Desk>, args: HandOffImported) -> Result<Done<u32>> {
    desk.book()?.hand_off_imported(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn imported_wins_since(desk: State<'_, Desk>, since: Day) -> Result<u32> {
    desk.book()?.imported_wins_since(since)
}

#[tauri::command]
#[specta::specta]
pub async fn acceptance_rules(desk: State<'_, Desk>) -> Result<Vec<AcceptanceRule>> {
    desk.book()?.acceptance_rules()
}

#[tauri::command]
#[specta::specta]
pub async fn save_acceptance_rule(desk: State<'_, Desk>, rule: AcceptanceRule) -> Result<Done<()>> {
    desk.book()?.save_acceptance_rule(&rule)
}

#[tauri::command]
#[specta::specta]
pub async fn accept_handoff(desk: State<'_, Desk>, id: HandoffId, by: Option<PersonId>) -> Result<Done<()>> {
    desk.book()?.accept_handoff(id, by)
}

#[tauri::command]
#[specta::specta]
pub async fn return_handoff(desk: State<'_, Desk>, id: HandoffId, draft: ReturnDraft) -> Result<Done<ReturnId>> {
    desk.book()?.return_handoff(id, &draft)
}

#[tauri::command]
#[specta::specta]
pub async fn answer_gap(desk: State<'_, Desk>, id: GapId, answer: String) -> Result<Done<()>> {
    desk.book()?.answer_gap(id, &answer)
}

#[tauri::command]
#[specta::specta]
pub async fn send_handoff_again(desk: State<'_, Desk>, id: HandoffId) -> Result<Done<()>> {
    desk.book()?.send_handoff_again(id)
}

#[tauri::command]
#[specta::specta]
pub async fn pause_handoff(desk: State<'_, Desk>, id: HandoffId, reason: String) -> Result<Done<()>> {
    desk.book()?.pause_handoff(id, &reason)
}

#[tauri::command]
#[specta::specta]
pub async fn resume_handoff(desk: State<'_, Desk>, id: HandoffId) -> Result<Done<()>> {
    desk.book()?.resume_handoff(id)
}

#[tauri::command]
#[specta::specta]
pub async fn set_kickoff(desk: State<'_, Desk>, id: HandoffId, day: Option<Day>) -> Result<Done<()>> {
    desk.book()?.set_kickoff(id, day)
}

#[tauri::command]
#[specta::specta]
pub async fn hold_kickoff(desk: State<'_, Desk>, id: HandoffId, on: Option<Day>) -> Result<Done<()>> {
    desk.book()?.hold_kickoff(id, on)
}

#[tauri::command]
#[specta::specta]
pub async fn company_projects(desk: State<'_, Desk>, company: CompanyId) -> Result<Vec<CompanyProject>> {
    desk.book()?.company_projects(company)
}

#[tauri::command]
#[specta::specta]
pub async fn handoff_rules(desk: State<'_, Desk>) -> Result<HandoffRules> {
    desk.book()?.handoff_rules()
}

#[tauri::command]
#[specta::specta]
pub async fn save_handoff_rule(desk: State<'_, Desk>, rule: SaveHandoffRule) -> Result<Done<HandoffRuleId>> {
    desk.book()?.save_handoff_rule(&rule)
}

#[tauri::command]
#[specta::specta]
pub async fn move_handoff_rule(
    desk: State<'_, Desk>,
    id: HandoffRuleId,
    after: Option<HandoffRuleId>,
) -> Result<Done<()>> {
    desk.book()?.move_handoff_rule(id, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_handoff_rule(desk: State<'_, Desk>, id: HandoffRuleId) -> Result<Done<()>> {
    desk.book()?.delete_handoff_rule(id)
}

#[tauri::command]
#[specta::specta]
pub async fn brief_fields(desk: State<'_, Desk>, pipeline: PipelineId) -> Result<Vec<BriefField>> {
    desk.book()?.brief_fields(pipeline)
}

#[tauri::command]
#[specta::specta]
pub async fn save_brief_field(desk: State<'_, Desk>, field: SaveBriefField) -> Result<Done<BriefFieldId>> {
    desk.book()?.save_brief_field(&field)
}

#[tauri::command]
#[specta::specta]
pub async fn move_brief_field(
    desk: State<'_, Desk>,
    id: BriefFieldId,
    after: Option<BriefFieldId>,
) -> Result<Done<()>> {
    desk.book()?.move_brief_field(id, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_brief_field(desk: State<'_, Desk>, id: BriefFieldId) -> Result<Done<()>> {
    desk.book()?.delete_brief_field(id)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_brief(desk: State<'_, Desk>, deal: DealId) -> Result<DealBrief> {
    desk.book()?.deal_brief(deal)
}

#[tauri::command]
#[specta::specta]
pub async fn set_brief(desk: State<'_, Desk>, deal: DealId, answers: Vec<BriefAnswer>) -> Result<Done<()>> {
    desk.book()?.set_brief(deal, &answers)
}

#[tauri::command]
#[specta::specta]
pub async fn project_brief(desk: State<'_, Desk>, project: ProjectId) -> Result<ProjectBrief> {
    desk.book()?.project_brief(project)
}

#[tauri::command]
#[specta::specta]
pub async fn retry_all_handoffs(desk: State<'_, Desk>) -> Result<u32> {
    desk.book()?.retry_all_handoffs()
}

#[tauri::command]
#[specta::specta]
pub async fn decide_amendment(desk: State<'_, Desk>, id: HandoffId, draft: AmendDraft) -> Result<Done<()>> {
    desk.book()?.decide_amendment(id, &draft)
}

#[tauri::command]
#[specta::specta]
pub async fn settle_reversal(desk: State<'_, Desk>, id: HandoffId, choice: Reversal) -> Result<Done<()>> {
    desk.book()?.settle_reversal(id, choice)
}

#[tauri::command]
#[specta::specta]
pub async fn breakdown(desk: State<'_, Desk>, as_of: Option<Day>) -> Result<Breakdown> {
    desk.book()?.breakdown(as_of)
}

#[tauri::command]
#[specta::specta]
pub async fn breakdown_items(desk: State<'_, Desk>, key: String, as_of: Option<Day>) -> Result<Vec<BreakItem>> {
    desk.book()?.breakdown_items(&key, as_of)
}

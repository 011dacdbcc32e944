//! The one list of commands and events; the window's types are generated from it.
use std::path::Path;

use specta_typescript::Typescript;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::*;
use crate::window::{Changed, Progress};

pub fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            session::session,
            session::choose_me,
            session::preferences,
            session::save_preferences,
            session::undo,
            session::redo,
            session::set_up,
            people::people,
            people::save_person,
            people::leaving,
            people::deactivate_person,
            people::reactivate_person,
            people::firm,
            people::save_firm,
            people::save_calendar,
            people::add_holiday,
            people::delete_holiday,
            people::roles,
            people::save_role,
            people::delete_role,
            sell::pipelines,
            sell::save_pipeline,
            sell::save_stage,
            sell::move_stage,
            sell::delete_stage,
            sell::lost_reasons,
            sell::save_lost_reason,
            sell::move_lost_reason,
            sell::delete_lost_reason,
            sell::deal_board,
            sell::deal_cards,
            sell::deal,
            sell::create_deal,
            sell::edit_deal,
            sell::move_deal,
            sell::win_deal,
            sell::lose_deal,
            sell::reopen_deal,
            sell::delete_deal,
            sell::link_contact,
            sell::unlink_contact,
            sell::companies,
            sell::company,
            sell::save_company,
            sell::contacts,
            sell::contact,
            sell::save_contact,
            sell::products,
            views::deal_rows,
            views::deal_summary,
            views::deal_days,
            views::bulk_edit_deals,
            views::preview_cells,
            views::edit_cells,
            views::copy_deals,
            views::deal_views,
            views::save_deal_view,
            views::move_view,
            views::duplicate_view,
            views::delete_view,
            views::keep_pasted,
            corridor::win_preview,
            corridor::handoffs,
            corridor::handoff,
            corridor::retry_handoff,
            corridor::cancel_handoff,
            corridor::hand_off_imported,
            deliver::projects,
            deliver::project_board,
            deliver::task_cards,
            deliver::create_project,
            deliver::edit_project,
            deliver::delete_project,
            deliver::save_column,
            deliver::move_column,
            deliver::delete_column,
            deliver::move_task,
            deliver::create_task,
            deliver::task,
            deliver::edit_task,
            deliver::delete_task,
            deliver::add_check,
            deliver::edit_check,
            deliver::delete_check,
            deliver::my_work,
            deliver::templates,
            deliver::template,
            deliver::save_template,
            deliver::preview_template,
            deliver::duplicate_template,
            deliver::delete_template,
            transfer::import_open,
            transfer::import_preview,
            transfer::import_run,
            transfer::import_cancel,
            transfer::export_data,
            transfer::backup,
            transfer::search,
            transfer::report,
            transfer::report_names,
        ])
        .events(collect_events![Changed, Progress])
        .error_handling(ErrorHandlingMode::Throw)
        .dangerously_cast_bigints_to_number()
        .disable_serde_phases()
        .typ::<handsel_core::Error>()
}

/// Writes the TypeScript side of [`builder`] to `path`.
pub fn write_bindings(path: &Path) -> Result<(), String> {
    builder().export(Typescript::default(), path).map_err(|error| error.to_string())
}

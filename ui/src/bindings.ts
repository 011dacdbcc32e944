import { invoke as __TAURI_INVOKE } from "@tauri-apps/api/core";
import * as __TAURI_EVENT from "@tauri-apps/api/event";

/** Commands */
export const commands = {
	session: () => __TAURI_INVOKE<Session>("session"),
	setUp: (args: { firm: string; currency: string; start: 'sample'|'empty'; business: Business; me: string  }) => __TAURI_INVOKE<Done<null>>("set_up", { args }),
	chooseMe: (person: Id | null) => __TAURI_INVOKE<null>("choose_me", { person }),
	people: () => __TAURI_INVOKE<Person[]>("people"),
	savePerson: (args: { id: Id | null; name: string; email: string | null }) => __TAURI_INVOKE<Done<Id>>("save_person", { args }),
	leaving: (person: Id) => __TAURI_INVOKE<Leaving>("leaving", { person }),
	deactivatePerson: (person: Id, successor: Id | null) => __TAURI_INVOKE<Done<null>>("deactivate_person", { person, successor }),
	reactivatePerson: (person: Id) => __TAURI_INVOKE<Done<null>>("reactivate_person", { person }),
	saveFirm: (args: { name: string; currency: string; fallback_person: Id | null }) => __TAURI_INVOKE<Done<null>>("save_firm", { args }),
	firm: () => __TAURI_INVOKE<{ name: string; currency: string; fallback_person: Id | null; workdays: number; holidays: Holiday[] }>("firm"),
	saveCalendar: (args: { workdays: number  }) => __TAURI_INVOKE<Done<null>>("save_calendar", { args }),
	addHoliday: (day: Day, name: string) => __TAURI_INVOKE<Done<Id>>("add_holiday", { day, name }),
	deleteHoliday: (id: Id) => __TAURI_INVOKE<Done<null>>("delete_holiday", { id }),
	preferences: () => __TAURI_INVOKE<Preferences>("preferences"),
	savePreferences: (p: Preferences) => __TAURI_INVOKE<null>("save_preferences", { p }),
	pipelines: () => __TAURI_INVOKE<Pipeline[]>("pipelines"),
	savePipeline: (args: { id: Id | null; name: string; template: Id | null; rot_days: number }) => __TAURI_INVOKE<Done<Id>>("save_pipeline", { args }),
	saveStage: (args: { id: Id | null; pipeline: Id; name: string; probability: number; forecast: Stage['forecast']; kind: StageKind }) => __TAURI_INVOKE<Done<Id>>("save_stage", { args }),
	moveStage: (stage: Id, after: Id | null) => __TAURI_INVOKE<Done<null>>("move_stage", { stage, after }),
	deleteStage: (stage: Id, deals_go_to: Id | null) => __TAURI_INVOKE<Done<null>>("delete_stage", { stage, deals_go_to }),
	lostReasons: () => __TAURI_INVOKE<LostReason[]>("lost_reasons"),
	saveLostReason: (id: Id | null, name: string) => __TAURI_INVOKE<Done<Id>>("save_lost_reason", { id, name }),
	deleteLostReason: (id: Id, deals_go_to: Id | null) => __TAURI_INVOKE<Done<null>>("delete_lost_reason", { id, deals_go_to }),
	dealBoard: (filter: DealFilter) => __TAURI_INVOKE<DealBoard>("deal_board", { filter }),
	dealCards: (args: { filter: DealFilter; stage: Id; offset: number; limit: number }) => __TAURI_INVOKE<{ rev: number; stage: Id; offset: number; cards: DealCard[] }>("deal_cards", { args }),
	deal: (id: Id) => __TAURI_INVOKE<DealPage>("deal", { id }),
	createDeal: (args: NewDeal) => __TAURI_INVOKE<Done<Id>>("create_deal", { args }),
	editDeal: (id: Id, edit: DealEdit) => __TAURI_INVOKE<Done<null>>("edit_deal", { id, edit }),
	moveDeal: (args: { deal: Id; stage: Id; above: Id | null; below: Id | null }) => __TAURI_INVOKE<Done<null>>("move_deal", { args }),
	winPreview: (args: WinDraft) => __TAURI_INVOKE<WinPreview>("win_preview", { args }),
	winDeal: (args: WinDraft) => __TAURI_INVOKE<Done<Id >>("win_deal", { args }),
	loseDeal: (args: { deal: Id; stage: Id | null; reason: Ref | null; note: string | null; closed_on: Day | null; above: Id | null; below: Id | null }) => __TAURI_INVOKE<Done<null>>("lose_deal", { args }),
	reopenDeal: (deal: Id, stage: Id | null) => __TAURI_INVOKE<Done<null>>("reopen_deal", { deal, stage }),
	deleteDeal: (deal: Id) => __TAURI_INVOKE<Done<null>>("delete_deal", { deal }),
	linkContact: (deal: Id, contact: Ref, role: string | null) => __TAURI_INVOKE<Done<Id>>("link_contact", { deal, contact, role }),
	unlinkContact: (link: Id) => __TAURI_INVOKE<Done<null>>("unlink_contact", { link }),
	companies: (args: { text: string | null; offset: number; limit: number }) => __TAURI_INVOKE<{ rev: number; total: number; rows: CompanyRow[] }>("companies", { args }),
	company: (id: Id) => __TAURI_INVOKE<CompanyPage>("company", { id }),
	contact: (id: Id) => __TAURI_INVOKE<ContactPage>("contact", { id }),
	saveCompany: (args: { id: Id | null; name: string; industry: string | null; location: string | null; website: string | null; notes: string | null }) => __TAURI_INVOKE<Done<Id>>("save_company", { args }),
	contacts: (args: { text: string | null; offset: number; limit: number }) => __TAURI_INVOKE<{ rev: number; total: number; rows: ContactRow[] }>("contacts", { args }),
	saveContact: (args: { id: Id | null; name: string; email: string | null; phone: string | null; title: string | null; notes: string | null; company: Ref | null; role: string | null }) => __TAURI_INVOKE<Done<Id>>("save_contact", { args }),
	products: () => __TAURI_INVOKE<{ id: Id; name: string; series: string | null; price: Money | null }[]>("products"),
	handoffs: () => __TAURI_INVOKE<{ rev: number; rows: Handoff[]; needing_help: number; imported_wins: number ; without_project: number }>("handoffs"),
	handoff: (id: Id) => __TAURI_INVOKE<{ rev: number; handoff: Handoff; explanation: Explanation | null }>("handoff", { id }),
	retryHandoff: (id: Id) => __TAURI_INVOKE<Done<null>>("retry_handoff", { id }),
	cancelHandoff: (id: Id, reason: string) => __TAURI_INVOKE<Done<null>>("cancel_handoff", { id, reason }),
	handOffImported: (args: { since: Day }) => __TAURI_INVOKE<Done<number>>("hand_off_imported", { args }),
	projects: () => __TAURI_INVOKE<{ rev: number; rows: ProjectRow[] }>("projects"),
	projectBoard: (id: Id) => __TAURI_INVOKE<ProjectBoard>("project_board", { id }),
	taskCards: (args: { project: Id; column: Id; offset: number; limit: number }) => __TAURI_INVOKE<{ rev: number; column: Id; offset: number; cards: TaskCard[] }>("task_cards", { args }),
	createProject: (args: { name: string; company: Ref | null; template: Id | null; start: Day | null; promised: Day | null; lead: Id | null }) => __TAURI_INVOKE<Done<Id>>("create_project", { args }),
	editProject: (id: Id, edit: { field: 'name'|'description'|'promised'|'lead'|'state'|'start'; value: string | null }) => __TAURI_INVOKE<Done<null>>("edit_project", { id, edit }),
	deleteProject: (id: Id) => __TAURI_INVOKE<Done<null>>("delete_project", { id }),
	saveColumn: (args: { id: Id | null; project: Id; name: string; category: 'todo'|'doing'|'done' }) => __TAURI_INVOKE<Done<Id>>("save_column", { args }),
	moveColumn: (column: Id, after: Id | null) => __TAURI_INVOKE<Done<null>>("move_column", { column, after }),
	deleteColumn: (column: Id, tasks_go_to: Id | null) => __TAURI_INVOKE<Done<null>>("delete_column", { column, tasks_go_to }),
	moveTask: (args: { task: Id; column: Id; above: Id | null; below: Id | null }) => __TAURI_INVOKE<Done<null>>("move_task", { args }),
	createTask: (args: { project: Id; column: Id | null; name: string; assignee: Id | null; due: Day | null }) => __TAURI_INVOKE<Done<Id>>("create_task", { args }),
	task: (id: Id) => __TAURI_INVOKE<TaskPage>("task", { id }),
	editTask: (id: Id, edit: { field: 'name'|'description'|'assignee'|'start'|'due'; value: string | null }) => __TAURI_INVOKE<Done<null>>("edit_task", { id, edit }),
	deleteTask: (id: Id) => __TAURI_INVOKE<Done<null>>("delete_task", { id }),
	addCheck: (task: Id, text: string) => __TAURI_INVOKE<Done<Id>>("add_check", { task, text }),
	editCheck: (id: Id, text: string, done: boolean) => __TAURI_INVOKE<Done<null>>("edit_check", { id, text, done }),
	deleteCheck: (id: Id) => __TAURI_INVOKE<Done<null>>("delete_check", { id }),
	myWork: () => __TAURI_INVOKE<{ rev: number; overdue: TaskCard[]; today: TaskCard[]; next: TaskCard[]; undated: TaskCard[] }>("my_work"),
	templates: () => __TAURI_INVOKE<{ rev: number; rows: TemplateRow[] }>("templates"),
	template: (id: Id) => __TAURI_INVOKE<Template>("template", { id }),
	saveTemplate: (template: Template) => __TAURI_INVOKE<Done<Id>>("save_template", { template }),
	deleteTemplate: (id: Id) => __TAURI_INVOKE<Done<null>>("delete_template", { id }),
	roles: () => __TAURI_INVOKE<{ id: Id; name: string; person: Named | null }[]>("roles"),
	saveRole: (id: Id | null, name: string, person: Id | null) => __TAURI_INVOKE<Done<Id>>("save_role", { id, name, person }),
	deleteRole: (id: Id) => __TAURI_INVOKE<Done<null>>("delete_role", { id }),
	importOpen: (path: string, target: Target | null) => __TAURI_INVOKE<ImportPlan>("import_open", { path, target }),
	importPreview: (plan: ImportPlan) => __TAURI_INVOKE<ImportPreview>("import_preview", { plan }),
	importRun: (plan: ImportPlan) => __TAURI_INVOKE<ImportReport>("import_run", { plan }),
	importCancel: () => __TAURI_INVOKE<null>("import_cancel"),
	search: (text: string, limit: number) => __TAURI_INVOKE<Hit[]>("search", { text, limit }),
	undo: (seq: number) => __TAURI_INVOKE<UndoDone>("undo", { seq }),
	redo: (seq: number) => __TAURI_INVOKE<UndoDone>("redo", { seq }),
	recordHistory: (table: string, id: Id) => __TAURI_INVOKE<HistoryItem[]>("record_history", { table, id }),
	report: (args: { name: string; from: Day | null; to: Day | null }) => __TAURI_INVOKE<Report>("report", { args }),
	reportNames: () => __TAURI_INVOKE<Named[]>("report_names"),
	exportData: (args: { kind: string; format: 'csv'|'json'; path: string }) => __TAURI_INVOKE<{ path: string; rows: number }>("export_data", { args }),
	backup: (path: string) => __TAURI_INVOKE<{ ok: boolean; path: string; bytes: number }>("backup", { path }),
};

/** Events */
export const events = {
	changed: makeEvent<Changed>("changed"),
	progress: makeEvent<Progress>("progress"),
};

export type Progress = { done: number; total: number; phase: string }
export type Id = string
export type Day = string
export type Code = 'not_found'|'gate'|'invalid'|'stale'|'conflict'|'ambiguous'|'cancelled'|'busy'|'newer'|'foreign'|'corrupt'|'read_only'|'full'|'io'|'nothing'
export type HandselError = { code: Code; message: string; missing: Missing[] }
export type Missing = { field: string; label: string }
export type Money = { minor: number; currency: string }
export type Done<T> = { value: T; rev: number; label: string }
export type Changed = { rev: number; topics: Topic[] }
export type Topic = 'deals'|'companies'|'contacts'|'people'|'pipelines'|'products'|'templates'|'projects'|'tasks'|'handoffs'|'firm'
export type Named = { id: Id; name: string }
export type Session = { workspace_id: Id; firm: string; currency: string; file: string; me: Person | null; people: number; deals: number; projects: number; templates: number; set_up: boolean ; rev: number; today: Day; read_only: string | null ; warning: string | null ; version: string; handoffs_needing_help: number; undo: UndoOffer | null; redo: UndoOffer | null }
export type Person = { id: Id; name: string; email: string | null; manager: string | null; office: string | null; active: boolean; roles: string[]; open_deals: number; open_tasks: number }
export type UndoOffer = { seq: number; label: string; day: Day; verb: string; subject: Subject | null; kept: string[] ; refused: string | null }
export type Subject = { table: string; id: Id }
export type UndoDone = { undone: UndoOffer; rev: number; kept: string[] }
export type Business = 'onboarding'|'installation'|'fixed_price'|'short'
export type Leaving = { person: Person; open_deals: number; open_tasks: number; roles: string[]; sentence: string }
export type Holiday = { id: Id; day: Day; name: string }
export type Preferences = { theme: 'system'|'light'|'dark'; letter_shortcuts: boolean; shortcuts: { [action: string]: string }; rail_collapsed: boolean; last_route: string | null }
export type Stage = { id: Id; pipeline: Id; name: string; probability: number; forecast: 'pipeline'|'best_case'|'commit'|'closed'|'omitted'; kind: StageKind; deals: number }
export type StageKind = 'open'|'won'|'lost'
export type Pipeline = { id: Id; name: string; template: Id | null; rot_days: number; stages: Stage[] }
export type LostReason = { id: Id; name: string; deals: number }
export type DealFilter = { pipeline: Id | null ; owner: Id | null; text: string | null }
export type Total = { currency: string; sum: number; weighted: number }
export type DealColumn = { stage: Stage; count: number; totals: Total[]; without_amount: number; cards: DealCard[]  }
export type DealBoard = { rev: number; pipeline: Id; filter: DealFilter; open_count: number; open_totals: Total[]; columns: DealColumn[] }
export type DealCard = { id: Id; name: string; company: string | null; contact: string | null; amount: number | null; currency: string; close_date: Day | null; owner: string | null ; quiet_days: number | null ; handoff: HandoffState | null; project_done: number | null; project_tasks: number | null }
export type Deal = { id: Id; name: string; pipeline: Id; stage: Stage; company: Named | null; contact: Named | null; owner: Named | null; amount: number | null; currency: string; close_date: Day | null; promise: Day | 'none' | null; product: Named | null; source: string | null; notes: string | null; lost_reason: Named | null; lost_note: string | null; generation: number; project_wish: 'project'|'none'|'imported'|null; no_project_reason: string | null; opened_on: Day | null; stage_since: Day; quiet_days: number | null; pushes: number  }
export type DealContact = { link: Id; contact: Named; role: string | null; email: string | null; phone: string | null }
export type DealPage = { rev: number; deal: Deal; contacts: DealContact[]; handoff: Handoff | null; history: HistoryItem[] }
export type HistoryItem = { seq: number; at: number; actor: string; sentence: string; detail: string | null; kind: string }
export type NewDeal = { name: string; pipeline: Id | null; stage: Id | null; company: Ref | null; contact: Ref | null; owner: Id | null; amount: number | null; currency: string | null; close_date: Day | null; product: Ref | null; source: string | null; notes: string | null }
export type Ref = { id: Id } | { name: string }
export type DealEdit =
| { field: 'name'; value: string } | { field: 'company'; value: Ref | null } | { field: 'contact'; value: Ref | null } | { field: 'owner'; value: Id | null } | { field: 'amount'; value: Money | null }
| { field: 'close_date'; value: Day | null } | { field: 'promise'; value: string | null } | { field: 'product'; value: Ref | null } | { field: 'source'; value: string | null } | { field: 'notes'; value: string | null }
export type WinDraft = { deal: Id; stage: Id | null; company: Ref | null; contact: Ref | null; amount: Money | null; closed_on: Day | null; promise: string | null ; template: Id | null; without_project: string | null ; new_project: boolean ; above: Id | null; below: Id | null }
export type WinPreview = { missing: Missing[]; earliest: Day | null ; promise_too_early: boolean; templates: Named[]; template: Named | null; why_template: string; project_name: string; existing_project: Named | null ; start: Day | null; finish: Day | null; tasks: PlannedTask[]; unowned: number; note: string | null }
export type PlannedTask = { phase: string; name: string; assignee: Named | null; who_why: string ; start: Day; due: Day; date_why: string  }
export type CompanyRow = { id: Id; name: string; industry: string | null; location: string | null; deals_open: number; deals_won: number; projects: number }
export type CompanyPage = { rev: number; id: Id; name: string; industry: string | null; location: string | null; website: string | null; employees: number | null; founded: number | null; parent: Named | null; notes: string | null; contacts: DealContact[]; deals: DealCard[] ; deals_total: number; projects: ProjectRow[]; history: HistoryItem[] }
export type ContactCompany = { company: Named; role: string | null }
export type ContactPage = { rev: number; id: Id; name: string; email: string | null; phone: string | null; title: string | null; notes: string | null; companies: ContactCompany[]; deals: DealCard[]; history: HistoryItem[] }
export type ContactRow = { id: Id; name: string; email: string | null; phone: string | null; title: string | null; companies: string[] }
export type HandoffState = 'pending'|'parked'|'delivered'|'cancelled'|'reversed'
export type Handoff = { id: Id; deal: Named; generation: number; state: HandoffState; project: Named | null; attempts: number; last_error: string | null; next_attempt_at: number | null; requested_at: number; delivered_at: number | null; company: string | null; tasks: number | null; done: number | null; finish: Day | null; promised: Day | null; fallback_tasks: number }
export type Explanation = { template: string; why_template: string; calendar: string; tasks: ExplainedTask[]; carried: { field: string; value: string; source: string }[] }
export type ExplainedTask = { task: Id; name: string; assignee: string; who_why: string; start: Day; due: Day; date_why: string }
export type ProjectRow = { id: Id; name: string; company: string | null; lead: string | null; state: string; start: Day | null; promised: Day | null; finish: Day | null; tasks: number; done: number; overdue: number; unowned: number; next: string | null ; deal: Named | null }
export type TaskCard = { id: Id; name: string; phase: string | null; assignee: string | null; due: Day | null; overdue: boolean; blocked_by: number ; checks: number; checks_done: number; project?: Named | null }
export type ProjectColumn = { id: Id; name: string; category: 'todo'|'doing'|'done'; count: number; cards: TaskCard[]  }
export type ProjectBoard = { rev: number; project: ProjectRow; description: string | null; contact: Named | null; columns: ProjectColumn[]; handoff: Id | null; people: Named[] }
export type TaskPage = { rev: number; id: Id; name: string; project: Named; column: Named; category: 'todo'|'doing'|'done'; phase: string | null; assignee: Named | null; role: string | null; start: Day | null; due: Day | null; done_on: Day | null; description: string | null; checklist: { id: Id; text: string; done: boolean }[]; predecessors: { task: Named; kind: string; lag_days: number; done: boolean }[]; successors: { task: Named; kind: string; lag_days: number; done: boolean }[]; why: ExplainedTask | null; columns: Named[]; history: HistoryItem[] }
export type TemplateRow = { id: Id; name: string; description: string | null; tasks: number; working_days: number; pipelines: string[] }
export type Template = { id: Id | null; name: string; description: string | null; fallback_person: Id | null; lead_role: Id | null; version: number; phases: { key: string; name: string; tasks: TemplateTask[] }[]; links: { predecessor: string; successor: string; kind: 'FS'|'SS'|'FF'|'SF'; lag_days: number }[] }
export type TemplateTask = { key: string; name: string; description: string | null; role: Id | null; offset_days: number ; duration_days: number; checklist: string[] }
export type Target = 'deals'|'contacts'|'companies'|'products'|'people'
export type DateOrder = 'dmy'|'mdy'|'ymd'
export type ImportPlan = { path: string; target: Target; format: 'csv'|'xlsx'; encoding: string; delimiter: string; has_header: boolean; date_order: DateOrder | null; date_ambiguous: boolean; currency: string; rows: number; columns: ImportColumn[]; fields: { field: string; label: string; required: boolean }[]; stage_values: { value: string; count: number; stage: StageMap }[]; near_misses: { field: string; value: string; count: number; existing: string; use_existing: boolean }[]; on_duplicate: 'skip'|'update'|'create'; hand_off_since: Day | null }
export type ImportColumn = { header: string; field: string | null; samples: string[]; why: string }
export type StageMap = { kind: StageKind; name: string; probability: number }
export type ImportPreview = { plan: ImportPlan; read: number; will_create: number; will_update: number; will_skip: number; will_fail: number; new_companies: string[]; new_products: string[]; new_people: string[]; new_counts: { companies: number; products: number; people: number }; columns: { stage: string; kind: StageKind; count: number; totals: Total[]; without_amount: number }[]; sample: { name: string; company: string | null; stage: string | null; amount: string | null; close_date: Day | null; owner: string | null }[]; problems: Problem[]; problems_total: number; notes: string[] }
export type Problem = { row: number; column: string | null; value: string | null; reason: string }
export type ImportReport = { batch_id: string; read: number; created: number; updated: number; skipped: number; failed: number; problems: Problem[]; detected: { format: string; encoding: string; delimiter: string; date_order: string | null }; mapping: { [header: string]: string }; rev: number }
export type Hit = { kind: 'deal'|'company'|'contact'|'project'|'task'|'person'; id: Id; title: string; subtitle: string | null }
export type Report = { name: string; title: string; as_of: Day; definition: string; columns: { key: string; label: string; kind: 'text'|'count'|'money'|'percent'|'day' }[]; rows: any[]; totals: any; sample_size: number }

function makeEvent<T>(name: string) {
	return {
		listen: (cb: __TAURI_EVENT.EventCallback<T>) => __TAURI_EVENT.listen(name, cb),
		once: (cb: __TAURI_EVENT.EventCallback<T>) => __TAURI_EVENT.once(name, cb),
	};
}

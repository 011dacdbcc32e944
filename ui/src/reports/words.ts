/** What each report counts, and what is said where it has nothing to say. */
type Words = { one: string; many: string; empty: string; /** What its own table is called beside others. */ table?: string }
const DEALS = { one: 'deal', many: 'deals' }

const WORDS: Record<string, Words> = {
  forecast: {
    ...DEALS,
    table: 'By month and category',
    empty: 'Open deals with an amount and a close date appear here by the month they may come in.',
  },
  'forecast-accuracy': {
    ...DEALS,
    one: 'deal won',
    many: 'deals won',
    empty: 'Once months have passed, what was said of them stands here against what happened.',
  },
  revenue: { ...DEALS, one: 'deal won', many: 'deals won', empty: 'Win a deal, and its amount appears here in the month it closed.' },
  'win-rate': { one: 'decided deal', many: 'decided deals', empty: 'Win or lose a deal, and the share of those you win appears here.' },
  funnel: { ...DEALS, empty: 'Add deals, and how far they come from stage to stage appears here.' },
  'sales-cycle': { ...DEALS, one: 'deal won', many: 'deals won', empty: 'Win a deal, and how long it took appears here.' },
  'stage-age': { one: 'open deal', many: 'open deals', empty: 'Open deals appear here by how long they have stood where they stand.' },
  'slipped-close-dates': {
    one: 'push',
    many: 'pushes',
    empty: 'Nothing was put off: a close date moved to a later day would be counted here.',
  },
  activity: { one: 'activity', many: 'activities', empty: 'Plan and finish calls, meetings and to-dos, and what was done appears here.' },
  calibration: {
    one: 'decided deal',
    many: 'decided deals',
    empty: 'Win and lose some deals, and whether the stages’ probabilities hold appears here.',
  },
}

const TASKS = { one: 'task', many: 'tasks' }
Object.assign(WORDS, {
  'on-time': { one: 'project delivered', many: 'projects delivered', empty: 'Deliver a project, and whether it was on time appears here.' },
  replans: { one: 'change', many: 'changes', empty: 'Nothing was re-planned: a plan or a promise that is changed is counted here.' },
  throughput: { one: 'task done', many: 'tasks done', empty: 'Move tasks to Done, and how many it were appears here.' },
  'cumulative-flow': { ...TASKS, empty: 'Tasks appear here by whether they wait, are in progress or done, week by week.' },
  'cycle-time': { one: 'task done', many: 'tasks done', empty: 'Begin and finish tasks, and how long they took appears here.' },
  'burn-up': { ...TASKS, empty: 'Tasks appear here by how many there are and how many are done, week by week.' },
  'estimate-actual': {
    one: 'task done',
    many: 'tasks done',
    table: 'Tasks done',
    empty: 'Estimate tasks and write down the time they take, and how the two compare appears here.',
  },
  breakdown: { one: 'win', many: 'wins', empty: 'Win some deals, and what goes wrong between sale and delivery is counted here.' },
  'handoff-time': { one: 'win', many: 'wins', empty: 'Win a deal, and how long it takes to its kickoff appears here.' },
  tickets: {
    one: 'ticket',
    many: 'tickets',
    empty: 'Write down what customers ask for as tickets, and how fast they are answered and done appears here.',
  },
  overdue: { ...TASKS, empty: 'Nothing is overdue.' },
  unowned: { ...TASKS, empty: 'Every task has an owner.' },
  workload: { ...TASKS, empty: 'Give tasks to people, and what each has to do appears here by week.' },
} satisfies Record<string, Words>)

export const wordsOf = (report: string): Words => WORDS[report] ?? { ...DEALS, empty: 'There is nothing to report on yet.' }

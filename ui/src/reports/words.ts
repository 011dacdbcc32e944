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

export const wordsOf = (report: string): Words => WORDS[report] ?? { ...DEALS, empty: 'There is nothing to report on yet.' }

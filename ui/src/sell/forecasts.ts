/** The forecast categories in words. */
import type { Forecast } from '../lib/backend'

export const FORECASTS: Record<Forecast, string> = {
  pipeline: 'Pipeline',
  best_case: 'Best case',
  commit: 'Commit',
  closed: 'Closed',
  omitted: 'Left out',
}
/** What an open stage or deal may be in: only what is won counts as closed. */
export const OPEN_FORECASTS = (Object.keys(FORECASTS) as Forecast[]).filter((one) => one !== 'closed')

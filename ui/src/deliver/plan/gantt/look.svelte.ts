/** What the timeline shows: its zoom and what is drawn over the bars; kept while the window is open. */
import type { Zoom } from './scale'

class Look {
  zoom = $state<Zoom>('week')
  critical = $state(true)
  slack = $state(false)
}

export const look = new Look()

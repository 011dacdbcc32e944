import type { Topic } from '../../lib/backend'

/** What a task's page shows changes with these. */
export const TASK_TOPICS: readonly Topic[] = ['tasks', 'projects', 'people', 'handoffs', 'contacts', 'time']

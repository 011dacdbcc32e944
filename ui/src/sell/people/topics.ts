/** What a customer's record shows, and therefore follows. */
import type { Topic } from '../../lib/backend'

export const CONTACT_TOPICS: readonly Topic[] = ['contacts', 'companies', 'deals', 'projects', 'tasks', 'people', 'pipelines']
export const COMPANY_TOPICS = CONTACT_TOPICS

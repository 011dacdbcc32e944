import { expect, test, vi } from 'vitest'

vi.mock('../lib/backend', () => ({ commands: {} }))
vi.mock('../lib/files', () => ({ save: vi.fn() }))
vi.mock('../lib/notices.svelte', () => ({ notifyError: vi.fn() }))
vi.mock('../lib/saved', () => ({ notifySaved: vi.fn() }))
const { fileName } = await import('./sheets')

test('a name of a file has nothing that a file system can’t take', () => {
  expect(fileName('Job sheet A/B: "roof" <1>\n')).toBe('Job sheet A B roof 1')
  expect(fileName('Dächer & Söhne')).toBe('Dächer & Söhne')
  expect(fileName('x'.repeat(300))).toHaveLength(100)
})

import { expect, test, vi } from 'vitest'

const answers: ((path: string | null) => void)[] = []
const dialog = vi.fn(() => new Promise<string | null>((answer) => answers.push(answer)))
vi.mock('@tauri-apps/plugin-dialog', () => ({ open: dialog, save: dialog }))
const { open, save } = await import('./files')

test('a second dialog does nothing while one is open', async () => {
  const first = open()
  expect(await save()).toBeNull()
  expect(await open()).toBeNull()
  expect(dialog).toHaveBeenCalledTimes(1)
  answers[0]?.('/a.csv')
  expect(await first).toBe('/a.csv')
  const next = save()
  answers[1]?.('/b.csv')
  expect(await next).toBe('/b.csv')
})

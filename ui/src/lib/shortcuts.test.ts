import { afterEach, expect, test, vi } from 'vitest'
import { prefer } from './session.svelte'
import { clash, hint, keyOf, screenKeys, shortcut, shortcuts, type Key } from './shortcuts.svelte'

vi.mock('../bindings', async (real) => ({ ...(await real<object>()), commands: { savePreferences: async () => null } }))
const search: Key = { id: 'search', label: 'Search and do', key: 'Mod+k' }
const away = shortcut({ ...search, run: vi.fn() })
const losers = (entry: Key, key: string) => {
  const found = clash(entry, key)
  return found && 'others' in found ? found.others.map((other) => other.id) : found
}
const rebind = (keys: Record<string, string>) => prefer({ shortcuts: keys })

afterEach(() => prefer({ shortcuts: {}, letter_shortcuts: true }))

test('every key of a screen is listed once, whether the screen is open or not', () => {
  const remove = shortcut({ ...screenKeys.deal, run: vi.fn() })
  const ids = shortcuts.all.map((entry) => entry.id)
  expect(ids).toEqual(['search', ...Object.values(screenKeys).map((key) => key.id)])
  remove()
  expect(shortcuts.all.map((entry) => entry.id)).toEqual(ids)
})

test('two screens may use one key, a key that works everywhere meets them all', async () => {
  expect(clash(screenKeys.deal, 'n')).toBeUndefined()
  expect(losers(screenKeys.deal, 'Mod+k')).toEqual(['search'])
  expect(losers(search, 'n')).toEqual(Object.values(screenKeys).map((key) => key.id))
  await rebind({ 'new-deal': 'd' })
  expect(losers(search, 'd')).toEqual(['new-deal'])
  expect(clash(screenKeys.task, 'd')).toBeUndefined()
})

test('its own key is no clash, and what boards and the window need is never given away', () => {
  expect(clash(search, 'Mod+k')).toBeUndefined()
  for (const key of ['m', ' ', 'Enter', 'Mod+c']) expect(clash(search, key)).toHaveProperty('fixed')
})

test('a shortcut that lost its key has none, and no button shows one', async () => {
  await rebind({ 'new-deal': '' })
  expect([keyOf(screenKeys.deal), hint(screenKeys.deal), hint(screenKeys.task)]).toEqual(['', '', 'N'])
  expect(clash(search, 'Mod+j')).toBeUndefined()
  await prefer({ letter_shortcuts: false })
  expect([hint(screenKeys.task), hint(search)]).toEqual(['', 'Ctrl K'])
  away()
})

import { expect, test, vi } from 'vitest'
import { told, watch } from './live.svelte'

const frame = () => new Promise((done) => requestAnimationFrame(done))

test('looks again once a frame, only for its topics, and for everything after a gap', async () => {
  const [deals, firm] = [vi.fn(), vi.fn()]
  const away = watch(['deals'], deals)
  const alsoAway = watch(['firm'], firm)
  told(1, ['deals'])
  told(2, ['deals'])
  await frame()
  expect([deals.mock.calls.length, firm.mock.calls.length]).toEqual([1, 0])
  told(5, ['tasks'])
  await frame()
  expect([deals.mock.calls.length, firm.mock.calls.length]).toEqual([2, 1])
  away()
  told(6, ['deals'])
  await frame()
  expect(deals).toHaveBeenCalledTimes(2)
  alsoAway()
})

import { expect, test } from 'vitest'
import { beforeClosing, flushAll } from './closing'

test('everything that waits is done before the window closes, and a failure holds nothing up', async () => {
  const done: string[] = []
  beforeClosing(() => Promise.reject(new Error('full disk')))
  beforeClosing(async () => void done.push('view'))
  await flushAll()
  expect(done).toEqual(['view'])
})

// Every screen, light and dark: nothing serious for axe.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Key } from './app.mjs'
import { accessible, enter, go, rooms, withDeals } from './steps.mjs'

describe('every screen is accessible', () => {
  let where, app
  before(async () => ({ where, app } = await withDeals()))
  after(async () => {
    await app?.close()
    where?.remove()
  })

  for (const theme of ['light', 'dark']) {
    test(`each room, ${theme}`, async () => {
      if (theme === 'dark') {
        await app.close()
        app = await enter(where, 'dark')
      }
      const all = await rooms(app)
      assert.ok(all.length >= 3, `rooms in the rail: ${all}`)
      const found = []
      for (const room of all) {
        await go(app, room)
        for (const finding of await app.axe()) found.push(`${room}: ${finding}`)
      }
      assert.deepEqual(found, [])
    })
  }

  test('each room at twice the size: nothing is cut off sideways', async () => {
    await app.close()
    app = await enter(where, 'light', 200)
    assert.equal(await app.js(() => Math.round(outerWidth / innerWidth)), 2)
    const found = []
    for (const room of await rooms(app)) {
      // WebDriver's pointer does not know of the zoom; the link does.
      await app.js((link) => link.click(), await app.find('nav a', room))
      await app.find('h1')
      const over = await app.js(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) found.push(`${room}: ${over} px beyond the window`)
      for (const finding of await app.axe()) found.push(`${room}: ${finding}`)
    }
    assert.deepEqual(found, [])
    await app.keys(Key.chord(Key.CONTROL, '0'))
    await app.until('the normal size again', () => app.js(() => Math.round(outerWidth / innerWidth) === 1))
  })

  test('search and the list of keys', async () => {
    await app.keys(Key.chord(Key.CONTROL, 'k'))
    await app.dialog()
    await accessible(app, 'search')
    await app.keys(Key.ESCAPE)
    await app.until('search to close', async () => !(await app.glance('[role=dialog]')))
  })
})

// Every screen, light and dark: nothing serious for axe.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Key } from './app.mjs'
import { accessible, card, enter, go, rooms, withDeals } from './steps.mjs'

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

    test(`a deal, a company and a lead, beside and whole, with the composer, ${theme}`, async () => {
      const found = []
      const look = async (screen) => found.push(...(await app.axe()).map((finding) => `${screen}: ${finding}`))
      await go(app, 'Pipeline')
      await (await card(app, 'Prospecting')).click()
      await app.find('[data-testid=pane]')
      await app.keys('a')
      await app.find('form', 'Write down')
      await look('a deal beside, writing')
      await app.keys(Key.ESCAPE)
      await app.click('Open whole', '[data-testid=pane]')
      await app.find('main [aria-label="What the timeline shows"]')
      await look('a deal whole')
      await go(app, 'Companies')
      await (await app.find('[role=row] b')).click()
      await app.find('[data-testid=pane]')
      await look('a company beside')
      await app.click('Open whole', '[data-testid=pane]')
      await app.find('main [aria-label="What the timeline shows"]')
      await look('a company whole')
      await go(app, 'Leads')
      if (theme === 'light') {
        await app.click('Add a lead')
        await app.type(await app.find('[data-testid=new-lead]'), 'Kim Berger')
        await app.keys(Key.ENTER)
      }
      const lead = await app.find('[role=row]', 'Kim Berger')
      await lead.click()
      await app.find('[data-testid=pane]')
      await look('a lead beside')
      await app.js(() => document.querySelector('[role=grid]').focus())
      await app.keys(' ')
      await app.find('[data-testid=bulk]')
      await look('a lead chosen')
      await app.keys(Key.ESCAPE, Key.ESCAPE)
      await go(app, 'Today')
      await app.sees('Kim Berger')
      await look('Today with a new lead')
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

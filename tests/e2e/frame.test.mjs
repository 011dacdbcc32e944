// The frame around every screen: Ctrl K finds settings and people, the skip link, the rail at 200 %, and nothing typed is dropped unread.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Key } from './app.mjs'
import { accessible, closed, enter, go, withDeals } from './steps.mjs'

const CTRL_K = Key.chord(Key.CONTROL, 'k')

describe('the frame', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })
  const heading = (text) => app.until(`the focus on ${text}`, async () => (await app.focus()).toLowerCase().includes(text.toLowerCase()))

  test('Ctrl K goes to a section of Settings by what it is about', async () => {
    await app.keys(CTRL_K)
    await app.keys(...'restore')
    await app.find('[role=option]', 'Your data')
    await app.keys(Key.ENTER)
    await heading('Your data')
    await app.keys(CTRL_K)
    await app.keys(...'dark')
    await app.find('[role=option]', 'Appearance: dark')
    await app.keys(Key.ENTER)
    await app.until('the dark theme', () => app.js(() => document.documentElement.dataset.theme === 'dark'))
    await accessible(app, 'Settings in the dark')
  })

  test('a person found opens that person', async () => {
    await app.keys(CTRL_K)
    await app.keys(...'Elease')
    await app.find('[role=option]', 'Elease Gluck')
    await app.keys(Key.ENTER)
    await app.until('the person in sight', () =>
      app.js(
        () =>
          document.activeElement?.id.startsWith('settings-people-') &&
          document.activeElement.querySelector('input, button').outerHTML.includes('Elease Gluck')
      )
    )
  })

  test('the first stop of Tab leads past the rail', async () => {
    await go(app, 'Pipeline')
    await app.js(() => document.activeElement?.blur())
    await app.keys(Key.TAB)
    assert.match(await app.focus(), /Skip to the content/)
    await app.keys(Key.ENTER)
    await app.keys(Key.TAB)
    assert.ok(await app.js(() => !!document.activeElement.closest('.views')), await app.focus())
  })

  test('an amount that cannot be read is said and not dropped', async () => {
    await app.click('New deal')
    await app.dialog('New deal')
    await app.type(await app.field('Name', '[role=dialog]'), 'Roof')
    await app.type(await app.field('Amount', '[role=dialog]'), 'five hundred')
    await app.sees('Not an amount')
    await app.keys(Key.ENTER)
    await app.until('the focus back in the amount', async () => (await app.focus()).includes('Amount'))
    await accessible(app, 'the new deal with an unread amount')
    await app.type(await app.field('Amount', '[role=dialog]'), '500')
    await app.keys(Key.ENTER)
    await closed(app)
  })

  test('the rail shows that more of it lies below at 200 %', async () => {
    await app.close()
    app = await enter(where, 'light', 200)
    const rail = await app.js(() => {
      const nav = document.querySelector('nav[aria-label=Rooms]')
      return { more: nav.scrollHeight > nav.clientHeight + 1, shades: getComputedStyle(nav).backgroundAttachment }
    })
    assert.ok(!rail.more || rail.shades.includes('local'), JSON.stringify(rail))
    await app.tabTo('Settings', 60)
    assert.ok(
      await app.js(() => {
        const box = document.activeElement.getBoundingClientRect()
        return box.top >= 0 && box.bottom <= innerHeight + 1
      }),
      'the room with the focus is in sight'
    )
  })
})

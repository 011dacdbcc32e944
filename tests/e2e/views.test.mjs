// Views over the deals: filtered, saved, open again after a restart; many deals changed at once and taken back; the calendar by keys.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { ctl, open, Key } from './app.mjs'
import { accessible, closed, withDeals, ME } from './steps.mjs'

/** The rows drawn, top to bottom, by the texts of their cells. */
const rows = (app) =>
  app.js(() => {
    const drawn = [...document.querySelectorAll('[data-testid=deal-table] [data-card]')]
    const cells = (row) => [...row.querySelectorAll('[role=gridcell]')].slice(1).map((cell) => cell.innerText.trim())
    return drawn.sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map(cells)
  })
const count = (app) => app.js(() => Number(document.querySelector('[data-testid=deal-table]')?.ariaRowCount ?? 0) - 1)
const pressed = (app) => app.js(() => document.querySelector('[aria-label=Views] [aria-pressed=true]')?.innerText.trim())
/** Puts the focus on the table once its rows are there: without any, the only line to stand on is the head. */
const focusGrid = async (app) => {
  await app.until('the rows', async () => (await rows(app)).length > 0)
  await app.js(() => document.querySelector('[data-testid=deal-table]').focus())
}
const owners = async (app) => (await rows(app)).slice(0, 3).map((cells) => cells[5])

describe('views over the deals', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('a table is filtered by what a person ticks', async () => {
    await app.click('Table', '[aria-label="Shape of the view"]')
    await app.until('every deal', async () => (await count(app)) > 35)
    await app.click('Filter')
    await app.dialog('Filter')
    await accessible(app, 'the filter')
    await (await app.find('[role=dialog] label', 'Engaging')).click()
    await app.click('Show these deals', '[role=dialog]')
    await closed(app)
    await app.until('the deals of that stage', async () => (await count(app)) === 35)
    assert.deepEqual([...new Set((await rows(app)).map((cells) => cells[2]))], ['Engaging'])
    await app.sees('Stage is Engaging')
    await accessible(app, 'the table of deals')
  })

  test('the view is saved as a tab', async () => {
    await app.click('Save view …')
    await app.type(await app.field('Name', '[role=dialog]'), 'Engaging now')
    await app.click('Save view', '[role=dialog]')
    await closed(app)
    await app.until('the new tab', async () => (await pressed(app)) === 'Engaging now')
    assert.equal(await count(app), 35)
  })

  test('a click on a head sorts, and the view says that it was changed', async () => {
    await (await app.find('[role=columnheader]', 'Name')).click()
    await app.until('names in order', async () => {
      const names = (await rows(app)).map((cells) => cells[0].toLowerCase())
      return names.length > 5 && JSON.stringify(names) === JSON.stringify(names.toSorted())
    })
    await app.sees('Changed')
    await app.click('Save', '[aria-label=Views]')
    await app.seesNot('Changed')
  })

  test('rows are chosen by keys, changed at once, and one undo takes it back', async () => {
    await focusGrid(app)
    await app.keys(Key.chord(Key.CONTROL, Key.HOME), ' ')
    await app.keys(Key.chord(Key.SHIFT, Key.ARROW_DOWN))
    await app.keys(Key.chord(Key.SHIFT, Key.ARROW_DOWN))
    await app.sees('3 selected')
    await accessible(app, 'the table with chosen rows')
    // Only now: the rows of equal names may still have been on their way when the head was clicked.
    const before = await owners(app)
    await app.click('Owner', '[data-testid=bulk]')
    await app.click(ME, '[role=menu]')
    await app.hears(/Changed the owner of \d deals?/)
    await app.until('the new owner', async () => (await owners(app)).every((owner) => owner === ME))
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('the owners as before', async () => JSON.stringify(await owners(app)) === JSON.stringify(before))
    await app.click('Select none', '[data-testid=bulk]')
  })

  test('a cell is edited in place; Esc leaves it as it was', async () => {
    await focusGrid(app)
    await app.keys(Key.chord(Key.CONTROL, Key.HOME), Key.ENTER)
    const [[name]] = await rows(app).then((all) => [all[1] ?? ['']])
    await app.field('Name of', '[data-testid=deal-table]')
    await app.keys(Key.chord(Key.CONTROL, 'a'), ...'Aardvark', Key.ENTER)
    await app.until('the new name', async () => (await rows(app))[0][0] === 'Aardvark')
    await app.until('the table to have the focus', async () => /grid/.test(await app.focus()))
    await app.keys(Key.ENTER)
    await app.field('Name of Aardvark', '[data-testid=deal-table]')
    await app.keys(...'xx', Key.ESCAPE)
    await app.until('the name as before', async () => (await rows(app))[0][0] === 'Aardvark')
    assert.equal((await rows(app))[1][0], name)
  })

  test('the calendar moves a deal to another day by keys', async () => {
    await app.click('Calendar', '[aria-label="Shape of the view"]')
    await app.find('[data-testid=calendar]')
    await accessible(app, 'the calendar')
    await app.click('Table', '[aria-label="Shape of the view"]')
    await focusGrid(app)
    await app.keys(Key.chord(Key.CONTROL, Key.HOME), ...Array(4).fill(Key.ARROW_RIGHT), Key.ENTER)
    await app.field('Close date of Aardvark', '[data-testid=deal-table]')
    await app.keys(...'today', Key.ENTER)
    await app.until('the day', async () => (await rows(app))[0][4] !== '')
    await app.click('Calendar', '[aria-label="Shape of the view"]')
    const deal = await app.find('[data-testid=calendar] [data-card]', 'Aardvark')
    await app.js((e) => e.focus(), deal)
    await app.keys('m')
    await app.dialog('Move “Aardvark” to day')
    await app.type(await app.field('Close date', '[role=dialog]'), 'tomorrow')
    await app.click('Move', '[role=dialog] footer')
    await app.hears(/Aardvark now closes on/)
    await app.click('Table', '[aria-label="Shape of the view"]')
  })

  test('after a restart the saved view is open as it was left', async () => {
    await app.until('the view as saved', async () => (await count(app)) === 35)
    await app.until('the device to remember', async () => {
      const { readFileSync } = await import('node:fs')
      const kept = readFileSync(`${where.folder}/device.json`, 'utf8')
      // It is written a moment after the last click: the calendar that was open before must be forgotten.
      return kept.includes('pipeline') && !kept.includes('calendar')
    })
    await app.close()
    const deals = await ctl(where, 'list', 'deals', '--where', 'stage=Engaging')
    assert.equal(deals.length, 35)
    app = await open(where)
    await app.until('the tab', async () => (await pressed(app)) === 'Engaging now')
    await app.until('its rows', async () => (await count(app)) === 35)
  })
})

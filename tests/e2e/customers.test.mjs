// Many companies change at once and go back at once; Settings leads to its sections.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Key } from './app.mjs'
import { accessible, closed, go, withDeals, ME } from './steps.mjs'

const BULK = '[data-testid=bulk]'
const SHEET = '[role=dialog]'
/** The cells of a column in the first rows. */
const column = (app, name, rows = 3) =>
  app.js(
    (wanted, count) => {
      const heads = [...document.querySelectorAll('[role=columnheader]')]
      const at = heads.findIndex((head) => head.innerText.trim().startsWith(wanted))
      const drawn = [...document.querySelectorAll('[role=grid] [role=row][aria-rowindex]')].filter((row) =>
        row.querySelector('[role=gridcell]')
      )
      drawn.sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
      return drawn.slice(0, count).map((row) => row.querySelectorAll('[role=gridcell]')[at]?.innerText.trim())
    },
    name,
    rows
  )
const chooseThree = async (app) => {
  await app.until('the rows', async () => (await column(app, 'Company')).length === 3)
  await app.js(() => document.querySelector('[role=grid]').focus())
  await app.keys(Key.HOME, ' ', Key.chord(Key.SHIFT, Key.ARROW_DOWN), Key.chord(Key.SHIFT, Key.ARROW_DOWN))
  await app.sees('3 selected')
}

describe('companies and settings', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('three companies get an owner, a tag and a lifecycle; one undo each takes it back', async () => {
    await go(app, 'Companies')
    await chooseThree(app)
    await accessible(app, 'chosen companies')
    await app.click('Owner', BULK)
    await app.click(ME, '[role=menu]')
    await app.until('the owner', async () => (await column(app, 'Owner')).every((owner) => owner === ME))
    await app.click('Tags', BULK)
    await app.click('Add a tag', '[role=menu]')
    await app.dialog('Tag 3 companies')
    await app.type(await app.field('Tag', SHEET), 'Key account')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.until('the tags', async () => (await column(app, 'Company')).every((name) => name.includes('Key account')))
    await app.click('Lifecycle', BULK)
    await app.click('Churned', '[role=menu]')
    await app.until('the lifecycle', async () => (await column(app, 'Lifecycle')).every((word) => word === 'Churned'))
    for (const step of ['Set the lifecycle', 'Tagged 3 companies', 'Changed the owner']) {
      await app.keys(Key.chord(Key.CONTROL, 'z'))
      await app.sees(`Undone: ${step}`)
    }
    await app.until('all of it taken back', async () => {
      const [owners, names] = [await column(app, 'Owner'), await column(app, 'Company')]
      return owners.every((owner) => !owner) && names.every((name) => !name.includes('Key account'))
    })
  })

  test('companies with deals are not deleted, and each says why', async () => {
    const before = await column(app, 'Company')
    await app.js(() => document.querySelector('[role=grid]').focus())
    await app.keys(Key.ESCAPE)
    await chooseThree(app)
    await app.click('Delete …', BULK)
    await app.dialog('Delete 3 companies')
    await accessible(app, 'the question before deleting')
    await app.click('Delete 3 companies', `${SHEET} footer`)
    await app.dialog('can’t be changed')
    await accessible(app, 'what was refused')
    await app.click('Change nothing', SHEET)
    await closed(app)
    assert.deepEqual(await column(app, 'Company'), before)
  })

  test('Settings leads to a section, puts the focus there and marks it', async () => {
    await go(app, 'Settings')
    await app.find('h2', 'People')
    await app.click('Reminders', '[aria-label="Sections of Settings"]')
    await app.until('the focus on the heading', async () => (await app.js(() => document.activeElement.id)) === 'settings-reminders')
    await app.until('the mark', () => app.js(() => document.querySelector('nav [aria-current=true]')?.innerText === 'Reminders'))
    await app.sees('This desktop has no place for the sign')
    await accessible(app, 'the settings')
  })

  test('a file of rates is asked for where rates are kept', async () => {
    await app.click('Currencies', '[aria-label="Sections of Settings"]')
    await app.click('Import a file of rates')
    await app.sees('file of currency rates')
  })
})

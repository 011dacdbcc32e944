// The same without touching the pointer: win a deal, see its project, finish a task, undo.
import { after, before, describe, test } from 'node:test'
import { Key } from './app.mjs'
import { card, closed, fillWinSheetByKeys, focusCard, nameOf, openByKeys, withDeals } from './steps.mjs'

describe('the main job by keyboard alone', () => {
  let where, app, deal, task
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('Move to Won opens the win sheet, keys fill and confirm it', async () => {
    const first = await card(app, 'Engaging')
    deal = await nameOf(app, first)
    await focusCard(app, first)
    await app.keys('m')
    await app.dialog('Move')
    await app.tabTo('Won')
    await app.keys(Key.ENTER)
    await fillWinSheetByKeys(app)
    await app.keys(Key.chord(Key.CONTROL, Key.ENTER))
    await closed(app)
  })

  test('search finds the project', async () => {
    await openByKeys(app, 'Projects')
    await app.sees(deal)
    await openByKeys(app, deal, 'project')
    await app.until('the project board', () => app.glance('[data-testid=board]'))
  })

  test('a task goes to Done by arrows and space, and undo brings it back', async () => {
    const first = await card(app, 'To do')
    task = await nameOf(app, first)
    await focusCard(app, first)
    await app.keys(' ', Key.ARROW_RIGHT, Key.ARROW_RIGHT, ' ')
    await app.hears(/^Dropped .+ in Done\./)
    await card(app, 'Done', task)
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await card(app, 'To do', task)
  })
})

// The main job by hand: import the deals, drag one to Won, a whole project appears; a task done, undone, and all is
// still there after a restart.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { ctl, open, profile, sample, Key } from './app.mjs'
import { card, closed, count, fillWinSheet, go, list, nameOf } from './steps.mjs'

describe('import, win, deliver', () => {
  let where, app, deal, task
  before(async () => {
    where = profile()
    app = await open(where)
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('the first start leads to the import', async () => {
    await app.type(await app.field('Your firm'), 'Maven')
    await app.type(await app.field('Your name'), 'Anna Snelling')
    await app.choose(sample('sales_pipeline.csv'))
    await app.click('Import the deals you have')
    await app.find('h1', 'Import')
  })

  test('the preview shows the result before anything is written, then the deals are there', async () => {
    await app.click('Choose a file')
    await (await app.find('main button:not([disabled])', 'Import ')).click()
    await app.find('[data-testid=import-report]')
    await app.sees('created')
    await go(app, 'Pipeline')
    assert.ok((await count(app, 'Engaging')) >= 35)
  })

  test('dropping on Won shows the coming project and makes it', async () => {
    const dragged = await card(app, 'Engaging')
    deal = await nameOf(app, dragged)
    await app.drag(dragged, await list(app, 'Won'))
    await fillWinSheet(app)
    await app.sees('will be created')
    // What is typed stays where it is typed, however the sheet follows.
    const amount = await app.field('Amount', '[role=dialog]')
    await app.type(amount, '4800.50')
    assert.match(await app.js((e) => e.value, amount), /^4800\.50$/)
    assert.ok(await app.js((e) => e === document.activeElement, amount), 'the focus stays in the amount')
    await app.click('Win and hand off', '[role=dialog]')
    await closed(app)
    await app.click('Open the project')
    await app.find('h1', deal)
    await card(app, 'To do')
    await go(app, 'Projects')
    await app.sees(deal)
  })

  test('a task goes to Done, and undo brings it back', async () => {
    await app.click(deal, 'main')
    const dragged = await card(app, 'To do')
    task = await nameOf(app, dragged)
    await app.drag(dragged, await list(app, 'Done'))
    await card(app, 'Done', task)
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await card(app, 'To do', task)
    await app.drag(await card(app, 'To do', task), await list(app, 'Done'))
    await card(app, 'Done', task)
  })

  test('after a restart all is still there, and the file is sound', async () => {
    await app.close()
    app = await open(where)
    await go(app, 'Projects')
    await app.click(deal, 'main')
    await card(app, 'Done', task)
    await app.close()
    assert.equal((await ctl(where, 'check')).ok, true)
    const handoffs = await ctl(where, 'handoffs')
    assert.deepEqual(handoffs.map(({ state }) => state), ['delivered'])
    const tasks = await ctl(where, 'list', 'tasks')
    assert.ok(tasks.length >= 5 && tasks.every(({ assignee }) => assignee), 'an owner on every task')
  })
})

// A plan in the real window: linked, changed with its difference seen first, taken back, kept as a baseline, finished late and read in the
// on-time report; then the same with keys only.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, Key } from './app.mjs'
import { accessible, closed, enter, go, openByKeys, withDeals } from './steps.mjs'

const look = process.env.HANDSEL_LOOK
const TASKS = `project,id,task,duration_days,predecessors,start,assignee
Roof,1,Measure,1,,2026-01-05,Darcel Schlecht
Roof,2,Order,2,1,,Darcel Schlecht
Roof,3,Build,5,2FS+1d,,
Roof,4,Hand over,0,3,,
`
const ALT = (key) => Key.chord(Key.ALT, key)
const ALT_SHIFT = (key) => Key.chord(Key.ALT, Key.SHIFT, key)

describe('a plan', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.close()
    const file = join(where.folder, 'tasks.csv')
    writeFileSync(file, TASKS)
    await ctl(where, 'import', file, '--as', 'tasks', '--date-order', 'ymd')
    app = await enter(where, process.env.HANDSEL_LOOK_THEME ?? 'light')
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  /** The outline as text: number, name, duration, finish, predecessors of each row. */
  const rows = () =>
    app.js(() =>
      [...document.querySelectorAll('[role=treegrid] [role=row][data-card]')]
        .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
        .map((row) => {
          const text = (column) => row.children[column].innerText.split('\n')[0].trim()
          return [0, 2, 3, 5, 6].map(text).join(' | ')
        })
    )
  /** Waits until the outline reads so. */
  const reads = async (...wanted) => {
    let seen
    await app
      .until('the outline to read so', async () => JSON.stringify((seen = await rows())) === JSON.stringify(wanted), 8_000)
      .catch(() => assert.deepEqual(seen, wanted))
  }
  const view = async (name) => (await app.find('nav a', name)).click()
  const outline = async () => {
    await view('Outline')
    const grid = await app.find('[role=treegrid]')
    await app.js((e) => e.focus(), grid)
    return grid
  }
  /** Goes to a cell by keys, from wherever the cursor is. */
  const cell = (row, column) =>
    app.keys(Key.chord(Key.CONTROL, Key.HOME), ...Array(row - 1).fill(Key.ARROW_DOWN), ...Array(column).fill(Key.ARROW_RIGHT))
  const [NAME, DURATION, START, PREDECESSORS, PERCENT, DEADLINE, BOUND] = [2, 3, 4, 6, 8, 10, 11]
  const edit = async (row, column, text) => {
    await cell(row, column)
    await app.keys(Key.ENTER)
    await app.find('[role=treegrid] input')
    await app.keys(...text, Key.ENTER)
  }
  const edited = () => app.until('the cell to close', () => app.js(() => document.activeElement?.getAttribute('role') === 'treegrid'))
  const picture = async (name) => look && (await app.picture(join(look, `${name}.png`)))

  test('stands beside the board', async () => {
    await go(app, 'Projects')
    await app.click('Roof', 'main')
    await outline()
    assert.deepEqual(
      (await rows()).map((row) => row.split(' | ').filter((_, column) => column !== 3)),
      [
        ['1', 'Measure', '1 d', ''],
        ['2', 'Order', '2 d', '1'],
        ['3', 'Build', '5 d', '2FS+1d'],
        ['4', 'Hand over', '0 d', '3']
      ]
    )
    await accessible(app, 'outline')
    await picture('outline')
  })

  test('a longer task shows what it moves before it moves it, and one undo takes all of it back', async () => {
    const before = await rows()
    await edit(2, DURATION, '4')
    await app.dialog('This moves 2 other tasks')
    await app.sees('2 working days later')
    await accessible(app, 'difference')
    await picture('difference')
    await app.type(await app.field('Why', '[role=dialog]'), 'The wholesaler is late')
    await app.click('Apply', '[role=dialog]')
    await closed(app)
    await app.until('the plan to move', async () => (await rows())[1].includes('4 d') && (await rows())[2] !== before[2])
    await app.click('Undo')
    await reads(...before)
  })

  test('a changed mind changes nothing', async () => {
    const before = await rows()
    await app.js((e) => e.focus(), await app.find('[role=treegrid]'))
    await edit(1, DURATION, '9')
    await app.dialog('This moves')
    await app.keys(Key.ESCAPE)
    await closed(app)
    await edited()
    assert.deepEqual(await rows(), before)
  })

  test('what can not be is said at the cell, and what was typed stays', async () => {
    const before = await rows()
    for (const [column, text, why] of [
      [PREDECESSORS, '4', /circle.*“Measure”.*“Hand over”|circle.*“Hand over”.*“Measure”/s],
      [PREDECESSORS, '1', /can't wait for itself/],
      [PREDECESSORS, '77', /no row 77/],
      [PREDECESSORS, '3FS+10000d', /at most/],
      [DURATION, '99999999', /at most/],
      [DURATION, 'soon', /no duration/],
      [START, 'someday', /not a day/]
    ]) {
      await edit(1, column, text)
      const said = await app.find('[role=treegrid] [role=alert]')
      assert.match(await app.js((e) => e.innerText, said), why)
      assert.equal(await app.js(() => document.querySelector('[role=treegrid] input').value), text)
      await app.keys(Key.ESCAPE)
      await edited()
    }
    assert.deepEqual(await rows(), before)
  })

  test('a constraint and a deadline are typed as they are said', async () => {
    const said = (column) => app.js((c) => document.querySelector('[role=treegrid] [role=row][data-card]').children[c].innerText, column)
    await edit(1, BOUND, 'not before 2026-01-05')
    await edited()
    await app.until('the constraint', async () => (await said(BOUND)).startsWith('not before'))
    await edit(1, DEADLINE, '2026-01-02')
    await edited()
    await app.until('the deadline', async () => (await said(DEADLINE)).includes('2'))
    // It ends after its deadline: that is said on the row, and its slack is negative.
    await app.find('[role=treegrid] [role=row]', 'ends 1 working day after')
    for (const column of [DEADLINE, BOUND]) {
      await edit(1, column, [Key.BACK_SPACE])
      await edited()
      await app.until('it to be gone', async () => (await said(column)) === '')
    }
  })

  test('tasks are typed where they stand, moved in and out, up and down, and go', async () => {
    await cell(2, NAME)
    await app.keys(Key.INSERT)
    await app.field('Name of the new task')
    await app.keys(...'Scaffold', Key.ENTER)
    await app.until('the new row', async () => (await rows()).length === 5)
    await app.keys(Key.ESCAPE)
    await edited()
    const names = async () => (await rows()).map((row) => row.split(' | ')[1])
    assert.deepEqual(await names(), ['Measure', 'Order', 'Scaffold', 'Build', 'Hand over'])
    const level = () => app.js(() => document.querySelector('[role=treegrid] [role=row][aria-selected=true]').ariaLevel)
    await app.keys(ALT_SHIFT(Key.ARROW_RIGHT))
    await app.until('it to be a part', async () => (await level()) === '2')
    await app.keys(ALT_SHIFT(Key.ARROW_LEFT))
    await app.until('it to be none', async () => (await level()) === '1')
    await app.keys(ALT(Key.ARROW_UP))
    await app.until('it to go up', async () => (await names())[1] === 'Scaffold')
    await app.keys(ALT(Key.ARROW_DOWN))
    await app.until('it to go down', async () => (await names())[2] === 'Scaffold')
    await app.keys(Key.DELETE)
    await app.until('it to go', async () => (await rows()).length === 4)
    assert.deepEqual(await names(), ['Measure', 'Order', 'Build', 'Hand over'])
  })

  test('rows of a spreadsheet come as one step', async () => {
    await app.js((e) => e.focus(), await app.find('[role=treegrid]'))
    await cell(4, NAME)
    await app.js(() => {
      const data = new DataTransfer()
      data.setData('text/plain', 'Task\tDuration\tPredecessors\nPaperwork\t3\t\nInvoice\t1 d\t1FS+2d\n')
      const hears = document.querySelector('textarea[aria-hidden=true]')
      hears.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await app.dialog('Paste 2 tasks')
    await accessible(app, 'paste')
    await picture('paste')
    await app.click('Add 2 tasks', '[role=dialog]')
    await closed(app)
    await app.until('the rows', async () => (await rows()).some((row) => row.includes('Invoice') && row.endsWith('5FS+2d')))
    await app.click('Undo')
    await app.until('the rows to go', async () => (await rows()).length === 4)
  })

  test('a baseline tells later what moved', async () => {
    await view('Baselines')
    await app.click('Set a baseline', 'main')
    await app.type(await app.field('Name', '[role=dialog]'), 'As promised')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.sees('No task moved')
    await outline()
    await edit(3, DURATION, '8')
    await app.dialog('This moves 1 other task')
    await app.keys(Key.ENTER)
    await closed(app)
    await view('Baselines')
    await app.sees('3 working days later')
    await app.sees('2 tasks moved')
    await accessible(app, 'baselines')
    await picture('baselines')
  })

  test('the promise is kept as it was first given, and every re-plan with its reason', async () => {
    const promise = async (day, why) => {
      await app.click('Promised', 'main')
      await app.type(await app.field('Promised day', '[role=dialog]'), day)
      if (why) await app.type(await app.field('Why', '[role=dialog]'), why)
      await app.keys(Key.ENTER)
      await closed(app)
    }
    await promise('2026-01-16')
    await app.sees('after the promise')
    await promise('2026-01-19', 'Agreed by phone')
    await app.sees('First promised')
    await view('Re-plans')
    await app.sees('Agreed by phone')
    await accessible(app, 're-plans')
    await picture('replans')
    // Opened, it says which tasks it moved.
    await app.js(() => document.querySelector('[role=grid]').focus())
    await app.keys(Key.END, Key.ENTER)
    await app.dialog('Re-plan of')
    await app.find('[role=dialog] table', 'moved')
    await accessible(app, 'an opened re-plan')
    await app.keys(Key.ESCAPE)
    await closed(app)
  })

  test('a pause is left with what it shifts shown first', async () => {
    await app.click('State', 'main')
    await app.click('Pause')
    await app.sees('Paused since')
    await app.click('Resume …', 'main')
    await app.dialog('Resume')
    await app.sees('No working day has passed')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.seesNot('Paused since')
  })

  test('the same keys only: linked, moved, undone', async () => {
    await openByKeys(app, 'Roof', 'project')
    await app.find('[data-testid=column]')
    await app.tabTo('a: Outline', 90)
    await app.keys(Key.ENTER)
    await app.find('[role=treegrid]')
    await app.tabTo('Outline. Enter edits', 90)
    const before = await rows()
    await edit(4, PREDECESSORS, '2')
    await edited()
    await edit(2, DURATION, '3 w')
    await app.dialog('This moves')
    await app.keys(...'By keys', Key.ENTER)
    await closed(app)
    await edited()
    await app.until('the plan to move', async () => (await rows())[1].includes('15 d'))
    assert.notEqual((await rows())[3], before[3])
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('the plan to come back', async () => (await rows())[1] === before[1])
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await reads(...before)
  })

  test('finished late: the on-time report says so against both promises', async () => {
    await app.js((e) => e.focus(), await app.find('[role=treegrid]'))
    for (const row of [1, 2, 3, 4]) {
      await edit(row, PERCENT, '100')
      // What is done long after its day pushes what waits for it: that is shown first.
      await app.until('the task to be done', async () => {
        if (await app.glance('[role=dialog]')) await app.keys(Key.ENTER)
        return (await app.js(() => document.activeElement?.getAttribute('role'))) === 'treegrid'
      })
    }
    await app.until('all to be done', async () =>
      app.js(() => [...document.querySelectorAll('[role=treegrid] [role=row][data-card]')].every((row) => row.innerText.includes('100 %')))
    )
    await app.click('State', 'main')
    await app.click('Set to done')
    await app.sees('Done')
    await go(app, 'Reports')
    const question = await app.button('Do we deliver when we said we would?', 'main')
    await app.js((e) => e.focus(), question)
    await app.keys(Key.ENTER)
    await app.find('[data-testid=figures]')
    await app.sees('Roof')
    await accessible(app, 'on-time')
    await picture('on-time')
    await app.close()
    const { rows: figures } = await ctl(where, 'report', 'on-time')
    const roof = figures.find(({ name }) => name === 'Roof')
    assert.ok(roof.late_first > roof.late_latest && roof.late_latest > 0, JSON.stringify(roof))
  })
})

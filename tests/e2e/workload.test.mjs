// Who has how much to do: the hours of a week, a task given to somebody else by hand and by keys, a task moved to another day.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, profile, Key } from './app.mjs'
import { accessible, closed, enter, go, ME } from './steps.mjs'

/** The day so many days after next Monday. */
function day(days) {
  const now = new Date()
  now.setUTCDate(now.getUTCDate() + 7 - ((now.getUTCDay() + 6) % 7) + days)
  return now.toISOString().slice(0, 10)
}
/** Three days from Monday, two that wait for them, one in the week after. */
const TASKS = `Project,Task,Owner,Start,Duration,Predecessors
Roof,Dig,${ME},${day(0)},3d,
Roof,Pour,${ME},${day(3)},2d,1
Roof,Paint,Anna Snelling,${day(7)},1d,
`
/** `name hours, hours …` of the people with tasks. */
const rows = (app) =>
  app.js(() =>
    [...document.querySelectorAll('table[aria-label="Hours a week"] tbody > tr:first-child')]
      .map((row) => [...row.children].map((cell) => (cell.querySelector('.name, b, .quiet')?.innerText ?? '').split('\n')[0].trim()))
      .filter(([, ...weeks]) => weeks.some((hours) => hours.endsWith('h')))
      .map(([name, ...weeks]) => `${name} ${weeks.slice(1, 3).join(', ')}`)
  )
const becomes = (app, wanted) => app.until(wanted.join(' · '), async () => JSON.stringify(await rows(app)) === JSON.stringify(wanted))
const onDay = (app, day) => app.js((d) => document.querySelector(`[data-day="${d}"]`)?.innerText ?? '', day)

describe('workload', () => {
  let where, app
  before(async () => {
    where = profile()
    const { workspace_id } = await ctl(where, 'new')
    const file = join(where.folder, 'tasks.csv')
    writeFileSync(file, TASKS)
    await ctl(where, 'import', file, '--as', 'tasks', '--date-order', 'ymd')
    const people = await ctl(where, 'list', 'people')
    where.me = { [workspace_id]: people.find(({ name }) => name === ME).id }
    app = await enter(where)
    await app.listen()
    await go(app, 'Workload')
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('the hours of each person stand in their weeks', async () => {
    await becomes(app, ['Anna Snelling –, 8 h', `${ME} 40 h, –`])
    await accessible(app, 'the workload')
  })

  test('a task is given to somebody else with M, and undone', async () => {
    await app.click(ME, 'table')
    const task = await app.find('tr.task button', 'Pour')
    await app.js((e) => e.focus(), task)
    await app.keys('m')
    await app.dialog('Who takes')
    await accessible(app, 'the sheet that gives a task')
    const person = await app.field('Person', '[role=dialog]')
    await person.sendKeys('Anna')
    await app.click('Give', '[role=dialog]')
    await closed(app)
    await becomes(app, ['Anna Snelling 16 h, 8 h', `${ME} 24 h, –`])
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await becomes(app, ['Anna Snelling –, 8 h', `${ME} 40 h, –`])
  })

  test('and by hand', async () => {
    await app.drag(await app.find('tr.task button', 'Pour'), await app.find('table button.name', 'Anna Snelling'))
    await becomes(app, ['Anna Snelling 16 h, 8 h', `${ME} 24 h, –`])
  })

  test('too much is said, by how much, when a week has fewer hours', async () => {
    await app.type(await app.field('Hours a week of Anna', 'table'), '10')
    await app.keys(Key.ENTER)
    await app.sees('1 person with too much')
    await app.find('td', '6 h too much')
  })

  test('moved to another day, a task keeps its length and pushes what waits for it', async () => {
    await app.click('Tasks by day')
    await accessible(app, 'tasks by day')
    // The tasks may lie in the month after.
    const dig = await app.until('the task on its day', async () => {
      const card = await app.glance('[data-testid=calendar] [data-card]', 'Dig')
      if (!card && (await app.glance('[data-testid=calendar]', ''))) await app.click('Month after')
      return card
    })
    assert.match(await onDay(app, day(2)), /Dig/)
    await app.js((e) => e.focus(), dig)
    await app.keys('m')
    await app.dialog('Move “Dig”')
    await app.type(await app.field('Due', '[role=dialog]'), day(7))
    await app.keys(Key.ENTER)
    await app.until('what else moves', () => app.glance('[role=dialog]', 'Pour'))
    await accessible(app, 'what a move does')
    await app.click('Apply', '[role=dialog]')
    await closed(app)
    await app.until('the task on its new day', async () => /Dig/.test(await onDay(app, day(7))))
    await app.until('what waits for it', async () => /Pour/.test(await onDay(app, day(9))))
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('the week it was in', async () => (await app.glance(`[data-day="${day(2)}"]`)) || (await app.click('Month before'), false))
    await app.until('both where they were', async () => /Dig/.test(await onDay(app, day(2))) && /Pour/.test(await onDay(app, day(4))))
  })
})

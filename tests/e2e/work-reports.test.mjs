// Reports on work in the window: tasks out of a file, planned; done late; read in figures that open the project.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl } from './app.mjs'
import { accessible, enter, go, withDeals } from './steps.mjs'

const look = process.env.HANDSEL_LOOK
const TASKS = `project,id,task,duration_days,predecessors,start,done,assignee
Roof,1,Measure,1,,2026-01-05,2026-01-06,Darcel Schlecht
Roof,2,Order,2,1,,2026-01-12,Darcel Schlecht
Roof,3,Build,5,2FS+1d,,,Darcel Schlecht
Roof,4,Hand over,0,3,,,
`

describe('reports on work', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.close()
    const file = join(where.folder, 'tasks.csv')
    writeFileSync(file, TASKS)
    const done = await ctl(where, 'import', file, '--as', 'tasks', '--date-order', 'ymd')
    assert.equal(done.created, 4)
    const plan = await ctl(where, 'schedule', 'Roof')
    assert.deepEqual(plan.tasks.map(({ name, predecessors }) => [name, predecessors]).at(2), ['Build', '2FS+1d'])
    app = await enter(where, process.env.HANDSEL_LOOK_THEME ?? 'light')
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  for (const [question, report, figure] of [
    ['How much gets done?', 'throughput', '2'],
    ['Does work pile up?', 'cumulative-flow', 'Waiting'],
    ['What should be done by now?', 'overdue', 'Darcel Schlecht'],
    ['Which tasks does nobody have?', 'unowned', 'Hand over'],
    ['Who has how much to do', 'workload', '40']
  ])
    test(`${report} answers, and is accessible`, async () => {
      await go(app, 'Reports')
      await app.click(question, 'main')
      await app.find('[data-testid=figures]')
      await app.sees(figure)
      await accessible(app, report)
      if (look) await app.picture(join(look, `${report}.png`))
    })

  test('a project in a figure opens', async () => {
    await go(app, 'Reports')
    await app.click('How often do we change a plan', 'main')
    await app.until('the report', async () => (await app.js(() => document.querySelector('h1')?.innerText)) === 'Re-plans')
  })
})

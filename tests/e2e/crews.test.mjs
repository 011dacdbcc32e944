// Crews: made in Settings, given a task, seen in the workload and on the board in lanes, disbanded with an heir; paper and calendars.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, profile, Key } from './app.mjs'
import { accessible, closed, enter, go, ME } from './steps.mjs'

/** The Monday of next week. */
function monday() {
  const now = new Date()
  now.setUTCDate(now.getUTCDate() + 7 - ((now.getUTCDay() + 6) % 7))
  return now.toISOString().slice(0, 10)
}
const TASKS = `Project,Task,Owner,Start,Duration
Roof,Dig,${ME},${monday()},2d
Roof,Pour,,${monday()},3d
Roof,Paint,Anna Snelling,${monday()},1d
`
const choose = (app, label, text) =>
  app.until(`${text} in ${label}`, () =>
    app.js(
      (wanted, option) => {
        const select = [...document.querySelectorAll('select')].find((one) => one.getAttribute('aria-label') === wanted)
        const found = select && [...select.options].find((one) => one.text === option)
        if (!found) return false
        select.value = found.value
        select.dispatchEvent(new Event('change', { bubbles: true }))
        return true
      },
      label,
      text
    )
  )
const lane = (app, task) =>
  app.js(
    (name) =>
      [...document.querySelectorAll('[data-card]')]
        .find((one) => one.innerText.includes(name))
        ?.closest('[data-lane]')
        ?.getAttribute('aria-label') ?? '',
    task
  )

describe('crews', () => {
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
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('a crew is made in Settings and somebody joins it', async () => {
    await go(app, 'Settings')
    await app.type(await app.field('Name of a new crew'), 'North')
    await app.click('Add a crew')
    await app.sees('Nobody is in it yet')
    await choose(app, 'Add somebody to North', ME)
    await app.sees('0 open tasks')
    await app.button(`Take ${ME} out of North`)
    await accessible(app, 'crews in Settings')
  })

  test('a task is given to it, and its members find it in My work', async () => {
    await go(app, 'Projects')
    await app.click('Roof')
    await app.click('Board')
    await (await app.find('[data-card]', 'Pour')).click()
    await choose(app, 'Crew', 'North')
    await app.until('the crew on the card', () =>
      app.js(() => [...document.querySelectorAll('[data-card] .crew')].some((one) => one.innerText.includes('North')))
    )
    await accessible(app, 'a task of a crew')
    await go(app, 'My work')
    await app.sees('crew North')
  })

  test('its job sheet and a week are printed, and a calendar is written', async () => {
    const [sheet, week, days] = ['job.pdf', 'week.pdf', 'me.ics'].map((name) => join(where.folder, name))
    await app.click('Pour')
    await app.choose(sheet)
    await app.click('Job sheet …')
    await app.until('the job sheet', async () => existsSync(sheet) && readFileSync(sheet).subarray(0, 5).toString() === '%PDF-')
    await app.keys(Key.ESCAPE)
    await app.choose(week)
    await app.click('Take along')
    await app.click('Print my week …')
    await app.until('the week', async () => existsSync(week))
    await app.choose(days)
    await app.click('Take along')
    await app.click('Calendar file (.ics) …')
    await app.until('the calendar', async () => existsSync(days))
    const text = readFileSync(days, 'utf8')
    assert.match(text, /SUMMARY:Dig\r\n/)
    assert.match(text, /SUMMARY:Pour\r\n/, 'the crew’s too')
  })

  test('the workload has its row, and M gives a task to it', async () => {
    await go(app, 'Workload')
    await app.sees('Person or crew')
    await app.click(ME, 'table')
    const task = await app.find('tr.task button', 'Dig')
    await app.js((e) => e.focus(), task)
    await app.keys('m')
    await app.dialog('Who takes')
    await (await app.field('Person or crew', '[role=dialog]')).sendKeys('Crew North')
    await app.click('Give', '[role=dialog]')
    await closed(app)
    await app.hears(/Dig is now with North/)
    await accessible(app, 'the workload with a crew')
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.sees(ME)
  })

  test('a card goes to another lane by keys, and one undo brings it back', async () => {
    await go(app, 'Projects')
    await app.click('Roof')
    await app.click('Board')
    await choose(app, 'Lanes', 'By person')
    await app.until('lanes', async () => (await lane(app, 'Dig')) === ME)
    await app.js(() => [...document.querySelectorAll('[data-card]')].find((one) => one.innerText.includes('Dig')).focus())
    await app.keys('m')
    await app.dialog('Move')
    await app.click('Lane: Anna Snelling', '[role=dialog]')
    await app.hears(/Dropped Dig in Anna Snelling/)
    await app.until('Dig with Anna', async () => (await lane(app, 'Dig')) === 'Anna Snelling')
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('Dig back', async () => (await lane(app, 'Dig')) === ME)
  })

  test('and by hand', async () => {
    await app.drag(await app.find('[data-card]', 'Dig'), await app.find('[data-card]', 'Paint'))
    await app.until('Dig with Anna', async () => (await lane(app, 'Dig')) === 'Anna Snelling')
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('Dig back', async () => (await lane(app, 'Dig')) === ME)
  })

  test('disbanded, it says who takes its task', async () => {
    await go(app, 'Settings')
    await app.click('Disband North')
    await app.click('Anna Snelling', '[role=menu]')
    await app.until('no crew', () => app.js(() => !document.querySelector('[aria-label="Add somebody to North"]')))
    await go(app, 'My work')
    await app.seesNot('Pour')
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.sees('crew North')
  })
})

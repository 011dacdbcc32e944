// A project's timeline in the real window: a bar dragged moves what follows, after it was shown; links by hand; the same by keys.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, Key, Origin } from './app.mjs'
import { accessible, closed, enter, go, withDeals } from './steps.mjs'

const TASKS = `project,id,task,duration_days,predecessors,start,assignee
Roof,1,Measure,3,,2027-03-01,Darcel Schlecht
Roof,2,Order,2,1,,Darcel Schlecht
Roof,3,Build,5,2,,
Roof,4,Paint,2,,2027-03-08,
`
const look = process.env.HANDSEL_LOOK

describe('timeline', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.close()
    const file = join(where.folder, 'tasks.csv')
    writeFileSync(file, TASKS)
    await ctl(where, 'import', file, '--as', 'tasks', '--date-order', 'ymd')
    app = await enter(where, process.env.HANDSEL_LOOK_THEME ?? 'light')
    await app.listen()
    await go(app, 'Projects')
    await app.click('Roof', 'main')
    await app.click('Timeline', 'main')
    await app.find('[data-testid=gantt]')
    await app.click('Fit', 'main')
    await row('Measure')
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  /** What the list says of a task, once it says `text`. */
  const row = (name, text = '') =>
    app.until(`${name} to say "${text}"`, async () => {
      const said = await app.js((n) => document.querySelector(`[data-row="${n}"]`)?.ariaLabel ?? '', name)
      return said.includes(text) && said
    })
  /** A part of a task's bar: where its middle is on the screen. */
  const spot = (name, part) =>
    app.until(`the bar of ${name}`, () =>
      app.js(
        (n, css) => {
          const line = document.querySelector(`[data-row="${n}"]`)?.getBoundingClientRect()
          const found = [...document.querySelectorAll(`[data-bar] ${css}`)].map((e) => e.getBoundingClientRect())
          const box = found.find((b) => line && b.top + b.height / 2 > line.top && b.top + b.height / 2 < line.bottom)
          return box && { x: Math.round(box.left + box.width / 2), y: Math.round(box.top + box.height / 2), width: box.width }
        },
        name,
        part
      )
    )
  async function pull(from, to, release = true) {
    const hand = app.web.actions({ async: true })
    hand.move({ x: from.x, y: from.y, origin: Origin.VIEWPORT }).press().pause(60)
    for (let step = 1; step <= 6; step++) {
      const part = (a, b) => Math.round(a + ((b - a) * step) / 6)
      hand.move({ x: part(from.x, to.x), y: part(from.y, to.y), duration: 40, origin: Origin.VIEWPORT })
    }
    hand.pause(120)
    if (release) hand.release()
    await hand.perform()
  }
  const stand = () => app.js(() => document.querySelector('[data-testid=gantt]').focus())
  const apply = async () => {
    await app.dialog()
    await app.click('Apply', '[role=dialog]')
    await closed(app)
  }
  const undo = async () => {
    await stand()
    await app.keys(Key.chord(Key.CONTROL, 'z'))
  }

  test('a row says what its bar shows', async () => {
    assert.match(await row('Measure'), /^Task Measure, .*Mar.* to .*Mar.*, critical, Darcel Schlecht$/)
    await accessible(app, 'timeline')
    if (look) await app.picture(join(look, 'timeline.png'))
  })

  test('a dragged bar moves what follows after it was shown, and undo brings all back', async () => {
    const before = { measure: await row('Measure'), build: await row('Build') }
    const bar = await spot('Measure', '.back')
    const day = bar.width / 3
    await pull(bar, { x: bar.x + Math.round(7 * day), y: bar.y })
    await app.dialog()
    await app.sees('Build')
    if (look) await app.picture(join(look, 'timeline-sheet.png'))
    await accessible(app, 'the difference')
    await apply()
    await app.until('Build to have moved', async () => (await row('Build')) !== before.build)
    await row('Measure', '8')
    await undo()
    await app.until('all to be back', async () => (await row('Build')) === before.build && (await row('Measure')) === before.measure)
  })

  test('Escape puts a dragged bar back', async () => {
    const before = await row('Paint')
    const bar = await spot('Paint', '.back')
    await pull(bar, { x: bar.x + 150, y: bar.y }, false)
    await app.find('.ghost')
    await app.keys(Key.ESCAPE)
    await app.letGo()
    await app.hears(/Put Paint back/)
    assert.equal(await app.glance('[role=dialog]'), null)
    assert.equal(await row('Paint'), before)
  })

  test('a link drawn from bar to bar makes the second one wait', async () => {
    const before = await row('Paint')
    const bar = await spot('Build', '.back')
    await app.web.actions({ async: true }).move({ x: bar.x, y: bar.y, origin: Origin.VIEWPORT }).perform()
    const target = await spot('Paint', '.back')
    await pull(await spot('Build', '[data-dot=end]'), { x: target.x - Math.round(target.width / 4), y: target.y })
    await app.until('Paint to wait', async () => (await row('Paint')) !== before)
    await undo()
    await row('Paint', before)
  })

  test('the same by keys', async () => {
    const before = { build: await row('Build'), paint: await row('Paint') }
    await stand()
    await app.keys(Key.HOME, Key.chord(Key.SHIFT, Key.ARROW_RIGHT))
    await app.hears(/Measure: .* Enter makes the change/)
    await app.keys(Key.ENTER)
    await app.dialog()
    await app.keys(Key.ENTER)
    await closed(app)
    await app.until('Build to have moved', async () => (await row('Build')) !== before.build)
    await undo()
    await row('Build', before.build)
    await stand()
    await app.keys(Key.HOME, Key.ARROW_DOWN, Key.ARROW_DOWN, 'l', Key.ARROW_DOWN)
    await app.hears(/Paint starts after the end of Build/)
    await app.keys(Key.ENTER)
    await app.until('Paint to wait', async () => (await row('Paint')) !== before.paint)
    await stand()
    await app.keys(Key.END, 'd')
    await app.hears(/Link 1 of 1: Paint starts after the end of Build/)
    await app.keys(Key.DELETE)
    await app.until('the link to be gone', () => app.js(() => document.querySelectorAll('[data-link]').length === 2))
  })

  test('what a task waits for, as a graph and as lists', async () => {
    await app.click('Dependencies', 'main')
    await app.find('[data-testid=graph]')
    await app.js(() => document.querySelector('[data-testid=graph] [aria-current]').focus())
    await accessible(app, 'dependencies')
    if (look) await app.picture(join(look, 'dependencies.png'))
  })
})

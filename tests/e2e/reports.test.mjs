// Reports: opened by their question, narrowed, a figure clicked through to its deals and one deal, a goal typed and seen, a file written.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, open, profile, Key } from './app.mjs'
import { accessible, enter, go, ME } from './steps.mjs'

const OTHER = 'Moses Frase'
/** Days from today, as files write them. */
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10)
const month = day(0).slice(0, 7)
const DEALS = `Deal,Company,Owner,Stage,Amount,Currency,Close date,Created,Source
Roof,Brightwater Hotel,${ME},Negotiation,10000,USD,${day(0)},${day(-40)},Trade fair
Barn,Alderhof Dairy,${ME},Proposal,4000,USD,${day(70)},${day(-30)},Referral
Quay with a name so long that no bar has room for it whole and nobody would want it to,Vesterhavn Port,${OTHER},Qualified,800,EUR,${day(40)},${day(-20)},Trade fair
Depot,Vesterhavn Port,${ME},Won,7000,USD,${month}-01,${day(-80)},Trade fair
Hall,Alderhof Dairy,${OTHER},Won,3000,USD,${month}-01,${day(-90)},Referral
Shed,Brightwater Hotel,${OTHER},Lost,500,USD,${month}-01,${day(-50)},Referral
`
const REPORTS = {
  Forecast: 'What may come in, and when?',
  'What we said, what happened': 'Was the forecast right?',
  Calibration: 'Do our probabilities hold?',
  'Revenue won': 'What did we win?',
  'Win rate': 'How often do we win?',
  Funnel: 'How far do deals come, and where do we lose them?',
  'Sales cycle': 'How long does a win take?',
  'Time in stage': 'Where do deals stand still?',
  'Slipped close dates': 'How often, and how far, do we put a close off?',
  Activity: 'What did we do, and what lies undone?'
}

const choose = async (app, label, text) => {
  await app.until(`${label}: ${text}`, () =>
    app.js(
      (label, text) => {
        const field = [...document.querySelectorAll('main label')].find((one) => one.innerText.trim() === label)?.control
        const option = [...(field?.options ?? [])].find((one) => one.text === text)
        if (!option) return false
        field.value = option.value
        return field.dispatchEvent(new Event('change', { bubbles: true }))
      },
      label,
      text
    )
  )
}
const report = async (app, title) => {
  await go(app, 'Reports')
  await app.click(REPORTS[title], 'main')
  await app.find('h1', title)
  await app.sees('How it is computed.')
}
/** The table's rows as the texts of their cells. */
const table = (app) =>
  app.js(() => [...(document.querySelector('[data-testid=figures] tbody')?.rows ?? [])].map((row) => [...row.cells].map((cell) => cell.innerText.trim())))

describe('reports', () => {
  let where, app
  before(async () => {
    where = profile()
    const { workspace_id } = await ctl(where, 'new')
    const file = join(where.folder, 'deals.csv')
    writeFileSync(file, DEALS)
    await ctl(where, 'import', file, '--as', 'deals', '--date-order', 'ymd')
    where.me = { [workspace_id]: (await ctl(where, 'list', 'people')).find(({ name }) => name === ME).id }
    app = await enter(where)
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  for (const theme of ['light', 'dark']) {
    test(`each report is opened by its question and is accessible, ${theme}`, async () => {
      if (theme === 'dark') {
        await app.close()
        app = await enter(where, 'dark')
        await app.listen()
      }
      await go(app, 'Reports')
      await accessible(app, 'the list of reports')
      for (const title of Object.keys(REPORTS)) {
        await report(app, title)
        await accessible(app, title)
      }
    })
  }

  test('a report is narrowed, and back takes it back', async () => {
    await report(app, 'Win rate')
    await app.sees('3 decided deals')
    await choose(app, 'Owner', OTHER)
    await app.sees('2 decided deals')
    await choose(app, 'By', 'Owner')
    await app.until('one row', async () => (await table(app)).length === 1)
    const [row] = await table(app)
    assert.deepEqual(row.slice(1, 5), [OTHER, '1', '1', '50%'])
    await app.js(() => history.back())
    await app.js(() => history.back())
    await app.sees('3 decided deals')
    await app.js(() => history.go(2))
    await app.sees('2 decided deals')
  })

  test('a figure opens the deals behind it by keys, and a deal opens beside them', async () => {
    const figure = await app.find('[data-testid=figures] td button', `1 Won: show the deals of Owner · ${OTHER}`)
    await app.js((e) => e.focus(), figure)
    await app.keys(Key.ENTER)
    await app.sees(`The deals behind: Owner · ${OTHER} · Won`)
    await app.sees('1 deal, the largest first')
    await accessible(app, 'the deals behind a figure')
    const grid = await app.find('[role=grid]', 'Deals behind the figure')
    await app.js((e) => e.focus(), grid)
    await app.keys(Key.ENTER)
    await app.find('[data-testid=pane]', 'Hall')
    await app.click('Close', '[data-testid=pane]')
    await app.click('Back to the report')
    await app.sees('How it is computed.')
  })

  test('a mark of a chart opens its deals; arrows walk from mark to mark', async () => {
    await report(app, 'Funnel')
    const names = await app.until('the marks', () => app.js(() => {
      const marks = [...document.querySelectorAll('[data-testid=chart] [data-mark]')]
      return marks.length > 2 && marks.map((mark) => mark.querySelector('.name').innerText)
    }))
    await app.js((e) => e.focus(), await app.find('[data-testid=chart] [data-mark]'))
    await app.keys(Key.ARROW_DOWN)
    assert.ok((await app.focus()).includes(names[1]), `${await app.focus()} after ${names}`)
    await app.keys(Key.END)
    assert.match(await app.focus(), /Won/)
    await app.keys(Key.ENTER)
    await app.sees('2 deals, the largest first')
    await app.js(() => history.back())
    await app.sees('How it is computed.')
  })

  test('a goal is typed into the sheet and stands in the forecast; one undo takes a pasted block back', async () => {
    await report(app, 'Forecast')
    await app.sees('There is no goal for these months yet.')
    await app.click('Set goals', 'main')
    await app.sees('No goal is set for')
    await accessible(app, 'goals, none yet')
    const grid = await app.find('[data-testid=goals]')
    const at = (column) => app.js((column) => {
      const grid = document.querySelector('[data-testid=goals]')
      return document.getElementById(grid.getAttribute('aria-activedescendant'))?.innerText.trim() ?? column
    }, column)
    await app.js((e) => e.focus(), grid)
    await app.keys(Key.HOME, ...Array(Number(month.slice(5)) - 1).fill(Key.ARROW_RIGHT))
    await app.keys(...'25k', Key.ENTER)
    await app.hears(/Everyone: goal for .* 25[.,]?000/)
    await app.keys(Key.ARROW_UP)
    await app.until('the goal', async () => /25[.,]000/.test(await at('')))
    await accessible(app, 'goals')
    await app.js(() => {
      const paste = new ClipboardEvent('paste', { clipboardData: new DataTransfer(), bubbles: true })
      paste.clipboardData.setData('text/plain', '1000\n2000\n')
      const grid = document.querySelector('[data-testid=goals]')
      grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
      grid.parentElement.querySelector('textarea').dispatchEvent(paste)
    })
    await app.hears(/Set 2 goals/)
    await app.until('the sum', () => app.js(() => /3[.,]000/.test(document.querySelector('[data-testid=goals] .people').innerText)))
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('the people without goals', () => app.js(() => !/\d/.test(document.querySelector('[data-testid=goals] .people').innerText)))
    await app.click('See the forecast')
    await app.until('the goal in the forecast', async () => (await table(app)).some((row) => row.some((cell) => /25[.,]000/.test(cell))))
    // Won 10,000 and 75 % of 10,000 this month: 7,500 are still to find.
    const [now] = await table(app)
    assert.match(now.join(' '), /17[.,]500/)
    assert.match(now.join(' '), /\b7[.,]500/)
  })

  test('what can’t be an amount is refused and changes nothing', async () => {
    await app.click('Goals', 'main header')
    const grid = await app.find('[data-testid=goals]')
    await app.js((e) => e.focus(), grid)
    await app.keys(Key.chord(Key.CONTROL, Key.END), '5', 'x', Key.ENTER)
    await app.sees('can’t be read as an amount')
    await app.keys(Key.ESCAPE)
    await app.until('the sheet to have the focus', async () => /grid/.test(await app.focus()))
  })

  test('a report is written into a file', async () => {
    await report(app, 'Revenue won')
    const path = join(where.folder, 'revenue.csv')
    await app.choose(path)
    await app.click('Export', 'main header')
    await app.click('CSV', '[role=menu]')
    await app.hears(/Exported 1 row/)
    assert.ok(existsSync(path))
    assert.match(readFileSync(path, 'utf8'), new RegExp(`${month},USD,2,10000.00`))
  })

  test('the forecast is kept, and is found again as what was said', async () => {
    await report(app, 'Forecast')
    await app.click('Keep forecast now')
    await app.hears(/Kept the forecast of/)
    await app.click('what was said, what happened', 'main')
    await app.find('h1', 'What we said, what happened')
    await app.until('the day', async () => (await table(app)).some((row) => row.some((cell) => cell.includes('kept'))))
  })

  test('after a restart the report is open as it was asked', async () => {
    await report(app, 'Revenue won')
    await choose(app, 'By', 'Source')
    await app.until('two sources', async () => (await table(app)).length === 2)
    await app.until('the device to remember', async () => readFileSync(`${where.folder}/device.json`, 'utf8').includes('by%3Dsource'))
    await app.close()
    app = await open(where)
    await app.find('h1', 'Revenue won')
    await app.until('two sources', async () => (await table(app)).length === 2)
  })
})

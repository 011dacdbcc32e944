// A salesperson's day: Today shows what is to be done, a call is logged, the next step planned and finished, the next one offered; the
// calendar moves by keys, the timeline is narrowed, quick words plan a call, and undo takes it back.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Key } from './app.mjs'
import { accessible, closed, go, withDeals } from './steps.mjs'

describe('a day of selling', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  /** The deal that the day begins with: the first without a next step. */
  let deal
  const steps = () => app.js(() => [...document.querySelectorAll('[data-testid=pane] [data-activity]')].map((row) => row.innerText))

  test('Today names the deals without a next step; one opens beside it', async () => {
    await go(app, 'Today')
    await app.click('Everybody’s')
    await app.sees('Deals without a next step')
    deal = await app.js(() => document.querySelector('main [aria-label^="Plan a step for "]').ariaLabel.replace('Plan a step for ', ''))
    await app.click(deal, 'main')
    await app.find('[data-testid=pane]')
    await accessible(app, 'Today with a deal beside it')
  })

  test('one key opens the composer; arrows choose a call; Enter logs it', async () => {
    await app.keys('a')
    await app.find('form', 'Write down')
    await app.keys(Key.chord(Key.SHIFT, Key.TAB), Key.ARROW_RIGHT, Key.TAB, ...'Asked for the offer')
    await app.button('Log call', '[data-testid=pane]')
    await accessible(app, 'the composer')
    await app.keys(Key.ENTER)
    await app.hears(/Asked for the offer/)
    await app.find('[data-testid=pane] li', 'Asked for the offer')
    await app.sees('No next step')
  })

  test('the next step is planned in the same place and stands above the timeline', async () => {
    await app.click('Plan one', '[data-testid=pane]')
    await app.keys(...'Send the offer')
    await app.type(await app.field('When', '[data-testid=pane]'), 'tomorrow 10')
    await app.keys(Key.ENTER)
    await app.find('[data-testid=pane] [data-activity]', 'Send the offer')
    assert.equal((await steps()).length, 1)
  })

  test('finishing it with an outcome offers the next one', async () => {
    await app.click('Done: Send the offer', '[data-testid=pane]')
    await app.keys(...'They like it', Key.ENTER)
    await app.find('[data-testid=pane] form', 'Write down')
    await app.button('Plan call', '[data-testid=pane]')
    await app.keys(...'Ask for the order')
    await app.type(await app.field('When', '[data-testid=pane]'), 'today 15')
    await app.keys(Key.ENTER)
    await app.find('[data-testid=pane] [data-activity]', 'Ask for the order')
  })

  test('chips narrow the timeline to calls', async () => {
    await app.click('Calls', '[data-testid=pane]')
    await app.until('calls alone', async () => {
      const lines = await app.js(() => [...document.querySelectorAll('[data-testid=pane] .history .said')].map((line) => line.textContent))
      return lines.length > 0 && lines.every((line) => /call|offer/i.test(line)) && !lines.some((line) => /^Imported/.test(line))
    })
    await app.keys(Key.ESCAPE)
  })

  test('the calendar shows it, and keys move it by an hour’s quarter and a day', async () => {
    await go(app, 'Calendar')
    const entry = await app.find('[data-entry]', 'Ask for the order')
    await accessible(app, 'the calendar')
    await app.js((e) => e.focus(), entry)
    await app.keys(Key.chord(Key.ALT, Key.ARROW_DOWN))
    await app.hears(/Ask for the order is now on .*3:15/)
    await app.until('the focus to follow', () => app.js(() => document.activeElement?.innerText?.includes('Ask for the order')))
    await app.keys(Key.chord(Key.ALT, Key.ARROW_RIGHT))
    await app.hears(/Ask for the order is now on (?!.*3:00)/)
  })

  test('quick words in the search plan a call', async () => {
    const company = deal.split(' · ').at(-1)
    await app.keys(Key.chord(Key.CONTROL, 'k'))
    await app.dialog('Search')
    await app.keys(...`call ${company} fri 10`)
    await app.find('[role=option]', 'Plan call')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.hears(/^Planned/)
  })

  test('undo takes the call back, then the moves', async () => {
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.hears(/^Undid|^Undone|[Uu]ndo/)
    await go(app, 'Today')
    await app.click('Everybody’s')
    await app.until('one activity less', async () => !(await app.js(() => document.body.innerText.includes('Plan call'))))
  })
})

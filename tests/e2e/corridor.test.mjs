// The handoff after the win, in the real window: accepted, sent back and answered in place, changes taken, and the map of where it breaks.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { open, profile } from './app.mjs'
import { accessible, closed, go } from './steps.mjs'

/** Where pictures of the screens go, if somebody wants to look at them. */
const picture = (app, name) => (process.env.HANDSEL_PICTURES ? app.picture(`${process.env.HANDSEL_PICTURES}/${name}.png`) : null)

describe('the handoff after the win', () => {
  let where, app
  before(async () => {
    where = profile()
    app = await open(where)
    await app.click('Look around in a sample workspace')
    await app.find('nav a', 'Where it breaks')
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('Today shows what waits for delivery and what was sent back', async () => {
    await go(app, 'Today')
    await app.click('Everybody’s')
    await app.find('h2', 'Handoffs sent back')
    await app.find('h2', 'Handoffs to accept')
    await app.find('h2', 'Deals that changed after the win')
    await accessible(app, 'Today')
    await picture(app, 'today')
  })

  test('what is missing is answered in place and sent again', async () => {
    await go(app, 'Handoffs')
    await picture(app, 'handoffs')
    await accessible(app, 'Handoffs')
    await app.click('Office floor', 'main')
    await app.find('[data-testid=pane] h3', 'Sent back')
    await accessible(app, 'a handoff that was sent back')
    await picture(app, 'returned')
    await app.type(await app.field('Does the second floor', '[data-testid=pane]'), 'Yes, all of it')
    await app.type(await app.field('Who lets us in', '[data-testid=pane]'), 'The caretaker')
    await app.js(() => document.activeElement.blur())
    await app.until('both answers to be there', async () => !(await app.glance('[data-testid=pane] button:disabled', 'Send to delivery')))
    await app.click('Send to delivery again', '[data-testid=pane]')
    await app.find('[data-testid=pane] h3', 'Waits to be accepted')
  })

  test('delivery sends it back once more, then accepts; the deal stays won', async () => {
    await app.click('Send back …', '[data-testid=pane]')
    await app.type(await app.find('input[aria-label="Gap 1: what is missing"]'), 'Which colour?')
    await (await app.find('[data-testid=pane] form button[type=submit]', 'Send back')).click()
    await app.find('[data-testid=pane] label', 'Which colour?')
    await app.click('Accept', '[data-testid=pane]')
    await app.find('[data-testid=pane] .good', 'accepted')
    await app.click('Show deal', '[data-testid=pane]')
    await app.find('[data-testid=pane] section', 'accepted')
    await picture(app, 'deal')
  })

  test('a change after the win is shown and taken', async () => {
    await app.click('Depot south', 'main')
    await app.find('[data-testid=pane] h3', 'Changed after the win')
    await accessible(app, 'a change after the win')
    await picture(app, 'amended')
    await app.click('Take', '[data-testid=pane]')
    await app.until('the change to be settled', async () => !(await app.glance('[data-testid=pane] h3', 'Changed after the win')))
    await app.find('[data-testid=pane] li', 'promise: taken')
  })

  test('a handoff has a page of its own', async () => {
    await app.click('Open whole', '[data-testid=pane]')
    await app.find('h1', 'Handoff: Depot south')
    await app.find('main h3', 'Each task')
    await accessible(app, 'the page of a handoff')
    await picture(app, 'page')
  })

  test('the map counts, judges and leads to what is behind', async () => {
    await go(app, 'Where it breaks')
    await app.find('section[aria-label=Verdict] h2')
    await accessible(app, 'Where it breaks')
    await picture(app, 'map')
    await app.click('No next activity', 'main')
    await app.dialog('No next activity')
    await accessible(app, 'what is behind a count')
    await picture(app, 'behind')
    await app.click('Close', '[role=dialog]')
    await closed(app)
  })

  test('what a pipeline asks is set in its sheet', async () => {
    await go(app, 'Handoffs')
    await app.click('Acceptance …')
    await app.dialog('Acceptance')
    await accessible(app, 'the sheet of acceptance')
    await picture(app, 'acceptance')
    await app.click('Done', '[role=dialog]')
    await closed(app)
    assert.ok(await app.glance('h1', 'Handoffs'))
  })
})

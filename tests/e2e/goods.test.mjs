// What is sold makes the amount and the offer; an accepted offer is the scope; a stage asks for what a deal lacks; pipelines come and go.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Key } from './app.mjs'
import { accessible, card, closed, go, withDeals } from './steps.mjs'

const PANE = '[data-testid=pane]'
const SHEET = '[role=dialog]'

describe('products, lines, offers, stages and pipelines', () => {
  let where, app, deal
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('a product without a readable price stays in its sheet, then it is in the catalogue', async () => {
    await go(app, 'Products')
    await app.click('New product')
    await app.dialog('New product')
    await app.type(await app.field('Name', SHEET), 'Roof survey')
    await app.type(await app.field('Price', SHEET), 'abc')
    await app.keys(Key.ENTER)
    await app.sees('abc')
    await accessible(app, 'the product sheet')
    await app.type(await app.field('Price', SHEET), '1.234,50')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.find('[role=row]', 'Roof survey')
    await accessible(app, 'the catalogue')
  })

  test('a line of it makes the amount of the deal', async () => {
    await go(app, 'Pipeline')
    const first = await card(app, 'Prospecting')
    deal = (await app.js((e) => e.querySelector('.name').innerText, first)).trim()
    await first.click()
    await app.click('Add a line', PANE)
    await app.dialog('New line')
    await app.type(await app.field('Product or text', SHEET), 'Roof survey')
    await app.find('[role=option]', 'Roof survey')
    await app.keys(Key.ENTER)
    await app.type(await app.field('Quantity', SHEET), '2')
    await accessible(app, 'the sheet of a line')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.sees('sum of its lines')
    await app.sees('2,469')
  })

  test('its offer is printed, sent and accepted, and becomes the scope', async () => {
    await app.click('Make an offer', PANE)
    await app.dialog('Offer 0001')
    await accessible(app, 'the sheet of an offer')
    const path = join(where.folder, 'offer.pdf')
    await app.choose(path)
    if (!(await app.js((e) => e.value, await app.field('Customer', SHEET))))
      await app.type(await app.field('Customer', SHEET), 'Hotel Nord')
    await app.click('Save and make the PDF', SHEET)
    await app.sees('Saved Offer 0001')
    assert.equal(readFileSync(path).subarray(0, 5).toString(), '%PDF-')
    if (await app.glance(SHEET)) await app.keys(Key.ESCAPE)
    await closed(app)
    await app.click('What to do with Offer 0001', PANE)
    await app.click('It was sent', '[role=menu]')
    await app.sees('valid until')
    await app.click('What to do with Offer 0001', PANE)
    await app.click('It was accepted', '[role=menu]')
    await app.sees('Scope:')
    await accessible(app, 'a deal with lines and an offer')
  })

  test('a stage asks for a field; the deal moves once it is given, and one undo takes both back', async () => {
    await app.keys(Key.ESCAPE)
    await app.click('Stages')
    await app.dialog('Pipelines, stages')
    await app.click('Engaging asks for nothing', SHEET)
    await app.click('Source', '[role=menu]')
    await app.button('Engaging asks for Source', SHEET)
    await accessible(app, 'the sheet of stages')
    await app.keys(Key.ESCAPE)
    await closed(app)
    await (await card(app, 'Prospecting', deal)).click()
    await app.click('Move to', PANE)
    await app.click('Engaging', '[role=menu]')
    await app.dialog('Engaging:')
    await app.type(await app.field('Source', SHEET), 'Fair')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.sees('Deal · Engaging')
    await app.keys(Key.ESCAPE, Key.chord(Key.CONTROL, 'z'))
    await card(app, 'Prospecting', deal)
  })

  test('another pipeline is made, and its deletion taken back', async () => {
    await app.click('Stages')
    await app.dialog('Pipelines, stages')
    await app.type(await app.field('Name of a new pipeline', SHEET), 'Service')
    await app.keys(Key.ENTER)
    await app.button('Delete Service', SHEET)
    await app.click('Delete Service', SHEET)
    await app.until('the pipeline to go', async () => !(await app.glance('button', 'Delete Service', SHEET)))
    await app.keys(Key.ESCAPE)
    await closed(app)
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.click('Pipeline', '.bar')
    await app.find('[role=menuitem]', 'Service')
  })
})

// What is sold makes the amount and the offer; an accepted offer is the scope; a stage asks for what a deal lacks; pipelines come and go.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Key } from './app.mjs'
import { accessible, card, closed, count, go, withDeals } from './steps.mjs'

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
    await app.button('Open', '.toasts')
    await app.button('Show in folder', '.toasts')
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

  test('a new version of it is sent and declined; the accepted one stays the scope', async () => {
    await app.click('What to do with Offer 0001', PANE)
    await app.click('Make a new version', '[role=menu]')
    await app.dialog('Offer 0001 version 2')
    await app.keys(Key.ENTER)
    await closed(app)
    for (const [says, then] of [
      ['It was sent', 'Sent'],
      ['It was declined', 'Declined']
    ]) {
      await app.click('What to do with Offer 0001 version 2', PANE)
      await app.click(says, '[role=menu]')
      await app.find('li', then, PANE)
    }
    await app.sees('there is a newer version')
    await app.sees('Scope:')
  })

  test('a file that was not saved from here is not opened', async () => {
    const refused = await app.js(
      (path) =>
        window.__TAURI_INTERNALS__.invoke('show_saved', { path, show: 'file' }).then(
          () => null,
          (error) => error.code
        ),
      '/etc/hostname'
    )
    assert.equal(refused, 'invalid')
  })

  test('a stage that asks for a next step takes one with the move', async () => {
    await app.keys(Key.ESCAPE)
    await app.click('Stages')
    await app.dialog('Pipelines, stages')
    await app.click('Engaging asks for nothing', SHEET)
    await app.click('Next step', '[role=menu]')
    await app.button('Engaging asks for Next step', SHEET)
    await app.keys(Key.ESCAPE)
    await closed(app)
    await (await card(app, 'Prospecting', deal)).click()
    await app.click('Move to', PANE)
    await app.click('Engaging', '[role=menu]')
    await app.dialog('Engaging:')
    await accessible(app, 'the sheet that asks for a next step')
    await app.type(await app.field('What about', SHEET), 'Site visit')
    await app.keys(Key.ENTER)
    await app.find('.field.needed', '', SHEET)
    await app.type(await app.field('When', SHEET), '+3d 10')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.sees('Deal · Engaging')
    await app.sees('Site visit')
    await app.keys(Key.ESCAPE, Key.chord(Key.CONTROL, 'z'))
    await card(app, 'Prospecting', deal)
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.click('Stages')
    await app.button('Engaging asks for nothing', SHEET)
    await app.keys(Key.ESCAPE)
    await closed(app)
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
    await app.keys(Key.ESCAPE)
  })

  test('a pipeline with deals goes: each of its stages says where its deals go', async () => {
    const invoke = (command, args) => app.js((c, a) => window.__TAURI_INTERNALS__.invoke(c, a), command, args)
    const service = (await invoke('pipelines', {})).find(({ name }) => name === 'Service')
    for (const [name, kind] of [
      ['Asked', 'open'],
      ['Booked', 'open']
    ])
      await invoke('save_stage', { args: { id: null, pipeline: service.id, name, probability: 50, forecast: 'pipeline', kind } })
    const stage = (await invoke('pipelines', {})).find(({ name }) => name === 'Service').stages.find(({ name }) => name === 'Booked')
    const none = { company: null, contact: null, owner: null, amount: null, currency: null, close_date: null, product: null, notes: null }
    // Engaging asks for a source.
    await invoke('create_deal', { args: { name: 'Yearly check', pipeline: service.id, stage: stage.id, source: 'Fair', ...none } })
    const engaging = await count(app, 'Engaging')
    await app.click('Stages')
    await app.dialog('Pipelines, stages')
    await app.click('Delete Service', SHEET)
    await app.dialog('Delete Service')
    await accessible(app, 'the sheet of a pipeline that goes')
    await app.js(
      (e) => {
        e.value = [...e.options].find((option) => option.text === 'Engaging').value
        e.dispatchEvent(new Event('change', { bubbles: true }))
      },
      await app.field('Booked, 1 deal')
    )
    await app.click('Delete Service', '[role=dialog] footer')
    await app.until('the pipeline to go', async () => (await invoke('pipelines', {})).length === 1)
    await app.keys(Key.ESCAPE)
    await closed(app)
    await app.until('the deal there', async () => (await count(app, 'Engaging')) === engaging + 1)
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.until('the pipeline to be back', async () => (await invoke('pipelines', {})).length === 2)
  })
})

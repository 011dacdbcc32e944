// Won has a gate: the sheet names what is missing, nothing is written until it is there, cancel puts the card back.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { ctl } from './app.mjs'
import { accessible, card, closed, count, drawn, list, withDeals } from './steps.mjs'

describe('the gate of Won', () => {
  let where, app
  before(async () => ({ where, app } = await withDeals()))
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('a deal without an amount is refused, with the missing fields named', async () => {
    const before = await drawn(app, 'Engaging')
    const won = await count(app, 'Won')
    await app.drag(await card(app, 'Engaging', 'No amount'), await list(app, 'Won'))
    await app.dialog('Won')
    await accessible(app, 'the win sheet')
    await app.sees('Still needed:')
    await app.click('Win and hand off', '[role=dialog]')
    const words = await app.find('[role=dialog] [role=alert]')
    assert.match(await app.js((e) => e.innerText, words), /amount/i)
    await app.click('Cancel', '[role=dialog]')
    await closed(app)
    assert.equal(await count(app, 'Won'), won)
    assert.deepEqual(await drawn(app, 'Engaging'), before)
  })

  test('the file knows nothing of the refused win', async () => {
    await app.close()
    assert.deepEqual(await ctl(where, 'handoffs'), [])
    assert.equal((await ctl(where, 'check')).ok, true)
  })
})

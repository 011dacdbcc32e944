// The pipeline board for hands, keys and ears: size and position in the list, what is announced, Esc puts back exactly.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Key } from './app.mjs'
import { accessible, card, closed, count, drawn, focusCard, list, nameOf, withDeals } from './steps.mjs'

describe('the pipeline board', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('each card knows its place and how many there are, though only some are drawn', async () => {
    await card(app, 'Engaging')
    const all = await count(app, 'Engaging')
    const seen = await drawn(app, 'Engaging')
    assert.equal(all, 35)
    assert.ok(seen.length < all, `${seen.length} of ${all} drawn`)
    assert.deepEqual([...new Set(seen.map(({ of }) => of))], [all])
    assert.deepEqual(
      seen.map(({ place }) => place),
      seen.map((_, i) => i + 1)
    )
  })

  test('picking up, moving and putting back by keys is announced', async () => {
    const first = await card(app, 'Engaging')
    const name = await nameOf(app, first)
    const before = await drawn(app, 'Engaging')
    await focusCard(app, first)
    await app.keys(' ')
    await app.hears(/^Picked up .+\. Engaging, 1 of 35\./)
    await app.keys(Key.ARROW_DOWN)
    await app.hears(/: Engaging, position 2 of 35\./)
    await app.keys(Key.ESCAPE)
    const words = await app.hears(/^Put .+ back in Engaging\./)
    assert.ok(words.includes(name), `${words} names ${name}`)
    assert.deepEqual(await drawn(app, 'Engaging'), before)
  })

  test('dropping by keys is announced, the card moves and keeps the focus', async () => {
    const [one, two] = await drawn(app, 'Engaging')
    await focusCard(app, await card(app, 'Engaging'))
    await app.keys(' ', Key.ARROW_DOWN, ' ')
    await app.hears(/^Dropped .+ in Engaging\./)
    await app.until('the new order', async () => {
      const [first, second] = await drawn(app, 'Engaging')
      return first.name === two.name && second.name === one.name
    })
    assert.match(await app.focus(), /button/)
  })

  test('Esc during a drag puts the card back exactly', async () => {
    const before = await drawn(app, 'Engaging')
    await app.drag(await card(app, 'Engaging'), await list(app, 'Prospecting'), { release: false })
    await app.keys(Key.ESCAPE)
    await app.letGo()
    assert.deepEqual(await drawn(app, 'Engaging'), before)
    assert.equal(await count(app, 'Prospecting'), 15)
  })

  test('a drag by hand moves the card to the other stage', async () => {
    const name = await nameOf(app, await card(app, 'Engaging'))
    await app.drag(await card(app, 'Engaging'), await list(app, 'Prospecting'), { top: 120 })
    await app.until('both counts', async () => (await count(app, 'Engaging')) === 34 && (await count(app, 'Prospecting')) === 16)
    await card(app, 'Prospecting', name)
  })

  test('the peek panel docks beside the board and is accessible', async () => {
    await focusCard(app, await card(app, 'Engaging'))
    await app.keys(Key.ENTER)
    await app.find('[data-testid=pane]')
    await accessible(app, 'the deal beside the board')
    await app.keys(Key.ESCAPE)
    await app.until('the panel to close', async () => !(await app.glance('[data-testid=pane]')))
  })

  test('a stage deleted while a card is on its way there: it is said, and the card is where it was', async () => {
    const invoke = (command, args) => app.js((c, a) => window.__TAURI_INTERNALS__.invoke(c, a), command, args)
    const [{ id: pipeline }] = await invoke('pipelines', {})
    const saved = { id: null, pipeline, name: 'Doomed', probability: 50, forecast: 'pipeline', kind: 'open' }
    const { value: stage } = await invoke('save_stage', { args: saved })
    await list(app, 'Doomed')
    const before = await drawn(app, 'Engaging')
    const first = await card(app, 'Engaging')
    const name = await nameOf(app, first)
    await app.drag(first, await list(app, 'Doomed'), { release: false })
    await invoke('delete_stage', { stage, dealsGoTo: null })
    await app.letGo()
    await app.until('the stage to be gone', async () => (await count(app, 'Doomed')) === null)
    await app.until('the order as before', async () => JSON.stringify(await drawn(app, 'Engaging')) === JSON.stringify(before))
    assert.equal(await nameOf(app, await card(app, 'Engaging')), name)
    await app.hears(/is not there any more/)
  })

  test('lost asks for the reason; cancel puts the card back', async () => {
    const before = await drawn(app, 'Engaging')
    await app.drag(await card(app, 'Engaging'), await list(app, 'Lost'))
    await app.dialog('Lost')
    await accessible(app, 'the lost sheet')
    await app.click('Cancel', '[role=dialog]')
    await closed(app)
    await app.until('the order as before', async () => JSON.stringify(await drawn(app, 'Engaging')) === JSON.stringify(before))
  })
})

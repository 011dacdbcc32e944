// `cargo xtask bench --window`: the board in the real window at 1,000 and 10,000 cards: how long until it stands still, how
// many nodes, how a long drag runs frame by frame, how soon a drop is painted. Prints figures, judges nothing.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, profile, Origin } from './app.mjs'
import { card, enter, list } from './steps.mjs'

const ROUNDS = 5
const STAGES = ['Qualified', 'Proposal']
const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]

const settled = {}
for (const cards of [1_000, 10_000]) {
  const where = await workspace(cards)
  const app = await enter(where)
  try {
    const figures = []
    for (let round = 0; round < ROUNDS; round++) figures.push(await settle(app))
    settled[cards] = median(figures)
    const nodes = await app.js(() => document.querySelectorAll('*').length)
    say(`${cards} cards`, { 'settled, ms': round1(settled[cards]), 'DOM nodes': nodes })
    const frames = await longDrag(app)
    const share = (limit) => `${round1((100 * frames.filter((ms) => ms > limit).length) / frames.length)} %`
    say(`${cards} cards, drag`, { frames: frames.length, '> 18 ms': share(18), '> 34 ms': share(34), 'worst, ms': round1(Math.max(...frames)) })
    const drops = []
    for (let round = 0; round < ROUNDS; round++) drops.push(await drop(app))
    say(`${cards} cards, drop`, { 'painted, ms': round1(median(drops)) })
  } finally {
    await app.close()
    where.remove()
  }
}
say('10,000 against 1,000', { settled: `${round1(settled[10_000] / settled[1_000])} x` })

async function workspace(cards) {
  const where = profile()
  const { workspace_id } = await ctl(where, 'new')
  const file = join(where.folder, 'deals.csv')
  const rows = Array.from({ length: cards }, (_, i) => `Deal ${i + 1},Company ${i % 200},Darcel Schlecht,${STAGES[i % 2]},${(i % 90) * 100}`)
  writeFileSync(file, `Deal,Company,Owner,Stage,Amount\n${rows.join('\n')}\n`)
  await ctl(where, 'import', file, '--as', 'deals')
  const people = await ctl(where, 'list', 'people')
  where.me = { [workspace_id]: people.find(({ name }) => name === 'Darcel Schlecht').id }
  return where
}

/** From another room to the board with its cards drawn, in milliseconds. */
async function settle(app) {
  await app.js(() => void (location.hash = '#/settings'))
  await app.find('h1', 'Settings')
  return app.web.executeAsyncScript((done) => {
    const start = performance.now()
    location.hash = '#/pipeline'
    const look = () => {
      const drawn = document.querySelectorAll('[data-testid=card][data-card]').length
      if (drawn > 8 && !document.querySelector('[aria-busy=true]')) requestAnimationFrame(() => done(performance.now() - start))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

/** The milliseconds between frames while a card is carried to and fro and down a list that scrolls. */
async function longDrag(app) {
  const from = await middle(app, await card(app, 'Qualified'))
  const to = await middle(app, await list(app, 'Proposal'))
  await app.js(() => {
    window.frames_ms = []
    let last = performance.now()
    const tick = (now) => {
      window.frames_ms.push(now - last)
      last = now
      window.frames_on = requestAnimationFrame(tick)
    }
    window.frames_on = requestAnimationFrame(tick)
  })
  const hand = app.web.actions({ async: true })
  hand.move({ ...from, origin: Origin.VIEWPORT }).press().pause(50)
  for (let step = 0; step < 60; step++) {
    const x = Math.round(from.x + (to.x - from.x) * (0.5 - Math.cos(step / 5) / 2))
    hand.move({ x, y: Math.round(to.y + Math.sin(step / 3) * 320), duration: 50, origin: Origin.VIEWPORT })
  }
  await hand.perform()
  const frames = await app.js(() => (cancelAnimationFrame(window.frames_on), window.frames_ms.slice(2)))
  await app.keys('\uE00C')
  await app.letGo()
  return frames
}

/** From letting go to the frame in which the other column has the card, in milliseconds. */
async function drop(app) {
  await app.js(() => {
    window.painted = null
    addEventListener('pointerup', () => {
      const start = performance.now()
      requestAnimationFrame(() => requestAnimationFrame(() => (window.painted = performance.now() - start)))
    }, { once: true, capture: true })
  })
  await app.drag(await card(app, 'Qualified'), await list(app, 'Proposal'), { top: 60 })
  return app.until('the drop to be painted', () => app.js(() => window.painted))
}

async function middle(app, element) {
  return app.js((e) => {
    const { left, top, width, height } = e.getBoundingClientRect()
    return { x: Math.round(left + width / 2), y: Math.round(top + Math.min(height, 600) / 2) }
  }, element)
}

function say(what, figures) {
  console.log(`${what.padEnd(24)}${Object.entries(figures).map(([name, figure]) => `${name} ${figure}`).join(' · ')}`)
}
function round1(figure) {
  return Math.round(figure * 10) / 10
}

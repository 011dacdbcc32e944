// What a person does in Handsel, in Handsel's words. The tests read as the job; only this file knows how screens are made.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, open, profile, sample, Key } from './app.mjs'

/** The person who sits at this computer in the tests. */
export const ME = 'Darcel Schlecht'

/** A workspace with the sample deals, made without the window; the window opens on its pipeline. */
export async function withDeals({ full = false, theme } = {}) {
  const where = profile()
  const { workspace_id } = await ctl(where, 'new')
  await ctl(where, 'import', sample('sales_teams.csv', { full }), '--as', 'people')
  await ctl(where, 'import', sample('sales_pipeline.csv', { full }), '--as', 'deals', '--date-order', 'ymd')
  const people = await ctl(where, 'list', 'people')
  where.me = { [workspace_id]: people.find(({ name }) => name === ME).id }
  return { where, app: await enter(where, theme) }
}

/** Opens the window on a workspace whose person this device remembers; without a theme with all it remembers. */
export async function enter(where, theme = 'light', zoom = 100, more = {}) {
  const preferences = { theme, zoom, letter_shortcuts: true, shortcuts: {}, rail_collapsed: false, last_route: null }
  if (theme) writeFileSync(join(where.folder, 'device.json'), JSON.stringify({ me: where.me, preferences }))
  const app = await open(where, more)
  await app.find('nav button', `Acting as ${ME}`)
  await go(app, 'Pipeline')
  return app
}

/** The rooms in the rail, in its order. */
export function rooms(app) {
  return app.js(() => [...document.querySelectorAll('nav a .ellipsis')].map((room) => room.textContent.trim()))
}

/** Goes to a room by the rail. */
export async function go(app, room) {
  await app.until(`to go to ${room}`, async () => {
    await (await app.find('nav a', room)).click()
    return true
  })
  await app.find('h1')
}

/** Fails with what axe found on the screen shown now. */
export async function accessible(app, screen) {
  assert.deepEqual(await app.axe(), [], `axe on ${screen}`)
}

/** A card of a column whose text contains `text`; the first one when that is empty. */
export function card(app, columnName, text = '') {
  return app.until(`a card "${text}" in ${columnName}`, () => peekCard(app, columnName, text))
}

/** The same without waiting: null when there is none among those drawn. */
export function peekCard(app, columnName, text = '') {
  return app.js(
    (name, wanted) => {
      const column = [...document.querySelectorAll('[data-testid=column]')].find((c) => c.ariaLabel.startsWith(`${name},`))
      const cards = [...(column?.querySelectorAll('[data-testid=card]') ?? [])].filter((c) => c.innerText.includes(wanted))
      const place = (c) => Number(c.closest('[aria-posinset]').getAttribute('aria-posinset'))
      return cards.sort((a, b) => place(a) - place(b))[0] ?? null
    },
    columnName,
    text
  )
}

/** The list in a column: where a card is let go. */
export function list(app, columnName) {
  return app.find('[role=list]', columnName)
}

/** How many cards a column says it has. */
export function count(app, columnName) {
  return app.js((name) => {
    const column = [...document.querySelectorAll('[data-testid=column]')].find((c) => c.ariaLabel.startsWith(`${name},`))
    return column ? Number(column.querySelector('[role=list]').dataset.count) : null
  }, columnName)
}

/** The cards drawn in a column, top to bottom: {name, place, of}. */
export function drawn(app, columnName) {
  return app.js((name) => {
    const column = [...document.querySelectorAll('[data-testid=column]')].find((c) => c.ariaLabel.startsWith(`${name},`))
    const items = [...column.querySelectorAll('[role=listitem]')]
    const read = (item) => ({
      name: item.querySelector('.name')?.innerText ?? item.innerText.split('\n')[0],
      place: Number(item.getAttribute('aria-posinset')),
      of: Number(item.getAttribute('aria-setsize'))
    })
    return items.map(read).sort((a, b) => a.place - b.place)
  }, columnName)
}

export function nameOf(app, element) {
  return app.js((e) => (e.querySelector('.name')?.innerText ?? e.innerText.split('\n')[0]).trim(), element)
}

/** Puts the keyboard's focus on a card. */
export function focusCard(app, element) {
  return app.js((e) => e.focus(), element)
}

/** Fills what the win sheet asks for. The sheet stays open. */
export async function fillWinSheet(app) {
  await app.dialog('Won')
  const amount = await app.field('Amount', '[role=dialog]')
  if (!(await app.js((e) => e.value, amount))) await app.type(amount, '1200')
  const company = await app.field('Company', '[role=dialog]')
  if (!(await app.js((e) => e.value, company))) await app.type(company, 'Bakery on the corner')
  await app.click('none promised', '[role=dialog]')
}

/** Waits until no dialog is open. */
export function closed(app) {
  return app.until('the dialog to close', async () => !(await app.glance('[role=dialog]')))
}

/** The same with keys only. */
export async function fillWinSheetByKeys(app) {
  await app.dialog('Won')
  await app.tabTo('Amount')
  if (!(await app.js(() => document.activeElement.value))) await app.keys(...'1200')
  await app.tabTo('Company')
  if (!(await app.js(() => document.activeElement.value))) await app.keys(...'Bakery on the corner')
  await app.tabTo('none promised')
  await app.keys(' ')
}

/** Ctrl K, the words, Enter on the first row whose text has `note`. */
export async function openByKeys(app, words, note = '') {
  await app.keys(Key.chord(Key.CONTROL, 'k'))
  await app.dialog('Search')
  await app.keys(...words)
  await app.until(`${words} among what is found`, () => app.glance('[role=option]', words))
  for (let step = 0; step < 10; step++) {
    const row = await app.js(() => document.querySelector('[role=option][aria-selected=true]')?.innerText ?? '')
    if (row.includes(words) && row.toLowerCase().includes(note)) break
    await app.keys(Key.ARROW_DOWN)
  }
  await app.keys(Key.ENTER)
  await closed(app)
}

// `cargo xtask shots`: the real application with the sample workspace, and pictures of its main screens, light and dark,
// in target/shots; README's are renewed in docs/pictures.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Key, open, profile } from './app.mjs'
import { card, closed, go, list, rooms } from './steps.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = process.env.HANDSEL_SHOTS ?? join(root, 'target/shots')
/** What README shows. */
const SHOWN = ['pipeline-light', 'win-sheet-light', 'project-dark']

const where = profile()
try {
  await first()
  for (const theme of ['light', 'dark']) await all(theme)
} finally {
  where.remove()
}

/** Starts as a new user with the sample workspace. */
async function first() {
  const app = await open(where)
  await app.sees('Welcome to Handsel')
  await save(app, 'start', 'light')
  await app.type(await app.field('Your firm'), 'Nordlicht Solar')
  await app.type(await app.field('Your name'), 'Jana Kühn')
  await app.click('sample workspace')
  await app.find('nav a', 'Pipeline')
  await app.close()
}

async function all(theme) {
  const device = join(where.folder, 'device.json')
  const kept = JSON.parse(readFileSync(device, 'utf8'))
  writeFileSync(device, JSON.stringify({ ...kept, preferences: { ...kept.preferences, theme, last_route: null } }))
  const app = await open(where)
  await app.find('nav a', 'Pipeline')
  for (const room of await rooms(app)) {
    await go(app, room)
    await quiet(app)
    await save(app, room.toLowerCase().replaceAll(' ', '-'), theme)
  }
  await deal(app, theme)
  await project(app, theme)
  await app.close()
}

/** A deal beside the board, a drag to Won, the win sheet. */
async function deal(app, theme) {
  await go(app, 'Pipeline')
  const chosen = await card(app, 'Negotiation')
  await chosen.click()
  await app.find('[data-testid=pane]')
  await quiet(app)
  await save(app, 'deal', theme)
  await app.keys(Key.ESCAPE)
  await app.drag(await card(app, 'Negotiation'), await list(app, 'Won'), { release: false, top: 200 })
  await save(app, 'drag', theme)
  await app.letGo()
  await app.dialog('Won')
  await app.sees('This project will be created')
  await save(app, 'win-sheet', theme)
  await app.click('Cancel', '[role=dialog]')
  await closed(app)
}

/** A project's board with a task beside it, and why it was planned so. */
async function project(app, theme) {
  await go(app, 'Projects')
  await (await app.find('main [role=row] a, main td a, main td button, main li a, main li button')).click()
  await app.find('[data-testid=board]')
  await (await app.find('[data-testid=card]')).click()
  await app.find('[data-testid=pane]')
  await quiet(app)
  await save(app, 'project', theme)
}

async function save(app, name, theme) {
  const file = `${name}-${theme}`
  await app.picture(join(folder, `${file}.png`))
  if (SHOWN.includes(file)) await app.picture(join(root, 'docs/pictures', `${file}.png`))
}

/** Nothing is on its way any more. */
function quiet(app) {
  return app.until('the screen to be still', async () => !(await app.glance('[aria-busy=true]')))
}

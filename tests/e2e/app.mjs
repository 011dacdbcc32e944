// One running Handsel in its own fresh folder, and the movements of a person: find, click, drag, type, look.
// `cargo xtask e2e` sets HANDSEL_APP and HANDSELCTL and gives us a virtual display.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Builder, By, Capabilities, Key, Origin } from 'selenium-webdriver'

export { By, Key, Origin }
const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const run = promisify(execFile)
const AXE = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8')
/** How long a person would wait before saying "it hangs", in milliseconds. */
const PATIENCE = 20_000

/** A sample file: the full public one where it lies beside the project, else our excerpt. */
export function sample(name, { full = true } = {}) {
  const whole = resolve(root, '../shared/data/maven-crm', name)
  return full && existsSync(whole) ? whole : join(root, 'tests/data', name)
}

/** A folder for one test: workspace file and device settings; `remove()` when done. */
export function profile() {
  const folder = mkdtempSync(join(tmpdir(), 'handsel-e2e-'))
  return { folder, file: join(folder, 'workspace.handsel'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** handselctl on the profile's file; answers the JSON document. The window must be closed: one process owns the file. */
export async function ctl(where, ...args) {
  const env = { ...process.env, HANDSEL_FILE: where.file, HANDSEL_DATA_DIR: where.folder }
  const { stdout } = await run(process.env.HANDSELCTL, ['--json', ...args], { env, maxBuffer: 1 << 28 })
  return JSON.parse(stdout)
}

/** Opens the real window on `where` and answers its hands and eyes. `programs`: a folder that is looked in before the system's. */
export async function open(where, { theme, programs } = {}) {
  const [port, native] = [await freePort(), await freePort()]
  const env = { ...process.env, HANDSEL_FILE: where.file, HANDSEL_DATA_DIR: where.folder, LANG: 'C.UTF-8', TZ: 'UTC' }
  if (programs) env.PATH = `${programs}:${env.PATH}`
  if (theme === 'dark') env.GTK_THEME = 'Adwaita:dark'
  const driver = program('tauri-driver')
  const args = ['--port', port, '--native-port', native, '--native-driver', program('WebKitWebDriver')].map(String)
  const bridge = spawn(driver, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const out of [bridge.stdout, bridge.stderr]) out.on('data', (text) => said.push(String(text)))
  try {
    await listening(port, bridge)
    const wanted = new Capabilities().set('tauri:options', { application: process.env.HANDSEL_APP }).setBrowserName('wry')
    const web = await new Builder().withCapabilities(wanted).usingServer(`http://127.0.0.1:${port}/`).build()
    return new App(web, bridge)
  } catch (error) {
    bridge.kill()
    throw new Error(`The window did not open: ${error.message}\n${said.join('')}`)
  }
}

class App {
  constructor(web, bridge) {
    this.web = web
    this.bridge = bridge
  }

  /** Closes the window as a person does; the file is free afterwards. */
  async close() {
    await this.web.quit().catch(() => {})
    const alive = () => {
      try {
        return process.kill(-this.bridge.pid, 0)
      } catch {
        return false
      }
    }
    // The driver, the window and its web process are one group of ours; the file is free when all of it has ended.
    for (let attempt = 0; alive(); attempt++) {
      process.kill(-this.bridge.pid, attempt < 60 ? 'SIGTERM' : 'SIGKILL')
      await pause(50)
    }
  }

  /** Asks the window to close as its frame's button does: the page hears it, puts away what waits, and the program ends. */
  async shut() {
    const ask = { target: { kind: 'Window', label: 'main' }, event: 'tauri://close-requested', payload: null }
    await this.js((asked) => void window.__TAURI_INTERNALS__.invoke('plugin:event|emit_to', asked), ask)
    await this.until('the window to be gone', () => this.js(() => true).then(() => false, () => true))
    await this.close()
  }

  /** Lets files fall on the middle of the window, as the desktop does when a hand lets go of them. */
  dropFiles(...paths) {
    return this.js((dropped) => {
      const scale = window.devicePixelRatio || 1
      const payload = { paths: dropped, position: { x: (innerWidth / 2) * scale, y: (innerHeight / 2) * scale } }
      const ask = { target: { kind: 'Webview', label: 'main' }, event: 'tauri://drag-drop', payload }
      void window.__TAURI_INTERNALS__.invoke('plugin:event|emit_to', ask)
    }, paths)
  }

  /** The next file dialogs answer this path: the real ones belong to the desktop and stand outside the page. */
  choose(path) {
    return this.js((answer) => {
      window.fileDialogAnswer = answer
      if (window.realFetch) return
      window.realFetch = window.fetch
      window.fetch = (url, options) => {
        const dialog = /plugin:dialog\|(open|save)$/.test(decodeURIComponent(String(url)))
        if (!dialog) return window.realFetch(url, options)
        const headers = { 'Tauri-Response': 'ok', 'content-type': 'application/json' }
        return Promise.resolve(new Response(JSON.stringify(window.fileDialogAnswer), { headers }))
      }
    }, path)
  }

  /** Runs a function in the page; arguments and answer are JSON. */
  js(body, ...args) {
    const source = typeof body === 'function' ? `return (${body})(...arguments)` : body
    return this.web.executeScript(source, ...args)
  }

  /** Waits until `look` answers something true, and answers that; `what` names it in the failure. */
  async until(what, look, patience = PATIENCE) {
    const end = Date.now() + patience
    for (;;) {
      const found = await look().catch((error) => gone(error))
      if (found) return found
      if (Date.now() > end) await this.picture(join(tmpdir(), 'handsel-e2e-failure.png')).catch(() => {})
      if (Date.now() > end) throw new Error(`Waited ${patience / 1000} s for: ${what}\n${await this.text()}`)
      await pause(50)
    }
  }

  /** The text a person sees, cut short, for failure messages. */
  async text() {
    const seen = await this.js(() => document.body.innerText.slice(0, 1500)).catch((error) => error.message)
    return `--- on screen ---\n${seen}`
  }

  /** Waits for the first visible element matching `css` whose accessible name or text contains `name`. */
  find(css, name = '', scope = null) {
    return this.until(`${css} named "${name}"`, () => this.js(first, css, name, scope))
  }

  /** The same, without waiting: null when there is none. */
  glance(css, name = '', scope = null) {
    return this.js(first, css, name, scope)
  }

  button(name, scope) {
    return this.find('button,[role=button],[role=menuitem],[role=option],a[href]', name, scope)
  }

  /** The field with this label. */
  field(name, scope) {
    return this.find('input,textarea,select,[role=combobox],[role=textbox]', name, scope)
  }

  dialog(name = '') {
    return this.find('[role=dialog],[role=alertdialog],dialog[open]', name)
  }

  sees(text, patience) {
    return this.until(`the text "${text}"`, () => this.js((t) => document.body.innerText.includes(t), text), patience)
  }

  seesNot(text) {
    return this.until(`"${text}" to be gone`, () => this.js((t) => !document.body.innerText.includes(t), text))
  }

  /** Clicks the button of that name, looking again when the screen moved under the finger. */
  click(name, scope) {
    return this.until(`to click "${name}"`, async () => {
      await (await this.button(name, scope)).click()
      return true
    })
  }

  /** Replaces a field's text by typing. */
  async type(element, text) {
    await element.click()
    await this.keys(Key.chord(Key.CONTROL, 'a'))
    await this.keys(...text)
  }

  /** Presses keys where the focus is; a chord is one argument made by Key.chord. */
  async keys(...keys) {
    const hand = this.web.actions()
    for (const key of keys) press(hand, key)
    await hand.perform()
  }

  /** The accessible name and role of what has the focus. */
  focus() {
    return this.js(() => {
      const e = document.activeElement
      const label = e.labels?.length ? e.labels[0].innerText : e.innerText
      return `${e.getAttribute('role') ?? e.tagName.toLowerCase()}: ${e.getAttribute('aria-label') ?? label ?? ''}`
    })
  }

  /** Drags `what` to the middle of `where` (or `at` below its top) as a hand does: press, hold, travel, settle, release. */
  async drag(what, where, { release = true, top = null } = {}) {
    // Looking at the target may scroll the board, looking at the card may scroll it back: the last look counts.
    await middle(this, where)
    const from = await middle(this, what)
    const to = await middle(this, where, false)
    if (top !== null) to.y = to.top + top
    const hand = this.web.actions({ async: true })
    hand.move({ x: from.x, y: from.y, origin: Origin.VIEWPORT }).press().pause(60)
    for (let step = 1; step <= 8; step++) {
      const part = (a, b) => Math.round(a + ((b - a) * step) / 8)
      hand.move({ x: part(from.x, to.x), y: part(from.y, to.y), duration: 40, origin: Origin.VIEWPORT })
    }
    hand.pause(150)
    if (release) hand.release()
    await hand.perform()
  }

  /** Lets the pointer's button go where it is. */
  letGo() {
    return this.web.actions({ async: true }).release().perform()
  }

  /** Presses Tab until the focus is on something of that name. */
  async tabTo(name, most = 40) {
    for (let step = 0; step < most; step++) {
      if ((await this.focus()).includes(name)) return
      await this.keys(Key.TAB)
    }
    throw new Error(`Tab never came to "${name}"; the focus is on ${await this.focus()}`)
  }

  /** What a screen reader was told since `listen()`. */
  async listen() {
    await this.js(() => {
      window.heard = []
      const hear = (node) => {
        const region = (node.nodeType === 1 ? node : node.parentElement)?.closest('[aria-live],[role=status],[role=alert],[role=log]')
        const text = region?.textContent.trim()
        if (text && window.heard.at(-1) !== text) window.heard.push(text)
      }
      new MutationObserver((changes) => changes.forEach((change) => hear(change.target))).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true
      })
    })
  }

  heard() {
    return this.js(() => window.heard ?? [])
  }

  hears(pattern) {
    return this.until(`an announcement like ${pattern}`, async () => (await this.heard()).find((text) => pattern.test(text)))
  }

  /** Serious and critical findings of axe on what is shown now, as sentences. */
  async axe() {
    await this.js(`if (!window.axe) { ${AXE}; }`)
    const findings = await this.web.executeAsyncScript((done) => {
      window.axe
        .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
        .then((found) => done(found.violations), (error) => done([{ impact: 'critical', id: String(error), nodes: [] }]))
    })
    const serious = findings.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    return serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.any?.[0]?.message ?? ''}`).join(' | ')}`)
  }

  /** Saves the whole display as a picture (WebDriver's own screenshot call can hang). */
  async picture(path) {
    mkdirSync(dirname(path), { recursive: true })
    await run('import', ['-window', 'root', path])
  }
}

/** In the page: the first visible element matching `css` whose accessible name contains `name`, exact names first. */
function first(css, name, scope) {
  const base = scope ? document.querySelector(scope) : document
  if (!base) return null
  const named = (e) => {
    const by = (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.innerText ?? '')
    const label = e.labels?.length ? [...e.labels].map((l) => l.innerText).join(' ') : ''
    const own = /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName) ? '' : e.innerText
    return [e.getAttribute('aria-label'), by.join(' ').trim(), label, own, e.getAttribute('placeholder'), e.title].filter(Boolean).map((t) => t.replace(/\s+/g, ' ').trim())
  }
  const seen = [...base.querySelectorAll(css)].filter((e) => e.checkVisibility?.({ visibilityProperty: true }) ?? e.offsetParent)
  if (!name) return seen[0] ?? null
  return seen.find((e) => named(e).includes(name)) ?? seen.find((e) => named(e).some((n) => n.includes(name))) ?? null
}

function press(hand, key) {
  const parts = [...key]
  const held = parts.length > 1 && '\uE008\uE009\uE00A\uE03D'.includes(parts[0])
  if (!held) return hand.sendKeys(key)
  const keys = parts.filter((part) => part !== Key.NULL)
  for (const part of keys) hand.keyDown(part)
  for (const part of keys.reverse()) hand.keyUp(part)
  return hand
}

async function middle(app, element, scroll = true) {
  const box = await app.js((e, scrolls) => {
    if (scrolls) e.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const { left, top, width, height } = e.getBoundingClientRect()
    const bottom = Math.min(top + height, innerHeight)
    const x = Math.min(left + width / 2, (Math.max(left, 0) + innerWidth) / 2)
    return { x, y: (Math.max(top, 0) + bottom) / 2, top }
  }, element, scroll)
  return { x: Math.round(box.x), y: Math.round(box.y), top: box.top }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

/** An element that vanished or moved between two looks is a reason to look again; anything else is an error. */
function gone(error) {
  if (/stale|intercepted|not interactable|no such element/i.test(`${error.name} ${error.message}`)) return null
  throw error
}

function program(name) {
  const folders = [...process.env.PATH.split(':'), join(process.env.HOME ?? '', '.cargo/bin')]
  const found = folders.map((folder) => join(folder, name)).find(existsSync)
  if (!found) throw new Error(`${name} is missing: run \`cargo xtask setup\`.`)
  return found
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

async function listening(port, bridge) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (bridge.exitCode !== null) throw new Error('tauri-driver ended.')
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null)
    if (answer) return
    await pause(50)
  }
  throw new Error('tauri-driver did not answer.')
}

// First start: who are you, what do you do; the next start remembers.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { open, profile } from './app.mjs'
import { accessible } from './steps.mjs'

describe('first start', () => {
  let where, app
  before(async () => {
    where = profile()
    app = await open(where)
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('asks for the firm and the person, and is accessible', async () => {
    await app.sees('Welcome to Handsel')
    await app.sees('one computer holds it for now')
    await accessible(app, 'the first start')
  })

  test('says what is missing instead of going on', async () => {
    await app.click('Start empty')
    await app.sees('It is not a login')
  })

  test('opens the rooms and names the person at the foot of the rail', async () => {
    await app.type(await app.field('Your firm'), 'Nordlicht Solar')
    await app.type(await app.field('Your name'), 'Jana Kühn')
    await app.click('Start empty')
    await app.find('nav a', 'Pipeline')
    await app.find('nav button', 'Acting as Jana Kühn')
  })

  test('the next start goes straight to the rooms', async () => {
    await app.close()
    app = await open(where)
    await app.find('nav button', 'Acting as Jana Kühn')
    assert.equal(await app.glance('h1', 'Welcome'), null)
  })
})

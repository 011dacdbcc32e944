// Letters and calls: an .eml let fall on a contact is filed by its sender and day; an e-mail or a phone opens the system's own program.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, Key, profile } from './app.mjs'
import { accessible, enter, ME } from './steps.mjs'

const LETTER = [
  'From: Ann Baker <ann@bakery.example>',
  'To: us@firm.example',
  'Subject: =?utf-8?q?Roof_for_the_b=C3=A4kery?=',
  'Date: Fri, 20 Nov 2026 09:30:00 +0100',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Please send the offer by Friday.',
  ''
].join('\r\n')

describe('letters and calls', () => {
  const where = profile()
  const programs = join(where.folder, 'programs')
  const asked = join(where.folder, 'asked')
  let app
  before(async () => {
    mkdirSync(programs)
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\necho "$1" >> "${asked}"\n`)
    chmodSync(join(programs, 'xdg-open'), 0o755)
    const { workspace_id } = await ctl(where, 'new', '--me', ME)
    where.me = { [workspace_id]: (await ctl(where, 'list', 'people'))[0].id }
    const people = join(where.folder, 'contacts.csv')
    writeFileSync(people, 'Name,Company,Email,Phone\nAnn Baker,The Bakery,ann@bakery.example,+49 30 1234567\n')
    await ctl(where, 'import', people, '--as', 'contacts')
    writeFileSync(join(where.folder, 'roof.eml'), LETTER)
    app = await enter(where, 'light', 100, { programs })
  })
  after(async () => {
    await app?.close()
    where.remove()
  })
  const opened = (address) =>
    app.until(`${address} to be opened`, async () => existsSync(asked) && readFileSync(asked, 'utf8').includes(address))

  test('an e-mail and a phone open the program of the system', async () => {
    await app.keys(Key.chord(Key.CONTROL, 'k'))
    await app.keys(...'ann baker')
    await app.find('[role=option]', 'Ann Baker')
    await app.keys(Key.ENTER)
    await app.click('Write to ann@bakery.example')
    await opened('mailto:ann@bakery.example')
    await app.click('Call +49 30 1234567')
    await opened('tel:')
  })

  test('a letter let fall on the contact is filed by sender and day', async () => {
    await app.dropFiles(join(where.folder, 'roof.eml'))
    await app.sees('Roof for the bäkery')
    await app.sees('ann@bakery.example')
    await accessible(app, 'a contact with a letter')
  })

  test('it is found on the timeline and stays after a restart', async () => {
    await app.close()
    assert.equal((await ctl(where, 'check')).ok, true)
    app = await enter(where)
    await app.keys(Key.chord(Key.CONTROL, 'k'))
    await app.keys(...'ann baker')
    await app.find('[role=option]', 'Ann Baker')
    await app.keys(Key.ENTER)
    await app.sees('Roof for the bäkery')
  })
})

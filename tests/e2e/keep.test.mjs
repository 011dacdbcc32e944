// What is kept: a backup comes back through the window, which starts again for it; a view changed just before closing stays.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ctl } from './app.mjs'
import { accessible, enter, go, withDeals } from './steps.mjs'

describe('a backup, restored in the window', () => {
  let where, app, copy
  before(async () => {
    ;({ where, app } = await withDeals())
    copy = join(where.folder, 'copy.handsel')
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('is written to the place chosen', async () => {
    await go(app, 'Settings')
    await app.choose(copy)
    await app.click('Back up')
    await app.until('the backup on disk', async () => existsSync(copy))
  })

  test('says what comes and what goes, and Handsel starts again with it', async () => {
    await app.close()
    const deal = (await ctl(where, 'list', 'deals')).find(({ stage }) => stage === 'Engaging')
    await ctl(where, 'lose', deal.id, '--reason', 'Price')
    app = await enter(where)
    await go(app, 'Settings')
    await app.choose(copy)
    await app.click('Restore a backup')
    const sheet = await app.dialog('Restore this backup?')
    await accessible(app, 'the restore sheet')
    assert.match(await sheet.getText(), /What was changed since the backup is not in it/)
    // The window may be gone before the driver hears that it was clicked.
    await app.click('Restore', '[role=dialog]').catch(() => {})
    const kept = () => readdirSync(where.folder).filter((name) => /^workspace.+\.handsel$/.test(name))
    await app.until('the present file beside the restored one', async () => kept().length === 1)
    await app.until('the file in use again', async () => existsSync(`${where.file}-wal`))
    await app.close()
    assert.equal((await ctl(where, 'check')).ok, true)
    assert.equal((await ctl(where, 'show', deal.id)).stage.name, 'Engaging', 'the change after the backup is gone')
    await ctl(where, 'restore', join(where.folder, kept()[0]))
    assert.equal((await ctl(where, 'show', deal.id)).stage.kind, 'lost', 'and restoring what was kept brings it back')
  })
})

describe('a window closed at once', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('opens again with the view as it was left', async () => {
    await app.click('Table', '[aria-label="Shape of the view"]')
    await app.find('[data-testid=deal-table]')
    await app.shut()
    app = await enter(where, null)
    await app.find('[data-testid=deal-table]')
  })
})

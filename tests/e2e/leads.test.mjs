// A lead comes in, is qualified, and stands on the board as a deal; what is refused stays to be mended; one undo takes it back.
import { after, before, describe, test } from 'node:test'
import { Key } from './app.mjs'
import { accessible, card, closed, go, withDeals } from './steps.mjs'

describe('from lead to deal', () => {
  let where, app
  before(async () => {
    ;({ where, app } = await withDeals())
    await app.listen()
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('an empty inbox teaches, then takes the first lead by keys', async () => {
    await go(app, 'Leads')
    await app.click('Add a lead')
    await app.type(await app.find('[data-testid=new-lead]'), 'Kim Berger')
    await app.keys(Key.TAB, ...'Hotel Nord', Key.TAB, ...'kim at nord', Key.ENTER)
    await app.sees('is no e-mail address')
    await app.type(await app.field('E-mail', 'form'), 'kim@nord.example')
    await app.keys(Key.ENTER)
    await app.hears(/^Added the lead Kim Berger/)
    await app.find('[role=row]', 'Kim Berger')
    await accessible(app, 'the inbox')
  })

  test('qualified, it is a deal with its company and contact', async () => {
    await (await app.find('[role=row]', 'Kim Berger')).click()
    await app.find('[data-testid=pane]')
    await accessible(app, 'the lead beside the inbox')
    await app.click('Qualify …', '[data-testid=pane]')
    await app.dialog('Qualify Kim Berger')
    await accessible(app, 'the qualify sheet')
    await app.type(await app.field('Deal', '[role=dialog] .form'), 'Roof of the hotel')
    await app.keys(Key.ENTER)
    await closed(app)
    await go(app, 'Pipeline')
    await card(app, 'Prospecting', 'Roof of the hotel')
    await app.sees('Hotel Nord')
  })

  test('one undo takes contact, company and deal back', async () => {
    await app.keys(Key.ESCAPE)
    await app.keys(Key.chord(Key.CONTROL, 'z'))
    await app.seesNot('Roof of the hotel')
  })
})

// Before the win: what a pipeline asks is answered in the win sheet, rules say what a deal becomes, a template is edited by the keyboard.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Key } from './app.mjs'
import { accessible, card, closed, go, list, withDeals } from './steps.mjs'

describe('before the win', () => {
  let app, where
  before(async () => ({ app, where } = await withDeals()))
  after(async () => (await app.close(), where.remove()))

  test('a pipeline asks for something before a win', async () => {
    await app.click('Stages')
    await app.dialog('Pipelines, stages')
    await app.type(await app.field('Name of a new field'), 'Roof')
    await app.keys(Key.ENTER)
    await app.sees('Words')
    const needed = await app.find('input[type=checkbox]', 'Needed to win: Roof')
    await needed.click()
    await accessible(app, 'the brief of a pipeline')
    await app.keys(Key.ESCAPE)
    await closed(app)
  })

  test('the win sheet names what is missing and lets one fill it in there', async () => {
    await app.drag(await card(app, 'Engaging'), await list(app, 'Won'))
    await app.dialog('Won')
    await app.click('none promised', '[role=dialog]')
    await app.type(await app.field('Amount', '[role=dialog]'), '1000')
    await app.keys(Key.TAB)
    await app.type(await app.field('Company', '[role=dialog]'), 'Hotel Haffblick')
    await app.keys(Key.TAB)
    await app.sees('Still needed: ')
    const sheet = await app.find('[role=dialog]')
    await app.until('the sheet to ask for the roof', async () => /still needed:.*roof/i.test(await sheet.getText()))
    await app.type(await app.field('Roof', '[role=dialog]'), 'Flat, with a hatch')
    await app.until('nothing of the brief to be missing', async () => !/still needed:.*roof/i.test(await sheet.getText()))
    await accessible(app, 'the win sheet with a brief')
  })

  test('what was answered is the first page of the project', async () => {
    await app.sees('Every task has an owner.')
    await app.click('Win and hand off', '[role=dialog]')
    await closed(app)
    await app.click('Open the project')
    await app.click('Brief', 'nav.tabs')
    await app.sees('What was said before the win')
    await app.sees('Flat, with a hatch')
    await app.sees('kickoff brief of the deal')
    await accessible(app, 'the brief of a project')
  })

  test('a rule is made by the keyboard and tried on a deal', async () => {
    await go(app, 'Settings')
    // The sections above are still being filled: the field moves until they are.
    await app.until('to name a rule', async () => {
      await app.js(() => document.getElementById('settings-rules').scrollIntoView())
      await app.type(await app.field('Name of a new rule'), 'Small orders')
      return true
    })
    await app.keys(Key.ENTER)
    const does = await app.field('What Small orders does')
    await does.sendKeys('needs no project')
    await app.sees('For every deal')
    const box = await app.field('What would this deal do?')
    await app.type(box, 'GTX')
    await app.find('[role=option]')
    await app.keys(Key.ARROW_DOWN, Key.ENTER)
    await app.sees('No project needed: rule “Small orders”')
    await app.type(await app.field('to under'), '1,000,000')
    await app.keys(Key.TAB)
    await app.sees('For amount under 1,000,000')
    await accessible(app, 'handoff rules')
    // A deal without an amount fits no amount any more: the template of its pipeline is taken.
    await app.sees('the template of the pipeline')
  })
})

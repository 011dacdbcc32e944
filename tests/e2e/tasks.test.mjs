// A task in depth: what holds it up, whom it waits for, the time it takes, what moves with it; boards in lanes; tickets.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ctl, Key, profile, sample } from './app.mjs'
import { accessible, card, closed, enter, focusCard, go, list, ME, nameOf } from './steps.mjs'

const PLAN = `id,project,task,duration_days,predecessors,start,assignee
1,Roof,Survey the roof,2,,2030-12-02,${ME}
2,Roof,Order the panels,5,1,,${ME}
3,Roof,Mount the panels,3,2,,
`

describe('tasks in depth', () => {
  let where, app
  const pane = (name) => app.find('[data-testid=pane]', name)
  const choose = async (label, value) =>
    app.js(
      (select, wanted) => {
        select.value = wanted
        select.dispatchEvent(new Event('change', { bubbles: true }))
      },
      await app.find('select', label),
      value
    )
  before(async () => {
    where = profile()
    const { workspace_id } = await ctl(where, 'new')
    await ctl(where, 'import', sample('sales_teams.csv', { full: false }), '--as', 'people')
    const file = join(where.folder, 'tasks.csv')
    writeFileSync(file, PLAN)
    await ctl(where, 'import', file, '--as', 'tasks')
    const people = await ctl(where, 'list', 'people')
    where.me = { [workspace_id]: people.find(({ name }) => name === ME).id }
    app = await enter(where)
    await go(app, 'Projects')
    await app.click('Roof')
  })
  after(async () => {
    await app?.close()
    where?.remove()
  })

  test('what holds a task up, and whom it waits for, stand apart', async () => {
    await (await card(app, 'To do', 'Order the panels')).click()
    await pane('Order the panels')
    await app.click('Waiting for…')
    await app.dialog('Waiting')
    await app.type(await app.field('Whom', '[role=dialog]'), 'The supplier')
    await app.keys(Key.ENTER)
    await accessible(app, 'whom a task waits for')
    await app.click('Wait', '[role=dialog]')
    await closed(app)
    await app.click('Blocked…')
    await app.keys(...'No crane', Key.ENTER)
    await app.sees('No crane')
    await app.sees('The supplier')
    await accessible(app, 'a task beside its board')
    await go(app, 'Today')
    await app.sees('Waiting for somebody outside')
    await app.click('It came: Order the panels')
    await app.seesNot('Waiting for somebody outside')
  })

  test('time is written down and the clock runs in the rail', async () => {
    await go(app, 'Projects')
    await app.click('Roof')
    await (await card(app, 'To do', 'Order the panels')).click()
    await pane('Order the panels')
    await app.type(await app.field('Time spent'), '1.5')
    await app.keys(Key.ENTER)
    await app.sees('1 h 30 min spent')
    await app.click('Start the clock')
    await app.find('nav [role=group]', 'The clock runs')
    await app.click('Stop the clock on Order the panels')
    await app.sees('1 h 31 min spent')
  })

  test('a comment is written, reworded and deleted by keys', async () => {
    await app.type(await app.field('New comment'), 'Half of it **came**')
    await app.keys(Key.chord(Key.CONTROL, Key.ENTER))
    await app.sees('Half of it came')
    await app.click('Edit your comment')
    await app.keys(Key.chord(Key.CONTROL, 'a'), ...'All of it came', Key.chord(Key.CONTROL, Key.ENTER))
    await app.sees('edited')
    await app.click('Delete your comment')
    await app.seesNot('All of it came')
  })

  test('another due day asks with what moves, and moves it', async () => {
    await app.click('Due')
    await app.keys(Key.chord(Key.CONTROL, 'a'), ...'2031-01-31', Key.ENTER)
    await app.dialog('This moves 1 other task')
    await accessible(app, 'what moves')
    await app.keys(Key.ENTER)
    await closed(app)
    assert.match(await nameOf(app, await card(app, 'To do', 'Feb 5')), /Mount the panels/)
  })

  test('a board in lanes, narrowed, with a limit that is said', async () => {
    await app.click('Close', '[data-testid=pane]')
    await app.click('Columns')
    await app.dialog('Columns')
    await app.click('Limit of In progress')
    await app.keys('1', Key.ENTER)
    await app.click('Close', '[role=dialog]')
    await closed(app)
    await app.drag(await card(app, 'To do', 'Survey'), await list(app, 'In progress'))
    await card(app, 'In progress', 'Survey')
    await focusCard(app, await card(app, 'To do', 'Order'))
    await app.keys('m')
    await app.dialog('Move')
    await app.keys(Key.ENTER)
    await app.sees('too many')
    await app.sees('over its limit of 1')
    await choose('Lanes', 'assignee')
    await app.sees('Nobody')
    await accessible(app, 'a board in lanes')
    await choose('Lanes', '')
    await app.type(await app.field('Find a task on the board'), 'mount')
    await app.until('one card', async () => (await app.js(() => document.querySelectorAll('[data-testid=card]').length)) === 1)
    await app.click('Show all')
  })

  test('a task comes again', async () => {
    await (await card(app, 'In progress', 'Survey')).click()
    await pane('Survey')
    await app.click('Comes again: never')
    await app.dialog('Comes again')
    await accessible(app, 'how a task comes again')
    await app.keys(Key.ENTER)
    await closed(app)
    await app.sees('every week')
    await choose('Status', await app.js(() => [...document.querySelectorAll('[aria-label=Status] option')].find((o) => o.innerText === 'Done').value))
    await card(app, 'To do', 'Survey')
  })

  test('work across projects, and a ticket that the company shows', async () => {
    await go(app, 'My work')
    await app.click('Board')
    await card(app, 'In progress', 'Order')
    await accessible(app, 'my work as a board')
    await go(app, 'Tickets')
    await app.keys('n')
    await app.dialog('New ticket')
    await app.type(await app.field('What is asked for', '[role=dialog]'), 'It drips')
    await app.type(await app.field('Company', '[role=dialog]'), 'Hotel am See')
    await app.keys(Key.ENTER)
    await accessible(app, 'a new ticket')
    await app.click('Write it down', '[role=dialog]')
    await pane('It drips')
    await card(app, 'To do', 'No. 1')
    await accessible(app, 'the tickets')
    await app.click('Show Hotel am See')
    await app.find('[data-testid=pane]', 'Hotel am See')
    await app.sees('1 · It drips')
    await app.close()
    assert.equal((await ctl(where, 'list', 'projects')).length, 1, 'the desk of tickets is no project')
    assert.equal((await ctl(where, 'check')).ok, true)
  })
})

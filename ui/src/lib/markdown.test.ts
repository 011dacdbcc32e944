// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { html } from './markdown'

test('what people write is shown as they mean it', () => {
  expect(html('Two **bold** words')).toBe('<p>Two <strong>bold</strong> words</p>\n')
  expect(html('one\ntwo')).toContain('one<br>two')
  expect(html('- a\n- b')).toContain('<li>a</li>')
  expect(html('# Head')).toContain('<p><strong>Head</strong></p>')
})

test('nothing runs, nothing is fetched, nothing leads elsewhere than it says', () => {
  for (const bad of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![pixel](https://example.com/p.gif)',
    '<iframe src="https://example.com"></iframe>',
    '<p style="position:fixed" onclick="x()">y</p>',
    '<form action="https://example.com"><input></form>',
  ]) {
    expect(html(bad)).not.toMatch(/<(script|img|iframe|form|input)|on\w+=|style=/)
  }
  expect(html('[x](javascript:alert(1))')).not.toContain('javascript:')
  expect(html('[x](https://example.com)')).toContain('href="https://example.com"')
})

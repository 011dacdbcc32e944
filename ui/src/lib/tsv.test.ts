import { expect, test } from 'vitest'
import { readTsv, writeTsv } from './tsv'

test.each([
  [
    'a\tb\n1\t2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['one', [['one']]],
  ['a\r\nb\r\n', [['a'], ['b']]],
  ['"two\nlines"\t"say ""hi"""', [['two\nlines', 'say "hi"']]],
  ['a\t\tb', [['a', '', 'b']]],
  ['5" pipe\tx', [['5" pipe', 'x']]],
  ['a\n\nb', [['a'], [''], ['b']]],
])('%j', (text, rows) => expect(readTsv(text)).toEqual(rows))

test('what is written is read back', () => {
  const rows = [
    ['Name', 'Notes'],
    ['Ida "I" Hansen', 'two\nlines\tand a tab'],
    ['', 'x'],
  ]
  expect(readTsv(writeTsv(rows))).toEqual(rows)
})

import { expect, test } from 'vitest'
import { fieldOf } from './fields'
import { placed } from './placed'

const columns = (['name', 'amount', 'owner'] as const).map(fieldOf)

test('cells go to the right of the cursor, and not past the last column', () => {
  expect(placed([['5', 'Ada', 'x']], columns, 1)).toEqual({ fields: ['amount', 'owner', undefined], rows: [['5', 'Ada', 'x']] })
})

test('a first row with the names of columns says where they go', () => {
  const cells = [
    ['Owner', 'Days in stage', 'name'],
    ['Ada', '4', 'Roof'],
  ]
  expect(placed(cells, columns, 0)).toEqual({ fields: ['owner', undefined, 'name'], rows: [['Ada', '4', 'Roof']] })
  // One cell alone is a value, even if it is called like a column.
  expect(placed([['Owner'], ['Name']], columns, 0).rows).toHaveLength(2)
})

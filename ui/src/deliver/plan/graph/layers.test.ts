import { expect, test } from 'vitest'
import type { PlanLink, PlanRow } from '../../../lib/backend'
import { graphOf, walk } from './layers'

const rows = (...names: string[]) => names.map((task) => ({ task, name: task, kind: 'task', done: task === 'a' }) as PlanRow)
const links = (...pairs: string[]) => pairs.map((pair) => ({ id: pair, from: pair[0], to: pair[1], kind: 'FS' }) as PlanLink)
const layers = (graph: ReturnType<typeof graphOf>) => graph.layers.map((layer) => layer.map((node) => node.key))

test('upstream to the left, downstream to the right, each as far as its longest way', () => {
  const graph = graphOf(rows('a', 'b', 'c', 'd', 'e', 'x'), links('ab', 'bc', 'ac', 'cd', 'de', 'ce'), 'c')
  expect(layers(graph)).toEqual([['a'], ['b'], ['c'], ['d'], ['e']])
  expect(graph.edges).toHaveLength(6)
  expect(graph.nodes.some((node) => node.key === 'x')).toBe(false)
})

test('a layer is ordered so that links don’t cross', () => {
  const graph = graphOf(rows('c', 'd', 'e', 'f', 'g'), links('cd', 'ce', 'ef', 'dg'), 'c')
  const place = (key: string) => graph.nodes.find((node) => node.key === key)!.place
  expect(Math.sign(place('d') - place('e'))).toBe(Math.sign(place('g') - place('f')))
  expect(graph.layers.map((layer) => layer.length)).toEqual([1, 2, 2])
})

test('the nearest are drawn, and how many are not is said', () => {
  const names = [...'abcdefghij']
  const graph = graphOf(rows(...names), links(...names.slice(1).map((name, i) => `${names[i]}${name}`)), 'e', 4)
  expect(layers(graph)).toEqual([['c'], ['d'], ['e'], ['f'], ['g']])
  expect(graph.left).toBe(5)
})

test('a task alone, and links to tasks that are gone', () => {
  const graph = graphOf(rows('a'), links('za', 'az'), 'a')
  expect(layers(graph)).toEqual([['a']])
  expect(graph.edges).toEqual([])
})

test('a circle comes to an end', () => {
  expect(graphOf(rows('a', 'b', 'c'), links('ab', 'bc', 'ca'), 'a').nodes).toHaveLength(3)
})

test('what is not done blocks; arrows follow links', () => {
  const graph = graphOf(rows('a', 'b', 'c', 'd'), links('ac', 'bc', 'cd'), 'c')
  expect(graph.nodes.map((node) => [node.key, node.waits])).toEqual([
    ['a', 0],
    ['b', 0],
    ['c', 1],
    ['d', 1],
  ])
  expect(walk(graph, 'c', 'ArrowRight')?.key).toBe('d')
  expect(walk(graph, 'd', 'ArrowLeft')?.key).toBe('c')
  expect(walk(graph, 'a', 'ArrowDown')?.key).toBe('b')
  expect(walk(graph, 'd', 'ArrowRight')).toBeUndefined()
})

test('what a task waits for counts in the whole plan, by the kind of its link', () => {
  // d waits for c and for x, which is not around a.
  const plan = [...links('ac', 'cd', 'xd'), { ...links('yd')[0]!, kind: 'FF' as const }]
  const graph = graphOf(rows('a', 'c', 'd', 'x', 'y'), plan, 'a')
  expect(graph.nodes.find((node) => node.key === 'd')?.waits).toBe(2)
  expect(graph.nodes.find((node) => node.key === 'c')?.waits).toBe(0)
})

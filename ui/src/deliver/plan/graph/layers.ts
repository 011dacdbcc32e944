/** The neighbourhood of a task as a graph in layers: what it waits for to the left, what waits for it to the right. Pure. */
import type { PlanLink, PlanRow } from '../../../lib/backend'

/** More than this on one screen tells nobody anything. */
export const MOST = 300

/** `layer`: 0 for the task asked for, negative upstream, positive downstream. `place`: its place in the layer from the top. `waits`: how many tasks of the whole plan it can't begin before, and that are not so far. */
export type Node = { key: string; row: PlanRow; layer: number; place: number; waits: number }
export type Edge = { link: PlanLink; from: Node; to: Node }
/** `left`: tasks that hang together with it and are not drawn. */
export type Graph = { nodes: Node[]; edges: Edge[]; layers: Node[][]; left: number }

type Way = { next: ReadonlyMap<string, string[]>; back: ReadonlyMap<string, string[]> }

function both(links: readonly PlanLink[]): Way {
  const [next, back] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const add = (map: Map<string, string[]>, key: string, value: string) => {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
  for (const link of links) {
    add(next, link.from, link.to)
    add(back, link.to, link.from)
  }
  return { next, back }
}

/** Everything that is reached from `start`, nearest first. */
function reach(start: string, next: ReadonlyMap<string, string[]>): string[] {
  const found = new Set([start])
  for (const key of found) for (const other of next.get(key) ?? []) found.add(other)
  found.delete(start)
  return [...found]
}

/** How many steps the longest way from `start` takes, within `within`. */
function depths(start: string, within: ReadonlySet<string>, { next, back }: Way): Map<string, number> {
  const depth = new Map([[start, 0]])
  const waits = new Map<string, number>()
  for (const key of within) waits.set(key, (back.get(key) ?? []).filter((other) => within.has(other) || other === start).length)
  const ready = [start]
  for (let key = ready.shift(); key !== undefined; key = ready.shift()) {
    for (const other of next.get(key) ?? []) {
      if (!within.has(other)) continue
      depth.set(other, Math.max(depth.get(other) ?? 0, (depth.get(key) ?? 0) + 1))
      const left = (waits.get(other) ?? 1) - 1
      waits.set(other, left)
      if (left === 0) ready.push(other)
    }
  }
  return depth
}

/** The graph around a task; at most `most` of its neighbours, the nearest of both sides. */
export function graphOf(rows: readonly PlanRow[], links: readonly PlanLink[], center: string, most = MOST): Graph {
  const byKey = new Map(rows.flatMap((row) => (row.task ? [[row.task, row] as const] : [])))
  const known = links.filter((link) => byKey.has(link.from) && byKey.has(link.to))
  const way = both(known)
  const [up, down] = [reach(center, way.back), reach(center, way.next)]
  const ups = Math.min(up.length, Math.max(Math.floor(most / 2), most - down.length))
  const [near, far] = [new Set(up.slice(0, ups)), new Set(down.slice(0, most - ups))]
  const before = depths(center, near, { next: way.back, back: way.next })
  const after = depths(center, far, way)
  const nodes: Node[] = []
  const holds = (link: PlanLink) => {
    const from = byKey.get(link.from)
    return !!from && !from.done && (link.kind === 'FS' || (link.kind === 'SS' && !from.percent))
  }
  const waits = (key: string) => known.filter((link) => link.to === key && holds(link)).length
  const order = new Map(rows.map((row, index) => [row.task, index]))
  const put = (key: string, layer: number) => {
    const row = byKey.get(key)
    if (row) nodes.push({ key, row, layer, place: 0, waits: waits(key) })
  }
  put(center, 0)
  for (const key of near) put(key, -(before.get(key) ?? 1))
  for (const key of far) if (!near.has(key)) put(key, after.get(key) ?? 1)
  nodes.sort((a, b) => a.layer - b.layer || (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0))
  const at = new Map(nodes.map((node) => [node.key, node]))
  const edges = known.flatMap((link) => {
    const [from, to] = [at.get(link.from), at.get(link.to)]
    return from && to ? [{ link, from, to }] : []
  })
  const left = up.length + down.length - near.size - far.size
  return { nodes, edges, layers: arrange(nodes, edges), left }
}

/** Orders every layer by where its neighbours are, away from the task and back, so that few links cross. */
function arrange(nodes: readonly Node[], edges: readonly Edge[]): Node[][] {
  const layers: Node[][] = []
  for (const node of nodes) {
    const last = layers.at(-1)
    if (last?.[0]?.layer === node.layer) last.push(node)
    else layers.push([node])
  }
  const number = (layer: Node[]) => layer.forEach((node, index) => (node.place = index - (layer.length - 1) / 2))
  layers.forEach(number)
  const touching = new Map<Node, Node[]>(nodes.map((node) => [node, []]))
  for (const { from, to } of edges) {
    touching.get(from)?.push(to)
    touching.get(to)?.push(from)
  }
  const middle = layers.findIndex((layer) => layer[0]?.layer === 0)
  const sort = (layer: Node[] | undefined) => {
    if (!layer) return
    const pull = new Map(
      layer.map((node) => {
        const near = touching.get(node)?.filter((other) => other.layer !== node.layer) ?? []
        return [node, near.length ? near.reduce((sum, other) => sum + other.place, 0) / near.length : node.place]
      }),
    )
    layer.sort((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0))
    number(layer)
  }
  for (let sweep = 0; sweep < 4; sweep++) {
    for (let i = middle + 1; i < layers.length; i++) sort(layers[i])
    for (let i = middle - 1; i >= 0; i--) sort(layers[i])
  }
  return layers
}

/** Where an arrow key leads: along a link to the nearest one, or up and down in the layer. */
export function walk(graph: Graph, key: string, arrow: string): Node | undefined {
  const here = graph.nodes.find((node) => node.key === key)
  if (!here) return undefined
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') {
    const layer = graph.layers.find((nodes) => nodes.includes(here)) ?? []
    return layer[layer.indexOf(here) + (arrow === 'ArrowDown' ? 1 : -1)]
  }
  const near = graph.edges.flatMap((edge) =>
    arrow === 'ArrowLeft' && edge.to === here ? [edge.from] : arrow === 'ArrowRight' && edge.from === here ? [edge.to] : [],
  )
  const far = (node: Node) => Math.abs(node.layer - here.layer) * 1000 + Math.abs(node.place - here.place)
  return near.reduce<Node | undefined>((best, node) => (best && far(best) <= far(node) ? best : node), undefined)
}

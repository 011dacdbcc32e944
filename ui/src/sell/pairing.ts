/** Which stage of another pipeline takes the deals of each stage of one that goes. Pure. */
import type { Stage } from '../lib/backend'

type Place = Pick<Stage, 'id' | 'name' | 'kind'>

/** The stages that may take them: of the same kind, or deals would be won or lost past their questions. */
export const takers = <S extends Place>(stage: Place, there: readonly S[]): S[] => there.filter((one) => one.kind === stage.kind)

/** What is offered first: the stage of the same name, else the first of the kind. */
export function offered(stage: Place, there: readonly Place[]): string | undefined {
  const all = takers(stage, there)
  const key = (name: string) => name.trim().toLowerCase()
  return (all.find((one) => key(one.name) === key(stage.name)) ?? all[0])?.id
}

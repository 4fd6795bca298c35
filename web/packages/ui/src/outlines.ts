import type { Api, AreaShape } from '@jieli/client'

const asked = new WeakMap<Api, Promise<AreaShape[]>>()

/** Where areas lie, asked for once; none when it cannot be had, as without network. */
export function areaShapes(api: Api): Promise<AreaShape[]> {
  let known = asked.get(api)
  if (!known) {
    known = Promise.resolve()
      .then(() => api.areaShapes())
      .catch(() => {
        asked.delete(api) // perhaps the next time
        return []
      })
    asked.set(api, known)
  }
  return known
}

/** Those with an outline. */
export const outlined = (shapes: readonly AreaShape[]): AreaShape[] => shapes.filter((s) => s.rings.length > 0)

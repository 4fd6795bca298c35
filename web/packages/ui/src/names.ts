import { countyOf } from '@jieli/form-engine'
import type { Jieli } from './context'

/**
 * The title of a record that a reference names, where no server has said it beside: in the county given, else the
 * caller's own, else at the programme's own level. '' where the caller reads none; never an id.
 */
export async function titleOf(jieli: Jieli, register: string, id: string, county?: string): Promise<string> {
  const counties = [county, countyOf(jieli.scopes[0]?.code ?? ''), countyOf(jieli.catalog.areas_root)]
  const found = await jieli.api.named(
    register,
    id,
    counties.filter((c): c is string => Boolean(c)),
  )
  return found?.title ?? ''
}
